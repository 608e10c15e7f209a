"""The Briefing page: its scenes in order, one of them edited and seen, the briefing saved, opened, linked and presented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

import plotly.graph_objects as go
import pyarrow as pa
import streamlit as st

from data.ask import rows
from data.briefing import (
    LONGEST_NOTE,
    LONGEST_TITLE,
    MAP,
    MOST_BYTES,
    MOST_FIGURES,
    MOST_SCENES,
    Briefing,
    BriefingError,
    Scene,
    line,
    lines,
    shipped,
)
from data.selection import FIRST_DAY, day, offer_last_day
from data.words import count, say
from pages.parts import desk, figures, filters, scenes, twin
from pages.parts.charts import HEIGHT
from pages.parts.look import Theme


def sentence() -> None:
    """The sentence of the frame, on this page about the briefing: how many scenes, and of what day their figures are."""
    scenes_of = count("{number} scene.", "{number} scenes.", len(desk.current().scenes))
    with st.container(key="sentence"):
        if desk.current().scenes:
            st.markdown(filters.escaped(say("{scenes} Their figures are those of the data at hand.", scenes=scenes_of)))
        else:
            st.markdown(filters.escaped(say("A briefing keeps views of the atlas, in order, with a title and a note for each.")))


def heading() -> None:
    """The briefing's title, and what is done with it as a whole; what it can be replaced with stands in the sidebar."""
    desk.write_address()
    with st.sidebar:
        _openers()
    briefing = desk.current()
    if not briefing.scenes:
        return
    key = f"briefing_title_{desk.edition()}"
    with st.container(horizontal=True, vertical_alignment="bottom", key="briefing_head"):
        st.text_input(
            say("Title of the briefing"),
            briefing.title,
            max_chars=LONGEST_TITLE,
            key=key,
            placeholder=say("Without a title"),
            on_change=lambda: desk.edit(replace(desk.current(), title=line(st.session_state[key]))),
        )
        st.download_button(
            say("Save as file"),
            data=lambda: scenes.saved(desk.current()).write(),
            file_name=f"{desk.file_name(briefing)}.json",
            mime="application/json",
            on_click="ignore",
            key="briefing_save",
        )
        with st.popover(say("Link"), key="briefing_link"):
            st.caption(say("Whoever has this address and this atlas opens the same briefing."))
            st.code(_address(briefing), language=None, wrap_lines=True, height=160)
        desk.presenting(briefing, st.session_state.get("scene_at", 0) + 1)


def _address(briefing: Briefing) -> str:
    return f"{desk.host()}/briefing?{urlencode({'briefing': desk.link(briefing)})}"


def _openers() -> None:
    key = f"briefing_file_{desk.edition()}"

    def read() -> None:
        if file := st.session_state[key]:
            try:
                desk.take_up(Briefing.read(file.read(MOST_BYTES + 1)))
            except BriefingError as error:
                desk.refuse(str(error))

    st.file_uploader(say("Open a briefing from a file"), type="json", max_upload_size=1, key=key, on_change=read)
    _shipped("side")
    if desk.current().scenes:
        st.button(say("Start a new briefing"), key="briefing_new", width="stretch", on_click=lambda: desk.take_up(Briefing("")))


def _shipped(where: str) -> None:
    """A button for each briefing that comes with the atlas."""
    if shipped():
        st.caption(say("Briefings that come with the atlas"))
    for name, briefing in shipped().items():
        st.button(filters.escaped(desk.name(briefing)), key=f"{where}_{name}", on_click=desk.take_up, args=(briefing,))


def nothing() -> None:
    """What to do when there is no scene yet."""
    st.info(
        say("No scene yet. On any page with figures, press “Add to briefing” at the top right, or in the menu of one figure.")
    )
    if not st.session_state.get("briefing_refused"):
        _shipped("main")


def notices(theme: Theme) -> None:
    """What could not be opened, what can be taken back, and what has changed since the briefing was saved."""
    if why := desk.refused():
        st.warning(filters.escaped(why))
    if words := desk.before():
        st.button(filters.escaped(words), key="briefing_undo", type="tertiary", on_click=desk.undo)
    opened: Briefing | None = st.session_state.get("briefing_opened")
    if opened and opened.scenes:
        kept = st.session_state.get("briefing_since")
        if not kept or kept[0] is not opened:
            kept = st.session_state["briefing_since"] = (opened, *scenes.since(opened, theme))
        _since(*kept)


def _since(opened: Briefing, changed: list[dict[str, str]], problems: list[str]) -> None:
    if problems:
        label = count(
            "{number} thing in this briefing is no longer there",
            "{number} things in this briefing are no longer there",
            len(problems),
        )
        with st.expander(label, key="briefing_problems"):
            st.markdown("\n".join(f"- {filters.escaped(problem)}" for problem in problems))
    if not any(scene.said for scene in opened.scenes):
        return
    when = _day(opened.data_date)
    if not changed:
        st.caption(filters.escaped(say("Every figure says what it said when the briefing was saved (data of {day}).", day=when)))
        return
    label = count(
        "{number} figure has changed since the briefing was saved (data of {day})",
        "{number} figures have changed since the briefing was saved (data of {day})",
        len(changed),
        day=when,
    )
    with st.expander(filters.escaped(label), key="briefing_changes"):
        twin.table(pa.Table.from_pylist(changed), "changes", height=260)


def _day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return say("an unknown day")


