"""The page of coalitions: what each figure's JSON holds, and that every section is drawn whole."""

from datetime import date

import pytest

from data.ask import members, offer, rows
from data.selection import Selection
from pages.parts import coalition, figures, filters, holdings, membership
from pages.parts.look import COLOURS
from tests.pages.test_pages import run, text

G7 = Selection(year=2025, trade_year=2024)
TWO = Selection(year=2025, trade_year=2024, coalitions=("pax_silica", "g7"))
CHOSEN = {
    "G7": G7,
    "both": TWO,
    "in all": Selection(year=2025, trade_year=2024, coalitions=("pax_silica", "g7"), combine="all"),
    "but": Selection(year=2025, trade_year=2024, coalitions=("pax_silica", "g7"), combine="but"),
    "EU": Selection(year=2025, trade_year=2024, coalitions=("eu",)),
    "joins": Selection(year=2025, trade_year=2024, added=("KAZ",)),
    "leaves": Selection(year=2025, trade_year=2024, removed=("USA",)),
    "cobalt": Selection(year=2025, trade_year=2024, minerals=("cobalt",)),
    "a group": Selection(year=2025, trade_year=2024, minerals=("rare_earths",)),
    "ended": Selection(year=2025, trade_year=2024, coalitions=("msp",)),
    "nobody": Selection(year=2025, trade_year=2024, coalitions=()),
}


def change(mineral: str, before: float, after: float, **more: object) -> dict[str, object]:
    return {
        "mineral_id": mineral, "mineral": mineral.capitalize(), "measured_id": mineral, "measured": mineral.capitalize(),
        "by_group": False, "stage": "mine", "before_pct": before, "after_pct": after, "change_pp": after - before,
        "hhi_before": 1000.0 + before, "hhi_after": 1000.0 + after, "hhi_separate": 900.0, "outsider": "China", "outsider_pct": 40.0,
        "is_bound": False, "period": "2024", "publisher": "Survey", "source": "Summaries 2026", **more,
    }  # fmt: skip


@pytest.mark.parametrize("chosen", CHOSEN.values(), ids=CHOSEN.keys())
def test_every_figure_has_title_unit_year_source_and_table(chosen: Selection) -> None:
    found = figures.coalitions(chosen, "light")
    assert found or not chosen.coalitions
    for key, chart in found.items():
        assert chart.answer is not None and chart.answer.num_rows, key
        assert chart.title and chart.source.endswith(".") and len(chart.source) > 30 and chart.told, key
        assert "None" not in chart.alt + chart.source and "nan" not in chart.alt, key


def test_shares_stand_at_every_stage_and_a_dash_where_there_is_none() -> None:
    answer = [change("cobalt", 0, 10), change("cobalt", 0, 80, stage="refining"), change("tin", 5, 5, is_bound=True)]
    chart = holdings.shares(answer, "G7", "light")
    assert chart is not None and chart.title == "G7: share of the world of each mineral, at each stage, %, 2024"
    heat, words = chart.plot.to_dict()["data"]
    assert list(heat["x"]) == ["in the ground", "mined", "refined"] and list(heat["y"]) == ["Cobalt", "Tin"]
    assert [list(line) for line in heat["z"]] == [[None, 10, 80], [None, 5, None]]
    assert list(words["text"]) == ["–", "10%", "80%", "–", "≥5.0%", "–"]
    assert chart.told == {"Cobalt, mined": "10%", "Cobalt, refined": "80%", "Tin, mined": "≥5.0%"}


def test_gaps_are_below_a_quarter_and_name_the_largest_outsider() -> None:
    answer = [change("cobalt", 0, 10), change("tin", 24.9, 24.9, outsider_pct=60.0), change("zinc", 25, 25)]
    chart = holdings.gaps(answer, "mine", "G7", "light")
    assert chart is not None
    own, theirs = chart.plot.to_dict()["data"]
    assert list(own["y"]) == ["Tin", "Cobalt"] and list(own["x"]) == [24.9, 10] and list(theirs["x"]) == [60, 40]
    assert list(theirs["text"]) == ["25% · China 60%", "10% · China 40%"]
    assert own["marker"]["color"] == COLOURS["member_bar"][0]


