"""USGS Professional Paper 1802: selected mines, deposits and districts of critical minerals of the world."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from data.readers import BadFile, correct
from data.readers.sightings import Named, Vocabulary, named, sightings, stated_iso3

SOURCE = "usgs_pp1802"
COLUMNS = [
    "DEPOSIT_NAME",
    "CRITICAL_MINERAL",
    "DEPOSIT_TYPE",
    "LATITUDE",
    "LONGITUDE",
    "LOCATION",
    "LOC_DETAIL",
]

VOCABULARY: Vocabulary = {
    "Antimony": (Named("antimony"),),
    "Barite": (Named("barite"),),
    "Beryllium": (Named("beryllium"),),
    "Cobalt": (Named("cobalt"),),
    "Fluorite": (Named("fluorspar"),),
    "Gallium": (Named("gallium", by_product=True),),
    "Germanium": (Named("germanium", by_product=True),),
    "Graphite": (Named("graphite"),),
    "Indium": (Named("indium", by_product=True),),
    "Lithium": (Named("lithium"),),
    "Manganese": (Named("manganese"),),
    "Niobium and Tantalum": (Named("niobium"), Named("tantalum")),
    "Platinum-Group Elements": (Named("platinum_group"),),
    "Rare-Earth Elements": (Named("rare_earths"),),
    "Rhenium": (Named("rhenium", by_product=True),),
    "Tellurium": (Named("tellurium", by_product=True),),
    "Tin": (Named("tin"),),
    "Titanium": (Named("titanium"),),
    "Vanadium": (Named("vanadium"),),
    "Zirconium and Hafnium": (Named("zirconium"), Named("hafnium", by_product=True)),
}
_COBALT_FIRST = re.compile(r"\bCo\b[^;]*skarn|Metasedimentary-rock-hosted Co|Ag-Ni-Co-As-Bi|Sea-floor")
_MINE = re.compile(r"\b(mines?|mina|minas)\b", re.IGNORECASE)
_AREA = re.compile(r"\b(districts?|belt|province|areas?|zone|region|field|EEZ|range)\b", re.IGNORECASE)


def sites(path: Path) -> pd.DataFrame:
    """Sightings (see data.readers.sightings) of PP1802_CritMin_pts.csv: selected sites, 2017, no status or
    capacity.

    `record` is the name and the point as printed, to four decimals: the table has no id of its own. A site is
    a mine where its name says so and else a deposit; a district or belt has precision `area`. Only the
    minerals the paper studied are listed, so absence means nothing; gallium, germanium, hafnium, indium,
    rhenium and tellurium, and cobalt outside deposits named for it, are by-products. Raises BadFile for an
    unexpected file or word. Source: USGS Professional Paper 1802 (2017), https://doi.org/10.3133/pp1802,
    public domain.
    """
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    if missing := set(COLUMNS) - set(table.columns):
        raise BadFile(f"{path}: columns {sorted(missing)} are missing: not the point table of PP 1802.")
    points = table["LATITUDE"].astype(float), table["LONGITUDE"].astype(float)
    table["record"] = [
        f"{name.strip()} ({lat:.4f}, {lon:.4f})" for name, lat, lon in zip(table["DEPOSIT_NAME"], *points, strict=True)
    ]
    if not table["record"].is_unique:
        raise BadFile(f"{path}: a name and point occur twice.")
    table["kind"] = ["mine" if _MINE.search(name) else "deposit" for name in table["DEPOSIT_NAME"]]
    table["precision"] = ["area" if _AREA.search(name) else "site" for name in table["DEPOSIT_NAME"]]
    rows = []
    for row in correct(table, SOURCE).to_dict("records"):
        where = f"{SOURCE} {row['record']}"
        located = row["LATITUDE"] != ""
        site = {
            "source_id": SOURCE,
            "record": row["record"],
            "name": row["DEPOSIT_NAME"].strip(),
            "kind": row["kind"],
            "country_stated": row["LOCATION"].strip(),
            "iso3_stated": stated_iso3(row["LOCATION"], where),
            "lon": float(row["LONGITUDE"]) if located else None,
            "lat": float(row["LATITUDE"]) if located else None,
            "location_precision": row["precision"] if located else "none",
            "confidence": "moderate",
        }
        words = [word.strip() for word in row["CRITICAL_MINERAL"].split(";")]
        for _, meaning in named(words, VOCABULARY, frozenset(), where):
            by_product = meaning.by_product
            if meaning.mineral_id == "cobalt":
                by_product = not _COBALT_FIRST.search(row["DEPOSIT_TYPE"])
            rows.append(
                site
                | {
                    "mineral_id": meaning.mineral_id,
                    "product": meaning.product,
                    "role": "by_product" if by_product else "main",
                }
            )
    return sightings(rows)
