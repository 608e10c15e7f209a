"""Figures of trade: what passes where, who supplies whom, year by year; and the headline and notes beside the lanes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go
import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from data.ask import offer
from data.fields import FIELDS
from data.selection import Selection
from data.words import count, say, series
from pages.parts import lanes
from pages.parts.charts import MONEY, NAMED, Chart, amount, bars, layout, percent, told, unit
from pages.parts.look import Theme, colour

Row = Mapping[str, Any]
LINE = 26
"""Signs of a passage's name in one line; longer names take two."""
STEPS = 8
"""Countries on each side of the matrix and of the Sankey chart; the rest are added up and counted."""


def what(selection: Selection, every_year: bool = False) -> str:
    """Whose trade in what, in which year (none with `every_year`): the head of every title."""
    on_offer = offer()
    minerals = series(on_offer.minerals.get(key, key).lower() for key in selection.minerals)
    holder = selection.holder(on_offer)
    words = {
        "import": ("what {holder} buys of {minerals}", "what {holder} buys"),
        "export": ("what {holder} sells of {minerals}", "what {holder} sells"),
        "world": ("world trade in {minerals}", "world trade in all minerals"),
    }[selection.side if holder else "world"]
    told = say(words[not minerals], holder=holder, minerals=minerals)
    return told if every_year else f"{told}, {selection.trade_year}"


def source(left: Row, selection: Selection) -> str:
    """The source line of figures of trade: publisher, measure, and the reservations that hold for them."""
    told = "; ".join(left["sources"] or [say("no source")]) + ". "
    told += say("Gross weight in t.") if selection.measure == "mass" else say("Value in USD as it leaves the exporter (FOB).")
    if left["part_amount"]:
        told += " " + say("Partly the largest partners of each country only.")
    if left["basket_amount"]:
        told += " " + say("Some codes hold other goods too.")
    return told


def passing(answer: Sequence[Row], left: Row, selection: Selection, theme: Theme) -> Chart:
    """Bars: the share of the selection that goes through each passage and corridor; a flow can pass several."""
    few = [row for row in answer if row["flows"]][: NAMED + 1]
    texts = [f"{percent(row['part_pct'])} · {amount(row['amount'], selection.measure)}" for row in few]
    labels = [row["name"] for row in few]
    name = say("Share by passage or corridor: {what}", what=what(selection))
    plot = bars(
        labels,
        [row["part_pct"] for row in few],
        texts,
        [colour("passage", theme)] * len(few),
        [row["route_id"] for row in few],
        [f"{row['name']}: {text}" for row, text in zip(few, texts, strict=True)],
        theme,
    )
    if any(len(label) > LINE for label in labels):
        broken = ["<br>".join(wrap(label, LINE, max_lines=2, placeholder="…", break_on_hyphens=False)) for label in labels]
        plot.update_yaxes(tickvals=labels, ticktext=broken, tickfont={"size": 11})
    line = say("Usual ways of the atlas, not observed voyages; a flow can pass several.") + " " + source(left, selection)
    if selection.closed:
        line = say("With {names} closed.", names=lanes.closures(selection)) + " " + line
    return Chart(name, plot, line, told(labels, texts))


def partners(answer: Sequence[Row], left: Row, selection: Selection, theme: Theme) -> Chart:
    """Bars: the share of each country in what the holders buy (or sell); members first as one, then each outsider."""
    inside = [row for row in answer if row["is_member"]]
    outside = [row for row in answer if not row["is_member"]]
    few, many = outside[: NAMED - 1], outside[NAMED - 1 :]
    labels, shares, texts, tints, keys = [], [], [], [], []
    if inside:
        group = selection.group(offer())
        labels.append(
            _short(count("{number} of {group}", "{number} of {group}", len(inside), group=group) if group else say("Own"), 24)
        )
        shares.append(sum(row["part_pct"] for row in inside))
        texts.append(f"{percent(shares[-1])} · {amount(sum(row['amount'] for row in inside), selection.measure)}")
        tints.append(colour("member_bar", theme))
        keys.append("")
    for row in few:
        labels.append(row["country"])
        shares.append(row["part_pct"])
        texts.append(f"{percent(row['part_pct'])} · {amount(row['amount'], selection.measure)}")
        tints.append(colour("plant" if row["is_chosen"] else "other_bar", theme))
        keys.append(row["iso3"])
    if many:
        labels.append(count("{number} other outsider", "{number} other outsiders", len(many)))
        shares.append(sum(row["part_pct"] for row in many))
        texts.append(percent(shares[-1]))
        tints.append(colour("land", theme))
        keys.append("")
    holder = selection.holder(offer())
    words = "Who buys from {holder}, {year}: share" if selection.side == "export" else "Who supplies {holder}, {year}: share"
    name = say(words, holder=holder, year=selection.trade_year)
    hovers = [f"{label}: {text}" for label, text in zip(labels, texts, strict=True)]
    line = source(left, selection)
    if not selection.countries and selection.side != "export":
        line = say("Trade among members counts as domestic supply.") + " " + line
    return Chart(name, bars(labels, shares, texts, tints, keys, hovers, theme), line, told(labels, texts))


