"""The lanes and gateways of the database as one graph: usual ways, and the ways left when passages or corridors close."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from threading import Lock
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from data.ask import ask, offer, rows
from data.selection import Selection
from data.store import store
from geo.network import Network

REMEMBERED = 64

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


Path = dict[str, Any]
LEAST = 0.0005
"""Lanes with less than this part of the selection are left to the table, and said so."""


def paths(selection: Selection, usual: bool = False) -> list[Path]:
    """The lanes of a selection as paths for a map, the least first; with its closures, unless `usual` ways are asked for.

    Keys: those of `Network.drawn` in the selection's unit, `part_pct` of all that has an amount, and `largest`, the largest
    flows on it: (exporter, importer, amount).
    """
    return _paths(store().version, ask("amounts", selection), frozenset() if usual else frozenset(selection.closed))


def passing(selection: Selection) -> list[dict[str, Any]]:
    """The answer to `passing`, by the ways that are left when the selection closes some."""
    if not selection.closed:
        return rows("passing", selection)
    amounts = ask("amounts", selection).to_pandas()
    pairs = network().ways(selection.closed).pairs[["exporter", "importer", "passage_ids", "corridor_ids"]]
    back = pairs.rename(columns={"exporter": "importer", "importer": "exporter"})
    flows = pd.concat([amounts.merge(way, on=["exporter", "importer"]) for way in (pairs, back)])
    names = [*flows["passage_ids"], *flows["corridor_ids"]]
    through = pd.DataFrame({"route_id": names, "amount": [*flows["amount"], *flows["amount"]]}).explode("route_id").dropna()
    found = through.groupby("route_id")["amount"].agg(["sum", "size"])
    total = float(amounts["amount"].sum())
    told = [
        {
            **row,
            "amount": float(found["sum"].get(row["route_id"], 0.0)),
            "part_pct": 100 * float(found["sum"].get(row["route_id"], 0.0)) / total if total else 0.0,
            "flows": int(found["size"].get(row["route_id"], 0)),
        }
        for row in rows("ways")
        if row["route_id"] in found.index or row["route_id"] in selection.closed
    ]
    return sorted(told, key=lambda row: (-row["amount"], row["route_id"]))


def rerouted(selection: Selection) -> pa.Table:
    """The flows of a selection that go another way, or nowhere, because of its closures, the largest first.

    Columns as declared in `data/fields.py`; `part_pct` is of the whole selection, so its sum is the share that is hit.
    """
    amounts = ask("amounts", selection).to_pandas()
    total = float(amounts["amount"].sum())
    hit = amounts.merge(_changed(store().version, frozenset(selection.closed)), on=["exporter", "importer"])
    hit = hit.sort_values("amount", ascending=False)
    countries, ways = offer().countries, offer().ways
    columns = {
        "exporter_name": hit["exporter"].map(countries),
        "importer_name": hit["importer"].map(countries),
        "part_pct": (100 * hit["amount"] / (total or 1.0)).round(3),
        "length_km": hit["length_km"].round(),
        "new_length_km": hit["new_length_km"].round(),
        "extra_km": hit["extra_km"].round(),
        "extra_days": hit["extra_days"].round(1),
        "cut_off": hit["cut_off"],
        "passages": [
            [ways.get(key, key) for key in (*seas, *lands)]
            for seas, lands in zip(hit["passage_ids"], hit["corridor_ids"], strict=True)
        ],
        "new_passages": [
            [ways.get(key, key) for key in (*seas, *lands)]
            for seas, lands in zip(hit["new_passage_ids"], hit["new_corridor_ids"], strict=True)
        ],
    }
    return pa.Table.from_pandas(pd.DataFrame(columns), preserve_index=False)


@lru_cache(maxsize=32)
def _changed(version: str, closed: frozenset[str]) -> pd.DataFrame:
    found = network().reroute(closed)
    return found[found["changed"]]


_drawn: dict[tuple[str, int, frozenset[str]], tuple[pa.Table, list[Path]]] = {}


def _paths(version: str, answer: pa.Table, closed: frozenset[str]) -> list[Path]:
    key = (version, id(answer), closed)
    known = _drawn.get(key)
    if known and known[0] is answer:
        return known[1]
    amounts = answer.to_pandas()
    total = float(amounts["amount"].sum())
    found = network().drawn(amounts, closed, least=LEAST * total).sort_values("amount")
    told = _largest(amounts, closed)
    place = {lane: at for at, lane in enumerate(network().lanes["lane_id"].tolist())}
    drawn: list[Path] = []
    for row in found.to_dict("records"):
        middle = row["lane_ids"][len(row["lane_ids"]) // 2]
        drawn.append({**row, "part_pct": 100 * row["amount"] / total, "largest": told[place[middle]], "lane_id": middle})
    with _lock:
        if len(_drawn) >= REMEMBERED:
            _drawn.clear()
        _drawn[key] = (answer, drawn)
    return drawn


def _largest(amounts: pd.DataFrame, closed: Iterable[str], most: int = 3) -> dict[int, list[tuple[str, str, float]]]:
    found = network().ways(closed)
    place = {pair: at for at, pair in enumerate(zip(found.pairs["exporter"], found.pairs["importer"], strict=True))}
    lanes = found.lane_rows()
    told: dict[int, list[tuple[str, str, float]]] = defaultdict(list)
    ranked = amounts.sort_values("amount", ascending=False)
    for exporter, importer, amount in zip(ranked["exporter"], ranked["importer"], ranked["amount"], strict=True):
        at = place.get((min(exporter, importer), max(exporter, importer)))
        for lane in lanes[at].tolist() if at is not None else ():
            if len(told[lane]) < most:
                told[lane].append((exporter, importer, float(amount)))
    return told
