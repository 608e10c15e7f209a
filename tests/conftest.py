"""A small atlas whose answers fit in the head, beside the real one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from data import ask, build, store
from data.briefing import Briefing, Scene
from data.tables import TABLES

SMALL = {
    "source": """source_id,publisher,title,licence
usgs,Survey,Summaries 2026,public domain
iea,Agency,Explorer,CC BY 4.0
page_x,,A page,not stated""",
    "mineral": """mineral_id,name_en,family,parent_id,is_group
cobalt,Cobalt,battery mineral,,false
neodymium,Neodymium,rare earth,rare_earths,false
rare_earths,Rare earths,rare earth,,true
tin,Tin,base metal,,false""",
    "mineral_list": """list_id,issuer,title,year,mineral_id,listed_as,source_id,confidence
us_2025,United States,List,2025,cobalt,Cobalt,usgs,primary
us_2025,United States,List,2025,neodymium,Neodymium,usgs,primary
us_2025,United States,List,2025,tin,Tin,usgs,primary""",
    "country": """iso3,iso2,name_en,lon,lat,is_disputed,source_id
AAA,AA,Aland,10,10,false,usgs
BBB,BB,Bland,20,20,false,usgs
CCC,CC,Cland,30,30,false,usgs
NAM,NA,Namibia,17,-22,false,usgs""",
    "coalition": """coalition_id,name_en,kind,about,ended,source_id
g7,G7,forum,Seven,,usgs
pax_silica,Pax Silica,declaration,Signed,,usgs
msp,MSP,forum,Ended,2026-02-04,usgs""",
    "membership": """coalition_id,iso3,body,role,from_earliest,from_latest,to_date,confidence,source_id
g7,AAA,,member,1975-11-15,1975-11-15,,primary,usgs
g7,BBB,,member,2026-01-01,2026-06-30,,secondary,usgs
g7,,eu,observer,1977-01-01,1977-01-01,,primary,usgs
pax_silica,AAA,,signatory,2025-12-12,2025-12-12,,primary,usgs
pax_silica,CCC,,signatory,2026-06-25,2026-06-25,,unverified,page_x
msp,AAA,,member,2022-06-14,2022-06-14,,primary,usgs""",
    "site": """site_id,place_id,name,kind,iso3,iso3_stated,disputed,lon,lat,location_precision,status,importance
s1,s1,Älpha,mine,AAA,AAA,false,10,10,site,operating,90
s2,s2,Beta,plant,BBB,BBB,false,20,20,settlement,closed,50
s3,s3,Gamma,deposit,CCC,CCC,false,,,none,unknown,10
s4,s4,Delta,mine,CCC,CCC,false,30,30,site,unknown,20""",
    "site_mineral": """site_id,mineral_id,role,product,capacity_t,capacity_is_shared
s1,cobalt,main,cobalt,,false
s2,cobalt,by_product,cobalt,100,true
s3,neodymium,main,,,false
s4,rare_earths,main,,,false""",
    "site_source": "site_id,source_id,record\ns1,usgs,1\ns2,usgs,2\ns3,usgs,3\ns4,page_x,4",
    "production": """mineral_id,product,stage,process,iso3,is_rest,year,quantity_t,basis,flag,source_id,edition
cobalt,cobalt,mine,mine,AAA,false,2024,60,content,,usgs,2026
cobalt,cobalt,mine,mine,BBB,false,2024,20,content,estimated,usgs,2026
cobalt,cobalt,mine,mine,CCC,false,2024,,content,withheld,usgs,2026
cobalt,cobalt,mine,mine,,true,2024,20,content,,usgs,2026
cobalt,cobalt,mine,mine,AAA,false,2024,50,content,,usgs,2025
cobalt,cobalt,mine,mine,BBB,false,2024,50,content,,usgs,2025
cobalt,cobalt,mine,mine,AAA,false,2023,40,content,,usgs,2025
rare_earths,reo,mine,mine,BBB,false,2024,10,REO,,usgs,2026""",
    "world_total": """mineral_id,product,stage,year,quantity_t,basis,excludes,source_id,edition
