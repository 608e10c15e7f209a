"""A briefing as slides: native charts that can be edited, sources in the notes, every figure with its address."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import datetime, time
from math import ceil
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide as Page
from pptx.util import Pt

from data.ask import rows
from data.briefing import Briefing
from data.words import count, say
from pages.parts import master, picture, scenes, workbook
from pages.parts.charts import Chart
from pages.parts.look import colour
from pages.parts.master import FOOT, FOOTER, MARGIN, NOTE, NUMBER, WIDTH
from pages.parts.native import Box, alike, clean, describe, place, tint, wrapped
from pages.parts.scenes import DISCLAIMER, Slide

LINE = 1.17
"""Height of a line of text in its size."""
TITLES, NOTES = (30, 28, 26, 24), (18, 16)
"""Sizes in points of a slide's title and note: the first that fits, the last in any case."""
SMALL = 10
"""Size in points of source lines and the foot."""
BESIDE, BELOW = 3.5, 1.45
"""Width of a note beside its figure, most height of one below several, in inches."""
DPI = 200
"""Dots per inch of a map's picture: sharp on a screen 2,560 pixels wide."""
Progress = Callable[[float], None]


def pptx(briefing: Briefing, base: str = "", progress: Progress | None = None) -> bytes:
    """The slides of a briefing as a PPTX file: title, a slide for each scene, sources.

    `base` is the address of the atlas, scheme and host, that the slides' links lead to; without one they have none.
    `progress` is told the part done, 0 to 1. Equal briefings over equal data give equal bytes.
    """
    deck = master.presentation()
    _first(deck, briefing)
    staged = []
    for number, scene in enumerate(briefing.scenes, 1):
        staged.append(scenes.stage(scene, "light"))
        _scene(deck, staged[-1], base)
        if progress:
            progress(number / (len(briefing.scenes) + 1))
    _last(deck, staged)
    built = rows("version")[0]
    told = deck.core_properties
    told.title, told.subject = clean(briefing.title)[:250], workbook.stamp()[:250]
    told.author = told.last_modified_by = say("Critical Minerals Atlas")
    told.keywords, told.comments = str(built["version"])[:250], DISCLAIMER
    told.created = told.modified = told.last_printed = datetime.combine(built["data_date"], time())
    told.revision = 1
    file = io.BytesIO()
    deck.save(file)
    if progress:
        progress(1.0)
    return _steady(file.getvalue(), told.created.strftime("%Y-%m-%dT%H:%M:%SZ"))


def _steady(file: bytes, made: str) -> bytes:
    """The same package without the moment it was written, in it and in the workbooks inside."""
    steady = io.BytesIO()
    with ZipFile(io.BytesIO(file)) as old, ZipFile(steady, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".xlsx"):
                content = _steady(content, made)
            elif name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", made.encode(), content)
            new.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return steady.getvalue()


def fitted(text: str, sizes: Sequence[int], width: float, height: float, bold: bool = False) -> tuple[str, int, int]:
    """A text that fits into a box (inches), cut with … if it must be; its size in points and its number of lines."""
    lines: list[str] = []
    for size in sizes:
        lines = wrapped(text, size, width, bold)
        if len(lines) * size * LINE / 72 <= height:
            return text, size, len(lines)
    most = max(1, int(height * 72 / (sizes[-1] * LINE)))
    kept = lines[:most]
    return " ".join(kept)[:-1].rstrip() + "…", sizes[-1], most


def _add(deck: Deck, layout: int) -> Page:
    """A new slide with its foot: python-pptx leaves footer and number on the layout."""
    page = deck.slides.add_slide(deck.slide_layouts[layout])
    for shape in deck.slide_layouts[layout].placeholders:
        if shape.placeholder_format.idx in (FOOTER, NUMBER):
            page.shapes._spTree.append(deepcopy(shape._element))
    foot = next(shape for shape in page.placeholders if shape.placeholder_format.idx == FOOTER)
    foot.text_frame.text = clean(f"{workbook.stamp()}. {DISCLAIMER}")
    return page


