"""A coalition changed by hand: who is added or taken out, and what that does to every share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from data.ask import offer
from data.fields import STAGES
from data.selection import Selection
from data.words import count, say
from pages.parts import charts, filters
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


def _named(row: Row) -> str:
    return str(row["measured"] if row["by_group"] else row["mineral"])


def once(changes: Sequence[Row], stage: str | None = None) -> list[Row]:
    """The changes, a group's once for all its members, the largest first."""
    found: dict[tuple[str, str], Row] = {}
    for row in sorted(changes, key=lambda row: row["by_group"]):
        if stage in (None, row["stage"]):
            found.setdefault((row["measured_id"], row["stage"]), row)
    return sorted(found.values(), key=lambda row: (-abs(row["change_pp"]), _named(row)))


def findings(changes: Sequence[Row], selection: Selection) -> None:
    """One sentence for each important change, each with the two figures it rests on."""
    if not (selection.added or selection.removed):
        return
    told = [row for row in once(changes) if abs(row["change_pp"]) >= NOTABLE]
    if not told:
        st.info(say("No share changes by {points} percentage points or more.", points=f"{NOTABLE:.0f}"))
        return
    lines = []
    for row in told[:4]:
        passes = next((mark for mark in (50, 25) if (row["before_pct"] < mark) != (row["after_pct"] < mark)), None)
        words = say(
            "{mineral} {stage}: {before} before, {after} after ({change} points, {period})",
            mineral=_named(row),
            stage=say(STAGES[row["stage"]]),
            before=charts.percent(row["before_pct"]),
            after=charts.percent(row["after_pct"]),
            change=f"{row['change_pp']:+.0f}",
            period=row["period"],
        )
        if passes:
            crossing = say("past {mark}%") if row["after_pct"] >= passes else say("below {mark}%")
            words += ", " + crossing.replace("{mark}", str(passes))
        lines.append(filters.escaped(words + "."))
    more = len(told) - len(lines)
    if more:
        lines.append(
            count("{number} more figure changes by 5 points or more.", "{number} more figures change by 5 points or more.", more)
        )
    with st.container(key="findings"):
        st.markdown("  \n".join(lines))


def change(changes: Sequence[Row], stage: str, group: str, theme: Theme) -> charts.Chart | None:
    """Bars: the share before, and what is added or lost, for the minerals that change most at a stage."""
    few = [row for row in once(changes, stage) if abs(row["change_pp"]) >= 0.05][:MOST]
    if not few:
        return None
    labels = [_named(row) for row in few]
    kept = [min(row["before_pct"], row["after_pct"]) for row in few]
    moved = [abs(row["change_pp"]) for row in few]
    sign = ["≥" if row["is_bound"] else "" for row in few]
    texts = [
        f"{least}{charts.percent(row['before_pct'])} → {least}{charts.percent(row['after_pct'])}"
        for least, row in zip(sign, few, strict=True)
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
                    "customdata": [row["measured_id"] if row["by_group"] else row["mineral_id"] for row in few],
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
                    "customdata": [row["measured_id"] if row["by_group"] else row["mineral_id"] for row in few],
                    "marker": {"color": [colour("gain" if row["change_pp"] > 0 else "loss", theme) for row in few]},
                    "hovertext": [f"{label}: {row['change_pp']:+.1f}" for label, row in zip(labels, few, strict=True)],
                    "hoverinfo": "text",
                },
            ],
            "layout": charts.layout(
                theme,
                barmode="stack",
                xaxis={"visible": False, "range": [0, 135], "fixedrange": True},
                yaxis={"range": [max(len(few), MOST) - 0.5, -0.5], "automargin": True, "fixedrange": True, "ticksuffix": " "},
            ),
        }
    )
    sources = sorted({f"{row['publisher']}, {row['source']}" for row in few})
    source = say("Dark: before. Light: added; red: lost.") + " " + "; ".join(sources) + "."
    return charts.Chart(name, plot, source, charts.told(labels, texts))


def joining(memberships: Sequence[Row], theme: Theme) -> charts.Chart | None:
    """Steps: how many countries have belonged to each coalition, day by day of joining."""
    lines = []
    told: dict[str, str] = {}
    for place, name in enumerate(dict.fromkeys(row["coalition"] for row in memberships)):
        moves = sorted(
            move
            for row in memberships
            if row["coalition"] == name and row["iso3"] and row["role"] in ("member", "signatory") and row["from_latest"]
            for move in [(row["from_latest"], 1), *([(row["to_date"], -1)] if row["to_date"] else [])]
        )
        if not moves:
            continue
        totals = list(accumulate(step for _, step in moves))
        lines.append(
            {
                "type": "scatter",
                "mode": "lines+text",
                "line": {
                    "shape": "hv",
                    "width": 2.5,
                    "color": colour(("member_bar", "mine", "lane", "passage")[place % 4], theme),
                },
                "x": [day for day, _ in moves],
                "y": totals,
                "text": [""] * (len(moves) - 1) + [f"{name} {totals[-1]}"],
                "textposition": "top left",
                "hoverinfo": "x+y",
            }
        )
        told[name] = say("{total} on {day}", total=totals[-1], day=moves[-1][0].isoformat())
    if not lines:
        return None
    title = say("Countries that belong, by day of joining")
    undated = sum(1 for row in memberships if row["iso3"] and not row["from_latest"])
    source = say("Members and signatories with a known day; {number} without one.", number=undated)
    plot = go.Figure(
        {
            "data": lines,
            "layout": charts.layout(
                theme,
                xaxis={"fixedrange": True, "showgrid": False},
                yaxis={"fixedrange": True, "gridcolor": colour("land", theme), "rangemode": "tozero"},
            ),
        }
    )
    return charts.Chart(title, plot, source, told)
