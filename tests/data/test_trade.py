"""Trade on the real tables: each trap of the sources, each promise broken once, and the choice of series against pandas."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data import build
from data.fields import COMPLETENESS, CUSTOMS_STAGE, SITE_STAGE, STAGES
from data.tables import TABLES


@pytest.fixture(scope="module")
def real() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    build.fill(connection)
    yield connection
    connection.close()


def one(connection: duckdb.DuckDBPyConnection, sql: str) -> object:
    (row,) = connection.execute(sql).fetchall()
    return row[0] if len(row) == 1 else row


def test_taiwan_and_namibia_begin_in_2018_and_the_break_says_so(real: duckdb.DuckDBPyConnection) -> None:
    for iso3 in ("TWN", "NAM"):
        first = f"select min(year) from trade where '{iso3}' in (exporter, importer) and buyers = 'world'"
        assert one(real, first) == 2018
    breaks = real.execute("select year, hs from trade_break order by all").fetchall()
    assert breaks == [(2017, "252800"), (2017, "811292"), (2017, None), (2018, None)]


def test_editions_change_in_2017(real: duckdb.DuckDBPyConnection) -> None:
    spans = "select revision, min(year), max(year) from trade where source_id in ('baci_hs02_v202601', 'baci_hs17_v202601') group by all order by 1"
    assert real.execute(spans).fetchall() == [("HS2002", 2002, 2016), ("HS2017", 2017, 2024)]


def test_the_whole_years_are_whole_and_held_once(real: duckdb.DuckDBPyConnection) -> None:
    held = "select year, completeness, count(*), count(distinct hs) from trade where source_id = 'baci_hs17_v202601' and hs not in (select hs from hs_code where hs_level = 4) and year in (2022, 2024) group by all order by 1"
    assert real.execute(held).fetchall() == [(2022, "full", 23167, 30), (2024, "full", 21723, 30)]


def test_known_figures_of_the_publisher(real: duckdb.DuckDBPyConnection) -> None:
    """Antimony metal, Tajikistan to France in 2024: 111,108.435 thousand USD and 6,226.770 t (first row of the excerpt)."""
    found = one(
        real,
        "select value_usd, mass_t from trade where year = 2024 and hs = '811010' and exporter = 'TJK' and importer = 'FRA' and completeness = 'full'",
    )
    assert found == (111_108_435.0, 6226.770)
    top = one(real, "select value_usd from trade where year = 2002 and hs = '811010' and exporter = 'CHN' and importer = 'KOR'")
    assert top == 20_918_230.0
    assert (
        one(
            real,
            "select value_usd from trade where year = 2024 and hs = '2504' and exporter = 'CHN' and importer = 'JPN' and buyers = 'world'",
        )
        == 52_495_092
    )


def test_gallium_germanium_and_hafnium_are_one_basket(real: duckdb.DuckDBPyConnection) -> None:
    again = "select year, exporter, importer from trade where hs = '811292' and buyers = 'world' group by all having count(*) > 1"
    assert real.execute(again).fetchall() == []
    minerals = "select year, list(mineral_id order by mineral_id) from trade_best where hs = '811292' and buyers = 'world' and year in (2016, 2017) group by year order by year"
    assert real.execute(minerals).fetchall() == [
        (2016, ["gallium", "hafnium", "indium", "niobium", "rhenium"]),
        (2017, ["gallium", "germanium", "hafnium", "indium", "niobium", "rhenium", "vanadium"]),
    ]
    assert one(real, "select bool_and(specificity = 'basket') from trade_best where hs = '811292'") is True


def test_no_label_passes_for_a_code_and_a_mean_says_its_years(real: duckdb.DuckDBPyConnection) -> None:
    assert one(real, "select count(*) from trade where not regexp_full_match(hs, '[0-9]{4}|[0-9]{6}')") == 0
    assert one(real, "select sum(flows) from trade_left_out where reason like 'a mixture%'") == 50
    assert one(real, "select list(distinct period) from trade where buyers = 'usa'") == ["2021-2024"]
    assert one(real, "select count(distinct importer) from trade where buyers = 'eu27'") == 27


def test_one_code_stands_for_two_minerals(real: duckdb.DuckDBPyConnection) -> None:
    assert one(real, "select list(mineral_id order by 1) from hs_code where hs = '283329'") == ["cobalt", "manganese"]
    assert one(
        real, "select count(distinct hs) filter (hs_level = 4), count(distinct hs) filter (hs_level = 6) from hs_code"
    ) == (50, 211)


def test_customs_stages_go_where_plants_of_that_kind_go() -> None:
    assert set(CUSTOMS_STAGE.values()) <= set(STAGES)
    assert CUSTOMS_STAGE["alloy"] == SITE_STAGE["alloy"]


def test_coverage_of_headings_against_pandas(real: duckdb.DuckDBPyConnection) -> None:
    flows = real.execute(
        "select hs, value_usd from trade where completeness = 'top_partners' and length(hs) = 4 and source_id = 'baci_hs17_v202601'"
    ).df()
    totals = real.execute("select hs, exports_usd, imports_usd from trade_total").df().groupby("hs").sum().max(axis=1)
    stated = real.execute("select hs, coverage_pct from trade_coverage").df().set_index("hs")["coverage_pct"]
    computed = 100 * flows.groupby("hs")["value_usd"].sum() / totals
    assert len(stated) == 50 and (computed - stated).abs().max() < 0.011


def test_the_choice_of_series_against_pandas(real: duckdb.DuckDBPyConnection) -> None:
    """The same rule, written another way: by hand over groups, headings dropped where a six-digit code is there."""
    trade = real.execute(
        "select buyers, year, hs, source_id, completeness, revision, mineral_id as stated, value_usd from trade"
    ).df()
    codes = real.execute("select hs, hs_level, mineral_id, revision as held from hs_code").df()
    series = trade.groupby(
        ["buyers", "year", "hs", "source_id", "completeness", "revision", "stated"], dropna=False, as_index=False
    )["value_usd"].sum(min_count=1)
    series["order"] = series["completeness"].map(list(COMPLETENESS).index)
    series = series.sort_values(["order", "value_usd", "source_id"], ascending=[True, False, True])
    series = series.drop_duplicates(["buyers", "year", "hs", "stated"])
    meant = series.merge(codes, on="hs")
    meant = meant[(meant["revision"] >= meant["held"].str[:6]) & (meant["revision"] <= meant["held"].str[-6:])]
    meant = meant[meant["stated"].isna() | (meant["stated"] == meant["mineral_id"])]
    six = {(row.buyers, row.year, row.mineral_id, row.hs[:4]) for row in meant.itertuples() if row.hs_level == 6}
    meant = meant[[row.hs_level == 6 or (row.buyers, row.year, row.mineral_id, row.hs) not in six for row in meant.itertuples()]]
    expected = {(row.buyers, row.mineral_id, row.year, row.hs): row.source_id for row in meant.itertuples()}
    found = real.execute("select buyers, mineral_id, year, hs, source_id from trade_best").fetchall()
    assert {row[:4]: row[4] for row in found} == expected and len(found) == len(expected)


def test_nothing_is_added_twice(real: duckdb.DuckDBPyConnection) -> None:
    """Flows taken by trade_best: one value for a mineral, code, year and pair; and manganese ore equals its own total."""
    taken = (
        "select b.mineral_id, b.hs, b.year, t.exporter, t.importer from trade_best b join trade t "
        "on t.hs = b.hs and t.year = b.year and t.source_id = b.source_id and t.completeness = b.completeness "
        "and coalesce(t.mineral_id, b.mineral_id) = b.mineral_id and t.buyers = b.buyers where b.buyers = 'world' "
    )
    assert real.execute(f"select *, count(*) from ({taken}) group by all having count(*) > 1").fetchall() == []
    manganese = one(
        real,
        "select sum(value_usd) from trade_best where buyers = 'world' and mineral_id = 'manganese' and year = 2024 and customs_stage = 'ore'",
    )
    assert manganese == pytest.approx(one(real, "select sum(imports_usd) from trade_total where hs = '2602'"), rel=1e-6)  # type: ignore[arg-type]
    uranium = real.execute(
        "select hs, completeness from trade_best where buyers = 'world' and mineral_id = 'uranium' and year = 2024 order by 1"
    ).fetchall()
    assert uranium == [("2612", "top_partners"), ("2844", "top_partners")]


# --- every promise, broken once ----------------------------------------------------------------------------

SMALL = {
    "hs_code": """hs,hs_level,revision,description,mineral_id,customs_stage,stage,specificity,note,source_id
