"""The network of the database: gateways in their countries, routes as the graph has them, and rerouting through it."""

from pathlib import Path

import numpy as np

from data import network
from data.ask import ask
from data.build import fill
from data.store import store
from data.tables import TABLE
from geo import boundaries


def test_gateways_lie_in_their_countries_within_twenty_km() -> None:
    gates = ask("gateways").to_pandas()
    ground = boundaries.locate(gates["lon"], gates["lat"], coast_km=20.0)["iso3"].to_numpy()
    away = np.nan_to_num(boundaries.distance_km(gates["lon"], gates["lat"], gates["iso3"]))
    assert gates[(ground != gates["iso3"].to_numpy()) & (away > 20)].empty


def test_the_routes_of_the_database_are_those_of_the_graph() -> None:
    graph = network.network()
    assert network.network() is graph
    cursor = store().cursor()
    kept = cursor.sql(
        "select exporter, importer, length_km, lane_ids from route where exporter = 'KAZ' order by importer"
    ).fetchall()
    found = graph.routes()
    found = found[found["exporter"] == "KAZ"].sort_values("importer")
    assert [(row[0], row[1], list(row[3])) for row in kept] == [
        (row.exporter, row.importer, list(row.lane_ids)) for row in found.itertuples()
    ]
    assert np.allclose([row[2] for row in kept], found["length_km"])


def test_passages_and_corridors_of_the_lanes_can_be_closed() -> None:
    graph = network.network()
    known = store().cursor().sql("select passage_id from passage union select corridor_id from corridor").fetchall()
    assert graph.passages | graph.corridors <= {name for (name,) in known}
    table = graph.reroute(["suez_canal"])
    assert table["changed"].any() and not table.loc[~table["changed"], "extra_km"].any()


def test_a_database_without_lanes_has_no_routes(tmp_path: Path, curated: Path) -> None:
    import duckdb

    for name in ("node", "lane"):
        (curated / f"{name}.csv").write_text(",".join(TABLE[name].columns) + "\n", "utf-8")
    connection = duckdb.connect(tmp_path / "small.duckdb")
    fill(connection, curated)
    assert connection.sql("from route").fetchall() == []
    connection.close()


def test_the_small_atlas_answers_with_its_lanes_and_gateways(trading: Path) -> None:
    assert ask("gateways").column("gateway_id").to_pylist() == ["aaa_port", "bbb_port", "ccc_town", "nam_port"]
    lanes = ask("lanes")
    assert lanes.column("lane_id").to_pylist() == [1, 2, 3, 4, 5, 6]
    assert lanes.column("path").to_pylist()[0] == [[10.0, 10.0], [12.0, 12.0]]
