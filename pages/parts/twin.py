"""The table twin of the map: the same sites as rows, to read, sort and download."""

from __future__ import annotations

import io
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import streamlit as st

from data.ask import ask, rows
from data.fields import FIELDS, STAGES
from data.selection import Selection
from data.words import count, say
from pages.parts.layers import MOST

ROW = 35
"""Pixels of a table's row."""
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
    """An answer as a table under its fields' labels and units; `name` is its key.

    `height`: at most so many pixels; fewer rows need less.
    """
    height = min(height, ROW * (answer.num_rows + 1) + 3)
    config = {column: _column(column) for column in answer.column_names}
    st.dataframe(
        read(answer),
        column_config=config,
        column_order=[column for column in answer.column_names if not _is_code(column, answer.column_names)],
        hide_index=True,
        height=height,
        lazy=answer.num_rows > 1_000,
        placeholder="–",
        key=f"table_{name}",
    )


def read(answer: pa.Table) -> pa.Table:
    """An answer as it is read in a table: stages in words, and no more digits than the field's format has.

    Numbers below 10 keep three decimals, so that a small one is never shown as zero.
    """
    for at, name in enumerate(answer.column_names):
        column, field = answer.column(name), FIELDS.get(name)
        if name == "stage":
            words = pa.array([say(STAGES[cell]) if cell in STAGES else cell for cell in column.to_pylist()], pa.string())
            answer = answer.set_column(at, name, words)
        elif field and pa.types.is_floating(column.type) and field.format.endswith("f"):
            large = pc.round(column, int(field.format[-2]))
            small = pc.less(pc.abs(column), 10)
            answer = answer.set_column(at, name, pc.if_else(small, pc.round(column, max(int(field.format[-2]), 3)), large))
    return answer


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
        name == "iso3" and {"country", "party"} & set(others) != set()
    )


def _column(name: str) -> Any:
    if name not in FIELDS:
        return st.column_config.Column(name.replace("_", " ").capitalize())
    if name in ("url", "licence_url"):
        return st.column_config.LinkColumn(FIELDS[name].heading)
    if FIELDS[name].type == "DOUBLE" and "," in FIELDS[name].format:
        return st.column_config.NumberColumn(FIELDS[name].heading, help=FIELDS[name].meaning, format="localized")
    return st.column_config.Column(FIELDS[name].heading, help=FIELDS[name].meaning)


def draw(selection: Selection) -> None:
    """The sites of the selection as a table; asked for only when opened."""
    sites = sum(row["sites"] for row in rows("tally", selection, most=MOST))
    label = count("The map as a table: {number} site", "The map as a table: {number} sites", sites)
    opened = st.expander(label, key="twin", on_change="rerun")
    with opened:
        if not sites:
            st.info(say("No site matches these filters. Take one away, or reset them all."))
        elif opened.open:
            table(ask("table_sites", selection), f"sites-{selection.file_name}")
            st.caption(
                say("Capacities are in each site's record: one figure may cover several products, so they are never added up.")
            )