def scale(values: Sequence[float | None], measure: str) -> tuple[float, str]:
    """The divisor and the unit in which the largest of some amounts is well read."""
    if measure == "mass":
        return unit(values)
    largest = max((value for value in values if value is not None), default=0)
    divisor, name = next(((size, name) for size, name in MONEY if largest >= size), (1.0, ""))
    return divisor, f"{FIELDS['value_usd'].unit}{say(name)}"


def years(answer: Sequence[Row], left: Row, selection: Selection, theme: Theme) -> Chart | None:
    """Columns: the amount of each year; a year that cannot be compared with the one before stands behind a dashed line."""
    known = [row for row in answer if row["amount"]]
    if len(known) < 2:
        return None
    divisor, measure = scale([row["amount"] for row in known], selection.measure)
    labels = [str(row["year"]) for row in known]
    breaks = [at for at, row in enumerate(known) if row["is_break"] and at]
    name = say("Each year in {measure}: {what}", measure=measure, what=what(selection, every_year=True))
    hovers = []
    for row in known:
        told = f"{row['year']}: {amount(row['amount'], selection.measure)}, "
        told += count("{number} customs code", "{number} customs codes", row["codes"])
        if row["is_break"]:
            told += "<br>" + (row["reason"] or say("Other customs codes than the year before"))
        hovers.append(told)
    plot = go.Figure(
        {
            "data": [
                {
                    "type": "bar",
                    "x": labels,
                    "y": [row["amount"] / divisor for row in known],
                    "hovertext": hovers,
                    "hoverinfo": "text",
                    "customdata": labels,
                    "marker": {
                        "color": [colour("lane" if row["year"] == selection.trade_year else "other_bar", theme) for row in known]
                    },
                    "selected": {"marker": {"opacity": 1}},
                    "unselected": {"marker": {"opacity": 1}},
                }
            ],
            "layout": layout(
                theme,
                shapes=[
                    {
                        "type": "line",
                        "x0": at - 0.5,
                        "x1": at - 0.5,
                        "y0": 0,
                        "y1": 1,
                        "yref": "paper",
                        "line": {"color": colour("muted", theme), "width": 1.2, "dash": "dash"},
                    }
                    for at in breaks
                ],
                xaxis={"type": "category", "fixedrange": True, "tickvals": labels[::-4], "automargin": True},
                yaxis={"fixedrange": True, "gridcolor": colour("land", theme), "zeroline": False, "nticks": 5},
            ),
        }
    )
    line = say("Years on two sides of a dashed line cannot be compared; the reason stands at each bar behind one.") + " "
    line = (line if breaks else "") + source(left, selection)
    values = {
        f"{row['year']}": amount(row["amount"], selection.measure)
        + (f" ({row['reason'] or say('other customs codes than the year before')})" if at in breaks else "")
        for at, row in enumerate(known)
    }
    return Chart(name, plot, line, values)


def _ends(flows: Sequence[Row], most: int = STEPS) -> tuple[dict[str, str], dict[str, str]]:
    """The largest exporters and importers, code -> name, as many on each side; '' stands for the rest, counted."""
    sides = []
    for code, name, words in (
        ("exporter", "exporter_name", ("{number} other exporter", "{number} other exporters")),
        ("importer", "importer_name", ("{number} other importer", "{number} other importers")),
    ):
        totals: dict[str, float] = defaultdict(float)
        names = {}
        for row in flows:
            totals[row[code]] += row["amount"]
            names[row[code]] = row[name]
        ranked = sorted(totals, key=lambda key: -totals[key])
        shown = len(ranked) if len(ranked) == most + 1 else most
        side = {key: names[key] for key in ranked[:shown]}
        if len(ranked) > shown:
            side[""] = count(*words, len(ranked) - shown)
        sides.append(side)
    return sides[0], sides[1]


