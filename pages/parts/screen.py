"""A briefing on the screen of a room: one file with everything inside, driven from the keyboard, and the same page served."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st
from plotly.offline import get_plotlyjs
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from data.briefing import Briefing, BriefingError
from data.store import StoreError, store
from data.words import count, say
from pages.parts import scenes, workbook
from pages.parts.charts import Chart
from pages.parts.look import COLOURS, Theme
from pages.parts.native import clean
from pages.parts.scenes import DISCLAIMER, Slide

HERE = Path(__file__).parent
THEMES: tuple[Theme, Theme] = ("light", "dark")
LENGTHY = 75
"""Titles of more signs are set smaller."""
POOLED = 24
"""Lists with more values are written once and shared by every figure that has them: the land, in both themes."""
KEPT = 6
"""Briefings whose page is remembered."""
KEYS = (
    ("→  Page Down  Space  N", "Next scene"),
    ("←  Page Up  P", "Scene before"),
    ("Home  End", "First, last"),
    ("1 2 3 …", "That scene"),
    ("L  Esc", "List of scenes"),
    ("B  .", "Black screen, and back"),
    ("F", "Full screen"),
    ("E", "Step off into the live atlas"),
    ("H  ?", "These keys"),
)


def html(briefing: Briefing, base: str = "", link: str = "", progress: Callable[[float], None] | None = None) -> str:
    """The briefing as one HTML page that opens without a server or a network, and can be shown to a room.

    `base` is the address of the atlas that a scene's live page is found under: `/` when the atlas serves the page itself,
    '' when there is none. `link` names the briefing on the way back, its packed form unless given. `progress` is told the
    part done, 0 to 1.
    """
    staged = []
    for number, scene in enumerate(briefing.scenes, 1):
        staged.append({theme: scenes.stage(scene, theme) for theme in THEMES})
        if progress:
            progress(number / (len(briefing.scenes) + 1))
    pool: dict[str, int] = {}
    figures: list[dict[str, Any]] = []
    sections = [_cover(briefing)]
    for number, slides in enumerate(staged, 1):
        sections.append(_section(slides["light"], number, len(staged), len(figures)))
        for key in slides["light"].charts:
            figures.append({theme: _pooled(_plain(slides[theme].charts[key]), pool) for theme in THEMES})
    told = {
        "base": base,
        "link": link or briefing.packed(),
        "figures": figures,
        "words": {
            "nowhere": say("The live atlas is not here: this file knows no address of one."),
            "small": say("This browser does not allow a full screen here."),
        },
        "pool": [json.loads(text) for text in pool],
    }
    names = [say("Title")] + [clean(scene.title) or say("Untitled") for scene in briefing.scenes]
    return _page(clean(briefing.title), "".join(sections) + _dialogs(names), told)


def _page(title: str, body: str, told: Mapping[str, Any]) -> str:
    """The whole page: only the two scripts whose fingerprints it names may run, and nothing may be fetched."""
    scripts = [get_plotlyjs(), (HERE / "screen.js").read_text("utf-8")]
    marks = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts)
    policy = f"default-src 'none'; script-src {marks}; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; form-action 'none'; base-uri 'none'"
    data = json.dumps(told, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">'
        f'<title>{escape(title)}</title><link rel="icon" href="data:,"><style>{_style()}</style></head>\n<body>\n{body}\n'
        f'<script type="application/json" id="briefing">{data}</script>\n'
        + "\n".join(f"<script>{script}</script>" for script in scripts)
        + "\n</body></html>\n"
    )


@cache
def _style() -> str:
    """The style sheet with the colours of both themes and the atlas's font, when this installation has it."""
    light, dark = (";".join(f"--{name}:{tints[at]}" for name, tints in COLOURS.items()) for at in (0, 1))
    fonts = sorted((Path(st.__file__).parent / "static/static/media").glob("SourceSansVF-Upright*.woff2"))
    face = ""
    if fonts:
        packed = base64.b64encode(fonts[0].read_bytes()).decode()
        face = f'@font-face{{font-family:"Source Sans";font-weight:200 900;src:url(data:font/woff2;base64,{packed}) format("woff2")}}'
    sheet = (HERE / "screen.css").read_text("utf-8")
    return f"{face}:root{{{light}}}@media screen and (prefers-color-scheme: dark){{:root{{{dark}}}}}\n{sheet}"


def _plain(chart: Chart) -> dict[str, Any]:
    """A chart's Plotly figure as JSON holds it, without Streamlit's template: its colours mean something in Streamlit only."""
    figure: dict[str, Any] = json.loads(chart.plot.to_json())
    figure["layout"].pop("template", None)
    return figure


def _pooled(value: Any, pool: dict[str, int]) -> Any:
    """The same value, its long lists replaced by their place in the pool."""
    if isinstance(value, dict):
        return {name: _pooled(part, pool) for name, part in value.items()}
    if not isinstance(value, list):
        return value
    if len(value) <= POOLED or any(isinstance(part, (dict, list)) for part in value):
        return [_pooled(part, pool) for part in value]
    return {"$": pool.setdefault(json.dumps(value, separators=(",", ":"), ensure_ascii=False), len(pool))}


