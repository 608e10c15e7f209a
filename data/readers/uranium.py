"""Uranium: mine production, resources, conversion and enrichment capacity, compiled row by row from named publications."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from data.readers import BadFile, correct

PRODUCTION_SOURCE, RESOURCES_SOURCE = "wna_uranium", "wna_uranium_resources"
MEMORY = "from_memory"
"""Rows without a page behind them are left out."""

PRODUCTION_PAGE = "version with 2015-2024 table"
"""The one table taken in: another version names countries that this one counts among its others."""
RESOURCES = "<130 USD/kgU, identified recoverable (RAR+inferred)"
RESOURCES_YEAR = "2021"
"""The newest year of which the whole table was seen; of 2023 only six countries."""
CONVERSION_YEAR = "2017"
"""The newest year of which the whole table was seen, each row one country."""

ENRICHMENT = {
    "Euratom Supply Agency": "euratom_enrichment_2015",
    "World Nuclear News 14 Dec 2023": "page_wnn_urenco_2023_12",
    "World Nuclear News 27 Jan 2010": "page_wnn_urenco_2010_01",
    "IPFM blog July 2023": "page_ipfm_urenco_2023_07",
    "Power Technology Oct 2023": "page_powertech_orano_2023_10",
    "Orano press release 19 Oct 2023": "page_orano_2023_10",
}
"""How a row's source begins -> the publication."""
_COUNTRIES = {
    "Russia": "RUS", "France": "FRA", "China": "CHN", "United States": "USA", "USA": "USA", "Netherlands": "NLD",
    "Germany": "DEU", "United Kingdom": "GBR", "UK": "GBR", "Argentina": "ARG", "Brazil": "BRA", "Japan": "JPN",
}  # fmt: skip
_FLAGS = {
    "": None,
    "approximate": "estimated",
    "old": None,
    "derived": "derived",
    "planned addition": "planned",
    "alternative figure": None,
}


def production(path: Path) -> dict[str, pd.DataFrame]:
    """Mine production of 2018 to 2024 in metric tons of uranium: `production` and `world_total`.

    `path` is `uranium_production.csv`. Pakistan, Brazil, Iran and Czechia are parts of the table's other countries and
    have no row of their own. Raises BadFile for another file, a year without a total, and countries that miss the printed
    total by more than 2 t. Source: World Nuclear Association, World Uranium Mining Production (2015 to 2024).
    """
    cells = _read(path, ["iso3", "year", "tonnes_u", "flag", "source", "confidence", "note"])
    cells = cells.assign(record="production: " + cells["iso3"] + "|" + cells["year"] + "|" + cells["source"])
    cells = correct(cells, PRODUCTION_SOURCE, "production")
    cells = cells[(cells["confidence"] != MEMORY) & cells["source"].str.contains(PRODUCTION_PAGE, regex=False)]
    frame = pd.DataFrame(
        {
            "mineral_id": "uranium",
            "product": "uranium",
            "stage": "mine",
            "process": "mine",
            "iso3": cells["iso3"].where(~cells["iso3"].isin(["OTH", "WLD"]), None),
            "is_rest": cells["iso3"] == "OTH",
            "year": cells["year"].astype(int),
            "quantity_t": cells["tonnes_u"].map(_number),
            "basis": "uranium content",
            "flag": cells["flag"].where(cells["flag"] != "", None),
            "source_id": PRODUCTION_SOURCE,
            "edition": "2025",
        }
    )
    is_total = cells["iso3"] == "WLD"
    rows, totals = frame[~is_total], frame[is_total]
    printed = totals.set_index("year")["quantity_t"]
    summed = rows.groupby("year")["quantity_t"].sum()
    if set(printed.index) != set(summed.index) or ((summed - printed).abs() > 2).any():
        raise BadFile(f"{path.name}: the countries do not add up to the printed world totals; the file is cut off.")
    totals = totals.drop(columns=["process", "iso3", "is_rest"]).assign(excludes="")
    return {"production": rows, "world_total": totals}


def resources(path: Path) -> dict[str, pd.DataFrame]:
    """Identified resources recoverable below 130 dollars per kilogram, in metric tons: `reserves` and `world_total`.

    `path` is `uranium_reserves.csv`. These are resources (reasonably assured and inferred), a wider notion than the
    reserves of other minerals, and `basis` says so. The table names 16 countries and the world; what is left is not
    attributed. Raises BadFile for another file. Source: World Nuclear Association, from OECD-NEA and IAEA, Uranium 2022.
    """
    cells = _read(path, ["iso3", "tonnes_u", "category", "year", "flag", "source", "confidence", "note"])
    cells = cells[(cells["confidence"] != MEMORY) & (cells["year"] == RESOURCES_YEAR) & (cells["flag"] != "derived")]
    if set(cells["category"]) != {RESOURCES}:
        raise BadFile(f"{path.name}: unknown category {sorted(set(cells['category']))}.")
    frame = pd.DataFrame(
        {
            "mineral_id": "uranium",
            "product": "uranium",
            "stage": "reserves",
            "iso3": cells["iso3"].where(cells["iso3"] != "WLD", None),
            "is_rest": False,
            "year": cells["year"].astype(int),
            "quantity_t": cells["tonnes_u"].map(_number),
            "basis": "identified resources recoverable below 130 USD/kgU",
            "flag": None,
            "source_id": RESOURCES_SOURCE,
            "edition": "2022",
        }
    )
    is_total = cells["iso3"] == "WLD"
    totals = frame[is_total].drop(columns=["iso3", "is_rest"]).assign(excludes="")
    return {"reserves": frame[~is_total].drop(columns="stage"), "world_total": totals}


