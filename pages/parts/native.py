"""A figure of the atlas as a chart or table that PowerPoint can edit: same numbers, order, colours and labels."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pptx.chart.chart import Chart as Drawn
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from data.words import say
from pages.parts.charts import Chart, percent
from pages.parts.look import colour

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that XML cannot hold."""
EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet."""
ROW, WIDEST_ROW = 0.34, 0.62
"""Inches of height that a horizontal bar needs, and is given at most."""


@dataclass(frozen=True)
class Box:
    """A place on a slide: left, top, width and height in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[Emu, Emu, Emu, Emu]:
        """The same in the unit of the file."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


def clean(text: str) -> str:
    """Text without signs that XML cannot hold."""
    return ILLEGAL.sub("", text)


def long(text: str, size: float, bold: bool = False) -> float:
    """The length of a line of text in inches at `size` points, in a font no narrower than common sans serifs."""
    narrow = sum(sign in "iljtfrI.,:;'|!()[] " for sign in text)
    broad = sum(sign in "mwMW@%<>" or ord(sign) > 0x2000 for sign in text)
    middle = sum(sign.isupper() for sign in text) - text.count("I")
    ems = 0.56 * (len(text) - narrow - broad - middle) + 0.31 * narrow + 0.9 * broad + 0.69 * middle
    return ems * size / 72 * (1.22 if bold else 1.06)


def wrapped(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """The lines in which a text stands when it is `width` inches wide."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            while long(word, size, bold) > width and len(word) > 1:
                head = next(at for at in range(len(word), 0, -1) if at == 1 or long(word[:at], size, bold) <= width)
                lines += [line] if line else []
                lines, line, word = [*lines, word[:head]], "", word[head:]
            longer = f"{line} {word}" if line else word
            if line and long(longer, size, bold) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def tint(code: str, opacity: float = 1.0) -> RGBColor:
    """A colour of the light theme, thinned over white."""
    parts = [int(code[at : at + 2], 16) for at in (1, 3, 5)]
    return RGBColor(*(round(255 - (255 - part) * opacity) for part in parts))


def place(slide: Slide, chart: Chart, box: Box, size: float, others: Sequence[Mapping[str, Any]] = ()) -> Any | None:
    """Put a figure on a slide as a native chart or table with text of `size` points; None when it has no native form.

    `others` are plots of the same measure beside it (see `alike`): their bars have one scale.
    """
    told = chart.plot.to_plotly_json()
    traces, layout = list(told["data"]), told["layout"]
    kinds = {trace["type"] for trace in traces}
    if kinds == {"bar"} and all(isinstance(label, str) for trace in traces for label in _labels(trace)):
        if any(trace.get("base") is not None for trace in traces):
            if not _is_steps(traces):
                return None
            traces, layout = [_unseen(traces[0]), *traces], {**layout, "barmode": "stack"}
        frame = _bars(slide, traces, layout, box, size, others)
    elif kinds == {"scatter"} and all(_is_line(trace) for trace in traces):
        frame = _lines(slide, traces, layout, box, size)
    elif kinds == {"heatmap"} and len(traces) == 1:
        frame = _heat(slide, traces[0], box, size)
    else:
        return None
    describe(frame, chart)
    return frame


def describe(shape: Any, chart: Chart) -> None:
    """Give a chart, table or picture its name and alternative text."""
    told = shape._element.xpath(".//p:cNvPr")[0]
    told.set("name", clean(chart.title)[:120])
    told.set("descr", clean(chart.alt))


