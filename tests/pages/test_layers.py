"""Layers hold no rows but addresses; an address holds the data version and what the data depend on."""

import gzip
import json
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data.ask import offer, rows
from data.selection import Selection
from data.store import store
from pages.parts import layers
from pages.parts.look import COLOURS

YEAR = 2025
CLIENT = TestClient(Starlette(routes=list(layers.ROUTES)))


def fetched(name: str, selection: Selection) -> object:
    answer = CLIENT.get(layers.url(name, selection))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    return answer.json()


def test_addresses_hold_version_and_only_what_the_data_depend_on() -> None:
    plain = layers.url("mines", Selection(year=YEAR))
    assert store().version in plain
    assert plain == layers.url("mines", Selection(year=2022, coalitions=("pax_silica",), site="x", kinds=("plant",)))
    assert plain != layers.url("mines", Selection(year=YEAR, minerals=("cobalt",)))
    assert layers.url("members", Selection(year=YEAR)) != layers.url("members", Selection(year=YEAR, coalitions=("pax_silica",)))
    assert layers.url("land", Selection(minerals=("cobalt",))) == layers.url("land", Selection())


def test_a_layer_of_sites_is_what_the_question_answers() -> None:
    cobalt = Selection(minerals=("cobalt",), year=YEAR)
    asked = rows("map_sites", cobalt, kind="plant", most=layers.MOST)
    drawn = fetched("plants", cobalt)
    assert isinstance(drawn, list) and [mark["i"] for mark in reversed(drawn)] == [row["site_id"] for row in asked]
    assert {len(mark["p"]) for mark in drawn} == {2} and all(mark["m"] in layers.MARKS for mark in drawn)
    assert all("<" not in mark["n"] and "<" not in mark["t"] for mark in drawn)


def test_members_are_the_members() -> None:
    shapes = fetched("members", Selection(year=YEAR))
    assert isinstance(shapes, dict)
    assert {shape["properties"]["iso3"] for shape in shapes["features"]} == {"CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"}


@pytest.mark.parametrize("link", ["mineral=nonsense", "mineral=' or 1=1 --", "country=" + "x" * 10_000, "year=3000"])
def test_a_nonsense_address_answers_as_the_nearest_selection(link: str) -> None:
    path = urlsplit(layers.url("plants", Selection(year=YEAR))).path
    assert CLIENT.get(f"{path}?{link}").json() == CLIENT.get(path).json()


def test_what_does_not_exist_is_not_found() -> None:
    assert CLIENT.get("/layers/x/secrets.json").status_code == 404
    assert CLIENT.get("/layers/secrets.png").status_code == 404


def test_pictures_are_pictures() -> None:
    for name in ("marks", "hatching"):
        answer = CLIENT.get(f"/layers/{name}.png")
        assert answer.content.startswith(b"\x89PNG") and answer.headers["content-type"] == "image/png"


def test_nothing_bulky_is_inside_the_deck() -> None:
    inside = [*layers.land(Selection(year=YEAR), "light"), *layers.sites(Selection(year=YEAR), "light")]
    assert all(isinstance(json.loads(layer.to_json())["data"], str) for layer in inside)
    assert sum(len(layer.to_json()) for layer in inside) < 20_000


def test_a_mark_says_kind_status_and_precision() -> None:
    def site(**known: str) -> str:
        return layers.mark({"kind": "mine", "status": "operating", "location_precision": "site", **known})

    assert site() == "mine"
    assert site(status="unknown") == "mine"
    assert site(status="closed", location_precision="area") == "mine_hollow_approximate"
    assert site(kind="plant", location_precision="settlement") == "plant_approximate"


def test_the_kinds_chosen_are_the_layers_shown() -> None:
    shown = {layer.id: layer.visible for layer in layers.sites(Selection(kinds=("plant",), year=YEAR), "dark")}
    assert shown == {"deposit": False, "mine": False, "plant": True}
    tint = json.loads(layers.sites(Selection(year=YEAR), "dark")[2].to_json())["getColor"]
    assert "#{:02X}{:02X}{:02X}".format(*tint[:3]) == COLOURS["plant"][1]


def test_packed_data_are_small() -> None:
    packed = {name: len(layers._packed(store().version, name, "")) for name in layers.CONTENT}
    assert sum(packed.values()) < 400_000, packed
    assert json.loads(gzip.decompress(layers._packed(store().version, "borders", "")))
    assert offer().year == YEAR


def test_lanes_are_as_wide_as_what_they_carry_and_tell_it() -> None:
    cobalt = Selection(year=YEAR, trade_year=2024, minerals=("cobalt",))
    lanes = fetched("lanes", cobalt)
    assert isinstance(lanes, list) and lanes
    widths = [lane["w"] for lane in lanes]
    assert widths == sorted(widths) and widths[-1] == 11 and widths[0] >= 0.9, "the widest on top"
    assert all(set(lane) == {"i", "path", "w", "n", "t"} and "→" in lane["t"] and "selection" in lane["n"] for lane in lanes)
    assert all(-180 <= lon <= 180 for lane in lanes for lon, _ in lane["path"])
    marks = fetched("passages", cobalt)
    shares = {row["route_id"]: row["part_pct"] for row in rows("passing", cobalt)}
    assert isinstance(marks, list) and [shares[mark["i"]] for mark in marks] == sorted(shares[mark["i"]] for mark in marks)


def test_with_a_passage_closed_the_usual_lanes_lie_below_and_it_is_crossed() -> None:
    open_ways = Selection(year=YEAR, trade_year=2024, minerals=("cobalt",))
    shut = Selection(year=YEAR, trade_year=2024, minerals=("cobalt",), closed=("suez_canal",))
    assert fetched("usual_lanes", open_ways) == []
    assert len(fetched("usual_lanes", shut)) == len(fetched("lanes", open_ways))  # type: ignore[arg-type]
    assert fetched("lanes", shut) != fetched("lanes", open_ways)
    marks = {mark["i"]: mark["m"] for mark in fetched("passages", shut)}  # type: ignore[attr-defined]
    assert marks["suez_canal"] == "passage_closed" and marks["strait_of_malacca"] == "passage"


def test_the_lanes_of_everything_are_few_enough_to_draw() -> None:
    lanes = fetched("lanes", Selection(year=YEAR, trade_year=2024, side="world"))
    assert isinstance(lanes, list)
    assert sum(len(lane["path"]) - 1 for lane in lanes) < 2_500


def test_the_atlas_has_the_lanes_only_when_asked() -> None:
    assert "lanes" not in Selection().layers
    assert [layer.id for layer in layers.ways(Selection(year=YEAR, trade_year=2024), "light")] == [
        "lane",
        "corridor",
        "arrow",
        "passage",
    ]
