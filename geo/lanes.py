"""How the lanes are made: the sea's edges joined, land ways between places, ports tied to the sea, straits marked."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import pandas
import shapely
from numpy.typing import NDArray

from geo import boundaries

EFFORT = {"sea": 1.0, "inland_water": 2.0, "rail": 4.0, "road": 6.0, "pipeline": 2.0}
"""How many kilometres at sea a kilometre costs in freight, by mode: a rule of thumb that decides between ways."""

HANDLING_KM = 1000.0
"""What loading or unloading a ship costs in kilometres at sea: about two days of a voyage."""

FERRY_HANDLING_KM = 500.0
"""The same for a ferry that takes waggons and lorries as they are."""

DETOUR = {"sea": 1.0, "inland_water": 1.4, "rail": 1.2, "road": 1.25, "pipeline": 1.1}
"""Length of a land way over the straight line between the places it is given by, where no length is stated."""

POLAR_SEAM = 61.0
TIES = 2
NEAR_KM = 25.0

Point = tuple[float, float]


@dataclass
class _Graph:
    """Places and edges while the lanes are being made; an edge is from, to, mode, passage, corridor, way, stated factor."""

    points: dict[str, Point] = field(default_factory=dict)
    edges: list[dict[str, Any]] = field(default_factory=list)


def make(
    sea: pandas.DataFrame, places: pandas.DataFrame, ways: pandas.DataFrame, gates: pandas.DataFrame
) -> tuple[pandas.DataFrame, pandas.DataFrame]:
    """The nodes at sea, and every lane of the network.

    `sea` has one row per edge: `lon_a`, `lat_a`, `lon_b`, `lat_b` in degrees. `places` has `node_id`, `kind` (`port`
    ties it to the sea unless a way ends there by water), `lon`, `lat`. `ways` has `way_id`, `mode`, `corridor_id`, `factor`,
    `length_km` (stated; NaN where not), `places` (a list of node ids, in order). `gates` has `passage_id`, `lon_a`,
    `lat_a`, `lon_b`, `lat_b`: a line across each strait; what crosses it lies in the passage.

    Returns nodes (`node_id`, `lon`, `lat`) and lanes (`lane_id`, `from_node`, `to_node`, `mode`, `length_km`,
    `effort_km`, `passage_id`, `corridor_id`, `way_id`, `path`: a list of [lon, lat]). Edges that meet in a node of no other
    use are one lane; dead ends are left out. Lengths are on a sphere. Raises ValueError for a way by an unknown place,
    a gate that nothing crosses, or an edge across two gates.
    """
    known = {row.node_id: (float(row.lon), float(row.lat)) for row in _rows(places)}
    graph = _Graph(dict(known))
    _add_sea(graph, sea)
    _tie_ports(graph, places)
    _mark(graph, gates)
    _add_ways(graph, known, ways)
    lanes = _joined(graph, set(known))
    used = {end for lane in lanes for end in (lane["from_node"], lane["to_node"])} - set(known)
    order = {name: f"sea_{number:05d}" for number, name in enumerate(sorted(used, key=lambda name: graph.points[name]))}
    nodes = pandas.DataFrame(
        [(order[name], *graph.points[name]) for name in sorted(used, key=lambda name: graph.points[name])],
        columns=["node_id", "lon", "lat"],
    )
    for lane in lanes:
        for end in ("from_node", "to_node"):
            lane[end] = order.get(lane[end], lane[end])
        if lane["to_node"] < lane["from_node"]:
            lane |= {"from_node": lane["to_node"], "to_node": lane["from_node"], "path": lane["path"][::-1]}
    lanes.sort(key=lambda lane: (lane["from_node"], lane["to_node"], lane["mode"], lane["length_km"], lane["way_id"] or ""))
    frame = pandas.DataFrame(lanes)
    frame.insert(0, "lane_id", np.arange(1, len(frame) + 1))
    return nodes, frame


def _rows(frame: pandas.DataFrame) -> Iterator[Any]:
    yield from frame.itertuples()


def great_circle_km(lon_a: Any, lat_a: Any, lon_b: Any, lat_b: Any) -> NDArray[np.float64]:
    """Distance on a sphere in km between points in degrees (numbers or arrays of one shape)."""
    a, b, c, d = (np.radians(np.asarray(value, dtype=float)) for value in (lon_a, lat_a, lon_b, lat_b))
    half = np.sin((d - b) / 2) ** 2 + np.cos(b) * np.cos(d) * np.sin((c - a) / 2) ** 2
    return np.asarray(2 * boundaries.EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, half))), dtype=np.float64)


def on_great_circle(a: Point, b: Point, share: float) -> Point:
    """The point that lies the given share (0 to 1) of the way along the great circle from a to b, in degrees."""
    ends = np.radians(np.array([a, b], dtype=float))
    unit = np.column_stack([np.cos(ends[:, 1]) * np.cos(ends[:, 0]), np.cos(ends[:, 1]) * np.sin(ends[:, 0]), np.sin(ends[:, 1])])
    angle = float(np.arccos(np.clip(unit[0] @ unit[1], -1.0, 1.0)))
    if angle < 1e-9:
        return a
    x, y, z = (np.sin((1 - share) * angle) * unit[0] + np.sin(share * angle) * unit[1]) / np.sin(angle)
    return round(float(np.degrees(np.arctan2(y, x))), 4), round(float(np.degrees(np.arctan2(z, np.hypot(x, y)))), 4)


def _add_sea(graph: _Graph, sea: pandas.DataFrame) -> None:
    seen = set()
    for row in _rows(sea):
        ends = [
            (round((float(lon) + 180) % 360 - 180, 4), round(float(lat), 4) + 0.0)
            for lon, lat in ((row.lon_a, row.lat_a), (row.lon_b, row.lat_b))
        ]
        # The line of 180 degrees is only the two sides sewn together; north and south of the ocean it runs over land.
        sewn = all(abs(lon) == 180 for lon, _ in ends) and max(abs(lat) for _, lat in ends) > POLAR_SEAM
        key = frozenset(ends)
        if len(key) < 2 or key in seen or sewn:
            continue
        seen.add(key)
        names = [f"@{lon},{lat}" for lon, lat in ends]
        graph.points.update(zip(names, ends, strict=True))
        graph.edges.append({"from": names[0], "to": names[1], "mode": "sea"})


def _tie_ports(graph: _Graph, places: pandas.DataFrame) -> None:
    """Tie each port to the nearest points of the sea's edges that it can see, cutting the edges there."""
    start = [graph.points[edge["from"]] for edge in graph.edges]
    stop = [graph.points[edge["to"]] for edge in graph.edges]
    lines = [
        shapely.LineString([a, (b[0] + 360 * np.round((a[0] - b[0]) / 360), b[1])]) for a, b in zip(start, stop, strict=True)
    ]
    tree = shapely.STRtree(lines)
    land = shapely.STRtree(boundaries.outlines().geometry.to_numpy())
    cuts: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for row in _rows(places[places["kind"] == "port"]):
        here = (float(row.lon), float(row.lat))
        found = []
        for turn in (0.0, 360.0, -360.0):
            point = shapely.Point(here[0] + turn, here[1])
            reach = 4.0
            around = tree.query(shapely.box(point.x - 1.5 * reach, point.y - reach, point.x + 1.5 * reach, point.y + reach))
            for at in around:
                share = _nearest_share(lines[at], point)
                foot = on_great_circle(start[at], stop[at], share)
                km = float(great_circle_km(*here, *foot))
                found.append((km, int(at), share, foot))
        found.sort()
        for km, at, share, foot in _in_sight(here, found, land):
            name = graph.edges[at]["from"] if share <= 0 else graph.edges[at]["to"] if share >= 1 else f"@{foot[0]},{foot[1]}"
            if 0 < share < 1 and name not in graph.points:
                graph.points[name] = foot
                cuts[at].append((share, name))
            graph.edges.append({"from": row.node_id, "to": name, "mode": "sea", "extra": HANDLING_KM, "km": max(km, 1.0)})
    for at, parts in cuts.items():
        edge = graph.edges[at]
        names = [edge["from"], *(name for _, name in sorted(set(parts))), edge["to"]]
        graph.edges[at] = {}
        graph.edges += [{"from": a, "to": b, "mode": "sea"} for a, b in pairwise(names)]
    graph.edges = [edge for edge in graph.edges if edge]


