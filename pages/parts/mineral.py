"""One mineral from the ground to export, and all of them side by side: the chain, its concentration, prices, controls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pyarrow as pa
import streamlit as st

from data.ask import ask, offer, rows
from data.fields import CUSTOMS_STAGE, EXPORT_CONTROLS, FIELDS
from data.selection import Selection, day
from data.sources import DATA_DATE
from data.words import count, say, series
from pages.parts import headline, twin
from pages.parts.charts import Chart, amount, figures, layout, least, percent, product, told, unit
from pages.parts.filters import escaped
from pages.parts.look import Theme, colour

Row = Mapping[str, Any]
ATLAS = Path(__file__).parents[1] / "atlas.py"
CHAIN = {"reserves": "In the ground", "mine": "Mined", "refining": "Refined", "export": "Exported"}
GOODS = [goods for goods, stage in CUSTOMS_STAGE.items() if stage in ("mine", "refining") or goods == "alloy"]
"""What counts as exported: ores to alloys, without products and scrap."""
REFINED = [goods for goods, stage in CUSTOMS_STAGE.items() if stage == "refining"]
GAP = 20.0
"""An origin gap of at least this many percentage points is told."""
MOST = 6
"""Price series drawn at most."""
TINTS = ("plant", "mine", "lane", "passage", "deposit", "muted")
DAY = 86_400_000
"""A day in the milliseconds in which Plotly counts time."""
MEASURES = {
    "share": "Share of the world held by {holder}",
    "top": "Share of the largest supplier",
    "hhi": "HHI, lower bound",
}
"""What the heat table can show -> its words."""
_COLUMN = {"share": "share_pct", "top": "top_pct", "hhi": "hhi_low"}
STATES = {
    "in_force": "in force",
    "suspended": "suspended",
    "unknown": "not known",
    "announced": "announced",
    "ended": "ended",
    "not_announced": "not announced yet",
}


def _name(row: Row) -> str:
    return f"{row['mineral']} ({row['measured'].lower()})" if row["by_group"] else str(row["mineral"])


def _ink(tint: str) -> str:
    """Dark or white text, whichever has the higher contrast (WCAG) on a colour."""
    parts = (int(tint[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return "#17202B" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.2 else "#FFFFFF"


def _mixed(share: float, theme: Theme) -> str:
    """The colour of a share (0 to 1) on the one-hue scale of the theme."""
    low, high = colour("background", theme), colour("member_bar", theme)
    parts = (
        round(int(low[at : at + 2], 16) + min(1.0, max(0.0, share)) * (int(high[at : at + 2], 16) - int(low[at : at + 2], 16)))
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02X}" for part in parts)


def _stage_label(row: Row) -> str:
    mixed = " · " + say("mixed codes") if row["is_basket"] else ""
    return f"{say(CHAIN[row['stage']])}, {row['period']}{mixed}"


def _sources(known: Sequence[Row], sold: Row | None) -> str:
    """Where the figures of each stage come from, and on what basis they count."""
    parts = []
    for row in known:
        if row["stage"] == "export" and sold:
            words = say(
                "{stage}: {publisher}, value as it leaves the exporter (FOB), ores to alloys, customs codes {codes}",
                stage=say(CHAIN["export"]),
                publisher=f"{row['publisher']}, {row['source'].split(':')[0]}",
                codes=", ".join(sold["codes"]),
            )
            if row["is_basket"]:
                words += " (" + say("mixed codes: they hold other goods too, so the share is not the mineral's alone") + ")"
            if sold["left_out"]:
                words += (
                    " (" + say("left out, because they hold other goods too: {codes}", codes=", ".join(sold["left_out"])) + ")"
                )
            if not sold["is_full"]:
                words += ", " + say("partly the largest partners of each country only")
        else:
            basis = say("shares as published") if row["basis"] == "share as published" else row["basis"]
            goods = product(row).lower()
            goods = "" if goods in basis else f"{goods}, "
            words = f"{say(CHAIN[row['stage']])}: {row['publisher']}, {row['source']}, {goods}{basis}"
            if missing := sorted({*row["withheld"], *row["excludes"]}):
                words += ", " + say("withheld or outside the total: {names}", names=series(missing))
        parts.append(words + (", " + say("figure of the group") if row["by_group"] else ""))
    return "; ".join(parts) + "."


def chain(suppliers: Sequence[Row], known: Sequence[Row], holder: str, theme: Theme) -> Chart | None:
    """Bars of 100%: who has what share of the world at each stage, those chosen and members first, then the largest outsiders."""
    if not known:
        return None
    by_stage = {row["stage"]: row for row in known}
    marks: dict[str, list[Any]] = defaultdict(list)
    values = {}
    labels, notes = [], []
    for place, stage in enumerate(CHAIN):
        summary = by_stage.get(stage)
        labels.append(_stage_label(summary) if summary else say(CHAIN[stage]))
        if not summary:
            notes.append({"x": 1, "y": place, "text": say("no figure"), "xanchor": "left"})
            values[say(CHAIN[stage])] = say("no figure")
            continue
        countries = [row for row in suppliers if row["stage"] == stage and not row["is_rest"] and row["share_pct"]]
        countries.sort(key=lambda row: (not row["is_chosen"], not row["is_member"], -row["share_pct"]))
        at, small, spoken = 0.0, 0.0, []
        for row in countries:
            outside = not (row["is_chosen"] or row["is_member"])
            if outside and row["share_pct"] < 2:
                small += row["share_pct"]
                continue
            tint = colour("plant" if row["is_chosen"] else "member_bar" if row["is_member"] else "other_bar", theme)
            share = percent(row["share_pct"])
            words = f"{row['country']} {share}"
            forms = ((words, 1.8 * len(words)), (words.replace(f" {share}", f"<br>{share}"), 1.5 * len(row["country"])))
            fitting = next((text for text, least in forms if least <= row["share_pct"]), "")
            told_amount = ""
            if row["quantity_t"]:
                divisor, measure = unit([row["quantity_t"]])
                told_amount = f" · {figures(row['quantity_t'] / divisor)} {measure}"
            elif row["value_usd"]:
                told_amount = f" · {amount(row['value_usd'], 'value')}"
            flag = {"estimated": " e", "bound": " ≤"}.get(row["flag"] or "", "")
            for key, value in (
                ("y", place),
                ("x", row["share_pct"]),
                ("base", at),
                ("text", fitting),
                ("customdata", row["iso3"]),
                ("hovertext", f"{labels[-1]}<br>{words}{flag}{told_amount}"),
                ("tint", tint),
            ):
                marks[key].append(value)
            at += row["share_pct"]
            spoken.append(words)
        rest = max(0.0, 100 - at)
        unnamed = max(0.0, rest - small)
        if rest > 0.05:
            words = say("Other countries {share}, not attributed {rest}", share=percent(small), rest=percent(unnamed))
            for key, value in (
                ("y", place),
                ("x", rest),
                ("base", at),
                ("text", ""),
                ("customdata", ""),
                ("hovertext", f"{labels[-1]}<br>{words}"),
                ("tint", colour("land", theme)),
            ):
                marks[key].append(value)
            spoken.append(words)
        if holder:
            part = least(summary["share_pct"], bool(summary["hidden"]))
            notes.append(
                {
                    "x": 101,
                    "y": place,
                    "text": f"<b>{part}</b>",
                    "xanchor": "left",
                    "font": {"size": 14, "color": colour("member_bar", theme)},
                }
            )
            spoken.insert(0, f"{holder} {part}")
        values[labels[-1]] = ", ".join(spoken[:6])
    if holder:
        notes.append({"x": 101, "y": -0.62, "text": _head(holder), "xanchor": "left", "font": {"size": 12}})
    plot = go.Figure(
        {
            "data": [
                {
                    "type": "bar",
                    "orientation": "h",
                    **{key: marks[key] for key in ("y", "x", "base", "text", "customdata", "hovertext")},
                    "hoverinfo": "text",
                    "textposition": "inside",
                    "insidetextanchor": "middle",
                    "textangle": 0,
                    "insidetextfont": {"color": [_ink(tint) for tint in marks["tint"]], "size": 12},
                    "marker": {"color": marks["tint"], "line": {"color": colour("background", theme), "width": 1.5}},
                    "selected": {"marker": {"opacity": 1}},
                    "unselected": {"marker": {"opacity": 1}},
                }
            ],
            "layout": layout(
                theme,
                annotations=[{"showarrow": False, "yanchor": "middle", **note} for note in notes],
                bargap=0.34,
                uniformtext={"minsize": 11, "mode": "hide"},
                xaxis={"visible": False, "range": [0, 118 if holder else 101], "fixedrange": True},
                yaxis={
                    "range": [len(CHAIN) - 0.5, -0.9],
                    "tickvals": list(range(len(CHAIN))),
                    "ticktext": [label.replace(", ", "<br>", 1) for label in labels],
                    "automargin": True,
                    "fixedrange": True,
                    "ticksuffix": " ",
                    "showgrid": False,
                    "zeroline": False,
                },
            ),
        }
    )
    sold = next((row for row in suppliers if row["stage"] == "export"), None)
    title = say("{mineral}, ground to export: share of the world, %", mineral=_name(_grouped(known)))
    words = say("Blue: {holder}.", holder=holder) + " " if holder else ""
    if any(row["is_member"] and not row["is_chosen"] for row in suppliers) and any(row["is_chosen"] for row in suppliers):
        words = say("Dark blue: {holder}; light blue: members of the coalition.", holder=holder) + " "
    words += say("Grey: outsiders; palest: others and the part not attributed.") + " "
    line = words + _sources(known, sold)
    if any(row["flag"] == "estimated" for row in suppliers):
        line += " " + say("Partly estimated by the publisher (e).")
    return Chart(title, plot, line, values)


def _grouped(known: Sequence[Row]) -> Row:
    """The row that stands for a mineral: a group's figure when there is one, so that the title says so."""
    return next((row for row in known if row["by_group"]), known[0])


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _head(holder: str) -> str:
    """The head of a narrow column of holders' shares."""
    return holder if len(holder) <= 8 else say("Held")