def table(slide: Slide, rows: Sequence[Sequence[str]], widths: Sequence[float], box: Box, size: float) -> Any:
    """A plain table, its first row the head, columns in inches; columns after the first stand right."""
    frame = slide.shapes.add_table(len(rows), len(widths), *Box(box.left, box.top, sum(widths), 0.3 * len(rows)).emu)
    grid = frame.table
    style = frame._element.find(".//" + qn("a:tableStyleId"))
    style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
    grid.first_row, grid.horz_banding = True, False
    for column, width in enumerate(widths):
        grid.columns[column].width = Inches(width)
    for at, row in enumerate(rows):
        grid.rows[at].height = Inches(min(0.42, box.height / len(rows)))
        for column, text in enumerate(row):
            cell = grid.cell(at, column)
            cell.margin_left, cell.margin_right, cell.margin_top, cell.margin_bottom = (
                Inches(inset) for inset in (0.03, 0.03, 0.01, 0.01)
            )
            cell.vertical_anchor = MSO_ANCHOR.BOTTOM if at == 0 else MSO_ANCHOR.MIDDLE
            cell.text = clean(text)
            line = cell.text_frame.paragraphs[0]
            line.font.size, line.font.bold = Pt(size), at == 0
            line.font.color.rgb = tint(colour("text", "light"))
            line.alignment = PP_ALIGN.RIGHT if column else PP_ALIGN.LEFT
    return frame


def _labels(trace: Mapping[str, Any]) -> list[Any]:
    return list(trace["y" if trace.get("orientation") == "h" else "x"])


def _is_steps(traces: Sequence[Mapping[str, Any]]) -> bool:
    """Whether lying bars begin where others end, one for each label: a chart of steps."""
    (trace, *others) = traces
    labels, bases = _labels(trace), trace.get("base")
    return (
        not others
        and trace.get("orientation") == "h"
        and len(set(labels)) == len(labels)
        and isinstance(bases, (list, tuple))
        and all(isinstance(value, (int, float)) for value in (*bases, *trace["x"]))
    )


def _unseen(trace: Mapping[str, Any]) -> dict[str, Any]:
    """What stands below the steps of a chart: bars without colour up to where each step begins."""
    return {
        "type": "bar",
        "orientation": "h",
        "y": trace["y"],
        "x": trace["base"],
        "name": say("Before"),
        "marker": {"color": None},
    }


def _is_line(trace: Mapping[str, Any]) -> bool:
    numbers = (int, float, date)
    places = [value for value in trace["x"] if value is not None]
    return (
        "lines" in trace.get("mode", "lines+markers")
        and not trace.get("fill")
        and all(isinstance(value, numbers) or _number(value) is not None for value in places)
        and all(value is None or isinstance(value, (int, float)) for value in trace["y"])
    )


