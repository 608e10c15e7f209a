"""Any figure of the atlas as a still picture: its Plotly description drawn on a sheet, without a browser."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from data.words import count
from pages.parts import workbook
from pages.parts.charts import HEIGHT, Chart
from pages.parts.look import Theme, colour
from pages.parts.sheet import POINT, SMALLEST, Box, Sheet, drawing, plain, tint

if TYPE_CHECKING:
    from matplotlib.text import Text

WIDTH = 12.0
"""Inches that a picture is wide unless told otherwise."""
NARROWEST, ATLAS = 440.0, 960.0
"""Pixels of a page that a chart, and a map, are at least drawn for: the sheet's inches stand for these."""
LARGEST = 0.0214
"""Inches of a pixel at most: type of 13 pixels is then 20 points."""
LEGIBLE = 8.5 * POINT / 13
"""Inches of a pixel at least, in a picture that may be as tall as it needs."""
LEGEND = 11.0
"""Points of a legend's type at least."""
UNIFORM = 0.8
"""Part of its size to which type shrinks at most in bars whose type is to be of one size; else it is left out."""
MARGIN = 0.35
GAP = 4.0
"""Pixels between a mark and its label."""
KNOWN = {"bar", "scatter", "heatmap", "sankey"}


WHOLE = 7.0
"""Inches that a figure needs which marks itself as `wide` in its layout's `meta`: a page of its own."""


class NotDrawn(ValueError):
    """A figure has a part that no picture is drawn of; the message names it."""


def png(
    chart: Chart, theme: Theme, width: float = WIDTH, height: float | None = None, dpi: float = 160, framed: bool = True
) -> bytes:
    """A figure as PNG, `width` by `height` inches (16:9, or as tall as its rows need), with title and sources when `framed`."""
    with drawing():
        return _sheet(chart, theme, width, height, framed).save("png", dpi, Title=chart.title, Description=chart.alt)


def svg(chart: Chart, theme: Theme, width: float = WIDTH, height: float | None = None, framed: bool = True) -> bytes:
    """A figure as SVG, its type as outlines that look the same everywhere, each after a comment with its words."""
    with drawing():
        sheet = _sheet(chart, theme, width, height, framed)
        return sheet.save("svg", 72, Title=chart.title, Description=chart.alt, Date=None)


def _sheet(chart: Chart, theme: Theme, width: float, height: float | None, framed: bool) -> Sheet:
    room = width - 2 * MARGIN
    tall = _tall(chart.plot.to_dict()["layout"], room)
    if not framed:
        size = height or max(width * 9 / 16, tall)
        sheet = Sheet(width, size, theme)
        put(sheet, Box(0, 0, width, size), chart)
        return sheet
    measure = Sheet(width, 1, theme)
    title = measure.wrapped(chart.title, room, 20, bold=True, most=4)
    foot = measure.wrapped(chart.source, room, 10.5) + "\n" + measure.wrapped(workbook.stamp() + ".", room, 10.5)
    above, below = measure.tall(title, 20), measure.tall(foot, 10.5)
    bare = 2 * MARGIN + above + below + 0.4
    size = height or max(width * 9 / 16, tall + bare)
    sheet = Sheet(width, size, theme)
    sheet.write(MARGIN, MARGIN, title, 20, bold=True)
    sheet.write(MARGIN, size - MARGIN - below, foot, 10.5, colour("muted", theme))
    put(sheet, Box(MARGIN, MARGIN + above + 0.2, room, size - bare), chart)
    return sheet


def _tall(layout: Mapping[str, Any], room: float) -> float:
    """Inches that a figure is at least high to be legible; of a map, to be filled."""
    if layout.get("meta") != "map":
        return float(layout.get("height") or HEIGHT) * LEGIBLE
    across, up = (layout[axis]["range"] for axis in ("xaxis", "yaxis"))
    return float(room * (up[1] - up[0]) / (across[1] - across[0])) + 0.4


def put(sheet: Sheet, box: Box, chart: Chart) -> None:
    """Draw a figure into a place on a sheet; what cannot be drawn is given as the list of its values."""
    before = set(sheet.axes.get_children())
    try:
        draw(sheet, box, chart)
    except NotDrawn:
        for artist in set(sheet.axes.get_children()) - before:
            artist.remove()
        _listed(sheet, box, chart)


def draw(sheet: Sheet, box: Box, chart: Chart) -> None:
    """Draw a figure into a place on a sheet as it stands on a page. Raises NotDrawn for a part that is not known here."""
    plot = chart.plot.to_dict()
    kinds = {trace.get("type", "scatter") for trace in plot["data"]}
    if box.width < WHOLE and plot["layout"].get("meta") == "wide":
        raise NotDrawn(f"too wide for half a page: {chart.title}")
    if kinds - KNOWN:
        raise NotDrawn(f"no picture of a trace of type {', '.join(sorted(kinds - KNOWN))}: {chart.title}")
    try:
        _Plot(sheet, box, plot).draw()
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise NotDrawn(f"{chart.title}: {error!r}") from error


def _listed(sheet: Sheet, box: Box, chart: Chart) -> None:
    """The values of a figure as rows of words."""
    size, y = 13.0, box.top
    for number, (label, value) in enumerate(chart.told.items()):
        text = sheet.wrapped(f"{label}: {value}", box.width, size, most=2)
        if y + 2 * sheet.tall(text, size) + 0.08 > box.bottom:
            left = len(chart.told) - number
            sheet.write(box.left, y, count("and {number} more", "and {number} more", left), size)
            break
        sheet.write(box.left, y, text, size)
        y += sheet.tall(text, size) + 0.08


def _list(value: Any, number: int) -> list[Any]:
    """A value given once for all marks, or for each."""
    return list(value) if isinstance(value, (list, tuple)) else [value] * number


def _number(value: Any, otherwise: float) -> float:
    """A number that need not be given."""
    return otherwise if value is None else float(value)