2605,4,HS2002-HS2022,ores,cobalt,ore,mine,dedicated,,usgs
260500,6,HS2002-HS2022,ores,cobalt,ore,mine,dedicated,,usgs
2602,4,HS2002-HS2022,ores,tin,ore,mine,dedicated,,usgs
260200,6,HS2002-HS2022,ores,tin,ore,mine,dedicated,,usgs
811292,6,HS2002-HS2017,basket,tin,refined,refining,basket,,usgs
811292,6,HS2007-HS2022,basket,cobalt,refined,refining,basket,,usgs""",
    "trade": """year,exporter,importer,hs,value_usd,valuation,mass_t,source_id,completeness,revision,buyers,basis,mineral_id,period
2024,AAA,BBB,260500,100,fob,5,usgs,full,HS2017,world,gross weight,,2024
2024,AAA,BBB,260500,120,fob,,iea,top_partners,HS2017,world,,,2024
2024,AAA,BBB,2605,100,fob,,iea,top_partners,HS2017,world,,,2024
2023,AAA,BBB,2605,70,fob,,iea,top_partners,HS2017,world,,,2023
2024,AAA,CCC,260200,40,fob,4,usgs,full,HS2017,world,gross weight,,2024
2024,AAA,BBB,260500,110,cif,,page_x,partial,HS2022,eu27,,,2024
2016,AAA,BBB,811292,7,fob,,iea,top_partners,HS2002,world,,,2016
2022,AAA,BBB,811292,7,fob,,iea,top_partners,HS2022,world,,,2022""",
    "trade_total": """year,iso3,hs,exports_usd,imports_usd,exports_unallocated_usd,imports_unallocated_usd,note,source_id
