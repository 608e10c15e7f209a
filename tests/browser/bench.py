"""First paint and click-to-paint of the atlas beside the usual way, in one run: `make bench`.

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

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import SWITCHES, free_port, started

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CLICKS = ("Plants", "Mines", "Plants", "Deposits", "Plants", "Mines", "Plants", "Deposits")
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


def main() -> None:
    """Measure both and print them side by side."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        port = free_port()
        with serving([sys.executable, "dashboard.py"], port, ATLAS_PORT=str(port)) as address:
            atlas = measured(browser, address)
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


if __name__ == "__main__":
    main()
