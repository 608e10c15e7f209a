"""A briefing on paper: a PDF of one 16:9 page for each scene, with a title page before and the sources behind."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from data.ask import rows
from data.briefing import Briefing
from data.selection import day
from data.words import count, say
from pages.parts import picture, scenes, workbook
from pages.parts.charts import Chart
from pages.parts.look import Theme, colour
from pages.parts.sheet import Box, Sheet, drawing

WIDTH, HEIGHT = 13.333, 7.5
"""A page in inches: 16:9, as slides have it."""
MARGIN = 0.5
INNER = WIDTH - 2 * MARGIN
GUTTER = 0.45
TITLE, CAPTION, NOTE, SOURCE, FOOT = 26.0, 14.0, 15.0, 10.0, 9.0
"""Sizes of type in points."""
FOOT_TOP = HEIGHT - 0.42


def pdf(briefing: Briefing, theme: Theme = "light", base: str = "", progress: Callable[[float], None] | None = None) -> bytes:
    """The briefing as PDF with text that can be selected, a page for each scene with the data of today.

    `base` is the address of the atlas, before each scene's own, for the link on its page; `progress` is told the part done.
    """
    built, told = rows("version")[0], progress or (lambda _: None)
    pages = len(briefing.scenes) + 2
    slides, sources = [], defaultdict(list)
    for number, scene in enumerate(briefing.scenes, 2):
        slides.append(scenes.stage(scene, theme))
        for source in dict.fromkeys(chart.source for chart in slides[-1].charts.values()):
            sources[source].append(number)
        told(0.5 * len(slides) / pages)
    with drawing():
        from matplotlib.backends.backend_pdf import PdfPages

        file = io.BytesIO()
        dated = datetime.combine(built["data_date"], datetime.min.time())
        about = {"Title": briefing.title, "Creator": workbook.stamp(), "CreationDate": dated, "ModDate": dated}
        pages += len(_last(sources, theme, pages, pages)) - 1
        with PdfPages(file, metadata=about) as book:
            book.savefig(_first(briefing, theme, built["data_date"]).figure)
            for number, slide in enumerate(slides, 2):
                book.savefig(page(slide, theme, base, number, pages).figure)
                told(0.5 + 0.5 * number / pages)
            for sheet in _last(sources, theme, len(slides) + 2, pages):
                book.savefig(sheet.figure)
    return file.getvalue()


def _first(briefing: Briefing, theme: Theme, data_date: Any) -> Sheet:
    """The title page: what it is called, the data it stands on, how many scenes."""
    sheet = Sheet(WIDTH, HEIGHT, theme)
    title = sheet.wrapped(briefing.title or say("Briefing"), INNER - 1, 40, bold=True, most=4)
    top = 2.5 - sheet.tall(title, 40) / 4
    sheet.write(MARGIN + 0.2, top, title, 40, bold=True)
    below = top + sheet.tall(title, 40) + 0.35
    sheet.line([(MARGIN + 0.2, below), (MARGIN + 1.7, below)], colour("plant", theme), 3)
    words = count("{number} scene", "{number} scenes", len(briefing.scenes))
    sheet.write(MARGIN + 0.2, below + 0.25, say("{scenes}. Data of {day}.", scenes=words, day=day(data_date)), 20)
    foot = f"{workbook.stamp()}. {say(scenes.DISCLAIMER)}"
    sheet.write(MARGIN + 0.2, FOOT_TOP - 0.1, foot, 11, colour("muted", theme))
    return sheet


def page(slide: scenes.Slide, theme: Theme, base: str, number: int, pages: int) -> Sheet:
    """The page of a scene: its title, its figures side by side, note, sources, address, and the page's number."""
    sheet, scene = Sheet(WIDTH, HEIGHT, theme), slide.scene
    muted = colour("muted", theme)
    title = sheet.wrapped(scene.title or slide.sentence, INNER, TITLE, bold=True, most=3)
    sheet.write(MARGIN, 0.38, title, TITLE, bold=True)
    top = 0.38 + sheet.tall(title, TITLE) + 0.12
    if slide.problems:
        words = sheet.wrapped(" ".join(f"{problem}." for problem in slide.problems), INNER, NOTE, most=4)
        sheet.write(MARGIN, top, words, NOTE, colour("loss", theme))
        top += sheet.tall(words, NOTE) + 0.1
    _foot(sheet, base + scenes.address(scene), number, pages)
    bottom = FOOT_TOP - 0.12
    if scene.note:
        note = sheet.wrapped(scene.note, INNER, NOTE, most=5)
        lines = _sources(sheet, slide.charts, INNER)
        bottom -= sheet.tall(lines, SOURCE)
        sheet.write(MARGIN, bottom, lines, SOURCE, muted)
        bottom -= sheet.tall(note, NOTE) + 0.12
        sheet.write(MARGIN, bottom, note, NOTE)
    else:
        lines = _sources(sheet, slide.charts, INNER)
        bottom -= sheet.tall(lines, SOURCE)
        sheet.write(MARGIN, bottom, lines, SOURCE, muted)
    _figures(sheet, slide.charts, Box(MARGIN, top, INNER, bottom - top - 0.15))
    if not slide.charts:
        sheet.write(MARGIN, top + 0.3, say("This scene shows nothing with the data of today."), 20)
    return sheet