def test_concentration_is_told_both_ways_and_before_only_where_it_moved() -> None:
    answer = [change("cobalt", 0, 10), change("tin", 5, 5)]
    chart = holdings.concentration(answer, "mine", "G7", "light")
    assert chart is not None and "US Merger Guidelines 2023" in chart.source
    _, apart, before, one = chart.plot.to_dict()["data"]
    assert list(one["y"]) == ["Cobalt", "Tin"] and list(one["x"]) == [1010, 1005]
    assert list(apart["x"]) == [900, 900] and list(before["x"]) == [1000, None]
    assert [shape["x0"] for shape in chart.plot.to_dict()["layout"]["shapes"]] == [1000, 1800]


def test_what_is_bought_outside_adds_up_and_the_benchmark_is_the_eus_alone() -> None:
    bought = rows("dependence", CHOSEN["EU"])
    chart = holdings.dependence(bought, rows("benchmark", CHOSEN["EU"]), CHOSEN["EU"], "EU", "light")
    assert chart is not None and "Regulation (EU) 2024/1252" in chart.source and chart.title.endswith("% of value, 2024")
    data = chart.plot.to_dict()["data"]
    for first in range(0, len(data), 4):
        for parts in zip(*(data[first + part]["x"] for part in range(3)), strict=True):
            assert sum(parts) == pytest.approx(100) and min(parts) > -1e-9
    assert sum(len(data[first]["y"]) for first in range(0, len(data), 4)) == min(48, len(bought))
    assert rows("benchmark", G7) == rows("benchmark", TWO) == []


def test_two_coalitions_are_three_parts_of_one_bar() -> None:
    chart = figures.coalitions(TWO, "light", ("two",))["two_mine"]
    only, both, other, words = chart.plot.to_dict()["data"]
    named = {row["iso3"] for row in rows("members", TWO) if row["counts"]}
    alone = [set(members(one)) for one in coalition.pair(TWO)]
    assert alone[0] | alone[1] == named and alone[0] & alone[1]
    for place, label in enumerate(only["y"]):
        told = words["text"][place].split(" · ")
        assert len(told) == 3
        held = only["x"][place] + both["x"][place] + other["x"][place]
        assert 0 < held <= 100.1, label
    assert both["marker"]["pattern"]["shape"] == "/"
    assert not figures.coalitions(G7, "light", ("two",))


def joined(party: str, **more: object) -> dict[str, object]:
    return {
        "coalition_id": "g", "coalition": "Group", "party": party, "iso3": party[:3].upper(), "role": "member",
        "from_earliest": date(2025, 1, 1), "from_latest": date(2025, 1, 1), "to_date": None, "ended": None,
        "confidence": "primary", "source": "A page", "note": None, **more,
    }  # fmt: skip


def test_joinings_show_day_role_and_confidence() -> None:
    answer = [
        joined("Aland"),
        joined("Bland", from_latest=date(2025, 1, 9)),
        joined("Cland", role="observer", confidence="unverified"),
        joined("Dland", from_earliest=None, from_latest=None),
        joined("Union", iso3=None),
    ]
    chart = membership.joining(answer, "g", date(2026, 1, 1), "light")
    assert chart is not None and chart.title.endswith("on 1 Jan 2026: 3 countries and 1 body")
    assert chart.told == {
        "Aland": "1 Jan 2025",
        "Union": "1 Jan 2025",
        "Bland": "1–9 Jan 2025",
        "Dland": "no date known",
        "Cland": "observer, 1 Jan 2025 (unverified)",
    }
    marks = {mark["y"][0]: mark["marker"]["symbol"] for mark in chart.plot.to_dict()["data"] if mark["mode"] == "markers"}
    assert marks == {"Aland": "circle", "Cland": "diamond-open"}
    assert "one report only" in chart.source and "1 party without a known date" in chart.source


