"""The data, units, colours and source line in a figure's JSON."""

import pytest

from data.ask import rows
from data.selection import Selection
from pages.parts import charts, headline
from pages.parts.look import COLOURS

SHOWN = {
    "mineral": "Cobalt", "measured": "Cobalt", "by_group": False, "stage": "mine", "period": "2024", "basis": "cobalt content",
    "product": "cobalt", "publisher": "Survey", "source": "Summaries 2026",
}  # fmt: skip


def row(code: str | None, share: float | None, **more: object) -> dict[str, object]:
    return {
        "iso3": code, "country": code, "is_rest": code is None, "quantity_t": share and share * 1000, "share_pct": share,
        "flag": None, "is_member": False, "is_chosen": False, **more,
    }  # fmt: skip


ANSWER = [
    row("AAA", 60.0, is_member=True),
    row("BBB", 20.0, flag="estimated"),
    row("CCC", 5.0, is_chosen=True),
    row("DDD", None, flag="withheld"),
    row(None, 15.0),
]


def test_producers_are_bars_with_shares_units_colours_and_source() -> None:
    chart = charts.producers(ANSWER, SHOWN, "light")
    bars = chart.plot.to_dict()["data"][0]
    assert list(bars["y"]) == ["AAA", "BBB", "CCC", "Not named"]
    assert list(bars["x"]) == [60, 20, 5, 15]
    assert list(bars["text"]) == ["60% · 60 kt", "20% · 20 kt e", "5.0% · 5 kt", "15%"]
    assert list(bars["marker"]["color"]) == [COLOURS[name][0] for name in ("member_bar", "other_bar", "plant", "land")]
    assert list(bars["customdata"]) == ["AAA", "BBB", "CCC", ""]
    assert chart.title == "Cobalt mined, 2024: share of the world"
    assert chart.source == "Survey, Summaries 2026. Cobalt, cobalt content. e = estimated. Withheld: DDD."
    assert "AAA 60%" in chart.alt


def test_small_producers_are_counted_as_others() -> None:
    many = [row(f"C{n:02}", 8.0) for n in range(12)]
    bars = charts.producers(many, SHOWN, "light").plot.to_dict()["data"][0]
    assert bars["y"][-1] == "4 others and unnamed" and bars["x"][-1] == 32


def test_history_adds_up_year_by_year() -> None:
    past = [
        {
            "year": year,
            "iso3": code,
            "country": code,
            "is_rest": code is None,
            "quantity_t": tonnes,
            "is_member": code == "BBB",
            "edition": "2026",
            "basis": "content",
            "product": "cobalt",
        }
        for year, code, tonnes in [(2023, "AAA", 2000.0), (2024, "AAA", 3000.0), (2024, "BBB", 500.0), (2024, None, 250.0)]
    ]
    chart = charts.history(past, SHOWN, "dark")
    assert chart is not None and chart.title == "Cobalt mined, 2023 to 2024, kt"
    series = {bar["name"]: list(bar["y"]) for bar in chart.plot.to_dict()["data"]}
    assert series == {"BBB": [0, 0.5], "AAA": [2, 3], "Others": [0, 0.25]}
    assert next(iter(series)) == "BBB", "members stand at the foot"


def test_one_year_is_no_history() -> None:
    assert charts.history([{"year": 2024, "iso3": "AAA", "is_rest": False, "quantity_t": 1.0}], SHOWN, "light") is None


@pytest.mark.parametrize(
    ("share", "text"), [(None, "no figure"), (0.0, "0%"), (0.01, "<0.1%"), (0.24, "0.2%"), (9.96, "10%"), (74.19, "74%")]
)
def test_percent(share: float | None, text: str) -> None:
    assert charts.percent(share) == text


@pytest.mark.parametrize(("share", "text"), [(None, "no figure"), (0.0, "no figure"), (0.01, ">0%"), (0.24, "≥0.2%")])
def test_a_bound_of_nothing_is_no_figure(share: float | None, text: str) -> None:
    assert charts.least(share, True) == text
    assert charts.least(share, False) == charts.percent(share)


@pytest.mark.parametrize(("value", "text"), [(230.4, "230"), (12.34, "12.3"), (7.7, "7.7"), (0.123, "0.12"), (1234.0, "1,234")])
def test_figures_have_two_or_three_digits(value: float, text: str) -> None:
    assert charts.figures(value) == text


def test_the_unit_is_chosen_once_by_the_largest() -> None:
    assert charts.unit([5.0, None, 2_500_000.0]) == (1e6, "Mt")
    assert charts.unit([]) == (1.0, "t")


def test_every_figure_of_the_atlas_has_a_source_line() -> None:
    selection = Selection(year=2025)
    overview = rows("overview", selection)
    for stage in ("mine", "refining", "reserves"):
        chart = charts.held(overview, stage, "G7", "light")
        assert chart is not None and "Survey" in chart.source and chart.alt and "%" in chart.plot.to_dict()["data"][0]["text"][0]


@pytest.mark.parametrize(
    ("low", "high", "band"),
    [
        (900, 900, "unconcentrated"),
        (1200, 1200, "moderately concentrated"),
        (5000, 5100, "highly concentrated"),
        (900, 1900, "unconcentrated to highly concentrated"),
    ],
)
def test_bands_of_the_hhi(low: float, high: float, band: str) -> None:
    assert headline.bands(low, high) == band
