"""The map: layers put together over our own shapes, its legend, and what a click on it means."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

import pydeck as pdk
import streamlit as st

from data.ask import ask, offer
from data.fields import KINDS
from data.selection import Selection
from data.words import count, say
from pages.parts import filters, layers, look

WORLD = {"longitude": 22.0, "latitude": 27.0, "zoom": 1.02, "min_zoom": 0.6, "max_zoom": 12}
HEIGHT = 430
TIP_STYLE = {"fontSize": "13px", "lineHeight": "1.35", "padding": "6px 9px", "borderRadius": "3px", "maxWidth": "320px"}


def deck(selection: Selection, shown: look.Theme) -> pdk.Deck:
    """The deck of a selection: constant view unless the reader flies somewhere, no base map, no rows inside."""
    view = {**WORLD, **st.session_state.get("view", {})}
    style = {**TIP_STYLE, "backgroundColor": look.colour("text", shown), "color": look.colour("background", shown)}
    # one list inside the list: Streamlit then leaves the colours of what is not selected as they are
    parts = [*layers.land(selection, shown), *layers.sites(selection, shown), *layers.chosen(selection, shown)]
    return pdk.Deck(
        [parts],
        initial_view_state=pdk.ViewState(**view),
        map_provider=None,
        tooltip={"html": "<b>{n}</b><br>{t}", "style": style},
    )


def _clicked() -> None:
    """A click opens a site's record or chooses a country; a click beside it, or on it again, undoes that."""
    picked: dict[str, list[dict[str, Any]]] = st.session_state["map"]["selection"]["objects"]
    before = st.session_state.get("picked", ("", ""))
    now = filters.current()
    for kind in KINDS:
        for site in picked.get(kind, []):
            st.session_state["picked"] = ("site", site["i"])
            filters.choose(site=site["i"])
            return
    for shape in picked.get("country", []):
        code = shape["properties"]["iso3"]
        st.session_state["picked"] = ("country", code)
        if code not in now.countries:
            filters.choose(countries=(*now.countries, code))
        return
    if before == ("site", now.site):
        filters.choose(site="")
    elif before[0] == "country" and before[1] in now.countries:
        filters.toggle_country(before[1])
    st.session_state["picked"] = ("", "")


def draw(selection: Selection) -> None:
    """Draw the map, its legend and the count of what is drawn."""
    shown = look.theme()
    st.pydeck_chart(
        deck(selection, shown),
        height=HEIGHT,
        key="map",
        on_select=_clicked,
        alt=say("World map of deposits, mines and plants: {what}", what=selection.sentence(offer())),
    )
    with st.container(key="legend"):
        st.html(legend(selection, shown))


def legend(selection: Selection, shown: look.Theme) -> str:
    """What each mark means, and how many sites are drawn of how many."""
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
    if selection.coalitions and "members" in selection.layers:
        entries.append((f"background: {look.colour('member', shown)}", selection.group(offer())))
    if "disputed" in selection.layers:
        line = look.colour("disputed", shown)
        entries.append(
            (f"background: repeating-linear-gradient(135deg, {line} 0 1.5px, transparent 1.5px 4px)", say("disputed area"))
        )
    if any(tally["drawn"] < tally["sites"] - tally["unplaced"] for tally in tallies.values()):
        entries.append(("display: none", say("the most important drawn, all in the table")))
    unplaced = sum(row["unplaced"] for row in tallies.values())
    if unplaced:
        words = count("{number} site without a confirmed place", "{number} sites without a confirmed place", unplaced)
        entries.append(("display: none", words))
    entries.append(("display: none", say("Boundaries and names shown do not imply endorsement.")))
    items = "".join(f'<span><i style="{form}"></i>{html.escape(text)}</span>' for form, text in entries)
    return f'<div class="legend">{items}</div>'


def _of(tally: Mapping[str, Any] | None) -> str:
    if tally is None:
        return "0"
    if tally["drawn"] < tally["sites"] - tally["unplaced"]:
        return say("{drawn} of {sites}", drawn=f"{tally['drawn']:,}", sites=f"{tally['sites']:,}")
    return f"{tally['sites']:,}"
