"""First paint and click-to-paint of the atlas beside the usual way, then every page's click-to-settled: `make bench`.

The usual way is `st.pydeck_chart` with the same sites in DataFrames and the same land, alone on its page, on the stock server.
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.browser.conftest import SWITCHES, free_port, started

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CLICKS = ("Plants", "Mines", "Plants", "Deposits", "Plants", "Mines", "Plants", "Deposits")
PAGES = ("Atlas", "Minerals", "Countries", "Coalitions", "Trade routes", "Briefing", "Sources")
CHOSEN = ("lithium", "nickel", "graphite", "tungsten", "copper", "cobalt")
"""Minerals chosen one after the other on each page; the first is not counted, nor is the first visit of a page."""
SETTLED = """(title) => {
  const app = document.querySelector('[data-testid="stApp"]');
  const link = [...document.querySelectorAll('[data-testid="stSidebarNavLink"]')].find((a) => a.textContent.trim() === title);
  const stale = document.querySelector('[data-stale="true"]');
  const bare = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].some((chart) => !chart.querySelector('.main-svg'));
  return app?.dataset.testScriptState === 'notRunning' && link?.getAttribute('aria-current') === 'page' && !stale && !bare;
}"""
USUAL = """
import json

import pydeck as pdk
import streamlit as st

from data.ask import ask
from data.selection import Selection
from geo import boundaries

st.set_page_config(layout="wide")
every = ["Deposits", "Mines", "Plants"]
kinds = st.sidebar.pills("Show", every, default=every, selection_mode="multi")
world = json.loads(boundaries.drawing("countries"))
layers = [pdk.Layer("GeoJsonLayer", world, id="world", get_fill_color=[225, 231, 237])]
for kind, colour in (("deposit", [122, 92, 0]), ("mine", [196, 78, 0]), ("plant", [0, 103, 163])):
    if kind.capitalize() + "s" in kinds:
        rows = ask("map_sites", Selection(year=2025), kind=kind, most=1200).to_pandas()
        layers.append(pdk.Layer("ScatterplotLayer", rows, id=kind, get_position=["lon", "lat"], get_fill_color=colour,
                                get_radius=4, radius_units=pdk.types.String("pixels"), pickable=True))
view = pdk.ViewState(longitude=22, latitude=27, zoom=1)
st.pydeck_chart(pdk.Deck(layers, initial_view_state=view, map_provider=None), height=430, key="map")
"""


@contextmanager
def serving(command: list[str], port: int, **environment: str) -> Iterator[str]:
    process = started(command, port, **environment)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=20)


def quiet(page: Page, seconds: float = 1.5) -> None:
    """Wait until no frame has come for a while."""
    while True:
        before = page.evaluate("() => window.__paint.frames.length")
        page.wait_for_timeout(seconds * 1000)
        if page.evaluate("() => window.__paint.frames.length") == before:
            return


def measured(browser: Browser, address: str) -> dict[str, float]:
    """Medians in milliseconds: first map frame after opening; from a click to the new frame, submitted and painted; kB."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(path=HERE / "paint.js")
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_function("() => window.__paint.frames.length > 0", timeout=120_000)
    told = {"first map frame": 1000 * (time.perf_counter() - start)}
    page.wait_for_timeout(3_000)
    quiet(page)
    told |= _clicks(page)
    context.close()
    return told


def _clicks(page: Page) -> dict[str, float]:
    drawn, painted, sizes = [], [], []
    for name in CLICKS:
        before = page.evaluate("() => window.__paint.frames.at(-1).hash")
        page.evaluate("() => { window.__paint.presses = []; window.__paint.bytes = 0 }")
        page.get_by_role("button", name=name, exact=True).click()
        page.wait_for_function(f"() => window.__paint.frames.at(-1).hash !== {before}", timeout=60_000)
        quiet(page, 1.0)
        told = page.evaluate(
            "(before) => { const p = window.__paint, t = p.presses.at(-1);"
            " const f = p.frames.find(f => f.submitted > t && f.hash !== before);"
            " return [f.submitted - t, f.painted - t, p.bytes / 1000] }",
            before,
        )
        drawn.append(told[0])
        painted.append(told[1])
        sizes.append(told[2])
    return {
        "click: drawn": statistics.median(drawn[1:]),
        "click: painted": statistics.median(painted[1:]),
        "click: kB": statistics.median(sizes[1:]),
    }


