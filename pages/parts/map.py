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
from data.briefing import MAP
from data.fields import KINDS
from data.network import passing, paths
from data.selection import Selection, day
from data.words import count, say, series
from geo import boundaries
from pages.parts import figures, filters, lanes, layers, look
from pages.parts.charts import Chart, amount, percent
from pages.parts.plate import WORLD, View, figure
from pages.parts.trade import source, what

HEIGHT = 430
TRADE_HEIGHT = 360
WIDTH, CLOSEST, LIMIT = 1_000, 4.8, 83.0
"""A country is fitted into this many pixels, no closer than this zoom, and no nearer to the poles than this latitude."""
DISCLAIMER = "Boundaries and names shown do not imply endorsement."
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
        alt=words.replace("{what}", selection.sentence(offer(), trade=trade)),
    )
    with st.container(key="legend"):
        st.html(_legend(entries(selection, trade, joining), shown))
        drawn = replace(selection, kinds=()) if joining else selection
        figures.menu(lambda: plate(drawn, shown, _flown(about), trade), MAP)


def _flown(about: str) -> View | None:
    """Where the map has flown to, if anywhere: the country that it is about, else what the reader has found."""
    view = around(about) if about else st.session_state.get("view")
    return (view["longitude"], view["latitude"], view["zoom"]) if view else None


Entry = tuple[str, str]
"""A layer, or what all its marks share (`hollow`, `loose`), and what it means; no layer: a remark."""


def sites(selection: Selection) -> list[Entry]:
    """What each mark of a site means, and how many sites are drawn of how many."""
    tallies = {row["kind"]: row for row in ask("tally", selection, most=layers.MOST).to_pylist()}
    entries = [(f"{kind}s", f"{say(filters.KIND_NAMES[kind])} {_of(tallies.get(kind))}") for kind in selection.kinds]
    if entries:
        entries += [("hollow", say("hollow: not operating")), ("loose", say("broken edge: approximate place"))]
    if any(tally["drawn"] < tally["sites"] - tally["unplaced"] for tally in tallies.values()):
        entries.append(("", say("the most important drawn, all in the table")))
    unplaced = sum(row["unplaced"] for row in tallies.values())
    if unplaced:
        words = count("{number} site without a confirmed place", "{number} sites without a confirmed place", unplaced)
        entries.append(("", words))
    return entries


def areas(selection: Selection, joining: bool = False) -> list[Entry]:
    """What the tinted and the hatched areas mean; with `joining`, what a click does."""
    entries = []
    if selection.coalitions and "members" in selection.layers:
        reasons = {row["iso3"]: row["reason"] for row in rows("members", selection)}
        entries.append(("members", replace(selection, added=(), removed=()).group(offer())))
        for layer, codes, why, words in (
            ("joining", selection.added, "added", "joining: {names}"),
            ("leaving", selection.removed, "taken out", "leaving: {names}"),
        ):
            named = [offer().countries[code] for code in codes if reasons.get(code) == why]
            if named:
                entries.append((layer, say(words, names=series(named))))
        if joining:
            entries.append(("", say("A click lets a country join, or a member leave.")))
    if "disputed" in selection.layers:
        entries.append(("disputed", say("disputed area")))
    return entries


def ways(selection: Selection) -> list[Entry]:
    """What lanes, passages and corridors mean, and how wide the widest lane is."""
    told, widest = lanes.caption(selection), max((path["amount"] for path in paths(selection)), default=0.0)
    if widest:
        told = say("{what}, widest {amount}", what=told, amount=amount(widest, selection.measure))
    entries = [("lanes", told)]
    if selection.closed:
        entries.append(("usual_lanes", say("usual lane")))
    return [*entries, ("passages", say("passage, by the share that passes")), ("corridors", say("land corridor"))]


def entries(selection: Selection, trade: bool = False, joining: bool = False) -> list[Entry]:
    """What the map of sites, of `trade`, or of countries `joining`, shows, entry by entry."""
    marks = ways(selection) if trade else [] if joining else sites(selection)
    if not trade and "lanes" in selection.layers:
        marks += ways(selection)
    return [*marks, *areas(selection, joining)]


