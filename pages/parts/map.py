"""The map: layers put together over our own shapes, its legend, and what a click on it means."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pydeck as pdk
import streamlit as st

from data.ask import ask, offer, rows
from data.fields import KINDS
from data.network import paths
from data.selection import Selection
from data.words import count, say, series
from geo import boundaries
from pages.parts import filters, lanes, layers, look
from pages.parts.charts import amount

WORLD = {"longitude": 22.0, "latitude": 27.0, "zoom": 1.02, "min_zoom": 0.6, "max_zoom": 12}
HEIGHT = 430
TRADE_HEIGHT = 390
WIDTH, CLOSEST, LIMIT = 1_000, 4.8, 83.0
"""A country is fitted into this many pixels, no closer than this zoom, and no nearer to the poles than this latitude."""
TIP_STYLE = {
    "fontSize": "13px",
    "lineHeight": "1.35",
    "padding": "6px 9px",
    "borderRadius": "3px",
    "maxWidth": "320px",
    "whiteSpace": "pre-line",
}


def around(code: str) -> dict[str, float]:
    """The view that shows a country large: the centre of its shape in degrees, and the zoom at which it fits."""
    found = boundaries.extent(code)
    if not found:
        return {}
    west, south, east, north = found
    low, high = (math.asinh(math.tan(math.radians(max(-LIMIT, min(LIMIT, lat))))) for lat in (south, north))
    across = math.log2(WIDTH * 360 / (512 * max(east - west, 0.01)))
    upright = math.log2(HEIGHT * 2 * math.pi / (512 * max(high - low, 0.0001)))
    zoom = max(WORLD["zoom"], min(across, upright, CLOSEST) - 0.2)
    middle = math.degrees(math.atan(math.sinh((low + high) / 2)))
    return {"longitude": round((west + east) / 2, 3), "latitude": round(middle, 3), "zoom": round(zoom, 2)}


def deck(selection: Selection, shown: look.Theme, trade: bool = False, joining: bool = False, about: str = "") -> pdk.Deck:
    """The deck of a selection: constant view unless the reader flies somewhere, no base map, no rows inside.

    `trade`: lanes and passages without the sites. `joining`: without both, a click lets a country join or leave.
    `about`: the code of a country, outlined and shown large.
    """
    view = {**WORLD, **(around(about) if about else st.session_state.get("view", {}))}
    style = {**TIP_STYLE, "backgroundColor": look.colour("text", shown), "color": look.colour("background", shown)}
    # one list inside the list: Streamlit then leaves the colours of what is not selected as they are
    ways = layers.ways(selection, shown) if trade or "lanes" in selection.layers else []
    marks = [] if trade or joining else [*layers.sites(selection, shown), *layers.chosen(selection, shown)]
    edge = [layers.outline(selection, shown)] if about else []
    parts = [*layers.land(selection, shown, joining), *edge, *ways, *marks]
    return pdk.Deck(
        [parts],
        initial_view_state=pdk.ViewState(**view),
        map_provider=None,
        tooltip={"html": "<b>{n}</b><br>{t}", "style": style},
    )


def _clicked(key: str, joining: bool, about: str) -> None:
    """A click opens a site's record, lists the flows of a way or chooses a country; a click beside it, or on it again, undoes that.

    `joining`: a country clicked joins the coalition or leaves it. The country that the map is `about` is chosen already, and stays.
    """
    picked: dict[str, list[dict[str, Any]]] = st.session_state[key]["selection"]["objects"]
    before = st.session_state.get("picked", ("", ""))
    now = filters.current()
    for kind in KINDS:
        for site in picked.get(kind, []):
            st.session_state["picked"] = ("site", site["i"])
            filters.choose(site=site["i"])
            return
    for kind in ("passage", "corridor", "lane"):
        for way in picked.get(kind, []):
            st.session_state["picked"] = ("way", str(way["i"]))
            filters.choose(through=str(way["i"]))
            return
    for shape in picked.get("country", []):
        code = shape["properties"]["iso3"]
        if code == about:
            break
        if joining:
            filters.toggle_member(code)
        elif code not in now.countries:
            filters.toggle_country(code)
        st.session_state["picked"] = ("joining" if joining else "country", code)
        return
    if before == ("way", now.through):
        filters.choose(through="")
    elif before == ("site", now.site):
        filters.choose(site="")
    elif before[0] == "country" and before[1] in now.countries:
        filters.toggle_country(before[1])
    elif before[0] == "joining" and before[1] in (*now.added, *now.removed):
        filters.toggle_member(before[1])
    st.session_state["picked"] = ("", "")


def draw(selection: Selection, trade: bool = False, joining: bool = False, about: str = "") -> None:
    """Draw the map of sites, of `trade`, or of the countries `joining` a coalition; its legend and the count of what is drawn.

    `about` a country: see `deck`.
    """
    shown = look.theme()
    key = "trade_map" if trade else "joining_map" if joining else "country_map" if about else "map"
    words = (
        say("World map of trade lanes and passages: {what}")
        if trade
        else say("World map of members, and of those added or taken out by hand: {what}")
        if joining
        else say("World map of deposits, mines and plants: {what}")
    )
    st.pydeck_chart(
        deck(selection, shown, trade, joining, about),
        height=TRADE_HEIGHT if trade or joining else HEIGHT,
        key=key,
        on_select=lambda: _clicked(key, joining, about),
        alt=words.replace("{what}", selection.sentence(offer())),
    )
    marks = ways(selection, shown) if trade else [] if joining else sites(selection, shown)
    with st.container(key="legend"):
        st.html(_legend([*marks, *areas(selection, shown, joining)]))


Entry = tuple[str, str]
"""A mark's style sheet, and what it means."""


