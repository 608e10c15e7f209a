"""One module per publisher: its official file becomes rows of our tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pandas as pd

CORRECTIONS = Path(__file__).parents[1] / "corrections.csv"


class BadFile(ValueError):
    """A publisher's file is not what the reader expects; the message says what is wrong and what to do."""


REFUSED = ("file", "line", "reason", "text")


@dataclass
class Edition:
    """A publisher's whole file as rows of our tables: `tables` by name, and an account of what was read.

    `refused` names rows that could not be read (REFUSED: file, line number counted from 1 with the header, reason, the
    row's text); `left_out` counts rows that were read and are not the atlas's, by reason.
    """

    tables: dict[str, pd.DataFrame]
    rows_in: int
    refused: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(REFUSED)))
    left_out: dict[str, int] = field(default_factory=dict)
    remark: str = ""


Progress = Callable[[int], object]
"""Told how many more bytes (or rows) of the file have been read."""


def unseen(_: int) -> None:
    """Progress that nobody watches."""


@cache
def corrections() -> pd.DataFrame:
    """Declared corrections: source_id, record, field, was, now, reason, source (all text, blanks kept)."""
    return pd.read_csv(CORRECTIONS, dtype=str, keep_default_na=False)


def correct(rows: pd.DataFrame, source_id: str, table: str = "") -> pd.DataFrame:
    """Apply the declared corrections of one source to its rows, as text, before anything is parsed.

    A publication that is read into several tables by several readers has records that begin with `table` and a colon.

    `rows` has a column `record` (the publisher's own id of a row). A correction's `record` may be a shell
    pattern; every row it matches must hold the value `was`, and at least one must match, else ValueError:
    a correction cannot outlive its cause. `now` = blank removes the value; field `*` drops the row.
    """
    rows = rows.copy()
    mine = corrections()
    mine = mine[mine["source_id"] == source_id]
    mine = mine[mine["record"].str.extract(r"^([a-z_]+): ", expand=False).fillna("") == table]
    for fix in mine.itertuples():
        hit = rows["record"].map(lambda record, pattern=str(fix.record): fnmatchcase(str(record), pattern))
        if not hit.any():
            raise ValueError(f"Correction of {source_id} {fix.record} finds no such record: remove or amend it.")
        if fix.field == "*":
            rows = rows[~hit]
            continue
        found = set(rows.loc[hit, str(fix.field)].astype(str))
        if found != {str(fix.was)}:
            raise ValueError(f"Correction of {source_id} {fix.record}: {fix.field} is {sorted(found)}, expected {fix.was!r}.")
        rows.loc[hit, str(fix.field)] = str(fix.now)
    return rows
