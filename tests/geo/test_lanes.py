"""How lanes are made of a handful of edges, places, ways and gates."""

import re
from typing import Any

import pandas
import pytest

from geo import lanes

# In the middle of the Pacific, where no land is in sight.
SEA = [(-150, 0, -149, 0), (-149, 0, -148, 0), (-148, 0, -147, 0), (-148, 0, -148, 1), (-150, 0, -148, 1)]
PORTS = [("p", "port", -150.1, 0.0), ("q", "port", -146.9, 0.0), ("t", "inland", -146.0, 0.0)]
RAIL = [("w", "rail", "corridor", None, None, ["q", "t"])]
GATE = [("strait", -147.5, -0.5, -147.5, 0.5)]


def make(sea: Any = SEA, places: Any = PORTS, ways: Any = RAIL, gates: Any = GATE) -> tuple[Any, Any]:
    return lanes.make(
        pandas.DataFrame(sea, columns=["lon_a", "lat_a", "lon_b", "lat_b"], dtype=float),
        pandas.DataFrame(places, columns=["node_id", "kind", "lon", "lat"]),
        pandas.DataFrame(ways, columns=["way_id", "mode", "corridor_id", "factor", "length_km", "places"]).astype(
            {"factor": float, "length_km": float}
        ),
        pandas.DataFrame(gates, columns=["passage_id", "lon_a", "lat_a", "lon_b", "lat_b"]),
    )


def test_edges_that_meet_alone_are_one_lane_and_ports_are_tied_on() -> None:
    nodes, found = make()
    between = found[found["path"].map(len) == 3]
    assert sorted(between["path"].iloc[0]) == [[-150.0, 0.0], [-149.0, 0.0], [-148.0, 0.0]]
    assert between["length_km"].iloc[0] == pytest.approx(222.4, abs=0.1)
    ties = found[(found["from_node"] == "p") | (found["to_node"] == "p")]
    assert (ties["effort_km"] - ties["length_km"]).round(3).tolist() == [lanes.HANDLING_KM] * len(ties) and len(ties)
    assert set(nodes["node_id"]) == {*found["from_node"], *found["to_node"]} - {"p", "q", "t"}


def test_a_lane_across_a_gate_lies_in_the_passage() -> None:
    found = make()[1]
    named = found[found["passage_id"] == "strait"]
    assert [sorted(path) for path in named["path"]] == [[[-148.0, 0.0], [-147.0, 0.0]]]


def test_a_port_is_tied_to_the_nearest_point_of_an_edge_not_only_to_its_ends() -> None:
    place = [("p", "port", -149.0, 0.1), ("q", "port", -160.0, 0.0)]
    found = make([(-160, 0, -140, 0)], place, [], [("strait", -141.0, -1.0, -141.0, 1.0)][:0])[1]
    tie = found[(found["from_node"] == "p") | (found["to_node"] == "p")]
    assert tie["length_km"].iloc[0] == pytest.approx(11.1, abs=0.1)


def test_dead_ends_are_dropped() -> None:
    found = make([*SEA, (-148, 1, -148, 5)])[1]
    assert max(lat for path in found["path"] for _, lat in path) == 1.0


def test_a_way_over_land_is_longer_than_the_straight_line_unless_its_length_is_stated() -> None:
    straight = float(lanes.great_circle_km(-146.9, 0, -146, 0))
    way = make()[1].set_index("way_id").loc["w"]
    assert way["length_km"] == pytest.approx(1.2 * straight, abs=0.01)
    assert way["effort_km"] == pytest.approx(4 * 1.2 * straight, abs=0.1)
    assert (way["mode"], way["corridor_id"]) == ("rail", "corridor")
    stated = make(ways=[("w", "road", None, 2.0, 150.0, ["q", "t"])])[1].set_index("way_id").loc["w"]
    assert (stated["length_km"], stated["effort_km"]) == (150.0, 150.0 * 6 * 2)


def test_a_ferry_is_handled_at_its_two_ends_only() -> None:
    places = [*PORTS, ("off", "sea", -145.5, 0.2), ("u", "inland", -145.0, 0.0)]
    ferry = make(places=places, ways=[*RAIL, ("f", "sea", "corridor", None, None, ["t", "off", "u"])])[1]
    ferry = ferry[ferry["way_id"] == "f"]
    assert (ferry["effort_km"] - ferry["length_km"]).sum() == pytest.approx(2 * lanes.FERRY_HANDLING_KM, abs=0.1)


def test_the_two_sides_of_180_degrees_are_sewn_together() -> None:
    over_land = [(179, 0, 180, 60), (180, 60, 180, 70), (180, 70, -179, 0)]
    sea = [(179, 0, 180, 0), (-180, 0, -179, 0), *over_land]
    found = make(sea, [("p", "port", 178.9, 0.0), ("q", "port", -178.9, 0.0)], [], [])[1]
    whole = found[found["path"].map(len) == 3].iloc[0]
    assert sorted(whole["path"]) == [[-180.0, 0.0], [-179.0, 0.0], [179.0, 0.0]]
    assert not [path for path in found["path"] if [-180.0, 70.0] in path]
    assert whole["length_km"] == pytest.approx(222.4, abs=0.1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ways": [("w", "rail", None, None, None, ["q", "nowhere"])]}, "unknown places: ['nowhere']"),
        ({"ways": [("w", "rail", None, None, 9.0, ["q", "t"])]}, "stated at 9.0 km"),
        ({"gates": [("strait", 0.0, 0.0, 1.0, 1.0)]}, "nothing crosses the gate of strait"),
        ({"gates": [*GATE, ("other", -147.6, -0.5, -147.6, 0.5)]}, "lies in both strait and other"),
    ],
)
def test_what_cannot_be_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        make(**change)


def test_points_of_a_great_circle_lie_between_its_ends() -> None:
    assert lanes.on_great_circle((0.0, 0.0), (90.0, 0.0), 0.5) == (45.0, 0.0)
    north = lanes.on_great_circle((140.0, 40.0), (-130.0, 40.0), 0.5)
    assert north[1] > 45 and lanes.on_great_circle((1.0, 1.0), (1.0, 1.0), 0.5) == (1.0, 1.0)
