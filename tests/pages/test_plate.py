"""The plate: the layers of the map as one figure, in the place and the colours of the map."""

import math
from dataclasses import replace
from typing import Any

import pytest

from data.ask import offer, rows
from data.network import paths
from data.selection import Selection
from pages.parts import layers, map, plate
from pages.parts.look import COLOURS

YEAR, TRADE_YEAR = offer().year, offer().trade_year
COBALT = Selection(minerals=("cobalt",), year=YEAR, trade_year=TRADE_YEAR)


def traces(selection: Selection, layer: str, **more: Any) -> list[dict[str, Any]]:
    chart = map.plate(selection, "light", **more)
    return [trace for trace in chart.plot.to_dict()["data"] if trace["meta"] == layer]


def test_every_site_of_the_map_is_on_the_plate_where_mercator_puts_it() -> None:
    for kind in layers.KINDS:
        drawn = traces(COBALT, f"{kind}s")
        placed = [place for trace in drawn for place in zip(trace["x"], trace["y"], strict=True)]
        asked = rows("map_sites", COBALT, kind=kind, most=layers.MOST)
        mercator = [math.degrees(math.log(math.tan(math.pi / 4 + math.radians(row["lat"]) / 2))) for row in asked]
        expected = list(zip([row["lon"] for row in asked], mercator, strict=True))
        assert len(placed) == len(asked)
        assert all(min(math.dist(a, b) for b in placed) < 0.02 for a in expected)
        assert {trace["marker"]["color"] for trace in drawn} == {COLOURS[kind][0]}


def test_a_site_that_does_not_operate_is_hollow_and_an_approximate_place_is_pale() -> None:
    asked = {row["name"]: row for row in rows("map_sites", COBALT, kind="plant", most=layers.MOST)}
    seen = set()
    for trace in traces(COBALT, "plants"):
        for name in trace["hovertext"]:
            row = asked[name.replace("&amp;", "&")]
            mark = layers.mark(row)
            assert (trace["marker"]["symbol"] == "square-open") == ("_hollow" in mark)
            assert (trace["marker"]["opacity"] == plate.LOOSE) == mark.endswith("_approximate")
            seen.add(mark)
    assert len(seen) > 2


def test_members_are_filled_and_the_title_and_numbers_say_who_counts() -> None:
    joined = Selection(kinds=(), added=("KAZ",), year=YEAR, trade_year=TRADE_YEAR)
    chart = map.plate(joined, "dark")
    [filled] = [trace for trace in chart.plot.to_dict()["data"] if trace["meta"] == "members"]
    inside = [at for at, x in enumerate(filled["x"]) if x is not None and 50 < x < 85 and plate.north(42) < filled["y"][at] < 75]
    assert len(inside) > 20, "the outline of Kazakhstan"
    assert filled["fillcolor"] == COLOURS["member"][1]
    assert chart.told == {"G7 with Kazakhstan": "8 countries"} and chart.title.startswith("Members of G7 with Kazakhstan, ")
    assert chart.answer is not None and chart.answer.num_rows == 8


def test_a_hole_in_a_country_turns_the_other_way() -> None:
    shape = {
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]], [[1, 1], [2, 1], [2, 2], [1, 1]]],
        }
    }
    outer, hole = plate._rings([shape])
    assert outer == shape["geometry"]["coordinates"][0] and hole == shape["geometry"]["coordinates"][1][::-1]  # type: ignore[index]


def test_lanes_have_a_few_widths_and_lose_nothing() -> None:
    drawn = traces(COBALT, "lanes", trade=True)
    assert 1 < len(drawn) <= len(plate.WIDTHS)
    assert max(trace["line"]["width"] for trace in drawn) == plate.WIDTHS[-1]
    pieces = sum(
        1 for trace in drawn for a, b in zip(trace["x"], trace["x"][1:], strict=False) if a is not None and b is not None
    )
    assert pieces == sum(len(path["path"]) - 1 for path in paths(COBALT))
    told = map.plate(COBALT, "light", trade=True).told
    assert told["Widest lane"].startswith("USD ") and "G7" in told


def test_a_view_is_as_wide_as_the_map_and_its_middle_is_where_it_was() -> None:
    layout = map.plate(COBALT, "light", view=(67.0, 48.0, 3.0)).plot.to_dict()["layout"]
    west, east = layout["xaxis"]["range"]
    south, north = layout["yaxis"]["range"]
    assert (west + east) / 2 == pytest.approx(67) and east - west == pytest.approx(360 * plate.ACROSS / (512 * 8), abs=0.01)
    assert (south + north) / 2 == pytest.approx(plate.north(48.0), abs=0.01)
    assert layout["yaxis"]["scaleanchor"] == "x"


def test_the_plate_names_its_boundaries_and_what_its_marks_mean() -> None:
    chart = map.plate(COBALT, "light")
    assert chart.source.endswith(map.DISCLAIMER) and "U.S. Geological Survey" in chart.source
    named = [trace["name"] for trace in chart.plot.to_dict()["data"] if trace["showlegend"]]
    assert {"G7", "disputed area", "hollow: not operating"} <= set(named) and len(named) == len(set(named))
    counts = {row["kind"]: row["sites"] for row in rows("tally", COBALT, most=layers.MOST)}
    assert chart.told["Plants"] == str(counts["plant"]) and f"Plants {counts['plant']}" in named


def test_what_is_switched_off_is_not_on_the_plate() -> None:
    bare = replace(COBALT, layers=(), kinds=("mine",))
    assert {trace["meta"] for trace in map.plate(bare, "light").plot.to_dict()["data"]} == {
        "land", "lakes", "borders", "mines", "hollow", "loose",
    }  # fmt: skip


def test_the_plate_is_small_enough_to_be_sent_ten_times() -> None:
    assert len(map.plate(COBALT, "light").plot.to_json()) < 260_000