def _number(value: Any) -> float | None:
    """A place on an axis as a number: a day as spreadsheets count it."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return float((value - EPOCH).days)
    if isinstance(value, str):
        try:
            return _number(date.fromisoformat(value[:10])) if "-" in value else float(value)
        except ValueError:
            return None
    return float(value)


def _spread(value: Any, many: int) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value] * many


def _format(values: Sequence[float | None]) -> str:
    largest = max((abs(value) for value in values if value is not None), default=0)
    return "#,##0" if largest >= 100 else "0.0" if largest >= 1 else "0.00"


def alike(charts: Sequence[Chart]) -> list[dict[str, Any]]:
    """The plots of charts that are all lying bars of shares, which a reader compares with each other; else none."""
    plots = [chart.plot.to_plotly_json() for chart in charts]
    lying = all(
        trace["type"] == "bar" and trace.get("orientation") == "h" and trace.get("base") is None
        for plot in plots
        for trace in plot["data"]
    )
    shares = all("%" in value for chart in charts for value in chart.told.values())
    return plots if len(plots) > 1 and lying and shares else []


def _broken(layout: Mapping[str, Any], name: str) -> dict[str, str]:
    """Label -> the same in several lines, for an axis of names that breaks them."""
    axis = layout.get(name) or {}
    pairs = zip(axis.get("tickvals") or (), axis.get("ticktext") or (), strict=False)
    return {str(label): str(text).replace("<br>", "\n") for label, text in pairs if "<br>" in str(text)}


def _bars(
    slide: Slide,
    traces: list[dict[str, Any]],
    layout: Mapping[str, Any],
    box: Box,
    size: float,
    others: Sequence[Mapping[str, Any]] = (),
) -> Any:
    lying = traces[0].get("orientation") == "h"
    stacked = layout.get("barmode") in ("stack", "relative") and len(traces) > 1
    named = list(dict.fromkeys(label for trace in traces for label in _labels(trace)))
    labels = _labels(traces[0]) if len(traces) == 1 else named
    values = []
    for trace in traces:
        found = list(trace["x" if lying else "y"])
        by_label = dict(zip(_labels(trace), found, strict=True))
        values.append(found if len(traces) == 1 else [by_label.get(label) for label in labels])
    data = CategoryChartData(number_format=_format([value for row in values for value in row]))
    broken = _broken(layout, "yaxis" if lying else "xaxis")
    data.categories = [clean(broken.get(label, label)) for label in labels]
    for at, (trace, row) in enumerate(zip(traces, values, strict=True)):
        data.add_series(clean(trace.get("name") or (say("Value") if len(traces) == 1 else f"{say('Part')} {at + 1}")), row)
    kind = {
        (True, True): XL_CHART_TYPE.BAR_STACKED,
        (True, False): XL_CHART_TYPE.BAR_CLUSTERED,
        (False, True): XL_CHART_TYPE.COLUMN_STACKED,
        (False, False): XL_CHART_TYPE.COLUMN_CLUSTERED,
    }[lying, stacked]
    pitch = 0.0
    if lying:
        needed = len(labels) * (1 if stacked else len(traces)) * WIDEST_ROW + 0.1
        box = Box(box.left, box.top, box.width, min(box.height, max(needed, 1.2)))
        pitch = 72 * box.height / needed * WIDEST_ROW
        size = max(min(size, 0.62 * pitch, 12.0 if broken else size), 10.0)
        labels = [broken.get(label, label) for label in labels]
    frame = slide.shapes.add_chart(kind, *box.emu, data)
    drawn = frame.chart
    _plain(drawn, size)
    plot = drawn.plots[0]
    plot.gap_width = 42 if lying else 35
    if stacked:
        plot.overlap = 100
    for series, trace in zip(plot.series, traces, strict=True):
        _colours(series, trace, len(labels), stacked)
    _category_axis(drawn, labels, min(size, 0.4 * pitch) if lying and broken else size, box, lying)
    if lying:
        _lying(slide, drawn, traces, values, labels, layout, box, size, stacked, others)
    else:
        _standing(slide, drawn, traces, values, labels, layout, box, size, stacked)
    return frame


def _plain(drawn: Drawn, size: float) -> None:
    drawn.has_legend = drawn.has_title = False
    drawn.font.size = Pt(size)
    drawn.font.color.rgb = tint(colour("text", "light"))


def _colours(series: Any, trace: Mapping[str, Any], many: int, stacked: bool) -> None:
    marker = trace.get("marker") or {}
    series.invert_if_negative = False
    if "color" in marker and marker["color"] is None:
        series.format.fill.background()
        return
    codes = _spread(marker.get("color") or colour("other_bar", "light"), many)
    faint = _spread(marker.get("opacity", 1.0), many)
    tints = [tint(code, opacity) for code, opacity in zip(codes, faint, strict=True)]
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = tints[0]
    if stacked:
        series.format.line.color.rgb = tint(colour("background", "light"))
        series.format.line.width = Pt(0.75)
    if len(set(tints)) > 1:
        for at, code in enumerate(tints):
            fill = series.points[at].format.fill
            fill.solid()
            fill.fore_color.rgb = code


def _category_axis(drawn: Drawn, labels: Sequence[str], size: float, box: Box, lying: bool) -> None:
    axis = drawn.category_axis
    axis.has_major_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.tick_labels.font.size = Pt(size)
    axis.format.line.color.rgb = tint(colour("other_bar", "light"))
    if lying:
        axis.reverse_order = True
        axis.format.line.fill.background()
        axis._element.find(qn("c:noMultiLvlLbl")).addprevious(parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>'))
    else:
        room = max(1, int(box.width * 0.85 / (max(long(text, size) for text in labels) + 0.15)))
        step = -(-len(labels) // room)
        axis._element.find(qn("c:txPr")).find(qn("a:bodyPr")).set("rot", "0")
        if step > 1:
            skip = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="{step}"/>')
            axis._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _inner(drawn: Drawn, left: float, top: float, width: float, height: float) -> None:
    """Fix the plot's inner area, in parts of the chart: what stands around it then has its room in every program."""
    area = drawn._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    parts = "".join(f'<c:{name} val="{value:.4f}"/>' for name, value in zip("xywh", (left, top, width, height), strict=True))
    area.insert(
        0,
        parse_xml(
            f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
            f"{parts}</c:manualLayout></c:layout>"
        ),
    )