def _figures(sheet: Sheet, charts: Mapping[str, Chart], box: Box) -> None:
    """The figures of a scene side by side, each under its own title."""
    number = max(len(charts), 1)
    wide = (box.width - GUTTER * (number - 1)) / number
    captions = [sheet.wrapped(chart.title, wide, CAPTION, most=3) for chart in charts.values()]
    tall = max((sheet.tall(caption, CAPTION) for caption in captions), default=0.0)
    for place, (chart, caption) in enumerate(zip(charts.values(), captions, strict=True)):
        left = box.left + place * (wide + GUTTER)
        sheet.write(left, box.top, caption, CAPTION, colour("muted", sheet.theme))
        picture.put(sheet, Box(left, box.top + tall + 0.12, wide, box.height - tall - 0.12), chart)


def _sources(sheet: Sheet, charts: Mapping[str, Chart], room: float) -> str:
    """The source lines of the figures, each once; what is cut is said to stand at the end."""
    whole = "\n".join(dict.fromkeys(chart.source for chart in charts.values()))
    shown = sheet.wrapped(whole, room, SOURCE, most=5)
    if not shown.endswith("…") or whole.endswith("…"):
        return shown
    *lines, last = shown.split("\n")
    more = say("(whole under Sources)")
    return "\n".join([*lines, f"{sheet.cut(last, room - sheet.wide(f'… {more} ', SOURCE), SOURCE).rstrip('…')}… {more}"])


def _foot(sheet: Sheet, address: str, number: int, pages: int) -> None:
    """Under the page: the data, where to see it live, the page's number."""
    muted = colour("muted", sheet.theme)
    told = say("{number} of {pages}", number=number, pages=pages)
    left = f"{workbook.stamp()}. {say(scenes.DISCLAIMER)}"
    sheet.write(MARGIN, FOOT_TOP, left, FOOT, muted)
    sheet.write(WIDTH - MARGIN, FOOT_TOP, told, FOOT, muted, across="right")
    if address.startswith("http"):
        sheet.write(
            WIDTH - MARGIN - sheet.wide(told, FOOT) - 0.3, FOOT_TOP, say("Open live"), FOOT, colour("plant", sheet.theme),
            across="right", url=address,
        )  # fmt: skip


def _last(sources: Mapping[str, list[int]], theme: Theme, first: int, pages: int) -> list[Sheet]:
    """The pages of sources from page `first` on: each line with the pages that rest on it."""
    found = [_headed(theme, first, pages)]
    top = 1.15
    for source, numbers in sources.items():
        words = say("Page {pages}: {source}", pages=", ".join(map(str, numbers)), source=source)
        text = found[-1].wrapped(words, INNER, 12)
        if top + found[-1].tall(text, 12) > FOOT_TOP - 0.2:
            found.append(_headed(theme, first + len(found), pages))
            top = 1.15
        found[-1].write(MARGIN, top, text, 12)
        top += found[-1].tall(text, 12) + 0.14
    return found


def _headed(theme: Theme, number: int, pages: int) -> Sheet:
    """An empty page of sources."""
    sheet = Sheet(WIDTH, HEIGHT, theme)
    sheet.write(MARGIN, 0.38, say("Sources"), TITLE, bold=True)
    _foot(sheet, "", number, pages)
    return sheet
