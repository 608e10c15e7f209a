"""The MRData tables of rare earths and laterites."""

from pathlib import Path

import pandas as pd
import pytest

from data.readers import BadFile, minmod

CORRECTION = ["source_id", "record", "field", "was", "now", "reason", "source"]
REE = "source_id,record_id,name,country,state,lat,lon,commodities,minmod_modified_at"
LATERITE = "source_id,record_id,name,aliases,country,state,lat,lon,commodities,dep_type_code,minmod_modified_at"


@pytest.fixture(autouse=True)
def no_corrections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.readers.corrections", lambda: pd.DataFrame(columns=CORRECTION))


def read(tmp_path: Path, ree: str = "", laterite: str = "") -> pd.DataFrame:
    (tmp_path / "ree_sites.csv").write_text(f"{REE}\n{ree}\n", encoding="utf-8")
    (tmp_path / "laterite_sites.csv").write_text(f"{LATERITE}\n{laterite}\n", encoding="utf-8")
    return minmod.sites(tmp_path)


def test_fifteen_elements_in_every_row_say_no_more_than_rare_earths(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "u,13,Bonga,Angola,,-14.2681,13.9672,Cerium|Neodymium|Quartz|Niobium,d").to_dict("records")
    assert (row["mineral_id"], row["kind"], row["confidence"]) == ("rare_earths", "deposit", "low")


def test_a_row_without_a_point_is_kept_without_one(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "u,9,Somewhere,China,,,,Cerium,d").to_dict("records")
    assert (row["lon"], row["location_precision"], row["iso3_stated"]) == (None, "none", "CHN")


def test_a_laterite_is_nickel_with_cobalt(tmp_path: Path) -> None:
    rows = read(tmp_path, laterite="u,1,Devolli,Koko,Albania,,40.6783,20.9603,Co|Ni|talc,1,d")
    assert dict(zip(rows["mineral_id"], rows["role"], strict=True)) == {
        "nickel": "main",
        "cobalt": "by_product",
    }
    assert rows["aliases"].iloc[0] == ["Koko"]


def test_lost_letters_are_left_out_of_names_and_known_in_countries(tmp_path: Path) -> None:
    lost = "\N{REPLACEMENT CHARACTER}"
    rows = read(tmp_path, laterite=f"u,1,Ti{lost}baghi,,C{lost}te d{lost}Ivoire (Ivory  Coast),,8,-7,Ni,1,d")
    assert set(rows["name"]) == {"Tibaghi"}
    assert set(rows["iso3_stated"]) == {"CIV"}


def test_an_unknown_country_and_another_file_stop_the_reader(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        read(tmp_path, "u,9,Somewhere,Atlantis,,,,Cerium,d")
    (tmp_path / "ree_sites.csv").write_text("a,b\n")
    with pytest.raises(BadFile, match="columns"):
        minmod.sites(tmp_path)
