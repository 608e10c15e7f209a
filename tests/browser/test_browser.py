"""What only a browser can show: real clicks on the real map, no request to another host, no error in the console."""

import csv
import io
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from data.ask import rows
from data.briefing import Briefing, Scene
from data.selection import Selection
from pages.parts.plate import WORLD

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

PAGES = (
    "/trade_routes",
    "/",
    "/minerals",
    "/minerals?mineral=cobalt",
    "/countries?country=KAZ",
    "/coalitions",
    "/briefing",
    "/sources",
)


def pixel(page: Page, lon: float, lat: float) -> tuple[float, float]:
    """Where a place stands on the untouched map (Web Mercator, 512 pixels for the world at zoom 0)."""
    box = page.locator('[data-testid="stDeckGlJsonChart"]').bounding_box()
    assert box is not None

    def world(x: float, y: float) -> tuple[float, float]:
        north = math.asinh(math.tan(math.radians(y)))
        return 512 * 2 ** WORLD["zoom"] * (x / 360), -512 * 2 ** WORLD["zoom"] * north / (2 * math.pi)

    here, centre = world(lon, lat), world(WORLD["longitude"], WORLD["latitude"])
    return box["x"] + box["width"] / 2 + here[0] - centre[0], box["y"] + box["height"] / 2 + here[1] - centre[1]


def press(page: Page, x: float, y: float, address: str) -> None:
    """Click as a hand does (come, rest, press) until the address matches.

    Without a GPU a frame can come between the two halves of a press and make it too long for a click: then again.
    """
    for _ in range(8):
        page.mouse.move(x - 3, y - 2)
        page.wait_for_timeout(700)
        page.mouse.move(x, y)
        page.wait_for_timeout(900)
        page.mouse.down()
        page.mouse.up()
        for _ in range(15):
            page.wait_for_timeout(200)
            if re.search(address, page.url):
                return
    raise AssertionError(f"{address} never came: {page.url}")


def until(page: Page, pattern: str) -> None:
    page.wait_for_url(re.compile(pattern), timeout=30_000, wait_until="commit")


@pytest.mark.parametrize("path", PAGES)
def test_no_request_leaves_and_no_error_is_logged(visit: "Visit", path: str) -> None:
    visit.open(path)
    if path == "/":
        visit.map_drawn()
    visit.page.wait_for_timeout(1_500)
    assert visit.strangers == []
    assert visit.errors == []


def test_a_deep_link_survives_two_page_changes_and_a_reload(visit: "Visit") -> None:
    page = visit.open("/sources?mineral=cobalt&country=KAZ&coalition=pax_silica")
    told = visit.sentence
    assert told.startswith("Cobalt in Kazakhstan") and "Pax Silica" in told
    page.get_by_role("link", name="Atlas").click()
    page.wait_for_selector('[data-testid="stDeckGlJsonChart"]', timeout=30_000)
    visit.settle()
    assert visit.sentence == told and "mineral=cobalt" in page.url
    page.get_by_role("link", name="Sources").click()
    page.wait_for_selector('[data-testid="stTabs"]', timeout=30_000)
    visit.settle()
    page.reload()
    visit.settle()
    assert visit.sentence == told and "coalition=pax_silica" in page.url


def test_clicks_on_a_bar_a_country_and_a_pill_become_the_filter_and_the_view_stays(visit: "Visit") -> None:
    page = visit.open("/?mineral=cobalt")
    visit.map_drawn()
    canvas = page.locator("#deckgl-overlay").element_handle()
    bar = page.locator(".st-key-figure_producers_mine .barlayer .point path").first.bounding_box()
    assert bar is not None
    press(page, bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2, "country=COD")
    visit.settle()
    assert "Congo (DRC)" in visit.sentence
    visit.page.wait_for_timeout(1_500)
    press(page, *pixel(page, 134, -25), "country=COD&country=AUS")
    visit.settle()
    page.get_by_role("button", name="Plants", exact=True).click()
    until(page, "kind=deposit&kind=mine")
    visit.settle()
    assert page.locator("#deckgl-overlay").element_handle().evaluate("(now, then) => now === then", canvas)
    page.mouse.move(*pixel(page, 133, -24))
    page.wait_for_selector(".deck-tooltip:has-text('Australia')", timeout=20_000)


