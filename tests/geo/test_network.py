"""Ways on a network whose answers fit in the head, on the real one against networkx, and against published distances."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx
import numpy as np
import pandas
import pytest

from geo.lanes import great_circle_km
from geo.network import KM_PER_DAY, NOT_USUAL, Network

ROOT = Path(__file__).parents[2]

#   AAA(a) --strait-- m ------- b(BBB)      CCC is inland: c to m' port of BBB by rail, or by the corridor to a
#     \------- long way -------/
LANES = [
    ("a", "m", "sea", 100.0, 100.0, "strait", None, [[0.0, 0.0], [1.0, 0.0]]),
    ("m", "b", "sea", 100.0, 100.0, None, None, [[1.0, 0.0], [2.0, 0.0]]),
    ("a", "b", "sea", 500.0, 500.0, None, None, [[0.0, 0.0], [1.0, -2.0], [2.0, 0.0]]),
    ("b", "c", "rail", 100.0, 400.0, None, None, [[2.0, 0.0], [2.0, 1.0]]),
    ("a", "c", "rail", 50.0, 200.0, None, "corridor", [[0.0, 0.0], [2.0, 1.0]]),
    ("a", "b", "sea", 900.0, 900.0, "northern_sea_route", None, [[0.0, 0.0], [2.0, 0.0]]),
]
GATES = [("a", "AAA", "port", "a"), ("b", "BBB", "port", "b"), ("c", "CCC", "inland", "c")]


def small(lanes: list[Any] = LANES, gates: list[Any] = GATES) -> Network:
    columns = ["from_node", "to_node", "mode", "length_km", "effort_km", "passage_id", "corridor_id", "path"]
    frame = pandas.DataFrame(lanes, columns=columns)
    frame.insert(0, "lane_id", range(1, len(frame) + 1))
    return Network(frame, pandas.DataFrame(gates, columns=["gateway_id", "iso3", "kind", "node_id"]))


def route(network: Network, exporter: str, importer: str, *closed: str) -> dict[str, Any]:
    routes = network.routes(closed)
    found = routes[(routes["exporter"] == exporter) & (routes["importer"] == importer)]
    return found.iloc[0].to_dict() if len(found) else {}


def test_the_usual_way_is_the_one_of_least_effort() -> None:
    way = route(small(), "AAA", "BBB")
    assert (way["lane_ids"], way["length_km"], way["passage_ids"], way["corridor_ids"]) == ((1, 2), 200.0, ("strait",), ())
    assert way["days"] == pytest.approx(200 / KM_PER_DAY["sea"])
    assert route(small(), "CCC", "BBB")["lane_ids"] == (4,)
    assert route(small(), "CCC", "AAA")["corridor_ids"] == ("corridor",)


def test_the_way_back_is_the_same_turned_round() -> None:
    network = small()
    there, back = route(network, "AAA", "BBB"), route(network, "BBB", "AAA")
    assert back["lane_ids"] == there["lane_ids"][::-1] == (2, 1)
    assert (back["from_gateway"], back["to_gateway"]) == ("b", "a") == (there["to_gateway"], there["from_gateway"])


def test_a_closed_passage_is_gone_round() -> None:
    network = small()
    table = network.reroute(["strait"]).set_index(["exporter", "importer"])
    changed = table.loc[("BBB", "AAA")]
    assert (changed["length_km"], changed["new_length_km"], changed["extra_km"]) == (200.0, 500.0, 300.0)
    assert changed["extra_days"] == pytest.approx(300 / KM_PER_DAY["sea"])
    assert (changed["passage_ids"], changed["new_passage_ids"], changed["cut_off"]) == (("strait",), (), False)
    assert table["changed"].to_dict() == {pair: set(pair) == {"AAA", "BBB"} for pair in table.index}


def test_what_has_no_way_left_is_cut_off_and_ice_is_no_way() -> None:
    network = small([LANES[0], LANES[1], LANES[3], LANES[5]])
    table = network.reroute(["strait"]).set_index(["exporter", "importer"])
    assert table["cut_off"].to_dict() == {pair: "AAA" in pair for pair in table.index}
    assert np.isnan(table.loc[("AAA", "BBB"), "new_length_km"]) and table.loc[("AAA", "BBB"), "new_passage_ids"] == ()
    assert len(network.routes(["strait"])) == 2 and len(network.unreachable()) == 0


def test_a_country_without_lanes_to_others_is_listed() -> None:
    apart = small([LANES[3], ("a", "z", "sea", 1.0, 1.0, None, None, [[0.0, 0.0], [0.0, 1.0]])])
    assert apart.unreachable().to_numpy().tolist() == [["AAA", "BBB"], ["AAA", "CCC"]]


def test_an_inland_gateway_of_a_coast_serves_only_ways_over_land() -> None:
    hub = ("h", "BBB", "inland", "h")
    lanes = [*LANES[:3], ("b", "h", "rail", 1.0, 4.0, None, None, [[2.0, 0.0], [2.0, 0.1]])]
    lanes += [("h", "c", "rail", 10.0, 40.0, None, None, [[2.0, 0.1], [2.0, 1.0]])]
    network = small(lanes, [*GATES, hub])
    assert route(network, "CCC", "BBB")["to_gateway"] == "h"
    assert route(network, "AAA", "BBB")["to_gateway"] == "b"
    assert route(network, "AAA", "CCC")["lane_ids"] == (1, 2, 4, 5)


def test_closing_is_remembered_by_the_set_and_unknown_names_are_refused() -> None:
    network = small()
    assert network.ways(["strait", "corridor"]) is network.ways(("corridor", "strait", "strait"))
    with pytest.raises(KeyError, match="called atlantis"):
        network.ways(["atlantis"])


def test_bad_networks_are_refused() -> None:
    with pytest.raises(ValueError, match=r"no lane reaches: \['x'\]"):
        small(gates=[*GATES, ("x", "XXX", "port", "x")])
    with pytest.raises(ValueError, match="without length"):
        small([(*LANES[0][:3], 0.0, *LANES[0][4:]), *LANES[1:]])


def test_flows_add_up_on_lanes_in_both_directions() -> None:
    amounts = pandas.DataFrame(
        [
            ("AAA", "BBB", 5.0),
            ("AAA", "BBB", 2.0),
            ("BBB", "AAA", 1.0),
            ("CCC", "BBB", 4.0),
            ("AAA", "AAA", 9.0),
            ("XXX", "AAA", 9.0),
        ],
        columns=["exporter", "importer", "amount"],
    )
    flows = small().flows(amounts).set_index("lane")
    assert flows.T.to_dict("list") == {0: [7.0, 1.0], 1: [7.0, 1.0], 3: [0.0, 4.0]}
    assert small().flows(amounts, ["strait"]).set_index("lane").loc[2].tolist() == [7.0, 1.0]


def test_lanes_of_equal_flow_are_drawn_as_one_path_the_way_the_amount_goes() -> None:
    amounts = pandas.DataFrame([("BBB", "AAA", 5.0), ("CCC", "BBB", 4.0)], columns=["exporter", "importer", "amount"])
    drawn = small().drawn(amounts).set_index("mode")
    assert drawn.loc["sea", "path"] == [[2.0, 0.0], [0.0, 0.0]]
    assert (drawn.loc["sea", "forward"], drawn.loc["sea", "backward"], drawn.loc["sea", "amount"]) == (5.0, 0.0, 5.0)
    assert drawn.loc["sea", "lane_ids"] == [2, 1] and drawn.loc["sea", "passage_ids"] == ["strait"]
    assert drawn.loc["rail", "path"] == [[2.0, 1.0], [2.0, 0.0]]
    assert len(small().drawn(amounts, least=4.5)) == 1


def test_a_path_is_cut_at_180_degrees_and_bent_along_the_great_circle() -> None:
    lanes = [("a", "b", "sea", 7000.0, 7000.0, None, None, [[140.0, 40.0], [-130.0, 40.0]])]
    network = small(lanes, [GATES[0], GATES[1]])
    drawn = network.drawn(pandas.DataFrame([("AAA", "BBB", 1.0)], columns=["exporter", "importer", "amount"]))
    west, east = sorted(drawn["path"], key=lambda path: -path[0][0])
    assert west[0] == [140.0, 40.0] and west[-1][0] == 180.0 and east[0][0] == -180.0 and east[-1] == [-130.0, 40.0]
    assert west[-1][1] == east[0][1] > 45
    assert all(abs(a[0] - b[0]) < 90 for path in (west, east) for a, b in pairwise(path))


# --- the real network ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> Network:
    places = pandas.read_csv(ROOT / "data/curated/node.reviewed.csv", dtype=str, keep_default_na=False)
    gates = places[places["is_gateway"] == "true"].assign(gateway_id=lambda rows: rows["node_id"])
    return Network(pandas.read_parquet(ROOT / "data/curated/lane.parquet"), gates)


def graph(network: Network, closed: tuple[str, ...], overland: bool = False) -> Any:
    found = networkx.Graph()
    found.add_nodes_from(network.gateways["node_id"])
    for lane in network.lanes.itertuples():
        barred = lane.passage_id in NOT_USUAL or lane.passage_id in closed or lane.corridor_id in closed
        if barred or (overland and lane.mode == "sea"):
            continue
        known = found.get_edge_data(lane.from_node, lane.to_node)
        if known is None or known["weight"] > lane.effort_km:
            found.add_edge(lane.from_node, lane.to_node, weight=lane.effort_km)
    return found


@pytest.mark.parametrize(
    "closed", [(), ("suez_canal",), ("strait_of_hormuz", "northern_russia"), ("lobito", "tazara", "panama_canal")]
)
def test_efforts_are_those_of_networkx_on_the_same_graph(real: Network, closed: tuple[str, ...]) -> None:
    by_sea, by_land = graph(real, closed), graph(real, closed, overland=True)
    coastal = set(real.gateways.loc[real.gateways["kind"] == "port", "iso3"])
    pairs = real.ways(closed).pairs.set_index(["exporter", "importer"])["effort_km"]

    def doors(iso3: str, land: bool) -> list[str]:
        mine = real.gateways[real.gateways["iso3"] == iso3]
        return mine.loc[(mine["kind"] == "port") | land | (iso3 not in coastal), "node_id"].tolist()

    for origin in ("KAZ", "COD", "DEU", "QAT"):
        sea = networkx.multi_source_dijkstra_path_length(by_sea, set(doors(origin, False)))
        land = networkx.multi_source_dijkstra_path_length(by_land, set(doors(origin, True)))
        for iso3 in real.countries:
            if iso3 == origin:
                continue
            reached = [sea.get(node, np.inf) for node in doors(iso3, False)] + [
                land.get(node, np.inf) for node in doors(iso3, True)
            ]
            ours = pairs[min(origin, iso3), max(origin, iso3)]
            assert min(reached) == (np.inf if np.isnan(ours) else pytest.approx(ours, abs=0.02)), (origin, iso3)


def test_routing_only_what_is_touched_gives_what_routing_everything_gives(real: Network) -> None:
    closed = frozenset({"strait_of_malacca"})
    everything = real._routed(closed, np.arange(len(real._first)))
    some = real.ways(closed)
    assert np.allclose(everything.pairs["effort_km"], some.pairs["effort_km"], equal_nan=True)
    assert everything.pairs["passage_ids"].tolist() == some.pairs["passage_ids"].tolist()
    assert "strait_of_malacca" not in {name for names in some.pairs["passage_ids"] for name in names}


@pytest.mark.parametrize("closed", [(), ("suez_canal",)])
def test_lanes_followed_in_their_directions_lead_from_gateway_to_gateway(real: Network, closed: tuple[str, ...]) -> None:
    tails, heads = real.lanes["from_node"].to_numpy(), real.lanes["to_node"].to_numpy()
    ways = real.ways(closed)
    gates = ways.pairs[["from_gateway", "to_gateway"]].to_numpy()
    for part in ways.steps:
        begins = np.where(part.forward, tails[part.lane], heads[part.lane])
        ends = np.where(part.forward, heads[part.lane], tails[part.lane])
        last = part.start[1:] - 1
        inner = np.setdiff1d(np.arange(len(part.lane)), last)
        assert (ends[inner] == begins[inner + 1]).all()
        assert (begins[part.start[:-1]] == gates[part.pair, 0]).all() and (ends[last] == gates[part.pair, 1]).all()


def test_every_country_with_a_gateway_reaches_every_other(real: Network) -> None:
    assert real.unreachable().empty and len(real.countries) > 230


def published() -> list[Any]:
    rows = pandas.read_csv(Path(__file__).with_name("published_distances.csv"), keep_default_na=False)
    return [pytest.param(row, id=f"{row.from_node} {row.to_node} {row.closed} {row.against}") for row in rows.itertuples()]


@pytest.fixture(scope="module")
def at_sea(real: Network) -> dict[str, Any]:
    lanes = real.lanes[(real.lanes["mode"] == "sea") & ~real.lanes["passage_id"].isin(NOT_USUAL)]
    lanes = lanes.sort_values("length_km").drop_duplicates(["from_node", "to_node"]).rename(columns={"length_km": "weight"})
    open_to = {closed: lanes[lanes["passage_id"] != closed] for closed in ("", "suez_canal", "panama_canal")}
    return {closed: networkx.from_pandas_edgelist(rows, "from_node", "to_node", ["weight"]) for closed, rows in open_to.items()}


@pytest.mark.parametrize("row", published())
def test_lengths_at_sea_are_within_five_percent_of_published_distances(at_sea: dict[str, Any], row: Any) -> None:
    def miles(closed: str) -> float:
        return float(networkx.dijkstra_path_length(at_sea[closed], row.from_node, row.to_node)) / 1.852

    ours = miles(row.closed) - (miles("") if row.against else 0.0)
    assert ours == pytest.approx(row.nm, rel=0.05), row.page


USUAL = [
    ("CHN", "NLD", {"strait_of_malacca", "bab_el_mandeb", "suez_canal", "gibraltar", "dover"}, set()),
    ("ZAF", "NLD", {"dover"}, set()),
    ("QAT", "JPN", {"strait_of_hormuz", "strait_of_malacca"}, set()),
    ("CHL", "NLD", {"panama_canal"}, set()),
    ("KAZ", "CHN", set(), {"kazakhstan_china_khorgos"}),
    ("KAZ", "USA", set(), {"northern_russia"}),
    ("COD", "CHN", {"strait_of_malacca"}, {"tazara"}),
    ("COD", "USA", set(), {"lobito"}),
    ("BOL", "CHN", set(), {"bolivia_arica"}),
    ("MNG", "JPN", set(), {"mongolia_tianjin"}),
    ("PRY", "CHN", set(), {"paraguay_parana_waterway"}),
]


@pytest.mark.parametrize(("exporter", "importer", "passages", "corridors"), USUAL)
def test_usual_ways_go_where_trade_goes(
    real: Network, exporter: str, importer: str, passages: set[str], corridors: set[str]
) -> None:
    pairs = real.ways().pairs
    one, other = sorted((exporter, importer))
    way = pairs[(pairs["exporter"] == one) & (pairs["importer"] == other)].iloc[0]
    assert passages <= set(way["passage_ids"]) and set(way["corridor_ids"]) == corridors


def test_kazakhstan_goes_by_the_caspian_when_the_way_through_russia_closes(real: Network) -> None:
    table = real.reroute(["northern_russia"]).set_index(["exporter", "importer"])
    assert table.loc[("KAZ", "USA"), "new_corridor_ids"] == ("trans_caspian",)
    assert table.loc[("KAZ", "USA"), "extra_km"] > 1000


def test_a_way_is_no_shorter_than_the_great_circle(real: Network) -> None:
    point = real.gateways.set_index("gateway_id")[["lon", "lat"]].astype(float)
    pairs = real.ways().pairs
    a, b = point.loc[pairs["from_gateway"]].to_numpy(), point.loc[pairs["to_gateway"]].to_numpy()
    straight = great_circle_km(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
    assert (pairs["length_km"].to_numpy() >= 0.999 * straight - 1).all()
