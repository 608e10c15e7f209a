"""What a coalition holds of every mineral, where its gap stays, how concentrated supply is, and what it buys from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

import plotly.graph_objects as go

from data.fields import STAGES
from data.selection import Selection
from data.words import count, say
from pages.parts.charts import Chart, layout, least, percent, told
from pages.parts.look import Theme, colour

Row = Mapping[str, Any]
SHOWN = ("reserves", "mine", "refining")
GAP = 25.0
"""Below this share of the world, in percent, a coalition has a gap."""
MOST = 12
LINE = 21
TOP = {"l": 4, "r": 8, "t": 30, "b": 4, "pad": 4}
"""Margins with room for a line of words over the chart."""
MIXED = 50.0
"""From this share under customs codes that hold other goods too, in percent, an import is marked as mixed."""


def named(row: Row) -> str:
    """What a figure measures: the mineral, or the group whose figure it is."""
    return str(row["measured"] if row["by_group"] else row["mineral"])


def key(row: Row) -> str:
    """What a click on a figure's mark chooses: the mineral, or the group whose figure it is."""
    return str(row["measured_id"] if row["by_group"] else row["mineral_id"])


def once(changes: Sequence[Row], stage: str | None = None) -> list[Row]:
    """The rows of `what_if`, a group's once for all its members, the largest change first."""
    found: dict[tuple[str, str], Row] = {}
    for row in sorted(changes, key=lambda row: row["by_group"]):
        if stage in (None, row["stage"]):
            found.setdefault((row["measured_id"], row["stage"]), row)
    return sorted(found.values(), key=lambda row: (-abs(row["change_pp"]), named(row)))


def publications(answer: Sequence[Row]) -> str:
    """The publications behind some rows, for a source line, and whether some of their figures are no single year's."""
    told = "; ".join(sorted({f"{row['publisher']}, {row['source']}" for row in answer})) + "."
    averages = any(not str(row["period"]).isdigit() for row in answer)
    return (say("Some figures are averages of several years.") + " " if averages else "") + told


def periods(answer: Sequence[Row]) -> str:
    """The years that some rows describe: `2024`, or `2021 to 2025`."""
    found = sorted({str(row["period"]) for row in answer if str(row["period"]).isdigit()})
    if len(found) > 1:
        return say("{first} to {last}", first=found[0], last=found[-1])
    return found[0] if found else str(answer[0]["period"])


def _share(row: Row, value: str = "after_pct") -> str:
    return least(row[value], row["is_bound"])


def _blocks(number: int, most: int) -> list[tuple[int, int]]:
    """Where some rows begin and end when they stand in as many columns as are needed for `most` rows each, three at most."""
    columns = min(3, ceil(number / most))
    size = ceil(number / columns)
    return [(start, min(start + size, number)) for start in range(0, number, size)]


