"""The workbook of Australian mines."""

from pathlib import Path

import pandas as pd
import pytest

from data.readers import BadFile, geoscience_australia

CORRECTION = ["source_id", "record", "field", "was", "now", "reason", "source"]


@pytest.fixture(autouse=True)
def no_corrections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.readers.corrections", lambda: pd.DataFrame(columns=CORRECTION))


def read(tmp_path: Path, group: str, status: str = "Operating mine") -> pd.DataFrame:
    row = {
        "Name": " Mt  Cattlin ", "State": "QLD ", "Latitude": "-33.5", "Longitude": "120.0", "Status": status,
        "Commodity Group": group, "globalid": "g1", "x": "1082017.0", "y": "-4270394.0",
    }  # fmt: skip
    pd.DataFrame([row]).to_excel(tmp_path / "mines.xlsx", index=False)
    return geoscience_australia.sites(tmp_path / "mines.xlsx")


def test_a_group_gives_only_what_stands_outside_its_brackets(tmp_path: Path) -> None:
    assert list(read(tmp_path, "Base metals - Zn, Pb (Cu, Ag)")["mineral_id"]) == ["zinc", "lead"]
    assert list(read(tmp_path, "Battery/Alloy metals - Ni (Co, Cu, PGE)")["mineral_id"]) == ["nickel"]
    assert list(read(tmp_path, "Rare earth elements ")["mineral_id"]) == ["rare_earths"]


@pytest.mark.parametrize("group", ["Coal", "Fertiliser elements - P,K", "Tin, Tungsten", "Precious metals - Au, Ag"])
def test_a_group_that_does_not_say_which_mineral_is_left_out(tmp_path: Path, group: str) -> None:
    assert read(tmp_path, group).empty


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Operating Mine", "operating"),
        ("Care and maintenance", "care_and_maintenance"),
        ("Developing Mine", "planned"),
    ],
)
def test_both_spellings_of_a_status(tmp_path: Path, words: str, status: str) -> None:
    (row,) = read(tmp_path, "Bauxite", words).to_dict("records")
    assert (row["status"], row["status_year"], row["name"]) == (status, 2024, "Mt Cattlin")
    assert (row["lon"], row["lat"]) == (120.0, -33.5)


def test_unknown_words_stop_the_reader(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        read(tmp_path, "Unobtainium")
    with pytest.raises(BadFile):
        read(tmp_path, "Bauxite", "Sleeping mine")