def n_1(row: Row) -> str:
    """N-1 as text: what is left without the largest supplier; at most, when a larger one may stand in the part not attributed."""
    return ("≤" if 100 - row["named_pct"] > row["top_pct"] else "") + percent(row["n_1_pct"])


def concentration(known: Sequence[Row], holder: str, theme: Theme) -> Chart | None:
    """Dots and ranges: the HHI of each stage between the thresholds of its bands; beside it top 1, top 3, N-1, the holders."""
    if not known:
        return None
    by_stage = {row["stage"]: row for row in known}
    columns = [(0.57, say("Largest")), (0.76, say("Top 3")), (0.87, say("N-1"))]
    columns += [(0.97, _head(holder))] if holder else []
    notes = [{"xref": "paper", "x": x, "y": -0.62, "text": f"<b>{text}</b>"} for x, text in columns]
    notes.append({"xref": "x", "x": 0, "xanchor": "left", "y": -0.62, "text": f"<b>{say('HHI')}</b> 0 – 10,000"})
    values = {}
    lines, dots = [], []
    for place, stage in enumerate(CHAIN):
        row = by_stage.get(stage)
        if row is None:
            notes.append({"xref": "x", "x": 0, "xanchor": "left", "y": place, "text": say("no figure")})
            values[say(CHAIN[stage])] = say("no figure")
            continue
        index = headline.index(row["hhi_low"], row["hhi_high"])
        bands = headline.bands(row["hhi_low"], row["hhi_high"])
        cells = [f"{row['top']}<br>{percent(row['top_pct'])}", percent(row["top3_pct"]), n_1(row)]
        cells += [least(row["share_pct"], bool(row["hidden"]))] if holder else []
        for (x, _), text in zip(columns, cells, strict=True):
            notes.append({"xref": "paper", "x": x, "y": place, "text": text})
        joint = " · " if len(index) + len(bands) < 36 else "<br>"
        notes.append(
            {"xref": "x", "x": 0, "xanchor": "left", "align": "left", "yanchor": "top", "y": place + 0.1}
            | {"text": f"{index}{joint}{bands}", "font": {"size": 11}}
        )
        lines += [[row["hhi_low"], place - 0.1], [row["hhi_high"], place - 0.1], [None, None]]
        dots.append([(row["hhi_low"] + row["hhi_high"]) / 2, place - 0.1, f"{_stage_label(row)}: HHI {index}, {bands}"])
        heads = [say("largest"), say("top 3"), say("N-1"), holder]
        spoken = [f"HHI {index}, {bands}"]
        spoken += [f"{head} {text.replace('<br>', ' ')}" for head, text in zip(heads, cells, strict=False)]
        values[_stage_label(row)] = ", ".join(spoken)
    tint = colour("plant", theme)
    plot = go.Figure(
        {
            "data": [
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": [x for x, _ in lines],
                    "y": [y for _, y in lines],
                    "line": {"color": tint, "width": 4},
                    "hoverinfo": "skip",
                },
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": [dot[0] for dot in dots],
                    "y": [dot[1] for dot in dots],
                    "hovertext": [dot[2] for dot in dots],
                    "hoverinfo": "text",
                    "marker": {"color": tint, "size": 10},
                },
            ],
            "layout": layout(
                theme,
                annotations=[{"showarrow": False, "yanchor": "middle", "font": {"size": 12}, **note} for note in notes],
                shapes=[
                    *(
                        {
                            "type": "line",
                            "x0": 0,
                            "x1": 10_000,
                            "y0": place - 0.1,
                            "y1": place - 0.1,
                            "line": {"color": colour("land", theme), "width": 2},
                            "layer": "below",
                        }
                        for place, stage in enumerate(CHAIN)
                        if stage in by_stage
                    ),
                    *(
                        {
                            "type": "line",
                            "x0": mark,
                            "x1": mark,
                            "y0": place - 0.25,
                            "y1": place + 0.05,
                            "line": {"color": colour("muted", theme), "width": 1},
                            "layer": "below",
                        }
                        for place, stage in enumerate(CHAIN)
                        if stage in by_stage
                        for mark in (1_000, 1_800)
                    ),
                ],
                xaxis={"visible": False, "range": [-250, 10_250], "domain": [0, 0.42], "fixedrange": True},
                yaxis={"visible": False, "range": [len(CHAIN) - 0.5, -0.9], "fixedrange": True},
            ),
        }
    )
    title = say("{mineral}: how concentrated is each stage?", mineral=_name(_grouped(known)))
    line = " ".join(
        [
            say(headline.HHI),
            say("Largest and top 3: share of the world of the largest supplier, and of the three largest."),
            say(
                "N-1: (supply - largest supplier) / demand; demand is not known, so world supply stands in its place: what is "
                "left when the largest falls away."
            ),
            *([say("{head}: share of {holder}.", head=_head(holder), holder=holder)] if holder else []),
            say("Sources and years as beside."),
        ]
    )
    if any(row["is_basket"] for row in known):
        line += " " + say("Mixed codes hold other goods too.")
    return Chart(title, plot, line, values)


