"""Flows, ways and closures: small answers that fit in the head, and the real tables against pandas."""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data import network, store
from data.ask import ask, offer, rows
from data.selection import Selection

JULY = date(2026, 7, 1)


def chosen(**more: object) -> Selection:
    """The small atlas on a day on which AAA and BBB are members."""
    return Selection(as_of=JULY, year=2024, trade_year=2024, **more)  # type: ignore[arg-type]


def flows(selection: Selection) -> dict[tuple[str, str], float]:
    return {(row["exporter"], row["importer"]): row["amount"] for row in rows("flows", selection)}


def test_flows_come_from_one_series_ranked(trading: Path) -> None:
    assert flows(chosen(minerals=("cobalt",))) == {("AAA", "BBB"): 60, ("CCC", "BBB"): 30, ("NAM", "AAA"): 10}
    assert [row["part_pct"] for row in rows("flows", chosen(minerals=("cobalt",)))] == [60, 30, 10]
    assert flows(chosen(minerals=("cobalt",), side="export")) == {("AAA", "BBB"): 60, ("AAA", "CCC"): 40}
    assert flows(chosen(minerals=("cobalt",), side="export", countries=("NAM",))) == {("NAM", "AAA"): 10}


def test_a_code_that_two_minerals_share_is_counted_once_and_called_a_basket(trading: Path) -> None:
    both = chosen(minerals=("cobalt", "tin"), side="world")
    assert sum(flows(both).values()) == 140
    assert {row["exporter"]: row["is_basket"] for row in rows("flows", both)} == {"AAA": True, "CCC": False, "NAM": False}
    assert flows(chosen(minerals=("tin",), side="world", goods=("ore",))) == {}


def test_a_heading_is_left_out_beside_its_own_codes_and_said_so(trading: Path) -> None:
    assert flows(chosen(minerals=("rare_earths",), side="world")) == {("CCC", "AAA"): 50}
    assert flows(chosen(minerals=("neodymium",), side="world")) == {("CCC", "AAA"): 50}, "its group's code"
    together = chosen(minerals=("rare_earths", "tin"), side="world")
    assert flows(together) == {("AAA", "CCC"): 40}
    assert rows("not_drawn", together)[0]["counted_below"] == ["8112"]


def test_tonnes_leave_out_what_has_none_and_count_it(trading: Path) -> None:
    heavy = chosen(minerals=("cobalt",), measure="mass")
    assert flows(heavy) == {("AAA", "BBB"): 6, ("NAM", "AAA"): 1}
    left = rows("not_drawn", heavy)[0]
    assert (left["flows"], left["unmeasured"], left["wayless"], left["amount"]) == (3, 1, 0, 7)


def test_what_has_no_flows_is_named(trading: Path) -> None:
    left = rows("not_drawn", chosen(minerals=("neodymium",), goods=("scrap",)))[0]
    assert (left["amount"], left["without"]) == (None, ["Neodymium"])


def test_passages_and_corridors_carry_the_share_of_what_passes(trading: Path) -> None:
    answer = {row["route_id"]: (row["part_pct"], row["flows"]) for row in rows("passing", chosen(minerals=("cobalt",)))}
    assert answer == {"strait": (60, 1), "railway": (30, 1)}
    through = chosen(minerals=("cobalt",), through="railway")
    assert flows(through) == {("CCC", "BBB"): 30}
    assert flows(chosen(minerals=("cobalt",), through="2")) == {("AAA", "BBB"): 60}, "a lane"


def test_members_among_themselves_are_domestic_and_outsiders_ranked(trading: Path) -> None:
    bought = {row["iso3"]: (row["part_pct"], row["is_member"]) for row in rows("partners", chosen(minerals=("cobalt",)))}
    assert bought == {"AAA": (60, True), "CCC": (30, False), "NAM": (10, False)}
    sold = {row["iso3"]: row["part_pct"] for row in rows("partners", chosen(minerals=("cobalt",), side="export"))}
    assert sold == {"BBB": 60, "CCC": 40}


def test_dependence_counts_trade_among_members_as_domestic(trading: Path) -> None:
    (cobalt,) = rows("dependence", chosen(minerals=("cobalt",)))
    assert (cobalt["value_usd"], cobalt["dependence_pct"], cobalt["outsider"], cobalt["outsider_part_pct"]) == (
        100,
        40,
        "Cland",
        30,
    )
    assert (cobalt["outsiders"], cobalt["basket_pct"], cobalt["is_full"]) == (["Cland 30%", "Namibia 10%"], 0, True)
    (joined,) = rows("dependence", chosen(minerals=("cobalt",), added=("CCC",)))
    assert (joined["value_usd"], joined["dependence_pct"], joined["outsiders"]) == (140, 100 * 10 / 140, ["Namibia 7%"])
    assert joined["basket_pct"] == pytest.approx(100 * 40 / 140)
    both = {row["mineral"]: row["dependence_pct"] for row in rows("dependence", chosen(minerals=("rare_earths", "tin")))}
    assert both == {"Rare earths": 100}, "a heading is its mineral's own also beside another's code"
    (heavy,) = rows("dependence", chosen(minerals=("cobalt",), measure="mass"))
    assert (heavy["mass_t"], heavy["value_usd"], heavy["dependence_pct"]) == (7, None, pytest.approx(100 / 7))