def _size(title: str) -> str:
    return ' class="lengthy"' if len(title) > LENGTHY else ""


def _cover(briefing: Briefing) -> str:
    title = clean(briefing.title) or say("Briefing")
    many = count("{number} scene", "{number} scenes", len(briefing.scenes))
    return (
        f'<section class="scene cover" tabindex="-1" aria-label="{escape(title)}" data-address="/"><div class="lead">'
        f"<h1{_size(title)}>{escape(title)}</h1><p>{escape(many)}</p><p>{escape(workbook.stamp())}</p></div>"
        f"<footer><span>{escape(DISCLAIMER)}</span><span>{escape(say('H shows the keys'))}</span></footer></section>\n"
    )


def _section(slide: Slide, number: int, many: int, first: int) -> str:
    """A scene: title, figures (drawn by the script from place `first` on), note, foot."""
    title = clean(slide.scene.title) or say("Untitled")
    drawn = "".join(_figure(chart, first + at) for at, chart in enumerate(slide.charts.values()))
    told = [f"<p>{escape(line)}</p>" for line in clean(slide.scene.note).split("\n") if line.strip()]
    if not slide.charts:
        told.insert(0, f"<p>{escape(say('This scene cannot be shown with the data of today.'))}</p>")
    told += [
        f'<p class="problem">{escape(say("Not shown: {what}.", what=clean(problem)))}</p>'
        for problem in dict.fromkeys(slide.problems)
    ]
    form = "bare" if not slide.charts else "alone" if not told else "below" if len(slide.charts) > 1 else "beside"
    size = {0: "none", 1: "one", 2: "two"}.get(len(slide.charts), "many")
    return (
        f'<section class="scene {form}" tabindex="-1" aria-label="{escape(f"{number}. {title}")}" data-address="{escape(scenes.address(slide.scene))}">'
        f"<h2{_size(title)}>{escape(title)}</h2>"
        + (f'<div class="stage {size}">{drawn}</div>' if drawn else "")
        + (f'<div class="note">{"".join(told)}</div>' if told else "")
        + f"<footer><span>{escape(workbook.stamp())}. {escape(DISCLAIMER)}</span><span>{number} / {many}</span></footer></section>\n"
    )


def _figure(chart: Chart, place: int) -> str:
    values = "".join(
        f'<tr><th scope="row">{escape(clean(label))}</th><td>{escape(clean(value))}</td></tr>'
        for label, value in chart.told.items()
    )
    title, alt = escape(clean(chart.title)), escape(clean(chart.alt))
    kind = "plot map" if chart.plot.layout.meta == "map" else "plot"
    return (
        f'<figure class="figure"><figcaption>{title}</figcaption><div class="{kind}" role="img" aria-label="{alt}" data-figure="{place}"><div></div></div>'
        f'<p class="source">{escape(clean(chart.source))}</p>'
        f'<div class="told"><table><caption>{title}</caption><tbody>{values}</tbody></table></div></figure>'
    )


def _dialogs(names: Sequence[str]) -> str:
    entries = "".join(
        f'<li><button data-scene="{at}"><span>{at}</span><span>{escape(name)}</span></button></li>'
        for at, name in enumerate(names)
    )
    keys = "".join(f"<dt>{escape(key)}</dt><dd>{escape(say(meaning))}</dd>" for key, meaning in KEYS)
    return (
        f'<dialog id="list" aria-label="{escape(say("Scenes"))}"><h2>{escape(say("Scenes"))}</h2><ol>{entries}</ol></dialog>'
        f'<dialog id="keys" aria-label="{escape(say("Keys"))}"><h2>{escape(say("Keys"))}</h2><dl>{keys}</dl></dialog>'
        '<div id="black" hidden></div><div id="message" role="status" aria-live="polite"></div>'
    )


@lru_cache(maxsize=KEPT)
def _served(link: str, version: str, stamp: tuple[int, int]) -> bytes:
    return gzip.compress(html(Briefing.of_link(link), "/", link).encode(), 6)


def present(request: Request) -> Response:
    """The page of the briefing that the address names; in words what is wrong with an address that names none."""
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    link = request.query_params.get("briefing", "")
    try:
        opened = store()
        page = _served(link, opened.version, opened.stamp)
    except (BriefingError, StoreError) as error:
        words = f'<main style="font:20px/1.5 sans-serif;margin:15vh 15vw"><p>{escape(str(error))}</p><p><a href="/">{escape(say("Open the atlas"))}</a></p></main>'
        shell = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(say("Critical Minerals Atlas"))}</title>{words}</html>'
        return Response(shell, 404 if isinstance(error, BriefingError) else 503, headers, "text/html")
    return Response(page, headers={**headers, "Content-Encoding": "gzip"}, media_type="text/html")


ROUTES = [Route("/present", present)]