def _dated(period: str) -> str:
    return f"{period}-15" if len(period) == 7 else f"{period}-07-01"


def _price_name(last: Row, several: bool) -> str:
    """What a price is of, in few words: the publisher's own basis without its unit, after the product where that differs."""
    what = last["basis"].split(": ")[-1]
    what = what.removesuffix(f", {last['unit']}")
    what = what[:1].upper() + what[1:]
    goods = product(last).lower()
    of = [last["mineral"]] if several else []
    of += [product(last)] if goods not in what.lower() and goods != last["mineral"].lower() else []
    return ", ".join([*of, what])


def prices(answer: Sequence[Row], theme: Theme) -> Chart | None:
    """Lines: each published price of a mineral; in the publisher's unit when all share one, else in USD per metric ton."""
    by_series: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in answer:
        by_series[row["mineral"], row["product"], row["basis"], row["source_id"]].append(row)
    lines = [points for points in by_series.values() if len(points) > 1]
    units = {row["unit"] for points in lines for row in points}
    column, measure = ("price", units.pop()) if len(units) == 1 else ("price_usd_t", FIELDS["price_usd_t"].unit)
    lines = [points for points in lines if all(row[column] is not None for row in points)]
    if not lines:
        return None
    few = sorted(lines, key=lambda points: (len(points[-1]["period"]) != 7, -points[-1][column]))[:MOST]
    few.sort(key=lambda points: points[-1][column])
    whose = list(dict.fromkeys(points[-1]["mineral"] for points in few))
    top = 1.1 * max(row[column] for points in few for row in points)
    place, drawn, labels, names, texts = -1.0, [], [], [], []
    for at, points in enumerate(few):
        last, tint = points[-1], colour(TINTS[at], theme)
        name = _price_name(last, len(whose) > 1)
        when = last["period"] + (" e" if last["flag"] == "estimated" else "")
        own = figures(last["price"]) + (f" {last['unit']}" if column != "price" else "")
        place = max(last[column] / top, place + 0.16)
        names.append(name)
        texts.append(f"{own} ({when})")
        labels.append({"y": place, "text": f"{_short(name, 36)}<br>{texts[-1]}", "font": {"size": 11, "color": tint}})
        drawn.append(
            {
                "type": "scatter",
                "mode": "lines" if len(points) > 12 else "lines+markers",
                "x": [_dated(row["period"]) for row in points],
                "y": [row[column] for row in points],
                "line": {"color": tint, "width": 2},
                "hovertext": [f"{name}<br>{row['period']}: {figures(row['price'])} {row['unit']}" for row in points],
                "hoverinfo": "text",
            }
        )
    over = max(0.0, labels[-1]["y"] - 0.94)
    beside = {"xref": "paper", "x": 1.02, "yref": "paper", "xanchor": "left", "yanchor": "middle", "align": "left"}
    plot = go.Figure(
        {
            "data": drawn,
            "layout": layout(
                theme,
                margin={"l": 4, "r": 215, "t": 4, "b": 4, "pad": 4},
                annotations=[{**beside, "showarrow": False, **label, "y": label["y"] - over} for label in labels],
                xaxis={
                    "type": "date",
                    "fixedrange": True,
                    "showgrid": False,
                    "nticks": 6,
                    "ticklabelmode": "period",
                    "automargin": True,
                },
                yaxis={
                    "fixedrange": True,
                    "automargin": True,
                    "gridcolor": colour("land", theme),
                    "range": [0, top],
                    "nticks": 5,
                    "tickformat": ",~r",
                },
            ),
        }
    )
    title = say("{mineral}: price, {measure}", mineral=series(whose), measure=measure)
    line = "; ".join(sorted({f"{points[-1]['publisher']}, {points[-1]['source']}" for points in few})) + ". "
    real = any("real" in points[-1]["basis"].lower() for points in few)
    line += say("Nominal, except where the name says real.") if real else say("Nominal.")
    line += " " + say("The label gives the newest price in the publisher's own unit.")
    if len(lines) > len(few):
        line += " " + count("{number} more series in the table.", "{number} more series in the table.", len(lines) - len(few))
    if any(text.endswith(" e)") for text in texts):
        line += " " + say("e = estimated.")
    return Chart(title, plot, line, told(names, texts))


