"""Places of the network held against the publications their points are taken from: NGA's ports, Natural Earth's towns."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd

from data.readers import BadFile
from geo import boundaries

WITHIN_KM = 20.0
SAME_DEGREES = 0.0006


def checked(places: pd.DataFrame, raw: Path) -> pd.DataFrame:
    """The places as they are, if each has its publication's point and each gateway lies in its country.

    `places` has `node_id`, `iso3`, `is_gateway`, `lon`, `lat`, `source_id`, `record`: the number in the World Port Index, or
    the name and country in Natural Earth. Raises BadFile that names the places whose record is missing or elsewhere, and
    gateways more than 20 km outside their country.
    """
    published = {"nga_wpi": _ports(raw / "ports/wpi/UpdatedPub150.csv"), "natural_earth_4": _towns(raw / "geo/natural_earth")}
    columns = ("node_id", "source_id", "record", "lon", "lat")
    wrong = []
    for name, source, record, lon, lat in zip(*(places[column].tolist() for column in columns), strict=True):
        if source in published:
            near = [max(abs(x - lon), abs(y - lat)) <= SAME_DEGREES for x, y in published[source].get(record, [])]
            if not any(near):
                wrong.append(f"{name}: not at the point of {record}")
    gates = places[places["is_gateway"]]
    inside = boundaries.locate(gates["lon"], gates["lat"], coast_km=WITHIN_KM)["iso3"].to_numpy() == gates["iso3"].to_numpy()
    away = np.nan_to_num(boundaries.distance_km(gates["lon"], gates["lat"], gates["iso3"]), nan=0.0)
    wrong += [f"{name}: outside its country" for name in gates.loc[~inside & (away > WITHIN_KM), "node_id"]]
    if wrong:
        raise BadFile("places of the network: " + "; ".join(wrong))
    return places


def _ports(path: Path) -> dict[str, list[tuple[float, float]]]:
    index = pd.read_csv(path, dtype=str, keep_default_na=False)
    found: dict[str, list[tuple[float, float]]] = {}
    for number, lon, lat in zip(index["World Port Index Number"], index["LONGITUDE"], index["LATITUDE"], strict=True):
        found.setdefault(number, []).append((float(lon), float(lat)))
    return found


def _towns(folder: Path) -> dict[str, list[tuple[float, float]]]:
    layer = json.loads((folder / "ne_10m_populated_places_simple.json").read_text("utf-8"))
    found: dict[str, list[tuple[float, float]]] = {}
    for town in (feature["properties"] for feature in layer["features"]):
        name = f"{town['nameascii']}, {town['adm0name']}"
        found.setdefault(name, []).append((town["longitude"], town["latitude"]))
    return found