def test_a_click_on_a_mark_opens_its_record(visit: "Visit") -> None:
    site = rows("map_sites", Selection(minerals=("beryllium",), countries=("KAZ",), year=2025), kind="plant", most=1)[0]
    page = visit.open("/?mineral=beryllium&country=KAZ&kind=plant")
    visit.map_drawn()
    press(page, *pixel(page, site["lon"], site["lat"]), f"site={site['site_id']}")
    record = page.locator(".st-key-record")
    record.wait_for(timeout=20_000)
    visit.settle()
    told = record.inner_text()
    assert site["name"] in told and "Beryllium" in told and "Sources" in told
    record.get_by_role("button").first.click()
    record.wait_for(state="detached", timeout=20_000)


def test_a_passage_of_the_trade_map_tells_its_share_and_lists_its_flows(visit: "Visit") -> None:
    page = visit.open("/trade_routes?mineral=cobalt")
    page.wait_for_selector("#deckgl-overlay", state="attached", timeout=60_000)
    for _ in range(100):
        if {"lanes", "passages"} <= {url.split("/")[-1].split(".")[0] for url in visit.layers}:
            break
        page.wait_for_timeout(200)
    page.wait_for_timeout(2_000)
    place = next(row for row in rows("passing", Selection(year=2025, trade_year=2024, minerals=("cobalt",))) if row["is_passage"])
    page.mouse.move(*pixel(page, place["lon"], place["lat"]))
    page.wait_for_selector(f".deck-tooltip:has-text('{place['name']}')", timeout=20_000)
    assert "of the selection passes" in page.locator(".deck-tooltip").inner_text()
    press(page, *pixel(page, place["lon"], place["lat"]), f"through={place['route_id']}")
    visit.settle()
    page.get_by_role("button", name=f"through {place['name']}").click()
    page.wait_for_url(lambda url: "through" not in url, timeout=30_000)
    assert visit.strangers == [] and visit.errors == []


def test_what_is_filtered_is_a_row_of_chips_that_a_click_takes_away_and_the_map_stays(visit: "Visit") -> None:
    page = visit.open("/?country=KAZ")
    visit.map_drawn()
    canvas = page.locator("#deckgl-overlay").element_handle()
    chip = page.get_by_role("button", name="Take away Kazakhstan")
    box = chip.bounding_box()
    assert box is not None and box["height"] <= 34 and chip.inner_text().split() == ["Take", "away", "Kazakhstan"]
    chip.click()
    page.wait_for_url(lambda url: "country" not in url, timeout=30_000)
    visit.settle()
    assert "in all countries" in visit.sentence and page.locator(".st-key-chips button").count() == 0
    press(page, *pixel(page, 134, -25), "country=AUS")
    visit.settle()
    page.get_by_role("button", name="Take away Australia").click()
    page.wait_for_url(lambda url: "country" not in url, timeout=30_000)
    assert page.locator("#deckgl-overlay").element_handle().evaluate("(now, then) => now === then", canvas)
    assert visit.strangers == [] and visit.errors == []


def test_a_click_on_the_map_of_a_coalition_lets_a_country_join_and_a_chip_takes_it_back(visit: "Visit") -> None:
    page = visit.open("/coalitions")
    page.wait_for_selector("#deckgl-overlay", state="attached", timeout=60_000)
    page.locator('[data-testid="stDeckGlJsonChart"]').scroll_into_view_if_needed()
    page.wait_for_timeout(4_000)
    press(page, *pixel(page, 134, -25), "add=AUS")
    visit.settle()
    assert "G7 with Australia: 8 countries" in visit.sentence
    page.get_by_role("button", name="Take away Australia joins").click()
    page.wait_for_url(lambda url: "add" not in url, timeout=30_000)
    assert visit.strangers == [] and visit.errors == []


def test_a_scene_keeps_the_view_of_the_map(visit: "Visit") -> None:
    page = visit.open("/?mineral=cobalt")
    visit.map_drawn()
    box = page.locator('[data-testid="stDeckGlJsonChart"]').bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 700, box["y"] + 150)
    page.mouse.wheel(0, -400)
    page.wait_for_timeout(2_500)
    page.mouse.down()
    page.mouse.move(box["x"] + 640, box["y"] + 190, steps=8)
    page.mouse.up()
    page.wait_for_timeout(1_500)
    page.get_by_role("button", name="Add to briefing").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Briefing: 1 scene").click()
    until(page, "briefing=z")
    visit.settle()
    scene = Briefing.of_link(parse_qs(urlsplit(page.url).query)["briefing"][0]).scenes[0]
    assert scene.view is not None
    lon, lat, zoom = scene.view
    assert zoom > WORLD["zoom"] + 0.5 and lon > WORLD["longitude"] + 5 and abs(lat - WORLD["latitude"]) > 1
    page.get_by_role("button", name="Open live").click()
    visit.map_drawn()
    page.get_by_role("button", name="Add to briefing").click()
    page.get_by_role("link", name="Briefing: 2 scenes").click()
    until(page, "briefing=z")
    visit.settle()
    page.reload()
    visit.settle()
    again = Briefing.of_link(parse_qs(urlsplit(page.url).query)["briefing"][0]).scenes[1]
    assert again.view == pytest.approx(scene.view, abs=0.01) and again.link == scene.link
    assert visit.strangers == [] and visit.errors == []


