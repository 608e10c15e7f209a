"""Who belonged to a coalition when: one line a party, from its joining on, by role and by how well it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from data.selection import JOINED
from data.sources import DATA_DATE
from data.words import count, say
from pages.parts.charts import Chart, layout
from pages.parts.look import Theme, colour

Row = Mapping[str, Any]
LINE = 17


def days(row: Row) -> str:
    """When a party took its role: the day, the range in which the day lies, or that no day is known; and until when."""
    first, last = row["from_earliest"], row["from_latest"]
    if last is None:
        return say("no date known")
    text = _day(last)
    if first is not None and first != last:
        same = first.year == last.year and first.month == last.month
        text = f"{first.day}–{text}" if same else say("{first} to {last}", first=_day(first), last=text)
    return say("{since}, until {day}", since=text, day=_day(row["to_date"])) if row["to_date"] else text


def role(row: Row) -> str:
    """A party's role in words."""
    return say("former member") if row["role"] == "former" else say(row["role"])


def _day(value: date) -> str:
    return f"{value.day} {value:%b %Y}"


def joining(memberships: Sequence[Row], coalition: str, as_of: date, theme: Theme) -> Chart | None:
    """Lines: each party of a coalition from the day it took its role on, in the order of joining.

    A full mark: member or signatory; a diamond: any other role; a pale open mark: unverified; a thick foot: the day is known
    only to lie in that range.
    """
    rows = [row for row in memberships if row["coalition_id"] == coalition]
    if not rows:
        return None
    known = [row for row in rows if row["from_latest"]]
    ends = [row["ended"] for row in rows if row["ended"]] + [row["to_date"] for row in known if row["to_date"]]
    first = min((row["from_earliest"] or row["from_latest"] for row in known), default=as_of - timedelta(365))
    last = max([as_of, DATA_DATE, *(row["from_latest"] for row in known), *ends])
    span = max((last - first).days, 30)
    left, right = first - timedelta(round(0.03 * span)), last + timedelta(round(0.04 * span))
    parties = list(dict.fromkeys(row["party"] for row in sorted(rows, key=lambda row: _order(row, last))))
    full: list[Row] = [row for row in known if row["role"] in JOINED]
    other = [row for row in known if row["role"] not in JOINED]
    data: list[dict[str, Any]] = []
    for group, tint, symbol in ((full, "member_bar", "circle"), (other, "muted", "diamond")):
        for sure in (True, False):
            part = [row for row in group if (row["confidence"] != "unverified") == sure]
            if not part:
                continue
            ink = colour(tint if sure else "other_bar", theme)
            stays = [(row, row["to_date"] or row["ended"] or last) for row in part]
            data.append(
                _strokes([(row["party"], row["from_latest"], end) for row, end in stays], ink, 2, "solid" if sure else "dot")
            )
            ranged = [row for row in part if row["from_earliest"] and row["from_earliest"] != row["from_latest"]]
            data.append(_strokes([(row["party"], row["from_earliest"], row["from_latest"]) for row in ranged], ink, 7, "solid"))
            data.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": [row["from_latest"] for row in part],
                    "y": [row["party"] for row in part],
                    "marker": {
                        "symbol": symbol if sure else f"{symbol}-open",
                        "size": 9,
                        "color": ink,
                        "line": {"width": 2, "color": ink} if not sure else {"width": 0},
                    },
                    "hovertext": [
                        f"{row['party']}: {role(row)}, {days(row)}<br>{say(row['confidence'])}. {row['source']}" for row in part
                    ],
                    "hoverinfo": "text",
                    "cliponaxis": False,
                }
            )
    texts = {
        party: "; ".join(
            (role(row) + ", " if row["role"] not in JOINED else "")
            + days(row)
            + (say(" (unverified)") if row["confidence"] == "unverified" else "")
            for row in sorted(rows, key=lambda row: _order(row, last))
            if row["party"] == party
        )
        for party in parties
    }
    data.append(
        {
            "type": "scatter",
            "mode": "text",
            "x": [right] * len(parties),
            "y": parties,
            "text": [texts[party] for party in parties],
            "textposition": "middle right",
            "textfont": {"size": 12, "color": colour("text", theme)},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    )
    longest = max(map(len, texts.values()))
    plot = go.Figure(
        {
            "data": data,
            "layout": layout(
                theme,
                height=40 + LINE * len(parties),
                margin={"l": 4, "r": 12 + round(6.3 * longest), "t": 4, "b": 26, "pad": 4},
                hovermode="closest",
                shapes=[
                    {
                        "type": "line",
                        "x0": as_of,
                        "x1": as_of,
                        "y0": 0,
                        "y1": 1,
                        "yref": "paper",
                        "line": {"color": colour("text", theme), "width": 1, "dash": "dash"},
                    }
                ],
                xaxis={
                    "type": "date",
                    "range": [left, right],
                    "fixedrange": True,
                    "gridcolor": colour("land", theme),
                    "nticks": 8,
                    "tickangle": 0,
                },
                yaxis={
                    "type": "category",
                    "categoryorder": "array",
                    "categoryarray": parties,
                    "range": [len(parties) - 0.5, -0.5],
                    "automargin": True,
                    "fixedrange": True,
                    "showgrid": False,
                    "dtick": 1,
                    "ticksuffix": " ",
                },
            ),
        }
    )
    there = {
        (row["party"], row["iso3"] is not None)
        for row in rows
        if row["role"] in JOINED
        and row["confidence"] != "unverified"
        and (row["from_latest"] or as_of) <= as_of <= (row["to_date"] or row["ended"] or as_of)
    }
    bodies = sum(not is_country for _, is_country in there)
    number = count("{number} country", "{number} countries", len(there) - bodies)
    if bodies:
        number = say("{countries} and {bodies}", countries=number, bodies=count("{number} body", "{number} bodies", bodies))
    title = say(
        "{coalition}: who joined when; members and signatories on {day}: {number}",
        coalition=rows[0]["coalition"],
        day=_day(as_of),
        number=number,
    )
    return Chart(title, plot, _line(rows, as_of), texts)


def _order(row: Row, last: date) -> tuple[bool, date, str]:
    """Members first by the day of joining, then parties with no other role than observer, partner or guest."""
    return (row["role"] not in JOINED, row["from_latest"] or last, row["party"])


def _strokes(spans: Sequence[tuple[str, date, date]], ink: str, width: float, dash: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [day for _, start, end in spans for day in (start, end, None)],
        "y": [party for party, _, _ in spans for _ in range(3)],
        "line": {"color": ink, "width": width, "dash": dash},
        "hoverinfo": "skip",
    }


def _line(rows: Sequence[Row], as_of: date) -> str:
    words = [say("Disc: member or signatory.")]
    if any(row["role"] not in JOINED for row in rows):
        words.append(say("Diamond: observer, partner, guest or former member, not counted unless chosen."))
    if any(row["confidence"] == "unverified" for row in rows):
        words.append(say("Open and pale: one report only."))
    if any(row["from_earliest"] and row["from_earliest"] != row["from_latest"] for row in rows):
        words.append(say("Thick: the day lies in this range; it counts from the last."))
    undated = len({row["party"] for row in rows if not row["from_latest"]})
    if undated:
        words.append(count("{number} party without a known date.", "{number} parties without a known date.", undated))
    words.append(say("Dashed: {day}, the day chosen.", day=_day(as_of)))
    sources = sorted({row["source"] for row in rows})
    words.append("; ".join(sources[:2]) + ".")
    if len(sources) > 2:
        words.append(count("{number} more source in the table.", "{number} more sources in the table.", len(sources) - 2))
    return " ".join(words)
