"""Charts: the rows of an answer become a figure with title, unit, source line and alternative text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import plotly.graph_objects as go
import pyarrow as pa

from data.fields import FIELDS, STAGES
from data.words import count, say
from pages.parts.look import Theme, colour

Row = Mapping[str, Any]
NAMED = 8
SHORTEST = 20.0
"""Bars are never drawn to a scale of less than this many percent: small shares must look small."""
HEIGHT = 268
UNITS = ((1e6, "Mt"), (1e3, "kt"), (1.0, "t"))
MONEY = ((1e9, " bn"), (1e6, " m"), (1e3, " k"), (1.0, ""))


@dataclass(frozen=True)
class Chart:
    """A figure ready to be shown: its title, its Plotly figure, its source line, what it says, and the answer behind it.

    `told` maps each label to the value as shown, in the order shown; `answer` is the table twin, with the query it came from.
    """

    title: str
    plot: go.Figure
    source: str
    told: Mapping[str, str]
    answer: pa.Table | None = None

    @property
    def alt(self) -> str:
        """The alternative text: the title and every value."""
        return f"{self.title}. " + "; ".join(f"{label} {value}" for label, value in self.told.items()) + "."

    def over(self, answer: pa.Table) -> Chart:
        """The same figure with the answer that it shows."""
        return replace(self, answer=answer)


def told(labels: Sequence[str], texts: Sequence[str]) -> dict[str, str]:
    """What a chart says: each label with its value; a label that comes twice is numbered."""
    found: dict[str, str] = {}
    for label, text in zip(labels, texts, strict=True):
        found[label if label not in found else f"{label} ({len(found) + 1})"] = text
    return found


def unit(values: Sequence[float | None]) -> tuple[float, str]:
    """The divisor and the unit (t, kt, Mt) in which the largest of some tonnages is well read."""
    largest = max((value for value in values if value is not None), default=0)
    return next(((size, name) for size, name in UNITS if largest >= size), (1.0, "t"))


def figures(value: float) -> str:
    """Two or three significant digits, thousands separated: how tonnages stand on charts."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value >= 10 else f"{value:.2g}"


def amount(value: float | None, measure: str) -> str:
    """An amount of trade as text: `USD 1.2 bn` or `34 kt`."""
    if value is None:
        return say("no figure")
    if measure == "mass":
        divisor, name = unit([value])
        return f"{figures(value / divisor)} {name}"
    divisor, name = next(((size, name) for size, name in MONEY if value >= size), (1.0, ""))
    return f"{FIELDS['value_usd'].unit} {figures(value / divisor)}{say(name)}"


def percent(value: float | None) -> str:
    """A share as text; a missing one is said to be missing."""
    if value is None:
        return say("no figure")
    if value == 0:
        return "0%"
    return f"{value:.0f}%" if value >= 9.95 else f"{value:.1f}%" if value >= 0.05 else "<0.1%"


def least(value: float | None, is_bound: bool) -> str:
    """A share as text, with `≥` where it is a lower bound; a bound of zero says nothing, so there is no figure."""
    if not is_bound or value is None:
        return percent(value)
    return say("no figure") if value == 0 else f"≥{percent(value)}" if value >= 0.05 else ">0%"


def vintage(shown: Row) -> str:
    """Publisher, edition and period of a figure, and the group it belongs to when it is the group's."""
    words = say("{publisher}, {title}", publisher=shown["publisher"], title=shown["source"])
    if shown["by_group"]:
        words += ". " + say("Figure of the group: {group}", group=shown["measured"].lower())
    return words


def _tint(row: Row, theme: Theme) -> str:
    if row["is_rest"]:
        return colour("land", theme)
    if row["is_chosen"]:
        return colour("plant", theme)
    return colour("member_bar" if row["is_member"] else "other_bar", theme)


def layout(theme: Theme, **more: Any) -> dict[str, Any]:
    """The layout that all charts share."""
    return {
        "height": HEIGHT,
        "margin": {"l": 4, "r": 8, "t": 4, "b": 4, "pad": 4},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": colour("text", theme), "size": 13, "family": '"Source Sans", "Source Sans Pro", sans-serif'},
        "showlegend": False,
        "bargap": 0.28,
        "dragmode": False,
        "hoverlabel": {"font": {"size": 13}},
        **more,
    }