def _nearest_share(line: shapely.LineString, point: shapely.Point) -> float:
    (ax, ay), (bx, by) = line.coords
    shrink = max(0.05, float(np.cos(np.radians(point.y))))
    along = np.array([(bx - ax) * shrink, by - ay])
    share = float(np.dot([(point.x - ax) * shrink, point.y - ay], along) / max(float(along @ along), 1e-12))
    km = float(np.hypot(*along)) * 111.2
    slack = min(0.5, 2.0 / max(km, 1e-9))
    return 0.0 if share < slack else 1.0 if share > 1 - slack else share


def _in_sight(here: Point, found: list[tuple[float, int, float, Point]], land: shapely.STRtree) -> list[Any]:
    """The nearest points of the sea, at most three, in different directions, with little land before them."""
    chosen: list[Any] = []
    best: tuple[float, Any] | None = None
    limit = max(found[0][0] * 2.0, found[0][0] + NEAR_KM) if found else 0.0
    for candidate in found[:60]:
        km, foot = candidate[0], candidate[3]
        over = _over_land_km(here, foot, land)
        if best is None or over + km < best[0]:
            best = (over + km, candidate)
        if km > limit and chosen:
            break
        if over > max(NEAR_KM, 0.3 * km) or any(great_circle_km(*foot, *other[3]) < 0.5 * km + 1 for other in chosen):
            continue
        chosen.append(candidate)
        limit = min(limit, max(km * 2.0, km + NEAR_KM)) if len(chosen) == 1 else limit
        if len(chosen) == TIES:
            break
    return chosen or ([best[1]] if best else [])