def _put(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = box.emu


def _title(page: Page, text: str) -> float:
    """Write a slide's title; the place below it in inches."""
    wide = WIDTH - 2 * MARGIN
    plain = clean(text).replace("\n", " ").strip() or say("Untitled")
    shown, size, many = fitted(plain, TITLES, wide, 0.95, bold=True)
    if shown != plain:
        shown, size, many = fitted(plain, TITLES[-1:], wide, 1.35, bold=True)
    return _titled(page, shown, size, many)


def _titled(page: Page, text: str, size: int, many: int) -> float:
    height = many * size * LINE / 72 + 0.05
    shape = page.shapes.title
    assert shape is not None
    _put(shape, Box(MARGIN, 0.4, WIDTH - 2 * MARGIN, height))
    shape.text_frame.text = text
    shape.text_frame.paragraphs[0].font.size = Pt(size)
    return 0.4 + height + 0.14


def _write(page: Page, text: str, box: Box, size: float, meaning: str = "text", bold: bool = False, bottom: bool = False) -> Any:
    """A text box without margins that wraps."""
    shape = page.shapes.add_textbox(*box.emu)
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.BOTTOM if bottom else MSO_ANCHOR.TOP
    frame.text = clean(text)
    for line in frame.paragraphs:
        line.font.size, line.font.bold = Pt(size), bold
        line.font.color.rgb = tint(colour(meaning, "light"))
    return shape


def _first(deck: Deck, briefing: Briefing) -> None:
    page = _add(deck, master.TITLE)
    title, size, _ = fitted(clean(briefing.title) or say("Briefing"), (40, 36, 32, 28), 11.5, 2.2, bold=True)
    assert page.shapes.title is not None
    page.shapes.title.text_frame.text = title
    page.shapes.title.text_frame.paragraphs[0].font.size = Pt(size)
    told = [count("{number} scene", "{number} scenes", len(briefing.scenes)), workbook.stamp()]
    now = rows("version")[0]["version"]
    if briefing.version and briefing.version != now:
        told.append(say("Saved with database {version}; the figures are those of today.", version=briefing.version))
    page.placeholders[1].text_frame.text = clean("\n".join(told))


def _scene(deck: Deck, slide: Slide, base: str) -> None:
    page = _add(deck, master.SCENE)
    scene = slide.scene
    top, bottom = _title(page, scene.title), FOOT - 0.1
    figures = list(slide.charts.values())
    note = next(shape for shape in page.placeholders if shape.placeholder_format.idx == NOTE)
    text = clean(scene.note).strip()
    if slide.problems:
        text = (text + "\n" if text else "") + say("Not shown: {what}.", what="; ".join(map(clean, slide.problems)))
    area = Box(MARGIN, top, WIDTH - 2 * MARGIN, bottom - top)
    if text and not figures:
        where, area = Box(MARGIN, top, 9.0, area.height), Box(0, 0, 0, 0)
        text = f"{say('This scene cannot be shown with the data of today.')}\n{text}"
    elif text and len(figures) == 1:
        where = Box(WIDTH - MARGIN - BESIDE, top, BESIDE, area.height)
        area = Box(MARGIN, top, area.width - BESIDE - 0.4, area.height)
    elif text:
        _, size, many = fitted(text, NOTES, area.width, BELOW)
        height = many * size * LINE / 72 + 0.08
        where = Box(MARGIN, bottom - height, area.width, height)
        area = Box(MARGIN, top, area.width, area.height - height - 0.15)
    if text:
        _note(note, text, where)
    else:
        note._element.getparent().remove(note._element)
    many = len(figures)
    columns, deep = min(many, 2), ceil(many / 2)
    size = 16 if many == 1 else 14 if many == 2 else 11
    wide = (area.width - 0.4 * (columns - 1)) / max(columns, 1)
    heads = [fitted(clean(chart.title), (max(size, 12),), wide, 2 * 16 * LINE / 72, bold=True) for chart in figures]
    feet = [_source(chart, wide) for chart in figures]
    over = max((lines * head * LINE / 72 + 0.06 for _, head, lines in heads), default=0)
    under = max((lines * small * LINE / 72 + 0.04 for _, small, lines in feet), default=0)
    lying = alike(figures)
    for at, chart in enumerate(figures):
        height = (area.height - 0.15 * (deep - 1)) / deep
        box = Box(area.left + (at % 2) * (wide + 0.4), area.top + (at // 2) * (height + 0.15), wide, height)
        _write(page, heads[at][0], Box(box.left, box.top, box.width, over), heads[at][1], bold=True)
        inner = Box(box.left, box.top + over, box.width, box.height - over - under - 0.08)
        if place(page, chart, inner, size, lying) is None:
            _picture(page, chart, inner)
        _write(page, feet[at][0], Box(box.left, box.top + box.height - under, box.width, under), feet[at][1], "muted")
    address = scenes.address(scene)
    if base:
        run = _write(page, say("Open in the atlas"), Box(WIDTH - MARGIN - 2.7, FOOT, 2.0, 0.3), SMALL + 1)
        run.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        run.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
        run.text_frame.paragraphs[0].runs[0].hyperlink.address = base.rstrip("/") + address
    page.notes_slide.notes_text_frame.text = _notes(slide, base.rstrip("/") + address)


def _note(shape: Any, text: str, where: Box) -> None:
    """The note in its placeholder; what does not fit is cut, and said to stand in the speaker's notes."""
    _put(shape, where)
    whole, size, _ = fitted(text, NOTES, where.width, where.height)
    if whole != text:
        pointer = say("(The whole note stands in the speaker's notes.)")
        whole, size, _ = fitted(text, NOTES[-1:], where.width, where.height - 2 * NOTES[-1] * LINE / 72)
        whole += f"\n{pointer}"
    shape.text_frame.text = whole
    for line in shape.text_frame.paragraphs:
        line.font.size, line.space_before = Pt(size), Pt(0)


def _source(chart: Chart, width: float) -> tuple[str, int, int]:
    """A figure's source line as it fits under it; what is cut is said to stand at the end."""
    whole = clean(chart.source)
    shown, size, many = fitted(whole, (SMALL,), width, 3.01 * SMALL * LINE / 72)
    if shown == whole:
        return shown, size, many
    more = say("(whole under Sources)")
    words = shown.rstrip("…").split(" ")
    while len(wrapped(f"{' '.join(words)} … {more}", size, width)) > many:
        words.pop()
    return f"{' '.join(words)} … {more}", size, many


def _picture(page: Page, chart: Chart, box: Box) -> None:
    """A map, or a figure without a native form, as a picture."""
    drawn = picture.png(chart, "light", box.width, box.height, DPI, framed=False)
    describe(page.shapes.add_picture(io.BytesIO(drawn), *box.emu), chart)


def _notes(slide: Slide, address: str) -> str:
    """What the speaker needs: the note, what is selected, each figure's values and whole source, the data, the address."""
    parts = [slide.scene.note, slide.sentence]
    parts += [f"{say('Not shown')}: {'; '.join(slide.problems)}." if slide.problems else ""]
    for chart in slide.charts.values():
        values = "; ".join(f"{label} {value}" for label, value in chart.told.items())
        parts.append(f"{chart.title}\n{values}.\n{say('Source')}: {chart.source}")
    parts += [f"{workbook.stamp()}. {DISCLAIMER}", f"{say('Address')}: {address}"]
    return "\n\n".join(clean(part) for part in parts if part)


def _last(deck: Deck, staged: Sequence[Slide]) -> None:
    """Every source once with the slides it stands on, and what could not be shown; on as many slides as that takes."""
    told: dict[str, list[int]] = {}
    for number, slide in enumerate(staged, 2):
        for problem in slide.problems:
            told.setdefault(say("Not shown: {what}.", what=problem), []).append(number)
    for number, slide in enumerate(staged, 2):
        for chart in slide.charts.values():
            numbers = told.setdefault(chart.source, [])
            if number not in numbers:
                numbers.append(number)
    entries = [
        clean(count("Slide {on}: {what}", "Slides {on}: {what}", len(on), on=", ".join(map(str, on)), what=what))
        for what, on in told.items()
    ]
    wide, size, room = WIDTH - 2 * MARGIN, 12, 5.3
    sheets: list[list[str]] = [[]]
    used = 0.0
    for entry in entries:
        height = len(wrapped(entry, size, wide)) * size * LINE / 72 + 0.09
        if used + height > room and sheets[-1]:
            sheets.append([])
            used = 0.0
        sheets[-1].append(entry)
        used += height
    for at, sheet in enumerate(sheets, 1):
        page = _add(deck, master.TEXT)
        name = say("Sources") if len(sheets) == 1 else say("Sources ({at} of {all})", at=at, all=len(sheets))
        top = _titled(page, name, 28, 1)
        body = page.placeholders[1]
        _put(body, Box(MARGIN, top, wide, FOOT - 0.1 - top))
        body.text_frame.text = "\n".join(sheet) or say("This briefing shows no figure.")
        for line in body.text_frame.paragraphs:
            line.font.size = Pt(size)
