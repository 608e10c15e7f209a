"""One country: what it produces, refines and holds, with whom it trades, what it belongs to, and what is known of its claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from data.ask import offer, rows
from data.fields import GRADES, STAGES
from data.selection import Selection, day
from data.sources import DATA_DATE
from data.words import count, say, series
from pages.parts import charts, filters, headline, trade
from pages.parts.charts import NAMED, Chart, amount, bars, layout, percent, told
from pages.parts.look import Theme, colour

Row = Mapping[str, Any]
SHOWN = ("mine", "refining", "reserves")
BOUNDS = {"bound": "≤", "less than": "<", "more than": ">"}
GRADE_NAMES = {
    "produced": "Produced",
    "by product": "By-product",
    "plant only": "Plant only, no own ore",
    "project": "Project",
    "deposit only": "Deposit only",
    "none found": "None found",
}
FEW = 4
BRIEF = timedelta(days=120)
"""A membership shorter than this is drawn as a mark: its bar would not be seen."""


def chosen(selection: Selection) -> str:
    """The country that the page is about: the last one chosen ('': none)."""
    return selection.countries[-1] if selection.countries else ""


def alone(selection: Selection) -> Selection:
    """The selection with the last chosen country only, both sides of its trade open to be asked for."""
    return replace(selection, countries=selection.countries[-1:], through="", closed=())


def named(code: str) -> str:
    """The name of a country."""
    return offer().countries.get(code, code)


def others(selection: Selection) -> None:
    """Which of several chosen countries the page shows: the last chosen, until the reader takes another."""
    if len(selection.countries) < 2:
        return
    codes = sorted(selection.countries, key=named)
    st.session_state["shown_country"] = chosen(selection)
    st.segmented_control(
        say("Country shown"),
        codes,
        format_func=named,
        key="shown_country",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: filters.show_country(st.session_state["shown_country"]),
    )


# --- what it brings ----------------------------------------------------------------------------------------


def cards(held: Sequence[Row], own: Selection) -> None:
    """The strip of figures: what it has of the world at each stage, its sites, and what it sells and buys."""
    found = [_stage_card([row for row in held if row["is_headline"] and row["stage"] == stage], stage) for stage in SHOWN]
    kinds = {row["kind"]: row["sites"] for row in rows("tally", own, most=0)}
    sites = series(count(*headline.KINDS[kind], kinds[kind]) for kind in headline.KINDS if kind in kinds)
    found.append((say("Sites"), f"{sum(kinds.values()):,}", f"{sites}." if sites else say("The atlas lists none.")))
    for side, title, words in (
        ("export", "Sells", "in {year}; most to {partner}, {share}."),
        ("import", "Buys", "in {year}; most from {partner}, {share}."),
    ):
        ours = replace(own, side=side)
        total = rows("not_drawn", ours)[0]["amount"]
        most = rows("partners", ours)[:1]
        note = (
            say(words, year=own.trade_year, partner=most[0]["country"], share=percent(most[0]["part_pct"]))
            if most
            else say("No flow is reported for {year}.", year=own.trade_year)
        )
        found.append((say(title), amount(total, own.measure), note))
    with st.container(key="headline"):
        for column, (label, value, note) in zip(st.columns(len(found)), found, strict=True):
            column.metric(label, value)
            column.caption(filters.escaped(note))


def _stage_card(own: Sequence[Row], stage: str) -> tuple[str, str, str]:
    title = say(headline.DONE[stage])
    known = [row for row in own if row["share_pct"]]
    if not own:
        return title, say("no figure"), say("No source of the atlas names it at this stage.")
    if len(own) == 1:
        row = own[0]
        value = say("0%") if row["share_pct"] == 0 else percent(row["share_pct"])
        if row["share_pct"] is None:
            reason = say(row["flag"] or "outside the publisher's total")
            return title, value, f"{row['mineral']}, {row['period']}: {reason}."
        return (
            say("{done}: share", done=title),
            value,
            say("of the world. {mineral}, {period}", mineral=row["mineral"], period=row["period"]) + f"{_rank(row)}.",
        )
    many = [row for row in known if row["share_pct"] >= 10]
    top = series(f"{row['mineral']} {percent(row['share_pct'])}" for row in known[:3])
    note = say("of the world. ") + (top + ". " if top else "")
    note += count("{number} mineral with a figure.", "{number} minerals with a figure.", len(own))
    label = say("{done}: 10% or more", done=title)
    return label, count("{number} mineral", "{number} minerals", len(many)), note


def _rank(row: Row) -> str:
    if not row["rank"]:
        return ""
    return ", " + say("no. {rank} of {countries}", rank=row["rank"], countries=row["countries"])


def brings(held: Sequence[Row], stage: str, selection: Selection, theme: Theme) -> Chart | None:
    """Bars: the country's share of the world of each mineral at a stage, the largest first, with rank and quantity."""
    all_shown = [row for row in held if row["is_headline"] and row["stage"] == stage]
    known = [row for row in all_shown if row["share_pct"]]
    if not known:
        return None
    few = known[: NAMED + 1]
    labels, texts = [], []
    for row in few:
        other = "" if row["period"] == str(selection.year) else f" ({_period(row['period'])})"
        labels.append(f"{row['mineral']}{other}")
        size = "" if row["quantity_t"] is None else f" · {_quantity(row['quantity_t'])}"
        place = f" #{row['rank']}" if row["rank"] else ""
        bound, guess = BOUNDS.get(row["flag"] or "", ""), " e" if row["flag"] == "estimated" else ""
        texts.append(f"{bound}{percent(row['share_pct'])}{place}{size}{guess}")
    name = say(
        "{country}, {stage}: share of the world, {year} or as named",
        country=named(chosen(selection)),
        stage=say(STAGES[stage]),
        year=selection.year,
    )
    hovers = [
        f"{row['mineral']} ({row['product']}): {text}<br>{row['basis']}, {row['period']}, {row['publisher']}"
        for row, text in zip(few, texts, strict=True)
    ]
    plot = bars(
        labels,
        [row["share_pct"] for row in few],
        texts,
        [colour("plant", theme)] * len(few),
        [row["mineral_id"] for row in few],
        hovers,
        theme,
    )
    longest = max(charts.SHORTEST, *(row["share_pct"] for row in few))
    plot.update_xaxes(range=[0, longest * (1.2 + 0.065 * max(map(len, texts)))])
    return Chart(name, _fitted(plot, len(few)), _brings_source(few, known, all_shown), told(labels, texts))


