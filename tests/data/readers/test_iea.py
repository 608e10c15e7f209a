"""The IEA reader on tiny files in the layouts of the flat table and of the JSON; the figures are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.readers import BadFile
from data.readers.iea import PRODUCTS, projection, supply_share

Table = dict[str, dict[str, float | None]]


def world() -> dict[tuple[str, str], Table]:
    """Every table of the source with one named country, the rest and the total."""
    years = ("2024", "2030")
    return {
        key: {
            "China": dict.fromkeys(years, 30.0),
            "Rest of world": dict.fromkeys(years, 10.0),
            "TOTAL": dict.fromkeys(years, 40.0),
        }
        for key in PRODUCTS
    }


def flat(tmp_path: Path, tables: dict[tuple[str, str], Table]) -> Path:
    lines = ["mineral,stage,country,year,kt"]
    for (mineral, stage), table in tables.items():
        for name, years in table.items():
            lines += [f"{mineral},{stage},{name},{year},{kt}" for year, kt in years.items()]
    path = tmp_path / "supply.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_share_is_of_the_publishers_total(tmp_path: Path) -> None:
    shares = supply_share(flat(tmp_path, world()))
    cobalt = shares[(shares["mineral_id"] == "cobalt") & (shares["stage"] == "refining")]
    assert cobalt[~cobalt["is_rest"]]["share_pct"].tolist() == [75]
    assert cobalt[cobalt["is_rest"]]["iso3"].isna().all()
    assert set(shares["period"]) == {"2024"} and set(shares["edition"]) == {"2025"}


def test_a_country_counted_again_in_the_rest_is_taken_out(tmp_path: Path) -> None:
    tables = world()
    tables["Nickel", "mining"] = {
        "Indonesia": {"2024": 60.0},
        "Australia": {"2024": 10.0},
        "Rest of world": {"2024": 40.0},
        "TOTAL": {"2024": 100.0},
    }
    shares = supply_share(flat(tmp_path, tables))
    nickel = shares[(shares["mineral_id"] == "nickel") & (shares["stage"] == "mine")]
    found = dict(zip(nickel["iso3"].fillna("rest"), nickel["share_pct"], strict=True))
    assert found == {"AUS": 10, "IDN": 60, "rest": 30}


def test_rows_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    tables = world()
    tables["Nickel", "mining"]["TOTAL"] = {"2024": 41.0, "2030": 40.0}
    with pytest.raises(BadFile, match="do not add up"):
        supply_share(flat(tmp_path, tables))


def test_projections_are_kept_apart(tmp_path: Path) -> None:
    rows = projection(flat(tmp_path, world()))
    assert set(rows["year"]) == {2030} and set(rows["scenario"]) == {"base case"}
    assert rows.loc[rows["iso3"] == "CHN", "quantity_t"].unique().tolist() == [30_000]


def test_what_is_measured_is_named(tmp_path: Path) -> None:
    shares = supply_share(flat(tmp_path, world()))
    named = set(zip(shares["mineral_id"], shares["stage"], shares["product"], strict=True))
    assert ("rare_earths", "mine", "magnet_rare_earths") in named
    assert ("graphite", "refining", "battery_grade_graphite") in named
    assert ("copper", "refining", "copper_including_scrap") in named


def test_the_json_gives_the_same_and_its_notes_are_no_countries(tmp_path: Path) -> None:
    tables = world()
    supply: dict[str, dict[str, dict[str, object]]] = {}
    for (mineral, stage), table in tables.items():
        countries: Table = {name: years for name, years in table.items() if name != "TOTAL"}
        countries["Notes: a sentence."] = {"2024": None}
        supply.setdefault(mineral, {})[stage] = {"countries": countries, "total": table["TOTAL"]}
    path = tmp_path / "iea.json"
    path.write_text(json.dumps({"supply": supply}), encoding="utf-8")
    assert supply_share(path).equals(supply_share(flat(tmp_path, tables)))


def test_wrong_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "supply.csv"
    with pytest.raises(BadFile, match="not there"):
        supply_share(path)
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadFile, match="another file"):
        supply_share(path)
    path.write_text("mineral,stage,country,year,kt\nCopper,mining,Chi", encoding="utf-8")
    with pytest.raises(BadFile, match="cut off"):
        supply_share(path)
    tables = world()
    del tables["Lithium", "refining"]
    with pytest.raises(BadFile, match="no table Lithium, refining"):
        supply_share(flat(tmp_path, tables))
    tables = world()
    tables["Copper", "mining"]["Atlantis"] = {"2024": 0.0, "2030": 0.0}
    with pytest.raises(BadFile, match="unknown country 'Atlantis'"):
        supply_share(flat(tmp_path, tables))
    path = tmp_path / "other.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(BadFile, match="no supply by country"):
        supply_share(path)