def matrix(flows: Sequence[Row], left: Row, selection: Selection, theme: Theme) -> Chart:
    """Heat: from each of the largest exporters (rows) to each of the largest importers (columns), share of the selection."""
    rows, columns = _ends(flows)
    cells: dict[tuple[str, str], float] = defaultdict(float)
    amounts: dict[tuple[str, str], float] = defaultdict(float)
    for row in flows:
        key = (row["exporter"] if row["exporter"] in rows else "", row["importer"] if row["importer"] in columns else "")
        cells[key] += row["part_pct"]
        amounts[key] += row["amount"]
    shares = [[cells.get((a, b)) for b in columns] for a in rows]
    texts = [["" if share is None else percent(share) for share in line] for line in shares]
    hovers = [
        [
            f"{rows[a]} → {columns[b]}: {percent(cells.get((a, b), 0.0))}, {amount(amounts.get((a, b), 0.0), selection.measure)}"
            for b in columns
        ]
        for a in rows
    ]
    name = say("From (rows) to (columns), share of the selection: {what}", what=what(selection))
    plot = go.Figure(
        {
            "data": [
                {
                    "type": "heatmap",
                    "z": shares,
                    "x": [_short(text) for text in columns.values()],
                    "y": list(rows.values()),
                    "text": texts,
                    "texttemplate": "%{text}",
                    "textfont": {"size": 11},
                    "hovertext": hovers,
                    "hoverinfo": "text",
                    "colorscale": [[0, colour("sea", theme)], [1, colour("lane", theme)]],
                    "zmin": 0,
                    "zmax": max([share for (a, b), share in cells.items() if a and b], default=1),
                    "showscale": False,
                    "xgap": 2,
                    "ygap": 2,
                }
            ],
            "layout": layout(
                theme,
                height=112 + 25 * len(rows),
                xaxis={"side": "top", "fixedrange": True, "automargin": True, "tickangle": -35, "showgrid": False, "ticks": ""},
                yaxis={
                    "autorange": "reversed",
                    "fixedrange": True,
                    "automargin": True,
                    "ticksuffix": " ",
                    "showgrid": False,
                    "ticks": "",
                },
            ),
        }
    )
    largest = sorted(cells, key=lambda key: -cells[key])[:5]
    values = {f"{rows[a]} → {columns[b]}": percent(cells[a, b]) for a, b in largest}
    return Chart(name, plot, source(left, selection), values)


def _short(text: str, most: int = 18) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def sankey(flows: Sequence[Row], left: Row, selection: Selection, theme: Theme) -> Chart:
    """Sankey: exporter, the passage or corridor that most of the selection passes on that way, importer."""
    from_names, to_names = _ends(flows)
    weight: dict[str, float] = defaultdict(float)
    for row in flows:
        for way in {*(row["passages"] or []), *(row["corridors"] or [])}:
            weight[way] += row["amount"]
    top = sorted(weight, key=lambda way: -weight[way])[: STEPS - 1]
    open_way, no_way, other = say("No passage or corridor"), say("No way in the atlas"), say("Other passages")
    links: dict[tuple[str, str, str], float] = defaultdict(float)
    for row in flows:
        ways = [*(row["corridors"] or []), *(row["passages"] or [])]
        main = [way for way in top if way in ways]
        middle = main[0] if main else no_way if not row["has_way"] else other if ways else open_way
        start = row["exporter"] if row["exporter"] in from_names else ""
        end = row["importer"] if row["importer"] in to_names else ""
        links[start, middle, end] += row["part_pct"]
    middles = sorted({key[1] for key in links}, key=lambda way: -weight.get(way, 0))
    nodes = [("from", key) for key in from_names] + [("way", key) for key in middles] + [("to", key) for key in to_names]
    place = {node: at for at, node in enumerate(nodes)}
    labels = [*from_names.values(), *(_short(way, 26) for way in middles), *to_names.values()]
    pairs: dict[tuple[int, int], float] = defaultdict(float)
    for (start, middle, end), share in links.items():
        pairs[place["from", start], place["way", middle]] += share
        pairs[place["way", middle], place["to", end]] += share
    tints = [colour("other_bar", theme)] * len(from_names) + [colour("passage", theme)] * len(middles)
    tints += [colour("member_bar", theme)] * len(to_names)
    name = say("Exporter, passage or corridor, importer: {what}", what=what(selection))
    plot = go.Figure(
        {
            "data": [
                {
                    "type": "sankey",
                    "node": {
                        "label": labels,
                        "color": tints,
                        "pad": 13,
                        "thickness": 12,
                        "line": {"width": 0},
                        "hovertemplate": "%{label}: %{value:.1f}%<extra></extra>",
                    },
                    "link": {
                        "source": [pair[0] for pair in pairs],
                        "target": [pair[1] for pair in pairs],
                        "value": list(pairs.values()),
                        "color": colour("land", theme),
                        "hovertemplate": "%{source.label} → %{target.label}: %{value:.1f}%<extra></extra>",
                    },
                    "textfont": {"color": colour("text", theme), "size": 12, "shadow": "none"},
                }
            ],
            "layout": layout(theme, height=340),
        }
    )
    line = (
        say("In % of the selection. A flow that passes several stands under the one that carries most of the selection.")
        + " "
        + source(left, selection)
    )
    largest = sorted(pairs.items(), key=lambda item: -item[1])[:6]
    return Chart(name, plot, line, {f"{labels[a]} → {labels[b]}": percent(value) for (a, b), value in largest})


