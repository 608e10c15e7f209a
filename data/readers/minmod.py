"""USGS MRData tables of rare-earth occurrences and nickel-cobalt laterites, as MinMod re-keyed them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.readers import BadFile, correct
from data.readers.sightings import sightings, stated_iso3

COLUMNS = ("record_id", "name", "country", "lat", "lon", "commodities")
MINERALS = {
    "minmod_ree": (("rare_earths", "main"),),
    "minmod_laterite": (("nickel", "main"), ("cobalt", "by_product")),
}
"""Every rare-earth row lists the same fifteen elements beside gangue, so a row says no more than rare
earths."""
FILES = {"minmod_ree": "ree_sites.csv", "minmod_laterite": "laterite_sites.csv"}
CONFIDENCE = {"minmod_ree": "low", "minmod_laterite": "moderate"}


def sites(path: Path) -> pd.DataFrame:
    """Sightings (see data.readers.sightings) of ree_sites.csv and laterite_sites.csv, both in the folder
    `path`.

    `record` is the MRData record number; sources `minmod_ree` and `minmod_laterite`. Occurrences, prospects
    and mines are mixed without a mark: all are deposits, rare-earth ones of low confidence. A lost letter
    (U+FFFD) is left out of a name. Raises BadFile for an unexpected file or country. Source: USGS MRData,
    rare earth elements and Ni-Co laterites, public domain, by DARPA CriticalMAAS MinMod.
    """
    rows = []
    for source, file in FILES.items():
        table = pd.read_csv(path / file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        if missing := set(COLUMNS) - set(table.columns):
            raise BadFile(f"{path / file}: columns {sorted(missing)} are missing.")
        for row in correct(table.assign(record=table["record_id"]), source).to_dict("records"):
            located = row["lat"] != ""
            site = {
                "source_id": source,
                "record": row["record"],
                "name": row["name"].replace("\N{REPLACEMENT CHARACTER}", "").strip() or "Unnamed occurrence",
                "aliases": [alias for alias in row.get("aliases", "").split("|") if alias],
                "kind": "deposit",
                "country_stated": row["country"],
                "iso3_stated": stated_iso3(row["country"], f"{source} {row['record']}"),
                "lon": float(row["lon"]) if located else None,
                "lat": float(row["lat"]) if located else None,
                "location_precision": "site" if located else "none",
                "confidence": CONFIDENCE[source],
            }
            rows += [site | {"mineral_id": mineral, "role": role} for mineral, role in MINERALS[source]]
    return sightings(rows)