def state_on(control: Row, when: date) -> str:
    """The state of a control on a day, by the rules of the macro `control_state`."""
    if control["ended"] and control["ended"] < when:
        return "ended"
    if control["known_until"] and control["known_until"] < when:
        return "unknown"
    if control["announced"] and control["announced"] > when:
        return "not_announced"
    if control["suspended_from"] and control["suspended_from"] <= when:
        return "suspended"
    if control["effective"] and control["effective"] <= when:
        return "in_force"
    return "announced"


def phases(control: Row, until: date) -> list[tuple[str, date, date]]:
    """The states a control went through: state, first day, day after the last; none after it ended or beyond `until`."""
    start, end = control["shown_from"], until + timedelta(days=1)
    turns = {start, end, *(control[name] for name in ("announced", "effective", "suspended_from") if control[name])}
    turns |= {control[name] + timedelta(days=1) for name in ("known_until", "ended") if control[name]}
    days = sorted(turn for turn in turns if start <= turn <= end)
    found: list[tuple[str, date, date]] = []
    for first, after in pairwise(days):
        state = state_on(control, first)
        if state in ("ended", "not_announced"):
            continue
        if found and found[-1][0] == state and found[-1][2] == first:
            found[-1] = (state, found[-1][1], after)
        else:
            found.append((state, first, after))
    return found