def _form(layer: str, shown: look.Theme) -> str:
    """The style sheet of a layer's mark in the legend."""
    if not layer:
        return "display: none"
    muted, line, back = (look.colour(name, shown) for name in ("muted", "disputed", "background"))
    deposit, mine, plant, lane, pale, passage, member, gain, edge, loss = (
        look.colour(name, shown)
        for name in ("deposit", "mine", "plant", "lane", "lane_pale", "passage", "member", "gain", "member_bar", "loss")
    )
    return {
        "deposits": f"border: 2px solid {deposit}; border-radius: 50%; box-shadow: inset 0 0 0 2.5px {back}; background: {deposit}",
        "mines": f"background: {mine}; border-radius: 50%",
        "plants": f"background: {plant}; border-radius: 1px",
        "hollow": f"border: 2px solid {muted}; border-radius: 50%",
        "loose": f"border: 2px dashed {muted}; border-radius: 50%; opacity: .7",
        "lanes": f"background: {lane}; width: 22px; height: {lanes.WIDEST:.0f}px",
        "usual_lanes": f"background: {pale}; width: 22px; height: 5px",
        "passages": f"background: {passage}; transform: rotate(45deg) scale(.75)",
        "corridors": f"border-top: 2.5px dashed {passage}; width: 22px; height: 0",
        "members": f"background: {member}",
        "joining": f"background: {gain}; border: 2px solid {edge}",
        "leaving": f"background: {loss}; opacity: .6",
        "disputed": f"background: repeating-linear-gradient(135deg, {line} 0 1.5px, transparent 1.5px 4px)",
    }[layer]


def _legend(told: list[Entry], shown: look.Theme) -> str:
    told = [*told, ("", say(DISCLAIMER))]
    items = "".join(f'<span><i style="{_form(layer, shown)}"></i>{html.escape(text)}</span>' for layer, text in told)
    return f'<div class="legend">{items}</div>'


def plate(selection: Selection, shown: look.Theme, view: View | None = None, trade: bool = False) -> Chart:
    """The map of a selection, or of its `trade`, as a figure that needs no server: see `plate.figure`.

    `view` is longitude, latitude and zoom as deck.gl means them; without one the world is shown.
    """
    told = entries(selection, trade)
    named = {layer: words for layer, words in told if layer}
    if "loose" in named:
        named["loose"] = say("paler: approximate place")
    plot = figure(selection, shown, view, trade, named)
    remarks = [words[:1].upper() + words[1:] for layer, words in told if not layer]
    line = ". ".join(["; ".join([say("Natural Earth"), *_reported(selection, trade)]), *remarks, say(DISCLAIMER)])
    kinds = ask("table_sites", selection) if selection.kinds else ask("members", selection)
    answer = ask("flows", selection) if trade else kinds
    return Chart(_title(selection, trade), plot, line, _said(selection, trade), answer)


def of_page(page: str, selection: Selection, shown: look.Theme, view: View | None = None) -> Chart:
    """The plate of a page's map: of lanes on Trade routes, of members alone on Coalitions, of sites elsewhere."""
    chosen = replace(selection, kinds=()) if page == "coalitions" else selection
    return plate(chosen, shown, view, trade=page == "trade_routes")


def _title(selection: Selection, trade: bool) -> str:
    on_offer = offer()
    if trade:
        return say("Lanes and passages: {what}", what=what(selection))
    if not selection.kinds:
        return say("Members of {group}, {day}", group=selection.group(on_offer), day=day(selection.as_of))
    minerals = series(on_offer.minerals.get(key, key) for key in selection.minerals) or say("All minerals")
    kinds = series(say(filters.KIND_NAMES[kind]).lower() for kind in selection.kinds)
    where = series(on_offer.countries.get(key, key) for key in selection.countries)
    if where:
        return say("{minerals}: {kinds} in {where}", minerals=minerals, kinds=kinds, where=where)
    return say("{minerals}: {kinds}", minerals=minerals, kinds=kinds)


def _said(selection: Selection, trade: bool) -> dict[str, str]:
    """What the plate says in numbers: sites by kind, members, the widest lane, what passes the busiest passages."""
    said = {}
    if not trade:
        tallies = {row["kind"]: row for row in rows("tally", selection, most=layers.MOST)}
        said = {say(filters.KIND_NAMES[kind]): _of(tallies.get(kind)) for kind in selection.kinds}
    if selection.coalitions and "members" in selection.layers:
        inside = sum(row["counts"] for row in rows("members", selection))
        said[selection.group(offer())] = count("{number} country", "{number} countries", inside)
    if trade or "lanes" in selection.layers:
        widest = max((path["amount"] for path in paths(selection)), default=None)
        said[say("Widest lane")] = amount(widest, selection.measure)
        for row in [row for row in passing(selection) if row["flows"]][:3]:
            said[row["name"]] = percent(row["part_pct"])
    return said


def _reported(selection: Selection, trade: bool) -> list[str]:
    """Who reports what the plate shows."""
    if trade:
        return [source(rows("not_drawn", selection)[0], selection).rstrip(".")]
    named = [row["publisher"] for row in rows("map_sources", selection) if row["publisher"]]
    pages = sum(row["publications"] for row in rows("map_sources", selection) if not row["publisher"])
    if pages:
        named.append(
            count("{number} page of governments, companies or press", "{number} pages of governments, companies or press", pages)
        )
    return named


def _of(tally: Mapping[str, Any] | None) -> str:
    if tally is None:
        return "0"
    if tally["drawn"] < tally["sites"] - tally["unplaced"]:
        return say("{drawn} of {sites}", drawn=f"{tally['drawn']:,}", sites=f"{tally['sites']:,}")
    return f"{tally['sites']:,}"