def _brings_source(few: Sequence[Row], known: Sequence[Row], all_shown: Sequence[Row]) -> str:
    words = [say("# = rank among the countries with a figure.")]
    if len(known) > len(few):
        words.insert(0, say("The {few} largest of {all}.", few=len(few), all=len(known)))
    if any(row["flag"] == "estimated" for row in few):
        words.append(say("e = estimated."))
    if any(row["flag"] == "bound" for row in few):
        words.append(say("≤ = at most."))
    if any(_period(row["period"]) == say("mean") for row in few):
        words.append(say("Mean = mean of several years, a share as published."))
    for row in few:
        if row["stands_for"]:
            minerals = series(row["stands_for"])
            words.append(say("{group}: one figure for the group ({minerals}).", group=row["mineral"], minerals=minerals))
    silent = [f"{row['mineral']} ({row['flag'] or say('outside the total')})" for row in all_shown if row["share_pct"] is None]
    if silent:
        words.append(say("Without a share: {names}.", names=series(silent)))
    return " ".join(words) + " " + "; ".join(sorted({f"{row['publisher']}, {row['source']}" for row in few})) + "."


def _fitted(plot: go.Figure, bars_drawn: int) -> go.Figure:
    """A figure of few bars made as low as they need."""
    if bars_drawn <= FEW:
        plot.update_layout(height=16 + 28 * FEW, yaxis_range=[FEW - 0.5, -0.5])
    return plot


def _period(period: str) -> str:
    return say("mean") if not period[:4].isdigit() else period


def _quantity(tons: float) -> str:
    divisor, name = charts.unit([tons])
    return f"{charts.figures(tons / divisor)} {name}"