def in_force(measures: Sequence[Row], as_of: date) -> str:
    """One sentence: how many export controls are in force, suspended or of unknown state on the day; other measures apart."""
    exports = [row for row in measures if row["kind"] in EXPORT_CONTROLS]
    number = {state: sum(row["state"] == state for row in exports) for state in STATES}
    parts = [
        count("{number} export control is in force", "{number} export controls are in force", number["in_force"])
        if number["in_force"]
        else say("no export control is in force")
    ]
    if issuers := sorted({row["issuer"] for row in exports if row["state"] == "in_force"}):
        parts[0] += " " + say("(by {issuers})", issuers=series(issuers))
    if number["suspended"]:
        parts.append(count("{number} suspended", "{number} suspended", number["suspended"]))
    if number["announced"]:
        parts.append(count("{number} announced", "{number} announced", number["announced"]))
    if number["unknown"]:
        parts.append(count("{number} of unknown state, not counted", "{number} of unknown state, not counted", number["unknown"]))
    others = sum(row["kind"] not in EXPORT_CONTROLS and row["state"] == "in_force" for row in measures)
    if others:
        parts.append(count("{number} other measure in force", "{number} other measures in force", others))
    return say("On {day}: {told}.", day=day(as_of), told=", ".join(parts))


def _brief(when: date) -> str:
    return f"{when.day} {when:%b %Y}"


def controls(measures: Sequence[Row], mineral: str, as_of: date, theme: Theme) -> Chart | None:
    """Bars in time: each measure through its states, dotted from the day after which nothing is known; a line at the day."""
    until = max(as_of, DATA_DATE)
    listed = [(row, phases(row, until)) for row in measures]
    listed = [(row, passed) for row, passed in listed if passed]
    if not listed:
        return None
    tint = colour("loss", theme)
    look = {
        "in_force": (tint, tint, ""),
        "suspended": (tint, tint, "/"),
        "announced": (colour("land", theme), colour("land", theme), ""),
        "unknown": (colour("other_bar", theme), colour("other_bar", theme), "."),
    }
    bars: dict[str, dict[str, list[Any]]] = {state: defaultdict(list) for state in look}
    for place, (row, passed) in enumerate(listed):
        for state, first, after in passed:
            last = after - timedelta(days=1)
            period = say("{state} from {first}", state=say(STATES[state]), first=day(first))
            if last < until:
                period += " " + say("to {last}", last=day(last))
            hover = f"{row['issuer']}: {_short(row['title'], 70)}<br>{row['kind'].replace('_', ' ')}, {period}"
            bars[state]["y"].append(place)
            bars[state]["base"].append(first.isoformat())
            bars[state]["x"].append((after - first).days * DAY)
            bars[state]["hovertext"].append(f"{hover}<br>{_short(row['source'], 90)}")
    labels = [f"{row['issuer']}: {_short(row['title'], 44)}" for row, _ in listed]
    texts = []
    for row, _ in listed:
        words = f"{row['kind'].replace('_', ' ')}, {say(STATES[row['state']])}"
        if row["state"] == "announced" and row["effective"] and row["effective"] > as_of:
            words += " " + say("for {day}", day=_brief(row["effective"]))
        elif row["state_since"]:
            joint = say("after {day}") if row["state"] in ("unknown", "ended") else say("since {day}")
            words += " " + joint.replace("{day}", _brief(row["state_since"]))
        texts.append(words)
    earliest = min(passed[0][1] for _, passed in listed)
    plot = go.Figure(
        {
            "data": [
                {
                    "type": "bar",
                    "name": state,
                    "orientation": "h",
                    **drawn,
                    "hoverinfo": "text",
                    "marker": {
                        "color": look[state][0],
                        "line": {"color": look[state][1], "width": 1},
                        "pattern": {"shape": look[state][2], "size": 6, "solidity": 0.3},
                    },
                }
                for state, drawn in bars.items()
                if drawn
            ],
            "layout": layout(
                theme,
                height=64 + 27 * len(listed),
                barmode="overlay",
                bargap=0.42,
                margin={"l": 4, "r": 300, "t": 22, "b": 4, "pad": 4},
                annotations=[
                    *(
                        {
                            "xref": "paper",
                            "x": 1.01,
                            "y": place,
                            "xanchor": "left",
                            "text": text,
                            "showarrow": False,
                            "font": {"size": 12},
                        }
                        for place, text in enumerate(texts)
                    ),
                    {
                        "x": as_of.isoformat(),
                        "yref": "paper",
                        "y": 1,
                        "yanchor": "bottom",
                        "xanchor": "right",
                        "text": day(as_of),
                        "showarrow": False,
                        "font": {"size": 12},
                    },
                ],
                shapes=[
                    {
                        "type": "line",
                        "x0": as_of.isoformat(),
                        "x1": as_of.isoformat(),
                        "yref": "paper",
                        "y0": 0,
                        "y1": 1,
                        "line": {"color": colour("text", theme), "width": 1.5},
                    }
                ],
                xaxis={
                    "type": "date",
                    "range": [(earliest - timedelta(days=30)).isoformat(), (until + timedelta(days=20)).isoformat()],
                    "fixedrange": True,
                    "automargin": True,
                    "gridcolor": colour("land", theme),
                },
                yaxis={
                    "range": [len(listed) - 0.4, -0.6],
                    "tickvals": list(range(len(listed))),
                    "ticktext": labels,
                    "automargin": True,
                    "fixedrange": True,
                    "ticksuffix": " ",
                    "showgrid": False,
                    "zeroline": False,
                },
            ),
        }
    )
    title = say("Controls and other measures on trade that name {mineral}", mineral=mineral.lower())
    line = say(
        "Solid: in force. Striped: suspended. Pale: announced. Dotted: nothing is known after that day, never counted as in force."
    )
    line += " " + say("Each bar names its source; all are in the table of the same name below.")
    return Chart(title, plot, line, told(labels, texts))