def bars(
    labels: list[str], shares: list[float], texts: list[str], tints: list[str], keys: list[str], hovers: list[str], theme: Theme
) -> go.Figure:
    """Horizontal bars of shares in percent, in the order given; `keys` say what a click on a bar means ('': nothing)."""
    longest = max([*shares, SHORTEST])
    return go.Figure(
        {
            "data": [
                {
                    "type": "bar",
                    "orientation": "h",
                    "x": shares,
                    "y": labels,
                    "text": texts,
                    "customdata": keys,
                    "hovertext": hovers,
                    "hoverinfo": "text",
                    "textposition": "outside",
                    "cliponaxis": False,
                    "marker": {"color": tints},
                    "selected": {"marker": {"opacity": 1}},
                    "unselected": {"marker": {"opacity": 1}},
                }
            ],
            "layout": layout(
                theme,
                xaxis={
                    "visible": False,
                    "range": [0, longest * (1.3 + 0.035 * max(map(len, texts), default=0))],
                    "fixedrange": True,
                },
                yaxis={
                    "range": [max(len(labels), NAMED + 1) - 0.5, -0.5],
                    "automargin": True,
                    "fixedrange": True,
                    "ticksuffix": " ",
                },
            ),
        }
    )


def producers(answer: Sequence[Row], shown: Row, theme: Theme) -> Chart:
    """Bars: each country's share of the world at a stage, sorted, members tinted, small ones counted as others."""
    countries = [row for row in answer if not row["is_rest"] and (row["share_pct"] or 0) > 0]
    few, many = countries[:NAMED], countries[NAMED:]
    if len(many) == 1:
        few, many = countries, []
    divisor, measure = unit([row["quantity_t"] for row in answer])
    stage = say(STAGES[shown["stage"]])
    labels, shares, texts, tints, keys, hovers = [], [], [], [], [], []
    for row in few:
        amount = "" if row["quantity_t"] is None else f" · {figures(row['quantity_t'] / divisor)} {measure}"
        mark = {"estimated": " e", "bound": " ≤"}.get(row["flag"] or "", "")
        labels.append(row["country"])
        shares.append(row["share_pct"])
        texts.append(f"{percent(row['share_pct'])}{amount}{mark}")
        tints.append(_tint(row, theme))
        keys.append(row["iso3"])
        hovers.append(f"{row['country']}: {percent(row['share_pct'])} {FIELDS['share_pct'].label}{amount}")
    rest = sum(row["share_pct"] or 0 for row in answer if row["is_rest"]) + sum(row["share_pct"] for row in many)
    if rest > 0.05:
        words = count("{number} other and unnamed", "{number} others and unnamed", len(many)) if many else say("Not named")
        labels.append(words)
        shares.append(rest)
        texts.append(percent(rest))
        tints.append(colour("land", theme))
        keys.append("")
        hovers.append(f"{words}: {percent(rest)}")
    hidden = [row["country"] for row in answer if row["flag"] == "withheld"]
    name = say("{mineral} {stage}, {period}: share of the world", mineral=_measured(shown), stage=stage, period=shown["period"])
    basis = shown["basis"] if shown["basis"] != "share as published" else say("shares as published")
    source = f"{vintage(shown)}. {product(shown)}, {basis}."
    if any(row["flag"] == "estimated" for row in few):
        source += " " + say("e = estimated.")
    if hidden:
        source += " " + say("Withheld: {names}.", names=", ".join(hidden))
    return Chart(name, bars(labels, shares, texts, tints, keys, hovers, theme), source, told(labels, texts))


def _measured(shown: Row) -> str:
    return f"{shown['mineral']} ({shown['measured'].lower()})" if shown["by_group"] else str(shown["mineral"])


def product(shown: Row) -> str:
    """The product of a figure in words: `rare earth oxides`."""
    words = str(shown["product"]).replace("_", " ")
    return words[:1].upper() + words[1:]


def once(overview: Sequence[Row], stage: str) -> list[Row]:
    """The figures of a stage, each once (a group's counts once for all its members), the largest share first."""
    found: dict[str, Row] = {}
    for row in sorted(overview, key=lambda row: (row["by_group"], row["mineral"])):
        if row["stage"] == stage:
            found.setdefault(row["measured_id"], row)
    return sorted(found.values(), key=lambda row: (-row["share_pct"], row["measured"]))


