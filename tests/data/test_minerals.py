"""The questions of the minerals page: by hand on the small atlas, and again in plain loops on the real tables."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from data.ask import ask, offer, rows
from data.selection import Selection
from data.store import store
from pages.parts import mineral

DEDICATED = {"cobalt": {"2605", "8105", "282200"}, "lithium": {"283691"}, "silver": {"7106"}}
BASKETS = {"gallium": {"811292"}, "cesium": {"2805"}, "rare_earths": {"2805", "2846"}}
G7 = {"CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"}


def chosen(*minerals: str, **more: object) -> Selection:
    on_offer = offer()
    given = {"year": on_offer.year, "trade_year": on_offer.trade_year, **more}
    return Selection(minerals=minerals, **given)  # type: ignore[arg-type]


def sold(code: str) -> dict[str, float]:
    return {
        row["iso3"]: row["value_usd"]
        for row in rows("chain", chosen(code), mineral=code, goods=mineral.GOODS)
        if row["stage"] == "export"
    }


def test_exports_by_hand(trading: Path) -> None:
    selection = Selection(minerals=("cobalt",), coalitions=("g7",), year=2024, trade_year=2024)
    found = [r for r in rows("chain", selection, mineral="cobalt", goods=mineral.GOODS) if r["stage"] == "export"]
    assert {r["iso3"]: r["share_pct"] for r in found} == {"AAA": 60, "CCC": 30, "NAM": 10}
    assert {tuple(r["codes"]) for r in found} == {("260500",)}
    assert {tuple(r["left_out"]) for r in found} == {("811292",)}
    stage = next(r for r in rows("stages", selection, goods=mineral.GOODS) if r["stage"] == "export")
    assert (stage["share_pct"], stage["top_pct"], stage["top3_pct"], stage["n_1_pct"]) == (60, 60, 100, 40)
    assert stage["hhi_low"] == stage["hhi_high"] == 60**2 + 30**2 + 10**2
    assert not stage["is_basket"] and not stage["by_group"]


def test_a_mineral_with_baskets_only_is_told_by_them_and_marked(trading: Path) -> None:
    selection = Selection(minerals=("tin", "neodymium"), year=2024, trade_year=2024)
    found = {r["mineral_id"]: r for r in rows("stages", selection, goods=mineral.GOODS) if r["stage"] == "export"}
    assert found["tin"]["is_basket"] and found["tin"]["value_usd"] == 40
    assert found["neodymium"]["is_basket"] and found["neodymium"]["by_group"]
    assert found["neodymium"]["measured_id"] == "rare_earths"


def test_years_of_reserves_by_hand(small: Path) -> None:
    row = rows("reserve_years", Selection(year=2024), mineral="cobalt")[0]
    assert row["reserve_years"] is None
    assert row["reason"] == "no source of the atlas gives the world's reserves"


@pytest.mark.parametrize(("code", "codes"), [*DEDICATED.items(), *BASKETS.items()])
def test_exports_are_the_sum_of_the_codes(code: str, codes: set[str]) -> None:
    """Every flow of the series that the atlas takes, added up again without the question."""
    year = offer().trade_year
    best = (
        store()
        .cursor()
        .execute(
            "select hs, source_id, completeness, revision from trade_best where buyers = 'world' and year = $year and mineral_id = $code",
            {"year": year, "code": code},
        )
    )
    wanted = {tuple(line) for line in best.fetchall() if line[0] in codes}
    assert {line[0] for line in wanted} == codes
    total: dict[str, float] = defaultdict(float)
    flows = (
        store()
        .cursor()
        .execute(
            "select exporter, value_usd, hs, source_id, completeness, revision from trade "
            "where buyers = 'world' and year = $year and value_usd > 0",
            {"year": year},
        )
    )
    for exporter, value, *series in flows.fetchall():
        if tuple(series) in wanted:
            total[exporter] += value
    assert sold(code) == pytest.approx(dict(total), rel=1e-9)
    told = next(r for r in rows("stages", chosen(code), goods=mineral.GOODS) if r["stage"] == "export")
    world = sum(total.values())
    shares = {exporter: 100 * value / world for exporter, value in total.items()}
    assert told["hhi_low"] == pytest.approx(sum(share**2 for share in shares.values()))
    assert told["share_pct"] == pytest.approx(sum(shares.get(member, 0) for member in G7))
    assert told["top_pct"] == pytest.approx(max(shares.values()))
    assert told["top3_pct"] == pytest.approx(sum(sorted(shares.values())[-3:]))
    assert told["is_basket"] == (code in BASKETS)


def test_all_at_once_says_the_same_as_one_by_one() -> None:
    together = {r["mineral_id"]: r for r in rows("stages", chosen(), goods=mineral.GOODS) if r["stage"] == "export"}
    assert len(together) > 50
    for code in ("cobalt", "neodymium", "platinum", "copper", "uranium", "niobium"):
        alone = sold(code)
        assert together[code]["value_usd"] == pytest.approx(sum(alone.values()))


def test_stages_agree_with_the_overview() -> None:
    """The same figures as the headline of the Atlas, for every mineral and stage."""
    known = {(r["mineral_id"], r["stage"]): r for r in rows("stages", chosen(), goods=mineral.GOODS)}
    overview = [r for r in rows("overview", chosen()) if r["stage"] in mineral.CHAIN]
    assert overview
    for row in overview:
        mine = known[row["mineral_id"], row["stage"]]
        for name in ("share_pct", "hhi_low", "hhi_high", "top", "top_pct", "period", "hidden", "by_group"):
            assert mine[name] == pytest.approx(row[name]) if isinstance(row[name], float) else mine[name] == row[name], name
        assert mine["n_1_pct"] == pytest.approx(100 - row["top_pct"])


def test_nobody_chosen_holds_no_share() -> None:
    known = rows("stages", chosen("cobalt", coalitions=()), goods=mineral.GOODS)
    assert [row["share_pct"] for row in known] == [None] * 4


def test_one_group_chosen_is_one_row_per_stage() -> None:
    known = rows("stages", chosen("rare_earths"), goods=mineral.GOODS)
    assert {row["mineral_id"] for row in known} == {"rare_earths"} and len(known) == 4
    assert len({row["mineral_id"] for row in rows("stages", chosen(), goods=mineral.GOODS)}) <= 60
    assert rows("mineral", chosen("rare_earths"))[0]["is_group"]
    assert not rows("mineral", chosen("battery_mineral")) and not rows("mineral", chosen("cobalt", "tin"))


def test_years_of_reserves_need_one_basis() -> None:
    cobalt = rows("reserve_years", chosen("cobalt"), mineral="cobalt")[0]
    assert cobalt["reserve_years"] == pytest.approx(12_000_000 / 310_000)
    copper = rows("reserve_years", chosen("copper"), mineral="copper")[0]
    assert copper["reserve_years"] is None and "recoverable copper content" in copper["reason"]
    neodymium = rows("reserve_years", chosen("neodymium"), mineral="neodymium")[0]
    assert neodymium["by_group"] and neodymium["reserve_years"] == pytest.approx(85_000_000 / 390_000)


def test_lists_say_who_names_it_and_how() -> None:
    named = {row["list_id"]: row["named"] for row in rows("lists", chosen("neodymium"), mineral="neodymium")}
    assert named["us_2025"] == named["eu_strategic_2023"] == "itself"
    assert named["australia_2024"] == named["eu_crm_2023"] == "its group"
    group = {row["list_id"]: row["named"] for row in rows("lists", chosen("rare_earths"), mineral="rare_earths")}
    assert group["australia_2024"] == "itself" and group["us_2025"] == "members of the group"
    cobalt = {row["list_id"]: row for row in rows("lists", chosen("cobalt"), mineral="cobalt")}
    assert cobalt["us_2025"]["listed_since"] == 2022
    assert cobalt["australia_strategic_2024"]["named"] == "not named"


def test_rivals_show_one_first_and_it_is_the_one_shown() -> None:
    for code in ("cobalt", "uranium", "lithium", "neodymium", "copper", "beryllium"):
        rivals = rows("rivals", chosen(code), mineral=code)
        first = {row["stage"]: row for row in rivals if row["is_first"]}
        assert all(row["reason"] == "shown first" for row in first.values())
        assert all(row["reason"] != "shown first" for row in rivals if not row["is_first"])
        for row in rows("overview", chosen(code)):
            if row["mineral_id"] == code and row["stage"] in ("reserves", "mine", "refining"):
                assert first[row["stage"]]["source_id"] == row["source_id"]
                assert first[row["stage"]]["top_pct"] == round(row["top_pct"], 1)
    told = {
        (row["edition"], row["period"]): row
        for row in rows("rivals", chosen("cobalt"), mineral="cobalt")
        if row["stage"] == "mine" and row["publisher"] == "U.S. Geological Survey"
    }
    assert told["2025", "2024"]["quantity_t"] == 290_000 and told["2025", "2024"]["reason"].startswith("an older edition")
    assert told["2026", "2024"]["quantity_t"] == 302_000


def test_prices_are_the_minerals_own_or_its_groups() -> None:
    assert {row["mineral_id"] for row in rows("prices", chosen("neodymium"), mineral="neodymium")} == {"neodymium"}
    assert {row["mineral_id"] for row in rows("prices", chosen("thulium"), mineral="thulium")} <= {"thulium", "rare_earths"}
    assert ask("prices", chosen("uranium"), mineral="uranium").num_rows == 0


def test_states_in_time_are_those_of_the_tables() -> None:
    """Each control's phases against `control_state`, week by week: no day in force that the tables do not know to be so."""
    last = date(2026, 11, 22)
    listed = {
        row["control_id"]: row
        for code in ("rare_earths", "lithium", "cobalt", "gallium", "uranium", "nickel", "tungsten", "tin", "manganese")
        for row in rows("controls", chosen(code), mineral=code)
    }
    assert len(listed) > 25
    passed = {key: mineral.phases(row, last) for key, row in listed.items()}
    when = date(2022, 12, 1)
    seen = set()
    while when <= last:
        states = dict(store().cursor().execute("select control_id, state from control_state($day)", {"day": when}).fetchall())
        for key, row in listed.items():
            drawn = next((state for state, first, after in passed[key] if first <= when < after), None)
            if when >= row["shown_from"]:
                assert (drawn or "ended") == states[key], (key, when)
                seen.add(states[key])
        when += timedelta(days=7)
    assert seen == {"in_force", "suspended", "unknown", "announced", "ended"}