def finding(
    known: Sequence[Row], suppliers: Sequence[Row], refined: Sequence[Row], measures: Sequence[Row], holder: str, as_of: date
) -> list[str]:
    """What the figures say, clause by clause: suppliers, holders, concentration, origin gap, controls.

    `known` are the stages with a figure, `suppliers` the countries at each, `refined` the exporters of refined forms.
    """
    by_stage = {row["stage"]: row for row in known}
    mine, refining = by_stage.get("mine"), by_stage.get("refining")
    found = [_largest(known, mine, refining)]
    if holder:
        parts = []
        for stage, words in (
            ("mine", "{share} of what is mined"),
            ("refining", "{share} of what is refined"),
            ("reserves", "{share} of what is in the ground"),
        ):
            if row := by_stage.get(stage):
                bound = say("at least") + " " if row["hidden"] else ""
                if row["share_pct"] or not bound:
                    parts.append(say(words, share=f"{bound}{percent(row['share_pct'])}"))
        if parts:
            found.append(say("{holder}: {parts}.", holder=holder, parts=series(parts)))
    dense = max((row for row in (mine, refining) if row), key=lambda row: float(row["hhi_low"]), default=None)
    if dense:
        found.append(
            say(
                "More concentrated of the two: {stage}, HHI {index}, {bands}; without {top} {left} of world supply is left (N-1)."
                if mine and refining
                else "Concentration: {stage}, HHI {index}, {bands}; without {top} {left} of world supply is left (N-1).",
                stage=say(CHAIN[dense["stage"]]).lower(),
                index=headline.index(dense["hhi_low"], dense["hhi_high"]),
                bands=headline.bands(dense["hhi_low"], dense["hhi_high"]),
                top=dense["top"],
                left=n_1(dense),
            )
        )
    if gap := origin_gap(suppliers, refined):
        country, sold, dug = gap
        found.append(
            say(
                "{country} sells {sold} of what is exported refined (value, customs codes {codes}) and mines {dug}: an origin gap of "
                "{gap} points.",
                country=country,
                sold=percent(sold),
                dug=percent(dug),
                gap=f"{sold - dug:+.0f}",
                codes=", ".join(refined[0]["codes"]),
            )
        )
    if measures:
        found.append(in_force(measures, as_of))
    else:
        found.append(say("No control on its trade is known to the atlas."))
    return found


def findings(one: Row, selection: Selection, tallies: Sequence[Row]) -> None:
    """What the figures say of one mineral, how long reserves last, which lists name it, and the way to its sites."""
    code = one["mineral_id"]
    measures = rows("controls", selection, mineral=code)
    told = finding(
        rows("stages", selection, goods=GOODS),
        rows("chain", selection, mineral=code, goods=GOODS),
        [row for row in rows("chain", selection, mineral=code, goods=REFINED) if row["stage"] == "export"],
        measures,
        selection.holder(offer()),
        selection.as_of,
    )
    facts = [lasting(row) for row in rows("reserve_years", selection, mineral=code)]
    facts.append(listed(rows("lists", selection, mineral=code)))
    with st.container(key="findings"):
        st.markdown(escaped(" ".join(told)))
        st.caption(escaped(" ".join(facts)))
        number = sum(row["sites"] for row in tallies)
        if number:
            label = count("{number} site of it on the Atlas", "{number} sites of it on the Atlas", number)
            st.page_link(ATLAS, label=label)


def missing(past: Sequence[str]) -> None:
    """What no source gives over the years, in words."""
    if "price" not in past:
        st.caption(say("No source of the atlas gives its price over several years."))
    if past in ([], ["price"]):
        st.caption(say("No source of the atlas gives its output in tonnes over several years."))


def tables(code: str, selection: Selection) -> None:
    """In tabs: rival figures, official lists, measures on trade, prices; each as rows with a download."""
    answers = {
        say("Rival figures side by side"): (
            ask("rivals", selection, mineral=code),
            say(
                "What every source and edition says of the two years nearest to the one asked for. One is shown first: tonnes of "
                "that year before published shares, the mineral's own figure before its group's, the newest edition."
            ),
        ),
        say("Official lists"): (
            ask("lists", selection, mineral=code),
            say("Named since: the first of the issuer's lists in the atlas that names it, itself or by its group."),
        ),
        say("Controls"): (
            ask("controls", selection, mineral=code),
            say("State on {day}. A measure past the day until which it is known has no known state.", day=day(selection.as_of)),
        ),
        say("Prices"): (ask("prices", selection, mineral=code), say("As published; nominal unless the basis says real.")),
    }
    for tab, (name, (answer, words)) in zip(st.tabs(list(answers)), answers.items(), strict=True):
        with tab:
            if not answer.num_rows:
                st.info(say("The atlas has none."))
                continue
            st.caption(escaped(words))
            twin.table(answer, f"{name.split()[0].lower()}-{code}", height=38 + 36 * min(answer.num_rows, 9))


