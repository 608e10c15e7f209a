"""The record of one site: what it is, what is made there, how well its place is known, and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from data.ask import rows
from data.fields import FIELDS
from data.selection import Selection
from data.words import say
from pages.parts import filters

PRECISION = {
    "site": "Point of the site itself",
    "settlement": "Approximate: point of the nearest settlement",
    "area": "Approximate: a point in the area",
    "none": "No confirmed point; not on the map",
}


def draw(selection: Selection) -> None:
    """The open record over the map, when a site is chosen."""
    if not selection.site:
        return
    with st.container(key="record", border=True):
        found = rows("site", selection)
        head, close = st.columns([6, 1])
        close.button(
            "✕", key="close_record", on_click=lambda: filters.choose(site=""), help=say("Close the record"), type="tertiary"
        )
        if not found:
            head.markdown(say("**No such site.** The address names a site that this version of the data does not have."))
            return
        site = found[0]
        head.markdown(f"**{filters.escaped(site['name'])}**")
        st.caption(filters.escaped(_where(site)))
        for label, text in _facts(site):
            st.markdown(f"{label}: {filters.escaped(text)}")
        st.markdown("  \n".join(filters.escaped(_mineral(row)) for row in rows("site_minerals", selection)))
        if site["note"]:
            st.caption(filters.escaped(site["note"]))
        st.markdown(say("**Sources**"))
        for row in rows("site_sources", selection):
            name = filters.escaped(row["title"])
            link = f"[{name}]({row['url']})" if row["url"] else name
            st.caption(
                f"{link}. {filters.escaped(row['licence'])}. {filters.escaped(say('Record {record}', record=row['record']))}"
            )


def _where(site: Mapping[str, Any]) -> str:
    words = f"{say(site['kind']).capitalize()}"
    if site["stage"]:
        words += f" ({say(site['stage'])})"
    words += f", {site['country'] or say('outside any country')}"
    if site["disputed"]:
        who = site["administered_by_name"] or site["administered_by"] or say("unknown")
        words += ". " + say("In a disputed area, administered by {who}", who=who)
    return words


def _facts(site: Mapping[str, Any]) -> list[tuple[str, str]]:
    status = say(str(site["status"]).replace("_", " "))
    if site["status_year"]:
        status += f" ({site['status_year']})"
    facts = [(FIELDS["status"].heading, status)]
    if site["operator"]:
        owner = f", {say('owner from {country}', country=site['owner_country'])}" if site["owner_country"] else ""
        facts.append((FIELDS["operator"].heading, f"{site['operator']}{owner}"))
    facts.append((say("Place"), say(PRECISION[site["location_precision"]])))
    if site["confidence"]:
        facts.append((FIELDS["confidence"].heading, say(site["confidence"])))
    facts.append((say("Importance"), say("{value} of 100", value=f"{site['importance']:.0f}")))
    return facts


def _mineral(row: Mapping[str, Any]) -> str:
    words = str(row["mineral"])
    if row["role"] == "by_product":
        words += f" ({say('by-product')})"
    if row["product"]:
        words += f": {row['product'].replace('_', ' ')}"
    if row["capacity_t"] is not None:
        kind = say(row["capacity_kind"]) if row["capacity_kind"] else say("capacity")
        parts = [
            f"{row['capacity_t']:,.0f} {FIELDS['capacity_t'].unit}",
            kind,
            row["capacity_basis"],
            str(row["capacity_year"] or ""),
        ]
        words += "; " + ", ".join(part for part in parts if part)
        if row["capacity_is_shared"]:
            words += f", {say('one figure for several products')}"
    return words
