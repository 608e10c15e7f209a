"""The desk: the briefing being worked on, kept from page to page, and the corner of each page that adds to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from data.ask import offer, rows
from data.briefing import LONGEST_TITLE, MOST_SCENES, Briefing, BriefingError, Scene, line, place, shipped
from data.selection import Selection
from data.words import count, say, series
from pages.parts import filters
from pages.parts.plate import WORLD

VIEW = ("longitude", "latitude", "zoom")

_bar = st.components.v2.component(
    "desk_bar",
    html='<div class="bar"></div>',
    css="""
.bar { display: flex; gap: 0.9rem; align-items: center; justify-content: flex-end; }
a, button { font: inherit; font-size: 0.9rem; line-height: 1.6; padding: 0 0.15rem; border: 0; border-radius: var(--st-button-radius);
  background: transparent; color: var(--st-text-color); cursor: pointer; text-decoration: none; white-space: nowrap; }
a:hover, button:hover { color: var(--st-primary-color); }
a:focus-visible, button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
a.primary { background: var(--st-primary-color); color: var(--st-background-color); padding: 0.45rem 1rem; font-size: 1rem; }
a.primary:hover { filter: brightness(1.08); }
""",
    js="""
// deck.gl keeps its view to itself: the deck hangs on a reference of the component below the map's element
function view() {
  try {
    const map = document.querySelector('[data-testid="stDeckGlJsonChart"]');
    const root = map[Object.keys(map).find((key) => key.startsWith('__reactFiber'))];
    const waiting = [root];
    for (let seen = 0; waiting.length && seen < 400; seen += 1) {
      const fiber = waiting.pop();
      for (let hook = fiber.memoizedState; hook && hook.next !== undefined; hook = hook.next) {
        const deck = hook.memoizedState?.current?.deck;
        if (deck?.getViewports) {
          const { longitude, latitude, zoom } = deck.getViewports()[0];
          return [longitude, latitude, zoom];
        }
      }
      if (fiber.sibling && fiber !== root) waiting.push(fiber.sibling);
      if (fiber.child) waiting.push(fiber.child);
    }
  } catch { }
  return null;
}

export default function ({ parentElement, data, setTriggerValue }) {
  const bar = parentElement.querySelector('.bar');
  bar.replaceChildren(...data.map((item) => {
    const made = document.createElement(item.href ? 'a' : 'button');
    made.textContent = item.label;
    if (item.primary) made.className = 'primary';
    if (item.href) { made.href = item.href; made.target = '_self'; } else made.onclick = () => setTriggerValue('asked', { view: view() });
    return made;
  }));
  const back = data.find((item) => item.escape);
  const leave = (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented && document.activeElement === document.body) location.assign(back.href);
  };
  if (back) document.addEventListener('keydown', leave);
  return () => document.removeEventListener('keydown', leave);
}
""",
)


def current() -> Briefing:
    """The briefing being worked on; one without scenes at first."""
    found: Briefing = st.session_state.setdefault("briefing", Briefing(""))
    return found


def edition() -> int:
    """A number that changes whenever scenes come, go or move: widgets that edit a scene carry it in their key."""
    return int(st.session_state.get("briefing_edition", 0))


def edit(briefing: Briefing) -> None:
    """Keep a change of words or figures: call it from a callback."""
    st.session_state["briefing"] = briefing
    st.session_state.pop("briefing_refused", None)


def turn(briefing: Briefing, at: int = 0, undo: str = "") -> None:
    """Keep a change of scenes and choose scene `at` (0 is the first); `undo` names what can be taken back, when something went."""
    st.session_state["briefing_before"] = (undo, current()) if undo else None
    st.session_state["briefing_edition"] = edition() + 1
    st.session_state["scene_at"] = max(0, min(at, len(briefing.scenes) - 1))
    edit(briefing)


def before() -> str:
    """What the last step took away and can be taken back, in words; '' for nothing."""
    kept = st.session_state.get("briefing_before")
    return str(kept[0]) if kept else ""


def undo() -> None:
    """Take back the last step that took something away."""
    if kept := st.session_state.get("briefing_before"):
        turn(kept[1], st.session_state.get("scene_at", 0))


def take_up(briefing: Briefing) -> None:
    """Work on another briefing; the one worked on until now can be had back."""
    kept = say("Back to the briefing before: {title}", title=name(current())) if current().scenes else ""
    turn(briefing, undo=kept)
    st.session_state["briefing_opened"] = briefing


def refuse(why: str) -> None:
    """Say why something could not be opened; the briefing worked on stays."""
    st.session_state["briefing_refused"] = why


def refused() -> str:
    """Why the last file or address could not be opened; '' when it could."""
    return str(st.session_state.get("briefing_refused", ""))


def name(briefing: Briefing) -> str:
    """The title of a briefing, or words for one without."""
    return briefing.title or say("Briefing without a title")


def file_name(briefing: Briefing) -> str:
    """A plain name for a briefing's files: its title in words and the day of its data."""
    words = "-".join(re.findall(r"\w+", briefing.title.lower()))[:60].strip("-") or "briefing"
    return f"{words}-{rows('version')[0]['data_date'].isoformat()}"


