"""One country's figures, trade, papers and evidence, against the curated files read by pandas."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.ask import ask, offer, rows
from data.selection import Selection

CURATED = Path(__file__).parents[2] / "data/curated"
JULY = date(2026, 7, 1)


def curated(name: str) -> pd.DataFrame:
    return pd.read_csv(CURATED / f"{name}.csv", keep_default_na=False, na_values=[""], dtype={"edition": str})


def held(code: str, **more: Any) -> dict[tuple[str, str, str], dict[str, Any]]:
    found = rows("holdings", Selection(year=more.pop("year", offer().year), **more), country=code)
    return {(row["mineral_id"], row["stage"], row["product"]): row for row in found}


def test_a_rank_counts_the_countries_with_a_figure(small: Path) -> None:
    first = held("AAA", year=2024)["cobalt", "mine", "cobalt"]
    assert (first["share_pct"], first["rank"], first["countries"], first["quantity_t"]) == (60, 1, 2, 60)
    second = held("BBB", year=2024)["cobalt", "mine", "cobalt"]
    assert (second["rank"], second["flag"]) == (2, "estimated")


def test_a_withheld_figure_is_said_and_has_no_share_or_rank(small: Path) -> None:
    row = held("CCC", year=2024)["cobalt", "mine", "cobalt"]
    assert (row["share_pct"], row["rank"], row["quantity_t"], row["flag"]) == (None, None, None, "withheld")


def test_a_groups_figure_says_what_it_stands_for(small: Path) -> None:
    found = held("BBB", year=2024)
    assert found["rare_earths", "mine", "reo"]["stands_for"] == ["Neodymium"]
    assert found["cobalt", "mine", "cobalt"]["stands_for"] == []
    assert list(held("BBB", year=2024, minerals=("neodymium",))) == [("rare_earths", "mine", "reo")]


def test_a_tenth_of_the_world_and_the_largest_share(small: Path) -> None:
    found = {(row["iso3"], row["stage"]): row for row in rows("standing", Selection(year=2024, as_of=JULY))}
    told = {key: (row["from_ten"], row["largest_of"], row["is_member"]) for key, row in found.items()}
    assert told == {
        ("AAA", "mine"): (1, 1, True),
        ("BBB", "mine"): (2, 1, True),
        ("CCC", "refining"): (1, 1, False),
    }


@pytest.mark.parametrize(
    ("code", "mineral", "product"),
    [("KAZ", "chromium", "chromite"), ("COD", "cobalt", "cobalt"), ("USA", "rhenium", "rhenium"), ("NAM", "uranium", "uranium")],
)
def test_share_and_rank_are_those_of_the_publication(code: str, mineral: str, product: str) -> None:
    row = held(code)[mineral, "mine", product]
    made = curated("production")
    made = made[
        (made.mineral_id == mineral)
        & (made["product"] == product)
        & (made.stage == "mine")
        & (made.year == int(row["period"]))
        & (made.source_id == row["source_id"])
    ]
    made = made[made.edition == made.edition.max()]
    named = made[made.iso3.notna()].groupby("iso3").quantity_t.sum(min_count=1).dropna()
    assert row["quantity_t"] == named[code]
    assert row["rank"] == 1 + (named > named[code]).sum()
    assert row["countries"] == (named > 0).sum()
    total = curated("world_total")
    total = total[
        (total.mineral_id == mineral)
        & (total["product"] == product)
        & (total.stage == "mine")
        & (total.year == int(row["period"]))
        & (total.source_id == row["source_id"])
    ]
    world = total[total.edition == total.edition.max()].quantity_t.iloc[0]
    assert row["share_pct"] == pytest.approx(100 * named[code] / world, abs=0.001)


def test_goods_count_every_code_once(trading: Path) -> None:
    sold = rows("goods", Selection(countries=("AAA",), side="export", trade_year=2024))
    assert [(row["mineral_ids"], row["part_pct"], row["amount"]) for row in sold] == [
        (["cobalt"], 60, 60),
        (["cobalt", "tin"], 40, 40),
    ]
    bought = rows("goods", Selection(countries=("AAA",), side="import", trade_year=2024, measure="mass"))
    assert {tuple(row["mineral_ids"]): row["amount"] for row in bought}[("cobalt",)] == 1


def test_agreements_are_its_own_or_a_bodys_and_never_both_counted() -> None:
    party = curated("agreement_party.reviewed")
    germany = rows("agreements", country="DEU")
    assert {row["title"] for row in germany if row["is_itself"]} == set(
        curated("agreement.reviewed").set_index("agreement_id").loc[party[party.iso3 == "DEU"].agreement_id].title
    )
    through = {row["party_as"] for row in germany if not row["is_itself"]}
    assert "through European Union" in through
    assert not any(row["party_as"].startswith("through") for row in rows("agreements", country="KAZ"))


@pytest.mark.parametrize("day", [date(2025, 6, 1), date(2026, 4, 8), date(2026, 11, 22), date(2027, 12, 31)])
@pytest.mark.parametrize("code", ["USA", "CHN", "KAZ"])
def test_a_state_unknown_after_a_day_never_counts_as_in_force(code: str, day: date) -> None:
    table = curated("control.reviewed").set_index("title")
    found = rows("country_controls", Selection(as_of=day), country=code)
    assert found
    for row in found:
        known_until = table.known_until.get(row["title"])
        ended = table.ended.get(row["title"])
        if (
            isinstance(known_until, str)
            and known_until < day.isoformat()
            and not (isinstance(ended, str) and ended < day.isoformat())
        ):
            assert row["state"].startswith("unknown after "), row["title"]
        if row["state"] == "in force":
            assert table.effective[row["title"]] <= day.isoformat()


def test_controls_are_issued_by_it_aimed_at_it_or_name_no_country() -> None:
    table = curated("control.reviewed")
    stances: dict[str, set[str]] = {}
    for row in rows("country_controls", country="USA"):
        stances.setdefault(row["stance"], set()).add(row["title"])
    assert stances["issued by it"] == set(table[table.issuer == "USA"].title)
    named = table.targets.fillna("").str.split(";").map(lambda targets: "USA" in targets)
    assert stances["aimed at it"] == set(table[named & (table.issuer != "USA")].title)


def test_memberships_are_all_of_them() -> None:
    table = curated("membership.reviewed")
    for code in ("KAZ", "USA", "NAM"):
        found = rows("belongs", country=code)
        assert sorted(row["coalition_id"] for row in found) == sorted(table[table.iso3 == code].coalition_id)


def test_the_evidence_is_sixty_minerals_in_order_of_grade() -> None:
    table = curated("evidence.reviewed")
    found = rows("evidence", Selection(year=offer().year), country="KAZ")
    assert len(found) == 60 == len(table)
    counts = table.grade.str.replace("_", " ").value_counts().to_dict()
    order = [row["grade"] for row in found]
    assert {grade: order.count(grade) for grade in counts} == counts
    assert list(dict.fromkeys(order)) == ["produced", "by product", "plant only", "project", "deposit only", "none found"]
    by_mineral = {row["mineral_id"]: row for row in found}
    assert by_mineral["uranium"]["mined_rank"] == 1 and by_mineral["uranium"]["mined_pct"] == pytest.approx(38.65, abs=0.01)
    assert by_mineral["platinum"]["mined_pct"] is None
    sites = curated("site").set_index("site_id")
    ours = set(sites[sites.iso3 == "KAZ"].name)
    for row in found:
        for name in [*(row["plant_names"] or []), *(row["place_names"] or [])]:
            assert name in ours or name.rsplit(" (", 1)[0] in ours or name.startswith("and "), name


def test_claims_stand_with_their_day_and_source() -> None:
    found = rows("claims", country="KAZ")
    assert [(row["count_claimed"], row["count_of"]) for row in found] == [(20, 60), (21, 50), (17, 50)]
    assert found[0]["claimed_on"] == date(2026, 2, 4) and all(row["source"] for row in found)
    assert ask("claims", country="USA").num_rows == 0