def order() -> int:
    """The scenes in order, to choose one; returns its place (0 is the first)."""
    kept = desk.current().scenes
    if st.session_state.get("scene_at", 0) not in range(len(kept)):
        st.session_state["scene_at"] = 0
    chosen = st.radio(
        say("Scenes"),
        range(len(kept)),
        format_func=lambda at: f"{at + 1}\\. {filters.escaped(kept[at].title or say('Without a title'))}",
        captions=[filters.escaped(_page(scene)) for scene in kept],
        key="scene_at",
        width="stretch",
    )
    return int(chosen or 0)


def _page(scene: Scene) -> str:
    return say(scenes.words(scene.page))


def _change(at: int, **change: Any) -> None:
    """Change the words or figures of a scene."""
    kept = list(desk.current().scenes)
    kept[at] = replace(kept[at], **change)
    desk.edit(replace(desk.current(), scenes=tuple(kept)))


def _move(at: int, to: int) -> None:
    kept = list(desk.current().scenes)
    kept.insert(to, kept.pop(at))
    desk.turn(replace(desk.current(), scenes=tuple(kept)), to)


def _duplicate(at: int) -> None:
    kept = list(desk.current().scenes)
    kept.insert(at + 1, kept[at])
    desk.turn(replace(desk.current(), scenes=tuple(kept)), at + 1)


def _remove(at: int) -> None:
    kept = list(desk.current().scenes)
    gone = kept.pop(at)
    words = say("Undo: put back scene {number}, {title}", number=at + 1, title=gone.title or say("without a title"))
    desk.turn(replace(desk.current(), scenes=tuple(kept)), at, words)


def _staged(scene: Scene, theme: Theme) -> scenes.Slide:
    """The slide of a scene; while only its words are edited its figures are not drawn again."""
    shown = (replace(scene, title="", note="", said={}), theme, rows("version")[0]["version"])
    kept = st.session_state.get("briefing_staged")
    if not kept or kept[0] != shown:
        kept = st.session_state["briefing_staged"] = (shown, scenes.stage(scene, theme))
    slide: scenes.Slide = kept[1]
    return slide


def edit(at: int, theme: Theme) -> None:
    """One scene: what is done with it, its words, its figures, and how it looks today."""
    kept = desk.current().scenes
    scene = kept[at]
    slide = _staged(scene, theme)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="scene_head"):
        st.markdown(filters.escaped(say("Scene {number} of {scenes}", number=at + 1, scenes=len(kept))), width="stretch")
        live = st.button(say("Open live"), key="scene_live", disabled=scene.page not in figures.PAGES)
        steps: list[tuple[str, str, Callable[..., None], tuple[int, ...], bool]] = [
            ("up", say("Up"), _move, (at, at - 1), at > 0),
            ("down", say("Down"), _move, (at, at + 1), at < len(kept) - 1),
            ("copy", say("Duplicate"), _duplicate, (at,), len(kept) < MOST_SCENES),
            ("remove", say("Remove"), _remove, (at,), True),
        ]
        for key, words, done, places, possible in steps:
            st.button(words, key=f"scene_{key}", on_click=done, args=places, disabled=not possible, type="tertiary")
    if live:
        filters.show(*scenes.selection(scene))
        desk.look_at(scene)
        st.switch_page(f"../{scene.page}.py")
    mark = f"{at}_{desk.edition()}"
    title, note = f"scene_title_{mark}", f"scene_note_{mark}"
    st.text_input(
        say("Title"),
        scene.title,
        max_chars=LONGEST_TITLE,
        key=title,
        on_change=lambda: _change(at, title=line(st.session_state[title])),
    )
    st.text_area(
        say("Note, for the speaker"),
        scene.note,
        max_chars=LONGEST_NOTE,
        height=92,
        key=note,
        on_change=lambda: _change(at, note=lines(st.session_state[note])),
    )
    _figures(at, scene, mark, theme)
    st.caption(filters.escaped(f"{_page(scene)}. {slide.sentence}"))
    if slide.problems:
        st.warning(filters.escaped(say("No longer resolves: {what}.", what="; ".join(slide.problems))))
    charts = list(slide.charts.items())
    for pair in (charts[:2], charts[2:]):
        for panel, (key, chart) in zip(st.columns(len(pair) or 1, gap="large"), pair, strict=False):
            with panel:
                st.markdown(f"**{filters.escaped(chart.title)}**")
                still = {"displayModeBar": False, "staticPlot": True}
                plot = go.Figure(chart.plot).update_layout(showlegend=False) if key.split()[0] == MAP else chart.plot
                st.plotly_chart(plot, key=f"scene_{mark}_{key}", config=still, alt=chart.alt, theme=None, height=HEIGHT)
                st.caption(filters.escaped(chart.source))


def _figures(at: int, scene: Scene, mark: str, theme: Theme) -> None:
    """Which figures a scene shows, and whether those of another day's members stand beside them."""
    known = scenes.offered(scene, theme)
    options = [*known, *(key for key in scene.figures if key not in known)]
    shown, beside = f"scene_figures_{mark}", f"scene_beside_{mark}"
    which, when = st.columns([2.2, 1], gap="medium")
    with which:
        st.multiselect(
            say("Figures, at most two"),
            options,
            list(scene.figures),
            format_func=lambda key: known.get(key, say("{key} (not there)", key=scenes.words(key))),
            max_selections=MOST_FIGURES,
            key=shown,
            on_change=lambda: _change(at, figures=tuple(key for key in st.session_state[shown] if key in options), said={}),
        )
    with when:
        st.date_input(
            say("Beside it: the members on"),
            scene.beside if scene.beside and FIRST_DAY <= scene.beside <= offer_last_day() else None,
            min_value=FIRST_DAY,
            max_value=offer_last_day(),
            key=beside,
            help=say("Shows each figure a second time, for the members on that day."),
            on_change=lambda: _change(at, beside=st.session_state[beside] or None, said={}),
        )