def held(overview: Sequence[Row], stage: str, holder: str, theme: Theme, most: int = 9) -> Chart | None:
    """Bars: the holders' share of each mineral at a stage, largest first."""
    alone = once(overview, stage)
    if not alone:
        return None
    few = alone[:most]
    labels = [row["measured"] if row["by_group"] else row["mineral"] for row in few]
    texts = [least(row["share_pct"], bool(row["hidden"])) for row in few]
    name = say("Share of the world held by {holder}: {stage}", holder=holder, stage=say(STAGES[stage]))
    plot = bars(
        labels,
        [row["share_pct"] for row in few],
        texts,
        [colour("member_bar", theme)] * len(few),
        [row["measured_id"] if row["by_group"] else row["mineral_id"] for row in few],
        [f"{label}: {text} ({row['period']}, {row['publisher']})" for label, text, row in zip(labels, texts, few, strict=True)],
        theme,
    )
    sources = sorted({f"{row['publisher']}, {row['source']}" for row in few})
    source = (
        say("The {few} largest of {all} minerals with a figure.", few=len(few), all=len(alone)) + " " + "; ".join(sources) + "."
    )
    return Chart(name, plot, source, told(labels, texts))


def history(answer: Sequence[Row], shown: Row, theme: Theme) -> Chart | None:
    """Stacked columns: output year by year, members of the coalition at the foot, the six largest named."""
    years = sorted({row["year"] for row in answer})
    if len(years) < 2:
        return None
    last: dict[str, float] = {}
    for row in answer:
        if not row["is_rest"]:
            last[row["iso3"]] = max(last.get(row["iso3"], 0), row["quantity_t"])
    named = sorted(last, key=lambda code: -last[code])[:6]
    countries = {row["iso3"]: row for row in answer if row["iso3"] in named}
    named.sort(key=lambda code: (not countries[code]["is_member"], -last[code]))
    divisor, measure = unit([sum(row["quantity_t"] for row in answer if row["year"] == year) for year in years])
    amounts = {
        code: [
            sum(row["quantity_t"] for row in answer if row["year"] == year and row["iso3"] == code) / divisor for year in years
        ]
        for code in named
    }
    amounts[""] = [
        sum(row["quantity_t"] for row in answer if row["year"] == year and row["iso3"] not in named) / divisor for year in years
    ]
    height = max(sum(amounts[code][at] for code in amounts) for at in range(len(years)))
    series, labels, foot = [], [], 0.0
    for place, code in enumerate(amounts):
        member = bool(code) and countries[code]["is_member"]
        name = countries[code]["country"] if code else say("Others")
        shade = 1 - 0.11 * (place % 4)
        series.append(
            {
                "type": "bar",
                "name": name,
                "x": [str(year) for year in years],
                "y": amounts[code],
                "hovertext": [
                    f"{name} {year}: {figures(value)} {measure}" for year, value in zip(years, amounts[code], strict=True)
                ],
                "hoverinfo": "text",
                "marker": {
                    "color": colour("member_bar" if member else "other_bar" if code else "land", theme),
                    "opacity": shade,
                    "line": {"color": colour("background", theme), "width": 1},
                },
            }
        )
        if amounts[code][-1] > 0.055 * height:
            labels.append(
                {
                    "x": len(years) - 0.64,
                    "y": foot + amounts[code][-1] / 2,
                    "text": name,
                    "xanchor": "left",
                    "xshift": 5,
                    "showarrow": False,
                    "font": {"size": 12, "color": colour("text", theme)},
                }
            )
        foot += amounts[code][-1]
    stage = say(STAGES[shown["stage"]])
    title = say(
        "{mineral} {stage}, {first} to {last}, {measure}",
        mineral=_measured(shown),
        stage=stage,
        first=years[0],
        last=years[-1],
        measure=measure,
    )
    editions = ", ".join(sorted({row["edition"] for row in answer}))
    source = (
        f"{shown['publisher']}, "
        + say("editions {editions}, the newest for each year", editions=editions)
        + f". {product(shown)}, {answer[0]['basis']}."
    )
    plot = go.Figure(
        {
            "data": series,
            "layout": layout(
                theme,
                barmode="stack",
                annotations=labels,
                xaxis={
                    "fixedrange": True,
                    "range": [-0.5, len(years) - 0.5 + 0.17 * max((len(label["text"]) for label in labels), default=0)],
                    "type": "category",
                    "tickvals": [str(year) for year in years],
                    "automargin": True,
                },
                yaxis={
                    "fixedrange": True,
                    "automargin": True,
                    "gridcolor": colour("land", theme),
                    "zeroline": False,
                    "nticks": 5,
                },
            ),
        }
    )
    world = {str(year): f"{figures(sum(amounts[code][at] for code in amounts))} {measure}" for at, year in enumerate(years)}
    return Chart(title, plot, source, world)