def standing(answer: Sequence[Row], stage: str, selection: Selection, theme: Theme) -> Chart | None:
    """Bars: of how many minerals each country has a tenth of the world or more at a stage, members tinted."""
    countries = [row for row in answer if row["stage"] == stage]
    if not countries:
        return None
    few = countries[: NAMED + 1]
    labels = [row["country"] for row in few]
    texts = [
        f"{row['from_ten']}" + (" · " + say("largest in {number}", number=row["largest_of"]) if row["largest_of"] else "")
        for row in few
    ]
    name = say(
        "Minerals of which a country has 10% of the world or more: {stage}, {year}", stage=say(STAGES[stage]), year=selection.year
    )
    plot = bars(
        labels,
        [row["from_ten"] for row in few],
        texts,
        [colour("member_bar" if row["is_member"] else "other_bar", theme) for row in few],
        [row["iso3"] for row in few],
        [f"{row['country']}: {row['most']}" for row in few],
        theme,
    )
    source = say("The {few} first of {all} countries.", few=len(few), all=len(countries))
    source += " " + say("A group's figure counts once. Shares as the atlas shows them first, nearest to the year.")
    return Chart(name, plot, source, told(labels, texts))


# --- trade -------------------------------------------------------------------------------------------------


def partners(answer: Sequence[Row], left: Row, selection: Selection, theme: Theme) -> Chart | None:
    """Bars: the share of each country in what the country buys or sells, members of the coalition tinted."""
    if not answer:
        return None
    few, many = answer[:NAMED], answer[NAMED:]
    labels = [row["country"] for row in few]
    shares = [row["part_pct"] for row in few]
    texts = [f"{percent(row['part_pct'])} · {amount(row['amount'], selection.measure)}" for row in few]
    tints = [colour("member_bar" if row["is_member"] else "other_bar", theme) for row in few]
    if many:
        labels.append(count("{number} other", "{number} others", len(many)))
        shares.append(sum(row["part_pct"] for row in many))
        texts.append(percent(shares[-1]))
        tints.append(colour("land", theme))
    words = "Who buys from {what}: share" if selection.side == "export" else "Who supplies {what}: share"
    line = trade.source(left, selection)
    if selection.coalitions:
        inside = sum(row["part_pct"] for row in answer if row["is_member"])
        line = say("Blue: {group}, together {share}.", group=selection.group(offer()), share=percent(inside)) + " " + line
    hovers = [f"{label}: {text}" for label, text in zip(labels, texts, strict=True)]
    keys = [row["iso3"] for row in few] + [""] * bool(many)
    plot = bars(labels, shares, texts, tints, keys, hovers, theme)
    return Chart(say(words, what=_what(selection)), _fitted(plot, len(labels)), line, told(labels, texts))


def goods(answer: Sequence[Row], left: Row, selection: Selection, theme: Theme) -> Chart | None:
    """Bars: the share of each mineral in what the country buys or sells; a code of several minerals stands once, for all."""
    if not answer or (selection.minerals and len(answer) == 1):
        return None
    few, many = answer[:NAMED], answer[NAMED:]
    labels = [_minerals(row["minerals_of_code"]) for row in few]
    shares = [row["part_pct"] for row in few]
    texts = [f"{percent(row['part_pct'])} · {amount(row['amount'], selection.measure)}" for row in few]
    hovers = [
        f"{series(row['minerals_of_code'], most=9)}: {text}<br>" + say("Customs codes {codes}", codes=", ".join(row["codes"]))
        for row, text in zip(few, texts, strict=True)
    ]
    if many:
        labels.append(count("{number} other", "{number} others", len(many)))
        shares.append(sum(row["part_pct"] for row in many))
        texts.append(percent(shares[-1]))
        hovers.append(f"{labels[-1]}: {texts[-1]}")
    tints = [colour("lane", theme)] * len(few) + [colour("land", theme)] * bool(many)
    keys = [row["mineral_ids"][0] if len(row["mineral_ids"]) == 1 else "" for row in few] + [""] * bool(many)
    words = "Sold by {what}: share by mineral" if selection.side == "export" else "Bought by {what}: share by mineral"
    plot = bars(labels, shares, texts, tints, keys, hovers, theme)
    return Chart(
        say(words, what=_what(selection)), _fitted(plot, len(labels)), trade.source(left, selection), told(labels, texts)
    )


