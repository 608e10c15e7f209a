"""USGS Open-File Report 2005-1294: major mineral deposits of the world."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from data.readers import BadFile, correct
from data.readers.sightings import Named, Vocabulary, named, sightings, stated_iso3

SOURCE = "usgs_ofr_2005_1294"

VOCABULARY: Vocabulary = {
    "Ag": (Named("silver"),),
    "Al": (Named("aluminum"),),
    "As": (Named("arsenic"),),
    "B": (Named("boron"),),
    "Ba": (Named("barite"),),
    "barite": (Named("barite"),),
    "bauxite": (Named("aluminum", "bauxite"),),
    "Be": (Named("beryllium"),),
    "Co": (Named("cobalt"),),
    "Cr": (Named("chromium"),),
    "Cs": (Named("cesium"),),
    "Cu": (Named("copper"),),
    "F": (Named("fluorspar"),),
    "fluorite": (Named("fluorspar"),),
    "fluorspar": (Named("fluorspar"),),
    "graphite": (Named("graphite"),),
    "K": (Named("potash"),),
    "Li": (Named("lithium"),),
    "lithium mica": (Named("lithium"),),
    "magnesia": (Named("magnesium", "magnesia"),),
    "magnesite": (Named("magnesium", "magnesite"),),
    "Mg": (Named("magnesium"),),
    "Mn": (Named("manganese"),),
    "Nb": (Named("niobium"),),
    "Ni": (Named("nickel"),),
    "P": (Named("phosphate"),),
    "Pb": (Named("lead"),),
    "Pd": (Named("palladium"),),
    "PGE": (Named("platinum_group"),),
    "phosphate": (Named("phosphate"),),
    "potash": (Named("potash"),),
    "Pt": (Named("platinum"),),
    "Rb": (Named("rubidium"),),
    "REE": (Named("rare_earths"),),
    "Sb": (Named("antimony"),),
    "Sc": (Named("scandium"),),
    "Sn": (Named("tin"),),
    "sylvite": (Named("potash"),),
    "Ta": (Named("tantalum"),),
    "Te": (Named("tellurium"),),
    "Ti": (Named("titanium"),),
    "U": (Named("uranium"),),
    "V": (Named("vanadium"),),
    "W": (Named("tungsten"),),
    "zircon": (Named("zirconium", "zircon"),),
    "Zn": (Named("zinc"),),
    "Zr": (Named("zirconium"),),
}
_IGNORED_WORDS = """
alunite amber amethyst andalusite anhydrite aquamarine asbestos Au bentonite beryl Br calcite Cd clay coal
corundum cryolite diamond diatomite dolomite emerald Fe feldspar garnet gem gypsum halloysite hectorite Hg I
jade kaolinite kunzite limestone magnetite marble mica Mo muscovite Na nitrate olivine opal palygorskite
peridot perlite phlogopite pumice pyrophyllite rhodochrosite ruby S salt saponite sapphire Se sepiolite
sillimanite spinel Sr talc Th topaz tourmaline vermiculite wollastonite zeolite
"""
IGNORED = frozenset(_IGNORED_WORDS.split()) | {
    "feldspathic sand",
    "lapis lazuli",
    "nepheline syenite",
    "silica sand",
    "sodium carbonate",
    "sodium sulfate",
}
"""Not on the list, or (gem beryl, hectorite clay, silica sand, gem rhodochrosite) not mined for what is."""

_MINE = re.compile(r"\b(mines?|mina|minas)\b", re.IGNORECASE)
_AREA = re.compile(r"\b(districts?|belt|province|areas?|zone|region|field|basin|plain)\b", re.IGNORECASE)


def sites(path: Path) -> pd.DataFrame:
    """Sightings (see data.readers.sightings) of deposit.csv and commodity.csv, both in the folder `path`.

    `record` is the publisher's `gid`; every deposit is one of the world's major by the report's own
    selection. The commodity named first is the main one, if it is a listed mineral, and the others are
    by-products. A point on tenths of a degree, and a district, have precision `area`; no point, `none`. The
    report gives no status, size or capacity. Raises BadFile for an unexpected file or word. Source: USGS
    Open-File Report 2005-1294 (2005), https://pubs.usgs.gov/of/2005/1294/, public domain.
    """
    deposits = pd.read_csv(path / "deposit.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    commodities = pd.read_csv(path / "commodity.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    if missing := {"gid", "dep_name", "country", "latitude", "longitude", "commodity"} - set(deposits.columns):
        raise BadFile(f"{path}: columns {sorted(missing)} are missing: not the deposits of OFR 2005-1294.")
    if missing := {"gid", "value"} - set(commodities.columns):
        raise BadFile(f"{path}: columns {sorted(missing)} are missing: not the commodities of OFR 2005-1294.")
    if stray := set(commodities["gid"]) ^ set(deposits["gid"]):
        raise BadFile(f"{path}: gid {sorted(stray)[:5]} is in only one of the two files.")
    words_of = commodities.groupby("gid", sort=False)["value"].agg(list)
    rows = []
    for row in correct(deposits.assign(record=deposits["gid"]), SOURCE).to_dict("records"):
        where = f"{SOURCE} {row['record']}"
        words = words_of[row["gid"]]
        name = row["dep_name"].strip()
        located = row["latitude"] != ""
        coarse = bool(_AREA.search(name)) or (located and _on_tenths(row["latitude"], row["longitude"]))
        site = {
            "source_id": SOURCE,
            "record": row["record"],
            "name": name or f"Unnamed {row['commodity'].lower()} deposit",
            "kind": "mine" if _MINE.search(name) else "deposit",
            "country_stated": row["country"],
            "iso3_stated": stated_iso3(row["country"], where),
            "lon": float(row["longitude"]) if located else None,
            "lat": float(row["latitude"]) if located else None,
            "location_precision": ("area" if coarse else "site") if located else "none",
            "confidence": "moderate",
            "major": True,
        }
        seen: set[Named] = set()
        for word, meaning in named(words, VOCABULARY, IGNORED, where):
            if meaning not in seen:
                role = "main" if word == words[0] else "by_product"
                rows.append(site | {"mineral_id": meaning.mineral_id, "product": meaning.product, "role": role})
            seen.add(meaning)
    return sightings(rows)


def _on_tenths(*degrees: str) -> bool:
    return all((float(text) * 10).is_integer() for text in degrees)