def shares(changes: Sequence[Row], group: str, theme: Theme) -> Chart | None:
    """Cells: the coalition's share of every mineral at every stage, the largest shares first; a dash where there is no figure."""
    cells: dict[str, dict[str, Row]] = {}
    for row in once(changes):
        if row["stage"] in SHOWN:
            cells.setdefault(row["measured_id"], {})[row["stage"]] = row
    if not cells:
        return None
    lines = sorted(cells.values(), key=lambda line: -sum(row["after_pct"] for row in line.values()) / len(line))
    blocks = _blocks(len(lines), 16)
    data: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    values: dict[str, str] = {}
    stages = [say(STAGES[stage]) for stage in SHOWN]
    for place, (start, end) in enumerate(blocks):
        part, number = lines[start:end], "" if not place else str(place + 1)
        names = [named(next(iter(line.values()))) for line in part]
        every = [(name, stage, line.get(stage)) for name, line in zip(names, part, strict=True) for stage in SHOWN]
        texts = [_share(row) if row else "–" for _, _, row in every]
        hovers = [
            f"{name}, {say(STAGES[stage])}: "
            + (f"{_share(row)} ({row['period']}, {row['publisher']})" if row else say("no figure"))
            for name, stage, row in every
        ]
        data.append(
            {
                "type": "heatmap",
                "x": stages,
                "y": names,
                "z": [[line[stage]["after_pct"] if stage in line else None for stage in SHOWN] for line in part],
                "zmin": 0,
                "zmax": 100,
                "colorscale": [[0, colour("land", theme)], [1, colour("member_bar", theme)]],
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
                "hoverinfo": "skip",
                "xaxis": f"x{number}",
                "yaxis": f"y{number}",
            }
        )
        data.append(
            {
                "type": "scatter",
                "mode": "text+markers",
                "x": stages * len(part),
                "y": [name for name, _, _ in every],
                "text": texts,
                "textfont": {
                    "size": 12,
                    "color": [
                        colour("background" if row and row["after_pct"] > 60 else "text" if row else "muted", theme)
                        for _, _, row in every
                    ],
                },
                "marker": {"opacity": 0, "size": 20},
                "customdata": [key(next(iter(line.values()))) for line in part for _ in SHOWN],
                "hovertext": hovers,
                "hoverinfo": "text",
                "cliponaxis": False,
                "xaxis": f"x{number}",
                "yaxis": f"y{number}",
            }
        )
        width = 1 / len(blocks)
        domain = [place * width + 0.42 * width, (place + 0.97) * width] if len(blocks) > 1 else [0.16, 0.52]
        axes[f"xaxis{number}"] = {
            "side": "top",
            "ticks": "",
            "domain": domain,
            "anchor": f"y{number}",
            "fixedrange": True,
            "showgrid": False,
        }
        axes[f"yaxis{number}"] = {
            "anchor": f"x{number}",
            "range": [max(len(part), blocks[0][1]) - 0.5, -0.5],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "ticksuffix": " ",
            "ticks": "",
            "type": "category",
        }
        values |= {
            f"{name}, {say(STAGES[stage])}": text for (name, stage, _), text in zip(every, texts, strict=True) if text != "–"
        }
    answer = [row for line in lines for row in line.values()]
    title = say("{group}: share of the world of each mineral, at each stage, %, {periods}", group=group, periods=periods(answer))
    source = say("– : no figure. ≥ : at least, a figure is withheld or outside the total.") + " " + publications(answer)
    height = 40 + LINE * max(end - start for start, end in blocks)
    plot = go.Figure(
        {"data": data, "layout": layout(theme, height=max(height, 90), margin=TOP, hovermode="closest", meta="wide", **axes)}
    )
    return Chart(title, plot, source, values)


def gaps(changes: Sequence[Row], stage: str, group: str, theme: Theme) -> Chart | None:
    """Bars: for each mineral of which the coalition has less than a quarter, its share and that of the largest outsider, named."""
    low = [row for row in once(changes, stage) if row["after_pct"] < GAP and row["outsider"]]
    low.sort(key=lambda row: -row["outsider_pct"])
    few = low[:MOST]
    if not few:
        return None
    labels = [named(row) for row in few]
    texts = [f"{_share(row)} · {row['outsider']} {percent(row['outsider_pct'])}" for row in few]
    same = {"type": "bar", "orientation": "h", "y": labels, "customdata": [key(row) for row in few], "hoverinfo": "text"}
    same |= {"hovertext": [f"{label}: {text}" for label, text in zip(labels, texts, strict=True)]}
    plot = go.Figure(
        {
            "data": [
                {**same, "x": [row["after_pct"] for row in few], "marker": {"color": colour("member_bar", theme)}},
                {
                    **same,
                    "x": [row["outsider_pct"] for row in few],
                    "marker": {"color": colour("other_bar", theme)},
                    "text": texts,
                    "textposition": "outside",
                    "cliponaxis": False,
                },
            ],
            "layout": layout(
                theme,
                barmode="stack",
                height=max(110, 30 + LINE * len(few)),
                xaxis={"visible": False, "range": [0, 185], "fixedrange": True},
                yaxis={"range": [max(len(few), 2) - 0.5, -0.5], "automargin": True, "fixedrange": True, "ticksuffix": " "},
            ),
        }
    )
    title = say(
        "Gaps, less than {gap}% of the world, {stage}, {periods}: {group}",
        stage=say(STAGES[stage]),
        group=group,
        gap=f"{GAP:.0f}",
        periods=periods(few),
    )
    source = say("Blue: the members. Grey: the largest country outside, named.") + " "
    if len(low) > len(few):
        source += say("The {few} with the largest outsider of {all} gaps.", few=len(few), all=len(low)) + " "
    return Chart(title, plot, source + publications(few), told(labels, texts))