def conversion(path: Path) -> pd.DataFrame:
    """Nameplate capacity of conversion to uranium hexafluoride by country in 2017, in metric tons of uranium per year.

    `path` is `uranium_conversion_enrichment.csv`; rows of `capacity`. Raises BadFile for another file and for countries
    that do not add up to the printed total. Source: Euratom Supply Agency, market observatory, from WNA 2017.
    """
    cells = _seen(path, "conversion")
    cells = cells[(cells["year"] == CONVERSION_YEAR) & (cells["plant"] == "")]
    total = cells[cells["iso3"] == "WLD"]["capacity"].map(_number).sum()
    cells = cells[cells["iso3"] != "WLD"]
    frame = pd.DataFrame(
        {
            "mineral_id": "uranium",
            "product": "uranium_hexafluoride",
            "stage": "refining",
            "process": "conversion",
            "iso3": cells["iso3"],
            "is_rest": False,
            "year": cells["year"].astype(int),
            "quantity_t": cells["capacity"].map(_number),
            "basis": "uranium content",
            "flag": cells["flag"].map({"assumed": "estimated"}),
            "source_id": "euratom_conversion_2017",
            "edition": CONVERSION_YEAR,
        }
    )
    if frame["quantity_t"].sum() != total:
        raise BadFile(f"{path.name}: conversion in {CONVERSION_YEAR} does not add up to {total} t; the file is cut off.")
    return frame


def enrichment(path: Path) -> pd.DataFrame:
    """Enrichment capacity in metric tons of separative work per year, of an operator as a whole or of one of its plants.

    `path` is `uranium_conversion_enrichment.csv`. Columns: operator, plant (empty: the operator's plants together),
    located_in (iso3, joined by `;`), year, capacity_tswu, flag, source_id, note. Operators and plants overlap and the years
    differ: rows are never added up. Raises BadFile for another file, an unknown country or source.
    """
    cells = _seen(path, "enrichment")
    cells = cells[(cells["iso3"] != "WLD") & (cells["capacity"] != "")]
    rows = []
    for cell in cells.to_dict("records"):
        source = next((name for start, name in ENRICHMENT.items() if str(cell["source"]).startswith(start)), None)
        codes = [_COUNTRIES.get(name) for name in str(cell["country"]).split(", ")]
        if source is None or None in codes or cell["flag"] not in _FLAGS:
            raise BadFile(f"{path.name}: unknown country, flag or source of {cell['operator']} {cell['plant']}, {cell['year']}.")
        rows.append(
            {
                "operator": cell["operator"],
                "plant": cell["plant"] or None,
                "located_in": ";".join(sorted(map(str, codes))),
                "year": int(str(cell["year"])),
                "capacity_tswu": _number(cell["capacity"]),
                "flag": _FLAGS[str(cell["flag"])],
                "source_id": source,
                "note": cell["note"] or None,
            }
        )
    return pd.DataFrame(rows)


def _seen(path: Path, stage: str) -> pd.DataFrame:
    columns = [
        "stage",
        "country",
        "iso3",
        "operator",
        "plant",
        "capacity",
        "unit",
        "year",
        "flag",
        "source",
        "confidence",
        "note",
    ]
    cells = _read(path, columns)
    cells = cells[(cells["stage"] == stage) & (cells["confidence"] != MEMORY)]
    unit = {"conversion": "tU/y as UF6", "enrichment": "tSWU/y"}[stage]
    if set(cells["unit"]) != {unit}:
        raise BadFile(f"{path.name}: the unit of {stage} is {sorted(set(cells['unit']))}, expected {unit}.")
    return cells


def _number(text: object) -> float:
    try:
        return float(str(text))
    except ValueError as error:
        raise BadFile(f"{text!r} is no figure.") from error


def _read(path: Path, columns: list[str]) -> pd.DataFrame:
    if not path.exists():
        raise BadFile(f"{path} is not there.")
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    if not lines or lines[0] != columns:
        raise BadFile(f"{path.name} has not the columns {', '.join(columns)}: it is another file.")
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(columns):
            raise BadFile(f"{path.name}, record {number}: {len(line)} fields; the file is cut off.")
    return pd.DataFrame(lines[1:], columns=columns, dtype=str)