def _what(selection: Selection) -> str:
    """Whose trade in what and when: `Kazakhstan, 2024`, `Kazakhstan, lithium, 2024`."""
    on_offer = offer()
    minerals = series(on_offer.minerals.get(key, key) for key in selection.minerals)
    return ", ".join(part for part in (named(chosen(selection)), minerals, str(selection.trade_year)) if part)


def _minerals(names: Sequence[str]) -> str:
    return series(names) if len(names) < 3 else f"{names[0]} " + say("and {number} more", number=len(names) - 1)


# --- what it belongs to, and what binds it -----------------------------------------------------------------


def agreed(answer: Sequence[Row]) -> str:
    """One sentence: to how many agreements it is party itself, how many by a body."""
    itself = sum(row["is_itself"] for row in answer)
    words = count("Party to {number} agreement in the atlas.", "Party to {number} agreements in the atlas.", itself)
    if any(row["kind"] == "contract" for row in answer):
        words += " " + say("The parties of a contract are companies of the countries named.")
    if len(answer) > itself:
        words += " " + count(
            "{number} more is of a body it belongs to, whose signature does not make it a party.",
            "{number} more are of bodies it belongs to, whose signature does not make it a party.",
            len(answer) - itself,
        )
    return words


def controlled(answer: Sequence[Row], selection: Selection) -> str:
    """What is in force on the day asked for, by whom and against whom, and what is not known on that day."""
    force = [row for row in answer if row["state"] == "in force"]
    by = {stance: sum(row["stance"] == stance for row in force) for stance in ("issued by it", "aimed at it")}
    words = say(
        "In force on {day}: {own} issued by it, {at} aimed at it by name, {rest} of others that name no country.",
        day=day(selection.as_of),
        own=by["issued by it"],
        at=by["aimed at it"],
        rest=len(force) - sum(by.values()),
    )
    lost = [row for row in answer if row["state"].startswith("unknown")]
    if lost:
        titles = series(f"{row['title']} ({row['state']})" for row in lost if row["stance"] != "by others, no country named")
        words += " " + count(
            "The state of {number} is not known on that day; it does not count as in force.",
            "The state of {number} is not known on that day; they do not count as in force.",
            len(lost),
        )
        words += " " + say("Among them: {titles}.", titles=titles) if titles else ""
    return words


def memberships(answer: Sequence[Row], code: str, selection: Selection, theme: Theme) -> Chart | None:
    """Intervals: from when to when it has belonged to each coalition; unverified hollow, an uncertain beginning pale."""
    shown = [row for row in answer if row["kind"] != "list"]
    if not shown:
        return None
    last = max(DATA_DATE, selection.as_of)
    begins = [row["from_earliest"] or row["from_latest"] for row in shown if row["from_earliest"] or row["from_latest"]]
    first = min(begins, default=date(2000, 1, 1)) - timedelta(days=400)
    lines, marks, notes = [], [], []
    names = list(dict.fromkeys(row["coalition"] for row in shown))
    for row in shown:
        tint = colour("member_bar" if row["coalition_id"] in selection.coalitions else "other_bar", theme)
        start = row["from_latest"] or row["from_earliest"]
        end = min(value for value in (row["to_date"], row["ended"], last) if value)
        hollow = row["confidence"] == "unverified"
        if start is None:
            lines.append(_interval(row, first, end, tint, "none"))
        elif end - start < BRIEF:
            marks.append((row, start, tint, hollow))
        else:
            lines.append(_interval(row, start, end, tint, "hollow" if hollow else "full"))
            if row["from_earliest"] and row["from_earliest"] < start:
                lines.append(_interval(row, row["from_earliest"], start, tint, "pale"))
    for name in names:
        words = "; ".join(_since(row) for row in shown if row["coalition"] == name)
        notes.append(words)
    plot = go.Figure(
        {
            "data": [
                *lines,
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": [start for _, start, _, _ in marks],
                    "y": [row["coalition"] for row, _, _, _ in marks],
                    "marker": {
                        "size": 11,
                        "symbol": ["circle-open" if hollow else "circle" for _, _, _, hollow in marks],
                        "color": [tint for _, _, tint, _ in marks],
                    },
                    "hovertext": [f"{row['coalition']}: {_since(row)}" for row, _, _, _ in marks],
                    "hoverinfo": "text",
                },
            ],
            "layout": layout(
                theme,
                height=54 + 25 * len(names),
                barmode="overlay",
                margin={"l": 4, "r": 420, "t": 4, "b": 4, "pad": 4},
                annotations=[
                    {
                        "x": 1.01,
                        "xref": "paper",
                        "xanchor": "left",
                        "y": name,
                        "text": note,
                        "showarrow": False,
                        "font": {"size": 12, "color": colour("muted", theme)},
                    }
                    for name, note in zip(names, notes, strict=True)
                ],
                xaxis={
                    "type": "date",
                    "range": [first, last],
                    "fixedrange": True,
                    "automargin": True,
                    "gridcolor": colour("land", theme),
                },
                yaxis={
                    "categoryorder": "array",
                    "categoryarray": names,
                    "range": [len(names) - 0.5, -0.5],
                    "automargin": True,
                    "fixedrange": True,
                    "ticksuffix": " ",
                },
            ),
        }
    )
    remarks = [say("Blue: coalitions of the selection. Pale: day of joining uncertain. A dot: a few months or a single day.")]
    for test, text in (
        (any(row["confidence"] == "unverified" for row in shown), say("Hollow: unverified, known from one report only.")),
        (any((row["from_latest"] or row["from_earliest"]) is None for row in shown), say("Dotted: no day of joining is known.")),
        (len(shown) < len(answer), say("Lists that are no coalition stand in the table only.")),
    ):
        if test:
            remarks.append(text)
    remarks.append(say("Sources: the pages named in the table."))
    title = say("{country} in coalitions, up to {day}", country=named(code), day=day(last))
    return Chart(title, plot, " ".join(remarks), dict(zip(names, notes, strict=True)))