def concentration(changes: Sequence[Row], stage: str, group: str, theme: Theme) -> Chart | None:
    """Dots: the HHI of each mineral with every country its own supplier, and with the coalition as one, before and after."""
    found = sorted(once(changes, stage), key=lambda row: -row["hhi_after"])
    if not found:
        return None
    labels = [named(row) for row in found]
    moved = any(map(_moved, found))
    texts = [
        say("{apart} separate, {one} as one", apart=f"{row['hhi_separate']:,.0f}", one=f"{row['hhi_after']:,.0f}")
        + (say(", {before} before", before=f"{row['hhi_before']:,.0f}") if moved else "")
        for row in found
    ]
    hovers = [f"{label}: {text}" for label, text in zip(labels, texts, strict=True)]
    same = {"type": "scatter", "y": labels, "hovertext": hovers, "hoverinfo": "text", "customdata": [key(row) for row in found]}
    marks: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [value for row in found for value in (row["hhi_separate"], row["hhi_after"], None)],
            "y": [label for label in labels for _ in range(3)],
            "line": {"color": colour("member_bar", theme), "width": 2},
            "hoverinfo": "skip",
        },
        {
            **same,
            "mode": "markers",
            "x": [row["hhi_separate"] for row in found],
            "marker": {"symbol": "circle-open", "size": 9, "color": colour("muted", theme), "line": {"width": 2}},
        },
    ]
    if moved:
        marks.append(
            {
                **same,
                "mode": "markers",
                "x": [row["hhi_before"] if _moved(row) else None for row in found],
                "marker": {"symbol": "diamond-open", "size": 9, "color": colour("passage", theme), "line": {"width": 2}},
            }
        )
    marks.append(
        {
            **same,
            "mode": "markers+text",
            "x": [row["hhi_after"] for row in found],
            "text": [f"  {row['hhi_after']:,.0f}" for row in found],
            "textposition": "middle right",
            "textfont": {"size": 11},
            "cliponaxis": False,
            "marker": {"size": 8, "color": colour("member_bar", theme)},
        }
    )
    edges = (
        (1000, "right", say("unconcentrated<br>1,000")),
        (1800, "left", say("highly concentrated<br>1,800")),
    )
    plot = go.Figure(
        {
            "data": marks,
            "layout": layout(
                theme,
                height=70 + 18 * len(found),
                margin={"l": 4, "r": 34, "t": 34, "b": 22, "pad": 4},
                hovermode="closest",
                shapes=[
                    {
                        "type": "line",
                        "x0": edge,
                        "x1": edge,
                        "y0": 0,
                        "y1": 1,
                        "yref": "paper",
                        "line": {"color": colour("muted", theme), "width": 1, "dash": "dot"},
                    }
                    for edge, _, _ in edges
                ],
                annotations=[
                    {
                        "x": edge + (100 if side == "right" else -100),
                        "y": 1,
                        "yref": "paper",
                        "xanchor": side,
                        "yanchor": "bottom",
                        "align": side,
                        "text": words,
                        "showarrow": False,
                        "font": {"size": 11, "color": colour("muted", theme)},
                    }
                    for edge, side, words in edges
                ],
                xaxis={
                    "range": [0, 10_400],
                    "tickvals": [0, 2500, 5000, 7500, 10000],
                    "tickangle": 0,
                    "tickformat": ",d",
                    "fixedrange": True,
                    "showgrid": False,
                    "zeroline": False,
                },
                yaxis={
                    "range": [len(found) - 0.5, -0.5],
                    "automargin": True,
                    "fixedrange": True,
                    "ticksuffix": " ",
                    "gridcolor": colour("land", theme),
                    "dtick": 1,
                },
            ),
        }
    )
    title = say(
        "HHI of each mineral {stage}, {group} as one supplier and apart, 0 to 10,000, {periods}",
        stage=say(STAGES[stage]),
        group=group,
        periods=periods(found),
    )
    source = say("Disc: the members as one supplier. Ring: every country its own.") + " "
    if moved:
        source += say("Diamond: the members as one, before the change.") + " "
    source += say("Lower bounds. Bands of the US Merger Guidelines 2023: between 1,000 and 1,800 moderately concentrated.")
    return Chart(title, plot, f"{source} {publications(found)}", told(labels, texts))