def _over_land_km(here: Point, foot: Point, land: shapely.STRtree) -> float:
    if abs(here[0] - foot[0]) > 180:
        return 0.0
    line = shapely.LineString([here, foot])
    inside: float = sum(line.intersection(land.geometries[at]).length for at in land.query(line, predicate="intersects"))
    return float(great_circle_km(*here, *foot)) * inside / max(line.length, 1e-9)


def _mark(graph: _Graph, gates: pandas.DataFrame) -> None:
    lines = [shapely.LineString([graph.points[edge["from"]], graph.points[edge["to"]]]) for edge in graph.edges]
    tree = shapely.STRtree(lines)
    for gate in _rows(gates):
        across = shapely.LineString([(gate.lon_a, gate.lat_a), (gate.lon_b, gate.lat_b)])
        crossing = [
            at for at in tree.query(across, predicate="intersects") if abs(lines[at].coords[0][0] - lines[at].coords[1][0]) < 180
        ]
        if not crossing:
            raise ValueError(f"nothing crosses the gate of {gate.passage_id}")
        for at in crossing:
            before = graph.edges[at].setdefault("passage_id", gate.passage_id)
            if before != gate.passage_id:
                raise ValueError(f"the edge {list(lines[at].coords)} lies in both {before} and {gate.passage_id}")