def measure(heats: Sequence[str], holder: str) -> str:
    """The heat table that the reader chooses to see, by key."""
    names = {f"heat_{key}": say(words, holder=holder) for key, words in MEASURES.items()}
    chosen = st.segmented_control(
        say("Coloured by"), heats, format_func=names.__getitem__, default=heats[0], key="heat_measure", required=True
    )
    return chosen if chosen in heats else heats[0]


def _when(row: Row) -> str:
    """The period of a figure, after its product where that is not the mineral's own name: `bauxite, 2025`."""
    goods = product(row).lower()
    return row["period"] if goods == row["measured"].lower() else f"{goods}, {row['period']}"


def _largest(known: Sequence[Row], mine: Row | None, refining: Row | None) -> str:
    """Who mines and who refines most, and whose figures these are."""
    subject = _grouped(known)["measured"].lower() if known else ""
    if not mine and not refining:
        words = say("No source of the atlas says who mines or refines it.")
    elif mine and refining and mine["top_iso3"] == refining["top_iso3"]:
        words = say(
            "{top} mines {mined} of the world's {mineral} ({year}) and refines {refined} ({later}).",
            top=mine["top"],
            mined=percent(mine["top_pct"]),
            year=_when(mine),
            refined=percent(refining["top_pct"]),
            later=_when(refining),
            mineral=subject,
        )
    else:
        parts = [
            say(
                words,
                top=row["top"],
                share=percent(row["top_pct"]),
                mineral=subject,
                period=_when(row),
            )
            if row
            else say(missing)
            for row, words, missing in (
                (mine, "{top} mines {share} of the world's {mineral} ({period})", "no source of the atlas says who mines it"),
                (
                    refining,
                    "{top} refines {share} of it ({period})"
                    if mine
                    else "{top} refines {share} of the world's {mineral} ({period})",
                    "no source of the atlas says who refines it",
                ),
            )
        ]
        words = "; ".join(parts) + "."
        words = words[:1].upper() + words[1:]
    out = sorted({name for row in (mine, refining) if row for name in (*row["withheld"], *row["excludes"])})
    if out:
        words += " " + say("Withheld or outside the total: {names}.", names=series(out))
    if any(row["by_group"] for row in (mine, refining) if row):
        words += " " + say("These are the figures of the group.")
    return words


def origin_gap(suppliers: Sequence[Row], refined: Sequence[Row]) -> tuple[str, float, float] | None:
    """The country whose share of refined exports most exceeds its share of mining: name, both shares in percent.

    None where the gap is under `GAP` points, where the codes hold other goods too, or where a share is not known.
    """
    mined = {row["iso3"]: row["share_pct"] for row in suppliers if row["stage"] == "mine"}
    if not mined or not refined or any(row["is_basket"] for row in refined):
        return None
    gaps = [
        (row["share_pct"] - (mined.get(row["iso3"], 0.0) or 0.0), row)
        for row in refined
        if not (row["iso3"] in mined and mined[row["iso3"]] is None)
    ]
    gap, row = max(gaps, key=lambda pair: pair[0], default=(0.0, refined[0]))
    return (row["country"], row["share_pct"], mined.get(row["iso3"], 0.0)) if gap >= GAP else None


def lasting(row: Row) -> str:
    """Years of reserves in a sentence, or why there are none."""
    if row["reserve_years"] is None:
        return say("Years of reserves: no figure, because {reason}.", reason=say(row["reason"]))
    words = say(
        "Reserves of {reserved} are {years} years of the mined output of {mined_year} ({mined}; {basis}).",
        reserved=_tons(row["reserves_t"]),
        years=f"{row['reserve_years']:,.0f}",
        mined_year=row["mined_year"],
        mined=_tons(row["mined_t"]),
        basis=row["basis"],
    )
    if row["excludes"]:
        words += " " + say("The output is without {names}.", names=series(row["excludes"]))
    if row["by_group"]:
        words += " " + say("Figures of the group: {group}.", group=row["measured"].lower())
    return words


def _tons(value: float) -> str:
    divisor, name = unit([value])
    return f"{figures(value / divisor)} {name}"


def listed(lists: Sequence[Row]) -> str:
    """Which official lists name it, and which name its group or its members only, in a sentence."""
    parts = []
    for named, words in (
        ("itself", "On the official lists of {names}."),
        ("its group", "Its group only is on those of {names}."),
        ("members of the group", "Members of the group are on those of {names}."),
    ):
        years: dict[str, set[int]] = defaultdict(set)
        for row in lists:
            if row["named"] == named:
                years[row["issuer"]].add(row["year"])
        names = [f"{issuer} ({', '.join(map(str, sorted(editions)))})" for issuer, editions in years.items()]
        if names:
            parts.append(say(words, names=series(names, most=20)))
    return " ".join(parts) or say("No official list of the atlas names it.")


