"""Asks the tables a question about a selection, and remembers the answer."""

from __future__ import annotations

import json
from collections import OrderedDict
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import pyarrow as pa

from data.selection import Offer, Selection
from data.store import store

QUESTIONS = Path(__file__).parent / "sql" / "questions"
REMEMBERED = 512

_answers: OrderedDict[tuple[Any, ...], pa.Table] = OrderedDict()
_lock = Lock()


@cache
def query(question: str) -> str:
    """The SQL of a question. Raises KeyError, in words, when no such question exists."""
    path = QUESTIONS / f"{question}.sql"
    if not path.exists():
        raise KeyError(f"No question {question!r} in {QUESTIONS.name}/")
    return path.read_text("utf-8")


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


@cache
def names(sql: str) -> frozenset[str]:
    """The parameters that a query names; DuckDB refuses any other."""
    return frozenset(_parser().extract_statements(sql)[0].named_parameters)


def ask(question: str, selection: Selection | None = None, **more: Any) -> pa.Table:
    """The answer to `data/sql/questions/<question>.sql` for a selection, as an immutable Arrow table.

    Columns are those of the question's select list, with the units declared in `data/fields.py`.
    `more` gives parameters that are not the selection's; a question may also name `$members` (of the coalitions
    chosen, with those added and without those taken out by hand), `$before` (the members without that) and `$holders`
    (the countries chosen, else the members). Remembered by question, the parameters the query
    names, and the database version; what was asked stands in the schema's metadata (see `behind`). Raises KeyError for an unknown question or a missing parameter,
    StoreError when the database cannot be read.
    """
    sql = query(question)
    selection = selection or Selection()
    given: dict[str, Any] = {**selection.parameters(), **more}
    if names(sql) & {"members", "holders", "before"}:
        given["members"] = members(selection)
        given["before"] = [row["iso3"] for row in rows("members", selection) if row["counts_before"]]
        given["holders"] = list(selection.countries) or given["members"]
    used = {name: given[name] for name in sorted(names(sql))}
    opened = store()
    key = (question, opened.version, opened.stamp, repr(used))
    with _lock:
        if key in _answers:
            _answers.move_to_end(key)
            return _answers[key]
    cursor = opened.cursor()
    try:
        answer = cursor.sql(sql, params=used).to_arrow_table() if used else cursor.sql(sql).to_arrow_table()
    finally:
        cursor.close()
    answer = answer.replace_schema_metadata({"question": question, "parameters": json.dumps(used, default=str)})
    with _lock:
        _answers[key] = answer
        while len(_answers) > REMEMBERED:
            _answers.popitem(last=False)
    return answer


def behind(answer: pa.Table) -> str:
    """The query behind an answer, its parameters as comments first: what a reader can check and run again."""
    asked = answer.schema.metadata or {}
    if b"question" not in asked:
        return ""
    given = json.loads(asked[b"parameters"])
    told = [f"-- ${name} = {json.dumps(value, ensure_ascii=False)}" for name, value in given.items()]
    return "\n".join([*told, query(asked[b"question"].decode())])


def members(selection: Selection) -> list[str]:
    """ISO codes of the countries that count as members of the chosen coalitions on the as-of date."""
    return [row["iso3"] for row in rows("members", selection) if row["counts"]]


def sentence(selection: Selection, trade: bool = False) -> str:
    """What is selected, in words, with who is counted on the as-of date; with `trade` it tells the year of trade."""
    bodies = [row["body"] for row in rows("bodies", selection)]
    return selection.sentence(offer(), rows("members", selection), bodies, trade)


def rows(question: str, selection: Selection | None = None, **more: Any) -> list[dict[str, Any]]:
    """The answer as a list of rows (dicts): for short answers."""
    found: list[dict[str, Any]] = ask(question, selection, **more).to_pylist()
    return found


def offer() -> Offer:
    """What the filters offer, from the tables themselves."""
    found = rows("on_offer")
    return Offer(
        minerals={row["id"]: row["name"] for row in found if row["what"] == "mineral"},
        countries={row["id"]: row["name"] for row in found if row["what"] == "country"},
        coalitions={row["id"]: row["name"] for row in found if row["what"] == "coalition"},
        years=[int(row["id"]) for row in found if row["what"] == "year"],
        ended={row["id"]: row["ended"] for row in found if row["ended"] is not None},
        trade_years=[int(row["id"]) for row in found if row["what"] == "trade_year"],
        ways={row["id"]: row["name"] for row in found if row["what"] == "way"},
    )
