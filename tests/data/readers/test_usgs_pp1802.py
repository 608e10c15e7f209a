"""The point table of USGS Professional Paper 1802."""

from pathlib import Path

import pandas as pd
import pytest

from data.readers import BadFile, usgs_pp1802

HEADER = "X,Y,DEPOSIT_NAME,CRITICAL_MINERAL,DEPOSIT_TYPE,LATITUDE,LONGITUDE,LOCATION,LOC_DETAIL\n"
CORRECTION = ["source_id", "record", "field", "was", "now", "reason", "source"]


@pytest.fixture(autouse=True)
def no_corrections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.readers.corrections", lambda: pd.DataFrame(columns=CORRECTION))


def read(tmp_path: Path, *lines: str) -> pd.DataFrame:
    path = tmp_path / "points.csv"
    path.write_text("\ufeff" + HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return usgs_pp1802.sites(path)


def test_escondida_is_a_rhenium_by_product_point(tmp_path: Path) -> None:
    rows = read(tmp_path, "-69.07,-24.27,La Escondida,Rhenium,Porphyry Cu,-24.27,-69.07,Chile,")
    (row,) = rows.to_dict("records")
    assert (row["mineral_id"], row["role"], row["iso3_stated"], row["kind"]) == (
        "rhenium", "by_product", "CHL", "deposit"
    )  # fmt: skip
    assert (row["lon"], row["lat"], row["location_precision"]) == (-69.07, -24.27, "site")
    assert row["record"] == "La Escondida (-24.2700, -69.0700)"


def test_combined_words_become_both_minerals(tmp_path: Path) -> None:
    rows = read(
        tmp_path,
        "150,-32,Dubbo,Niobium and Tantalum; Zirconium and Hafnium; Fluorite,Peralkaline,-32,150,Australia,",
    )
    roles = dict(zip(rows["mineral_id"], rows["role"], strict=True))
    assert roles == {
        "niobium": "main", "tantalum": "main", "zirconium": "main", "hafnium": "by_product",
        "fluorspar": "main",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind_of_deposit", "role"),
    [
        ("Polymetallic (Ag-Ni-Co-As-Bi)", "main"),
        ("Metasedimentary-rock-hosted Co-Cu-Au", "main"),
        ("Ni-Co laterite", "by_product"),
        ("Stratiform sediment-hosted Cu-Co", "by_product"),
    ],
)
def test_cobalt_is_main_only_where_the_deposit_is_named_for_it(tmp_path: Path, kind_of_deposit: str, role: str) -> None:
    rows = read(tmp_path, f"-6.6,30.5,Bou Azzer,Cobalt,{kind_of_deposit},30.5,-6.6,Morocco,")
    assert list(rows["role"]) == [role]


@pytest.mark.parametrize(
    ("country", "iso3"),
    [
        ("England", "GBR"),
        ("Tibet", "CHN"),
        ("French Guyana", "GUF"),
        ("Burkina Fasso", "BFA"),
        ("Côte d\u2019Ivoire", "CIV"),
        ("Pacific Ocean", None),
    ],
)
def test_countries_as_the_publisher_spells_them(tmp_path: Path, country: str, iso3: str | None) -> None:
    assert list(read(tmp_path, f"1,2,A,Tin,Vein,2,1,{country},")["iso3_stated"]) == [iso3]


def test_a_name_says_mine_or_district(tmp_path: Path) -> None:
    rows = read(
        tmp_path,
        "1,2,Kings Mine,Tin,Vein,2,1,Chile,",
        "1,3,Kings district,Tin,Vein,3,1,Chile,",
        "1,4,Minas Gerais,Tin,Vein,4,1,Chile,",
    )
    assert list(rows["kind"]) == ["mine", "deposit", "mine"]
    assert list(rows["location_precision"]) == ["site", "area", "site"]


def test_a_declared_correction_makes_the_plant_a_plant_and_blanks_a_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant, vague = "Plant in Stepnogorsk (52.3500, 71.8900)", "Vague (53.0000, 124.0000)"
    fixes = [
        ["usgs_pp1802", plant, "kind", "deposit", "plant", "a plant", "its name"],
        ["usgs_pp1802", vague, "LATITUDE", "53.0", "", "a region", "its name"],
        ["usgs_pp1802", vague, "LONGITUDE", "124.0", "", "a region", "its name"],
    ]
    monkeypatch.setattr("data.readers.corrections", lambda: pd.DataFrame(fixes, columns=CORRECTION))
    rows = read(
        tmp_path,
        "71.89,52.35,Plant in Stepnogorsk,Rare-Earth Elements,Polymetallic,52.35,71.89,Kazakhstan,",
        "124,53,Vague,Tin,Vein,53.0,124.0,Russia,",
    ).set_index("record")
    assert rows.loc[plant, "kind"] == "plant"
    assert rows.loc[vague, ["lon", "lat", "location_precision"]].tolist() == [None, None, "none"]


@pytest.mark.parametrize(
    "line",
    [
        "1,2,A,Unobtainium,Vein,2,1,Chile,",
        "1,2,A,Tin,Vein,2,1,Atlantis,",
        "1,2,A,Tin,Vein,2,1,Chile,\n1,2,A,Antimony,Vein,2,1,Chile,",
    ],
)
def test_unknown_words_and_repeated_points_stop_the_reader(tmp_path: Path, line: str) -> None:
    with pytest.raises(BadFile):
        read(tmp_path, line)


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("a,b\n1,2\n")
    with pytest.raises(BadFile, match="columns"):
        usgs_pp1802.sites(tmp_path / "points.csv")
