"""Own copies of publishers' files: rows in and out, a second run, bad files, and nothing of the old data lost."""

import zipfile
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data import build, load
from data.load import main
from data.readers import BadFile, pinksheet, usgs_mcs, usgs_salient
from data.tables import TABLE

COUNTRIES = (
    'country_code,country_name,country_iso2,country_iso3\n156,China,CN,CHN\n398,Kazakhstan,KZ,KAZ\n490,"Other Asia, nes",,S19\n'
)
HS = """hs,hs_level,revision,description,mineral_id,customs_stage,stage,specificity,note,source_id
260500,6,HS2002-HS2022,ores,cobalt,ore,mine,dedicated,,usgs
2605,4,HS2002-HS2022,ores,cobalt,ore,mine,dedicated,,usgs
"""
TRADE = """year,exporter,importer,hs,value_usd,valuation,mass_t,source_id,completeness,revision,buyers,basis,mineral_id,period
2021,KAZ,CHN,260500,5,fob,,baci_hs17_v202601,top_partners,HS2017,world,,,2021
2024,KAZ,CHN,260500,9,fob,,baci_hs17_v202601,top_partners,HS2017,world,,,2024
2024,KAZ,CHN,260500,8,cif,,usgs,partial,HS2017,eu27,,,2024
"""
WPI = "World Port Index Number,Main Port Name,UN/LOCODE,Country Code,Harbor Size,Latitude,Longitude\n"


@pytest.fixture
def atlas(curated: Path, tmp_path: Path) -> Path:
    """The small atlas with countries of trade; its database is built at `atlas.duckdb`."""
    with (curated / "country.csv").open("a") as file:
        for iso3, iso2 in (("CHN", "CN"), ("KAZ", "KZ"), ("TWN", "TW"), ("USA", "US")):
            file.write(f"{iso3},{iso2},{iso3},1,1,false,usgs,,,,\n")
    with (curated / "without_gateway.csv").open("a") as file:
        file.writelines(f"{iso3},Not in the small network\n" for iso3 in ("CHN", "KAZ", "TWN", "USA"))
    (curated / "hs_code.csv").write_text(HS)
    (curated / "trade.csv").write_text(TRADE)
    (curated / "trade_break.csv").write_text(
        "source_id,hs,year,reason\nbaci_hs17_v202601,,2017,editions\nbaci_hs17_v202601,,2018,Taiwan\n"
    )
    with (curated / "source.csv").open("a") as file:
        file.write("baci_hs17_v202601,CEPII,Excerpt,Etalab" + "," * 6 + "\n")
    with (curated / "mineral_list.csv").open("a") as file:
        file.writelines(f"us_2025,United States,List,2025,cobalt,Name {number},usgs,primary\n" for number in range(57))
    with (curated / "membership.csv").open("a") as file:
        file.writelines(f"g7,{iso3},,member,,,,primary,usgs,,\n" for iso3 in ("CCC", "NAM", "CHN", "KAZ", "USA"))
    build.build(tmp_path / "atlas.duckdb", curated)
    return tmp_path


