"""Lanes, passages and corridors for the map: what passes where becomes rows of a layer."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from data.ask import offer, rows
from data.network import LEAST, Path, passing, paths
from data.selection import Selection
from data.words import count, say, series
from pages.parts.charts import amount, percent

WIDEST, THINNEST = 11.0, 0.9
"""Width in pixels of the lane with the largest amount, and of the least; in between in proportion."""
FAINT = 1.3
"""Lanes narrower than this are drawn in a fainter colour (opaque: translucent lanes show a blob at every joint)."""
ARROWS, APART, LONG = 60, 14.0, 3.0
"""Arrows drawn at most, how far apart, and how long a path must be to bear one (degrees on the map)."""
SMALLEST, LARGEST = 11.0, 34.0
"""Size in pixels of a passage that next to nothing goes through, and of one that everything does; its area is in proportion."""


def width(value: float, most: float) -> float:
    """The width of a lane in pixels."""
    return round(max(THINNEST, WIDEST * value / most), 2) if most else THINNEST


def _told(path: Path, selection: Selection, names: Mapping[str, str]) -> dict[str, str]:
    head = say(
        "{amount}, {share} of the selection",
        amount=amount(path["amount"], selection.measure),
        share=percent(path["part_pct"]),
    )
    if path["backward"] > 0.01 * path["amount"]:
        head += ", " + say("{share} of it the other way", share=percent(100 * path["backward"] / path["amount"]))
    flows = "\n".join(
        html.escape(f"{names.get(exporter, exporter)} → {names.get(importer, importer)}: {amount(size, selection.measure)}")
        for exporter, importer, size in path["largest"]
    )
    return {"n": html.escape(head), "t": f"{html.escape(say('Largest on this lane'))}:\n{flows}"}


def lanes(selection: Selection) -> list[dict[str, Any]]:
    """The lanes of a selection, the widest on top; with closures, by the ways that are left."""
    found, names = paths(selection), offer().countries
    most = max((path["amount"] for path in found), default=0.0)
    return [
        {"i": path["lane_id"], "path": path["path"], "w": width(path["amount"], most), **_told(path, selection, names)}
        for path in found
    ]


def usual(selection: Selection) -> list[dict[str, Any]]:
    """The lanes as they are with nothing closed, to lie pale below those that are left; nothing when nothing is closed."""
    if not selection.closed:
        return []
    found = paths(selection, usual=True)
    most = max((path["amount"] for path in found), default=0.0)
    return [{"path": path["path"], "w": width(path["amount"], most)} for path in found]


def arrows(selection: Selection) -> list[dict[str, Any]]:
    """Arrows at the middle of the widest lanes, in the direction in which more goes."""
    found = paths(selection)
    most = max((path["amount"] for path in found), default=0.0)
    kept: list[dict[str, Any]] = []
    for path in reversed(found):
        if len(kept) == ARROWS or width(path["amount"], most) < 1.4:
            break
        place, angle, long = _middle(path["path"])
        if long < LONG or any(math.dist(place, other["p"]) < APART for other in kept):
            continue
        kept.append({"p": place, "a": angle, "s": round(9 + width(path["amount"], most), 1)})
    return kept


def north(lat: float) -> float:
    """How far north of the equator Web Mercator draws a latitude, both in degrees."""
    return math.degrees(math.asinh(math.tan(math.radians(max(-85.0, min(85.0, lat))))))


def _middle(path: Sequence[Sequence[float]]) -> tuple[list[float], float, float]:
    """The point halfway along a path, the direction there (degrees, anticlockwise from east, as Mercator shows it), the length."""
    flat = [(lon, north(lat)) for lon, lat in path]
    steps = [math.dist(a, b) for a, b in pairwise(flat)]
    left = sum(steps) / 2
    for at, step in enumerate(steps):
        if left <= step and step:
            part = left / step
            (ax, ay), (bx, by) = flat[at], flat[at + 1]
            lat = math.degrees(math.atan(math.sinh(math.radians(ay + part * (by - ay)))))
            return [round(ax + part * (bx - ax), 2), round(lat, 2)], round(math.degrees(math.atan2(by - ay, bx - ax))), sum(steps)
        left -= step
    return list(path[0]), 0.0, 0.0


def _share(row: Mapping[str, Any], selection: Selection) -> dict[str, str]:
    told = say(
        "{share} of the selection passes: {amount}",
        share=percent(row["part_pct"]),
        amount=amount(row["amount"], selection.measure),
    )
    if row["route_id"] in selection.closed:
        state = say("Closed here")
    else:
        state = say("Status: {status}", status=say(row["status"] or "unknown"))
    flows = count("{number} pair of countries", "{number} pairs of countries", row["flows"])
    return {"n": html.escape(row["name"]), "t": html.escape(f"{told}, {flows}. {state}.")}


def passages(selection: Selection) -> list[dict[str, Any]]:
    """The passages that the selection goes through, sized by the share that passes, and those that are closed."""
    marks = []
    for row in reversed(passing(selection)):
        if row["is_passage"]:
            shut = row["route_id"] in selection.closed
            size = SMALLEST + (LARGEST - SMALLEST) * math.sqrt(min(row["part_pct"], 100) / 100)
            marks.append(
                {
                    "i": row["route_id"],
                    "p": [round(row["lon"], 2), round(row["lat"], 2)],
                    "m": "passage_closed" if shut else "passage",
                    "s": 18.0 if shut else round(size, 1),
                    **_share(row, selection),
                }
            )
    return marks


def corridors(selection: Selection) -> list[dict[str, Any]]:
    """The lanes of the corridors that the selection goes through."""
    told = {row["route_id"]: row for row in passing(selection) if not row["is_passage"] and row["part_pct"] > 100 * LEAST}
    return [
        {
            "i": lane["corridor_id"],
            "path": [[round(lon, 2), round(lat, 2)] for lon, lat in lane["path"]],
            **_share(told[lane["corridor_id"]], selection),
        }
        for lane in rows("corridor_lanes")
        if lane["corridor_id"] in told
    ]


def caption(selection: Selection) -> str:
    """What the lanes show, in words: `imports of G7, 2024, USD`."""
    whose = {
        "import": say("what {holder} buys", holder=selection.holder(offer()) or say("everyone")),
        "export": say("what {holder} sells", holder=selection.holder(offer()) or say("everyone")),
        "world": say("all trade"),
    }[selection.side]
    unit = say("in tonnes") if selection.measure == "mass" else say("by value")
    return say("Lanes: {whose}, {year}, {unit}; width in proportion", whose=whose, year=selection.trade_year, unit=unit)


def closures(selection: Selection) -> str:
    """The names of what is closed, in words."""
    names = offer().ways
    return series(names.get(key, key) for key in selection.closed)