def test_a_scene_is_added_where_the_map_tells_no_view(visit: "Visit") -> None:
    page = visit.open("/?mineral=cobalt")
    visit.map_drawn()
    page.evaluate("() => document.querySelector('[data-testid=\"stDeckGlJsonChart\"]').setAttribute('data-testid', 'gone')")
    page.get_by_role("button", name="Add to briefing").click()
    page.get_by_role("link", name="Briefing: 1 scene").click()
    until(page, "briefing=z")
    assert Briefing.of_link(parse_qs(urlsplit(page.url).query)["briefing"][0]).scenes[0].view is None
    assert visit.errors == []


def test_escape_goes_back_to_the_slide(visit: "Visit") -> None:
    link = Briefing("", (Scene("coalitions", {"add": ("KAZ",)}, ("change_mine",), "Joins"),)).packed()
    page = visit.open(f"/coalitions?add=KAZ&scene=1&briefing={link}")
    page.get_by_role("link", name="Back to slide 1").wait_for(timeout=30_000)
    assert "briefing=" not in page.url and "add=KAZ" in page.url
    assert page.get_by_text("Ignored in the address").count() == 0
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(r"/present\?briefing=z[^#]*#1$"), timeout=30_000, wait_until="commit")


def test_finding_a_site_flies_there(visit: "Visit") -> None:
    page = visit.open()
    visit.map_drawn()
    page.get_by_placeholder("Find a site, country, mineral").fill("ÜLBA")
    page.keyboard.press("Enter")
    page.locator('[class*="st-key-found_site"] button').first.click()
    until(page, "site=ulba")
    page.locator(".st-key-record").wait_for(timeout=20_000)


def test_the_table_twin_downloads_what_the_question_answers(visit: "Visit") -> None:
    page = visit.open("/?mineral=beryllium")
    page.get_by_text("The map as a table").click()
    page.get_by_text("Download as CSV").wait_for(timeout=20_000)
    visit.settle()
    with page.expect_download() as waiting:
        page.get_by_text("Download as CSV").click()
    text = Path(waiting.value.path()).read_text("utf-8-sig")
    told = list(csv.DictReader(io.StringIO(text)))
    asked = rows("table_sites", Selection(minerals=("beryllium",), year=2025))
    assert [row["site_id"] for row in told] == [row["site_id"] for row in asked]
    assert "lon (degrees east)" in told[0]


def test_nonsense_in_the_address_is_named_and_harmless(visit: "Visit") -> None:
    page = visit.open(
        "/?mineral=<img src=x onerror=alert(1)>&country=XX&year=3000&coalition=%27%3B%20drop%20table&z=" + "q" * 9_000
    )
    told = page.locator('[data-testid="stAlert"]').first.inner_text()
    assert "<img src=x" in told and "XX" in told and "3000" in told and "drop table" in told and "qqq…" in told
    assert page.locator("img[src=x]").count() == 0
    page.wait_for_selector('[data-testid="stDeckGlJsonChart"]', timeout=30_000)
    assert visit.strangers == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (1920, 1080), (1280, 720)])
def test_map_figures_and_first_chart_are_in_sight(visit: "Visit", size: tuple[int, int], scheme: str) -> None:
    page = visit.page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": size[0], "height": size[1]})
    visit.open("/?mineral=cobalt")
    page.locator(".st-key-figure_producers_mine .barlayer .point").first.wait_for(timeout=30_000)
    boxes = [
        page.locator(name).first.bounding_box()
        for name in (".st-key-sentence", ".st-key-headline", '[data-testid="stDeckGlJsonChart"]', ".st-key-figure_producers_mine")
    ]
    assert all(box is not None for box in boxes)
    tops = [box["y"] for box in boxes if box]
    assert tops == sorted(tops)
    if size[1] >= 900:
        first = page.locator(".st-key-figure_producers_mine .barlayer .point").nth(4).bounding_box()
        assert first is not None and first["y"] + first["height"] < size[1]
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_streamlit_run_opens_the_same_atlas(visit: "Visit", stock_server: str) -> None:
    visit.address = stock_server
    visit.open("/sources?mineral=tin")
    assert visit.sentence.startswith("Tin in all countries")
