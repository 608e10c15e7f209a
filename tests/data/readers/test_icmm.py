"""The ICMM workbook."""

from pathlib import Path

import pandas as pd
import pytest

from data.readers import BadFile, icmm

COLUMNS = [
    "ICMMID", "Confidence Factor", "Mine Name ", "Group Names", "Latitude", "Longitude", "Asset Type",
    "Country", "Primary Commodity", "Secondary Commodity", "Other Commodities",
]  # fmt: skip
CORRECTION = ["source_id", "record", "field", "was", "now", "reason", "source"]


@pytest.fixture(autouse=True)
def no_corrections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.readers.corrections", lambda: pd.DataFrame(columns=CORRECTION))


def read(tmp_path: Path, *rows: dict[str, object]) -> pd.DataFrame:
    """Sightings of a workbook whose rows are a copper mine in Chile but for the columns given."""
    usual = dict.fromkeys(COLUMNS) | {
        "Confidence Factor": "High", "Mine Name ": "A", "Latitude": -24.0, "Longitude": -69.0,
        "Asset Type": "Mine", "Country": "Chile", "Primary Commodity": "copper",
    }  # fmt: skip
    table = pd.DataFrame([usual | {"ICMMID": f"ICMM{number:05}"} | row for number, row in enumerate(rows)], columns=COLUMNS)
    table.to_excel(tmp_path / "icmm.xlsx", sheet_name="External", index=False)
    return icmm.sites(tmp_path / "icmm.xlsx")


def test_a_mine_with_a_smelter_and_refinery_is_a_mine_and_a_plant_of_one_record(tmp_path: Path) -> None:
    rows = read(tmp_path, {"Asset Type": "Mine;Smelter;Refinery", "Secondary Commodity": "silver "})
    found = set(rows[["record", "kind", "stage", "mineral_id", "role"]].itertuples(index=False, name=None))
    assert found == {
        ("ICMM00000", "mine", None, "copper", "main"),
        ("ICMM00000", "mine", None, "silver", "by_product"),
        ("ICMM00000", "plant", "refinery", "copper", "main"),
        ("ICMM00000", "plant", "refinery", "silver", "by_product"),
    }


def test_only_coal_stated_as_metallurgical_is_taken(tmp_path: Path) -> None:
    rows = read(
        tmp_path,
        {"Primary Commodity": "coal"},
        {"Primary Commodity": "thermal coal"},
        {"Primary Commodity": "metallurgical coal", "Secondary Commodity": "thermal coal"},
        {"Primary Commodity": "thermal coal", "Secondary Commodity": "metallurgical coal"},
    )
    assert list(zip(rows["record"], rows["mineral_id"], rows["role"], strict=True)) == [
        ("ICMM00002", "metallurgical_coal", "main"),
        ("ICMM00003", "metallurgical_coal", "by_product"),
    ]


def test_bauxite_alumina_and_aluminium_are_products_of_one_mineral(tmp_path: Path) -> None:
    rows = read(
        tmp_path,
        {"Primary Commodity": "bauxite"},
        {"Primary Commodity": "aluminium", "Asset Type": "Mine;Smelter"},
        {"Primary Commodity": "alumina", "Asset Type": "Refinery"},
    )
    assert set(rows["mineral_id"]) == {"aluminum"}
    assert list(zip(rows["kind"], rows["product"], strict=True)) == [
        ("mine", "bauxite"), ("mine", None), ("plant", "aluminum"), ("plant", "alumina")
    ]  # fmt: skip


def test_heavy_mineral_sands_are_titanium_and_zirconium_only_when_named(tmp_path: Path) -> None:
    rows = read(
        tmp_path,
        {"Primary Commodity": "heavy mineral sands"},
        {"Primary Commodity": "heavy mineral sands", "Other Commodities": "zicron;lanthanides"},
    )
    named = rows.groupby("record")["mineral_id"].agg(list).tolist()
    assert named == [["titanium"], ["titanium", "zirconium", "rare_earths"]]


def test_a_steel_plant_counts_only_with_a_listed_mineral(tmp_path: Path) -> None:
    rows = read(
        tmp_path,
        {"Asset Type": "Steel Plant", "Primary Commodity": "steel"},
        {"Asset Type": "Refinery; Steel Plant", "Primary Commodity": "steel", "Secondary Commodity": "zinc"},
    )
    assert list(zip(rows["record"], rows["stage"], rows["mineral_id"], strict=True)) == [("ICMM00001", "refinery", "zinc")]


def test_a_unicode_minus_is_a_minus(tmp_path: Path) -> None:
    assert list(read(tmp_path, {"Latitude": "\N{MINUS SIGN}23.8901"})["lat"]) == [-23.8901]


def test_names_are_stripped_repaired_and_kept_as_aliases(tmp_path: Path) -> None:
    rows = read(tmp_path, {"Mine Name ": "PyhÃ¤salmi ", "Group Names": "PyhÃ¤salmi;Pyhasalmi;"})
    assert rows["name"].iloc[0] == "Pyhäsalmi"
    assert rows["aliases"].iloc[0] == ["Pyhasalmi"]


@pytest.mark.parametrize("name", ["Rössing", "KWK Bzie Dębina", "Bergsöe"])
def test_sound_names_are_left_alone(name: str) -> None:
    assert icmm.readable(name) == name


@pytest.mark.parametrize(("stated", "ours"), [("High", "high"), ("Moderate", "moderate"), ("Very Low", "low")])
def test_confidence(tmp_path: Path, stated: str, ours: str) -> None:
    assert list(read(tmp_path, {"Confidence Factor": stated})["confidence"]) == [ours]


@pytest.mark.parametrize(
    "row",
    [
        {"Primary Commodity": "unobtainium"},
        {"Country": "Atlantis"},
        {"Asset Type": "Quarry"},
        {"Confidence Factor": "Perfect"},
    ],
)
def test_unknown_words_stop_the_reader(tmp_path: Path, row: dict[str, object]) -> None:
    with pytest.raises(BadFile):
        read(tmp_path, row)


def test_australian_mines_labelled_new_caledonia_are_corrected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fix = ["icmm_2025", "ICMM00000", "Country", "New Caledonia", "Australia", "wrong label", "its point"]
    monkeypatch.setattr("data.readers.corrections", lambda: pd.DataFrame([fix], columns=CORRECTION))
    assert list(read(tmp_path, {"Country": "New Caledonia"})["iso3_stated"]) == ["AUS"]
    with pytest.raises(ValueError, match="expected"):
        read(tmp_path, {"Country": "Australia"})
