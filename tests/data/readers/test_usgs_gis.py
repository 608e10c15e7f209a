"""The two USGS layers of mineral facilities, which number their attributes differently."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.readers import BadFile, usgs_gis

CORRECTION = ["source_id", "record", "field", "was", "now", "reason", "source"]


@pytest.fixture(autouse=True)
def no_corrections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.readers.corrections", lambda: pd.DataFrame(columns=CORRECTION))


def write(tmp_path: Path, *facilities: dict[str, Any]) -> pd.DataFrame:
    path = tmp_path / "layer.geojson"
    path.write_text(json.dumps({"features": [{"properties": facility} for facility in facilities]}))
    return usgs_gis.sites(path)


def african(**more: Any) -> dict[str, Any]:
    return {
        "FeatureUID": "ZAF095", "FeatureNam": "Kroondal Platinum Mine", "FeatureTyp": "Mines and Quarries",
        "Country": "South Africa", "ADM1": "North West", "LocOpStat": "Active", "Latitude": -25.707186,
        "Longitude": 27.356989, "LocConfid": "A", "OperateNam": "Sibanye", "DsgAttr01": "Metal",
        "DsgAttr02": "Platinum", "DsgAttr03": "Ore, platinum-group content", "DsgAttr06": 2018,
        "DsgAttr07": 9200.0,
        "DsgAttr08": "Kilograms", "DsgAttr10": "<null>",
    } | more  # fmt: skip


def pacific(**more: Any) -> dict[str, Any]:
    return {
        "FeatureUID": "NCL024", "FeatureNam": "Doniambo", "FeatureTyp": "Mineral Processing Plants",
        "Country": "New Caledonia", "ADM1": "South", "LocOpStat": "Assumed Active", "Latitude": -22.2601,
        "Longitude": 166.4471, "LocConf": "E", "OperateNam": "SLN", "DsgAttr01": "Nickel",
        "DsgAttr02": "Metal",
        "DsgAttr03": "Ni content", "DsgAttr06": 60, "DsgAttr07": "kmt", "DsgAttr10": "Noumea",
    } | more  # fmt: skip


def test_the_commodity_stands_in_the_second_field_in_africa_and_the_first_in_the_pacific(
    tmp_path: Path,
) -> None:
    assert list(write(tmp_path, african())["mineral_id"]) == ["platinum"]
    assert list(write(tmp_path, pacific())["mineral_id"]) == ["nickel"]


def test_capacities_become_tons_of_their_basis(tmp_path: Path) -> None:
    columns = ["capacity_t", "capacity_basis", "capacity_year", "capacity_is_shared"]
    (row,) = write(tmp_path, african()).to_dict("records")
    assert [row[column] for column in columns] == [9.2, "contained metal", 2018, False]
    (row,) = write(tmp_path, pacific()).to_dict("records")
    assert [row[column] for column in columns] == [60000.0, "contained metal", None, False]
    (row,) = write(tmp_path, african(DsgAttr10="ZAF001, ZAF002")).to_dict("records")
    assert row["capacity_is_shared"] is True


@pytest.mark.parametrize("nothing", [{"DsgAttr07": -999.0}, {"DsgAttr07": "<null>"}, {"DsgAttr08": "NA"}])
def test_nulls_are_no_capacity(tmp_path: Path, nothing: dict[str, Any]) -> None:
    (row,) = write(tmp_path, african(**nothing)).to_dict("records")
    assert row["capacity_t"] is None


def test_assumed_active_is_no_status(tmp_path: Path) -> None:
    (row,) = write(tmp_path, pacific()).to_dict("records")
    assert (row["status"], row["status_year"]) == ("unknown", None)
    assert "Assumed active" in row["note"]


@pytest.mark.parametrize(
    ("place", "precision"),
    [
        ({"LocConf": "A", "Latitude": -22.26, "Longitude": 166.4}, "area"),
        ({"LocConf": "E", "Latitude": -22.26, "Longitude": 166.4}, "site"),
        ({"LocConf": "A"}, "site"),
    ],
)
def test_an_approximate_short_point_is_an_area(tmp_path: Path, place: dict[str, Any], precision: str) -> None:
    assert list(write(tmp_path, pacific(**place))["location_precision"]) == [precision]


def test_oil_and_gas_are_left_out_and_brine_is_a_mine(tmp_path: Path) -> None:
    rows = write(tmp_path, african(FeatureTyp="Oil and Gas Fields"), african(FeatureTyp="Brine", FeatureUID="B"))
    assert list(zip(rows["record"], rows["kind"], strict=True)) == [("B", "mine")]


def test_forms_say_the_product_and_the_stage(tmp_path: Path) -> None:
    plant = {"FeatureTyp": "Mineral Processing Plants"}
    rows = write(
        tmp_path,
        african(**plant, DsgAttr02="Chromium", DsgAttr03="Ferroalloys, ferrochromium"),
        african(**plant, DsgAttr02="Copper", DsgAttr03="Refined", FeatureUID="B"),
        african(DsgAttr02="Titanium", DsgAttr03="Titanium concentrates, ilmenite", FeatureUID="C"),
    )
    assert list(zip(rows["stage"], rows["product"], strict=True)) == [
        ("smelter", "ferrochrome"), ("refinery", None), (None, "ilmenite")
    ]  # fmt: skip


def test_ferroalloys_say_in_the_form_which(tmp_path: Path) -> None:
    rows = write(tmp_path, pacific(DsgAttr01="Ferroalloys", DsgAttr02="Silicomanganese", DsgAttr03=""))
    assert sorted(rows["mineral_id"]) == ["manganese", "silicon"]
    assert write(tmp_path, pacific(DsgAttr01="Ferroalloys", DsgAttr02="Ferromolybdenum")).empty


@pytest.mark.parametrize(
    "more",
    [
        {"DsgAttr02": "Unobtainium"},
        {"Country": "Atlantis"},
        {"LocOpStat": "Asleep"},
        {"DsgAttr08": "Barrels"},
    ],
)
def test_unknown_words_stop_the_reader(tmp_path: Path, more: dict[str, Any]) -> None:
    with pytest.raises(BadFile):
        write(tmp_path, african(**more))


def test_a_correction_puts_the_lost_minus_back_on_every_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fix = [
        "usgs_africa_2021",
        "ZAF095",
        "Latitude",
        "25.707186",
        "-25.707186",
        "lost minus",
        "another record",
    ]
    monkeypatch.setattr("data.readers.corrections", lambda: pd.DataFrame([fix], columns=CORRECTION))
    north = {"Latitude": 25.707186}
    rows = write(tmp_path, african(**north), african(**north, DsgAttr02="Palladium"))
    assert set(rows["lat"]) == {-25.707186}
