"""The old USGS table of facilities outside the United States, each of its traps in a hand-made file."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.readers import BadFile, usgs_minfac

CORRECTION = ["source_id", "record", "field", "was", "now", "reason", "source"]


@pytest.fixture(autouse=True)
def no_corrections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.readers.corrections", lambda: pd.DataFrame(columns=CORRECTION))


def row(**more: str) -> dict[str, str]:
    return {
        "rec_id": "1752", "year": "2007", "country": "Kazakhstan", "commodity": "Zinc: mining, recoverable, Zn content",
        "location": "East Kazakhstan", "fac_name": "Maleevsky Mine", "fac_type": "Mine", "dmslat": "49. 47'  N",
        "dmslong": "084. 19'  E", "latitude": "49.78", "longitude": "84.32", "precision": "F", "op_comp": "Zyrianovsk",
        "status": "Active", "capacity": "203", "units": "thousand metric tons per year", "notes": "", "cite": "848",
    } | more  # fmt: skip


def read(tmp_path: Path, *rows: dict[str, str]) -> list[dict[str, Any]]:
    path = tmp_path / "minfac.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    return [{str(key): value for key, value in each.items()} for each in usgs_minfac.sites(path).to_dict("records")]


def test_only_the_decimal_degrees_are_read(tmp_path: Path) -> None:
    (site,) = read(tmp_path, row(dmslat="21. 53'  N", latitude="-21.88", longitude="-70.1", country="Chile"))
    assert (site["lon"], site["lat"]) == (-70.1, -21.88)


def test_an_old_status_and_operator_stay_in_the_note_with_their_year(tmp_path: Path) -> None:
    (site,) = read(tmp_path, row(status="active", op_comp="Zyrianovsk (Kazzinc)"))
    assert (site["status"], site["status_year"], site["operator"]) == ("unknown", None, None)
    assert "Listed as active in 2007. Operator in 2007: Zyrianovsk. Place: East Kazakhstan" in site["note"]
    (site,) = read(tmp_path, row(status="closed", year="2003"))
    assert (site["status"], "Listed as closed in 2003" in site["note"]) == ("unknown", True)


def test_a_wrong_type_is_corrected_by_a_declared_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(tmp_path, row())[0]["kind"] == "mine"
    fix = [["usgs_minfac", "1752", "fac_type", "Mine", "Plant", "a concentrator", "its name"]]
    monkeypatch.setattr("data.readers.corrections", lambda: pd.DataFrame(fix, columns=CORRECTION))
    assert read(tmp_path, row())[0]["kind"] == "plant"
    with pytest.raises(ValueError, match="expected 'Mine'"):
        read(tmp_path, row(fac_type="Smelter"))


def test_a_point_that_was_blanked_is_no_point(tmp_path: Path) -> None:
    (site,) = read(tmp_path, row(latitude="", longitude=""))
    assert (site["lon"], site["location_precision"]) == (None, "none")
    (site,) = read(tmp_path, row(fac_name="Salvador Division (general coordinates of Chile)"))
    assert site["lon"] is None


def test_the_letters_f_and_a_say_how_good_a_point_is(tmp_path: Path) -> None:
    for letter, precision in (("F", "site"), ("A", "area"), ("", "area")):
        assert read(tmp_path, row(precision=letter))[0]["location_precision"] == precision


def test_one_point_for_several_names_is_their_town_or_area(tmp_path: Path) -> None:
    plants = row(fac_name="Lead smelter", fac_type="Plant"), row(rec_id="2", fac_name="Tin smelter", fac_type="Plant")
    assert {site["location_precision"] for site in read(tmp_path, *plants)} == {"settlement"}
    mines = row(fac_name="Tishinsky Mine"), row(rec_id="2", fac_name="Sokolny Mine")
    assert {site["location_precision"] for site in read(tmp_path, *mines)} == {"area"}


def test_lost_accents_come_back_where_the_word_is_known(tmp_path: Path) -> None:
    (site,) = read(tmp_path, row(country="Brazil", fac_name="Niquel.ndia, Goi.s State, X.yz Mine, U.S. Par.ther"))
    assert site["name"] == "Niquelândia, Goiás State, X.yz Mine, U.S. Par.ther"


@pytest.mark.parametrize(
    "notes",
    ["Combined capacities for positions 205.212.", "Combined capacity for positions 3.5.", "combined production for 2 mines"],
)
def test_a_combined_capacity_on_member_rows_is_shared(tmp_path: Path, notes: str) -> None:
    sites = read(tmp_path, row(notes=notes), row(rec_id="2", fac_name="Other Mine", notes=notes))
    assert [(site["capacity_t"], site["capacity_is_shared"]) for site in sites] == [(203000.0, True)] * 2


def test_a_capacity_of_its_own_or_of_a_sum_told_apart_is_not_shared(tmp_path: Path) -> None:
    assert read(tmp_path, row())[0]["capacity_is_shared"] is False
    assert read(tmp_path, row(notes="capacity sum for positions 456-459 is 1,740,000"))[0]["capacity_is_shared"] is False
    assert {site["capacity_is_shared"] for site in read(tmp_path, row(commodity="Lead and zinc"))} == {True}
    sides = read(tmp_path, row(fac_type="Mine, Plant"))
    assert [(site["kind"], site["capacity_is_shared"]) for site in sides] == [("mine", True), ("plant", True)]


def test_two_rows_of_a_facility_are_one_record_and_never_added_up(tmp_path: Path) -> None:
    sites = read(tmp_path, row(), row(rec_id="1658", commodity="Copper: concentrate, Cu content", capacity="62"))
    assert {site["record"] for site in sites} == {"1752"}
    assert {site["mineral_id"]: site["capacity_t"] for site in sites} == {"zinc": 203000.0, "copper": 62000.0}
    assert "Rows of the table: 1752, 1658" in sites[0]["note"]
    (site,) = read(tmp_path, row(), row(rec_id="2", commodity="zinc", capacity="35"))
    assert site["capacity_t"] is None


@pytest.mark.parametrize(
    ("capacity", "units", "tons"),
    [
        ("1,090", "thousand metric tons per year", 1090000.0),
        ("1,090", "t / yr", 1090.0),
        ("0.07", "thousand t/yr", 70.0),
        ("55000", "kg / yr", 55.0),
        ("12,000e", "t/yr", 12000.0),
        ("2", "million metric tons per year", 2000000.0),
        ("0", "t/yr", None),
        ("NA", "t/yr", None),
        ("4,600 (gold)", "kilograms per year", None),
        ("100 (ore), 1", "thousand t/yr", None),
        ("5", ".", None),
    ],
)
def test_units_of_every_spelling_become_tons(tmp_path: Path, capacity: str, units: str, tons: float | None) -> None:
    (site,) = read(tmp_path, row(capacity=capacity, units=units))
    assert site["capacity_t"] == tons
    assert site["capacity_year"] == (2007 if tons else None)
    assert ("not read" in site["note"]) == (tons is None and capacity not in ("0", "NA"))


def test_the_basis_is_only_what_the_words_say(tmp_path: Path) -> None:
    for commodity, capacity, basis in (
        ("Zinc: ore, Zn content", "5", "contained metal"),
        ("Potash: K2O content", "5", "K2O"),
        ("Potash (K2O equivalent)", "5", "K2O"),
        ("phosphoric acid, P2O5 content", "5", "P2O5"),
        ("Tin", "5 (ore)", "gross weight"),
        ("Tin", "5", None),
    ):
        assert read(tmp_path, row(commodity=commodity, capacity=capacity))[0]["capacity_basis"] == basis


def test_tons_that_mean_thousands_are_not_read(tmp_path: Path) -> None:
    middle_east = {"country": "Iran", "cite": "851", "units": "t / yr", "commodity": "barite"}
    assert read(tmp_path, row(**middle_east))[0]["capacity_t"] is None
    assert read(tmp_path, row(**middle_east | {"country": "Morocco"}))[0]["capacity_t"] == 203.0


def test_a_missing_name_is_place_and_operator(tmp_path: Path) -> None:
    def name(**more: str) -> str:
        return str(read(tmp_path, row(fac_name="", op_comp="Silvinit", **more))[0]["name"])

    assert name(location="Skorpion") == "Skorpion"
    assert name(location="Edea", fac_type="Plant") == "Edea, Silvinit"
    assert name(location="Berezniki region") == "Silvinit, Berezniki region"
    assert read(tmp_path, row(fac_name="Plant", location="Edea"))[0]["name"] == "Edea"
    assert read(tmp_path, row(fac_name="Plant at Onsan", op_comp="Korea Zinc"))[0]["name"] == "Plant at Onsan, Korea Zinc"
    with pytest.raises(BadFile, match="neither facility nor place"):
        read(tmp_path, row(fac_name="", location=""))


def test_a_mine_of_a_metal_digs_its_ore(tmp_path: Path) -> None:
    assert read(tmp_path, row(commodity="Aluminum"))[0]["product"] == "bauxite"
    (site,) = read(tmp_path, row(commodity="Titanium: sponge", fac_type="Plant"))
    assert (site["mineral_id"], site["product"]) == ("titanium", "sponge")


def test_words_off_the_list_are_left_out_and_new_ones_refused(tmp_path: Path) -> None:
    assert read(tmp_path, row(commodity="Cement"), row(commodity="Coal"), row(commodity="Ferroalloys")) == []
    with pytest.raises(BadFile, match="unobtainium"):
        read(tmp_path, row(commodity="Unobtainium"))


@pytest.mark.parametrize(
    "more", [{"country": "Atlantis"}, {"fac_type": "Castle"}, {"status": "Asleep"}, {"units": "barrels"}, {"fac_type": ""}]
)
def test_unknown_words_are_refused(tmp_path: Path, more: dict[str, str]) -> None:
    with pytest.raises(BadFile):
        read(tmp_path, row(**more))


def test_a_file_without_the_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "minfac.csv"
    path.write_text("rec_id,year\n1,2007\n")
    with pytest.raises(BadFile, match="columns"):
        usgs_minfac.sites(path)
