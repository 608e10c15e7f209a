"""Answers as a workbook: one sheet for each figure, numbers as numbers under headers with units, and a sheet of sources."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import xlsxwriter

from data.ask import behind, rows
from data.briefing import Briefing
from data.fields import FIELDS
from data.selection import day
from data.words import say

WIDEST = 48
LEGIBLE = 240
"""Signs across a printed page at most."""
REFUSED = re.compile(r"[\[\]:*?/\\]")


def stamp() -> str:
    """The data a file was made from: product, database version and day."""
    built = rows("version")[0]
    return say(
        "Critical Minerals Atlas, database {version}, data of {day}", version=built["version"], day=day(built["data_date"])
    )


def heading(column: str) -> str:
    """A column's header: its label and unit as declared in `data/fields.py`, else its name in words."""
    return FIELDS[column].heading if column in FIELDS else column.replace("_", " ").capitalize()


def _cell(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    if isinstance(value, datetime) and value.tzinfo:
        return value.replace(tzinfo=None)
    return value


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name a spreadsheet accepts: 31 signs, none of []:*?/\\, each once."""
    plain = REFUSED.sub(" ", title).strip().strip("'") or say("Figure")
    name, number = plain[:31].strip(), 1
    while name.lower() in taken or name.lower() == "history":
        number += 1
        name = f"{plain[: 28 - len(str(number))].strip()} ({number})"
    taken.add(name.lower())
    return name


def _paper(sheet: Any, width: float) -> None:
    """A sheet as it is printed: lying, the data's stamp and the page's number under it, all columns on one page if legible."""
    sheet.set_landscape()
    sheet.set_paper(9)
    if width <= LEGIBLE:
        sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{stamp().replace('&', '&&')}&R&P / &N")


def xlsx(figures: Sequence[tuple[str, str, pa.Table]]) -> bytes:
    """A workbook of figures given as (title, source line, answer): a sheet of sources and queries, then a sheet for each.

    Text is written by `write_string` alone: what a reader typed cannot become a formula or a link.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "nan_inf_to_errors": False,
            "remove_timezone": True,
        },
    )
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    days = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    numbers = {",.0f": "#,##0", ",.1f": "#,##0.0", ",.2f": "#,##0.00"}
    forms = {name: book.add_format({"num_format": form}) for name, form in numbers.items()}
    taken: set[str] = set()
    contents = book.add_worksheet(_sheet_name(say("Sources"), taken))
    contents.write_string(0, 0, stamp(), bold)
    _paper(contents, 0)
    for column, (text, width) in enumerate(((say("Sheet"), 31), (say("Figure"), 60), (say("Source"), 80), (say("Query"), 60))):
        contents.write_string(2, column, text, head)
        contents.set_column(column, column, width)
    for place, (title, source, answer) in enumerate(figures):
        name = _sheet_name(title, taken)
        for column, text in enumerate((name, title, source, behind(answer)[:32_000])):
            contents.write_string(3 + place, column, text, wrap)
        contents.set_row(3 + place, 60)
        sheet = book.add_worksheet(name)
        sheet.write_string(0, 0, title, bold)
        sheet.write_string(1, 0, source)
        sheet.freeze_panes(4, 0)
        sheet.repeat_rows(0, 3)
        total = 0.0
        for column, field in enumerate(answer.column_names):
            sheet.write_string(3, column, heading(field), head)
            form = forms.get(FIELDS[field].format) if field in FIELDS else None
            width = len(heading(field))
            for row, value in enumerate(map(_cell, answer.column(field).to_pylist()), 4):
                if value is None or value != value:
                    continue
                if isinstance(value, (bool, int, float)):
                    (sheet.write_boolean if isinstance(value, bool) else sheet.write_number)(row, column, value, form)
                elif isinstance(value, date):
                    sheet.write_datetime(row, column, value, days)
                else:
                    sheet.write_string(row, column, str(value))
                width = max(width, min(len(str(value)), WIDEST))
            sheet.set_column(column, column, min(width, WIDEST) + 2)
            total += min(width, WIDEST) + 2
        _paper(sheet, total)
        if answer.num_rows:
            sheet.autofilter(3, 0, 3 + answer.num_rows, answer.num_columns - 1)
    book.close()
    return file.getvalue()


def of_briefing(briefing: Briefing, progress: Callable[[float], None] | None = None) -> bytes:
    """A workbook of every figure of a briefing, in the order of its scenes; a sheet's name begins with its scene's number.

    `progress` is told the part done, 0 to 1.
    """
    from pages.parts import scenes  # the figures of a scene have a menu, and the menu has workbooks

    figures = []
    for number, scene in enumerate(briefing.scenes, 1):
        for chart in scenes.stage(scene, "light").charts.values():
            if chart.answer is not None:
                figures.append((f"{number}. {chart.title}", chart.source, chart.answer))
        if progress:
            progress(number / (len(briefing.scenes) + 1))
    return xlsx(figures)
