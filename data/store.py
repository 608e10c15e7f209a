"""The one open database: read-only, hardened, its version noticed when it is rebuilt."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import duckdb

PATH = Path(__file__).with_name("atlas.duckdb")
REBUILD = "make build"


class StoreError(RuntimeError):
    """The database cannot be read; the message says why and which command mends it."""


@dataclass(frozen=True)
class Store:
    """An open database and its version (the fingerprint of what it was built from)."""

    connection: duckdb.DuckDBPyConnection
    version: str
    stamp: tuple[int, int]

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own for one use, any thread."""
        cursor = self.connection.cursor()
        cursor.execute("use atlas")
        return cursor


_lock = threading.Lock()
_open: dict[Path, Store] = {}


def _stamp(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_ino, state.st_mtime_ns


def _connect(path: Path) -> Store:
    # attached, not opened: DuckDB hands a second connection to one path the first one's file, even a replaced one
    stamp = _stamp(path)
    connection = duckdb.connect()
    connection.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as atlas (read_only)")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    row = connection.execute("select version from atlas.build").fetchone()
    return Store(connection, str(row[0]) if row else "", stamp)


def store(path: Path | None = None) -> Store:
    """The open database at `path` (PATH unless given), opened again when the file has been replaced.

    A missing or damaged file is built anew from `data/curated/`. Raises StoreError when that fails too.
    """
    path = path or PATH
    with _lock:
        try:
            known = _open.get(path)
            if known and known.stamp == _stamp(path):
                return known
            _open[path] = _connect(path)
        except (OSError, duckdb.Error):
            _open[path] = _rebuilt(path)
        return _open[path]


def _rebuilt(path: Path) -> Store:
    from data.build import BrokenPromise, build

    try:
        build(path)
        return _connect(path)
    except (OSError, duckdb.Error, BrokenPromise) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise StoreError(
            f"The database {path.name} is missing or damaged and could not be rebuilt ({first}). "
            f"Run `{REBUILD}` and open the atlas again."
        ) from error
