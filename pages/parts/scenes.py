"""Scenes: what a briefing's scene shows today, and what has changed in it since the briefing was saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from data.ask import offer, rows
from data.briefing import MAP, Briefing, Scene
from data.selection import Selection, day
from data.words import say
from pages.parts import figures, map
from pages.parts.charts import Chart
from pages.parts.look import Theme

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


def address(scene: Scene) -> str:
    """The address of a scene's page with its selection, without the host: `/coalitions?add=KAZ`."""
    page = "" if scene.page == "atlas" else scene.page
    return f"/{page}" + (f"?{urlencode(scene.link, doseq=True)}" if scene.link else "")


def stage(scene: Scene, theme: Theme) -> Slide:
    """The slide of a scene with today's data. What no longer resolves is said in `problems`; the rest is shown."""
    chosen, problems = selection(scene)
    problems = list(problems)
    found: dict[str, Chart] = {}
    if scene.page not in figures.PAGES:
        return Slide(scene, {}, "", (say("The atlas has no page “{page}”", page=scene.page),))
    for other in scene.days:
        seen = replace(chosen, as_of=other) if other else chosen
        charts = figures.PAGES[scene.page](seen, theme) if set(scene.figures) - {MAP} else {}
        for key in scene.figures:
            chart = map.of_page(scene.page, seen, theme, scene.view) if key == MAP else charts.get(key)
            if chart is None:
                problems.append(say("This selection has no figure “{key}”", key=key))
            elif scene.beside:
                when = day(seen.as_of)
                title = chart.title if when in chart.title else say("{title} (members of {day})", title=chart.title, day=when)
                found[f"{key} {seen.as_of.isoformat()}"] = replace(chart, title=title)
            else:
                found[key] = chart
    return Slide(scene, found, chosen.sentence(offer(), rows("members", chosen)), tuple(problems))


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