cobalt,cobalt,mine,2024,100,content,CCC,usgs,2026
rare_earths,reo,mine,2024,10,REO,,usgs,2026""",
    "supply_share": """mineral_id,product,stage,iso3,is_rest,period,share_pct,flag,source_id,edition
cobalt,cobalt,refining,CCC,false,2024,75,,iea,2025
cobalt,cobalt,refining,,true,2024,25,,iea,2025""",
    "headline": "mineral_id,stage,product\ncobalt,mine,cobalt",
}

TRADING = {
    "node": """node_id,iso3,name,kind,is_gateway,lon,lat,source_id
aaa_port,AAA,A Port,port,true,10,10,usgs
bbb_port,BBB,B Port,port,true,20,20,usgs
ccc_town,CCC,C Town,inland,true,30,30,usgs
nam_port,NAM,N Port,port,true,17,-22,usgs
sea_1,,,sea,false,12,12,usgs
sea_2,,,sea,false,18,18,usgs""",
    "passage": """passage_id,name_en,lon,lat,about,status,point_source_id,source_id
strait,The Strait,15,15,Narrow,open,usgs,usgs""",
    "passage_gate": "passage_id,from_lon,from_lat,to_lon,to_lat,source_id\nstrait,14,16,16,14,usgs",
    "corridor": """corridor_id,name_en,about,through,status,source_id
railway,The Railway,Rails,BBB;CCC,operating,usgs""",
    "corridor_waypoint": """corridor_id,seq,name,iso3,lon,lat,source_id
railway,1,B Port,BBB,20,20,usgs
railway,2,C Town,CCC,30,30,usgs""",
    "lane": """lane_id,from_node,to_node,mode,length_km,effort_km,passage_id,corridor_id,path,source_id
1,aaa_port,sea_1,sea,320,320,,,"[[10, 10], [12, 12]]",usgs
2,sea_1,sea_2,sea,950,950,strait,,"[[12, 12], [18, 18]]",usgs
3,sea_2,bbb_port,sea,310,310,,,"[[18, 18], [20, 20]]",usgs
4,sea_1,bbb_port,sea,2000,2000,,,"[[12, 12], [20, 20]]",usgs
5,bbb_port,ccc_town,rail,1600,6400,,railway,"[[20, 20], [30, 30]]",usgs
6,nam_port,sea_1,sea,4000,4000,,,"[[17, -22], [12, 12]]",usgs""",
    "hs_code": """hs,hs_level,revision,mineral_id,customs_stage,stage,specificity,source_id
260500,6,HS2017,cobalt,ore,mine,dedicated,usgs
811292,6,HS2017,cobalt,refined,refining,basket,usgs
811292,6,HS2017,tin,refined,refining,basket,usgs
8112,4,HS2017,rare_earths,refined,refining,basket,usgs""",
    "trade": """year,exporter,importer,hs,value_usd,valuation,mass_t,source_id,completeness,revision,buyers,basis,period
