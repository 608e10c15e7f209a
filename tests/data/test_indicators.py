"""Shares, HHI and the largest suppliers, computed again in pandas from the curated files, for every mineral and stage."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data import build
from data.ask import offer, rows
from data.selection import Selection
from data.store import store

CURATED = Path(__file__).parents[2] / "data/curated"
FIGURE = ["mineral_id", "product", "stage", "basis", "year"]
EXACT = {"rel": 1e-9, "abs": 1e-9}
G7 = {"CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"}


def read(name: str) -> pd.DataFrame:
    files = sorted([CURATED / f"{name}.csv", *CURATED.glob(f"{name}.*.csv")])
    frames = [pd.read_csv(file, dtype={"edition": str}, keep_default_na=False, na_values=[""]).astype(object) for file in files]
    return pd.concat(frames, ignore_index=True)


@cache
def computed() -> dict[tuple[object, ...], dict[str, object]]:
    """By mineral, product, stage, basis, period and source: what the market table must hold, in plain loops."""
    publisher = {row.source_id: row.publisher for row in read("source").itertuples()}
    rows = [*read("production").to_dict("records"), *read("reserves").assign(stage="reserves").to_dict("records")]
    totals = {
        (*(row[name] for name in FIGURE), row["source_id"], row["edition"]): row for row in read("world_total").to_dict("records")
    }
    newest: dict[tuple[object, ...], str] = {}
    for row in rows:
        # a year's output is told by the newest edition that has it; of reserves there is only the newest edition
        when = row["year"] if row["stage"] != "reserves" else None
        key = (row["mineral_id"], row["product"], row["stage"], row["basis"], when, publisher[row["source_id"]])
        if not pd.isna(row["quantity_t"]):
            newest[key] = max(newest.get(key, ""), row["edition"])
    tables: dict[tuple[object, ...], list[dict[str, object]]] = {}
    for row in rows:
        when = row["year"] if row["stage"] != "reserves" else None
        key = (row["mineral_id"], row["product"], row["stage"], row["basis"], when, publisher[row["source_id"]])
        if newest.get(key) == row["edition"]:
            tables.setdefault((*(row[name] for name in FIGURE), row["source_id"], row["edition"]), []).append(row)
    found = {}
    for key, table in tables.items():
        total = totals.get(key)
        out = set() if total is None or pd.isna(total["excludes"]) else set(str(total["excludes"]).split(";"))
        quantity: dict[object, float] = {}
        for row in table:
            code = None if row["is_rest"] else row["iso3"]
            if not pd.isna(row["quantity_t"]):
                quantity[code] = quantity.get(code, 0.0) + float(str(row["quantity_t"]))
        inside = sum(amount for code, amount in quantity.items() if code not in out)
        printed = float(str(total["quantity_t"])) if total else 0.0
        world = printed if inside <= 1.03 * printed else inside
        if not printed:
            continue
        shares = {code: 100 * amount / world for code, amount in quantity.items() if code not in out and amount <= world}
        found[(*key[:4], str(key[4]), key[5])] = _market({code: share for code, share in shares.items() if code is not None})
    published = read("supply_share")
    for key, table in published.groupby(["mineral_id", "product", "stage", "period", "source_id"]):
        named = table[table["is_rest"].map(str).str.lower() != "true"]
        shares = dict(zip(named["iso3"], named["share_pct"].astype(float), strict=True))
        found[(*key[:3], "share as published", str(key[3]), key[4])] = _market(shares)
    return {key: market for key, market in found.items() if market["top_pct"]}


def _market(shares: dict[object, float]) -> dict[str, object]:
    ranked = sorted(shares.values(), reverse=True)
    squares = math.fsum(share * share for share in ranked)
    named = min(100.0, math.fsum(ranked))
    return {
        "shares": shares,
        "named_pct": named,
        "hhi_low": min(10_000.0, squares),
        "hhi_high": min(10_000.0, squares + (100 - named) ** 2),
        "top_pct": ranked[0] if ranked else 0,
        "top3_pct": min(100.0, math.fsum(ranked[:3])),
        "countries": sum(share > 0 for share in ranked),
    }


def test_the_markets_are_those_and_no_others() -> None:
    cursor = store().cursor()
    rows = cursor.execute("select mineral_id, product, stage, basis, period, source_id from market").fetchall()
    assert {tuple(row) for row in rows} == set(computed())
    assert len(rows) > 350 and len({row[0] for row in rows}) > 40


@pytest.mark.parametrize("mineral", sorted({str(key[0]) for key in computed()}))
def test_every_market_of_a_mineral(mineral: str) -> None:
    cursor = store().cursor()
    markets = cursor.sql("from market where mineral_id = $1", params=[mineral]).to_arrow_table().to_pylist()
    shares = cursor.sql("from share where mineral_id = $1", params=[mineral]).to_arrow_table().to_pylist()
    assert markets
    for market in markets:
        key = tuple(market[name] for name in ("mineral_id", "product", "stage", "basis", "period", "source_id"))
        expected = computed()[key]
        for name in ("named_pct", "hhi_low", "hhi_high", "top_pct", "top3_pct", "countries"):
            assert market[name] == pytest.approx(expected[name], **EXACT), (key, name)
        got = {
            row["iso3"]: row["share_pct"]
            for row in shares
            if tuple(row[name] for name in ("mineral_id", "product", "stage", "basis", "period", "source_id")) == key
            and row["iso3"] is not None
            and row["share_pct"] is not None
        }
        assert got == pytest.approx(expected["shares"], **EXACT), key
        assert market["top_iso3"] in [code for code, share in got.items() if share == pytest.approx(market["top_pct"])]


def test_the_share_of_the_g7_in_every_figure_shown() -> None:
    asked = rows("overview", Selection(coalitions=("g7",), year=offer().year))
    assert len({row["mineral_id"] for row in asked}) > 50
    for row in asked:
        key = tuple(row[name] for name in ("measured_id", "product", "stage", "basis", "period", "source_id"))
        shares: dict[object, float] = computed()[key]["shares"]  # type: ignore[assignment]
        assert row["share_pct"] == pytest.approx(math.fsum(shares.get(code, 0) for code in G7), **EXACT), key


@pytest.mark.parametrize("mineral", ["metallurgical_coal", "boron"])
def test_where_the_publisher_gives_no_total_nobody_has_a_share(mineral: str) -> None:
    query = "select count(*) > 10, count(share_pct) from share where mineral_id = ? and source_id <> 'eu_crm_2023' and stage <> 'reserves'"
    assert store().cursor().execute(query, [mineral]).fetchone() == (True, 0)


def test_years_on_offer_are_those_that_most_minerals_have() -> None:
    assert list(offer().years) == [2021, 2022, 2023, 2024, 2025]
    earlier = "select count(distinct mineral_id) from production where year = 2020 and quantity_t is not null"
    found = store().cursor().execute(earlier).fetchone()
    assert found is not None and 10 <= found[0] < 20


def test_a_year_without_a_figure_shows_the_nearest_not_the_largest(tmp_path: Path, curated: Path) -> None:
    with (curated / "production.csv").open("a", encoding="utf-8") as file:
        for year, tons in ((2020, 900), (2021, 90), (2022, 500)):
            file.write(f"tin,tin,mine,mine,AAA,false,{year},{tons},content,,usgs,2026\n")
    with (curated / "world_total.csv").open("a", encoding="utf-8") as file:
        header = (curated / "world_total.csv").read_text("utf-8").split("\n")[0].count(",")
        for year, tons in ((2020, 900), (2021, 90), (2022, 500)):
            row = f"tin,tin,mine,{year},{tons},content,,usgs,2026"
            file.write(row + "," * (header - row.count(",")) + "\n")
    connection = duckdb.connect()
    build.fill(connection, curated)
    query = "select asked_year, year from shown where shown_for = 'tin' and stage = 'mine'"
    found = dict(connection.execute(query).fetchall())
    assert (found[2023], found[2024]) == (2022, 2022)
    assert found[2020] == 2020


def test_uranium_of_2025_is_that_of_2024() -> None:
    query = "select period from shown where shown_for = 'uranium' and stage = 'mine' and asked_year = 2025"
    assert store().cursor().execute(query).fetchall() == [("2024",)]


def test_two_coalitions_side_by_side_in_every_figure_shown() -> None:
    second = {"USA", "AUS", "CHL"}
    asked = rows("side_by_side", Selection(year=offer().year), first=sorted(G7), second=sorted(second))
    assert len(asked) > 100
    for row in asked:
        key = tuple(row[name] for name in ("measured_id", "product", "stage", "basis", "period"))
        (shares,) = (
            market["shares"] for known, market in computed().items() if known[:5] == key and known[5] == row["source_id"]
        )
        expected = {
            "first_pct": G7,
            "second_pct": second,
            "either_pct": G7 | second,
            "both_pct": G7 & second,
            "first_only_pct": G7 - second,
            "second_only_pct": second - G7,
        }
        for name, countries in expected.items():
            assert row[name] == pytest.approx(math.fsum(shares.get(code, 0) for code in countries), **EXACT), (key, name)  # type: ignore[attr-defined]


def test_the_largest_outsider_of_every_figure_shown() -> None:
    for row in rows("what_if", Selection(year=offer().year)):
        key = tuple(row[name] for name in ("measured_id", "product", "stage", "basis", "period", "source_id"))
        shares: dict[object, float] = computed()[key]["shares"]  # type: ignore[assignment]
        outside = [share for code, share in shares.items() if code not in G7 and share > 0]
        assert row["outsider_pct"] == (pytest.approx(max(outside), **EXACT) if outside else None), key
        whole = float(str(computed()[key]["hhi_high"]))
        assert min(10_000, row["hhi_separate"] + row["hhi_rest"]) == pytest.approx(whole, **EXACT), key
