"""The file for the room in a real browser without a network, from the keyboard; and the way off a slide and back."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation

from data.briefing import Briefing, shipped
from pages.parts import screen
from pages.parts.look import colour

if TYPE_CHECKING:
    from tests.browser.conftest import Visit


class Room:
    """The file opened by double click, its errors kept, and every request for anything else."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page, self.errors, self.strangers = page, [], []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text) if message.type in ("error", "warning") else None)
        page.on(
            "request", lambda request: None if request.url.startswith(("file:", "data:")) else self.strangers.append(request.url)
        )
        page.goto(file.as_uri())

    @property
    def number(self) -> int:
        return int(self.page.evaluate("[...document.querySelectorAll('.scene')].findIndex((one) => one.matches('.now'))"))

    def press(self, *keys: str) -> int:
        for key in keys:
            self.page.keyboard.press(key)
        return self.number


@pytest.fixture
def room(browser: Browser, ten: Briefing, tmp_path: Path) -> Iterator[Room]:
    file = tmp_path / "briefing.html"
    file.write_text(screen.html(ten), "utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.set_offline(True)
    found = Room(context.new_page(), file)
    yield found
    assert not found.errors and not found.strangers
    context.close()


def test_the_keys_turn_the_scenes_and_a_reload_keeps_the_place(room: Room) -> None:
    assert room.number == 0 and room.page.title().startswith("Critical minerals")
    assert room.press("PageDown") == 1 and room.press("ArrowRight", " ") == 3 and room.press("PageUp") == 2
    assert room.press("End") == 10 and room.press("ArrowRight") == 10 and room.press("Home", "n", "n", "p") == 1
    assert room.press("1", "0") == 10 and room.press("1") == 10, "a 1 may be the first digit of 10"
    expect(room.page).to_have_url(re.compile("#1$"))
    assert room.press("7") == 7 and room.page.url.endswith("#7")
    room.page.reload()
    assert room.number == 7 and room.page.locator(".scene.now h2").inner_text() == "By which way"
    assert not room.page.evaluate("document.title.includes('stolen')") and room.page.locator(".scene.now img").count() == 0


def test_a_dark_room_gets_the_dark_page(room: Room) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    land = "document.querySelector('.scene.now .js-plotly-plot').layout.font.color.toUpperCase()"
    room.press("1", "0", "2")
    assert (room.page.evaluate(ground), room.page.evaluate(land)) == ("rgb(255, 255, 255)", colour("text", "light"))
    room.page.emulate_media(color_scheme="dark")
    room.page.wait_for_timeout(500)
    assert (room.page.evaluate(ground), room.page.evaluate(land)) == ("rgb(14, 21, 30)", colour("text", "dark"))


def test_only_the_scene_shown_is_drawn(room: Room) -> None:
    drawn = "document.querySelectorAll('.js-plotly-plot').length"
    assert room.page.evaluate(drawn) == 0
    room.press("PageDown")
    assert room.page.evaluate(drawn) == 2


def test_black_and_back_the_list_and_the_keys(room: Room) -> None:
    room.press("b")
    expect(room.page.locator("#black")).to_be_visible()
    assert room.press("b") == 0
    expect(room.page.locator("#black")).to_be_hidden()
    room.press("l")
    expect(room.page.locator("#list")).to_be_visible()
    assert room.press("ArrowDown", "ArrowDown", "Enter") == 2
    expect(room.page.locator("#list")).to_be_hidden()
    room.press("Escape", "Escape", "?")
    expect(room.page.locator("#keys")).to_contain_text("Full screen")
    room.press("Escape", "e")
    expect(room.page.locator("#message")).to_contain_text("not here")


def test_the_map_moves_with_the_pointer_and_zooms_with_the_wheel(room: Room) -> None:
    room.press("7")
    ranges = "(() => { const a = document.querySelector('.scene.now .map .js-plotly-plot')._fullLayout.xaxis.range; return [a[0], a[1]] })()"
    before = room.page.evaluate(ranges)
    box = room.page.locator(".scene.now .map").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3
    room.page.mouse.move(x, y)
    room.page.mouse.down()
    room.page.mouse.move(x + 80, y + 10, steps=4)
    room.page.mouse.up()
    panned = room.page.evaluate(ranges)
    assert panned[0] < before[0] - 5 and panned[1] - panned[0] == pytest.approx(before[1] - before[0], rel=1e-3)
    room.page.mouse.wheel(0, -240)
    room.page.wait_for_timeout(600)
    zoomed = room.page.evaluate(ranges)
    assert zoomed[1] - zoomed[0] < 0.95 * (panned[1] - panned[0])


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_nothing_overflows_and_text_is_large(room: Room, size: tuple[int, int]) -> None:
    room.page.set_viewport_size({"width": size[0], "height": size[1]})
    for number in range(1, 11):
        room.page.evaluate(f"show({number})")
        told = room.page.evaluate(
            """() => { const now = document.querySelector('.scene.now'), foot = now.querySelector('footer').getBoundingClientRect();
            const size = (one) => one ? parseFloat(getComputedStyle(one).fontSize) : 999;
            return { tall: now.scrollHeight <= innerHeight, foot: foot.bottom <= innerHeight,
              title: size(now.querySelector('h2')), note: size(now.querySelector('.note')), source: size(now.querySelector('.source')),
              plots: [...now.querySelectorAll('.plot')].map((one) => Math.min(one.clientWidth, one.clientHeight)) } }"""
        )
        assert told["tall"] and told["foot"], number
        assert told["title"] >= 0.04 * size[1] and told["note"] >= 0.023 * size[1] and told["source"] >= 0.018 * size[1]
        assert all(least > 0.25 * size[1] for least in told["plots"])


def test_one_steps_off_a_slide_to_its_live_page_and_back(visit: "Visit", ten: Briefing) -> None:
    page = visit.page
    page.goto(f"{visit.address}/present?briefing={ten.packed()}#4")
    page.keyboard.press("e")
    page.wait_for_url(re.compile("/coalitions"))
    visit.settle()
    assert "Kazakhstan" in visit.sentence and "scene=" not in page.url and "briefing=" not in page.url
    page.get_by_role("link", name="Back to slide 4").click()
    page.wait_for_url(re.compile("/present.*#4$"))
    assert page.evaluate("location.hash") == "#4"
    expect(page.locator(".scene.now h2")).to_have_text("Қазақстан және маңызды минералдар")
    assert not visit.errors and not visit.strangers


def test_slides_are_prepared_and_downloaded_on_the_briefing_page(visit: "Visit") -> None:
    page = visit.page
    page.goto(f"{visit.address}/briefing?briefing=kazakhstan")
    page.get_by_role("button", name="Slides (PPTX)").click(timeout=30_000)
    ready = page.get_by_role("button", name=re.compile(r"^Download Slides \(PPTX\)"))
    ready.wait_for(timeout=30_000)
    with page.expect_download() as download:
        ready.click()
    assert re.fullmatch(r"kazakhstan-and-the-critical-minerals.*\.pptx", download.value.suggested_filename)
    deck = Presentation(io.BytesIO(Path(download.value.path()).read_bytes()))
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles[1:11] == [scene.title for scene in shipped()["kazakhstan"].scenes] and titles[11].startswith("Sources")
    assert not visit.errors and not visit.strangers


def test_a_scene_of_the_shipped_briefing_is_left_by_e_and_found_again_by_escape_and_reload(visit: "Visit") -> None:
    page = visit.page
    page.goto(f"{visit.address}/present?briefing=kazakhstan#5")
    page.keyboard.press("e")
    page.wait_for_url(re.compile("/coalitions"))
    page.get_by_role("link", name="Back to slide 5").wait_for(timeout=30_000)
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(r"/present\?briefing=kazakhstan[^#]*#5$"), timeout=30_000, wait_until="commit")
    titles = [scene.title for scene in shipped()["kazakhstan"].scenes]
    expect(page.locator(".scene.now h2")).to_have_text(titles[4])
    page.keyboard.press("ArrowRight")
    page.reload()
    expect(page.locator(".scene.now h2")).to_have_text(titles[5])
    assert page.evaluate("location.hash") == "#6" and not visit.errors and not visit.strangers
