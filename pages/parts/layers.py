"""Map layers: rows of an answer become a layer of the deck, its data served once by URL."""

from __future__ import annotations

import gzip
import html
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any
from urllib.parse import parse_qs, urlencode

import pydeck as pdk
from PIL import Image, ImageDraw
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from data.ask import ask, offer, rows
from data.selection import Selection
from data.store import StoreError, store
from data.words import say
from geo import boundaries
from pages.parts import lanes
from pages.parts.look import Theme, rgb

MOST = 1_200
"""Sites of one kind drawn at once; above it, the most important ones (see `importance` in data/places.py)."""
ICON = 64
KINDS = ("deposit", "mine", "plant")
MARKS = (
    *(f"{kind}{hollow}{soft}" for kind in KINDS for hollow in ("", "_hollow") for soft in ("", "_approximate")),
    "passage",
    "passage_closed",
    "arrow",
)
"""Marks of the icon atlas: a shape for each kind, hollow when not operating, soft when the location is approximate."""
MAPPING = {name: {"x": place * ICON, "y": 0, "width": ICON, "height": ICON, "mask": True} for place, name in enumerate(MARKS)}
PATTERNS = "disputed"


def _mark(kind: str, hollow: bool, soft: bool) -> Image.Image:
    """One mark as a mask, drawn four times too large and reduced, so that its edge is smooth."""
    scale, alpha = 4, 150 if soft else 255
    side = ICON * scale
    image = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(image)
    inset, line = 8 * scale, (8 if kind == "deposit" else 7) * scale
    box = (inset, inset, side - inset, side - inset)
    if kind == "plant":
        draw.rounded_rectangle(box, radius=4 * scale, fill=0 if hollow else alpha, outline=alpha, width=line)
    else:
        open_ring = kind == "deposit" or hollow
        draw.ellipse(box, fill=0 if open_ring else alpha, outline=alpha, width=line)
        if kind == "deposit" and not hollow:
            middle, dot = side // 2, 7 * scale
            draw.ellipse((middle - dot, middle - dot, middle + dot, middle + dot), fill=alpha)
    if soft:
        for turn in range(0, 360, 45):
            gap = (-scale, -scale, side + scale, side + scale)
            draw.pieslice(gap, turn - 6, turn + 6, fill=0)
    return image.resize((ICON, ICON), Image.Resampling.LANCZOS)


