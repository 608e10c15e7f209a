"""IEA Critical Minerals Data Explorer, base year 2024: shares of world supply and base-case projections."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from data.readers import BadFile, correct

SOURCE_ID = "iea_2024"
EDITION = "2025"
BASE_YEAR = 2024
SCENARIO = "base case"

PRODUCTS = {
    ("Copper", "mining"): ("copper", "copper"),
    ("Copper", "refining"): ("copper", "copper_including_scrap"),
    ("Cobalt", "mining"): ("cobalt", "cobalt"),
    ("Cobalt", "refining"): ("cobalt", "cobalt"),
    ("Lithium", "mining"): ("lithium", "lithium"),
    ("Lithium", "refining"): ("lithium", "lithium"),
    ("Nickel", "mining"): ("nickel", "nickel"),
    ("Nickel", "refining"): ("nickel", "nickel"),
    ("Graphite", "mining"): ("graphite", "natural_graphite"),
    ("Graphite", "refining"): ("graphite", "battery_grade_graphite"),
    ("Rare Earth Elements", "mining"): ("rare_earths", "magnet_rare_earths"),
    ("Rare Earth Elements", "refining"): ("rare_earths", "magnet_rare_earths"),
}
"""(mineral, stage) as published -> (mineral_id, product): refined copper includes scrap, refined graphite is
of battery grade, rare earths are those of magnets."""

STAGE = {"mining": "mine", "refining": "refining"}

COUNTRY = {
    "Argentina": "ARG",
    "Australia": "AUS",
    "Brazil": "BRA",
    "Canada": "CAN",
    "Chile": "CHL",
    "China": "CHN",
    "Democratic Republic of Congo": "COD",
    "Finland": "FIN",
    "Germany": "DEU",
    "India": "IND",
    "Indonesia": "IDN",
    "Japan": "JPN",
    "Madagascar": "MDG",
    "Malaysia": "MYS",
    "Mozambique": "MOZ",
    "Myanmar": "MMR",
    "New Caledonia": "NCL",
    "Peru": "PER",
    "Philippines": "PHL",
    "Russia": "RUS",
    "Sweden": "SWE",
    "Tanzania": "TZA",
    "United States": "USA",
    "Zimbabwe": "ZWE",
}
_REST, _TOTAL = "Rest of world", "TOTAL"
_NOTES = ("Notes:", "“Base case”")
_SHARES = (
    "mineral_id", "product", "stage", "iso3", "is_rest", "period", "share_pct", "flag", "source_id",
    "edition",
)  # fmt: skip
_PROJECTIONS = (
    "scenario", "mineral_id", "product", "stage", "iso3", "is_rest", "year", "quantity_t", "source_id",
)  # fmt: skip
_COLUMNS = ("mineral", "stage", "country", "year", "kt")


def supply_share(path: Path) -> pd.DataFrame:
    """Shares of world supply in 2024, in percent of the publisher's own total.

    `path` is `iea_supply_flat.csv` or `iea.json`. Columns: mineral_id, product, stage, iso3, is_rest,
    period, share_pct, flag, source_id, edition. Raises BadFile for an unknown name, a file cut off, or rows
    that do not add up to the total. Source: IEA, Critical Minerals Data Explorer, CC BY 4.0.
    """
    rows = _supply(path)
    total = rows.groupby(["mineral_id", "product", "stage", "year"])["quantity_t"].transform("sum")
    rows = rows.assign(
        share_pct=(100 * rows["quantity_t"] / total).round(4),
        period=str(BASE_YEAR),
        flag=None,
        edition=EDITION,
    )
    rows = rows[rows["year"] == BASE_YEAR]
    return rows[list(_SHARES)].reset_index(drop=True)


def projection(path: Path) -> pd.DataFrame:
    """The base case's supply after 2024, in metric tons: scenario figures, not data.

    `path` as for `supply_share`. Columns: scenario, mineral_id, product, stage, iso3, is_rest, year,
    quantity_t, source_id. Raises BadFile as `supply_share` does.
    Source: IEA, Critical Minerals Data Explorer, CC BY 4.0.
    """
    rows = _supply(path).assign(scenario=SCENARIO)
    rows = rows[rows["year"] > BASE_YEAR]
    return rows[list(_PROJECTIONS)].reset_index(drop=True)


def _supply(path: Path) -> pd.DataFrame:
    if not path.exists():
        raise BadFile(f"{path} is not there.")
    cells = _json_cells(path) if path.suffix == ".json" else _csv_cells(path)
    cells["record"] = cells["mineral"] + "|" + cells["stage"] + "|" + cells["country"] + "|" + cells["year"]
    cells = correct(cells, SOURCE_ID)
    cells["kt"] = pd.to_numeric(cells["kt"], errors="coerce")
    if cells["kt"].isna().any():
        raise BadFile(f"{path.name}: no figure for {cells.loc[cells['kt'].isna(), 'record'].iloc[0]}.")
    found = []
    for table, group in cells.groupby(["mineral", "stage", "year"], sort=True):
        mineral, stage, year = (str(part) for part in table)
        named = dict(zip(group["country"], group["kt"], strict=True))
        if len(named) != len(group):
            raise BadFile(f"{path.name}: a country stands twice in {mineral}, {stage}, {year}.")
        if (mineral, stage) not in PRODUCTS:
            raise BadFile(f"{path.name}: unknown table {mineral}, {stage}; add it to PRODUCTS.")
        where = f"{path.name}: {mineral}, {stage}, {year}"
        mineral_id, product = PRODUCTS[mineral, stage]
        for name, kt in _whole(named, where).items():
            found.append(
                {
                    "mineral_id": mineral_id,
                    "product": product,
                    "stage": STAGE[stage],
                    "iso3": None if name == _REST else _iso3(name, where),
                    "is_rest": name == _REST,
                    "year": int(year),
                    "quantity_t": round(kt * 1000, 3),
                    "source_id": SOURCE_ID,
                }
            )
    if lacking := set(PRODUCTS) - set(zip(cells["mineral"], cells["stage"], strict=True)):
        mineral, stage = sorted(lacking)[0]
        raise BadFile(f"{path.name} has no table {mineral}, {stage}: it is cut off or another file.")
    columns = ["mineral_id", "product", "stage", "iso3", "is_rest", "year", "quantity_t", "source_id"]
    order = ["mineral_id", "product", "stage", "year", "is_rest", "iso3"]
    return pd.DataFrame(found, columns=columns).sort_values(order, ignore_index=True)


def _whole(named: Mapping[str, float], where: str) -> dict[str, float]:
    """Named countries and the rest of the world, adding up to the printed total.

    The publisher counts one named country again inside `Rest of world` in some tables; it is taken out there.
    """
    if _TOTAL not in named or _REST not in named:
        raise BadFile(f"{where} has no {_TOTAL} or no {_REST!r}: the file is cut off.")
    countries = {name: kt for name, kt in named.items() if name not in (_TOTAL, _REST)}
    rest = named[_TOTAL] - sum(countries.values())
    again = named[_REST] - rest
    tolerance = 1e-6 * named[_TOTAL]
    if all(abs(again - kt) > tolerance for kt in (0, *countries.values())):
        raise BadFile(f"{where}: the rows do not add up to the total of {named[_TOTAL]} kt.")
    return {**countries, _REST: max(rest, 0.0)}


def _iso3(name: str, where: str) -> str:
    if name not in COUNTRY:
        raise BadFile(f"{where}: unknown country {name!r}; add it to COUNTRY in data/readers/iea.py.")
    return COUNTRY[name]


def _csv_cells(path: Path) -> pd.DataFrame:
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    if not lines or tuple(lines[0]) != _COLUMNS:
        raise BadFile(f"{path.name} has not the columns {', '.join(_COLUMNS)}: it is another file.")
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(_COLUMNS):
            raise BadFile(f"{path.name}, record {number}: {len(line)} fields; the file is cut off.")
    return pd.DataFrame(lines[1:], columns=list(_COLUMNS), dtype=str)


def _json_cells(path: Path) -> pd.DataFrame:
    try:
        supply: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["supply"]
        cells = [
            (mineral, stage, country, year, str(kt))
            for mineral, stages in supply.items()
            for stage, table in stages.items()
            for country, years in {**table["countries"], _TOTAL: table["total"]}.items()
            for year, kt in years.items()
            if not country.startswith(_NOTES)
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadFile(f"{path.name} has no supply by country ({error!r}): it is cut off or another file.") from error
    return pd.DataFrame(cells, columns=list(_COLUMNS), dtype=str)