def _interval(row: Row, start: date, end: date, tint: str, form: str) -> dict[str, Any]:
    open_form = form in ("hollow", "none")
    return {
        "type": "bar",
        "orientation": "h",
        "base": [start],
        "x": [(end - start).days * 86_400_000],
        "y": [row["coalition"]],
        "width": 0.5,
        "marker": {
            "color": "rgba(0,0,0,0)" if open_form else tint,
            "opacity": 0.4 if form == "pale" else 1,
            "line": {"color": tint, "width": 1.5 if open_form else 0},
            "pattern": {"shape": "." if form == "none" else "", "fgcolor": tint, "bgcolor": "rgba(0,0,0,0)", "size": 6},
        },
        "hovertext": f"{row['coalition']}: {_since(row)}",
        "hoverinfo": "text",
    }


def _since(row: Row) -> str:
    start, end = row["from_latest"] or row["from_earliest"], row["to_date"]
    words = say(row["role"])
    if start is None:
        words += ", " + say("no date known")
    elif start == end:
        words += " " + say("on {day}", day=day(start))
    elif end:
        words += " " + say("from {start} to {end}", start=day(start), end=day(end))
    else:
        words += " " + say("since {start}", start=day(start))
    if row["ended"] and start != end:
        words += (
            ", " + say("coalition ended {day}", day=day(row["ended"])) if row["ended"] != end else ", " + say("when it ended")
        )
    return words + (", " + say("unverified") if row["confidence"] == "unverified" else "")


# --- evidence beside claims --------------------------------------------------------------------------------