def _day(value: Any) -> float | None:
    """A date, or its ISO text, in days."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value.toordinal() + (value.hour * 60 + value.minute) / 1440
    return float(value.toordinal()) if isinstance(value, date) else None


@dataclass
class _Axis:
    """An axis of a plot: what its values are, its range, and from where to where it goes (pixels)."""

    name: str
    said: Mapping[str, Any]
    kind: str = "linear"
    names: list[Any] = field(default_factory=list)
    low: float = 0.0
    high: float = 1.0
    start: float = 0.0
    end: float = 1.0

    @property
    def across(self) -> bool:
        return self.name.startswith("x")

    @property
    def shown(self) -> bool:
        return self.said.get("visible") is not False and self.said.get("showticklabels") is not False

    @property
    def domain(self) -> tuple[float, float]:
        start, end = self.said.get("domain") or (0.0, 1.0)
        return start, end

    def value(self, value: Any) -> float | None:
        """A value of the data as a number along the axis."""
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return None
        if self.kind == "date":
            return _day(value) if not isinstance(value, (int, float)) else float(value)
        if self.kind == "category":
            return float(self.names.index(value)) if value in self.names else float(value)
        return math.log10(value) if self.kind == "log" else float(value)

    def at(self, value: Any) -> float | None:
        """Where a value stands, in pixels."""
        number = self.value(value)
        return None if number is None else self.place(number)

    def place(self, number: float) -> float:
        """Where a number along the axis stands, in pixels."""
        part = (number - self.low) / ((self.high - self.low) or 1)
        return self.start + part * (self.end - self.start)

    def ticks(self) -> list[tuple[float, str]]:
        """Places along the axis that bear a label, and the labels."""
        suffix, inside = str(self.said.get("ticksuffix") or "").rstrip(), sorted((self.low, self.high))
        if self.said.get("tickvals") is not None:
            values = list(self.said["tickvals"])
            texts = list(self.said.get("ticktext") or values)
            found = [(self.value(value), plain(text)) for value, text in zip(values, texts, strict=True)]
        elif self.kind == "category":
            found = [(float(at), plain(name)) for at, name in enumerate(self.names)]
        elif self.kind == "date":
            found = _dates(inside[0], inside[1], self.said.get("nticks") or 7)
        elif self.kind == "log":
            found = [(power, f"{10**power:,g}") for power in range(math.ceil(inside[0]), math.floor(inside[1]) + 1)]
        else:
            from matplotlib.ticker import MaxNLocator

            form = self.said.get("tickformat") or ",.10g"
            steps = MaxNLocator(nbins=min(self.said.get("nticks") or 6, 8), steps=[1, 2, 2.5, 5, 10])
            found = [(float(value), format(float(value), form)) for value in steps.tick_values(*inside)]
        edge = 1e-6 * abs(self.high - self.low)
        return [
            (value, text + suffix) for value, text in found if value is not None and inside[0] - edge <= value <= inside[1] + edge
        ]


def _dates(first: float, last: float, most: int) -> list[tuple[float | None, str]]:
    """Years or months between two days, not more than asked for."""
    start, end = date.fromordinal(math.ceil(first)), date.fromordinal(math.floor(last))
    if last - first > 3 * 365:
        step = next((step for step in (1, 2, 5, 10, 20, 25, 50) if (end.year - start.year) / step <= most), 100)
        years = range(-(-start.year // step) * step, end.year + 1, step)
        return [(float(date(year, 1, 1).toordinal()), str(year)) for year in years]
    months = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
    step = next((step for step in (1, 2, 3, 6) if len(months) / step <= most), 12)
    return [
        (float(date(month // 12, month % 12 + 1, 1).toordinal()), f"{date(month // 12, month % 12 + 1, 1):%b %Y}")
        for month in months
        if month % step == 0
    ]


class _Plot:
    """A Plotly figure on its way to a sheet: everything is placed in pixels of a page, then scaled to the sheet's inches."""

    def __init__(self, sheet: Sheet, box: Box, plot: Mapping[str, Any]) -> None:
        self.sheet, self.box, self.theme = sheet, box, sheet.theme
        self.traces = [trace for trace in plot["data"] if trace.get("visible") in (None, True)]
        self.layout = plot["layout"]
        self.is_map = self.layout.get("meta") == "map"
        margin = self.layout.get("margin") or {}
        self.left, self.right, self.top, self.bottom = (float(margin.get(side, 4)) for side in ("l", "r", "t", "b"))
        wide = ATLAS if self.is_map else max(NARROWEST, self.left + self.right + 400)
        tall = 1.0 if self.is_map else float(self.layout.get("height") or HEIGHT)
        self.unit = min(box.width / wide, box.height / tall, LARGEST)
        self.width, self.height = box.width / self.unit, box.height / self.unit
        if any(trace.get("type") == "heatmap" for trace in self.traces):
            self.height = min(self.height, 1.4 * tall)
        self.movable: list[Text] = []
        self.size = float((self.layout.get("font") or {}).get("size") or 13)
        self.ink = colour("text", self.theme)

    def draw(self) -> None:
        """Draw everything, back to front."""
        sankeys = [trace for trace in self.traces if trace.get("type") == "sankey"]
        self.bottom += self._legend()
        for trace in sankeys:
            self._sankey(trace)
        if not sankeys:
            self._axes()
            self._ground()
            self._bars()
            for trace in self.traces:
                if trace.get("type") == "heatmap":
                    self._heat(trace)
            for trace in self.traces:
                if trace.get("type", "scatter") == "scatter":
                    self._scatter(trace)
            self._shapes(below=False)
            self._labels()
        for note in self.layout.get("annotations") or []:
            self._note(note)
        self._spread()

    # --- from pixels to inches -----------------------------------------------------------------------------

    def inches(self, x: float, y: float) -> tuple[float, float]:
        """A place in pixels as inches on the sheet."""
        return self.box.left + x * self.unit, self.box.top + y * self.unit

    def points(self, pixels: float) -> float:
        """A width or size in pixels as points."""
        return pixels * self.unit / POINT

    def wide(self, text: str, size: float, bold: bool = False) -> float:
        """The width of a text in pixels."""
        return self.sheet.wide(text, self.points(size), bold) / self.unit

    def tall(self, text: str, size: float) -> float:
        """The height of a text in pixels."""
        return self.sheet.tall(text, self.points(size)) / self.unit

    def text(
        self, x: float, y: float, words: Any, size: float | None = None, code: str | None = None, across: str = "left",
        up: str = "middle", room: float | None = None, turn: float = 0, bold: bool = False,
    ) -> Text | None:  # fmt: skip
        """Write a text at a place in pixels: in the room there is, else smaller, at last cut."""
        bold = bold or str(words).lstrip().startswith("<b>")
        text, size = plain(words).strip("\n"), size or self.size
        if not text.strip():
            return None
        if room is None:
            left, right = x, self.width - x
            room = {"left": right, "right": left}.get(across, 2 * min(left, right))
        wide = self.wide(text, size, bold)
        if not turn and wide > room:
            size = max(size * room / wide * 0.99, size * SMALLEST)
            if self.wide(text, size, bold) > room:
                text = "\n".join(self.sheet.cut(line, room * self.unit, self.points(size), bold) for line in text.split("\n"))
        if not turn:
            tall = 1.2 * self.tall(text, size)
            above = {"top": 0.0, "bottom": tall}.get(up, tall / 2)
            y = min(max(y, above), max(self.height - tall + above, above))
        place = self.inches(x, y)
        return self.sheet.write(*place, text, self.points(size), code or self.ink, bold=bold, across=across, up=up, turn=turn)

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """The plot area in pixels: left, top, right, bottom."""
        return self.left, self.top, self.width - self.right, self.height - self.bottom

    # --- axes ----------------------------------------------------------------------------------------------

    def _axes(self) -> None:
        self.axes: dict[str, _Axis] = {}
        used: dict[str, list[Any]] = defaultdict(list)
        for trace in self.traces:
            for letter in "xy":
                name = trace.get(f"{letter}axis") or letter
                used[name] += list(trace.get(letter) if trace.get(letter) is not None else [])
                if trace.get("base") is not None and (letter == "x") == (trace.get("orientation") == "h"):
                    used[name] = _list(trace["base"], 1)
        for name in sorted(used):
            said = self.layout.get(f"{name[0]}axis{name[1:]}") or {}
            self.axes[name] = _Axis(name, said, *_kind(said, used[name]))
        for axis in self.axes.values():
            self._range(axis)
        for _ in range(3):
            self._place()
            self._margins()
        self._place()
        for axis in self.axes.values():
            if axis.said.get("scaleanchor"):
                self._same(axis, self.axes[axis.said["scaleanchor"]])

    def _range(self, axis: _Axis) -> None:
        """The range as said, else that of the data."""
        said = axis.said.get("range")
        if said is not None and None not in said:
            low, high = (axis.value(value) if axis.kind != "log" else float(value) for value in said)
            if low is not None and high is not None:
                axis.low, axis.high = low, high
                return
        numbers, bars = self._reach(axis)
        if axis.kind == "category":
            axis.low, axis.high = -0.5, len(axis.names) - 0.5
        elif numbers:
            low, high = min(numbers), max(numbers)
            if bars or axis.said.get("rangemode") == "tozero":
                low, high = min(low, 0), max(high, 0)
            spare = 0.05 * ((high - low) or 1)
            axis.low, axis.high = (low if low == 0 else low - spare), high + spare
        if axis.said.get("autorange") == "reversed":
            axis.low, axis.high = axis.high, axis.low

    def _reach(self, axis: _Axis) -> tuple[list[float], bool]:
        """Every number that stands along an axis, and whether they are lengths of bars."""
        numbers: list[float] = []
        lengths = False
        letter = axis.name[0]
        for trace in self.traces:
            if (trace.get(f"{letter}axis") or letter) != axis.name or trace.get(letter) is None:
                continue
            along = trace.get("type") == "bar" and (letter == "x") == (trace.get("orientation") == "h")
            if along:
                lengths = True
                continue
            numbers += [number for number in map(axis.value, trace[letter]) if number is not None]
        for bar in self._stacked(axis.name) if lengths else []:
            numbers += [bar[2], bar[3]]
        return numbers, lengths and axis.kind != "date"

    def _place(self) -> None:
        left, top, right, bottom = self.frame
        for axis in self.axes.values():
            start, end = axis.domain
            if axis.across:
                axis.start, axis.end = left + start * (right - left), left + end * (right - left)
            else:
                axis.start, axis.end = bottom - start * (bottom - top), bottom - end * (bottom - top)

    def _margins(self) -> None:
        """Widen the margins until the labels of the axes have room."""
        need = {"left": self.left, "right": self.right, "top": self.top, "bottom": self.bottom}
        for axis in self.axes.values():
            if not axis.shown:
                continue
            if axis.across:
                tall, over = self._under(axis)
                need["top" if axis.said.get("side") == "top" else "bottom"] += max(0, tall - self._beside(axis))
                need["right"] += max(0, axis.end + over - self.width)
            else:
                wide = self._broad(axis) + 2 * GAP + (18 if self._title(axis) else 0)
                if axis.said.get("side") != "right":
                    need["left"] += max(0, wide - self._beside(axis))
        need["right"] += min(self._outside(), 0.3 * self.width)
        self.left, self.right, self.top, self.bottom = need["left"], need["right"], need["top"], need["bottom"]

    def _outside(self) -> float:
        """By how many pixels notes beside the plot would reach over the right edge."""
        over = 0.0
        for note in self.layout.get("annotations") or []:
            if note.get("xanchor") == "left" and note.get("xref") == "paper" and note["x"] >= 1 and note.get("text"):
                size = float((note.get("font") or {}).get("size") or self.size)
                x = self._ref(note["x"], "paper", "x") + _number(note.get("xshift"), 0)
                over = max(over, x + self.wide(plain(note["text"]), size) + 2 - self.width)
        return over

    def _beside(self, axis: _Axis) -> float:
        """The room in pixels between an axis and the edge of the picture, or the neighbouring plot."""
        if axis.across:
            return self.top if axis.said.get("side") == "top" else self.bottom - self._legend_height
        anchor = self.axes.get(axis.said.get("anchor") or "x")
        start = anchor.start if anchor else self.left
        ends = [other.end for other in self.axes.values() if other.across and other.end < start - 1]
        return start - max(ends, default=0.0)

    def _title(self, axis: _Axis) -> str:
        title = axis.said.get("title") or {}
        return plain(title.get("text") if isinstance(title, dict) else title)

    def _font(self, axis: _Axis) -> tuple[float, str]:
        font = axis.said.get("tickfont") or {}
        return float(font.get("size") or self.size), font.get("color") or self.ink

    def _tick(self, text: str, size: float, room: float = 1e9) -> str:
        """The label of a row: in two lines when it is long."""
        room = min(room, 0.3 * self.width) * self.unit
        return self.sheet.wrapped(text, room, self.points(size), most=2 if "\n" not in text else 3)

    def _broad(self, axis: _Axis) -> float:
        size, _ = self._font(axis)
        return max((self.wide(self._tick(text, size), size) for _, text in axis.ticks()), default=0.0)

    def _columns(self, axis: _Axis) -> tuple[list[tuple[float, str]], float]:
        """The labels under (or over) an axis so that none touches another, and by how many degrees they are turned."""
        size, _ = self._font(axis)
        ticks = axis.ticks()
        if len(ticks) < 2:
            return ticks, 0
        apart = min(abs(axis.place(a) - axis.place(b)) for (a, _), (b, _) in pairwise(ticks))
        if max(self.wide(text, size) for _, text in ticks) <= apart - 6:
            return ticks, 0
        if axis.kind == "category" and axis.said.get("tickvals") is None:
            widest = max(self.wide(word, size) for _, text in ticks for word in text.split() or [""])
            if widest <= apart - 4:
                room = (apart - 4) * self.unit
                return [(at, self.sheet.wrapped(text, room, self.points(size), most=3)) for at, text in ticks], 0
            return ticks, 35
        step = math.ceil((max(self.wide(text, size) for _, text in ticks) + 8) / apart)
        return ticks[::-1][::step][::-1], 0

    def _under(self, axis: _Axis) -> tuple[float, float]:
        """The height that an axis' labels take in pixels, and how far the last reaches beyond the axis."""
        size, _ = self._font(axis)
        ticks, turn = self._columns(axis)
        title = 18.0 if self._title(axis) else 0.0
        if not ticks:
            return title, 0
        if turn:
            angle = math.radians(turn)
            reach = [axis.place(at) - axis.end + self.wide(text, size) * math.cos(angle) for at, text in ticks]
            tall = max(self.wide(text, size) for _, text in ticks) * math.sin(angle) + size
            return tall + 2 * GAP + title, max(reach) + 6
        halves = [axis.place(at) - axis.end + self.wide(text, size) / 2 for at, text in ticks]
        return max(self.tall(text, size) for _, text in ticks) + 1.5 * GAP + title, max(halves)

    def _same(self, axis: _Axis, other: _Axis) -> None:
        """A degree is as long on one axis as on the other: the range that is too short is widened."""
        scales = [abs(one.high - one.low) / abs(one.end - one.start) for one in (axis, other)]
        for one, scale in zip((axis, other), scales, strict=True):
            middle, half = (one.low + one.high) / 2, (one.high - one.low) / 2 * max(scales) / scale
            one.low, one.high = middle - half, middle + half

    def _ground(self) -> None:
        """The plot's background, grid, and the shapes that lie below."""
        left, top, right, bottom = self.frame
        back = self.layout.get("plot_bgcolor")
        if back and tint(back)[3]:
            corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
            self.sheet.area([[self.inches(*corner) for corner in corners]], back, over=0.5)
        for axis in self.axes.values():
            grid = axis.said.get("gridcolor")
            if axis.said.get("visible") is False or axis.said.get("showgrid") is False or not grid:
                continue
            for value, _ in axis.ticks():
                at = axis.place(value)
                ends = [(at, top), (at, bottom)] if axis.across else [(left, at), (right, at)]
                self.sheet.line([self.inches(*end) for end in ends], grid, self.points(1), over=0.7)
        self._shapes(below=True)

    def _labels(self) -> None:
        for axis in self.axes.values():
            if not axis.shown:
                continue
            size, code = self._font(axis)
            other = self.axes.get(axis.said.get("anchor") or ("y" if axis.across else "x"))
            left, top, right, bottom = self.frame
            if axis.across:
                over = axis.said.get("side") == "top"
                edge = (other.end if other else top) if over else (other.start if other else bottom)
                edge = min(edge, other.start) if over and other else max(edge, other.end) if other else edge
                ticks, turn = self._columns(axis)
                for value, text in ticks:
                    at = axis.place(value)
                    if turn:
                        self.text(
                            at,
                            edge - GAP if over else edge + GAP,
                            text,
                            size,
                            code,
                            "left" if over else "right",
                            "bottom" if over else "top",
                            turn=turn,
                        )
                    else:
                        self.text(at, edge - GAP if over else edge + GAP, text, size, code, "center", "bottom" if over else "top")
                if title := self._title(axis):
                    self.text(
                        (axis.start + axis.end) / 2, bottom + self._under(axis)[0] - GAP, title, size, code, "center", "bottom"
                    )
                continue
            side = axis.said.get("side") == "right"
            edge = (other.end if side else other.start) if other else (right if side else left)
            room = self._beside(axis) - GAP
            for value, text in axis.ticks():
                x = edge + GAP if side else edge - 1.5 * GAP
                self.text(
                    x,
                    axis.place(value),
                    self._tick(text, size, 1e9 if side else room),
                    size,
                    code,
                    "left" if side else "right",
                    room=None if side else room,
                )
            if title := self._title(axis):
                at = (axis.start + axis.end) / 2
                self.text(edge - self._broad(axis) - 3 * GAP, at, title, size, code, "center", "bottom", turn=90)

    # --- marks ---------------------------------------------------------------------------------------------

    def _stacked(self, along: str | None = None) -> Iterable[tuple[dict[str, Any], int, float, float, float, float]]:
        """Every bar: its trace, number in it, from and to along its length, middle and breadth across."""
        mode = self.layout.get("barmode") or "group"
        gap = _number(self.layout.get("bargap"), 0.2)
        bars = [trace for trace in self.traces if trace.get("type") == "bar"]
        sums: dict[tuple[Any, ...], float] = defaultdict(float)
        for trace in bars:
            flat = trace.get("orientation") == "h"
            length, across = ("x", "y") if flat else ("y", "x")
            names = trace.get(f"{length}axis") or length, trace.get(f"{across}axis") or across
            if along and names[0] != along:
                continue
            ruler, rows = (self.axes[name] for name in names)
            peers = [other for other in bars if (other.get(f"{across}axis") or across) == names[1]]
            breadth = 1 - gap
            number = len(trace[length])
            bases = _list(trace.get("base"), number)
            for at, (value, row, base) in enumerate(zip(trace[length], trace[across], bases, strict=True)):
                place = rows.value(row)
                if value is None or place is None:
                    continue
                size, middle = float(trace.get("width") or breadth), place
                if mode == "group" and len(peers) > 1 and base is None:
                    size = breadth / len(peers)
                    middle = place - breadth / 2 + (peers.index(trace) + 0.5) * size
                extent = value / 86_400_000 if ruler.kind == "date" else float(value)
                if base is not None:
                    start = ruler.value(base) or 0.0
                elif mode in ("stack", "relative"):
                    key = (*names, place, value >= 0)
                    start = sums[key]
                    sums[key] += extent
                else:
                    start = 0.0
                yield trace, at, start, start + extent, middle, size

    def _bars(self) -> None:
        for trace, at, start, end, middle, size in self._stacked():
            flat, marker = trace.get("orientation") == "h", trace.get("marker") or {}
            number = len(trace["x"])
            letters = ("x", "y") if flat else ("y", "x")
            ruler, rows = (self.axes[trace.get(f"{letter}axis") or letter] for letter in letters)
            a, b, c, d = ruler.place(start), ruler.place(end), rows.place(middle - size / 2), rows.place(middle + size / 2)
            corners = [(a, c), (b, c), (b, d), (a, d)] if flat else [(c, a), (c, b), (d, b), (d, a)]
            line, pattern = marker.get("line") or {}, marker.get("pattern") or {}
            code = _list(marker.get("color"), number)[at] or colour("other_bar", self.theme)
            opacity = _list(marker.get("opacity"), number)[at]
            shade = (1 if opacity is None else float(opacity)) * float(trace.get("opacity") or 1)
            self.sheet.area(
                [[self.inches(*corner) for corner in corners]],
                code,
                shade,
                edge=_list(line.get("color"), number)[at],
                width=self.points(_list(line.get("width"), number)[at] or 0),
                pattern=_list(pattern.get("shape"), number)[at] or "",
                ink=_list(pattern.get("fgcolor"), number)[at] or self.ink,
            )
            self._error(trace, at, flat, (b, rows.place(middle)), ruler, end)
            self._bar_text(trace, at, flat, (a, b, c, d))

    def _bar_text(self, trace: Mapping[str, Any], at: int, flat: bool, sides: tuple[float, float, float, float]) -> None:
        a, b, c, d = sides
        number = len(trace["x"])
        text = _list(trace.get("text"), number)[at] or ""
        form = _list(trace.get("textposition"), number)[at] or "auto"
        if not text or form == "none":
            return
        inner, outer, both = (trace.get(name) or {} for name in ("insidetextfont", "outsidetextfont", "textfont"))
        size = float(_list((inner if form == "inside" else outer).get("size") or both.get("size") or self.size, number)[at])
        wide, tall = self.wide(plain(text), size), self.tall(plain(text), size)
        room, high = (abs(b - a), abs(d - c)) if flat else (abs(d - c), abs(b - a))
        least = UNIFORM if self.layout.get("uniformtext") else SMALLEST
        fits = wide * (least if form == "inside" else 1) <= room - 3 and tall * 0.8 <= high
        if form == "inside" or (form == "auto" and fits):
            if fits:
                code = _list(inner.get("color") or both.get("color"), number)[at] or self.ink
                x, y = ((a + b) / 2, (c + d) / 2) if flat else ((c + d) / 2, (a + b) / 2)
                self.text(x, y, text, size, code, "center", room=room - 3)
            return
        code = _list(outer.get("color") or both.get("color"), number)[at] or self.ink
        if flat:
            away = GAP if b >= a else -GAP
            self.text(b + away, (c + d) / 2, text, size, code, "left" if b >= a else "right")
        else:
            self.text((c + d) / 2, b + (-GAP if b <= a else GAP), text, size, code, "center", "bottom" if b <= a else "top")

    def _error(
        self, trace: Mapping[str, Any], at: int, flat: bool, place: tuple[float, float], ruler: _Axis, value: float
    ) -> None:
        """The range of a value as a thin line with ends."""
        bar = trace.get("error_x" if flat else "error_y") or {}
        if bar.get("array") is None or bar.get("visible") is False:
            return
        more = bar["array"][at] or 0
        less = (bar.get("arrayminus") or bar["array"])[at] or 0
        ends = [ruler.place(value - less), ruler.place(value + more)]
        middle = place[1]
        points: list[tuple[float, float] | None] = []
        for start, end in ((ends[0], ends[1]), (ends[0], ends[0]), (ends[1], ends[1])):
            wing = 0 if start != end else 4
            pair = [(start, middle - wing), (end, middle + wing)]
            points += [self.inches(*(one if flat else one[::-1])) for one in pair]
            points.append(None)
        self.sheet.line(points, bar.get("color") or self.ink, self.points(bar.get("thickness") or 1.5))

    def _heat(self, trace: Mapping[str, Any]) -> None:
        across, down = self.axes[trace.get("xaxis") or "x"], self.axes[trace.get("yaxis") or "y"]
        numbers = [value for row in trace["z"] for value in row if value is not None]
        low = trace["zmin"] if trace.get("zmin") is not None else min(numbers, default=0)
        high = trace["zmax"] if trace.get("zmax") is not None else max(numbers, default=1)
        gap = float(trace.get("xgap") or 0) / 2
        size = float((trace.get("textfont") or {}).get("size") or self.size)
        for i, (row, name) in enumerate(zip(trace["z"], trace["y"], strict=True)):
            y = down.value(name) or 0.0
            for j, (value, column) in enumerate(zip(row, trace["x"], strict=True)):
                x = across.value(column) or 0.0
                edges = sorted((across.place(x - 0.5), across.place(x + 0.5)))
                sides = sorted((down.place(y - 0.5), down.place(y + 0.5)))
                left, right, top, bottom = edges[0] + gap, edges[1] - gap, sides[0] + gap, sides[1] - gap
                code = self.ink
                if value is not None:
                    fill = _blend(trace["colorscale"], (value - low) / ((high - low) or 1))
                    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
                    self.sheet.area([[self.inches(*corner) for corner in corners]], fill)
                    code = max((self.ink, colour("background", self.theme)), key=lambda ink: _contrast(ink, fill))
                if trace.get("texttemplate") and trace.get("text") is not None and trace["text"][i][j]:
                    self.text(
                        (left + right) / 2, (top + bottom) / 2, trace["text"][i][j], size, code, "center", room=right - left
                    )

    def _scatter(self, trace: Mapping[str, Any]) -> None:
        across, up = self.axes[trace.get("xaxis") or "x"], self.axes[trace.get("yaxis") or "y"]
        places: list[tuple[float, float] | None] = []
        for x, y in zip(trace.get("x") or [], trace.get("y") or [], strict=True):
            a, b = across.at(x), up.at(y)
            places.append(None if a is None or b is None else (a, b))
        mode = trace.get("mode") or "lines+markers"
        opacity = _number(trace.get("opacity"), 1)
        left, top, right, bottom = self.frame
        within = Box(*self.inches(left, top), (right - left) * self.unit, (bottom - top) * self.unit) if self.is_map else None
        line, number = trace.get("line") or {}, len(places)
        if trace.get("fill") and trace["fill"] not in ("none", "toself"):
            raise NotDrawn(f"no picture of a fill {trace['fill']}")
        if trace.get("fill") == "toself":
            rings: list[list[tuple[float, float]]] = [[]]
            for place in places:
                if place is None:
                    rings.append([])
                else:
                    rings[-1].append(self.inches(*place))
            self.sheet.area([ring for ring in rings if ring], trace["fillcolor"], opacity, within=within, over=1)
        if "lines" in mode and line.get("width") != 0:
            drawn = _steps(places) if line.get("shape") == "hv" else places
            points = [None if place is None else self.inches(*place) for place in drawn]
            width = self.points(float(line.get("width") or 2))
            code = line.get("color") or colour("member_bar", self.theme)
            self.sheet.line(points, code, width, line.get("dash") or "solid", opacity, within, over=1.5 if self.is_map else 3)
        if "markers" in mode:
            self._marks(trace, places, opacity, within)
        if "text" in mode:
            font = trace.get("textfont") or {}
            for place, text, size, code in zip(
                places, _list(trace.get("text"), number), _list(font.get("size"), number), _list(font.get("color"), number),
                strict=True,
            ):  # fmt: skip
                if place is not None and text:
                    self._point_text(place, text, size, code, str(trace.get("textposition") or "middle center"), "lines" in mode)
        for at, place in enumerate(places):
            if place is not None and (trace.get("error_x") or trace.get("error_y")):
                flat = bool(trace.get("error_x"))
                ruler = across if flat else up
                value = ruler.value(trace["x" if flat else "y"][at]) or 0.0
                self._error(trace, at, flat, place if flat else place[::-1], ruler, value)

    def _point_text(
        self, place: tuple[float, float], text: Any, size: float | None, code: str | None, form: str, ends: bool
    ) -> None:
        """The label of a point; at the end of a line it may move to make room for another."""
        up, across = form.split(" ")
        x = place[0] + {"left": -2, "right": 5}.get(across, 0)
        y = place[1] + {"top": -5, "bottom": 5}.get(up, 0)
        side = {"left": "right", "right": "left"}.get(across, "center")
        written = self.text(x, y, text, size, code, side, {"top": "bottom", "bottom": "top"}.get(up, "middle"))
        if written and ends:
            self.movable.append(written)

    def _marks(
        self, trace: Mapping[str, Any], places: Sequence[tuple[float, float] | None], opacity: float, within: Box | None
    ) -> None:
        """The marks of a trace: those of one form and tint at once."""
        marker, number = trace.get("marker") or {}, len(places)
        line = marker.get("line") or {}
        parts = zip(
            _list(marker.get("symbol") or "circle", number), _list(marker.get("color"), number),
            _list(marker.get("opacity"), number), _list(marker.get("size") or 6, number), _list(marker.get("angle") or 0, number),
            _list(line.get("color"), number), _list(line.get("width"), number), strict=True,
        )  # fmt: skip
        groups: dict[tuple[Any, ...], list[tuple[tuple[float, float], float, float]]] = defaultdict(list)
        for place, (symbol, code, faint, size, angle, edge, width) in zip(places, parts, strict=True):
            if place is not None and faint != 0:
                groups[symbol, code, faint, edge, width].append((self.inches(*place), self.points(float(size)), float(angle)))
        for (symbol, code, faint, edge, width), some in groups.items():
            self.sheet.mark(
                [place for place, _, _ in some], symbol, [size for _, size, _ in some], code or colour("member_bar", self.theme),
                opacity * (1 if faint is None else float(faint)), edge=edge if width else None,
                width=self.points(float(width) if width is not None else 1.0),
                turns=[turn for _, _, turn in some] if any(turn for _, _, turn in some) else (), within=within,
            )  # fmt: skip

    # --- shapes and notes ----------------------------------------------------------------------------------

    def _ref(self, value: Any, ref: str | None, letter: str) -> float:
        """Where a shape's or note's value stands, in pixels: on an axis, or as a part of the plot."""
        left, top, right, bottom = self.frame
        ref = ref or letter
        if ref == "paper":
            return left + float(value) * (right - left) if letter == "x" else bottom - float(value) * (bottom - top)
        axis = self.axes[ref.split(" ")[0]]
        if ref.endswith("domain"):
            return axis.start + float(value) * (axis.end - axis.start)
        place = axis.at(value)
        if place is None:
            raise NotDrawn(f"no place {value!r} on axis {ref}")
        return place

    def _shapes(self, below: bool) -> None:
        for shape in self.layout.get("shapes") or []:
            if (shape.get("layer") == "below") != below:
                continue
            x0, x1 = (self._ref(shape[end], shape.get("xref"), "x") for end in ("x0", "x1"))
            y0, y1 = (self._ref(shape[end], shape.get("yref"), "y") for end in ("y0", "y1"))
            line, over = shape.get("line") or {}, 0.8 if below else 5
            if shape["type"] == "line":
                ends = [self.inches(x0, y0), self.inches(x1, y1)]
                width = self.points(float(line.get("width") or 2))
                self.sheet.line(ends, line.get("color") or self.ink, width, line.get("dash") or "solid", over=over)
            elif shape["type"] == "rect":
                corners = [self.inches(*corner) for corner in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]
                opacity = float(shape.get("opacity") or 1)
                self.sheet.area(
                    [corners], shape.get("fillcolor") or "rgba(0,0,0,0)", opacity, edge=line.get("color"),
                    width=self.points(_number(line.get("width"), 2)), over=over,
                )  # fmt: skip
            else:
                raise NotDrawn(f"no picture of a shape {shape['type']}")

    def _note(self, note: Mapping[str, Any]) -> None:
        if not note.get("text"):
            return
        x, y = (self._ref(note.get(letter), note.get(f"{letter}ref"), letter) for letter in "xy")
        font, paper = note.get("font") or {}, note.get("xref") == "paper"
        across, up = note.get("xanchor") or "auto", note.get("yanchor") or "auto"
        if across == "auto":
            across = "center" if not paper else "left" if note["x"] < 1 / 3 else "right" if note["x"] > 2 / 3 else "center"
        if up == "auto":
            up = (
                "middle"
                if note.get("yref") != "paper"
                else "bottom"
                if note["y"] < 1 / 3
                else "top"
                if note["y"] > 2 / 3
                else "middle"
            )
        shift = float(note.get("xshift") or 0)
        axis = None if paper else self.axes.get((note.get("xref") or "x").split(" ")[0])
        beside = axis is not None and axis.kind == "category" and across == "left" and shift > 0
        if axis is not None and beside:
            x += abs(axis.place(0.5 - float(self.layout.get("bargap") or 0) / 2) - axis.place(0)) + 2 * GAP
        else:
            x += shift
        y -= float(note.get("yshift") or 0)
        if note.get("showarrow") is not False:
            start = x + float(note.get("ax") or 0), y + _number(note.get("ay"), -30)
            self.sheet.line([self.inches(*start), self.inches(x, y)], note.get("arrowcolor") or self.ink, self.points(1))
            x, y = start
        written = self.text(x, y, note["text"], font.get("size"), font.get("color"), across, up)
        if written and beside:
            self.movable.append(written)

    def _spread(self) -> None:
        """Move labels at the ends of lines and columns apart where they would lie on each other."""
        if len(self.movable) < 2:
            return
        found = self.sheet.places()
        boxes = sorted(((found[text], text) for text in self.movable if text in found), key=lambda pair: pair[0].top)
        placed: list[tuple[Box, Text]] = []
        for box, text in boxes:
            top = box.top
            for other, _ in placed:
                if box.left < other.right and other.left < box.right and top < other.bottom:
                    top = other.bottom
            placed.append((Box(box.left, top, box.width, box.height), text))
        floor = self.inches(0, self.frame[3])[1]
        for at in range(len(placed) - 1, -1, -1):
            box, text = placed[at]
            top = min(box.top, floor - box.height)
            placed[at] = (Box(box.left, top, box.width, box.height), text)
            floor = top if at and _abreast(placed[at - 1][0], box) else floor
        for box, text in placed:
            text.set_y(text.get_position()[1] + box.top - found[text].top)

    # --- legend and Sankey ---------------------------------------------------------------------------------

    _legend_height = 0.0

    def _legend(self) -> float:
        """The legend beneath the plot, as many lines as it needs; returns its height in pixels."""
        named = [trace for trace in self.traces if trace.get("name") and trace.get("showlegend") is not False]
        if not self.layout.get("showlegend") or not named:
            return 0.0
        size, lines, x = max(12.0, LEGEND / self.points(1)), 1, 0.0
        spots = []
        for trace in named:
            sample = 26.0 if "lines" in (trace.get("mode") or "") and not trace.get("fill") else 14.0
            text = self.sheet.wrapped(plain(trace["name"]), (self.width - sample - 6) * self.unit, self.points(size), most=2)
            wide = sample + 6 + self.wide(text, size)
            if x and x + wide > self.width:
                x, lines = 0.0, lines + 1
            spots.append((trace, text, x, lines, sample))
            x += wide + 18
            lines += text.count("\n")
        step = size * 1.5
        self._legend_height = lines * step + 8
        top = self.height - lines * step
        for trace, text, x, line, sample in spots:
            middle = top + (line - 0.5) * step
            self._sample(trace, x, middle, sample)
            self.text(x + sample + 6, middle - size * 0.52, text, size, colour("muted", self.theme), up="top")
        return self._legend_height

    def _sample(self, trace: Mapping[str, Any], x: float, y: float, wide: float) -> None:
        marker, line = trace.get("marker") or {}, trace.get("line") or {}
        if trace.get("fill") or trace.get("type") == "bar":
            code = trace.get("fillcolor") or _list(marker.get("color"), 1)[0]
            corners = [(x, y - 5), (x + wide, y - 5), (x + wide, y + 5), (x, y + 5)]
            self.sheet.area([[self.inches(*corner) for corner in corners]], code, float(trace.get("opacity") or 1))
        elif "lines" in (trace.get("mode") or ""):
            ends = [self.inches(x + 3, y), self.inches(x + wide - 3, y)]
            width = self.points(min(float(line.get("width") or 2), 6))
            self.sheet.line(ends, line["color"], width, line.get("dash") or "solid")
        else:
            one = {**marker, "size": 10, "angle": 0}
            one = {key: value[0] if isinstance(value, (list, tuple)) and value else value for key, value in one.items()}
            self._marks({**trace, "marker": one}, [(x + wide / 2, y)], 1, None)

    def _sankey(self, trace: Mapping[str, Any]) -> None:
        nodes, links = trace["node"], trace["link"]
        labels = [plain(label) for label in nodes["label"]]
        number = len(labels)
        flows = list(zip(links["source"], links["target"], links["value"], strict=True))
        depth = [0] * number
        for _ in range(number):
            for start, end, _ in flows:
                depth[end] = max(depth[end], depth[start] + 1)
        columns = [[at for at in range(number) if depth[at] == step] for step in range(max(depth, default=0) + 1)]
        came = [sum(value for _, end, value in flows if end == at) for at in range(number)]
        went = [sum(value for start, _, value in flows if start == at) for at in range(number)]
        total = [max(pair) for pair in zip(came, went, strict=True)]
        left, top, right, bottom = self.frame
        font, thick = trace.get("textfont") or {}, float(nodes.get("thickness") or 12)
        size = float(font.get("size") or 12)
        row, pad = size * 1.3, 4.0
        scale = min(_scale([total[at] for at in column], bottom - top, row, pad) for column in columns if column)
        span: dict[int, tuple[float, float, float]] = {}
        for step, column in enumerate(columns):
            x = left + step * (right - left - thick) / max(len(columns) - 1, 1)
            tall = sum(max(total[at] * scale, row) for at in column) + pad * (len(column) - 1)
            y = top + (bottom - top - tall) / 2
            for at in column:
                slot = max(total[at] * scale, row)
                span[at] = (x, y + (slot - total[at] * scale) / 2, total[at] * scale)
                y += slot + pad
        offsets_out = {at: span[at][1] for at in range(number)}
        offsets_in = dict(offsets_out)
        tints = _list(links.get("color"), len(flows))
        order = sorted(range(len(flows)), key=lambda i: (span[flows[i][0]][1], span[flows[i][1]][1]))
        bands = {}
        for i in order:
            start, _, value = flows[i]
            bands[i] = [offsets_out[start]]
            offsets_out[start] += value * scale
        for i in sorted(range(len(flows)), key=lambda i: (span[flows[i][1]][1], span[flows[i][0]][1])):
            end, value = flows[i][1], flows[i][2]
            bands[i].append(offsets_in[end])
            offsets_in[end] += value * scale
        for i in order:
            start, end, value = flows[i]
            a, b = span[start][0] + thick, span[end][0]
            curve = [(part / 24, part / 24) for part in range(25)]
            ease = [(a + (b - a) * t, 3 * t * t - 2 * t**3) for t, _ in curve]
            upper = [(x, bands[i][0] + (bands[i][1] - bands[i][0]) * part) for x, part in ease]
            lower = [(x, y + value * scale) for x, y in upper]
            ring = [self.inches(*point) for point in [*upper, *lower[::-1]]]
            self.sheet.area([ring], tints[i] or colour("land", self.theme), 0.75, over=1)
        paints = _list(nodes.get("color"), number)
        free = (right - left) / max(len(columns) - 1, 1) - thick - 4 * GAP
        broad = min(max((self.wide(labels[at], size) for at in columns[-1]), default=0.0), free / 2)
        for at, (x, y, tall) in span.items():
            corners = [(x, y), (x + thick, y), (x + thick, y + tall), (x, y + tall)]
            self.sheet.area([[self.inches(*corner) for corner in corners]], paints[at] or colour("other_bar", self.theme))
            last = depth[at] == len(columns) - 1
            room = broad if last else free - broad if depth[at] == len(columns) - 2 else free
            place = x - GAP if last else x + thick + GAP
            self.text(place, y + tall / 2, labels[at], size, font.get("color"), "right" if last else "left", room=room)