def _moved(row: Row) -> bool:
    return bool(abs(row["hhi_after"] - row["hhi_before"]) >= 0.5)


def _beside(labels: Sequence[str], texts: Sequence[str]) -> dict[str, Any]:
    """Texts to the right of bars that end at 100%."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [103] * len(labels),
        "y": labels,
        "text": texts,
        "textposition": "middle right",
        "textfont": {"size": 12},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def dependence(answer: Sequence[Row], benchmark: Sequence[Row], selection: Selection, group: str, theme: Theme) -> Chart | None:
    """Bars: of what the members buy of each mineral, the largest outsider's part, other outsiders' and the members' own."""
    if not answer:
        return None
    blocks = _blocks(len(answer), 24)[:2] if len(answer) <= 48 else [(0, 24), (24, 48)]
    data: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    lines: list[dict[str, Any]] = []
    values: dict[str, str] = {}
    for place, (start, end) in enumerate(blocks):
        part, number = answer[start:end], "" if not place else str(place + 1)
        labels = [row["mineral"] + (" *" if row["basket_pct"] >= MIXED else "") for row in part]
        texts = [
            percent(row["dependence_pct"])
            + (f" · {row['outsider']} {percent(row['outsider_part_pct'])}" if row["outsider"] else "")
            for row in part
        ]
        hovers = [
            f"{label}: {text}<br>{', '.join(row['outsiders'])}" for label, text, row in zip(labels, texts, part, strict=True)
        ]
        for tint, amounts in (
            ("other_bar", [row["outsider_part_pct"] for row in part]),
            ("land", [row["dependence_pct"] - row["outsider_part_pct"] for row in part]),
            ("member_bar", [100 - row["dependence_pct"] for row in part]),
        ):
            data.append(
                {
                    "type": "bar",
                    "orientation": "h",
                    "x": amounts,
                    "y": labels,
                    "customdata": [row["mineral_id"] for row in part],
                    "hovertext": hovers,
                    "hoverinfo": "text",
                    "marker": {"color": colour(tint, theme)},
                    "selected": {"marker": {"opacity": 1}},
                    "unselected": {"marker": {"opacity": 1}},
                    "xaxis": f"x{number}",
                    "yaxis": f"y{number}",
                }
            )
        data.append(_beside(labels, texts) | {"xaxis": f"x{number}", "yaxis": f"y{number}"})
        width = 1 / max(2, len(blocks))
        domain = [(place + 0.27) * width, (place + 0.99) * width]
        axes[f"xaxis{number}"] = {
            "visible": False,
            "range": [0, 195],
            "domain": domain,
            "anchor": f"y{number}",
            "fixedrange": True,
        }
        axes[f"yaxis{number}"] = {
            "anchor": f"x{number}",
            "range": [max(len(part), blocks[0][1]) - 0.5, -0.5],
            "fixedrange": True,
            "ticksuffix": " ",
            "type": "category",
        }
        if benchmark:
            lines.append(
                {
                    "type": "line",
                    "xref": f"x{number}",
                    "x0": 65,
                    "x1": 65,
                    "yref": f"y{number} domain",
                    "y0": 0,
                    "y1": 1,
                    "line": {"color": colour("loss", theme), "width": 1.5, "dash": "dash"},
                }
            )
        values |= told(labels, texts)
    measure = say("tonnes") if selection.measure == "mass" else say("value")
    title = say(
        "{group}: part of its imports of each mineral that comes from outside, % of {measure}, {year}",
        group=group,
        measure=measure,
        year=selection.trade_year,
    )
    source = say("Grey: the largest outsider, named. Pale: other outsiders. Blue: from members, counted as domestic.")
    if any(row["basket_pct"] >= MIXED for row in answer):
        source += " " + say("* Half or more is under customs codes that hold other goods too.")
    if selection.goods:
        source += " " + say("Only the goods chosen on Trade routes.")
    if len(answer) > blocks[-1][1]:
        source += " " + count("{number} more in the table.", "{number} more in the table.", len(answer) - blocks[-1][1])
    for row in benchmark:
        source += " " + say("Dashed, 65%: {content} (of yearly use, here of imports).", content=str(row["content"]).rstrip("."))
    source += " " + "; ".join(sorted({name for row in answer for name in row["sources"]})) + "."
    height = 8 + LINE * max(end - start for start, end in blocks)
    plot = go.Figure(
        {
            "data": data,
            "layout": layout(
                theme, barmode="stack", height=max(height, 60), shapes=lines, hovermode="closest", meta="wide", **axes
            ),
        }
    )
    return Chart(title, plot, source, values)


