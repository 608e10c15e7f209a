"""The two tables of USGS Open-File Report 2005-1294."""

from pathlib import Path

import pandas as pd
import pytest

from data.readers import BadFile, usgs_ofr20051294

HEADER = "gid,dep_name,country,state,latitude,longitude,commodity,dep_type,type_detail,model_code,model_name,metallic,citation"
CORRECTION = ["source_id", "record", "field", "was", "now", "reason", "source"]


@pytest.fixture(autouse=True)
def no_corrections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.readers.corrections", lambda: pd.DataFrame(columns=CORRECTION))


def read(tmp_path: Path, deposits: list[str], commodities: list[str]) -> pd.DataFrame:
    (tmp_path / "deposit.csv").write_text("\n".join([HEADER, *deposits]) + "\n", encoding="utf-8")
    (tmp_path / "commodity.csv").write_text("\n".join(["gid,value", *commodities]) + "\n", encoding="utf-8")
    return usgs_ofr20051294.sites(tmp_path)


def test_the_first_commodity_is_the_main_one(tmp_path: Path) -> None:
    rows = read(
        tmp_path,
        ['1,Norilsk,Russia,,69.3333,88.2167,"Nickel, copper, gold",Magmatic,,,,,'],
        ["1,Ni", "1,Cu", "1,Au"],
    )
    assert dict(zip(rows["mineral_id"], rows["role"], strict=True)) == {
        "nickel": "main",
        "copper": "by_product",
    }
    assert set(rows["major"]) == {True}


def test_a_gold_mine_has_no_main_listed_mineral(tmp_path: Path) -> None:
    rows = read(tmp_path, ['1,Muruntau,Uzbekistan,,41.5,64.5667,"Gold, Silver",,,,,,'], ["1,Au", "1,Ag"])
    assert list(rows["mineral_id"]) == ["silver"]
    assert list(rows["role"]) == ["by_product"]


def test_rare_cut_from_rare_earth_elements_is_still_rare_earths(tmp_path: Path) -> None:
    rows = read(tmp_path, ["1,Lovozero,Russia,,67.8123,34.7,Rare,Igneous,,,,,"], ["1,REE"])
    assert list(rows["mineral_id"]) == ["rare_earths"]


def test_words_for_one_mineral_count_once(tmp_path: Path) -> None:
    rows = read(tmp_path, ['1,A,China,,30.1234,100,"Fluorite, fluorine",,,,,,'], ["1,fluorite", "1,F"])
    assert list(rows["mineral_id"]) == ["fluorspar"]


def test_products_are_kept_where_the_word_states_them(tmp_path: Path) -> None:
    rows = read(
        tmp_path,
        ['1,A,China,,30.1234,100,"x",,,,,,'],
        ["1,magnesite", "1,magnesia", "1,bauxite", "1,Mg"],
    )
    found = set(zip(rows["mineral_id"], rows["product"], strict=True))
    assert found == {
        ("magnesium", "magnesite"), ("magnesium", "magnesia"), ("aluminum", "bauxite"), ("magnesium", None)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("latitude", "longitude", "precision"),
    [("30.1234", "100.5", "site"), ("30", "100", "area"), ("30.1", "100.5", "area"), ("", "", "none")],
)
def test_rounded_points_are_areas(tmp_path: Path, latitude: str, longitude: str, precision: str) -> None:
    rows = read(tmp_path, [f"1,A,China,,{latitude},{longitude},Tin,,,,,,"], ["1,Sn"])
    assert list(rows["location_precision"]) == [precision]
    assert (rows["lon"].iloc[0] is None) == (precision == "none")


@pytest.mark.parametrize(
    ("country", "iso3"),
    [
        ("Kalaallit Nunaat (Greenland)", "GRL"),
        ("Luxenbourg", "LUX"),
        ("Slovakia?", "SVK"),
        ("Côte D\x92Ivoire", "CIV"),
        ("Namibia", "NAM"),
        ("Korean Peninsula", None),
        ("Serbia and Montenegro", None),
    ],
)
def test_countries_as_the_publisher_spells_them(tmp_path: Path, country: str, iso3: str | None) -> None:
    rows = read(tmp_path, [f"1,A,{country},,30.1234,100,Tin,,,,,,"], ["1,Sn"])
    assert list(rows["iso3_stated"]) == [iso3]


def test_a_deposit_without_a_name_is_named_for_what_it_holds(tmp_path: Path) -> None:
    rows = read(tmp_path, ["7,,China,,30.1234,100,Tin,,,,,,"], ["7,Sn"])
    assert list(rows["name"]) == ["Unnamed tin deposit"]


def test_ignored_commodities_leave_no_row_and_unknown_ones_stop(tmp_path: Path) -> None:
    assert read(tmp_path, ["1,A,China,,30.1234,100,Gem beryl,,,,,,"], ["1,beryl"]).empty
    with pytest.raises(BadFile, match="unobtainium"):
        read(tmp_path, ["1,A,China,,30.1234,100,x,,,,,,"], ["1,unobtainium"])


def test_a_deposit_in_only_one_file_stops(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="only one"):
        read(tmp_path, ["1,A,China,,30.1234,100,x,,,,,,"], ["1,Sn", "2,Sn"])


def test_a_correction_puts_the_lost_minus_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fixes = [["usgs_ofr_2005_1294", "2503", "longitude", "5.9833", "-5.9833", "lost minus", "another record"]]
    monkeypatch.setattr("data.readers.corrections", lambda: pd.DataFrame(fixes, columns=CORRECTION))
    rows = read(tmp_path, ["2503,Timerhdoudine,Morocco,,32.9833,5.9833,Antimony,,,,,,"], ["2503,Sb"])
    assert list(rows["lon"]) == [-5.9833]