def _link(page: Page, title: str) -> Locator:
    """A page's link; by its test id, because an open list of choices hides all else from roles."""
    return page.get_by_test_id("stSidebarNavLink").filter(has_text=title)


def settled(page: Page, title: str, start: float) -> float:
    """Milliseconds since `start` until the script of a page has run and every chart of it is drawn."""
    page.wait_for_function(SETTLED, arg=title, polling="raf", timeout=120_000)
    return 1000 * (time.perf_counter() - start)


def pages(browser: Browser, address: str) -> dict[str, tuple[float, float]]:
    """Per page, medians of 5 in milliseconds: from its link to settled, and from choosing a mineral to settled."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(path=HERE / "paint.js")
    page = context.new_page()
    page.goto(address)
    settled(page, PAGES[0], time.perf_counter())
    opened: dict[str, list[float]] = {title: [] for title in PAGES}
    for _ in range(6):
        for title in (*PAGES[1:], PAGES[0]):
            quiet(page)
            start = time.perf_counter()
            _link(page, title).click()
            opened[title].append(settled(page, title, start))
    found = {}
    for title in PAGES:
        _link(page, title).click()
        settled(page, title, time.perf_counter())
        chosen = [_choice(page, title, mineral) for mineral in CHOSEN] if title not in ("Briefing", "Sources") else []
        found[title] = (statistics.median(opened[title][1:]), statistics.median(chosen[1:]) if chosen else float("nan"))
    context.close()
    return found


def _choice(page: Page, title: str, mineral: str) -> float:
    """Milliseconds from the choice of a mineral in the filter, the one chosen before taken away, to settled."""
    chips = page.locator('[class*="st-key-chip_minerals_"] button')
    while chips.count():
        chips.first.click()
        page.wait_for_timeout(300)
        settled(page, title, time.perf_counter())
    quiet(page)
    page.locator(".st-key-filter_minerals input").click()
    page.keyboard.type(mineral)
    page.wait_for_timeout(300)
    start = time.perf_counter()
    page.keyboard.press("Enter")
    page.wait_for_function("(id) => location.search.includes('mineral=' + id)", arg=mineral, polling="raf", timeout=20_000)
    took = settled(page, title, start)
    page.keyboard.press("Escape")
    return took


def main() -> None:
    """Measure both and print them side by side, then the pages."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        port = free_port()
        with serving([sys.executable, "dashboard.py"], port, ATLAS_PORT=str(port)) as address:
            atlas = measured(browser, address)
            each = pages(browser, address)
        script = Path(folder) / "usual.py"
        script.write_text(USUAL, "utf-8")
        port = free_port()
        command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), "--server.headless", "true"]
        with serving(command, port, PYTHONPATH=str(ROOT)) as address:
            usual = measured(browser, address)
        browser.close()
    print(f"{'ms, medians of 7 clicks':<30}{'atlas':>10}{'usual way':>12}{'ratio':>8}")
    for name, value in atlas.items():
        print(f"{name:<30}{value:>10,.0f}{usual[name]:>12,.0f}{usual[name] / value:>8.1f}")
    print(f"\n{'ms, medians of 5':<30}{'its link':>10}{'a mineral':>12}")
    for title, (link, mineral) in each.items():
        print(f"{title:<30}{link:>10,.0f}{mineral:>12,.0f}")


if __name__ == "__main__":
    main()
