"""Files of a briefing to take away: each prepared on request, with its progress, and each failing alone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from data.ask import offer, rows, sentence
from data.briefing import LONGEST_TITLE, MAP, MOST_FIGURES, Briefing, Scene
from data.selection import Selection
from data.words import say
from pages.parts import desk, figures, filters, paper, screen, slides, workbook

Progress = Callable[[float], None]
View = tuple[float, float, float]


@dataclass(frozen=True)
class Form:
    """A kind of file: what it is called and for, its type, and how it is made of a briefing, the atlas's address and a progress."""

    name: str
    use: str
    mime: str
    make: Callable[[Briefing, str, Progress], bytes]


FORMS: Mapping[str, Form] = {
    "pptx": Form(
        "Slides (PPTX)",
        "Charts can be edited, sources stand in the notes.",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        lambda briefing, base, progress: slides.pptx(briefing, base, progress),
    ),
    "pdf": Form(
        "Pages (PDF)",
        "A page for each scene, with text that can be selected.",
        "application/pdf",
        lambda briefing, base, progress: paper.pdf(briefing, "light", base, progress),
    ),
    "xlsx": Form(
        "Numbers (XLSX)",
        "A sheet for each figure, and the sources with the queries.",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda briefing, _, progress: workbook.of_briefing(briefing, progress),
    ),
    "html": Form(
        "One file (HTML)",
        "Opens by double click, without server or network; arrow keys turn the scenes.",
        "text/html",
        lambda briefing, base, progress: screen.html(briefing, base, "", progress).encode(),
    ),
}
"""Ending of the file's name -> the kind of file."""


def exports(briefing: Briefing, key: str = "briefing") -> None:
    """Draw the downloads of a briefing side by side; `key` tells several of them on one page apart."""
    for column, ending in zip(st.columns(len(FORMS), gap="small"), FORMS, strict=True):
        with column:
            _one(briefing, ending, key)


@st.fragment
def menu(page: str) -> None:
    """The same downloads for a page as it stands, in a menu; nothing is made before it is asked for."""
    opened = st.popover(say("Export"), type="tertiary", key="export", on_change="rerun")
    if opened.open:
        with opened:
            view = st.session_state.get("view")
            seen = (view["longitude"], view["latitude"], view["zoom"]) if view else None
            st.caption(say("This page as one slide, page, workbook or file; to take several together, add them to a briefing."))
            exports(one_page(page, filters.current(), seen), "page")


@st.fragment
def _one(briefing: Briefing, ending: str, key: str) -> None:
    """One file: a button that prepares it, then the button that downloads it until the briefing or the data change."""
    form, kept = FORMS[ending], f"prepared_{key}_{ending}"
    state, place = (briefing, rows("version")[0]["version"]), st.empty()
    if st.session_state.get(kept, (None,))[0] != state:
        st.session_state.pop(kept, None)
        if not place.button(say(form.name), key=f"prepare_{key}_{ending}", width="stretch", help=say(form.use)):
            return
        bar = st.progress(0.0, say("Preparing"))
        try:
            file = form.make(briefing, desk.host(), lambda part: _shown(bar, part))
        except Exception as error:
            logging.getLogger(__name__).exception("%s of a briefing", ending)
            st.error(say("This file could not be made ({why}). The other files can be.", why=f"{type(error).__name__}: {error}"))
            return
        finally:
            bar.empty()
        st.session_state[kept] = (state, file)
    file = st.session_state[kept][1]
    place.download_button(
        say("Download {name}, {size}", name=say(form.name), size=_size(len(file))),
        data=file,
        file_name=f"{desk.file_name(briefing)}.{ending}",
        mime=form.mime,
        on_click="ignore",
        type="primary",
        width="stretch",
        key=f"download_{key}_{ending}",
    )


def _shown(bar: Any, part: float) -> None:
    bar.progress(min(max(part, 0.0), 1.0), say("Preparing: {part}%", part=f"{100 * part:.0f}"))


def _size(many: int) -> str:
    return f"{many / 1e6:.1f} MB" if many >= 1e6 else f"{many / 1e3:.0f} kB"


def one_page(page: str, selection: Selection, view: View | None = None) -> Briefing:
    """A page as it stands as a briefing of one scene: its map and its first figure, the selection's sentence as title."""
    on_offer = offer()
    link = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in selection.link(on_offer).items()}
    keys = (MAP, *figures.PAGES[page](selection, "light"))[:MOST_FIGURES]
    title = sentence(selection, trade=page == "trade_routes")
    if len(title) > LONGEST_TITLE:
        title = title[: LONGEST_TITLE - 1].rstrip() + "…"
    return Briefing(title, (Scene(page, link, keys, title, view=view),))
