"""The lanes and gateways of the database as one graph: usual ways, and the ways left when passages or corridors close."""

from __future__ import annotations

from threading import Lock

import duckdb
import pandas as pd
import pyarrow as pa

from data.ask import ask
from data.store import store
from geo.network import Network

_lock = Lock()
_open: dict[tuple[str, tuple[int, int]], Network] = {}


def network() -> Network:
    """The graph of the open database, made once for each version of it. Raises StoreError as `ask` does."""
    opened = store()
    key = (opened.version, opened.stamp)
    with _lock:
        if key not in _open:
            _open.clear()
            _open[key] = Network(ask("lanes").to_pandas(), ask("gateways").to_pandas())
        return _open[key]


def routes(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The rows of `route` for the lanes and gateways that are in `connection`: every pair of countries, both directions."""
    cursor = connection.cursor()
    lanes = cursor.sql("select * exclude (path) from lane order by lane_id").df()
    gateways = cursor.sql("from gateway").df()
    cursor.close()
    columns = [
        "exporter",
        "importer",
        "from_gateway",
        "to_gateway",
        "lane_ids",
        "length_km",
        "days",
        "passage_ids",
        "corridor_ids",
    ]
    found = Network(lanes, gateways).routes()[columns] if len(gateways) else pd.DataFrame(columns=columns)
    lists = {"lane_ids": pa.int32(), "passage_ids": pa.string(), "corridor_ids": pa.string()}
    kinds = [
        (name, pa.list_(lists[name]) if name in lists else pa.float64() if name in ("length_km", "days") else pa.string())
        for name in columns
    ]
    return pa.table({name: pa.array(found[name].tolist(), kind) for name, kind in kinds})
