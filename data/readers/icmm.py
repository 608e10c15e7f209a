"""ICMM Global Mining Dataset: mines, smelters, refineries and plants of the world, September 2025."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from data.readers import BadFile, correct
from data.readers.sightings import Named, Vocabulary, named, sightings, stated_iso3

SOURCE = "icmm_2025"
COMMODITIES = ("Primary Commodity", "Secondary Commodity", "Other Commodities")
COLUMNS = [
    "ICMMID",
    "Confidence Factor",
    "Mine Name",
    "Group Names",
    "Latitude",
    "Longitude",
    "Asset Type",
    "Country",
]

CONFIDENCE = {"High": "high", "Moderate": "moderate", "Low": "low", "Very Low": "low"}
STAGE = {"Smelter": "smelter", "Refinery": "refinery", "Plant": None, "Steel Plant": None}
"""An asset of several types has the last stage of these; `Plant` may be a mill or a works, so no stage."""

VOCABULARY: Vocabulary = {
    "PGM": (Named("platinum_group"),),
    "alumina": (Named("aluminum", "alumina"),),
    "aluminium": (Named("aluminum", "aluminum"),),
    "antimony": (Named("antimony"),),
    "aresnic": (Named("arsenic"),),
    "arsenic": (Named("arsenic"),),
    "barium": (Named("barite"),),
    "bauxite": (Named("aluminum", "bauxite"),),
    "beryllium": (Named("beryllium"),),
    "bismuth": (Named("bismuth"),),
    "bopper": (Named("copper"),),
    "borates": (Named("boron"),),
    "boron": (Named("boron"),),
    "caesium": (Named("cesium"),),
    "cerium": (Named("cerium"),),
    "chormite": (Named("chromium"),),
    "chromite": (Named("chromium"),),
    "chromium": (Named("chromium"),),
    "cobalt": (Named("cobalt"),),
    "copper": (Named("copper"),),
    "europium": (Named("europium"),),
    "ferrochrome": (Named("chromium", "ferrochrome"),),
    "ferromanganese": (Named("manganese", "ferromanganese"),),
    "ferronickel": (Named("nickel", "ferronickel"),),
    "ferroniobium": (Named("niobium", "ferroniobium"),),
    "ferrosilicon": (Named("silicon", "ferrosilicon"),),
    "ferrosilicon manganese": (Named("manganese", "silicomanganese"), Named("silicon", "silicomanganese")),
    "fluorspar": (Named("fluorspar"),),
    "gallium": (Named("gallium"),),
    "germanium": (Named("germanium"),),
    "graphite": (Named("graphite"),),
    "heavy mineral sands": (Named("titanium"),),
    "ilmenite": (Named("titanium", "ilmenite"),),
    "indium": (Named("indium"),),
    "iridium": (Named("iridium"),),
    "lanthanides": (Named("rare_earths"),),
    "lanthanum": (Named("lanthanum"),),
    "lead": (Named("lead"),),
    "leucoxene": (Named("titanium", "leucoxene"),),
    "lithium": (Named("lithium"),),
    "magnesium": (Named("magnesium"),),
    "manganese": (Named("manganese"),),
    "metallurgical coal": (Named("metallurgical_coal"),),
    "monazite": (Named("rare_earths", "monazite"),),
    "neodymium": (Named("neodymium"),),
    "nickel": (Named("nickel"),),
    "niobium": (Named("niobium"),),
    "palladium": (Named("palladium"),),
    "petalite": (Named("lithium", "petalite"),),
    "phosphate": (Named("phosphate"),),
    "phosphates": (Named("phosphate"),),
    "phosphoric acid": (Named("phosphate", "phosphoric_acid"),),
    "platinum": (Named("platinum"),),
    "platinum group elements": (Named("platinum_group"),),
    "platinum group metals": (Named("platinum_group"),),
    "potash": (Named("potash"),),
    "potassium oxide": (Named("potash"),),
    "potassium sulfate": (Named("potash", "potassium_sulfate"),),
    "praseodymium": (Named("praseodymium"),),
    "rhenium": (Named("rhenium"),),
    "rhodium": (Named("rhodium"),),
    "rubidium": (Named("rubidium"),),
    "ruthenium": (Named("ruthenium"),),
    "rutile": (Named("titanium", "rutile"),),
    "scandium": (Named("scandium"),),
    "silicomanganese": (Named("manganese", "silicomanganese"), Named("silicon", "silicomanganese")),
    "silver": (Named("silver"),),
    "spodumene": (Named("lithium", "spodumene"),),
    "tantalum": (Named("tantalum"),),
    "tellurium": (Named("tellurium"),),
    "terbium": (Named("terbium"),),
    "thulium": (Named("thulium"),),
    "tin": (Named("tin"),),
    "titanium": (Named("titanium"),),
    "tungsten": (Named("tungsten"),),
    "uranium": (Named("uranium"),),
    "vanadium": (Named("vanadium"),),
    "yttrium": (Named("yttrium"),),
    "zicron": (Named("zirconium", "zircon"),),
    "zinc": (Named("zinc"),),
    "zircon": (Named("zirconium", "zircon"),),
}
IGNORED = frozenset(
    """
    ammonium sulfate, anode slime, cadimium, cadmium, cadmiuum, calcine, calcined soda, clay, coal,
    corundum, diamond, ferrite strontium powder, ferromolybdenum, fertilizedr, gold, iron, iron ore,
    kaolin, mercury, molybdenum, opal, osmium, pyrite, selenium, silica, steel, strontium, sulfur,
    sulfuric acid, sulphate, sulphuric acid, thermal coal, thorium, vermiculite
    """.replace("\n    ", " ")
    .strip()
    .split(", ")
) | {""}
"""Not on the list. Plain `coal` is left out: only coal stated as metallurgical is on the list."""


def sites(path: Path) -> pd.DataFrame:
    """Sightings (see data.readers.sightings) of global-mining-dataset.xlsx, sheet External, as of September
    2025.

    `record` is the ICMMID. An asset that is a mine and also a smelter, refinery or plant becomes a mine and a
    plant of the same record. The primary commodity is the main one, all others by-products. At a mine,
    `aluminium` is the metal's ore and has no product. Points are means of merged clusters; the names of a
    cluster are aliases. No status, operator or capacity. Raises BadFile for an unexpected sheet, commodity,
    country or asset type. Source: ICMM Global Mining Dataset, September 2025 (V1) release, CC BY 4.0.
    """
    table = pd.read_excel(path, sheet_name="External", dtype=str, keep_default_na=False)
    table.columns = table.columns.str.strip()
    if missing := {*COLUMNS, *COMMODITIES} - set(table.columns):
        raise BadFile(f"{path}: columns {sorted(missing)} are missing: not the ICMM sheet External.")
    if not table["ICMMID"].is_unique:
        raise BadFile(f"{path}: an ICMMID occurs twice.")
    rows = []
    for row in correct(table.assign(record=table["ICMMID"]), SOURCE).to_dict("records"):
        where = f"{SOURCE} {row['record']}"
        primary, *others = ([word.strip() for word in row[column].split(";")] for column in COMMODITIES)
        meanings = [(meaning, "main") for _, meaning in named(primary, VOCABULARY, IGNORED, where)]
        for words in others:
            meanings += [(meaning, "by_product") for _, meaning in named(words, VOCABULARY, IGNORED, where)]
        types = [word.strip() for word in row["Asset Type"].split(";")]
        if unknown := set(types) - {"Mine", *STAGE}:
            raise BadFile(f"{where}: asset type {sorted(unknown)} is unknown: add it to STAGE.")
        if row["Confidence Factor"] not in CONFIDENCE:
            raise BadFile(f"{where}: confidence {row['Confidence Factor']!r} is unknown: add it to CONFIDENCE.")
        stages = [stage for word in STAGE if word in types and (stage := STAGE[word])]
        name = readable(row["Mine Name"])
        located = row["Latitude"] != ""
        site = {
            "source_id": SOURCE,
            "record": row["record"],
            "name": name,
            "aliases": sorted({readable(alias) for alias in row["Group Names"].split(";")} - {name, ""}),
            "country_stated": row["Country"],
            "iso3_stated": stated_iso3(row["Country"], where),
            "lon": _degrees(row["Longitude"]) if located else None,
            "lat": _degrees(row["Latitude"]) if located else None,
            "location_precision": "site" if located else "none",
            "confidence": CONFIDENCE[row["Confidence Factor"]],
        }
        sides: list[dict[str, str | None]] = []
        if "Mine" in types:
            sides.append({"kind": "mine"})
        if set(types) & set(STAGE):
            sides.append({"kind": "plant", "stage": stages[-1] if stages else None})
        for side in sides:
            seen: set[tuple[str, str | None]] = set()
            for meaning, role in meanings:
                product = None if side["kind"] == "mine" and meaning.product == "aluminum" else meaning.product
                if (meaning.mineral_id, product) not in seen:
                    mineral = {"mineral_id": meaning.mineral_id, "product": product, "role": role}
                    rows.append(site | side | mineral)
                seen.add((meaning.mineral_id, product))
    return sightings(rows)


def readable(name: str) -> str:
    """A name whose UTF-8 was once read as Windows-1252 (`EisenhÃ¼ttenstadt`), put right; any other as it
    is."""
    name = name.strip()
    if not re.search("[ÃÂÄÅâ].", name):
        return name
    try:
        return name.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return name


def _degrees(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-"))
