"""A scene shows today's figures; what no longer resolves is said, and what changed since it was saved is told figure by figure."""

import re
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from data.ask import offer, rows
from data.briefing import MAP, Briefing, Scene, shipped
from data.selection import Selection
from pages.parts import charts, figures, scenes

HELD = Scene("atlas", {"mineral": ("cobalt", "lithium"), "coalition": ("pax_silica",)}, ("held_mine",), "What Pax Silica mines")
ONE = Scene("atlas", {"mineral": ("cobalt",)}, (MAP, "producers_mine"), "Cobalt")


def test_a_scene_shows_the_figures_its_page_shows() -> None:
    slide = scenes.stage(HELD, "light")
    chosen = Selection.read({key: list(values) for key, values in HELD.link.items()}, offer())[0]
    assert dict(slide.charts["held_mine"].told) == dict(figures.atlas(chosen, "light")["held_mine"].told)
    assert slide.said == {"held_mine": dict(slide.charts["held_mine"].told)}
    assert slide.problems == () and "Pax Silica" in slide.sentence


def test_a_scene_shows_its_map_where_the_view_was() -> None:
    slide = scenes.stage(replace(ONE, view=(66.9, 48.0, 3.0)), "dark")
    assert list(slide.charts) == [MAP, "producers_mine"]
    west, east = slide.charts[MAP].plot.layout.xaxis.range
    assert -100 < west < 66.9 < east < 180
    assert "Mines" in slide.said[MAP]


def test_the_members_of_another_day_stand_beside_todays() -> None:
    slide = scenes.stage(replace(HELD, beside=date(2026, 2, 4)), "light")
    assert list(slide.charts) == ["held_mine", "held_mine 2026-02-04"]
    now, then = slide.charts.values()
    assert now.title.endswith(")") and then.title.endswith("(members of 4 February 2026)")
    assert now.told != then.told
    assert dict(then.told) == dict(
        scenes.stage(replace(HELD, link={**HELD.link, "asof": ("2026-02-04",)}), "light").charts["held_mine"].told
    )


PROBLEMS: dict[str, tuple[Scene, list[str], int]] = {
    "a page of another atlas": (replace(HELD, page="astrology"), ["The atlas has no page “Astrology”"], 0),
    "markup for a page": (replace(HELD, page="<b>x"), ["The atlas has no page “<b>x”"], 0),
    "a figure of another page": (replace(HELD, figures=("sankey", "held_mine")), ["This selection has no figure “Sankey”"], 1),
    "a mineral and a country nobody knows": (
        replace(HELD, link={**HELD.link, "mineral": ("cobalt", "lithium", "unobtainium"), "country": ("XX",)}),
        ["mineral “unobtainium” is not known", "country “XX” is not known"],
        1,
    ),
    "filters nobody knows": (
        replace(HELD, link={**HELD.link, "colour": ("red",), "year": ("3000",)}),
        ["“colour=red” means nothing here", "there is no year 3000; the nearest is 2025"],
        1,
    ),
    "a day before there were coalitions": (
        replace(HELD, beside=date(1066, 10, 14)),
        ["The other day, 14 October 1066, is outside what is known"],
        1,
    ),
    "no figures": (replace(HELD, figures=()), [], 0),
}


