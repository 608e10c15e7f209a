"""The plate: the layers of the map as one Plotly figure without tiles, for pictures, slides and files that open anywhere."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from data.ask import rows
from data.fields import KINDS
from data.selection import Selection
from pages.parts import lanes, layers
from pages.parts.charts import layout
from pages.parts.lanes import north
from pages.parts.look import Theme, colour

View = tuple[float, float, float]
"""Longitude, latitude and zoom as deck.gl means them."""
Trace = dict[str, Any]
WEST, EAST, SOUTH, NORTH = -180.0, 180.0, -56.0, 78.0
"""The world without Antarctica, in degrees."""
ACROSS = 1_100.0
"""Pixels that the page's map is wide: with them a zoom becomes a width in degrees."""
WIDTHS = (0.9, 1.4, 2.2, 3.4, 5.2, 7.8, 11.0)
"""Widths in pixels that lanes are drawn with: each lane the nearest."""
SIZE = 0.8
"""Part of a mark's box on the map that its shape fills."""
LOOSE = 0.5
"""Opacity of a site whose place is approximate."""
ANTARCTICA = "ATA"


def box(view: View | None) -> tuple[tuple[float, float], tuple[float, float]]:
    """West and east, south and north of a view, in degrees of Web Mercator; of the world when there is none."""
    if view is None:
        return (WEST, EAST), (round(north(SOUTH), 2), round(north(NORTH), 2))
    lon, lat, zoom = view
    half = 180 * ACROSS / (512 * 2**zoom)
    middle, tall = north(lat), half * 9 / 16
    return (round(lon - half, 3), round(lon + half, 3)), (round(middle - tall, 3), round(middle + tall, 3))


def figure(selection: Selection, theme: Theme, view: View | None, trade: bool, named: Mapping[str, str]) -> go.Figure:
    """The plate of a selection: x is the longitude, y the latitude as Web Mercator draws it, both in degrees.

    `named` says what a layer's marks mean: the layer's name -> the legend's words. A trace's `meta` is its layer.
    """
    across, up = box(view)
    traces = [*_ground(selection, theme)]
    if trade or "lanes" in selection.layers:
        traces += _ways(selection, theme)
    if not trade:
        traces += _sites(selection, theme)
    traces += [_sample(layer, theme) for layer in ("hollow", "loose") if layer in named]
    explained: set[str] = set()
    for trace in traces:
        layer = trace["meta"]
        trace["showlegend"] = layer in named and layer not in explained
        if layer in named:
            trace |= {"legendgroup": layer, "name": named[layer]}
        explained.add(layer)
    plain = {"visible": False, "showgrid": False, "zeroline": False}
    return go.Figure(
        {
            "data": traces,
            "layout": layout(
                theme,
                height=480,
                margin={"l": 0, "r": 0, "t": 0, "b": 0},
                plot_bgcolor=colour("sea", theme),
                dragmode="pan",
                hovermode="closest",
                showlegend=True,
                legend={"orientation": "h", "x": 0, "y": 0, "yanchor": "top", "itemsizing": "constant"},
                xaxis={**plain, "range": list(across)},
                yaxis={**plain, "range": list(up), "scaleanchor": "x", "scaleratio": 1},
                meta="map",
            ),
        }
    )


def _joined(paths: Iterable[Sequence[Sequence[float]]]) -> tuple[list[float | None], list[float | None]]:
    """Paths of (lon, lat) one after the other, None between them: x, and y as Mercator draws it."""
    x: list[float | None] = []
    y: list[float | None] = []
    for path in paths:
        if x:
            x.append(None)
            y.append(None)
        x += [round(point[0], 2) for point in path]
        y += [round(north(point[1]), 2) for point in path]
    return x, y


def _rings(shapes: Iterable[Mapping[str, Any]]) -> list[Sequence[Sequence[float]]]:
    """The rings of GeoJSON features: outer ones anticlockwise, holes clockwise, so that holes stay open."""
    found = []
    for shape in shapes:
        places = shape["geometry"]["coordinates"]
        for polygon in [places] if shape["geometry"]["type"] == "Polygon" else places:
            for at, ring in enumerate(polygon):
                turn = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))
                found.append(ring if (turn > 0) == (at == 0) else ring[::-1])
    return found


def _filled(layer: str, shapes: Iterable[Mapping[str, Any]], tint: str, **more: Any) -> Trace:
    x, y = _joined(_rings(shapes))
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "fill": "toself", "fillcolor": tint,
        "line": {"width": 0, "color": tint}, "hoverinfo": "skip", "meta": layer, **more,
    }  # fmt: skip


def _lines(layer: str, paths: Iterable[Mapping[str, Any]], tint: str, width: float, dash: str = "solid") -> Trace:
    x, y = _joined(_chained([row["path"] for row in paths]))
    line = {"color": tint, "width": width, "dash": dash}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip", "meta": layer}


