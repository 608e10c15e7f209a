"""Headline figures: what the holders have of the chosen mineral, or of all of them, each with year and source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from data.words import count, say, series
from pages.parts.charts import least, once, percent, vintage

Row = Mapping[str, Any]
HHI = (
    "HHI, the Herfindahl-Hirschman index, is the sum of squared shares in percent: 10,000 is a single supplier. Bands of the US "
    "Merger Guidelines 2023: up to 1,000 unconcentrated, to 1,800 moderately, above highly concentrated. A range shows what the "
    "part not attributed to a country allows."
)
KINDS = {
    "deposit": ("{number} deposit", "{number} deposits"),
    "mine": ("{number} mine", "{number} mines"),
    "plant": ("{number} plant", "{number} plants"),
}
DONE = {"mine": "Mined", "refining": "Refined", "reserves": "In the ground"}


def band(index: float) -> str:
    """The band of an HHI: US Merger Guidelines 2023, thresholds 1,000 and 1,800."""
    return (
        say("highly concentrated") if index > 1800 else say("moderately concentrated") if index > 1000 else say("unconcentrated")
    )


def bands(low: float, high: float) -> str:
    """The band, or the two bands that an HHI's bounds fall into."""
    return band(low) if band(low) == band(high) else say("{low} to {high}", low=band(low), high=band(high))


def index(low: float, high: float) -> str:
    """An HHI as text: one number, or the range that the unattributed part allows."""
    return f"{low:,.0f}" if round(low, -1) == round(high, -1) else f"{low:,.0f} – {high:,.0f}"


def share(row: Row) -> str:
    """A holder's share; `≥` where a figure of a holder is withheld or outside the total."""
    return least(row["share_pct"], bool(row["hidden"]))


def _one(rows: Mapping[str, Row], holder: str, tallies: Sequence[Row]) -> list[tuple[str, str, str, str]]:
    cards = []
    for stage in ("mine", "refining"):
        row = rows.get(stage)
        title = say("{done} by {holder}", done=say(DONE[stage]), holder=holder) if holder else say(DONE[stage])
        if row is None:
            cards.append((title, say("no figure"), say("No source of the atlas reports this stage."), ""))
            continue
        note = say("of the world, {period}. {source}", period=row["period"], source=vintage(row))
        if row["hidden"]:
            words = "At least, because {names} is withheld or outside the total"
            note += ". " + say(
                words if row["share_pct"] else "{names} is withheld or outside the total", names=series(row["hidden"])
            )
        elif row["withheld"] or row["excludes"]:
            note += ". " + say(
                "Withheld or outside the total: {names}", names=series(sorted({*row["withheld"], *row["excludes"]}))
            )
        cards.append((title, share(row) if holder else percent(row["top_pct"]), note + ".", ""))
    for stage in ("mine", "refining"):
        row = rows.get(stage)
        if row is None:
            continue
        cards.append(
            (
                say("Largest: {done}", done=say(DONE[stage]).lower()),
                f"{row['top']} {percent(row['top_pct'])}",
                say(
                    "HHI {index}: {bands}, {period}.",
                    index=index(row["hhi_low"], row["hhi_high"]),
                    bands=bands(row["hhi_low"], row["hhi_high"]),
                    period=row["period"],
                ),
                say(HHI),
            )
        )
    cards.append(_sites(tallies))
    return cards


def _sites(tallies: Sequence[Row]) -> tuple[str, str, str, str]:
    by_kind = {row["kind"]: row["sites"] for row in tallies}
    told = [count(*KINDS[kind], by_kind[kind]) for kind in KINDS if kind in by_kind]
    return say("Sites"), f"{sum(by_kind.values()):,}", (series(told) + "." if told else ""), ""


def _many(rows: Sequence[Row], holder: str, tallies: Sequence[Row]) -> list[tuple[str, str, str, str]]:
    cards = []
    for stage in ("mine", "refining"):
        own = once(rows, stage)
        quarter = sum(row["share_pct"] >= 25 for row in own)
        half = sum(row["share_pct"] >= 50 for row in own)
        title = say("{done}: {holder} has a quarter or more", done=say(DONE[stage]), holder=holder)
        note = say("{half} of them at least half. Minerals with a figure: {all}.", half=half, all=len(own))
        cards.append((title, count("{number} mineral", "{number} minerals", quarter), note, ""))
        top = [f"{row['measured']} {share(row)}" for row in own[:5] if row["share_pct"] > 0]
        cards.append(
            (
                say("{done}: the five largest shares", done=say(DONE[stage])),
                top[0] if top else say("none"),
                series(top[1:]) + "." if top[1:] else "",
                "",
            )
        )
    cards.append(_sites(tallies))
    return cards


def draw(overview: Sequence[Row], holder: str, tallies: Sequence[Row]) -> None:
    """The strip of figures over the map."""
    shown_for = {row["mineral_id"] for row in overview}
    if len(shown_for) == 1:
        cards = _one({row["stage"]: row for row in overview}, holder, tallies)
    elif holder:
        cards = _many(overview, holder, tallies)
    else:
        cards = [_sites(tallies)]
    with st.container(key="headline"):
        for column, (label, value, note, help) in zip(st.columns(len(cards)), cards, strict=True):
            column.metric(label, value, help=help or None)
            column.caption(note)