def headline(flows: pa.Table, ways: Sequence[Row], supply: Sequence[Row], hit: pa.Table, left: Row, selection: Selection) -> None:
    """The strip of figures over the lanes: how much, how concentrated, through where, and what a closure does."""
    cards = [(say("Trade selected"), amount(left["amount"], selection.measure), _year(left, selection))]
    largest = flows.slice(0, 1).to_pylist()
    if supply and selection.side == "import":
        outside = [row for row in supply if not row["is_member"]]
        share = sum(row["part_pct"] for row in outside)
        holder = selection.holder(offer())
        if selection.countries:
            note = say("of what {holder} buys.", holder=holder)
            label = say("From outside {group}", group=selection.group(offer())) if selection.coalitions else say("From others")
        else:
            label, note = say("From outsiders"), say("of what {holder} buys.", holder=holder)
        cards.append((label, percent(share), note))
        if outside:
            cards.append(
                (say("Largest outsider"), f"{outside[0]['country']} {percent(outside[0]['part_pct'])}", say("of what is bought."))
            )
    elif largest:
        top = largest[0]
        cards.append((say("Largest flow"), percent(top["part_pct"]), f"{top['exporter_name']} → {top['importer_name']}"))
    busiest = next((row for row in ways if row["is_passage"] and row["flows"]), None)
    if busiest:
        cards.append(
            (
                say("Busiest passage"),
                f"{busiest['name']} {percent(busiest['part_pct'])}",
                say("of the selection, by the usual ways."),
            )
        )
    if selection.closed:
        cut = hit.filter(hit["cut_off"])
        rest = hit.filter(pc.invert(hit["cut_off"]))
        share = pc.sum(rest["part_pct"]).as_py() or 0.0
        cards.append((say("Goes another way"), percent(share), say("with {names} closed.", names=lanes.closures(selection))))
        if share:
            km, days = (pc.sum(pc.multiply(rest[name], rest["part_pct"])).as_py() / share for name in ("extra_km", "extra_days"))
            cards.append(
                (
                    say("Longer by, on average"),
                    f"{km:+,.0f} km",
                    say("{days} days at 12 knots; of what is rerouted.", days=f"{days:+.1f}"),
                )
            )
        cards.append((say("Cut off"), percent(pc.sum(cut["part_pct"]).as_py() or 0.0), say("No way is left.")))
    cards = cards[:1] + cards[-5:] if len(cards) > 6 else cards
    with st.container(key="headline"):
        for column, (label, value, note) in zip(st.columns(len(cards)), cards, strict=True):
            column.metric(label, value)
            column.caption(note)


def _year(left: Row, selection: Selection) -> str:
    return say("{year}, {flows}.", year=selection.trade_year, flows=count("{number} flow", "{number} flows", left["flows"]))


def drawn(left: Row, selection: Selection) -> str:
    """One sentence of what the lanes show, and what they do not."""
    total = left["amount"] or 0.0
    told = [
        say(
            "Drawn: {drawn} of {pairs} pairs of countries, {flows} flows of {codes}; lanes with less than 0.05% of the selection are in the table only",
            drawn=f"{left['drawn']:,}",
            pairs=f"{left['pairs']:,}",
            flows=f"{left['flows']:,}",
            codes=count("{number} customs code", "{number} customs codes", len(left["codes"] or [])),
        )
    ]
    if left["unmeasured"]:
        told.append(count("{number} flow without tonnes", "{number} flows without tonnes", left["unmeasured"]))
    if left["wayless"]:
        share = percent(100 * left["wayless_amount"] / total) if total else percent(0.0)
        told.append(
            count("{number} flow without a way ({share})", "{number} flows without a way ({share})", left["wayless"], share=share)
        )
    if left["baskets"] and total:
        told.append(
            say(
                "{share} is in codes that hold other goods too ({codes})",
                share=percent(100 * left["basket_amount"] / total),
                codes=series(left["baskets"]),
            )
        )
    if left["part_amount"] and total:
        told.append(say("{share} is from series of the largest partners only", share=percent(100 * left["part_amount"] / total)))
    if left["counted_below"]:
        told.append(say("headings left out because their codes are counted singly: {codes}", codes=series(left["counted_below"])))
    if left["without"]:
        told.append(say("no flows between countries are known for {names}", names=series(left["without"])))
    return ". ".join(part[:1].upper() + part[1:] for part in told) + "."
