"""World Bank, Worldwide Governance Indicators: political stability and absence of violence."""

from __future__ import annotations

import csv
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from data.readers import BadFile, correct

SOURCE_ID = "worldbank_wgi_2023"
_COLUMNS = ["label_in_db", "code_in_db", "iso3_suggested", "baci_code_in_db"]
FORMER = ("ANT",)
"""Codes of states and areas that are no more: the Netherlands Antilles."""


def governance(path: Path, known: Collection[str]) -> pd.DataFrame:
    """The estimate by country and year, 1996 to 2022, about -2.5 (weak) to +2.5 (strong).

    `path` is `wgi_political_stability_estimate.csv`, `known` the codes of our countries. Columns: iso3, year, estimate,
    source_id. Rows keep the order of the World Bank's own codes, by which the declared corrections name the mislabelled
    ones; the file's suggestions are not used. Raises BadFile for another file, an unknown code, a code that stands twice,
    and figures beyond 3.5. Source: World Bank, Worldwide Governance Indicators (2023 update), CC BY 4.0.
    """
    if not path.exists():
        raise BadFile(f"{path} is not there.")
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    if not lines or lines[0][:4] != _COLUMNS:
        raise BadFile(f"{path.name} has not the columns {', '.join(_COLUMNS)}: it is another file.")
    header = lines[0]
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(header):
            raise BadFile(f"{path.name}, record {number}: {len(line)} fields; the file is cut off.")
    cells = pd.DataFrame(lines[1:], columns=header, dtype=str)
    order = pd.Series(range(1, len(cells) + 1), index=cells.index).astype(str)
    cells = correct(cells.assign(record="governance: " + cells["label_in_db"] + "|" + order), SOURCE_ID, "governance")
    cells = cells[~cells["code_in_db"].isin(FORMER)]
    codes = cells["code_in_db"]
    if unknown := sorted(set(codes) - set(known)):
        raise BadFile(f"{path.name}: unknown code {', '.join(unknown)}.")
    if codes.duplicated().any():
        raise BadFile(f"{path.name}: {codes[codes.duplicated()].iloc[0]} stands twice; declare which row is mislabelled.")
    years = [column for column in header[4:] if column.isdigit()]
    long = cells.melt(id_vars="code_in_db", value_vars=years, var_name="year", value_name="estimate")
    long = long[long["estimate"] != ""]
    frame = pd.DataFrame(
        {
            "iso3": long["code_in_db"],
            "year": long["year"].astype(int),
            "estimate": pd.to_numeric(long["estimate"], errors="coerce").round(6),
            "source_id": SOURCE_ID,
        }
    )
    if not frame["estimate"].between(-3.5, 3.5).all():
        raise BadFile(f"{path.name}: an estimate is no figure between -3.5 and 3.5; it is another table of the indicators.")
    return frame
