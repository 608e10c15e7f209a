"""A coalition changed by hand: who is added or taken out, and what that does to every share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from data.ask import members, offer, rows
from data.fields import STAGES
from data.selection import Selection, day
from data.words import count, say, series
from pages.parts import charts, filters
from pages.parts.holdings import GAP, key, named, once
from pages.parts.look import Theme, colour

Row = Mapping[str, Any]
MOST = 10
NOTABLE = 5.0
"""Changes of at least this many percentage points are told in a sentence."""


def choose(selection: Selection) -> None:
    """The two lists with which a reader adds countries to the coalition or takes them out."""
    countries = offer().countries
    name = Selection(coalitions=selection.coalitions, combine=selection.combine).group(offer())
    with st.container(key="what_if"):
        adding, removing = st.columns(2, gap="large")
        for column, label, field in (
            (adding, say("What if these join: {name}", name=name), "added"),
            (removing, say("What if these leave: {name}", name=name), "removed"),
        ):
            key = f"choose_{field}"
            st.session_state[key] = list(getattr(selection, field))
            column.multiselect(
                label,
                list(countries),
                format_func=lambda code: countries.get(code, code),
                key=key,
                placeholder=say("Choose countries"),
                on_change=_chosen,
                args=(field,),
            )


def _chosen(field: str) -> None:
    filters.choose(**{field: tuple(st.session_state[f"choose_{field}"])})


def findings(changes: Sequence[Row], selection: Selection) -> None:
    """One sentence for each important change, with the two figures it rests on; then where the gap stays."""
    if not members(selection):
        st.info(say("No country belongs to {group} on {day}.", group=selection.group(offer()), day=day(selection.as_of)))
        return
    lines = [filters.escaped(line) for line in [*(moves(changes) if selection.added or selection.removed else []), gap(changes)]]
    with st.container(key="findings"):
        st.markdown("  \n".join(line for line in lines if line))


def moves(changes: Sequence[Row]) -> list[str]:
    """A sentence for each of the four largest changes of the share of a mineral at a stage, and how many more there are."""
    important = [row for row in once(changes) if abs(row["change_pp"]) >= NOTABLE]
    if not important:
        return [say("No share changes by {points} percentage points or more.", points=f"{NOTABLE:.0f}")]
    lines = []
    for row in important[:4]:
        passes = next((mark for mark in (50, 25) if (row["before_pct"] < mark) != (row["after_pct"] < mark)), None)
        words = say(
            "{mineral} {stage}: {before} before, {after} after ({change} points, {period})",
            mineral=named(row),
            stage=say(STAGES[row["stage"]]),
            before=charts.least(row["before_pct"], row["is_bound"]),
            after=charts.least(row["after_pct"], row["is_bound"]),
            change=f"{row['change_pp']:+.0f}",
            period=row["period"],
        )
        if passes:
            crossing = say("past {mark}%") if row["after_pct"] >= passes else say("below {mark}%")
            words += ", " + crossing.replace("{mark}", str(passes))
        lines.append(words + ".")
    more = len(important) - len(lines)
    if more:
        words = count(
            "{number} more figure changes by 5 points or more.", "{number} more figures change by 5 points or more.", more
        )
        lines[-1] += " " + words
    return lines


def gap(changes: Sequence[Row]) -> str:
    """Of how many minerals the coalition has less than a quarter, and for which no member is named at all."""
    found = {stage: once(changes, stage) for stage in ("mine", "refining")}
    low = {stage: [row for row in some if row["after_pct"] < GAP] for stage, some in found.items()}
    stages = [stage for stage in found if low[stage]]
    if not stages:
        return ""
    if all(len(some) <= 1 for some in found.values()):
        told = [
            say(
                "{mineral} {stage}: {share} of the world, {outsider} alone {theirs} ({period})",
                mineral=named(row),
                stage=say(STAGES[row["stage"]]),
                share=charts.percent(row["after_pct"]),
                outsider=row["outsider"] or say("the largest outsider"),
                theirs=charts.percent(row["outsider_pct"]),
                period=row["period"],
            )
            for stage in stages
            for row in low[stage]
        ]
        return say("The gap: {gaps}.", gaps="; ".join(told))
    counted = [
        say("{low} of {all} minerals {stage}", low=len(low[stage]), all=len(found[stage]), stage=say(STAGES[stage]))
        for stage in stages
    ]
    words = say("Less than a quarter of the world in {counted}.", counted=series(counted))
    none = []
    for stage in stages:
        biggest = sorted(low[stage], key=lambda row: -(row["outsider_pct"] or 0))
        names = [named(row).lower() for row in biggest if row["after_pct"] == 0 and not row["is_bound"]]
        if names:
            none.append(say("{minerals} {stage}", minerals=series(names, "or"), stage=say(STAGES[stage])))
    return words + (" " + say("No member is named for {what}.", what=say(", nor for ").join(none)) if none else "")


def change(changes: Sequence[Row], stage: str, group: str, theme: Theme) -> charts.Chart | None:
    """Bars: the share before, and what is added or lost, for the minerals that change most at a stage."""
    few = [row for row in once(changes, stage) if abs(row["change_pp"]) >= 0.05][:MOST]
    if not few:
        return None
    labels = [named(row) for row in few]
    kept = [min(row["before_pct"], row["after_pct"]) for row in few]
    moved = [abs(row["change_pp"]) for row in few]
    texts = [
        f"{charts.least(row['before_pct'], row['is_bound'])} → {charts.least(row['after_pct'], row['is_bound'])}" for row in few
    ]
    name = say("{group}: share of the world, {stage}, before and after", group=group, stage=say(STAGES[stage]))
    plot = go.Figure(
        {
            "data": [
                {
                    "type": "bar",
                    "orientation": "h",
                    "y": labels,
                    "x": kept,
                    "customdata": [key(row) for row in few],
                    "marker": {"color": colour("member_bar", theme)},
                    "hovertext": [f"{label}: {text}" for label, text in zip(labels, texts, strict=True)],
                    "hoverinfo": "text",
                },
                {
                    "type": "bar",
                    "orientation": "h",
                    "y": labels,
                    "x": moved,
                    "text": texts,
                    "textposition": "outside",
                    "cliponaxis": False,
                    "customdata": [key(row) for row in few],
                    "marker": {"color": [colour("gain" if row["change_pp"] > 0 else "loss", theme) for row in few]},
                    "hovertext": [f"{label}: {row['change_pp']:+.1f}" for label, row in zip(labels, few, strict=True)],
                    "hoverinfo": "text",
                },
            ],
            "layout": charts.layout(
                theme,
                barmode="stack",
                height=charts.HEIGHT if len(few) > 5 else 60 + 26 * len(few),
                xaxis={"visible": False, "range": [0, 135], "fixedrange": True},
                yaxis={
                    "range": [(max(len(few), MOST) if len(few) > 5 else len(few)) - 0.5, -0.5],
                    "automargin": True,
                    "fixedrange": True,
                    "ticksuffix": " ",
                },
            ),
        }
    )
    sources = sorted({f"{row['publisher']}, {row['source']}" for row in few})
    source = say("First part of a bar: what stays; second: what is added or, red, lost.") + " " + "; ".join(sources) + "."
    return charts.Chart(name, plot, source, charts.told(labels, texts))


def candidates(answer: Sequence[Row], group: str, selection: Selection, theme: Theme) -> charts.Chart | None:
    """Bars: the countries outside that would add most on average, mined and refined; a click lets one join."""
    few = answer[:MOST]
    if not few:
        return None
    labels = [row["country"] for row in few]
    texts = [
        say("mined +{mined}, refined +{refined}", mined=f"{row['mine_pp']:.1f}", refined=f"{row['refining_pp']:.1f}")
        for row in few
    ]
    hovers = [f"{label}: {text}<br>{row['most']}" for label, text, row in zip(labels, texts, few, strict=True)]
    longest = max(row["mine_pp"] + row["refining_pp"] for row in few)
    bars: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "y": labels,
            "x": [row[part] for row in few],
            "customdata": [row["iso3"] for row in few],
            "hovertext": hovers,
            "hoverinfo": "text",
            "marker": {"color": colour(tint, theme)},
            "selected": {"marker": {"opacity": 1}},
            "unselected": {"marker": {"opacity": 1}},
        }
        for part, tint in (("mine_pp", "mine"), ("refining_pp", "plant"))
    ]
    bars[-1] |= {"text": texts, "textposition": "outside", "cliponaxis": False}
    plot = go.Figure(
        {
            "data": bars,
            "layout": charts.layout(
                theme,
                barmode="stack",
                xaxis={"visible": False, "range": [0, 1.9 * longest], "fixedrange": True},
                yaxis={"range": [max(len(few), 5) - 0.5, -0.5], "automargin": True, "fixedrange": True, "ticksuffix": " "},
            ),
        }
    )
    title = say(
        "Who would add most to {group}: mean gain in share of the world, percentage points, {year}",
        group=group,
        year=selection.year,
    )
    line = say(
        "Orange: mined. Blue: refined. The mean over the minerals chosen that have a figure; a click on a bar lets it join."
    )
    line += " " + "; ".join(sorted({name for row in few for name in row["sources"]})) + "."
    return charts.Chart(title, plot, line, charts.told(labels, texts))


def pair(selection: Selection) -> tuple[Selection, Selection]:
    """The first two coalitions chosen, each alone, without the countries added or taken out by hand."""
    alone = replace(selection, added=(), removed=(), combine="any")
    return replace(alone, coalitions=selection.coalitions[:1]), replace(alone, coalitions=selection.coalitions[1:2])


def lists(selection: Selection) -> None:
    """Who belongs to two coalitions: how many to each, to either and to both, and by name to both or to one only."""
    names = [offer().coalitions[key] for key in selection.coalitions[:2]]
    first, second = ({row["iso3"]: row["name_en"] for row in rows("members", one) if row["counts"]} for one in pair(selection))
    counts = (
        (names[0], len(first)),
        (names[1], len(second)),
        (say("{first} or {second}", first=names[0], second=names[1]), len({*first, *second})),
        (say("{first} and {second}", first=names[0], second=names[1]), len({*first} & {*second})),
    )
    told = "; ".join(f"{name}: {count('{number} country', '{number} countries', number)}" for name, number in counts) + "."
    if len(selection.coalitions) > 2:
        told += " " + say("The first two of the coalitions chosen are compared.")
    if selection.added or selection.removed:
        told += " " + say("Countries added or taken out by hand are left aside here.")
    st.markdown(filters.escaped(told))
    parts = (
        (say("{first} but not {second}", first=names[0], second=names[1]), [first[code] for code in first if code not in second]),
        (say("{first} and {second}", first=names[0], second=names[1]), [first[code] for code in first if code in second]),
        (
            say("{first} but not {second}", first=names[1], second=names[0]),
            [second[code] for code in second if code not in first],
        ),
    )
    for column, (name, countries) in zip(st.columns(3, gap="large"), parts, strict=True):
        listed = series(sorted(countries), most=60) or say("no country")
        number = count("{number} country", "{number} countries", len(countries))
        column.markdown(f"**{filters.escaped(name)}**, {number}  \n{filters.escaped(listed)}.")