def ask(atlas: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(atlas / "atlas.duckdb", read_only=True) as connection:
        return connection.execute(sql).fetchall()


def run(atlas: Path, kind: str, path: Path) -> str:
    return load.load(kind, path, atlas / "atlas.duckdb", atlas / "curated")


def baci(atlas: Path, rows: str = "2024,398,156,260500,1.5,2\n2024,490,156,260500,1,1\n", year: int = 2024) -> Path:
    path = atlas / "BACI_HS17_V202601.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"BACI_HS17_Y{year}_V202601.csv", "t,i,j,k,v,q\n" + rows)
        archive.writestr("country_codes_V202601.csv", COUNTRIES)
    return path


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*"))}


def test_a_loaded_year_takes_the_place_of_the_same_source_and_year_only(atlas: Path) -> None:
    told = run(atlas, "baci", baci(atlas))
    assert "2 rows in" in told and "trade " in told
    flows = "select year, exporter, value_usd, completeness, source_id from trade where hs = '260500' order by all"
    assert ask(atlas, flows) == [
        (2021, "KAZ", 5, "top_partners", "baci_hs17_v202601"),
        (2024, "KAZ", 8, "partial", "usgs"),
        (2024, "KAZ", 1500, "full", "baci_hs17_v202601"),
        (2024, "TWN", 1000, "full", "baci_hs17_v202601"),
    ]
    ((vintage, title),) = ask(atlas, "select vintage, title from source where source_id = 'baci_hs17_v202601'")
    assert str(vintage).startswith("202601 (own copy: BACI_HS17_V202601.zip of 20") and "2024 to 2024" in str(title)
    ((size,),) = ask(atlas, "select size_bytes from source_file where file = 'loaded/BACI_HS17_V202601.zip'")
    assert isinstance(size, int) and size > 0
    assert (atlas / "curated" / "trade.csv").read_text() == TRADE


def test_a_second_run_replaces_and_taking_the_file_away_brings_the_old_back(atlas: Path) -> None:
    run(atlas, "baci", baci(atlas))
    run(atlas, "baci", baci(atlas, "2024,398,156,260500,3,2\n"))
    assert ask(atlas, "select value_usd from trade where year = 2024 and completeness = 'full' and hs = '260500'") == [(3000,)]
    for path in (atlas / "loaded").glob("*.parquet"):
        path.unlink()
    build.build(atlas / "atlas.duckdb", atlas / "curated")
    assert ask(atlas, "select value_usd from trade where source_id = 'baci_hs17_v202601' order by 1") == [(5,), (9,)]


def test_the_break_of_the_excerpt_goes_with_the_whole_file(atlas: Path) -> None:
    run(atlas, "baci", baci(atlas))
    assert ask(atlas, "select year from trade_break order by 1") == [(2017,), (2018,)]
    run(atlas, "baci", baci(atlas, "2017,490,156,260500,1,1\n", year=2017))
    assert ask(atlas, "select year from trade_break order by 1") == [(2017,)]


def test_refused_rows_are_in_a_file_that_the_account_names(atlas: Path) -> None:
    told = run(atlas, "baci", baci(atlas, "2024,398,156,260500,1,1\n2024,999,156,260500,1,1\n2024,398\n"))
    file = atlas / "loaded" / "baci_hs17_v202601.refused.csv"
    assert f"refused: 2 rows, with line and reason in {file}" in told
    assert pd.read_csv(file)[["line", "reason"]].sort_values("line").values.tolist() == [
        [3, "the exporter's code is unknown"], [4, "2 fields instead of 6"]
    ]  # fmt: skip
    run(atlas, "baci", baci(atlas))
    assert not file.exists()


def test_a_failed_build_brings_the_former_state_back(atlas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(atlas, "baci", baci(atlas))
    loaded, database = state(atlas / "loaded"), (atlas / "atlas.duckdb").read_bytes()

    for trouble in (build.BrokenPromise("trade: broken promise"), KeyboardInterrupt()):

        def fails(*_: object, trouble: BaseException = trouble) -> None:
            raise trouble

        monkeypatch.setattr(load, "build", fails)
        with pytest.raises(type(trouble)):
            run(atlas, "baci", baci(atlas, "2024,398,156,260500,7,7\n"))
        assert state(atlas / "loaded") == loaded and (atlas / "atlas.duckdb").read_bytes() == database


def test_rows_that_break_a_promise_change_nothing(atlas: Path) -> None:
    (atlas / "curated" / "port.csv").write_text("port_id,name,iso3,lon,lat,harbor_size,source_id\nwpi-1,A,KAZ,1,1,small,usgs\n")
    build.build(atlas / "atlas.duckdb", atlas / "curated")
    before = (atlas / "atlas.duckdb").read_bytes()
    (atlas / "port.csv").write_text(WPI + "1,B,,China,Small,1,1\n")
    with pytest.raises(build.BrokenPromise, match="one row for each port_id"):
        run(atlas, "wpi", atlas / "port.csv")
    assert (atlas / "atlas.duckdb").read_bytes() == before and state(atlas / "loaded") == {}


def test_ports_are_replaced_as_one_edition(atlas: Path) -> None:
    for name in ("A", "B"):
        (atlas / "port.csv").write_text(WPI + f"1,{name},,China,Small,1,1\n")
        run(atlas, "wpi", atlas / "port.csv")
    assert ask(atlas, "select name, iso3, source_id from port") == [("B", "CHN", "nga_wpi")]


@pytest.mark.parametrize(
    ("kind", "name", "content", "said"),
    [
        ("baci", "x.zip", b"PK nothing", "no whole zip file"),
        ("wpi", "x.csv", b"a,b\n1,2\n", "not the World Port Index"),
        ("mrds", "x.csv", b"a,b\n1,2\n", "not mrds.csv"),
        ("usgs-mcs", "x.csv", b"a,b\n1,2\n", "it is another file"),
        ("usgs-mcs-2025", "x.csv", b"a,b\n1,2\n", "it is another file"),
        ("usgs-mcs-2024", "x.zip", b"a,b\n1,2\n", "neither the folder of world tables nor a whole zip"),
        ("usgs-mcs-2023", "gone", None, "is not there"),
    ],
)
def test_a_wrong_file_is_one_clear_sentence_and_status_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    before = state(build.LOADED)
    assert main([kind, str(tmp_path / name)]) == 1
    error = capsys.readouterr().err
    assert said in error and "Traceback" not in error and f"Nothing was changed by {name}." in error
    assert state(build.LOADED) == before


MRDS = (
    "dep_id,url,mrds_id,mas_id,site_name,latitude,longitude,region,country,state,county,com_type,commod1,commod2,commod3,oper_type,"
    "dep_type,prod_size,dev_stat,ore\n"
    '1,,,,Alpha Mine,10.01,10.01,,,,,M,"Gold, Cobalt",,,Surface,,L,Producer,\n'
    "2,,,,Omega,-24.2,-69.1,SA,Chile,,,M,Copper,Silver,,,,L,Producer,\n"
    "3,,,,Elsewhere,52,20,EU,Chile,,,M,Copper,,,,,S,Occurrence,\n"
    "4,,,,Alpha,10.01,10.01,,,,,M,Tin,,,,,S,Occurrence,\n"
    "5,,,,Alpha,10.01,10.01,,,,,M,Cobalt,,,Processing Plant,,S,Plant,\n"
    "6,,,,Zeta Pit,10.01,10.01,,,,,M,Cobalt,,,,,S,Occurrence,\n"
)


def test_records_join_a_site_that_is_there_and_the_rest_are_new(atlas: Path) -> None:
    with (atlas / "curated" / "mineral.csv").open("a") as file:
        file.write("copper,Copper,base metal,,false,,,,\nsilver,Silver,base metal,,false,,,,\n")
    for iso3 in ("CHL", "NGA", "CMR"):
        with (atlas / "curated" / "country.csv").open("a") as file:
            file.write(f"{iso3},{iso3[:2]},{iso3},1,1,false,usgs,,,,\n")
        with (atlas / "curated" / "without_gateway.csv").open("a") as file:
            file.write(f"{iso3},Not in the small network\n")
    (atlas / "mrds.csv").write_text(MRDS)
    told = run(atlas, "mrds", atlas / "mrds.csv")
    assert "6 rows in" in told and "1 records joined sites" in told and "refused: 1 rows" in told
    assert "point lies outside" in (atlas / "loaded" / "usgs_mrds.refused.csv").read_text()
    joined = "select site_id, record from site_source where source_id = 'usgs_mrds' order by record"
    found = ask(atlas, joined)
    assert found[0] == ("s1", "1") and [record for _, record in found] == ["1", "2", "4", "5", "6"]
    omega = ask(atlas, "select kind, iso3, importance, status from site where name = 'Omega'")
    assert omega == [("mine", "CHL", 27.5, "unknown")]
    minerals = "select m.mineral_id, m.role from site_mineral m join site s using (site_id) where s.name = 'Omega' order by 1"
    assert ask(atlas, minerals) == [("copper", "main"), ("silver", "by_product")]
    run(atlas, "mrds", atlas / "mrds.csv")
    assert ask(atlas, joined) == found


def test_summaries_take_the_place_of_their_edition(atlas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader has its own tests; here a reader that gives one figure stands for it."""
    monkeypatch.setattr("data.readers.corrections", lambda: pd.DataFrame(columns=["source_id", "record", "field", "was", "now"]))
    with (atlas / "curated" / "production.csv").open("a") as file:
        file.write("cobalt,cobalt,mine,mine,BBB,false,2020,7,content,,usgs_mcs_2026,2026\n")
    with (atlas / "curated" / "source.csv").open("a") as file:
        file.write("usgs_mcs_2026,Survey,Summaries,public domain" + "," * 6 + "\n")
    row = [
        "mineral_id",
        "product",
        "stage",
        "process",
        "iso3",
        "is_rest",
        "year",
        "quantity_t",
        "basis",
        "flag",
        "source_id",
        "edition",
    ]
    figure = pd.DataFrame(
        [["cobalt", "cobalt", "mine", "mine", "BBB", False, 2021, 8.0, "content", None, "usgs_mcs_2026", "2026"]], columns=row
    )
    total = pd.DataFrame(
        [["cobalt", "cobalt", "mine", 2021, 8.0, "content", None, "AAA;CCC", "usgs_mcs_2026", "2026"]],
        columns=list(TABLE["world_total"].columns),
    )
    monkeypatch.setattr(usgs_mcs, "read", lambda *_: {"production": figure, "world_total": total})
    for name in ("import_source", "import_reliance", "price"):
        monkeypatch.setattr(usgs_salient, name, lambda *_, name=name: pd.DataFrame(columns=list(TABLE[name].columns)))
    (atlas / "MCS2026.csv").write_text("a\n1\n")
    for _ in range(2):
        run(atlas, "usgs-mcs", atlas / "MCS2026.csv")
    assert ask(atlas, "select year, quantity_t from production where source_id = 'usgs_mcs_2026'") == [(2021, 8)]
    assert ask(atlas, "select excludes from world_total where source_id = 'usgs_mcs_2026'") == [(["AAA", "CCC"],)]
    assert ask(atlas, "select count(*) from production where source_id = 'usgs'") != [(0,)]


def test_a_zip_of_world_tables_is_a_folder_of_them(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "w.zip", "w") as archive:
        archive.writestr("world/mcs2024-cobal_world.csv", "a")
        archive.writestr("world/readme.txt", "a")
    with load._unpacked(tmp_path / "w.zip", "2024") as folder:
        assert [path.name for path in folder.iterdir()] == ["mcs2024-cobal_world.csv"]
    with load._unpacked(tmp_path / "w.zip", "2026") as same:
        assert same == tmp_path / "w.zip"


def test_prices_are_read_by_their_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "p.xlsx").write_bytes(b"x")

    def wrong(_: Path) -> pd.DataFrame:
        raise BadFile("p.xlsx is another file.")

    monkeypatch.setattr(pinksheet, "price", wrong)
    with pytest.raises(BadFile, match="another file"):
        load.KINDS["pink-sheet"](tmp_path / "p.xlsx", print, tmp_path)
