"""The figures and sentences of one country: bars, steps beside the claim, intervals, and the view of its map."""

from datetime import date
from typing import Any

import pytest

from data.ask import offer, rows
from data.selection import Selection
from pages.parts import country, figures, map
from pages.parts.look import COLOURS


def selection(*countries: str, **more: Any) -> Selection:
    return Selection(countries=countries, year=offer().year, trade_year=offer().trade_year, **more)


def bars(plot: Any) -> dict[str, Any]:
    found: dict[str, Any] = plot.to_dict()["data"][0]
    return found


def test_the_last_country_chosen_is_shown() -> None:
    found = figures.countries(selection("KAZ", "COD"), "light")
    assert found["brings_mine"].title.startswith("Congo (DRC), mined: share of the world")
    assert country.alone(selection("KAZ", "COD")).countries == ("COD",)


@pytest.mark.parametrize("code", ["KAZ", "USA", "CHN", "LUX", "GRL", "ATA", "HKG"])
def test_every_figure_has_title_source_and_rows(code: str) -> None:
    for key, chart in figures.countries(selection(code), "dark").items():
        assert chart.title and chart.source and chart.told, key
        assert chart.answer is not None and chart.answer.num_rows, key


def test_nobody_chosen_ranks_the_countries_and_tints_members() -> None:
    chart = figures.countries(selection(coalitions=("g7",)), "light")["standing_refining"]
    drawn = bars(chart.plot)
    assert drawn["customdata"][0] == "CHN" and list(drawn["x"]) == sorted(drawn["x"], reverse=True)
    tints = dict(zip(drawn["customdata"], drawn["marker"]["color"], strict=True))
    assert tints["USA"] == COLOURS["member_bar"][0] and tints["CHN"] == COLOURS["other_bar"][0]


def test_one_mineral_shows_the_country_among_all() -> None:
    chart = figures.countries(selection("KAZ", minerals=("chromium",)), "light")["producers_mine"]
    drawn = bars(chart.plot)
    assert dict(zip(drawn["y"], drawn["marker"]["color"], strict=True))["Kazakhstan"] == COLOURS["plant"][0]


def test_evidence_is_steps_of_sixty_with_a_line_at_the_claim() -> None:
    chart = figures.countries(selection("KAZ"), "light")["evidence"]
    drawn, shape = bars(chart.plot), chart.plot.to_dict()["layout"]["shapes"][0]
    ends = [base + number for base, number in zip(drawn["base"], drawn["x"], strict=True)]
    assert ends[-1] == 60 and list(drawn["base"]) == [0, *ends[:-1]]
    assert shape["x0"] == shape["x1"] == 20
    assert "4 February 2026: 20 of 60" in chart.plot.to_dict()["layout"]["annotations"][0]["text"]
    assert "evidence" not in figures.countries(selection("USA"), "light")


def test_an_older_claim_of_another_list_is_no_line() -> None:
    known = rows("evidence", selection(), country="KAZ")
    claims = [row for row in rows("claims", country="KAZ") if row["count_of"] != 60]
    chart = country.evidence(known, claims, "KAZ", "light")
    assert chart and not chart.plot.to_dict()["layout"].get("shapes")


MEMBER = {
    "coalition": "X", "coalition_id": "x", "role": "member", "role_as_stated": None, "from_earliest": date(2020, 1, 1),
    "from_latest": date(2020, 1, 1), "to_date": None, "ended": None, "confidence": "primary", "kind": "forum",
}  # fmt: skip


def test_memberships_are_intervals_and_the_unverified_hollow() -> None:
    answer = [
        MEMBER,
        MEMBER | {"coalition": "Y", "confidence": "unverified"},
        MEMBER | {"coalition": "Z", "from_latest": date(2021, 1, 1), "ended": date(2023, 1, 1)},
        MEMBER | {"coalition": "U", "from_earliest": None, "from_latest": None},
        MEMBER | {"coalition": "D", "to_date": date(2020, 1, 1)},
        MEMBER | {"coalition": "L", "kind": "list"},
    ]
    chart = country.memberships(answer, "KAZ", Selection(coalitions=("x",)), "light")
    assert chart is not None
    drawn = chart.plot.to_dict()["data"]
    lines = {(trace["y"][0], trace["marker"]["opacity"]): trace for trace in drawn if trace["type"] == "bar"}
    assert lines["X", 1]["marker"]["color"] == COLOURS["member_bar"][0]
    assert lines["Y", 1]["marker"]["color"] == "rgba(0,0,0,0)" and lines["Y", 1]["marker"]["line"]["width"] > 0
    assert lines["Z", 1]["base"][0] == date(2021, 1, 1) and lines["Z", 0.4]["base"][0] == date(2020, 1, 1)
    assert lines["Z", 1]["x"][0] == 730 * 86_400_000
    assert lines["U", 1]["marker"]["pattern"]["shape"] == "."
    assert list(drawn[-1]["y"]) == ["D"] and "L" not in chart.told
    assert chart.told["Y"] == "member since 1 January 2020, unverified"
    assert chart.told["Z"] == "member since 1 January 2021, coalition ended 1 January 2023"
    for words in ("Hollow: unverified", "no day of joining is known", "Lists that are no coalition"):
        assert words in chart.source


def test_the_state_of_controls_is_told_on_the_day_and_the_unknown_apart() -> None:
    day = Selection(as_of=date(2026, 11, 22))
    told = country.controlled(rows("country_controls", day, country="USA"), day)
    assert told.startswith("In force on 22 November 2026: 2 issued by it, 1 aimed at it by name")
    assert "do not count as in force" in told and "unknown after 16 January 2025" in told


def test_a_country_is_shown_large_and_a_code_without_shape_as_the_world() -> None:
    view = map.around("KAZ")
    assert 60 < view["longitude"] < 72 and 44 < view["latitude"] < 52 and 2.5 < view["zoom"] < 4
    assert map.around("LUX")["zoom"] > map.around("KAZ")["zoom"] > map.around("USA")["zoom"] >= map.WORLD["zoom"]
    assert map.around("XXX") == {}
