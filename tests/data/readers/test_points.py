"""Places are held against tiny copies of the publishers' files; the figures are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from data.readers import BadFile, searoute
from data.readers.points import checked


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "ports/wpi").mkdir(parents=True)
    (tmp_path / "ports/wpi/UpdatedPub150.csv").write_text(
        "World Port Index Number,LATITUDE,LONGITUDE\n100,53.55,9.99\n100,1.0,1.0\n", "utf-8"
    )
    (tmp_path / "geo/natural_earth").mkdir(parents=True)
    town = {"nameascii": "Almaty", "adm0name": "Kazakhstan", "longitude": 76.9131, "latitude": 43.3269}
    layer = {"features": [{"properties": town}]}
    (tmp_path / "geo/natural_earth/ne_10m_populated_places_simple.json").write_text(json.dumps(layer), "utf-8")
    return tmp_path


def places(**change: object) -> pd.DataFrame:
    port = {
        "node_id": "hamburg",
        "iso3": "DEU",
        "is_gateway": True,
        "lon": 9.99,
        "lat": 53.55,
        "source_id": "nga_wpi",
        "record": "100",
    }
    town = {"node_id": "almaty", "iso3": "KAZ", "is_gateway": False, "lon": 76.9131, "lat": 43.3269}
    town |= {"source_id": "natural_earth_4", "record": "Almaty, Kazakhstan"}
    return pd.DataFrame([port | change, town])


def test_places_at_their_publications_points_pass(raw: Path) -> None:
    assert checked(places(), raw)["node_id"].tolist() == ["hamburg", "almaty"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"lon": 9.9}, "hamburg: not at the point of 100"),
        ({"record": "7"}, "hamburg: not at the point of 7"),
        ({"iso3": "FRA"}, "hamburg: outside its country"),
    ],
)
def test_places_elsewhere_are_refused(raw: Path, change: dict[str, object], words: str) -> None:
    with pytest.raises(BadFile, match=words):
        checked(places(**change), raw)


def test_the_whole_graph_of_searoute_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    edges = searoute.edges()
    assert len(edges) == 15970 and edges["lat_a"].between(-90, 90).all()
    monkeypatch.setattr(searoute, "EDGES", 1)
    with pytest.raises(BadFile, match="15970 edges"):
        searoute.edges()
