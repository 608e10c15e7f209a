"""World Bank, Commodity Price Data (The Pink Sheet): monthly prices of ten metals and fertiliser minerals."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import BadZipFile

import openpyxl
import pandas as pd

from data.readers import BadFile
from data.readers.usgs_salient import TROY_OUNCE

SOURCE_ID = "worldbank_pinksheet_2026"
EDITION = "2026"
SHEET = "Monthly Prices"

SERIES = {
    "Aluminum": ("aluminum", "aluminum", "LME, high grade"),
    "Copper": ("copper", "copper", "LME, grade A"),
    "Lead": ("lead", "lead", "LME, refined"),
    "Tin": ("tin", "tin", "LME, refined"),
    "Nickel": ("nickel", "nickel", "LME, cathodes"),
    "Zinc": ("zinc", "zinc", "LME, high grade"),
    "Platinum": ("platinum", "platinum", "99.95%, spot; London fixing to May 2025"),
    "Silver": ("silver", "silver", "99.9%, London fixing"),
    "Phosphate rock": ("phosphate", "phosphate_rock", "f.o.b. North Africa"),
    "Potassium chloride": ("potash", "potassium_chloride", "CFR Brazil; f.o.b. Vancouver to 2019"),
}
"""Series as the sheet names them -> (mineral, product, what the price is of); gold, iron ore and coal are not ours."""
UNITS = {"($/mt)": ("dollars per metric ton", 1.0), "($/troy oz)": ("dollars per troy ounce", 1000 / TROY_OUNCE)}
MISSING = ("…", "...", "..", None)


def price(path: Path) -> pd.DataFrame:
    """Monthly prices from 1960 on, nominal, in the sheet's own unit and in US dollars per metric ton.

    `path` is `CMO-Historical-Data-Monthly.xlsx`. Columns: mineral_id, product, period (`2026-05`), price, unit,
    price_usd_t, basis, flag (empty), source_id, edition. A month without a figure has no row. Raises BadFile for another
    file, a series that is not there, an unknown unit, a month out of order, and a word instead of a figure.
    Source: World Bank, Commodity Price Data (The Pink Sheet), CC BY 4.0.
    """
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        lines = [list(line) for line in book[SHEET].iter_rows(values_only=True)] if SHEET in book.sheetnames else []
        book.close()
    except (OSError, KeyError, ValueError, BadZipFile) as error:
        raise BadFile(f"{path.name} is no workbook ({error}): cut off, or another file.") from error
    start = next((number for number, line in enumerate(lines) if re.fullmatch(r"\d{4}M\d{2}", str(line[0]))), None)
    if start is None or start < 2:
        raise BadFile(f"{path.name} has no sheet {SHEET!r} with months in its first column: it is another file.")
    names = {str(name).replace("*", "").strip(): column for column, name in enumerate(lines[start - 2]) if name}
    months = [str(line[0]) for line in lines[start:] if line[0]]
    if months != sorted(set(months)):
        raise BadFile(f"{path.name}: the months are not in order.")
    rows = []
    for name, (mineral_id, product, basis) in SERIES.items():
        if name not in names:
            raise BadFile(f"{path.name} has no series {name!r}: it is another file.")
        column = names[name]
        printed = str(lines[start - 1][column]).strip()
        if printed not in UNITS:
            raise BadFile(f"{path.name}: unknown unit {printed!r} of {name}.")
        unit, per_ton = UNITS[printed]
        for month, line in zip(months, lines[start:], strict=False):
            amount = line[column]
            if amount in MISSING:
                continue
            if not isinstance(amount, int | float) or amount <= 0:
                raise BadFile(f"{path.name}: {amount!r} of {name}, {month}, is no price.")
            rows.append(
                {
                    "mineral_id": mineral_id,
                    "product": product,
                    "period": month.replace("M", "-"),
                    "price": float(amount),
                    "unit": unit,
                    "price_usd_t": round(float(amount) * per_ton, 2),
                    "basis": basis,
                    "flag": None,
                    "source_id": SOURCE_ID,
                    "edition": EDITION,
                }
            )
    return pd.DataFrame(rows)