def sites(selection: Selection, shown: look.Theme) -> list[Entry]:
    """What each mark of a site means, and how many sites are drawn of how many."""
    tallies = {row["kind"]: row for row in ask("tally", selection, most=layers.MOST).to_pylist()}
    muted = look.colour("muted", shown)
    entries = []
    for kind in selection.kinds:
        tint = look.colour(kind, shown)
        form = {
            "deposit": f"border: 2px solid {tint}; border-radius: 50%; box-shadow: inset 0 0 0 2.5px {look.colour('background', shown)}; background: {tint}",
            "mine": f"background: {tint}; border-radius: 50%",
            "plant": f"background: {tint}; border-radius: 1px",
        }[kind]
        entries.append((form, f"{say(filters.KIND_NAMES[kind])} {_of(tallies.get(kind))}"))
    entries.append((f"border: 2px solid {muted}; border-radius: 50%", say("hollow: not operating")))
    entries.append((f"border: 2px dashed {muted}; border-radius: 50%; opacity: .7", say("broken edge: approximate place")))
    if any(tally["drawn"] < tally["sites"] - tally["unplaced"] for tally in tallies.values()):
        entries.append(("display: none", say("the most important drawn, all in the table")))
    unplaced = sum(row["unplaced"] for row in tallies.values())
    if unplaced:
        words = count("{number} site without a confirmed place", "{number} sites without a confirmed place", unplaced)
        entries.append(("display: none", words))
    if "lanes" in selection.layers:
        entries += ways(selection, shown)
    return entries


def areas(selection: Selection, shown: look.Theme, joining: bool = False) -> list[Entry]:
    """What the tinted and the hatched areas mean."""
    entries = []
    if selection.coalitions and "members" in selection.layers:
        reasons = {row["iso3"]: row["reason"] for row in rows("members", selection)}
        edge = look.colour("member_bar", shown)
        group = replace(selection, added=(), removed=()).group(offer())
        entries.append((f"background: {look.colour('member', shown)}", group))
        for codes, why, style, words in (
            (selection.added, "added", f"background: {look.colour('gain', shown)}; border: 2px solid {edge}", "joining: {names}"),
            (selection.removed, "taken out", f"background: {look.colour('loss', shown)}; opacity: .6", "leaving: {names}"),
        ):
            named = [offer().countries[code] for code in codes if reasons.get(code) == why]
            if named:
                entries.append((style, say(words, names=series(named))))
        if joining:
            entries.append(("display: none", say("A click lets a country join, or a member leave.")))
    if "disputed" in selection.layers:
        line = look.colour("disputed", shown)
        entries.append(
            (f"background: repeating-linear-gradient(135deg, {line} 0 1.5px, transparent 1.5px 4px)", say("disputed area"))
        )
    return entries


def ways(selection: Selection, shown: look.Theme) -> list[Entry]:
    """What lanes, passages and corridors mean, and how wide the widest lane is."""
    tint, mark = look.colour("lane", shown), look.colour("passage", shown)
    entries = [(f"background: {tint}; width: 22px; height: {lanes.WIDEST:.0f}px", lanes.caption(selection))]
    widest = max((path["amount"] for path in paths(selection)), default=0.0)
    if widest:
        entries[0] = (entries[0][0], say("{what}, widest {amount}", what=entries[0][1], amount=amount(widest, selection.measure)))
    if selection.closed:
        pale = look.colour("lane_pale", shown)
        entries.append((f"background: {pale}; width: 22px; height: 5px", say("usual lane")))
    entries.append((f"background: {mark}; transform: rotate(45deg) scale(.75)", say("passage, by the share that passes")))
    entries.append((f"border-top: 2.5px dashed {mark}; width: 22px; height: 0", say("land corridor")))
    return entries


def _legend(entries: list[Entry]) -> str:
    entries = [*entries, ("display: none", say("Boundaries and names shown do not imply endorsement."))]
    items = "".join(f'<span><i style="{form}"></i>{html.escape(text)}</span>' for form, text in entries)
    return f'<div class="legend">{items}</div>'


def _of(tally: Mapping[str, Any] | None) -> str:
    if tally is None:
        return "0"
    if tally["drawn"] < tally["sites"] - tally["unplaced"]:
        return say("{drawn} of {sites}", drawn=f"{tally['drawn']:,}", sites=f"{tally['sites']:,}")
    return f"{tally['sites']:,}"
