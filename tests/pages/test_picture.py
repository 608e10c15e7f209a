"""Pictures: every figure drawn, its words inside the sheet and apart, its numbers those that the figure tells."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import plotly.graph_objects as go
import pytest

from data.ask import offer
from data.selection import Selection
from pages.parts import charts, figures, map, picture, sheet
from pages.parts.charts import Chart
from pages.parts.sheet import Box, Sheet

YEAR, TRADE_YEAR = offer().year, offer().trade_year
FIRST = Selection(year=YEAR, trade_year=TRADE_YEAR)
SEEN = {
    "one mineral": ("atlas", replace(FIRST, minerals=("uranium",))),
    "several": ("atlas", replace(FIRST, minerals=("lithium", "nickel"))),
    "one joins": ("coalitions", replace(FIRST, added=("KAZ",))),
    "held": ("coalitions", replace(FIRST, coalitions=("pax_silica", "g7"))),
    "what Kazakhstan sells": ("trade_routes", replace(FIRST, countries=("KAZ",), side="export")),
    "closed": ("trade_routes", replace(FIRST, minerals=("cobalt",), closed=("suez_canal",))),
}
CROSSING = 0.02
"""Inches that two texts may reach into each other: the room above small letters."""


def every() -> Iterator[tuple[str, Chart]]:
    for name, (page, selection) in SEEN.items():
        for theme in ("light", "dark"):
            for key, chart in {**figures.PAGES[page](selection, theme), "map": map.of_page(page, selection, theme)}.items():
                yield f"{name}, {key}, {theme}", chart


EVERY = dict(every())


def drawn(chart: Chart, width: float = 12.0, height: float = 6.0) -> Sheet:
    with sheet.drawing():
        made = Sheet(width, height, "light")
        picture.draw(made, Box(0.3, 0.3, width - 0.6, height - 0.6), chart)
        return made


def crossed(places: dict[str, Box]) -> list[tuple[str, str]]:
    return [
        (a, b)
        for (a, one), (b, two) in combinations(places.items(), 2)
        if min(one.right, two.right) - max(one.left, two.left) > CROSSING
        and min(one.bottom, two.bottom) - max(one.top, two.top) > CROSSING * 3
    ]


@pytest.mark.parametrize("size", [(12.0, 6.0), (6.0, 5.0)], ids=["wide", "half a page"])
@pytest.mark.parametrize("chart", EVERY.values(), ids=EVERY.keys())
def test_words_stay_inside_and_apart(chart: Chart, size: tuple[float, float]) -> None:
    if size[0] < picture.WHOLE and chart.plot.layout.meta == "wide":
        with pytest.raises(picture.NotDrawn, match="too wide"):
            drawn(chart, *size)
        return
    made = drawn(chart, *size)
    with sheet.drawing():
        places = {f"{number} {text.get_text()}": box for number, (text, box) in enumerate(made.places().items())}
    assert places
    for text, box in places.items():
        assert box.left > 0.2 and box.right < size[0] - 0.2, text
        assert box.top > 0.2 and box.bottom < size[1] - 0.2, text
    turned = [text for text in made.axes.texts if text.get_rotation()]
    assert turned or not crossed(places), crossed(places)


@pytest.mark.parametrize("name", [name for name in EVERY if re.search(", (producers|held_|change|passing|partners)", name)])
def test_bars_say_the_numbers_that_the_figure_tells(name: str) -> None:
    words = {text.get_text().replace("\n", " ") for text in drawn(EVERY[name]).axes.texts}
    for label, value in EVERY[name].told.items():
        assert value in words and label in words, (label, value)


def test_bars_are_as_long_as_their_shares() -> None:
    chart = EVERY["one mineral, producers_mine, light"]
    made = drawn(chart)
    lengths = [patch.get_path().get_extents().width for patch in made.axes.patches]
    shares = list(chart.plot.to_dict()["data"][0]["x"])
    assert [length / lengths[0] for length in lengths] == pytest.approx([share / shares[0] for share in shares], rel=1e-6)


def test_the_legend_of_the_map_says_what_its_marks_mean() -> None:
    words = {text.get_text() for text in drawn(EVERY["one mineral, map, light"]).axes.texts}
    assert {"G7", "disputed area", "hollow: not operating"} <= words
    assert any(re.fullmatch(r"Mines \d+", text) for text in words)


def test_an_unknown_kind_of_figure_is_refused_and_shown_as_its_values() -> None:
    chart = Chart("Pie", go.Figure({"data": [{"type": "pie", "values": [1]}]}), "A source.", {"Cobalt": "74%"})
    with pytest.raises(picture.NotDrawn, match="pie"):
        drawn(chart)
    bad = Chart(
        "Log", go.Figure({"data": [{"type": "scatter", "x": [1], "y": [1], "marker": {"symbol": "star"}}]}), "", {"Tin": "3"}
    )
    with pytest.raises(picture.NotDrawn, match="star"):
        drawn(bad)
    with sheet.drawing():
        made = Sheet(6, 4, "light")
        picture.put(made, Box(0, 0, 6, 4), chart)
    assert [text.get_text() for text in made.axes.texts] == ["Cobalt: 74%"]
    assert picture.png(chart, "dark").startswith(b"\x89PNG")


def test_ranges_steps_bases_and_grids_of_dots_are_drawn() -> None:
    plot = go.Figure(
        {
            "data": [
                {"type": "scatter", "mode": "markers", "x": [2.0, 4.0], "y": ["a", "b"], "error_x": {"array": [1.0, 0.5]}},
                {"type": "bar", "orientation": "h", "base": ["2024-01-01"], "x": [86_400_000 * 366], "y": ["c"], "xaxis": "x2", "yaxis": "y2"},
            ],
            "layout": charts.layout(
                "light", xaxis={"domain": [0, 0.4]}, xaxis2={"type": "date", "domain": [0.6, 1], "range": ["2023-01-01", "2026-01-01"]},
                yaxis2={"anchor": "x2"},
            ),
        }
    )  # fmt: skip
    made = drawn(Chart("Two", plot, "", {}))
    bar = max(made.axes.patches, key=lambda patch: patch.get_path().get_extents().height).get_path().get_extents()
    assert bar.width == pytest.approx(0.4 * 11.4 * 366 / 1096, rel=0.15)


def test_files_hold_the_title_and_are_the_same_each_time() -> None:
    chart = replace(EVERY["one mineral, producers_mine, light"], title="Уран: Қазақстанның үлесі $x$ & <b>")
    svg = picture.svg(chart, "light").decode()
    assert "Уран: Қазақстанның үлесі" in svg and svg == picture.svg(chart, "light").decode()
    assert "39%" in svg
    png = picture.png(chart, "light", width=6, dpi=100)
    assert png[16:24] == (600).to_bytes(4, "big") + png[20:24] and png == picture.png(chart, "light", width=6, dpi=100)


def test_a_long_title_and_source_wrap_inside_the_frame() -> None:
    chart = replace(EVERY["one mineral, history, light"], title="Uranium mined " * 20, source="A source with many words. " * 30)
    with sheet.drawing():
        made = picture._sheet(chart, "light", 12.0, None, True)
        places = {str(number): box for number, box in enumerate(made.places().values())}
    assert all(
        box.left > 0.2 and box.right < 11.8 and box.top > 0.2 and box.bottom < made.height - 0.2 for box in places.values()
    )
    assert not crossed(places)


def test_source_sans_has_kazakh_and_the_spare_is_used_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from fontTools.ttLib import TTFont

    assert sheet.typefaces()[True][0] == "Atlas Strong" and sheet.typefaces()[False][-1] == sheet.SPARE
    with TTFont(sheet._folder() / "Atlas Text.ttf") as font:
        assert not [sign for sign in "ҚҢӨҮҰӘІҺҒқңөүұәіһғЯя≥→–…·" if ord(sign) not in font.getBestCmap()]
    monkeypatch.setattr(sheet, "shipped", lambda: None)
    monkeypatch.setattr(sheet, "_folder", lambda: Path("/nowhere"))
    assert sheet._made("Atlas Text", 400) is None


def test_several_readers_at_once_get_the_pictures_of_one() -> None:
    some = [chart for name, chart in EVERY.items() if name.endswith("light")][:6]
    alone = [picture.png(chart, "light", dpi=60) for chart in some]
    with ThreadPoolExecutor(6) as readers:
        assert list(readers.map(lambda chart: picture.png(chart, "light", dpi=60), some)) == alone


def test_nothing_is_drawn_or_written_at_home_before_a_picture_is_asked_for(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    code = (
        "import sys, pages.parts.figures, pages.parts.paper; assert 'matplotlib' not in sys.modules; "
        "from pages.parts import sheet\nwith sheet.drawing(): sheet.Sheet(2, 2, 'light').save('png')"
    )
    known = {
        name: value for name, value in os.environ.items() if name not in ("MPLCONFIGDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], env={**known, "HOME": str(home), "PYTHONPATH": "."}, capture_output=True, text=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0 and not done.stderr, done.stderr
    assert not [path for path in home.rglob("*") if path.is_file()]