@pytest.mark.parametrize("mineral", ["cobalt", "lithium", "gallium", "uranium", "copper"])
def test_dependence_equals_an_independent_computation(mineral: str) -> None:
    g7 = {"CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"}
    with duckdb.connect(store.PATH, read_only=True) as real:
        trade = real.sql("from trade where year = 2024 and buyers = 'world' and mineral_id is null").df()
        best = real.sql(f"from trade_best where year = 2024 and buyers = 'world' and mineral_id = '{mineral}'").df()
    bought = trade.merge(best[["hs", "source_id", "completeness", "revision"]])
    bought = bought[bought["importer"].isin(g7) & (bought["value_usd"] > 0)]
    by_seller = 100 * bought.groupby("exporter")["value_usd"].sum() / bought["value_usd"].sum()
    outside = by_seller[~by_seller.index.isin(g7)]
    everything = {row["mineral_id"]: row for row in rows("dependence", Selection(year=offer().year, trade_year=2024))}
    (alone,) = rows("dependence", Selection(year=offer().year, trade_year=2024, minerals=(mineral,)))
    for row in (everything[mineral], alone):
        assert row["dependence_pct"] == pytest.approx(outside.sum())
        assert row["outsider_part_pct"] == pytest.approx(outside.max())


def test_a_break_is_marked_where_series_or_codes_change(trading: Path) -> None:
    past = {row["year"]: row for row in rows("trade_years", chosen(minerals=("cobalt",)))}
    assert {year: row["amount"] for year, row in past.items()} == {2022: 15, 2023: 20, 2024: 100}
    assert {year: row["is_break"] for year, row in past.items()} == {2022: False, 2023: True, 2024: True}
    assert past[2023]["reason"] == "Other goods" and past[2024]["is_other_codes"]


def test_what_a_country_sells_its_ways_out_and_its_share_of_the_members(trading: Path) -> None:
    sold = rows("supplied", chosen(minerals=("cobalt",), countries=("CCC",)))[0]
    assert (sold["mineral"], sold["value_usd"], sold["ways_out"]) == ("Cobalt", 30, ["The Railway 100%"])
    assert (sold["of_members_pct"], sold["of_outside_pct"]) == (30, 75)


def test_closing_a_passage_reroutes_and_closing_the_only_way_cuts_off(trading: Path) -> None:
    hit = network.rerouted(chosen(minerals=("cobalt",), closed=("strait",))).to_pylist()
    assert [(row["exporter_name"], row["part_pct"], row["extra_km"], row["cut_off"]) for row in hit] == [
        ("Aland", 60, 740, False)
    ]
    (cut,) = network.rerouted(chosen(minerals=("cobalt",), closed=("railway",))).to_pylist()
    assert cut["cut_off"] and cut["part_pct"] == 30 and cut["extra_km"] is None
    passing = {row["route_id"]: row["part_pct"] for row in network.passing(chosen(minerals=("cobalt",), closed=("strait",)))}
    assert passing == {"railway": 30, "strait": 0}
    assert network.rerouted(chosen(minerals=("cobalt",))).num_rows == 0


def test_lanes_carry_what_passes_and_name_the_largest_flows(trading: Path) -> None:
    drawn = network.paths(chosen(minerals=("cobalt",)))
    by_lane = {lane: path for path in drawn for lane in path["lane_ids"]}
    assert {lane: path["amount"] for lane, path in by_lane.items()} == {1: 70, 2: 60, 3: 60, 5: 30, 6: 10}
    assert by_lane[1]["largest"] == [("AAA", "BBB", 60.0), ("NAM", "AAA", 10.0)]
    assert {lane for path in network.paths(chosen(minerals=("cobalt",), closed=("strait",))) for lane in path["lane_ids"]} == {
        1,
        4,
        5,
        6,
    }


@pytest.mark.parametrize("mineral", ["cobalt", "lithium", "gallium", "uranium", "copper"])
def test_flows_and_passages_equal_an_independent_computation(mineral: str) -> None:
    year = 2024
    with duckdb.connect(store.PATH, read_only=True) as real:
        trade = real.sql("from trade where year = 2024 and buyers = 'world' and mineral_id is null").df()
        best = real.sql(f"from trade_best where year = 2024 and buyers = 'world' and mineral_id = '{mineral}'").df()
        route = real.sql("select exporter, importer, passage_ids, corridor_ids from route").df()
    same = ["hs", "source_id", "completeness", "revision"]
    mine = trade.merge(best[same], on=same).groupby(["exporter", "importer"], as_index=False)["value_usd"].sum()
    world = Selection(year=offer().year, trade_year=year, minerals=(mineral,), side="world")
    asked = ask("flows", world).to_pandas()
    both = mine[mine["value_usd"] > 0].merge(asked, on=["exporter", "importer"], how="outer")
    assert len(both) == len(asked) and both["value_usd_x"].to_numpy() == pytest.approx(both["amount"].to_numpy())
    ways = mine.merge(route, on=["exporter", "importer"])
    ways["way"] = [[*seas, *lands] for seas, lands in zip(ways["passage_ids"], ways["corridor_ids"], strict=True)]
    through = 100 * ways.explode("way").groupby("way")["value_usd"].sum() / mine["value_usd"].sum()
    answer = {row["route_id"]: row["part_pct"] for row in rows("passing", world)}
    assert answer == pytest.approx(through[through > 0].to_dict())


def test_no_code_is_added_twice_when_everything_is_chosen() -> None:
    everything = Selection(year=offer().year, trade_year=2024, side="world")
    codes = pd.Series(rows("not_drawn", everything)[0]["codes"])
    assert codes.is_unique
    assert not set(codes[codes.str.len() == 6].str[:4]) & set(codes)
