"""Mines, deposits and plants of Kazakhstan, compiled from press, company and government pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from data.readers import BadFile, correct
from data.readers.sightings import MINERALS, Named, Vocabulary, named, role, sightings

SOURCE = "kazakhstan_sites"
COLUMNS = (
    "site", "site_type", "commodities", "stage", "operator", "region", "nearest_place", "lat", "lon",
    "coord_precision", "coord_source", "status", "detail", "source", "confidence",
)  # fmt: skip

VOCABULARY: Vocabulary = {mineral.replace("_", " "): (Named(mineral),) for mineral in MINERALS} | {
    "aluminium": (Named("aluminum"),),
    "phosphorus": (Named("phosphate", "phosphorus"),),
}
IGNORED = frozenset({"gold", "molybdenum", "selenium"})

SIDES: dict[str, tuple[tuple[str, str | None], ...]] = {
    "deposit": (("deposit", None),),
    "isr_mine": (("mine", None),),
    "mine": (("mine", None),),
    "mine_and_concentrator": (("mine", None), ("plant", "concentrator")),
    "mine_and_plant": (("mine", None), ("plant", None)),
    "mine_and_smelter": (("mine", None), ("plant", "smelter")),
    "mine_project_and_pilot_plant": (("deposit", None), ("plant", None)),
    "plant": (("plant", None),),
    "refinery": (("plant", "refinery"),),
    "smelter": (("plant", "smelter"),),
    "smelter_and_mines": (("mine", None), ("plant", "smelter")),
    "smelter_project": (("plant", "smelter"),),
}
PRECISION = {
    "approx_10km": "area",
    "deposit_point": "site",
    "deposit_proxy": "area",
    "facility_rounded_0.01deg": "site",
    "none": "none",
    "one_of_several_sites": "area",
    "settlement_proxy": "settlement",
    "site": "site",
}
_WORKS = re.compile(r"[Ss]melter|[Rr]efinery|[Pp]lant")
STATUS = (
    (r"not checked|unclear|^prognosis", "unknown"),
    (r"^operating|^alumina operating|^pilot operating|^ramping up", "operating"),
    (r"^under construction", "construction"),
    (r"^idle|^dormant", "care_and_maintenance"),
    (r"exploration|project|feasibility|^study", "planned"),
)
"""The first pattern that fits the words of the status; words that fit none stop the reader."""


def sites(path: Path) -> pd.DataFrame:
    """Sightings (see data.readers.sightings) of kazakhstan_sites.csv; `path` is the file, `record` the site's
    name.

    A row that names a mine and a works is one of each. A row without a page behind it has confidence low and
    no page; a point from memory is left out (precision none), a stand-in point is an area, a town is a
    settlement; the point of a works is an area for the mine it is named with. A status that was not checked
    is unknown. Capacities stand in the note, as stated: they are no figures of one works. Raises BadFile for
    an unexpected file or word. Source: each row's page; facts in our own words.
    """
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    if missing := set(COLUMNS) - set(table.columns):
        raise BadFile(f"{path}: columns {sorted(missing)} are missing: not the sites of Kazakhstan.")
    if not table["site"].is_unique:
        raise BadFile(f"{path}: a site's name occurs twice.")
    rows = []
    for row in correct(table.assign(record=table["site"]), SOURCE).to_dict("records"):
        where = f"{SOURCE} {row['record']}"
        if row["site_type"] not in SIDES or row["coord_precision"] not in PRECISION:
            raise BadFile(f"{where}: {row['site_type']!r} or {row['coord_precision']!r} is unknown.")
        words = [word.strip() for word in row["commodities"].split(";")]
        meanings = [meaning for _, meaning in named(words, VOCABULARY, IGNORED, where)]
        every = [meaning.mineral_id for meaning in meanings]
        sides = SIDES[row["site_type"]]
        for kind, stage in sides:
            site = _site(row, where)
            if len(sides) > 1 and kind != "plant" and _WORKS.search(row["coord_source"]):
                site["location_precision"] = "area"
            for position, meaning in enumerate(meanings):
                mineral = {
                    "kind": kind,
                    "stage": stage,
                    "mineral_id": meaning.mineral_id,
                    "product": meaning.product,
                    "role": "main" if position == 0 else role(meaning.mineral_id, every),
                }
                rows.append(site | mineral)
    return sightings(rows)


def _site(row: Mapping[Any, Any], where: str) -> dict[str, Any]:
    seen = row["confidence"] == "seen_in_source"
    precision = PRECISION[row["coord_precision"]] if row["coord_source"] != "from_memory" else "none"
    located = precision != "none"
    notes = [
        row["detail"],
        f"Status as stated: {row['status']}",
        f"Makes: {row['stage']}" if row["stage"] else "",
        f"Region: {row['region']}" if row["region"] else "",
        f"Point: {row['coord_source']}" if located else "",
        "" if seen else "No page behind this row",
    ]
    return {
        "source_id": SOURCE,
        "record": row["record"],
        "name": row["site"],
        "country_stated": "Kazakhstan",
        "iso3_stated": "KAZ",
        "lon": float(row["lon"]) if located else None,
        "lat": float(row["lat"]) if located else None,
        "location_precision": precision,
        "status": _status(row["status"], where),
        "operator": row["operator"] or None,
        "confidence": "moderate" if seen else "low",
        "note": ". ".join(note.strip().rstrip(".") for note in notes if note.strip()) + ".",
        "page": row["source"] if seen else None,
    }


def _status(words: str, where: str) -> str:
    for pattern, status in STATUS:
        if re.search(pattern, words):
            return status
    raise BadFile(f"{where}: status {words!r} is unknown: add it to STATUS.")