def _kind(said: Mapping[str, Any], values: Sequence[Any]) -> tuple[str, list[Any]]:
    """What the values of an axis are, and the names on an axis of names in their order."""
    known = [value for value in values if value is not None]
    kind = said.get("type")
    if kind is None:
        if known and all(isinstance(value, (int, float)) for value in known):
            kind = "linear"
        elif known and all(
            isinstance(value, date) or (isinstance(value, str) and re.match(r"\d{4}-\d\d", value)) for value in known
        ):
            kind = "date"
        else:
            kind = "category" if known else "linear"
    if kind not in ("linear", "category", "date", "log"):
        raise NotDrawn(f"no picture of an axis of type {kind}")
    if kind != "category":
        return kind, []
    order = list(said.get("categoryarray") or [])
    return kind, list(dict.fromkeys([*order, *known]))


def _steps(places: Sequence[tuple[float, float] | None]) -> list[tuple[float, float] | None]:
    """A line as steps: along, then up."""
    found: list[tuple[float, float] | None] = []
    for place in places:
        if place is not None and found and (before := found[-1]) is not None:
            found.append((place[0], before[1]))
        found.append(place)
    return found


def _abreast(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right


def _blend(scale: Sequence[Sequence[Any]], part: float) -> str:
    """The colour of a scale at a part of it from 0 to 1."""
    part = min(max(part, 0.0), 1.0)
    for (low, first), (high, last) in pairwise(scale):
        if part <= high or high == scale[-1][0]:
            share = (part - low) / ((high - low) or 1)
            mixed = [a + (b - a) * share for a, b in zip(tint(first), tint(last), strict=True)]
            return "#" + "".join(f"{round(255 * min(max(value, 0), 1)):02X}" for value in mixed[:3])
    raise NotDrawn("a colour scale of fewer than two colours")


def _light(code: str) -> float:
    parts = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in tint(code)[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _contrast(one: str, other: str) -> float:
    lights = sorted((_light(one), _light(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _scale(amounts: Sequence[float], room: float, least: float, pad: float) -> float:
    """Pixels for one unit, so that rows no lower than `least` fill the room."""
    room -= pad * (len(amounts) - 1)
    low, high = 0.0, room / (max(amounts) or 1)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(max(amount * middle, least) for amount in amounts) <= room else (low, middle)
    return low