def _label(
    series: Any,
    at: int,
    text: str,
    size: float,
    position: XL_LABEL_POSITION | None,
    shift: tuple[float, float] | None = None,
    ink: str | None = None,
) -> None:
    """A point's label with a text of its own; `shift` moves it from where it would stand, in parts of the chart."""
    label = series.points[at].data_label
    frame = label.text_frame
    frame.text = clean(text)
    frame.word_wrap = False
    font = frame.paragraphs[0].runs[0].font
    font.size = Pt(size)
    font.color.rgb = tint(ink or colour("text", "light"))
    if position is not None:
        label.position = position
    if shift:
        told, (x, y) = label._dLbl, shift
        _leaderless(told.getparent())
        told.find(qn("c:idx")).addnext(
            parse_xml(
                f'<c:layout {nsdecls("c")}><c:manualLayout><c:x val="{x:.4f}"/><c:y val="{y:.4f}"/></c:manualLayout></c:layout>'
            )
        )


def _leaderless(labels: Any) -> None:
    """No lines from points to the labels moved away from them."""
    for old in (*labels.findall(qn("c:showLeaderLines")), *labels.findall(qn("c:extLst"))):
        labels.remove(old)
    labels.append(
        parse_xml(
            f'<c:extLst {nsdecls("c")}><c:ext uri="{{CE6537A1-D6FC-4f65-9D91-7224C49458BB}}" '
            'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"><c15:showLeaderLines val="0"/></c:ext></c:extLst>'
        )
    )


def _lying(
    slide: Slide,
    drawn: Drawn,
    traces: Sequence[Mapping[str, Any]],
    values: Sequence[Sequence[float | None]],
    labels: Sequence[str],
    layout: Mapping[str, Any],
    box: Box,
    size: float,
    stacked: bool,
    others: Sequence[Mapping[str, Any]],
) -> None:
    """Horizontal bars: names at the left, the axis unseen, each bar's text at its end."""
    every = [label for plot in others for trace in plot["data"] for label in _labels(trace)] or labels
    names = min(max(long(line, size) for label in every for line in label.split("\n")) + 0.12, 0.36 * box.width)
    room = box.width - names - 0.05
    scale = max(
        _scale(plot["data"], plot["layout"], size, room, stacked) for plot in (others or [{"data": traces, "layout": layout}])
    )
    texts = [[str(text or "") for text in _spread(trace.get("text") or "", len(labels))] for trace in traces]
    axis = drawn.value_axis
    axis.minimum_scale, axis.maximum_scale = min([0, *(value for row in values for value in row if value)]), scale or 1
    axis.has_major_gridlines = False
    axis.visible = False
    head = _upright(slide, layout, Box(box.left + names, box.top, room, box.height), axis.maximum_scale, size)
    _inner(drawn, names / box.width, max(0.01, head / box.height), room / box.width, 0.98 - head / box.height)
    for row, (series, line) in enumerate(zip(drawn.plots[0].series, texts, strict=True)):
        where = _spread(traces[row].get("textposition"), len(labels))
        ink = (traces[row].get("insidetextfont") or {}).get("color")
        for at, text in enumerate(line):
            if not text or values[row][at] is None:
                continue
            if where[at] == "inside":
                _label(series, at, text, size, XL_LABEL_POSITION.CENTER, ink=ink if isinstance(ink, str) else None)
                continue
            if not stacked:
                _label(series, at, text, size, XL_LABEL_POSITION.OUTSIDE_END)
                continue
            part = (values[row][at] or 0) / axis.maximum_scale * room / 2 + long(text, size) / 2 + 0.1
            _label(series, at, text, size, XL_LABEL_POSITION.CENTER, (part / box.width, 0.0))


