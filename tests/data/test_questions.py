"""Four rows whose answers fit in the head, and the real tables against pandas."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.ask import ask, members, offer, rows
from data.selection import Selection

JULY = date(2026, 7, 1)


def by(answer: list[dict[str, object]], key: str = "iso3") -> dict[object, dict[str, object]]:
    return {row[key]: row for row in answer}


def test_a_member_counts_from_the_latest_possible_day(small: Path) -> None:
    assert members(Selection(as_of=date(2026, 3, 1))) == ["AAA"]
    assert by(rows("members", Selection(as_of=date(2026, 3, 1))))["BBB"]["reason"] == "date uncertain"
    assert members(Selection(as_of=JULY)) == ["AAA", "BBB"]
    assert "BBB" not in by(rows("members", Selection(as_of=date(2025, 12, 31))))


def test_an_unverified_member_counts_only_when_asked_for(small: Path) -> None:
    pax = Selection(coalitions=("pax_silica",), as_of=JULY)
    assert members(pax) == ["AAA"]
    assert by(rows("members", pax))["CCC"]["reason"] == "unverified"
    assert members(Selection(coalitions=("pax_silica",), as_of=JULY, unverified=True)) == ["AAA", "CCC"]


def test_coalitions_combine(small: Path) -> None:
    both = ("g7", "pax_silica")
    assert members(Selection(coalitions=both, as_of=JULY, unverified=True)) == ["AAA", "BBB", "CCC"]
    assert members(Selection(coalitions=both, as_of=JULY, combine="all")) == ["AAA"]
    assert members(Selection(coalitions=both, as_of=JULY, combine="but")) == ["BBB"]
    assert members(Selection(coalitions=("pax_silica", "g7"), as_of=JULY, unverified=True, combine="but")) == ["CCC"]


def test_a_body_never_adds_its_states_and_an_observer_is_no_member(small: Path) -> None:
    seen = Selection(as_of=JULY, roles=("member", "observer"))
    assert members(seen) == ["AAA", "BBB"]
    assert rows("bodies", seen) == [{"body": "eu"}]
    assert rows("bodies", Selection(as_of=JULY)) == [], "an observer does not count unless asked for"
    both = Selection(coalitions=("g7", "pax_silica"), as_of=JULY, roles=("member", "signatory", "observer"))
    assert [len(rows("bodies", replace(both, combine=combine))) for combine in ("any", "all", "but")] == [1, 0, 1]
    assert rows("bodies", replace(both, as_of=date(1976, 12, 31))) == []


def test_an_ended_coalition_has_members_until_its_last_day(small: Path) -> None:
    assert members(Selection(coalitions=("msp",), as_of=date(2026, 2, 4))) == ["AAA"]
    assert members(Selection(coalitions=("msp",), as_of=date(2026, 2, 5))) == []
    assert offer().ended == {"msp": date(2026, 2, 4)}


def test_the_newest_edition_is_taken_whole(small: Path) -> None:
    shares = by(rows("producers", Selection(year=2024, as_of=JULY), mineral="cobalt", stage="mine"))
    assert {code: row["share_pct"] for code, row in shares.items()} == {"AAA": 60, "BBB": 20, "CCC": None, None: 20}
    assert shares["CCC"]["flag"] == "withheld"
    assert [shares["AAA"]["is_member"], shares["CCC"]["is_member"]] == [True, False]


def test_headline_figures_of_one_mineral(small: Path) -> None:
    found = by(rows("overview", Selection(minerals=("cobalt",), year=2024, as_of=JULY)), "stage")
    mine = found["mine"]
    assert mine["share_pct"] == 80
    assert mine["hhi_low"] == 60**2 + 20**2
    assert mine["hhi_high"] == 60**2 + 20**2 + 20**2
    assert (mine["top"], mine["top_pct"], mine["top3_pct"]) == ("Aland", 60, 80)
    assert mine["withheld"] == mine["excludes"] == ["Cland"]
    assert mine["hidden"] == []
    assert found["refining"]["share_pct"] == 0
    assert found["refining"]["publisher"] == "Agency"


def test_a_withheld_holder_makes_the_share_a_bound(small: Path) -> None:
    found = by(rows("overview", Selection(minerals=("cobalt",), countries=("CCC",), year=2024)), "stage")
    assert found["mine"]["hidden"] == ["Cland"]
    assert found["refining"]["hidden"] == []
    assert found["refining"]["share_pct"] == 75


def test_a_member_of_a_group_shows_its_groups_figure_and_says_so(small: Path) -> None:
    found = rows("overview", Selection(minerals=("neodymium",), year=2024))
    assert [(row["stage"], row["by_group"], row["measured"]) for row in found] == [("mine", True, "Rare earths")]


def test_history_takes_each_year_from_its_newest_edition(small: Path) -> None:
    past = rows("history", Selection(year=2024), mineral="cobalt", stage="mine")
    assert {(row["year"], row["iso3"]): row["quantity_t"] for row in past} == {
        (2023, "AAA"): 40,
        (2024, "AAA"): 60,
        (2024, "BBB"): 20,
        (2024, None): 20,
    }


def test_sites_by_mineral_country_and_kind(small: Path) -> None:
    def found(**chosen: tuple[str, ...]) -> list[str]:
        return ask("table_sites", Selection(**chosen))["site_id"].to_pylist()  # type: ignore[arg-type]

    assert found() == ["s1", "s2", "s4", "s3"]
    assert found(minerals=("cobalt",)) == ["s1", "s2"]
    assert found(minerals=("neodymium",)) == ["s4", "s3"], "a site listed by the group counts for its member"
    assert found(minerals=("battery_mineral",)) == ["s1", "s2"]
    assert found(minerals=("rare_earths",)) == ["s4", "s3"]
    assert found(countries=("CCC",), kinds=("deposit",)) == ["s3"]
    assert found(kinds=()) == []


def test_a_site_without_a_point_is_counted_but_not_drawn(small: Path) -> None:
    tallies = by(rows("tally", Selection(), most=5), "kind")
    assert tallies["deposit"] == {"kind": "deposit", "sites": 1, "drawn": 0, "unplaced": 1}
    assert rows("map_sites", Selection(), kind="deposit", most=5) == []
    assert [row["site_id"] for row in rows("map_sites", Selection(), kind="mine", most=1)] == ["s1"], "the most important first"


def test_finding_is_blind_to_case_and_accents(small: Path) -> None:
    assert [row["key"] for row in rows("find", text="alp")] == ["site|s1"]
    found = [row["key"] for row in rows("find", text="land")]
    assert found[:3] == ["country|AAA", "country|BBB", "country|CCC"], "countries before the sites in them"
    assert sorted(found[3:]) == ["site|s1", "site|s2", "site|s3", "site|s4"]
    assert [row["key"] for row in rows("find", text="alpha")] == ["site|s1"], "Älpha"
    assert rows("find", text="'; drop table site; --") == []


def test_countries_added_and_taken_out_by_hand_count_and_are_told_apart(small: Path) -> None:
    changed = Selection(as_of=JULY, added=("CCC",), removed=("AAA",))
    assert members(changed) == ["BBB", "CCC"]
    told = by(rows("members", changed))
    assert [told["CCC"]["reason"], told["AAA"]["reason"]] == ["added", "taken out"]
    assert [told["CCC"]["counts_before"], told["AAA"]["counts_before"]] == [False, True]


def test_what_changes_when_one_joins(small: Path) -> None:
    found = by(rows("what_if", Selection(minerals=("cobalt",), year=2024, as_of=JULY, added=("CCC",))), "stage")
    refined, mined = found["refining"], found["mine"]
    assert (refined["before_pct"], refined["after_pct"], refined["change_pp"]) == (0, 75, 75)
    assert (refined["hhi_before"], refined["hhi_after"], refined["is_bound"]) == (75**2, 75**2, False)
    assert (mined["before_pct"], mined["after_pct"], mined["is_bound"]) == (80, 80, True)
    assert (mined["hhi_before"], mined["hhi_separate"]) == (80**2, 60**2 + 20**2)


def test_the_largest_outsider_is_named_and_what_is_not_attributed_is_told(small: Path) -> None:
    found = by(rows("what_if", Selection(minerals=("cobalt",), year=2024, as_of=JULY)), "stage")
    assert (found["refining"]["outsider"], found["refining"]["outsider_pct"]) == ("Cland", 75)
    assert (found["mine"]["outsider"], found["mine"]["outsider_pct"]) == (None, None), "withheld is no share"
    assert (found["mine"]["hhi_rest"], found["refining"]["hhi_rest"]) == (20**2, 25**2)


def test_two_groups_side_by_side(small: Path) -> None:
    asked = Selection(minerals=("cobalt",), year=2024)
    found = by(rows("side_by_side", asked, first=["AAA", "BBB"], second=["BBB", "CCC"]), "stage")
    parts = ("first_pct", "second_pct", "either_pct", "both_pct", "first_only_pct", "second_only_pct", "is_bound")
    assert [found["mine"][part] for part in parts] == [80, 20, 80, 20, 60, 0, True]
    assert [found["refining"][part] for part in parts] == [0, 75, 75, 0, 0, 75, False]


def test_who_would_add_most(small: Path) -> None:
    found = rows("candidates", Selection(minerals=("cobalt",), year=2024, as_of=JULY))
    assert [(row["iso3"], row["mine_pp"], row["refining_pp"], row["most"]) for row in found] == [
        ("CCC", 0, 75, "Cobalt refined 75%")
    ]


def test_memberships_name_bodies_and_dates(small: Path) -> None:
    found = rows("memberships", Selection(coalitions=("g7",)))
    assert [(row["party"], row["iso3"]) for row in found] == [("Aland", "AAA"), ("eu", None), ("Bland", "BBB")]


def test_the_change_that_kazakhstan_would_make_equals_an_independent_computation() -> None:
    found = rows("what_if", Selection(year=offer().year, added=("KAZ",)))
    assert len(found) > 100
    kazakh = {
        (row["mineral_id"], row["stage"]): row["share_pct"] or 0
        for row in rows("overview", Selection(year=offer().year, countries=("KAZ",)))
    }
    for row in found:
        assert row["change_pp"] == pytest.approx(kazakh[(row["mineral_id"], row["stage"])]), row["mineral"]


@pytest.mark.parametrize("mineral", ["cobalt", "copper", "rare_earths", "gallium", "lithium", "titanium"])
def test_shares_and_hhi_equal_an_independent_computation(mineral: str) -> None:
    year = offer().year
    curated = Path(__file__).parents[2] / "data/curated"
    output = pd.read_csv(curated / "production.csv", dtype={"edition": str}, keep_default_na=False, na_values=[""])
    totals = pd.read_csv(curated / "world_total.csv", dtype={"edition": str})
    for shown in rows("overview", Selection(minerals=(mineral,), year=year)):
        if shown["stage"] == "reserves" or shown["basis"] == "share as published":
            continue
        same = ["mineral_id", "product", "stage", "basis", "year", "edition"]
        want = {"mineral_id": shown["measured_id"], **{name: shown[name] for name in same[1:]}}
        mine = output[(output[same] == pd.Series(want)).all(axis=1)]
        total = totals[(totals[same] == pd.Series(want)).all(axis=1)]["quantity_t"]
        world = total.iloc[0] if len(total) and mine["quantity_t"].sum() <= 1.03 * total.iloc[0] else mine["quantity_t"].sum()
        shares = 100 * mine[~mine["is_rest"]].groupby("iso3")["quantity_t"].sum() / world
        assert shown["top_pct"] == pytest.approx(shares.max())
        assert shown["hhi_low"] == pytest.approx(min(10_000, (shares**2).sum()))
        assert shown["hhi_high"] == pytest.approx(min(10_000, (shares**2).sum() + max(0, 100 - shares.sum()) ** 2))
        g7 = ["CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"]
        assert shown["share_pct"] == pytest.approx(shares.reindex(g7).sum())