def _sign(name: str) -> Image.Image:
    """A diamond for a passage, one that is crossed for a closed one, an arrow that points east."""
    side = ICON * 4
    image = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(image)
    if name == "arrow":
        draw.line([(0.34 * side, 0.14 * side), (0.7 * side, 0.5 * side), (0.34 * side, 0.86 * side)], 255, side // 7, "curve")
    else:
        edge = 0.06 * side
        corners = [(side / 2, edge), (side - edge, side / 2), (side / 2, side - edge), (edge, side / 2)]
        draw.polygon(corners, fill=255 if name == "passage" else 0, outline=255, width=side // 10)
        if name == "passage_closed":
            for start, end in (((0.3, 0.3), (0.7, 0.7)), ((0.3, 0.7), (0.7, 0.3))):
                draw.line([(start[0] * side, start[1] * side), (end[0] * side, end[1] * side)], 255, side // 10)
    return image.resize((ICON, ICON), Image.Resampling.LANCZOS)


@lru_cache
def icons() -> bytes:
    """The icon atlas: one row of marks, white with the shape in the alpha channel (PNG)."""
    sheet = Image.new("RGBA", (ICON * len(MARKS), ICON), (255, 255, 255, 0))
    for place, name in enumerate(MARKS):
        mask = (
            _sign(name)
            if name in ("passage", "passage_closed", "arrow")
            else _mark(name.split("_")[0], "_hollow" in name, name.endswith("_approximate"))
        )
        white = Image.new("RGBA", mask.size, (255, 255, 255, 255))
        white.putalpha(mask)
        sheet.paste(white, (place * ICON, 0))
    file = io.BytesIO()
    sheet.save(file, "PNG", optimize=True)
    return file.getvalue()


@lru_cache
def pattern() -> bytes:
    """Diagonal hatching for disputed areas (PNG mask, 32 x 32)."""
    sheet = Image.new("RGBA", (32, 32), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sheet)
    for start in range(-32, 64, 8):
        draw.line((start, 32, start + 32, 0), fill=(0, 0, 0, 255), width=2)
    file = io.BytesIO()
    sheet.save(file, "PNG")
    return file.getvalue()


def mark(site: Mapping[str, Any]) -> str:
    """The mark of a site: its kind, hollow when known not to operate, soft when the point is not the site's."""
    idle = site["status"] in ("construction", "planned", "care_and_maintenance", "closed")
    loose = site["location_precision"] != "site"
    return f"{site['kind']}{'_hollow' if idle else ''}{'_approximate' if loose else ''}"


def _sites(kind: str, selection: Selection) -> list[dict[str, Any]]:
    found = ask("map_sites", selection, kind=kind, most=MOST).to_pylist()
    return [
        {
            "i": site["site_id"],
            "p": [round(site["lon"], 3), round(site["lat"], 3)],
            "m": mark(site),
            "s": round(6 + 9 * (site["importance"] / 100) ** 1.5, 1),
            "n": html.escape(site["name"]),
            "t": html.escape(f"{site['minerals']} · {say(site['kind'])}, {site['country'] or say('no country')}"),
        }
        for site in reversed(found)
    ]


def _members(selection: Selection) -> dict[str, Any]:
    """The shapes of members; `c` is 1 for those added by hand, -1 for those taken out, else 0."""
    change = {"added": 1, "taken out": -1}
    inside = {
        row["iso3"]: change.get(row["reason"], 0)
        for row in rows("members", selection)
        if row["counts"] or (row["reason"] == "taken out" and row["counts_before"])
    }
    land = json.loads(boundaries.drawing("countries"))
    shapes = [shape for shape in land["features"] if shape["properties"]["iso3"] in inside]
    for shape in shapes:
        shape["properties"]["c"] = inside[shape["properties"]["iso3"]]
    return {"type": "FeatureCollection", "features": shapes}


def _outline(selection: Selection) -> dict[str, Any]:
    land = json.loads(boundaries.drawing("countries"))
    return {
        "type": "FeatureCollection",
        "features": [shape for shape in land["features"] if shape["properties"]["iso3"] in selection.countries],
    }


def _land(_: Selection, words: str) -> dict[str, Any]:
    names = offer().countries
    land = json.loads(boundaries.drawing("countries"))
    for shape in land["features"]:
        code = shape["properties"]["iso3"]
        shape["properties"] = {"iso3": code, "n": html.escape(names.get(code, code)), "t": say(words)}
    return dict(land)


def _disputed(_: Selection) -> dict[str, Any]:
    names = offer().countries
    areas = json.loads(boundaries.drawing("disputed"))
    for shape in areas["features"]:
        told = shape["properties"]
        who = names.get(told.get("administered_by") or "", told.get("administered_by") or "")
        told["n"] = html.escape(told["name"])
        told["t"] = html.escape(say("Disputed area, administered by {who}", who=who) if who else say("Disputed area"))
    return dict(areas)


CONTENT: dict[str, Callable[[Selection], Any]] = {
    "land": partial(_land, words="Click to choose this country"),
    "land_joining": partial(_land, words="Click to let it join the coalition, or leave it"),
    "members": _members,
    "outline": _outline,
    "lakes": lambda _: json.loads(boundaries.drawing("lakes")),
    "borders": lambda _: json.loads(boundaries.drawing("borders")),
    "disputed": _disputed,
    "disputed_lines": lambda _: json.loads(boundaries.drawing("disputed_lines")),
    **{f"{kind}s": partial(_sites, kind) for kind in KINDS},
    "lanes": lanes.lanes,
    "usual_lanes": lanes.usual,
    "arrows": lanes.arrows,
    "passages": lanes.passages,
    "corridors": lanes.corridors,
}
"""Name of a layer's data -> how it is made for a selection."""

MEMBERS = ("coalitions", "added", "removed", "combine", "roles", "as_of", "unverified")
TRADE = ("minerals", "countries", *MEMBERS, "trade_year", "measure", "side", "goods", "closed")
DEPENDS = {
    "members": MEMBERS,
    **dict.fromkeys(("lanes", "usual_lanes", "arrows", "passages", "corridors"), TRADE),
    "outline": ("countries",),
    **{f"{kind}s": ("minerals", "countries") for kind in KINDS},
}
"""What of the selection a layer's data depends on: equal parts, equal URL, nothing fetched again."""


def url(name: str, selection: Selection) -> str:
    """The address of a layer's data: it holds the database version and what the data depend on."""
    on_offer = offer()
    only = Selection(year=on_offer.year, trade_year=on_offer.trade_year)
    only = replace(only, **{part: getattr(selection, part) for part in DEPENDS.get(name, ())})
    link = urlencode(only.link(on_offer), doseq=True)
    return f"/layers/{store().version}/{name}.json" + (f"?{link}" if link else "")


@lru_cache(maxsize=256)
def _packed(version: str, name: str, link: str) -> bytes:
    selection, _ = Selection.read(parse_qs(link), offer())
    content = CONTENT[name](selection)
    return gzip.compress(json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode(), 6)


_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def serve(request: Request) -> Response:
    """A layer's data: compact JSON, gzipped once, kept by the browser for as long as the data version stands."""
    name = request.path_params["name"]
    if name not in CONTENT:
        return Response("No such layer", 404)
    try:
        packed = _packed(store().version, name, request.url.query)
    except StoreError as error:
        return Response(str(error), 503)
    headers = {"Content-Encoding": "gzip", **_FOREVER}
    return Response(packed, media_type="application/json", headers=headers)


def serve_picture(request: Request) -> Response:
    """The icon atlas or the hatching."""
    picture = {"marks": icons, "hatching": pattern}.get(request.path_params["name"])
    return Response(picture(), media_type="image/png", headers=_FOREVER) if picture else Response("No such picture", 404)


ROUTES = [
    Route("/layers/{version}/{name}.json", serve),
    Route("/layers/{name}.png", serve_picture),
]


def land(selection: Selection, shown: Theme, joining: bool = False) -> list[pdk.Layer]:
    """The world: land filled, members of the coalition tinted, borders as a thin gap; `joining`: a click lets a country join."""
    layers = [
        pdk.Layer(
            "GeoJsonLayer",
            url("land_joining" if joining else "land", selection),
            id="country",
            filled=True,
            stroked=False,
            get_fill_color=rgb("land", shown),
            pickable=True,
        )
    ]
    if selection.coalitions and "members" in selection.layers:
        layers.append(
            pdk.Layer(
                "GeoJsonLayer",
                url("members", selection),
                id="members",
                filled=True,
                stroked=True,
                get_fill_color=f"properties.c > 0 ? {rgb('gain', shown)} : properties.c < 0 ? {rgb('loss', shown, 150)} : {rgb('member', shown)}",
                get_line_color=rgb("member_bar", shown),
                get_line_width="properties.c > 0 ? 2 : 0",
                line_width_units=pdk.types.String("pixels"),
            )
        )
    layers.append(
        pdk.Layer(
            "GeoJsonLayer", url("lakes", selection), id="lakes", filled=True, stroked=False, get_fill_color=rgb("sea", shown)
        )
    )
    layers.append(
        pdk.Layer(
            "PathLayer",
            url("borders", selection),
            id="borders",
            get_path="path",
            get_color=rgb("background", shown),
            get_width=1,
            width_units=pdk.types.String("pixels"),
            width_min_pixels=1,
        )
    )
    if "disputed" in selection.layers:
        layers += [
            pdk.Layer(
                "GeoJsonLayer",
                url("disputed", selection),
                id="disputed",
                filled=True,
                stroked=False,
                get_fill_color=rgb("disputed", shown, 150),
                fill_pattern_mask=True,
                fill_pattern_atlas=pdk.types.String("/layers/hatching.png"),
                fill_pattern_mapping={"hatch": {"x": 0, "y": 0, "width": 32, "height": 32, "mask": True}},
                get_fill_pattern=pdk.types.String("hatch"),
                get_fill_pattern_scale=pdk.types.String("scale"),
                extensions=[{"@@type": "FillStyleExtension", "pattern": True}],
                pickable=True,
            ),
            pdk.Layer(
                "PathLayer",
                url("disputed_lines", selection),
                id="disputed_lines",
                get_path="path",
                get_color=rgb("muted", shown),
                width_units=pdk.types.String("pixels"),
                get_width=1.2,
                get_dash_array=[4, 3],
                dash_justified=True,
                extensions=[{"@@type": "PathStyleExtension", "dash": True}],
            ),
        ]
    return layers


def outline(selection: Selection, shown: Theme) -> pdk.Layer:
    """A line round the countries chosen."""
    return pdk.Layer(
        "GeoJsonLayer",
        url("outline", selection),
        id="outline",
        filled=False,
        stroked=True,
        get_line_color=rgb("text", shown),
        line_width_units=pdk.types.String("pixels"),
        get_line_width=1.6,
    )


def sites(selection: Selection, shown: Theme) -> list[pdk.Layer]:
    """Deposits, mines and plants as marks of their own shape, sized by importance, drawn most important on top."""
    return [
        pdk.Layer(
            "IconLayer",
            url(f"{kind}s", selection),
            id=kind,
            visible=kind in selection.kinds,
            icon_atlas=pdk.types.String("/layers/marks.png"),
            icon_mapping=MAPPING,
            get_icon="m",
            get_position="p",
            get_size="s",
            size_units=pdk.types.String("pixels"),
            get_color=rgb(kind, shown),
            pickable=True,
        )
        for kind in KINDS
    ]


def ways(selection: Selection, shown: Theme) -> list[pdk.Layer]:
    """Lanes as wide as what they carry, the direction marked; corridors dashed; passages sized by the share that passes.

    With closures, the usual lanes lie pale below those that are left.
    """
    pixels = pdk.types.String("pixels")
    round_ends = {"cap_rounded": True, "joint_rounded": True, "width_units": pixels, "get_path": "path"}
    found = []
    if selection.closed:
        found.append(
            pdk.Layer(
                "PathLayer",
                url("usual_lanes", selection),
                id="usual_lane",
                get_width="w",
                get_color=rgb("lane_pale", shown),
                **round_ends,
            )
        )
    found += [
        pdk.Layer(
            "PathLayer",
            url("lanes", selection),
            id="lane",
            get_width="w",
            get_color=f"w < {lanes.FAINT} ? {rgb('lane_faint', shown)} : {rgb('lane', shown)}",
            pickable=True,
            **round_ends,
        ),
        pdk.Layer(
            "PathLayer",
            url("corridors", selection),
            id="corridor",
            get_width=1.5,
            get_color=rgb("passage", shown),
            get_dash_array=[3, 2],
            dash_justified=True,
            extensions=[{"@@type": "PathStyleExtension", "dash": True}],
            pickable=True,
            **round_ends,
        ),
        _marked("arrow", "arrows", selection, rgb("text", shown), get_icon=pdk.types.String("arrow"), get_angle="a"),
        _marked("passage", "passages", selection, rgb("passage", shown), get_icon="m", pickable=True),
    ]
    return found


def _marked(name: str, data: str, selection: Selection, tint: list[int], **more: Any) -> pdk.Layer:
    return pdk.Layer(
        "IconLayer",
        url(data, selection),
        id=name,
        icon_atlas=pdk.types.String("/layers/marks.png"),
        icon_mapping=MAPPING,
        get_position="p",
        get_size="s",
        size_units=pdk.types.String("pixels"),
        get_color=tint,
        **more,
    )


def chosen(selection: Selection, shown: Theme) -> list[pdk.Layer]:
    """A ring round the site whose record is open, where its place is known."""
    place = [row for row in rows("site", selection) if row["lon"] is not None] if selection.site else []
    return [
        pdk.Layer(
            "ScatterplotLayer",
            [{"p": [row["lon"], row["lat"]]} for row in place],
            id="chosen",
            get_position="p",
            filled=False,
            stroked=True,
            get_radius=13,
            radius_units=pdk.types.String("pixels"),
            line_width_units=pdk.types.String("pixels"),
            get_line_width=2.5,
            get_line_color=rgb("text", shown),
        )
    ]
