"""The supplement of modern plants."""

from pathlib import Path

import pandas as pd
import pytest

from data.readers import BadFile, plants

CORRECTION = ["source_id", "record", "field", "was", "now", "reason", "source"]


@pytest.fixture(autouse=True)
def no_corrections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.readers.corrections", lambda: pd.DataFrame(columns=CORRECTION))


def read(tmp_path: Path, *rows: dict[str, str]) -> pd.DataFrame:
    """Sightings of a file whose rows are a nickel refinery in Finland but for the columns given."""
    usual = dict.fromkeys(plants.COLUMNS, "") | {
        "country_iso3": "FIN", "lat": "61.3", "lon": "22.1", "coord_precision": "site", "stage": "refinery",
        "minerals": "Nickel", "status": "operating", "status_as_of": "2025-10-29", "source": "A page (2025)",
        "confidence": "seen_in_source", "parent_country": "FIN",
    }  # fmt: skip
    table = pd.DataFrame([usual | {"name": f"Plant {number}"} | row for number, row in enumerate(rows)])
    table[plants.COLUMNS].to_csv(tmp_path / "plants_supplement.csv", index=False)
    return plants.sites(tmp_path)


def test_a_row_is_a_plant_with_its_own_page(tmp_path: Path) -> None:
    (row,) = read(tmp_path, {"operator": "Boliden"}).to_dict("records")
    assert (row["kind"], row["stage"], row["operator"], row["owner_iso3"]) == (
        "plant",
        "refinery",
        "Boliden",
        "FIN",
    )
    assert (row["status"], row["status_year"], row["page"]) == ("operating", 2025, "A page (2025)")


def test_a_district_is_an_area_a_town_a_settlement_and_no_point_none(tmp_path: Path) -> None:
    rows = read(
        tmp_path,
        {"coord_precision": "district"},
        {"coord_precision": "settlement"},
        {"coord_precision": "", "lat": "", "lon": ""},
    )
    assert list(rows["location_precision"]) == ["area", "settlement", "none"]


def test_several_owners_leave_no_owner_but_a_note(tmp_path: Path) -> None:
    (row,) = read(tmp_path, {"parent_country": "GBR; NLD; DEU"}).to_dict("records")
    assert row["owner_iso3"] is None
    assert "Owners: GBR, NLD, DEU" in row["note"]


def test_idle_is_care_and_maintenance_and_other_no_stage(tmp_path: Path) -> None:
    (row,) = read(tmp_path, {"status": "idle", "stage": "other"}).to_dict("records")
    assert (row["status"], row["stage"]) == ("care_and_maintenance", None)


def capacity(tmp_path: Path, figure: str, unit: str, minerals: str, **more: str) -> dict[str, tuple[object, ...]]:
    rows = read(tmp_path, {"capacity": figure, "capacity_unit": unit, "minerals": minerals, **more})
    columns = [
        "capacity_t",
        "capacity_basis",
        "capacity_kind",
        "capacity_year",
        "capacity_is_shared",
        "product",
    ]
    return {
        row["mineral_id"]: tuple(row[column] for column in columns)
        for row in rows.to_dict("records")
        if row["capacity_t"] is not None
    }


def test_a_capacity_goes_to_the_mineral_its_unit_names(tmp_path: Path) -> None:
    found = capacity(tmp_path, "17", "t/y indium (2012 target at full planned capacity)", "Indium; Zinc")
    assert found == {"indium": (17.0, "contained metal", "plan", 2012, False, None)}


def test_a_second_figure_goes_to_its_own_mineral(tmp_path: Path) -> None:
    found = capacity(tmp_path, "60000", "t/y nickel (plus 7,800 t/y cobalt, metal content)", "Nickel; Cobalt")
    assert {mineral: columns[0] for mineral, columns in found.items()} == {
        "nickel": 60000.0,
        "cobalt": 7800.0,
    }


def test_a_combined_figure_is_shared_and_never_divided(tmp_path: Path) -> None:
    found = capacity(tmp_path, "1000000", "t/y ferroalloys (design, gross)", "Chromium; Manganese; Silicon")
    assert set(found) == {"chromium", "manganese", "silicon"}
    assert set(found.values()) == {(1e6, "gross weight", "nameplate", 2025, True, "ferroalloys")}


def test_a_company_total_is_shared(tmp_path: Path) -> None:
    found = capacity(tmp_path, "40000", "t/y cobalt smelting capacity (company total)", "Cobalt; Nickel")
    assert found["cobalt"][4] is True


@pytest.mark.parametrize(
    "unit",
    [
        "tSWU/y (end 2009)",
        "GWh/y of battery-grade lithium",
        "t/y ore throughput (gross)",
        "t/y monazite feed",
    ],
)
def test_work_energy_and_feed_are_no_capacity_but_stay_in_the_note(tmp_path: Path, unit: str) -> None:
    (row,) = read(tmp_path, {"capacity": "5050", "capacity_unit": unit}).to_dict("records")
    assert row["capacity_t"] is None
    assert f"Capacity as stated: 5050 {unit}" in row["note"]


def test_kilograms_become_tons(tmp_path: Path) -> None:
    assert capacity(tmp_path, "900", "kg/y HALEU (16-centrifuge cascade)", "Uranium")["uranium"][0] == 0.9


def test_a_figure_to_come_does_not_date_the_present_one(tmp_path: Path) -> None:
    found = capacity(tmp_path, "250000", "t/y copper (300,000 by 2028)", "Copper", status_as_of="2024-06-10")
    assert found["copper"][2:4] == ("nameplate", 2024)


@pytest.mark.parametrize(
    ("unit", "status", "kind"),
    [
        ("t/y nickel", "operating", "nameplate"),
        ("t/y nickel", "construction", "plan"),
        ("t/y nickel (2018 plan; plus more)", "operating", "plan"),
        ("t/y nickel (company output)", "operating", "output"),
        ("t/y nickel in matte (80,000 in other report; plan 90,000)", "operating", "nameplate"),
    ],
)
def test_what_kind_of_figure_it_is(tmp_path: Path, unit: str, status: str, kind: str) -> None:
    assert capacity(tmp_path, "10", unit, "Nickel", status=status)["nickel"][2] == kind


def test_roles_the_first_named_is_main_and_so_are_members_of_its_group(tmp_path: Path) -> None:
    rows = read(tmp_path, {"minerals": "Rare earths; Neodymium"}, {"minerals": "Gallium; Aluminum"},
                {"minerals": "Zinc; Lead; Indium"})  # fmt: skip
    assert list(zip(rows["mineral_id"], rows["role"], strict=True)) == [
        ("rare_earths", "main"), ("neodymium", "main"), ("gallium", "main"), ("aluminum", "main"),
        ("zinc", "main"), ("lead", "main"), ("indium", "by_product"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        {"minerals": "Unobtainium"},
        {"status": "sleeping"},
        {"coord_precision": "vague"},
        {"confidence": "sure"},
        {"country_iso3": "XXX"},
        {"stage": "polishing"},
        {"capacity": "1", "capacity_unit": "barrels/y"},
    ],
)
def test_unknown_words_and_units_stop_the_reader(tmp_path: Path, row: dict[str, str]) -> None:
    with pytest.raises(BadFile):
        read(tmp_path, row)


def test_a_name_twice_stops_the_reader(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="twice"):
        read(tmp_path, {"name": "A"}, {"name": "A"})
