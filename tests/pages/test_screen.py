"""The one file for the room: whole in itself, nothing fetched, no text that could become markup, and the route that serves it."""

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from plotly.offline import get_plotlyjs
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data.briefing import Briefing
from pages.parts import scenes, screen
from tests.conftest import CYRILLIC, INJECTED


@pytest.fixture(scope="module")
def page(ten: Briefing) -> str:
    return screen.html(ten)


class Tags(HTMLParser):
    """Every tag with its attributes, and the text inside each kind of tag."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append((self.tags[-1][0] if self.tags else "", data))


def data(page: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(re.search(r'<script type="application/json" id="briefing">(.*?)</script>', page, re.S)[1])  # type: ignore[index]
    return found


def revived(value: Any, pool: list[Any]) -> Any:
    if isinstance(value, dict):
        return pool[value["$"]] if "$" in value else {name: revived(part, pool) for name, part in value.items()}
    return [revived(part, pool) for part in value] if isinstance(value, list) else value


def test_nothing_comes_from_elsewhere(page: str) -> None:
    bare = page.replace(get_plotlyjs(), "")
    assert page.count(get_plotlyjs()) == 1
    assert not re.findall(r"https?://(?!www\.w3\.org)[^\s\"'<]*", bare)
    tags = Tags(bare).tags
    addresses = [told[name] for _, told in tags for name in ("src", "href", "action", "data") if told.get(name)]
    assert addresses == ["data:,"]
    policy = next(told["content"] for tag, told in tags if tag == "meta" and told.get("http-equiv") == "Content-Security-Policy")
    assert policy and policy.startswith("default-src 'none'; script-src 'sha256-") and "unsafe-eval" not in policy


def test_texts_of_users_never_become_markup(page: str, ten: Briefing) -> None:
    bare = page.replace(get_plotlyjs(), "")
    tags = Tags(bare).tags
    assert sum(tag == "script" for tag, _ in tags) == 3 and not [tag for tag, _ in tags if tag in ("img", "b", "iframe")]
    assert not [name for _, told in tags for name in told if name.startswith("on")]
    assert "&lt;/script&gt;&lt;script&gt;document.title=" in bare and "\x0b" not in bare
    assert INJECTED.split("\x00")[0].strip() in "".join(text for _, text in Tags(bare).texts)


def test_each_scene_is_a_section_with_figures_values_source_and_place(page: str, ten: Briefing) -> None:
    sections = re.findall(r"<section.*?</section>", page, re.S)
    assert len(sections) == 11
    for number, (section, scene) in enumerate(zip(sections[1:], ten.scenes, strict=True), 1):
        slide = scenes.stage(scene, "light")
        text = re.sub(r"\s+", " ", "".join(text for _, text in Tags(section).texts))
        assert f"{number} / 10" in text and "do not imply endorsement" in text
        for chart in slide.charts.values():
            assert chart.title in text and chart.source in text and all(value in text for value in chart.told.values())
        labels = [told["aria-label"] for _, told in Tags(section).tags if told.get("role") == "img"]
        assert labels == [chart.alt for chart in slide.charts.values()]
    assert CYRILLIC in sections[4] and "cannot be shown" in sections[10] and "nonsense" in sections[10]


def test_figures_are_those_of_the_screen_in_both_themes_and_the_land_is_written_once(page: str, ten: Briefing) -> None:
    told = data(page)
    staged = [scenes.stage(scene, theme) for scene in ten.scenes for theme in screen.THEMES]
    light = [chart for slide in staged[::2] for chart in slide.charts.values()]
    dark = [chart for slide in staged[1::2] for chart in slide.charts.values()]
    assert len(told["figures"]) == len(light) > 10
    for found, by_day, by_night in zip(told["figures"], light, dark, strict=True):
        for theme, chart in (("light", by_day), ("dark", by_night)):
            shown = json.loads(chart.plot.to_json())
            del shown["layout"]["template"]
            assert revived(found[theme], told["pool"]) == shown
    texts = [json.dumps(part) for part in told["pool"]]
    assert len(texts) == len(set(texts))
    assert len(page.encode()) < 6_500_000


def test_the_way_to_the_live_page_is_known_only_when_served(ten: Briefing) -> None:
    assert data(screen.html(Briefing("T")))["base"] == ""
    assert data(screen.html(Briefing("T"), "/", "name")) | {"figures": 0, "words": 0, "pool": 0} == {
        "base": "/", "link": "name", "figures": 0, "words": 0, "pool": 0,
    }  # fmt: skip


def test_the_route_serves_a_packed_briefing_and_says_in_words_what_is_wrong_with_another() -> None:
    client = TestClient(Starlette(routes=screen.ROUTES))
    small = Briefing("A small one")
    answer = client.get("/present", params={"briefing": small.packed()})
    assert answer.status_code == 200 and "A small one" in answer.text and answer.headers["content-type"].startswith("text/html")
    for wrong in ("", "zzz", small.packed()[:-6]):
        refused = client.get("/present", params={"briefing": wrong})
        assert refused.status_code == 404 and "no whole briefing" in refused.text


def test_the_data_of_a_page_never_end_its_script() -> None:
    page = screen._page("Title", "", {"figures": "</script><script>alert(1)</script>", "words": "line\u2028end"})
    inside = page.split('id="briefing">')[1].split("</script>")[0]
    assert json.loads(inside) == {"figures": "</script><script>alert(1)</script>", "words": "line\u2028end"}
