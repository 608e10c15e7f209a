"""Geoscience Australia: the mines of Australia, operating, in care and maintenance or developing, 2024."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.readers import BadFile, correct
from data.readers.sightings import Named, Vocabulary, named, sightings

SOURCE = "ga_mines_2024"
COLUMNS = ("Name", "State", "Latitude", "Longitude", "Status", "Commodity Group", "globalid")

VOCABULARY: Vocabulary = {
    "Base metals - Cu (Zn, Pb, Mo, Ag, Au)": (Named("copper"),),
    "Base metals - Cu, Au, U, Ag": (
        Named("copper"),
        Named("uranium", by_product=True),
        Named("silver", by_product=True),
    ),
    "Base metals - Zn, Pb (Cu, Ag)": (Named("zinc"), Named("lead")),
    "Battery/Alloy metals - Li, Ta": (Named("lithium"),),
    "Battery/Alloy metals - Ni (Co, Cu, PGE)": (Named("nickel"),),
    "Battery/Alloy metals - V (Mo, Ti)": (Named("vanadium"),),
    "Bauxite": (Named("aluminum", "bauxite"),),
    "Graphite": (Named("graphite"),),
    "Heavy mineral sands - Ti, Zr": (Named("titanium"), Named("zirconium")),
    "Heavy mineral sands - Ti, Zr, REE": (Named("titanium"), Named("zirconium"), Named("rare_earths")),
    "Magnesium": (Named("magnesium"),),
    "Manganese": (Named("manganese"),),
    "Rare earth elements": (Named("rare_earths"),),
    "Uranium": (Named("uranium"),),
}
"""A group is never one mineral: those in brackets may be absent and are left out."""
IGNORED = frozenset(
    {
        "Coal",
        "Diamond",
        "Fertiliser elements - P,K",
        "High-purity elements - Al, Si",
        "Iron ore",
        "Precious metals - Au, Ag",
        "Tin, Tungsten",
    }
)
"""Not on the list, or a group that does not say which of its minerals a mine has."""
STATUS = {
    "operating mine": "operating",
    "care and maintenance": "care_and_maintenance",
    "developing mine": "planned",
}


def sites(path: Path) -> pd.DataFrame:
    """Sightings (see data.readers.sightings) of Australian_Operating_Mines_2024_2.xlsx, as of 2024.

    `record` is the publisher's `globalid`. A developing mine counts as planned. No operator or capacity.
    Raises BadFile for an unexpected file, commodity group or status.
    Source: Geoscience Australia, Australian Operating Mines 2024, CC BY 4.0.
    """
    table = pd.read_excel(path, dtype=str, keep_default_na=False)
    if missing := set(COLUMNS) - set(table.columns):
        raise BadFile(f"{path}: columns {sorted(missing)} are missing: not the Australian Operating Mines.")
    rows = []
    for row in correct(table.assign(record=table["globalid"]), SOURCE).to_dict("records"):
        where = f"{SOURCE} {row['record']}"
        if (status := STATUS.get(row["Status"].strip().lower())) is None:
            raise BadFile(f"{where}: status {row['Status']!r} is unknown.")
        group = row["Commodity Group"].strip()
        for _, meaning in named([group], VOCABULARY, IGNORED, where):
            rows.append(
                {
                    "source_id": SOURCE,
                    "record": row["record"],
                    "name": " ".join(row["Name"].split()),
                    "kind": "mine",
                    "country_stated": "Australia",
                    "iso3_stated": "AUS",
                    "lon": float(row["Longitude"]),
                    "lat": float(row["Latitude"]),
                    "location_precision": "site",
                    "status": status,
                    "status_year": 2024,
                    "confidence": "high",
                    "note": f"Commodity group as published: {group}.",
                    "mineral_id": meaning.mineral_id,
                    "product": meaning.product,
                    "role": "by_product" if meaning.by_product else "main",
                }
            )
    return sightings(rows)