2024,AAA,2602,40,0,0,0,,usgs
2024,CCC,2602,0,40,0,0,,usgs
2024,AAA,2605,200,0,100,0,,iea
2024,BBB,2605,0,200,0,100,,iea""",
    "trade_coverage": "source_id,year,hs,countries,flows,coverage_pct\niea,2024,2605,2,1,50",
}


@pytest.fixture
def small(curated: Path) -> duckdb.DuckDBPyConnection:
    for name, text in SMALL.items():
        (curated / f"{name}.csv").write_text(text + "\n", "utf-8")
    connection = duckdb.connect()
    build.fill(connection, curated)
    return connection


TRADE = tuple(table for table in TABLES if table.name in {"hs_code", "port"} or table.name.startswith("trade"))


def test_the_best_series_fits_in_the_head(small: duckdb.DuckDBPyConnection) -> None:
    assert list(build.broken(small, TRADE)) == []
    best = small.execute(
        "select buyers, mineral_id, year, hs, source_id, value_usd, rivals from trade_best order by all"
    ).fetchall()
    assert best == [
        ("eu27", "cobalt", 2024, "260500", "page_x", 110, 0),
        ("world", "cobalt", 2022, "811292", "iea", 7, 0),
        ("world", "cobalt", 2023, "2605", "iea", 70, 0),
        ("world", "cobalt", 2024, "260500", "usgs", 100, 1),
        ("world", "tin", 2016, "811292", "iea", 7, 0),
        ("world", "tin", 2024, "260200", "usgs", 40, 0),
    ]


def _trade(**cell: object) -> str:
    row = {
        "year": 2024, "exporter": "AAA", "importer": "NAM", "hs": "260500", "value_usd": 1, "valuation": "fob", "mass_t": None,
        "source_id": "usgs", "completeness": "full", "revision": "HS2017", "buyers": "world", "basis": None, "mineral_id": None,
        "period": "2024",
    } | cell  # fmt: skip
    values = ", ".join("null" if value is None else f"'{value}'" for value in row.values())
    return f"insert into trade ({', '.join(row)}) values ({values})"


@pytest.mark.parametrize(
    ("harm", "promise"),
    [
        (_trade(exporter="S19"), "every exporter is in country"),
        (_trade(importer="R20"), "every importer is in country"),
        (_trade(hs="MIX:tin"), "every hs is in hs_code"),
        (_trade(value_usd=-1), "no negative value"),
        (_trade(value_usd=None, valuation=None), "no negative value or mass, and one of the two"),
        (_trade(importer="AAA"), "nobody trades with itself"),
        (_trade(valuation=None), "a value says how it is valued"),
        (_trade(mass_t=1), "a mass says what it counts"),
        (_trade(completeness="nearly"), "completeness is one of"),
        (_trade(buyers="asia"), "buyers is one of"),
        (_trade(buyers="usa"), "its importers only"),
        (_trade(importer="BBB"), "one row for each source_id, year, hs"),
        (_trade(source_id="baci_hs17_v202601", year=2018), "Taiwan and Namibia are there since 2018"),
        (_trade(source_id="iea", hs="2605", value_usd=30000, importer="CCC"), "no country's listed flows exceed its own total"),
        ("update trade_total set imports_usd = 41 where iso3 = 'CCC'", "headings of one code equal the six-digit flows"),
        ("update trade_total set exports_usd = 41 where hs = '2602' and iso3 = 'AAA'", "what a country exports is what all import"),
        ("update trade_total set exports_unallocated_usd = 900 where hs = '2605'", "no part exceeds the whole"),
        ("update trade_coverage set coverage_pct = 50.1", "give the coverage that is stated"),
        ("update trade_coverage set flows = 2", "give the coverage that is stated"),
        ("update hs_code set specificity = 'dedicated'", "a code of several minerals is a basket"),
        ("update hs_code set stage = 'product' where hs = '2605'", "the stage is the one that every customs stage belongs to"),
        ("update hs_code set customs_stage = 'scrap', stage = 'scrap' where mineral_id = 'tin' and hs = '811292'", "a code has one stage"),
        ("update hs_code set hs_level = 6 where hs = '2605'", "as many digits as it says"),
        ("update hs_code set revision = 'HS2017-HS2002' where hs = '2605'", "the first before the last"),
        ("insert into trade_best by name select * replace ('2605' as hs, 4 as hs_level) from trade_best where hs = '260500' and buyers = 'world'", "a heading is never taken beside"),
        ("insert into trade_best by name select * replace ('iea' as source_id, 'tin' as mineral_id) from trade_best where hs = '260500' and buyers = 'world'", "one source for a code, year and buyers"),
        ("insert into port values ('p', 'P', 'AAA', 200, 0, 'small', 'usgs')", "a port is on the globe"),
        ("insert into trade_left_out values ('usgs', 2024, 'R20', null, 1, 1)", "reason is present"),
    ],
)  # fmt: skip
def test_a_broken_promise_is_found(small: duckdb.DuckDBPyConnection, harm: str, promise: str) -> None:
    small.execute(harm)
    assert any(promise in said for said in build.broken(small, TRADE)), list(build.broken(small, TRADE))


def test_a_change_of_source_without_a_declared_break_is_found(small: duckdb.DuckDBPyConnection) -> None:
    for year, source in ((2016, "baci_hs02_v202601"), (2017, "baci_hs17_v202601")):
        small.execute(_trade(source_id=source, year=year))
    said: Callable[[], bool] = lambda: any("a change of source" in text for text in build.broken(small, TRADE))  # noqa: E731
    assert said()
    small.execute("insert into trade_break values ('baci_hs17_v202601', null, 2017, 'editions')")
    assert not said()


def test_the_curated_file_is_small_and_sorted() -> None:
    path = build.CURATED / "trade.parquet"
    assert path.stat().st_size < 5_000_000
    frame = pd.read_parquet(path, columns=["source_id", "year", "hs"])
    assert frame.equals(frame.sort_values(["source_id", "year", "hs"], kind="stable", ignore_index=True))