def _scale(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any], size: float, room: float, stacked: bool) -> float:
    """The value at the right end of lying bars `room` inches wide, so that each text has its place at its bar's end."""
    scale = 0.72 * float((layout.get("xaxis", {}).get("range") or [0, 0])[1])
    ends: dict[str, float] = {}
    for trace in traces:
        labels = _labels(trace)
        where = _spread(trace.get("textposition"), len(labels))
        for at, (label, value) in enumerate(zip(labels, trace["x"], strict=True)):
            end = max(value or 0, 0) + (ends.get(label, 0) if stacked else 0)
            ends[label] = end
            text = str(_spread(trace.get("text") or "", len(labels))[at] or "")
            left = 1 - (long(text, size) + 0.16) / room if where[at] != "inside" else 1
            scale = max(scale, end / max(left, 0.2))
    return scale


def _upright(slide: Slide, layout: Mapping[str, Any], box: Box, most: float, size: float) -> float:
    """Lines across lying bars at a value, each with its words over it; returns the height that the words take in inches."""
    lines = [
        shape
        for shape in layout.get("shapes") or []
        if shape.get("type") == "line" and shape.get("yref") == "paper" and shape.get("x0") == shape.get("x1")
    ]
    words = {note.get("x"): note for note in layout.get("annotations") or [] if note.get("yref") == "paper" and note.get("text")}
    head = size / 72 * 1.5 if any(shape["x0"] in words for shape in lines) else 0.0
    for shape in lines:
        code = shape["line"].get("color") or colour("muted", "light")
        x = box.left + shape["x0"] / most * box.width
        drawn = slide.shapes.add_connector(
            MSO_CONNECTOR.STRAIGHT, *(Inches(value) for value in (x, box.top + head, x, box.top + box.height))
        )
        drawn.line.color.rgb, drawn.line.width, drawn.line.dash_style = tint(code), Pt(1.75), MSO_LINE.DASH
        if shape["x0"] not in words:
            continue
        text = clean(str(words[shape["x0"]]["text"]))
        drawn.name = text[:120]
        drawn._element.xpath(".//p:cNvPr")[0].set("descr", text)
        wide = long(text, size, bold=True) + 0.1
        left = min(max(x - wide / 2, box.left), box.left + box.width - wide)
        frame = slide.shapes.add_textbox(*Box(left, box.top, wide, head).emu).text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.word_wrap, frame.text = False, text
        line = frame.paragraphs[0]
        line.alignment, line.font.size, line.font.bold, line.font.color.rgb = PP_ALIGN.CENTER, Pt(size), True, tint(code)
    return head


def _standing(
    slide: Slide,
    drawn: Drawn,
    traces: Sequence[Mapping[str, Any]],
    values: Sequence[Sequence[float | None]],
    labels: Sequence[str],
    layout: Mapping[str, Any],
    box: Box,
    size: float,
    stacked: bool,
) -> None:
    """Columns: the scale at the left; parts of a stack named at the right; a break between years as a dashed line."""
    totals = [
        sum(row[at] or 0 for row in values) if stacked else max(row[at] or 0 for row in values) for at in range(len(labels))
    ]
    _value_axis(drawn, totals, size)
    named = {note["text"] for note in layout.get("annotations") or [] if note.get("text")} if stacked else set()
    sign = long(f"{max(totals, default=0):,.1f}", size)
    left, right = sign + 0.12, max((long(name, size) + 0.15 for name in named), default=0.05)
    right = min(right, 0.3 * box.width)
    foot = size / 72 * 1.9
    width, height = box.width - left - right, box.height - foot - 0.12
    _inner(drawn, left / box.width, 0.12 / box.height, width / box.width, height / box.height)
    for series, trace in zip(drawn.plots[0].series, traces, strict=True):
        if trace.get("name") in named:
            column = width / len(labels) / 2
            _label(
                series,
                len(labels) - 1,
                trace["name"],
                size,
                XL_LABEL_POSITION.CENTER,
                ((column + long(trace["name"], size) / 2) / box.width, 0.0),
            )
    for shape in layout.get("shapes") or []:
        if shape.get("type") == "line" and shape.get("yref") == "paper" and shape.get("x0") == shape.get("x1"):
            x = Inches(box.left + left + width * (shape["x0"] + 0.5) / len(labels))
            line = slide.shapes.add_connector(
                MSO_CONNECTOR.STRAIGHT, x, Inches(box.top + 0.12), x, Inches(box.top + 0.12 + height)
            )
            line.line.color.rgb = tint(colour("muted", "light"))
            line.line.width, line.line.dash_style = Pt(1), MSO_LINE.DASH
            line.name = say("Not comparable before this line")
            line._element.xpath(".//p:cNvPr")[0].set("descr", line.name)


