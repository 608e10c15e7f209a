"""Builds `data/atlas.duckdb` from `data/curated/`: every promise is checked, then the file is swapped in whole."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from data import network
from data.fields import FIELDS
from data.sources import DATA_DATE
from data.store import PATH
from data.tables import TABLES, Table

HERE = Path(__file__).parent
CURATED = HERE / "curated"
LOADED = HERE / "loaded"
SQL = HERE / "sql" / "tables"
SHOWN = 20
WIDE = 300
MADE = {"route": network.routes}
"""Tables that are computed from the tables before them: the function that gives their rows."""


class BrokenPromise(ValueError):
    """A table does not keep a promise; the message holds the promise and the offending rows."""


def inputs() -> list[Path]:
    """The files a database is made of: curated and loaded tables, corrections, the SQL and the declarations."""
    return sorted(
        [
            *CURATED.glob("*.csv"),
            *CURATED.glob("*.parquet"),
            *LOADED.glob("*.parquet"),
            *SQL.glob("*.sql"),
            *(HERE / name for name in ("corrections.csv", "tables.py", "fields.py", "sources.py", "network.py")),
            HERE.parent / "geo" / "network.py",
        ]
    )


def fingerprint() -> str:
    """Twelve hexadecimal digits that change whenever an input of the build changes."""
    digest = hashlib.sha256()
    for path in inputs():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _curated(table: Table, folder: Path) -> str:
    """The query that reads a table's curated files, every column cast to its declared type, and the loaded editions."""
    own = folder.parent / "corrections.csv" if table.name == "correction" else None
    files = [own] if own else sorted([*folder.glob(f"{table.name}.csv"), *folder.glob(f"{table.name}.*.csv")])
    parquet = folder / f"{table.name}.parquet"
    if parquet.exists():
        reader = f"read_parquet('{parquet}')"
    elif files:
        names = ", ".join(f"'{path}'" for path in files)
        reader = f"read_csv([{names}], all_varchar = true, header = true, union_by_name = true, quote = '\"', escape = '\"')"
    else:
        raise BrokenPromise(f"{table.name}: no curated file {table.name}.csv in {folder}. Run `python -m data.curate`.")
    casts = _casts(table, packed=parquet.exists())
    query = f"select\n{casts}\nfrom {reader}"
    loaded = sorted((folder.parent / LOADED.name).glob(f"{table.name}.*.parquet"))
    if not loaded:
        return query
    own_rows = "read_parquet([" + ", ".join(f"'{path}'" for path in loaded) + "])"
    same = " and ".join(f"l.{column} = c.{column}" for column in table.replaces)
    replaced = f"\nanti join {own_rows} l on {same}" if set(table.replaces) <= set(table.columns) else ""
    return f"select c.*\nfrom ({query}) c{replaced}\nunion all by name\nselect * from {own_rows}"


def _casts(table: Table, packed: bool) -> str:
    return ",\n".join(
        f"string_split({column}, ';') as {column}"
        if FIELDS[column].type == "VARCHAR[]" and not packed
        else f"cast({column} as {FIELDS[column].type}) as {column}"
        for column in table.columns
    )


def _comment(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    connection.execute(f"comment on table {table.name} is {quoted('One row is ' + table.row + '.')}")
    for field in table.fields:
        unit = f" Unit: {field.unit}." if field.unit else ""
        connection.execute(f"comment on column {table.name}.{field.name} is {quoted(field.meaning + '.' + unit)}")


def broken(connection: duckdb.DuckDBPyConnection, tables: tuple[Table, ...] = TABLES) -> Iterator[str]:
    """One text for each broken promise: the table, the promise, and the rows that break it."""
    for table in tables:
        for check in table.promises():
            rows = connection.sql(check.broken)
            found = rows.limit(SHOWN + 1).fetchall()
            if found:
                head = ", ".join(rows.columns)
                lines = "\n".join("    " + ", ".join(map(str, row))[:WIDE] for row in found[:SHOWN])
                more = "\n    ... and more" if len(found) > SHOWN else ""
                yield f"{table.name}: broken promise: {check.promise}\n    ({head})\n{lines}{more}"


def fill(connection: duckdb.DuckDBPyConnection, folder: Path = CURATED, report: Callable[[str], None] = lambda _: None) -> None:
    """Make every table and derived table in `connection` from the curated files in `folder`."""
    for table in TABLES:
        start = time.perf_counter()
        own = SQL / f"{table.name}.sql"
        made = MADE.get(table.name)
        if made:
            connection.register("made", made(connection))
        query = "from made" if made else own.read_text("utf-8") if own.exists() else _curated(table, folder)
        try:
            connection.execute(f"create table {table.name} as\n{query}")
        except duckdb.ConversionException as error:
            raise BrokenPromise(f"{table.name}: a value does not fit its declared type: {error}") from error
        if made:
            connection.unregister("made")
        _comment(connection, table)
        ((rows,),) = connection.execute(f"select count(*) from {table.name}").fetchall()
        report(f"  {table.name:<20}{rows:>9,} rows{time.perf_counter() - start:>8.2f} s")
    for path in sorted(SQL.glob("_*.sql")):
        connection.execute(path.read_text("utf-8"))
    connection.execute(
        "create table build as select $version as version, cast($date as date) as data_date",
        {"version": fingerprint(), "date": DATA_DATE},
    )


def build(path: Path = PATH, folder: Path = CURATED, report: Callable[[str], None] = lambda _: None) -> None:
    """Build the database and swap it in at `path` in one step.

    Raises BrokenPromise, and leaves the old file as it was, when any promise is broken.
    """
    handle, name = tempfile.mkstemp(prefix=".atlas-", suffix=".duckdb", dir=path.parent)
    os.close(handle)
    fresh = Path(name)
    fresh.unlink()
    try:
        connection = duckdb.connect(fresh)
        try:
            fill(connection, folder, report)
            failures = list(broken(connection))
        finally:
            connection.close()
        if failures:
            raise BrokenPromise("\n\n".join(failures))
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def main() -> int:
    """Build unless the database is already the one these inputs make; returns the exit status."""
    start = time.perf_counter()
    print(f"Building {PATH.name} from {CURATED.name}/", flush=True)
    try:
        build(report=lambda line: print(line, flush=True))
    except BrokenPromise as error:
        print(f"\n{error}\n\nThe old database was left as it was.", file=sys.stderr)
        return 1
    print(
        f"All promises hold. Database version {fingerprint()}, {PATH.stat().st_size / 1e6:.1f} MB, {time.perf_counter() - start:.1f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
