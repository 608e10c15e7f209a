"""The table twin of the map: the same sites as rows, to read, sort and download."""

from __future__ import annotations

import io
from typing import Any

import pyarrow as pa
import pyarrow.csv
import streamlit as st

from data.fields import FIELDS
from data.selection import Selection
from data.words import count, say

HARMLESS = "'"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv(answer: pa.Table) -> bytes:
    """The rows as CSV (UTF-8 with a mark, for spreadsheets), units in the header, no cell that a spreadsheet would run."""
    columns = {}
    for name in answer.column_names:
        column = answer.column(name)
        if pa.types.is_list(column.type):
            column = pa.array([None if cell is None else ", ".join(map(str, cell)) for cell in column.to_pylist()], pa.string())
        if pa.types.is_string(column.type):
            cells = [HARMLESS + cell if cell and cell.startswith(FORMULA) else cell for cell in column.to_pylist()]
            column = pa.array(cells, pa.string())
        field = FIELDS.get(name)
        columns[f"{name} ({field.unit})" if field and field.unit else name] = column
    file = io.BytesIO(b"")
    file.write("\N{ZERO WIDTH NO-BREAK SPACE}".encode())
    pyarrow.csv.write_csv(pa.table(columns), file)
    return file.getvalue()


def table(answer: pa.Table, name: str, height: int = 420) -> None:
    """An answer as a table under its fields' labels and units, with download as CSV; `name` is its key and file name."""
    rows_of(answer, name, height)
    csv_button(answer, name)


def rows_of(answer: pa.Table, name: str, height: int) -> None:
    """An answer as a table under its fields' labels and units; `name` is its key."""
    config = {column: _column(column) for column in answer.column_names}
    st.dataframe(
        answer,
        column_config=config,
        column_order=[column for column in answer.column_names if not _is_code(column, answer.column_names)],
        hide_index=True,
        height=height,
        lazy=answer.num_rows > 1_000,
        placeholder="–",
        key=f"table_{name}",
    )


def csv_button(answer: pa.Table, name: str, label: str = "Download as CSV") -> None:
    """The button that downloads an answer as CSV under `name`."""
    st.download_button(
        say(label),
        data=lambda: csv(answer),
        file_name=f"{name}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"csv_{name}",
    )


def _is_code(name: str, others: list[str]) -> bool:
    """Whether a column only repeats, as a code, what a column beside it says in words: downloads have it, tables do not."""
    named = name.removesuffix("_id")
    return (name.endswith("_id") and ({named, f"{named}_name", "mineral", "source"} & set(others)) != set()) or (
        name == "iso3" and "country" in others
    )


def _column(name: str) -> Any:
    if name not in FIELDS:
        return st.column_config.Column(name.replace("_", " ").capitalize())
    if name in ("url", "licence_url"):
        return st.column_config.LinkColumn(FIELDS[name].heading)
    if FIELDS[name].type == "DOUBLE" and "," in FIELDS[name].format:
        return st.column_config.NumberColumn(FIELDS[name].heading, help=FIELDS[name].meaning, format="localized")
    return st.column_config.Column(FIELDS[name].heading, help=FIELDS[name].meaning)


def draw(answer: pa.Table, selection: Selection) -> None:
    """The sites of the selection as a table; loaded only when opened."""
    label = count("The map as a table: {number} site", "The map as a table: {number} sites", answer.num_rows)
    opened = st.expander(label, key="twin", on_change="rerun")
    with opened:
        if not answer.num_rows:
            st.info(say("No site matches these filters. Take one away, or reset them all."))
        elif opened.open:
            table(answer, f"sites-{selection.file_name}")
            st.caption(
                say("Capacities are in each site's record: one figure may cover several products, so they are never added up.")
            )