def host() -> str:
    """The address of the atlas that this reader sees, without a page; '' when unknown."""
    told = urlsplit(st.context.url or "")
    return f"{told.scheme}://{told.netloc}" if told.netloc else ""


def link(briefing: Briefing) -> str:
    """What stands for a briefing in an address: the name of a shipped one, else the briefing itself; '' without scenes."""
    if not briefing.scenes:
        return ""
    packed = briefing.packed()
    return next((known for known, other in shipped().items() if other.packed() == packed), packed)


def present(briefing: Briefing, scene: int = 1) -> str:
    """The address that presents a briefing from a scene on (1 is the first)."""
    return f"/present?{urlencode({'briefing': link(briefing)})}#{scene}"


def arrive() -> None:
    """Take a briefing out of the address, and the slide that was stepped off; an address that holds none is told."""
    asked, scene = (st.query_params.get(step, "") for step in filters.STEPS)
    if asked and asked != st.session_state.get("briefing_written"):
        st.session_state["briefing_written"] = asked
        try:
            found = Briefing.of_link(asked)
        except BriefingError as error:
            refuse(str(error))
            return
        if link(found) != link(current()):
            take_up(found)
        if scene.isascii() and scene.isdigit() and 0 < len(scene) < 3 and 0 < int(scene) <= len(found.scenes):
            st.session_state["slide"] = (int(scene), present(found, int(scene)))
            look_at(found.scenes[int(scene) - 1])


def look_at(scene: Scene) -> None:
    """Let the map of the next page stand as the scene has it."""
    st.session_state.pop("view", None)
    if scene.view:
        st.session_state["view"] = dict(zip(VIEW, scene.view, strict=True))


def write_address() -> None:
    """Keep the briefing in the address of its page, so that a reload or a copy of the address keeps it."""
    text = link(current())
    st.session_state["briefing_written"] = text
    told = {"briefing": text} if text else {}
    if st.query_params.to_dict() != told:
        st.query_params.from_dict(told)


def titled(page: str, selection: Selection) -> str:
    """The title a new scene begins with: its page, unless it is the map's, and what is selected there."""
    on_offer = offer()
    minerals = series((on_offer.minerals.get(key, key) for key in selection.minerals), most=3) or say("all minerals")
    where = series((on_offer.countries.get(key, key) for key in selection.countries), most=2)
    what = say("{minerals} in {where}", minerals=minerals, where=where) if where else minerals
    group = selection.group(on_offer) if selection.coalitions else ""
    what = say("{what}, {group}", what=what, group=group) if group else what
    return line(say("{page}: {what}", page=page, what=what) if page else what[:1].upper() + what[1:], LONGEST_TITLE)


def add(figures: tuple[str, ...], view: tuple[float, float, float] | None = None, title: str = "") -> None:
    """Put what is seen on this page behind the other scenes of the briefing: call it from a callback."""
    page, words = st.session_state["page"]
    if len(current().scenes) >= MOST_SCENES:
        st.session_state["desk_told"] = say("A briefing holds at most {most} scenes.", most=MOST_SCENES)
        return
    told = filters.current().link(offer())
    kept: Mapping[str, tuple[str, ...]] = {
        key: (value,) if isinstance(value, str) else tuple(value) for key, value in told.items()
    }
    title = line(title) or titled("" if page == "atlas" else words, filters.current())
    scenes = (*current().scenes, Scene(page, kept, figures, title, view=view))
    turn(replace(current(), scenes=scenes), len(scenes) - 1)
    st.session_state["desk_told"] = say("Scene {number} of the briefing: {title}", number=len(scenes), title=title)


def _seen(key: str) -> tuple[float, float, float] | None:
    """The map's view that came with a click, if the browser could tell it."""
    with suppress(TypeError, ValueError, KeyError, AttributeError):
        seen = place([round(float(value), 4) for value in st.session_state[key]["asked"]["view"]])
        return None if seen == tuple(WORLD[name] for name in VIEW) else seen
    return None


def corner(leading: Callable[[], tuple[str, ...]] | None, home: Any) -> None:
    """The corner of every page: back to the slide, add to the briefing (where the page has figures), and the briefing's count.

    `leading` gives the figures of the page that a new scene begins with; `home` is the Briefing page.
    """
    if words := st.session_state.pop("desk_told", ""):
        st.toast(filters.escaped(words))
    key = "corner_bar"
    items: list[dict[str, Any]] = []
    if slide := st.session_state.get("slide"):
        items.append({"label": say("Back to slide {number}", number=slide[0]), "href": slide[1], "escape": True})
    if leading:
        items.append({"label": say("Add to briefing")})
    with st.container(key="corner", horizontal=True, width="content", gap="small"):
        if current().scenes:
            words = count("Briefing: {number} scene", "Briefing: {number} scenes", len(current().scenes))
            st.page_link(home, label=words)
        if items:
            _bar(data=items, key=key, on_asked_change=lambda: add(leading() if leading else (), _seen(key)), width="content")


def presenting(briefing: Briefing, scene: int) -> None:
    """The button that presents a briefing, in the same tab."""
    _bar(data=[{"label": say("Present"), "href": present(briefing, scene), "primary": True}], key="present_bar", width="content")