def heat(known: Sequence[Row], measure: str, holder: str, years: tuple[int, int], theme: Theme) -> Chart:
    """Heat: minerals (rows) by stage (columns); what has no figure, or only codes of other goods too, is not coloured."""
    names = list(dict.fromkeys(row["mineral"] for row in known))
    cells = {(row["mineral"], row["stage"]): row for row in known}
    whole = 10_000 if measure == "hhi" else 100
    shown = {key: row for key, row in cells.items() if not row["is_basket"]}
    plot = go.Figure(
        {
            "data": [
                {
                    "type": "heatmap",
                    "z": [
                        [_value(shown[name, stage], measure) if (name, stage) in shown else None for stage in CHAIN]
                        for name in names
                    ],
                    "x": [say(words) for words in CHAIN.values()],
                    "y": names,
                    "text": [
                        [cell(cells[name, stage], measure) if (name, stage) in cells else "" for stage in CHAIN] for name in names
                    ],
                    "texttemplate": "%{text}",
                    "hoverinfo": "skip",
                    "colorscale": [[0, colour("background", theme)], [1, colour("member_bar", theme)]],
                    "zmin": 0,
                    "zmax": whole,
                    "showscale": False,
                    "xgap": 2,
                    "ygap": 2,
                }
            ],
            "layout": layout(
                theme,
                height=60 + 20 * len(names),
                xaxis={"side": "top", "fixedrange": True, "showgrid": False},
                yaxis={"autorange": "reversed", "fixedrange": True, "automargin": True, "showgrid": False, "ticksuffix": " "},
            ),
        }
    )
    unit_words = say("0 to 10,000") if measure == "hhi" else "%"
    title = say(
        "{what}, {unit}: statistics of {year}, trade of {trade_year}",
        what=say(MEASURES[measure], holder=holder),
        unit=unit_words,
        year=years[0],
        trade_year=years[1],
    )
    sources = sorted({f"{row['publisher']}, {row['source'].split(':')[0]}" for row in known})
    line = "; ".join(sources) + ". "
    line += say(
        "Where a source has no figure of the year, the nearest; the year of each is in the table. Exported: value (FOB), ores to "
        "alloys. g = figure of the group; b = customs codes that hold other goods too, not coloured; ≥ = at least."
    )
    if measure == "hhi":
        line += " " + say(headline.HHI)
    values = {name: ", ".join(cell(cells[name, stage], measure) for stage in CHAIN if (name, stage) in cells) for name in names}
    return Chart(title, plot, line, values)


def cell(row: Row, measure: str) -> str:
    """A figure of the heat table as text, with its marks: ≥ at least, g the group's, b codes that hold other goods too."""
    value = _value(row, measure)
    if value is None:
        return say("no figure")
    before, after = _marks(row, measure)
    return f"{before}{_number(measure, value)}{after}"


def _value(row: Row, measure: str) -> float | None:
    """The figure of a cell of the heat table: a share that is at least nothing is none."""
    value: float | None = row[_COLUMN[measure]]
    return None if measure == "share" and row["hidden"] and value == 0 else value


def _number(measure: str, value: float) -> str:
    return f"{value:,.0f}" if measure == "hhi" else percent(value)


def _marks(row: Row, measure: str) -> tuple[str, str]:
    """What stands before and after a figure of the heat table."""
    sign = "≥" if (measure == "share" and row["hidden"]) or (measure == "hhi" and row["hhi_high"] - row["hhi_low"] >= 10) else ""
    top = f"{row['top']} " if measure == "top" else ""
    return f"{top}{sign}", (" g" if row["by_group"] else "") + (" b" if row["is_basket"] else "")


def _said(before: str, after: str, measure: str, value: float) -> str:
    return f"{before}{_number(measure, value)}{after}"


def heat_table(answer: pa.Table, measure: str, theme: Theme, key: str, clicked: Callable[[str], None]) -> None:
    """The heat table to sort and to click: a click on its name chooses a mineral."""
    known = answer.to_pylist()
    cells = {(row["mineral_id"], row["stage"]): row for row in known}
    names = {row["mineral_id"]: row["mineral"] for row in known}
    whole = 10_000 if measure == "hhi" else 100
    ids = list(names)
    heads = {stage: say(words) for stage, words in CHAIN.items()}
    values: dict[str, list[Any]] = {say("Mineral"): list(names.values())}
    for stage, head in heads.items():
        values[head] = [_value(cells[name, stage], measure) if (name, stage) in cells else None for name in ids]
    frame = pa.table(values).to_pandas()
    tints = frame.astype(object)
    tints.loc[:, :] = ""
    alike: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for at, name in enumerate(ids):
        for stage, head in heads.items():
            row = cells.get((name, stage))
            value = row and _value(row, measure)
            if row is None or value is None:
                continue
            alike[head, *_marks(row, measure)].append(at)
            if not row["is_basket"]:
                tint = _mixed(value / whole, theme)
                tints.loc[at, head] = f"background-color: {tint}; color: {_ink(tint)}"
    styled = frame.style.apply(lambda _: tints, axis=None)
    for (head, before, after), places in alike.items():
        styled = styled.format(partial(_said, before, after, measure), subset=(places, head))

    def pick() -> None:
        clicked(next(code for code, name in names.items() if name == st.session_state[f"{key}_name"]["label"]))

    st.caption(say("Click a mineral to see its chain; click the head of a column to sort by it."))
    st.dataframe(
        styled,
        hide_index=True,
        height=36 * min(len(ids), 18) + 38,
        row_height=36,
        key=key,
        placeholder=say("no figure"),
        column_config={
            say("Mineral"): st.column_config.ButtonColumn(type="tertiary", alignment="left", on_click=pick, key=f"{key}_name")
        },
    )