@pytest.mark.parametrize(("scene", "problems", "shown"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_what_no_longer_resolves_is_said_and_the_rest_is_shown(scene: Scene, problems: list[str], shown: int) -> None:
    slide = scenes.stage(scene, "light")
    assert list(slide.problems) == problems
    assert len(slide.charts) == shown


@pytest.mark.parametrize("page", figures.PAGES)
def test_every_page_offers_its_figures_with_the_map_first_and_begins_with_one_of_them(page: str) -> None:
    chosen = Selection.read({"mineral": ["cobalt", "lithium"]}, offer())[0]
    scene = Scene(page, {"mineral": ("cobalt", "lithium")}, (MAP,), "")
    known = scenes.offered(scene, "light")
    assert list(known) == [MAP, *figures.PAGES[page](chosen, "light")]
    first = scenes.leading(page, chosen, "light")
    assert len(first) == 1 and first[0] in known
    assert (first == (MAP,)) == (page in scenes.MAPS)


def test_a_page_without_a_figure_begins_with_its_map() -> None:
    chosen = Selection.read({"coalition": ["none"]}, offer())[0]
    assert scenes.leading("coalitions", chosen, "light") == (MAP,)


def test_the_address_of_a_scene_selects_the_same() -> None:
    link = {"mineral": ("cobalt", "lithium"), "add": ("KAZ",), "side": ("export",)}
    address = scenes.address(Scene("trade_routes", link, (MAP,), ""))
    split = urlsplit(address)
    assert split.path == "/trade_routes"
    assert {key: tuple(values) for key, values in parse_qs(split.query).items()} == link
    assert scenes.address(Scene("atlas", {}, (MAP,), "")) == "/"
    assert scenes.address(Scene("atlas", {"x": ("a&b=c#d /é",)}, (), "")) == "/?x=a%26b%3Dc%23d+%2F%C3%A9"


def test_what_is_saved_says_what_the_figures_say_and_of_which_data() -> None:
    kept = scenes.saved(Briefing("Two", (HELD, ONE)))
    built = rows("version")[0]
    assert (kept.version, kept.data_date) == (built["version"], built["data_date"].isoformat())
    assert [set(scene.said) for scene in kept.scenes] == [{"held_mine"}, {MAP, "producers_mine"}]
    assert Briefing.read(kept.write()) == kept
    assert scenes.since(kept) == ([], [])


def test_a_changed_value_a_changed_label_and_a_lost_figure_are_told() -> None:
    kept = scenes.saved(Briefing("", (HELD,)), "dark").scenes[0]
    said = dict(kept.said["held_mine"])
    first, second = list(said)[:2]
    changed = {first: "12.3%", "Unobtainium": said[second]} | {
        key: value for key, value in said.items() if key not in (first, second)
    }
    then = replace(kept, said={"held_mine": changed, "gone": {"Tin": "5%"}})
    slide = scenes.stage(then, "light")
    assert scenes.changes(slide) == [
        ("held_mine", first, "12.3%", said[first]),
        ("held_mine", "Unobtainium", said[second], None),
        ("held_mine", second, None, said[second]),
        ("gone", "Tin", "5%", None),
    ]
    found, problems = scenes.since(Briefing("", (replace(then, page="nowhere"), then)))
    assert problems == ["Scene 1: The atlas has no page “Nowhere”."]
    assert {"scene": "2. What Pax Silica mines", "figure": "Gone", "label": "Tin", "then": "5%", "now": "not there"} in found
    assert found[-4]["figure"] == slide.charts["held_mine"].title


def test_a_scene_that_never_said_anything_has_not_changed() -> None:
    assert scenes.changes(scenes.stage(HELD, "light")) == []


KAZAKHSTAN = shipped()["kazakhstan"]


@pytest.mark.parametrize("place", [2, 3, 4, 6, 9])
def test_bars_of_two_stages_or_days_have_one_scale(place: int) -> None:
    then, now = scenes.stage(KAZAKHSTAN.scenes[place], "light").charts.values()
    assert then.plot.layout.xaxis.range == now.plot.layout.xaxis.range
    assert now.plot.layout.xaxis.range[1] > max(*then.plot.data[0].x, *now.plot.data[0].x)


def test_the_shipped_briefing_stands_at_the_ministerial_and_resolves_whole() -> None:
    assert 8 <= len(KAZAKHSTAN.scenes) <= 10
    assert {scene.link["asof"] for scene in KAZAKHSTAN.scenes} == {("2026-02-04",)}
    assert [scene.beside for scene in KAZAKHSTAN.scenes if scene.beside] == [date(2026, 11, 22)]
    assert all(scene.note and scene.said for scene in KAZAKHSTAN.scenes)
    assert scenes.since(KAZAKHSTAN) == ([], [])


@pytest.mark.parametrize("scene", KAZAKHSTAN.scenes, ids=lambda scene: scene.title[:40])
def test_every_share_that_the_shipped_briefing_tells_stands_in_its_figures(scene: Scene) -> None:
    said = " ".join(value for other in KAZAKHSTAN.scenes for figure in other.said.values() for value in figure.values())
    told = re.findall(r"[\d.]+%", f"{scene.title} {scene.note}")
    assert [share for share in told if not re.search(rf"(?<![\d.]){re.escape(share)}", said)] == []


def test_the_shipped_briefing_counts_as_the_tables_do() -> None:
    words = " ".join(scene.note for scene in KAZAKHSTAN.scenes)
    for row in rows("claims", country="KAZ"):
        assert (
            f"{row['count_claimed']} of {row['count_of']}" in words or f"{row['count_claimed']} of the {row['count_of']}" in words
        )
    on_day = Selection(year=2025, trade_year=2024, as_of=date(2026, 2, 4))
    for stage, held, known in (("mine", 2, 32), ("refining", 3, 37)):
        figured = charts.once(rows("overview", on_day), stage)
        assert (sum(row["share_pct"] >= 25 for row in figured), len(figured)) == (held, known)
        assert f"{held} of the {known}" in words
    pax = [Selection(coalitions=("pax_silica",), as_of=day) for day in (date(2026, 2, 4), date(2026, 11, 22))]
    then, now = (len([row for row in rows("members", one) if row["counts"]]) for one in pax)
    assert (then, now - then) == (9, 15) and "Fourteen other countries" in words