def evidence(answer: Sequence[Row], claims: Sequence[Row], code: str, theme: Theme) -> Chart | None:
    """Steps: of how many minerals each grade of evidence holds, each step on those before; lines at what was claimed."""
    if not answer:
        return None
    grades = [grade.replace("_", " ") for grade in GRADES]
    order = [grade for grade in GRADE_NAMES if grade in grades]
    numbers = [sum(row["grade"] == grade for row in answer) for grade in order]
    ends = list(accumulate(numbers))
    labels = [say(GRADE_NAMES[grade]) for grade in order]
    texts = [
        f"{number}" if place == 0 else f"{number} · " + say("{total} with those above", total=end)
        for place, (number, end) in enumerate(zip(numbers, ends, strict=True))
    ]
    claimed = [row for row in claims if row["count_of"] == len(answer)][:1]
    tint = colour("mine", theme)
    shades = [1, 0.8, 0.62, 0.46, 0.32, 1]
    plot = go.Figure(
        {
            "data": [
                {
                    "type": "bar",
                    "orientation": "h",
                    "base": [end - number for number, end in zip(numbers, ends, strict=True)],
                    "x": numbers,
                    "y": labels,
                    "text": texts,
                    "textposition": [
                        "inside" if number >= 6 and not place else "outside" for place, number in enumerate(numbers)
                    ],
                    "insidetextfont": {"color": colour("background", theme), "size": 14},
                    "insidetextanchor": "middle",
                    "cliponaxis": False,
                    "hovertext": [
                        f"{label}: {series((row['mineral'] for row in answer if row['grade'] == grade), most=24)}"
                        for label, grade in zip(labels, order, strict=True)
                    ],
                    "hoverinfo": "text",
                    "marker": {
                        "color": [colour("land" if grade == "none found" else "plant", theme) for grade in order],
                        "opacity": shades,
                    },
                }
            ],
            "layout": layout(
                theme,
                height=320,
                margin={"l": 4, "r": 8, "t": 26, "b": 4, "pad": 4},
                shapes=[
                    {
                        "type": "line",
                        "x0": row["count_claimed"],
                        "x1": row["count_claimed"],
                        "y0": 0,
                        "y1": 1,
                        "yref": "paper",
                        "line": {"color": tint, "width": 2, "dash": "dash"},
                    }
                    for row in claimed
                ],
                annotations=[
                    {
                        "x": row["count_claimed"],
                        "y": 1.0,
                        "yref": "paper",
                        "yanchor": "bottom",
                        "text": say(
                            "claim of {day}: {number} of {all}",
                            day=day(row["claimed_on"]),
                            number=row["count_claimed"],
                            all=row["count_of"],
                        ),
                        "showarrow": False,
                        "font": {"color": tint, "size": 13},
                    }
                    for row in claimed
                ],
                xaxis={"visible": False, "range": [0, len(answer) * 1.62], "fixedrange": True},
                yaxis={"range": [len(order) - 0.5, -0.5], "automargin": True, "fixedrange": True, "ticksuffix": " "},
            ),
        }
    )
    title = say(
        "{all} minerals of the 2025 US list by what is known of them in {country}, number",
        all=len(answer),
        country=named(code),
    )
    unsure = sum(row["confidence"] == "unverified" for row in answer)
    source = say(
        "Grades of the atlas, each with its source in the table; {number} rest on one report or none. Publications and pages read up to {day}.",
        number=unsure,
        day=day(DATA_DATE),
    )
    return Chart(title, plot, source, told(labels, texts))


def claimed(claims: Sequence[Row], answer: Sequence[Row], code: str) -> None:
    """What the government has claimed, when, who reports it; what figures there are; and that no list backs it."""
    mined, refined = (sum(row[f"{done}_pct"] is not None for row in answer) for done in ("mined", "refined"))
    either = sum(row["mined_pct"] is not None or row["refined_pct"] is not None for row in answer)
    st.markdown(f"**{filters.escaped(say('What its government has claimed'))}**")
    for place, row in enumerate(claims):
        number = say("{number} of {all}", number=row["count_claimed"], all=row["count_of"])
        source = filters.escaped(row["source"])
        source = f"[{source}]({row['url']})" if row["url"] else source
        told = f"**{day(row['claimed_on'])}: {number}.** {filters.escaped(row['text'])}"
        cited = f"{source}. {say('Confidence')}: {filters.escaped(say(row['confidence']))}."
        if place:
            st.caption(f"{told} {cited}")
        else:
            st.markdown(told)
            st.caption(cited)
    if claims:
        words = say(
            "No published list says which {number} are meant, so no list backs the claim.", number=claims[0]["count_claimed"]
        )
        st.markdown(f"**{filters.escaped(words)}**")
    words = say(
        "The statistics shown first, of {year} or nearest to it, name {country} for {either} of the {all}: {mined} mined, {refined} refined.",
        year=filters.current().year,
        country=named(code),
        either=either,
        all=len(answer),
        mined=mined,
        refined=refined,
    )
    st.markdown(filters.escaped(words))
