"""Scenes: what a briefing's scene shows today, and what has changed in it since the briefing was saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import plotly.graph_objects as go

from data.ask import offer, rows, sentence
from data.briefing import MAP, Briefing, Scene
from data.selection import FIRST_DAY, Selection, day, offer_last_day
from data.words import say
from pages.parts import figures, map
from pages.parts.charts import Chart
from pages.parts.look import Theme

MAPS = ("atlas", "trade_routes")
"""The pages whose map is the page."""
DISCLAIMER = map.DISCLAIMER


@dataclass(frozen=True)
class Slide:
    """A scene as it stands today: its charts by key, what is selected in words, and what of it no longer resolves."""

    scene: Scene
    charts: Mapping[str, Chart]
    sentence: str
    problems: tuple[str, ...]

    @property
    def said(self) -> dict[str, dict[str, str]]:
        """What each figure says, as kept in a saved briefing."""
        return {key: dict(chart.told) for key, chart in self.charts.items()}


def selection(scene: Scene) -> tuple[Selection, list[str]]:
    """The selection of a scene, and one sentence for each part of it that no longer means anything."""
    return Selection.read({name: list(values) for name, values in scene.link.items()}, offer())


def words(key: str) -> str:
    """The key of a page or figure as words: `trade_routes` is `Trade routes`."""
    return key[:1].upper() + key[1:].replace("_", " ")


def address(scene: Scene) -> str:
    """The address of a scene's page with its selection, without the host: `/coalitions?add=KAZ`."""
    page = "" if scene.page == "atlas" else scene.page
    return f"/{page}" + (f"?{urlencode(scene.link, doseq=True)}" if scene.link else "")


def offered(scene: Scene, theme: Theme) -> dict[str, str]:
    """The figures that a scene's page has for its selection: key -> title, the map first."""
    chosen, _ = selection(scene)
    found = figures.PAGES[scene.page](chosen, theme) if scene.page in figures.PAGES else {}
    return {MAP: say("Map"), **{key: chart.title for key, chart in found.items()}}


def leading(page: str, chosen: Selection, theme: Theme) -> tuple[str, ...]:
    """The figure a scene of a page begins with: the map where the map is the page, else the page's first figure."""
    found = () if page in MAPS else tuple(figures.PAGES[page](chosen, theme))[:1]
    return found or (MAP,)


def stage(scene: Scene, theme: Theme) -> Slide:
    """The slide of a scene with today's data. What no longer resolves is said in `problems`; the rest is shown.

    The charts of the scene's own day stand under their figure's key, those of `beside` under key and day (`map 2026-02-04`).
    """
    if scene.page not in figures.PAGES:
        return Slide(scene, {}, "", (say("The atlas has no page “{page}”", page=words(scene.page)),))
    chosen, problems = selection(scene)
    found: dict[str, Chart] = {}
    for other in scene.days:
        if other and not FIRST_DAY <= other <= offer_last_day():
            problems.append(say("The other day, {day}, is outside what is known", day=day(other)))
            continue
        seen = replace(chosen, as_of=other) if other else chosen
        charts = figures.PAGES[scene.page](seen, theme) if set(scene.figures) - {MAP} else {}
        for key in scene.figures:
            chart = map.of_page(scene.page, seen, theme, scene.view) if key == MAP else charts.get(key)
            if chart is None:
                problems.append(say("This selection has no figure “{key}”", key=words(key)))
                continue
            if scene.beside:
                when = day(seen.as_of)
                title = chart.title if when in chart.title else say("{title} (members of {day})", title=chart.title, day=when)
                chart = replace(chart, title=title)
            found[f"{key} {other.isoformat()}" if other else key] = chart
    told = sentence(chosen, trade=scene.page == "trade_routes")
    return Slide(scene, _one_scale(found), told, tuple(dict.fromkeys(problems)))


def _one_scale(found: Mapping[str, Chart]) -> dict[str, Chart]:
    """The same charts; bars of shares that a reader compares, of two stages or two days, are as long as they are to each other."""
    reach: dict[str, list[float]] = {}
    for key, chart in found.items():
        if _is_share(chart):
            reach.setdefault(_measure(key), []).append(chart.plot.layout.xaxis.range[1])
    scaled = dict(found)
    for key, chart in found.items():
        ends = reach.get(_measure(key), [])
        if len(ends) > 1:
            plot = go.Figure(chart.plot)
            plot.layout.xaxis.range = (0, max(ends))
            scaled[key] = replace(chart, plot=plot)
    return scaled


def _measure(key: str) -> str:
    """What two figures of a scene have in common: `held` of `held_mine` and of `held_refining 2026-11-22`."""
    return key.split(" ")[0].rsplit("_", 1)[0]


def _is_share(chart: Chart) -> bool:
    bars = all(trace.type == "bar" and trace.orientation == "h" and trace.base is None for trace in chart.plot.data)
    return bars and bool(chart.plot.layout.xaxis.range) and all("%" in value for value in chart.told.values())


def saved(briefing: Briefing, theme: Theme = "light") -> Briefing:
    """The briefing with what its figures say today and the data it stands on: what is written to a file."""
    built = rows("version")[0]
    scenes = tuple(replace(scene, said=stage(scene, theme).said) for scene in briefing.scenes)
    return replace(briefing, scenes=scenes, version=built["version"], data_date=built["data_date"].isoformat())


def changes(slide: Slide) -> list[tuple[str, str, str | None, str | None]]:
    """What a scene's figures say otherwise than when it was saved: figure, label, then, now (None: not there)."""
    found = []
    now = slide.said
    for key, then in slide.scene.said.items():
        today = now.get(key, {})
        for label in dict.fromkeys([*then, *today]):
            if then.get(label) != today.get(label):
                found.append((key, label, then.get(label), today.get(label)))
    return found


def since(briefing: Briefing, theme: Theme = "light") -> tuple[list[dict[str, str]], list[str]]:
    """What has changed since a briefing was saved: a row for each figure and label, and a sentence for what no longer resolves."""
    found, problems = [], []
    for number, scene in enumerate(briefing.scenes, 1):
        # a map always resolves: it is drawn only to be compared
        drawn = tuple(key for key in scene.figures if key != MAP or scene.said)
        slide = stage(replace(scene, figures=drawn), theme)
        problems += [say("Scene {number}: {problem}.", number=number, problem=problem) for problem in slide.problems]
        for key, label, then, now in changes(slide):
            title = slide.charts[key].title if key in slide.charts else words(key)
            gone = say("not there")
            found.append(
                {"scene": f"{number}. {scene.title}", "figure": title, "label": label, "then": then or gone, "now": now or gone}
            )
    return found, problems
