"""The uranium reader on tiny files in the compiled layout; the figures are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.readers import BadFile
from data.readers.uranium import PRODUCTION_PAGE, RESOURCES, conversion, enrichment, production, resources

PAGE = f"World Nuclear Association ({PRODUCTION_PAGE})"
MINED = "iso3,year,tonnes_u,flag,source,confidence,note"
GROUND = "iso3,tonnes_u,category,year,flag,source,confidence,note"
STEPS = "stage,country,iso3,operator,plant,capacity,unit,year,flag,source,confidence,note"


def write(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "table.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_parts_of_the_others_and_rows_from_memory_are_left_out(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        MINED,
        f"KAZ,2024,60,,{PAGE},seen_in_source,",
        f"UZB,2024,30,estimated,{PAGE},seen_in_source,",
        f"OTH,2024,10,,{PAGE},seen_in_source,",
        "PAK,2024,5,estimated,an older version,seen_in_source,a part of OTH",
        f"NAM,2024,7,,{PAGE},from_memory,",
        f"WLD,2024,101,,{PAGE},seen_in_source,",
    )
    found = production(path)
    rows = found["production"]
    assert dict(zip(rows["iso3"].fillna("rest"), rows["quantity_t"], strict=True)) == {"KAZ": 60, "UZB": 30, "rest": 10}
    assert rows["is_rest"].tolist() == [False, False, True]
    assert rows["flag"].fillna("").tolist() == ["", "estimated", ""]
    assert found["world_total"]["quantity_t"].tolist() == [101]


def test_countries_that_miss_the_printed_total_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, MINED, f"KAZ,2024,60,,{PAGE},seen_in_source,", f"WLD,2024,101,,{PAGE},seen_in_source,")
    with pytest.raises(BadFile, match="do not add up"):
        production(path)


def test_resources_of_the_whole_table_only(tmp_path: Path) -> None:
    category = f'"{RESOURCES}"'
    path = write(
        tmp_path,
        GROUND,
        f"KAZ,8,{category},2021,,WNA,seen_in_source,",
        f"OTH,2,{category},2021,derived,WNA,seen_in_source,",
        f"WLD,10,{category},2021,,WNA,seen_in_source,",
        f"KAZ,9,{category},2023,,WION,seen_in_source,",
    )
    found = resources(path)
    assert found["reserves"][["iso3", "quantity_t", "year"]].to_numpy().tolist() == [["KAZ", 8, 2021]]
    assert found["world_total"]["quantity_t"].tolist() == [10]
    assert "resources" in found["reserves"]["basis"].iloc[0]


def test_conversion_by_country_never_by_plant(tmp_path: Path) -> None:
    lines = (
        "conversion,Canada,CAN,Cameco,,4,tU/y as UF6,2017,,ESA,seen_in_source,",
        "conversion,Canada,CAN,Cameco,Port Hope,4,tU/y as UF6,2017,,CNSC,seen_in_source,",
        "conversion,Russia,RUS,Rosatom,,6,tU/y as UF6,2017,assumed,ESA,seen_in_source,",
        "conversion,China,CHN,CNNC,,9,tU/y as UF6,2022,unverified,WNA,from_memory,",
        "conversion,World,WLD,,,10,tU/y as UF6,2017,,ESA,seen_in_source,",
    )
    found = conversion(write(tmp_path, STEPS, *lines))
    assert found[["iso3", "quantity_t"]].to_numpy().tolist() == [["CAN", 4], ["RUS", 6]]
    assert found["flag"].fillna("").tolist() == ["", "estimated"]
    with pytest.raises(BadFile, match="does not add up"):
        conversion(write(tmp_path, STEPS, lines[0], lines[4]))


def test_enrichment_of_operators_and_plants_side_by_side(tmp_path: Path) -> None:
    lines = (
        'enrichment,"UK, Germany, Netherlands, USA",,Urenco,,19,tSWU/y,2015,approximate,Euratom Supply Agency,seen_in_source,',
        "enrichment,Netherlands,NLD,Urenco,Almelo,5,tSWU/y,2023,derived,World Nuclear News 14 Dec 2023,seen_in_source,x",
        "enrichment,Russia,RUS,Rosatom,Angarsk,,tSWU/y,,none,General knowledge,from_memory,",
        "enrichment,World,WLD,,,57,tSWU/y,2015,derived sum,Euratom Supply Agency,seen_in_source,",
    )
    found = enrichment(write(tmp_path, STEPS, *lines))
    assert found["located_in"].tolist() == ["DEU;GBR;NLD;USA", "NLD"]
    assert found["plant"].fillna("").tolist() == ["", "Almelo"]
    assert found["flag"].tolist() == ["estimated", "derived"]
    with pytest.raises(BadFile, match="unknown country, flag or source"):
        enrichment(write(tmp_path, STEPS, lines[0].replace("Germany", "Atlantis")))


@pytest.mark.parametrize("reader", [production, resources, conversion, enrichment])
def test_another_file_or_one_cut_off(tmp_path: Path, reader: object) -> None:
    with pytest.raises(BadFile, match="another file"):
        reader(write(tmp_path, "a,b"))  # type: ignore[operator]
    with pytest.raises(BadFile, match="is not there"):
        reader(tmp_path / "none.csv")  # type: ignore[operator]