2024,AAA,BBB,260500,60,fob,6,usgs,full,HS2017,world,gross weight,2024
2024,CCC,BBB,260500,30,fob,,usgs,full,HS2017,world,,2024
2024,NAM,AAA,260500,10,fob,1,usgs,full,HS2017,world,gross weight,2024
2024,AAA,BBB,260500,999,fob,99,iea,top_partners,HS2017,world,gross weight,2024
2024,AAA,CCC,811292,40,fob,4,usgs,full,HS2017,world,gross weight,2024
2024,CCC,AAA,8112,50,fob,5,usgs,top_partners,HS2017,world,gross weight,2024
2023,AAA,BBB,260500,20,fob,2,usgs,full,HS2017,world,gross weight,2023
2022,AAA,BBB,260500,15,fob,2,usgs,full,HS2017,world,gross weight,2022""",
    "trade_break": "source_id,hs,year,reason\nusgs,260500,2023,Other goods",
}


def write_small(folder: Path, tables: dict[str, str] = SMALL) -> Path:
    """The small atlas's curated files in `folder`/curated; tables without rows have their header only."""
    curated = folder / "curated"
    curated.mkdir()
    for table in TABLES:
        (curated / f"{table.name}.csv").write_text(tables.get(table.name, ",".join(table.columns)) + "\n", "utf-8")
        missing = [
            column
            for column in table.columns
            if column not in tables.get(table.name, ",".join(table.columns)).split("\n")[0].split(",")
        ]
        if missing:
            lines = (curated / f"{table.name}.csv").read_text("utf-8").strip().split("\n")
            lines = [lines[0] + "," + ",".join(missing), *(line + "," * len(missing) for line in lines[1:])]
            (curated / f"{table.name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "corrections.csv").write_text("source_id,record,field,was,now,reason,source\n", "utf-8")
    return curated


@pytest.fixture
def curated(tmp_path: Path) -> Path:
    """The small atlas's curated files."""
    return write_small(tmp_path)


@contextmanager
def answering(tmp_path: Path, curated: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """While this lasts, questions are answered by the atlas built from `curated`."""
    import duckdb

    path = tmp_path / "atlas.duckdb"
    connection = duckdb.connect(path)
    build.fill(connection, curated)
    connection.close()
    monkeypatch.setattr(store, "PATH", path)
    ask._answers.clear()
    yield path
    ask._answers.clear()


@pytest.fixture
def small(tmp_path: Path, curated: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Questions asked while this fixture lives are answered by the small atlas."""
    with answering(tmp_path, curated, monkeypatch) as path:
        yield path


@pytest.fixture
def trading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The same by the small atlas with trade between its countries, and the lanes that it goes by."""
    with answering(tmp_path, write_small(tmp_path, SMALL | TRADING), monkeypatch) as path:
        yield path


CYRILLIC = "Қазақстан және маңызды минералдар"
LONG = ("What the seven countries of the Group of Seven hold of the world's mined and refined critical minerals, " * 2)[
    :159
] + "s"
INJECTED = "</script><script>document.title='stolen'</script><img src=x onerror=alert(1)> =1+1 \x00\x0b\x1f & <b>bold</b>"
COBALT = {"mineral": ("cobalt",)}


@pytest.fixture(scope="session")
def ten() -> Briefing:
    """Ten scenes of all that slides must bear: two figures, two days, maps, long and hostile texts, a page that is gone."""
    return Briefing(
        f"Critical minerals {INJECTED}",
        (
            Scene("atlas", {}, ("held_mine", "held_refining"), LONG, "A quarter or more of three minerals only."),
            Scene("atlas", COBALT, ("producers_mine", "producers_refining"), "Cobalt: Congo digs it, China refines it"),
            Scene(
                "atlas", COBALT, ("map", "history"), "Where cobalt is", "Output has grown in one country.", view=(25.0, -8.0, 3.0)
            ),
            Scene("coalitions", {"add": ("KAZ",)}, ("change_mine", "change_refining"), CYRILLIC, f"Уран. {CYRILLIC}"),
            Scene("minerals", COBALT, ("price",), "What it costs", "\n".join(["A line."] * 4)),
            Scene("coalitions", {"coalition": ("pax_silica",)}, ("held_mine",), "Then and now", "", date(2025, 12, 31)),
            Scene("trade_routes", COBALT, ("map", "passing"), "By which way", INJECTED),
            Scene("trade_routes", COBALT, ("years",), "Year by year", "A note of two thousand signs. " * 66),
            Scene("trade_routes", COBALT, ("sankey", "matrix"), "Who sells to whom"),
            Scene("nonsense", {"mineral": ("unobtainium",)}, ("nothing",), "A page that is gone"),
        ),
    )