def _short(name: str, most: int = 16) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def side_by_side(answer: Sequence[Row], stage: str, first: str, second: str, theme: Theme) -> Chart | None:
    """Bars: what only the first coalition holds, what countries in both hold, what only the second holds."""
    found: dict[str, Row] = {}
    for row in sorted(answer, key=lambda row: row["by_group"]):
        if row["stage"] == stage:
            found.setdefault(row["measured_id"], row)
    every = sorted(found.values(), key=lambda row: (-row["either_pct"], named(row)))
    few = every[:16]
    if not few:
        return None
    labels = [named(row) for row in few]
    texts = [
        f"{percent(row['first_pct'])} · {percent(row['second_pct'])} · {least(row['either_pct'], row['is_bound'])}" for row in few
    ]
    tints = {
        "first_only_pct": {"color": colour("member_bar", theme)},
        "both_pct": {
            "color": colour("member_bar", theme),
            "pattern": {
                "shape": "/",
                "bgcolor": colour("member_bar", theme),
                "fgcolor": colour("second_bar", theme),
                "size": 7,
                "solidity": 0.5,
                "fillmode": "overlay",
            },
        },
        "second_only_pct": {"color": colour("second_bar", theme)},
    }
    meant = {
        "first_only_pct": say("{first} but not {second}", first=first, second=second),
        "both_pct": say("in both"),
        "second_only_pct": say("{first} but not {second}", first=second, second=first),
    }
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "x": [row[part] for row in few],
            "y": labels,
            "customdata": [key(row) for row in few],
            "hovertext": [f"{label}, {meant[part]}: {percent(row[part])}" for label, row in zip(labels, few, strict=True)],
            "hoverinfo": "text",
            "marker": tints[part],
            "selected": {"marker": {"opacity": 1}},
            "unselected": {"marker": {"opacity": 1}},
        }
        for part in tints
    ]
    data.append(_beside(labels, texts))
    plot = go.Figure(
        {
            "data": data,
            "layout": layout(
                theme,
                barmode="stack",
                height=max(110, 46 + LINE * len(few)),
                margin=TOP,
                annotations=[
                    {
                        "x": 103,
                        "y": 1,
                        "yref": "paper",
                        "yanchor": "bottom",
                        "xanchor": "left",
                        "showarrow": False,
                        "text": say("{first} · {second} · either", first=_short(first), second=_short(second)),
                        "font": {"size": 12, "color": colour("muted", theme)},
                    }
                ],
                xaxis={"visible": False, "range": [0, 165], "fixedrange": True},
                yaxis={"range": [len(few) - 0.5, -0.5], "automargin": True, "fixedrange": True, "ticksuffix": " "},
            ),
        }
    )
    title = say(
        "{first} and {second}: share of the world, {stage}, {periods}",
        first=first,
        second=second,
        stage=say(STAGES[stage]),
        periods=periods(few),
    )
    source = say(
        "Blue: first, {first}, only. Hatched: countries in both. Amber: second, {second}, only.", first=first, second=second
    )
    if len(every) > len(few):
        source += " " + say("The {few} largest of {all} minerals with a figure.", few=len(few), all=len(every))
    return Chart(title, plot, f"{source} {publications(few)}", told(labels, texts))