def _value_axis(drawn: Drawn, values: Sequence[float], size: float) -> None:
    axis = drawn.value_axis
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = tint(colour("land", "light"))
    axis.format.line.fill.background()
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = Pt(size)
    step = _step(max(values, default=1))
    axis.minimum_scale, axis.major_unit = 0 if min(values, default=0) >= 0 else None, step
    axis.maximum_scale = step * -(-max(values, default=1) // step)
    axis.tick_labels.number_format = "#,##0" if step >= 1 else "0.0" if step >= 0.1 else "0.00"
    axis.tick_labels.number_format_is_linked = False


def _step(most: float) -> float:
    """The distance between lines of a scale with about four of them."""
    rough = (most or 1) / 4
    power = 10.0 ** (len(f"{int(rough)}") - 1 if rough >= 1 else -next(n for n in range(1, 12) if rough * 10**n >= 1))
    return float(next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= rough * 0.999))


def _lines(slide: Slide, traces: list[dict[str, Any]], layout: Mapping[str, Any], box: Box, size: float) -> Any:
    """Lines over numbers or days; steps are drawn as steps."""
    dated = any(isinstance(value, (date, str)) and not str(value).isdigit() for trace in traces for value in trace["x"])
    data = XyChartData(number_format="General")
    ends = []
    for trace in traces:
        x, y = [_number(value) for value in trace["x"]], list(trace["y"])
        words = [str(text) for text in _spread(trace.get("text") or "", len(x)) if text]
        name = trace.get("name") or (words[-1] if words else say("Value"))
        series = data.add_series(clean(name))
        before = None
        for at, value in zip(x, y, strict=True):
            if at is None or value is None:
                continue
            if before is not None and (trace.get("line") or {}).get("shape") == "hv":
                series.add_data_point(at, before)
            series.add_data_point(at, value)
            before = value
        ends.append((words[-1] if words else trace.get("name") or "", len(series) - 1))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, *box.emu, data)
    drawn = frame.chart
    _plain(drawn, size)
    places = [value for trace in traces for value in map(_number, trace["x"]) if value is not None]
    heights = [value for trace in traces for value in trace["y"] if value is not None]
    _value_axis(drawn, heights, size)
    axis = drawn.category_axis
    axis.has_major_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = Pt(size)
    axis.format.line.color.rgb = tint(colour("other_bar", "light"))
    axis.tick_labels.number_format_is_linked = False
    low, high = min(places, default=0), max(places, default=1)
    if dated:
        years = (high - low) / 365.25
        step = next((n for n in (1, 2, 5, 10, 20) if years / n <= 7), 25)
        axis.tick_labels.number_format = "yyyy" if years > 2 else "mmm yyyy"
        first = date.fromordinal(EPOCH.toordinal() + int(low) - 90).year
        axis.minimum_scale = float((date(first // step * step, 1, 4) - EPOCH).days) if years > 2 else low
        axis.major_unit = step * 365.25
    else:
        axis.tick_labels.number_format, axis.minimum_scale = "0", low
    axis.maximum_scale = high if high > low else low + 1
    right = min(max((long(text, size) + 0.15 for text, _ in ends), default=0.1), 0.35 * box.width)
    left, foot = long(f"{max(heights, default=0):,.0f}", size) + 0.15, size / 72 * 1.9
    _inner(
        drawn,
        left / box.width,
        0.15 / box.height,
        (box.width - left - right) / box.width,
        (box.height - foot - 0.15) / box.height,
    )
    for series, trace, (text, last) in zip(drawn.plots[0].series, traces, ends, strict=True):
        line = trace.get("line") or {}
        series.smooth = False
        series.format.line.color.rgb = tint(line.get("color") or colour("member_bar", "light"))
        series.format.line.width = Pt(max(line.get("width", 2), 2))
        if text:
            _label(series, last, text, size, XL_LABEL_POSITION.RIGHT)
    return frame


def _heat(slide: Slide, trace: Mapping[str, Any], box: Box, size: float) -> Any:
    """A heat map as a table whose cells have the colours of the screen."""
    columns, rows = [str(label) for label in trace["x"]], [str(label) for label in trace["y"]]
    texts = trace.get("text") or [["" if value is None else percent(value) for value in line] for line in trace["z"]]
    size = min(size, 12.0)
    first = min(max(long(label, size) for label in rows) + 0.15, 0.28 * box.width)
    cell_width = (box.width - first) / len(columns)
    while size > 9 and max(long(str(text or ""), size) for line in texts for text in line) + 0.08 > cell_width:
        size -= 0.5
    upright = max(long(word, size, bold=True) for label in columns for word in label.split()) + 0.08 > cell_width
    widths = [first, *[(box.width - first) / len(columns)] * len(columns)]
    cells = [["", *columns], *([label, *(str(text or "") for text in line)] for label, line in zip(rows, texts, strict=True))]
    frame = table(slide, cells, widths, box, size)
    scale = trace.get("colorscale") or [[0, colour("sea", "light")], [1, colour("lane", "light")]]
    lowest, highest = float(trace.get("zmin") or 0), float(trace.get("zmax") or 1)
    for at, line in enumerate(trace["z"], 1):
        for column, value in enumerate(line, 1):
            if value is None:
                continue
            cell = frame.table.cell(at, column)
            share = min(max((value - lowest) / ((highest - lowest) or 1), 0.0), 1.0)
            shade = _shade(scale, share)
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor(*shade)
            dark = 0.299 * shade[0] + 0.587 * shade[1] + 0.114 * shade[2] < 140
            line_of = cell.text_frame.paragraphs[0]
            line_of.alignment = PP_ALIGN.CENTER
            line_of.font.color.rgb = tint(colour("background" if dark else "text", "light"))
    for column in range(1, len(columns) + 1):
        head = frame.table.cell(0, column)
        head.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT if upright else PP_ALIGN.CENTER
        if upright:
            head._tc.get_or_add_tcPr().set("vert", "vert270")
            head.vertical_anchor = MSO_ANCHOR.MIDDLE
    if upright:
        tall = min(max(long(label, size, bold=True) for label in columns) + 0.15, 0.35 * box.height)
        frame.table.rows[0].height = Inches(tall)
        for row in list(frame.table.rows)[1:]:
            row.height = Inches(min(0.36, (box.height - tall) / len(rows)))
    return frame


def _shade(scale: Sequence[Sequence[Any]], share: float) -> tuple[int, int, int]:
    """The colour at a part (0 to 1) of a Plotly colour scale."""
    low = max((stop for stop in scale if stop[0] <= share), key=lambda stop: stop[0])
    high = min((stop for stop in scale if stop[0] >= share), key=lambda stop: stop[0])
    part = (share - low[0]) / ((high[0] - low[0]) or 1)
    mixed = [round(int(low[1][at : at + 2], 16) * (1 - part) + int(high[1][at : at + 2], 16) * part) for at in (1, 3, 5)]
    return mixed[0], mixed[1], mixed[2]