def test_every_signatory_of_pax_silica_is_named_with_a_day() -> None:
    chart = figures.coalitions(TWO, "light", ("members",))["joining_pax_silica"]
    signed = [row for row in rows("memberships", TWO) if row["coalition_id"] == "pax_silica" and row["role"] == "signatory"]
    assert len(signed) == 25 and "24 countries and 1 body" in chart.title
    assert all(any(sign.isdigit() for sign in chart.told[row["party"]]) for row in signed)


def test_findings_say_what_is_past_a_threshold_and_where_nobody_is_named() -> None:
    assert coalition.moves([change("cobalt", 20, 30)]) == ["Cobalt mined: 20% before, 30% after (+10 points, 2024), past 25%."]
    assert coalition.moves([change("cobalt", 20, 21)]) == ["No share changes by 5 percentage points or more."]
    told = coalition.gap([change("cobalt", 0, 0), change("tin", 0, 0, is_bound=True), change("zinc", 30, 30)])
    assert told == "Less than a quarter of the world in 2 of 3 minerals mined. No member is named for cobalt mined."
    assert coalition.gap([change("cobalt", 0, 10)]) == "The gap: Cobalt mined: 10% of the world, China alone 40% (2024)."
    assert coalition.gap([change("zinc", 30, 30)]) == ""


@pytest.mark.parametrize(
    "section", ["Concentration", "Bought from outside", "Who would add most", "Members over time", "Two side by side"]
)
def test_every_section_is_drawn_when_opened(section: str) -> None:
    app = run("coalitions", {"coalition": ["pax_silica", "g7"], "add": "BRA"})
    app.session_state["sections"] = section
    app.run()
    assert not app.exception
    assert app.get("plotly_chart")
    if section == "Two side by side":
        assert "Pax Silica: 24 countries; G7: 7 countries; Pax Silica or G7: 26 countries" in text(app)
        assert "G7 but not Pax Silica**, 2 countries" in text(app)


def chips(page: str, link: dict[str, str | list[str]]) -> tuple[object, list[str]]:
    app = run(page, link)
    return app, [button.label.replace("\\", "") for button in app.button if (button.key or "").startswith("chip_")]


def test_no_chip_on_a_first_visit_and_one_for_each_filter() -> None:
    assert chips("atlas", {})[1] == []
    link: dict[str, str | list[str]] = {
        "mineral": "cobalt", "country": "KAZ", "add": "AUS", "remove": "USA", "closed": "suez_canal", "asof": "2026-02-04", "year": "2022",
    }  # fmt: skip
    assert chips("sources", link)[1] == [
        f"Take away **{name}**"
        for name in (
            "Cobalt",
            "Kazakhstan",
            "Australia joins",
            "United States leaves",
            "Suez Canal closed",
            "Members of 4 February 2026",
            "Statistics of 2022",
        )
    ]


@pytest.mark.parametrize(
    ("link", "key"),
    [
        ({"mineral": ["cobalt", "tin"]}, "minerals_tin"),
        ({"country": "KAZ"}, "countries_KAZ"),
        ({"add": "KAZ"}, "added_KAZ"),
        ({"remove": "USA"}, "removed_USA"),
        ({"closed": "suez_canal"}, "closed_suez_canal"),
        ({"through": "suez_canal"}, "through"),
        ({"site": "no-such-site"}, "site"),
        ({"asof": "2026-02-04"}, "as_of"),
        ({"year": "2022"}, "year"),
        ({"tradeyear": "2010"}, "trade_year"),
    ],
)
def test_a_chip_takes_its_filter_away(link: dict[str, str | list[str]], key: str) -> None:
    app = run("trade_routes", link)
    app.button(key=f"chip_{key}").click().run()
    assert not app.exception
    left = filters.taken(app.session_state["selection"])
    assert list(left) == (["minerals_cobalt"] if key == "minerals_tin" else [])


def test_past_eight_chips_the_rest_is_counted_and_all_can_be_reset() -> None:
    app, labels = chips("atlas", {"country": list(offer().countries)[:11]})
    assert len(labels) == 9 and labels[-1] == "+3 more: reset all"
    app.button(key="chip_all").click().run()  # type: ignore[attr-defined]
    assert app.session_state["selection"] == Selection(year=offer().year, trade_year=offer().trade_year)  # type: ignore[attr-defined]