def _chained(paths: Sequence[Sequence[Sequence[float]]]) -> list[list[Sequence[float]]]:
    """The same paths, each joined to one that begins where it ends: fewer pieces, no notches between them."""
    left = [list(path) for path in paths]
    found: list[list[Sequence[float]]] = []
    while left:
        chain = left.pop()
        grown = True
        while grown:
            grown = False
            for at, other in enumerate(left):
                for part in (other, other[::-1]):
                    if tuple(part[0]) == tuple(chain[-1]):
                        chain, grown = [*chain, *part[1:]], True
                    elif tuple(part[-1]) == tuple(chain[0]):
                        chain, grown = [*part, *chain[1:]], True
                    if grown:
                        break
                if grown:
                    del left[at]
                    break
        found.append(chain)
    return found


def _ground(selection: Selection, theme: Theme) -> Iterable[Trace]:
    """Land, members, lakes, borders, disputed areas: what every plate stands on."""
    world = [shape for shape in layers.CONTENT["land"](selection)["features"] if shape["properties"]["iso3"] != ANTARCTICA]
    yield _filled("land", world, colour("land", theme))
    if selection.coalitions and "members" in selection.layers:
        yield _filled("members", layers.CONTENT["members"](selection)["features"], colour("member", theme))
    yield _filled("lakes", layers.CONTENT["lakes"](selection)["features"], colour("sea", theme))
    yield _lines("borders", layers.CONTENT["borders"](selection), colour("background", theme), 0.8)
    if "disputed" in selection.layers:
        yield _filled("disputed", layers.CONTENT["disputed"](selection)["features"], colour("disputed", theme), opacity=0.45)
        yield _lines("disputed_lines", layers.CONTENT["disputed_lines"](selection), colour("muted", theme), 0.9, "dash")


def _ways(selection: Selection, theme: Theme) -> Iterable[Trace]:
    """Lanes in a few widths, arrows on the widest, corridors dashed, passages by the share that passes."""
    for layer, tint in (("usual_lanes", "lane_pale"), ("lanes", "lane")):
        drawn = layers.CONTENT[layer](selection)
        for width in sorted({_nearest(row["w"]) for row in drawn}, reverse=layer == "lanes"):
            faint = layer == "lanes" and width < lanes.FAINT
            some = [row for row in drawn if _nearest(row["w"]) == width]
            yield _lines(layer, some, colour("lane_faint" if faint else tint, theme), width)
    yield _lines("corridors", layers.CONTENT["corridors"](selection), colour("passage", theme), 1.6, "dash")
    arrows = layers.CONTENT["arrows"](selection)
    yield _marks("arrows", arrows, "triangle-up", theme, "text", 0.45, angle=[90 - row["a"] for row in arrows])
    for mark, symbol in (("passage", "diamond"), ("passage_closed", "diamond-x-open")):
        if some := [row for row in layers.CONTENT["passages"](selection) if row["m"] == mark]:
            yield _marks("passages", some, symbol, theme, "passage", 0.65)


def _nearest(width: float) -> float:
    return min(WIDTHS, key=lambda known: abs(known - width))


def _sites(selection: Selection, theme: Theme) -> Iterable[Trace]:
    """Deposits, mines and plants, each in its shape: hollow when not operating, paler when the place is approximate."""
    for kind in KINDS:
        if kind not in selection.kinds:
            continue
        drawn = layers.CONTENT[f"{kind}s"](selection)
        form = "square" if kind == "plant" else "circle"
        for mark in (name for name in layers.MARKS if name.startswith(kind)):
            some = [row for row in drawn if row["m"] == mark]
            hollow, loose = "_hollow" in mark, mark.endswith("_approximate")
            symbol = f"{form}-open" if hollow else f"{form}-open-dot" if kind == "deposit" else form
            if some:
                yield _marks(f"{kind}s", some, symbol, theme, kind, opacity=LOOSE if loose else 0.95)
    place = [row for row in rows("site", selection) if row["lon"] is not None] if selection.site else []
    if place:
        marks = [{"p": [row["lon"], row["lat"]], "s": 26 / SIZE, "n": html.escape(row["name"])} for row in place]
        yield _marks("chosen", marks, "circle-open", theme, "text")


def _marks(
    layer: str, marks: Sequence[Mapping[str, Any]], symbol: str, theme: Theme, tint: str, size: float = SIZE, **more: Any
) -> Trace:
    opacity, edge, tint = more.pop("opacity", 1), colour("background", theme), colour(tint, theme)
    found: Trace = {
        "type": "scatter", "mode": "markers",
        "x": [round(row["p"][0], 2) for row in marks],
        "y": [round(north(row["p"][1]), 2) for row in marks],
        "marker": {
            "symbol": symbol, "color": tint, "opacity": opacity, "size": [round(size * row["s"], 1) for row in marks],
            "line": {"width": 1.4, "color": tint} if "open" in symbol else {"width": 0.6, "color": edge}, **more,
        },
        "hoverinfo": "skip", "meta": layer,
    }  # fmt: skip
    if marks and "n" in marks[0]:
        found |= {"hovertext": [_plain(row["n"]) for row in marks], "hoverinfo": "text"}
    return found


def _sample(layer: str, theme: Theme) -> Trace:
    """A mark that stands in the legend only."""
    found = _marks(layer, [], "circle-open" if layer == "hollow" else "circle", theme, "muted")
    found["marker"] |= {"size": 9, "opacity": LOOSE if layer == "loose" else 1}
    return found | {"x": [None], "y": [None]}


def _plain(text: str) -> str:
    """A text of a layer, escaped for a page, as Plotly wants it."""
    return html.unescape(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