def _add_ways(graph: _Graph, known: dict[str, Point], ways: pandas.DataFrame) -> None:
    for way in _rows(ways):
        if unknown := [place for place in way.places if place not in known]:
            raise ValueError(f"the way {way.way_id} goes by unknown places: {unknown}")
        straight = [float(great_circle_km(*known[a], *known[b])) for a, b in pairwise(way.places)]
        stated = float(way.length_km)
        scale = stated / sum(straight) if stated == stated else DETOUR[str(way.mode)]
        if not 0.98 <= scale <= 2.5:
            raise ValueError(f"the way {way.way_id} is stated at {stated} km, its places lie {sum(straight):.0f} km apart")
        factor = 1.0 if way.factor != way.factor else float(way.factor)
        last = len(straight) - 1
        for hop, ((a, b), km) in enumerate(zip(pairwise(way.places), straight, strict=True)):
            ends = (hop == 0) + (hop == last)
            graph.edges.append(
                {
                    "from": a,
                    "to": b,
                    "mode": way.mode,
                    "km": km * scale,
                    "factor": factor,
                    "extra": ends * FERRY_HANDLING_KM if way.mode == "sea" else 0.0,
                    "corridor_id": way.corridor_id if isinstance(way.corridor_id, str) and way.corridor_id else None,
                    "way_id": way.way_id,
                }
            )


def _joined(graph: _Graph, places: set[str]) -> list[dict[str, Any]]:
    """Edges as lanes: dead ends dropped, then what meets in a node of only two alike edges is one lane."""
    for edge in graph.edges:
        a, b = graph.points[edge["from"]], graph.points[edge["to"]]
        edge["km"] = edge.get("km") or float(great_circle_km(*a, *b))
        edge["effort"] = edge["km"] * EFFORT[edge["mode"]] * edge.get("factor", 1.0) + edge.get("extra", 0.0)
        edge["path"] = [list(a), list(b)]
    at: dict[str, set[int]] = defaultdict(set)
    for number, edge in enumerate(graph.edges):
        at[edge["from"]].add(number)
        at[edge["to"]].add(number)
    edges: dict[int, dict[str, Any]] = dict(enumerate(graph.edges))
    _drop_dead_ends(edges, at, places)
    for node in [node for node in at if node not in places and len(at[node]) == 2]:
        one, two = sorted(at[node])
        if not _alike(edges[one], edges[two]):
            continue
        merged = _merged(edges[one], edges[two], node)
        if merged["from"] == merged["to"]:
            continue
        edges[one] = merged
        del edges[two]
        at[node] = set()
        at[merged["to"]] = (at[merged["to"]] - {two}) | {one}
        at[merged["from"]] = (at[merged["from"]] - {two}) | {one}
    return [
        {
            "from_node": edge["from"],
            "to_node": edge["to"],
            "mode": edge["mode"],
            "length_km": round(edge["km"], 2),
            "effort_km": round(edge["effort"], 2),
            "passage_id": edge.get("passage_id"),
            "corridor_id": edge.get("corridor_id"),
            "way_id": edge.get("way_id"),
            "path": edge["path"],
        }
        for edge in edges.values()
    ]


def _drop_dead_ends(edges: dict[int, dict[str, Any]], at: dict[str, set[int]], places: set[str]) -> None:
    ends = [node for node in at if node not in places and len(at[node]) == 1]
    while ends:
        node = ends.pop()
        if len(at[node]) != 1 or node in places:
            continue
        number = at[node].pop()
        edge = edges.pop(number)
        other = edge["to"] if edge["from"] == node else edge["from"]
        at[other].discard(number)
        if len(at[other]) == 1:
            ends.append(other)


def _alike(one: dict[str, Any], two: dict[str, Any]) -> bool:
    same = all(one.get(key) == two.get(key) for key in ("mode", "passage_id", "corridor_id", "way_id"))
    return same and not one.get("extra") and not two.get("extra")


def _merged(one: dict[str, Any], two: dict[str, Any], node: str) -> dict[str, Any]:
    first = one["path"] if one["to"] == node else one["path"][::-1]
    second = two["path"] if two["from"] == node else two["path"][::-1]
    return one | {
        "from": one["from"] if one["to"] == node else one["to"],
        "to": two["to"] if two["from"] == node else two["from"],
        "km": one["km"] + two["km"],
        "effort": one["effort"] + two["effort"],
        "path": [*first, *second[1:]],
    }
