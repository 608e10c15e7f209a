"""USGS compilations of mineral facilities: Africa (2021) and the Indo-Pacific (about 2022)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from data.readers import BadFile, correct
from data.readers.sightings import Named, Vocabulary, named, role, sightings, stated_iso3


class Layout(NamedTuple):
    """Which numbered attribute means what in a compilation: the two number them differently."""

    source_id: str
    commodity: str
    form: str
    year: str | None
    capacity: str
    unit: str
    shared: str | None
    confidence: str


AFRICA = Layout(
    "usgs_africa_2021",
    "DsgAttr02",
    "DsgAttr03",
    "DsgAttr06",
    "DsgAttr07",
    "DsgAttr08",
    "DsgAttr10",
    "LocConfid",
)
INDOPACIFIC = Layout("usgs_indopacific", "DsgAttr01", "DsgAttr02", None, "DsgAttr06", "DsgAttr07", None, "LocConf")

VOCABULARY: Vocabulary = {
    "Alumina": (Named("aluminum", "alumina"),),
    "Aluminum": (Named("aluminum", "aluminum"),),
    "Antimony": (Named("antimony"),),
    "Arsenic": (Named("arsenic"),),
    "Barite": (Named("barite"),),
    "Bauxite": (Named("aluminum", "bauxite"),),
    "Beryllium": (Named("beryllium"),),
    "Bismuth": (Named("bismuth"),),
    "Chromium": (Named("chromium"),),
    "Cobalt": (Named("cobalt"),),
    "Copper": (Named("copper"),),
    "Ferromanganese": (Named("manganese", "ferromanganese"),),
    "Ferrosilicon": (Named("silicon", "ferrosilicon"),),
    "Fluorspar": (Named("fluorspar"),),
    "Gallium": (Named("gallium"),),
    "Germanium": (Named("germanium"),),
    "Graphite": (Named("graphite"),),
    "Indium": (Named("indium"),),
    "Iridium": (Named("iridium"),),
    "Lead": (Named("lead"),),
    "Lithium": (Named("lithium"),),
    "Magnesium": (Named("magnesium"),),
    "Manganese": (Named("manganese"),),
    "Nickel": (Named("nickel"),),
    "Niobium": (Named("niobium"),),
    "Niobium (columbium)": (Named("niobium"),),
    "Niobium (columbium) and tantalum": (Named("niobium"), Named("tantalum")),
    "Palladium": (Named("palladium"),),
    "Phosphate": (Named("phosphate"),),
    "Phosphate Rock": (Named("phosphate", "phosphate_rock"),),
    "Platinum": (Named("platinum"),),
    "Platinum Group Elements": (Named("platinum_group"),),
    "Rare Earth elements (REE)": (Named("rare_earths"),),
    "Rare Earths": (Named("rare_earths"),),
    "Rhenium": (Named("rhenium"),),
    "Rhodium": (Named("rhodium"),),
    "Ruthenium": (Named("ruthenium"),),
    "Scandium": (Named("scandium"),),
    "Silicon": (Named("silicon"),),
    "Silver": (Named("silver"),),
    "Tantalum": (Named("tantalum"),),
    "Tantalum and niobium (columbium)": (Named("tantalum"), Named("niobium")),
    "Tellurium": (Named("tellurium"),),
    "Tin": (Named("tin"),),
    "Titanium": (Named("titanium"),),
    "Tungsten": (Named("tungsten"),),
    "Uranium": (Named("uranium"),),
    "Vanadium": (Named("vanadium"),),
    "Zinc": (Named("zinc"),),
    "Zirconium": (Named("zirconium"),),
}
_NOT_LISTED = """
Agate, Aggregates, Amazonite, Amethyst, Andalusite, Aquamarine, Asbestos, Asphalt, Basalt, Bricks,
Cadmium, Calcium carbonate, Carbon, Caustic soda, Cement, Clay, Coal, Coke, Diamond, Diatomite,
Dolomite, Emerald, Feldspar, Garnet, Gemstone, Glass, Glass sand, Glasswool, Gold, Gravel, Gypsum,
Helium, Iron Ore, Iron and Steel, Iron and steel, Iron ore, Labradorite, Lime, Limestone, Methanol,
Mica, Molybdenum, Natural Gas, Natural gas, Nitrogen, Opal, Peat, Perlite, Petroleum, Petroleum gas,
Pumice, Pyrite, Pyrophyllite, Quartz, Rockwool, Ruby, Salt, Sand, Sand and Gravel, Sandstone, Sapphire,
Selenium, Semiprecious, Silica, Silica Sand, Soda, Soda ash, Stone, Sulfur, Synthetic fuels, Talc,
Tanzanite, Topaz, Tourmaline, Vermiculite, Wollastonite, Zeolites"""
IGNORED = frozenset(" ".join(_NOT_LISTED.split()).split(", "))
"""Not on the list. Coal does not say whether it is metallurgical."""
FERROALLOYS: Vocabulary = {
    "": (),
    "Ferromanganese": (Named("manganese", "ferromanganese"),),
    "Ferromolybdenum": (),
    "Ferronickel": (Named("nickel", "ferronickel"),),
    "Ferrosilicon": (Named("silicon", "ferrosilicon"),),
    "Ferrotungsten": (Named("tungsten", "ferrotungsten"),),
    "Ferrovanadium": (Named("vanadium", "ferrovanadium"),),
    "Silicomanganese": (Named("manganese", "silicomanganese"), Named("silicon", "silicomanganese")),
}
"""`Ferroalloys` of the Indo-Pacific say in the form which; those of molybdenum, or unsaid, are left out."""

KIND = {"Mines and Quarries": "mine", "Brine": "mine", "Mineral Processing Plants": "plant"}
LEFT_OUT = ("Oil and Gas Fields", "Oil and Gas Refineries and (or) Petrochemical Complexes")
STATUS = {
    "Active": "operating",
    "Assumed Active": "unknown",
    "C&M": "care_and_maintenance",
    "Closed": "closed",
    "Construction": "construction",
    "Development": "planned",
    "Suspended": "care_and_maintenance",
}
TONS = {
    "million mt": 1e6,
    "Thousand metric tons": 1e3,
    "kmt": 1e3,
    "Metric tons": 1.0,
    "mt": 1.0,
    "Kilograms": 1e-3,
    "kg": 1e-3,
}
PRODUCT = (
    (r"[Ff]errochromium", "chromium", "ferrochrome"),
    (r"[Ii]lmenite-rutile", "titanium", None),
    (r"[Ii]lmenite", "titanium", "ilmenite"),
    (r"[Rr]utile", "titanium", "rutile"),
    (r"[Ss]lag", "titanium", "slag"),
    (r"Titanium Dioxide", "titanium", "titanium_dioxide"),
    (r"Alumina", "aluminum", "alumina"),
    (r"Bauxite", "aluminum", "bauxite"),
    (r"Phosphate rock", "phosphate", "phosphate_rock"),
    (r"Phosphoric acid", "phosphate", "phosphoric_acid"),
    (r"[Ff]erromanganese", "manganese", "ferromanganese"),
    (r"[Ss]ilicomanganese", "manganese", "silicomanganese"),
    (r"Vanadium pentoxide", "vanadium", "vanadium_pentoxide"),
    (r"Ammonium Paratungstate", "tungsten", "ammonium_paratungstate"),
    (r"Ferronickel", "nickel", "ferronickel"),
    (r"Nickel sulfate", "nickel", "nickel_sulphate"),
    (r"MHP", "nickel", "mixed_hydroxide"),
    (r"Zircon", "zirconium", "zircon"),
)


def sites(path: Path) -> pd.DataFrame:
    """Sightings (see data.readers.sightings) of AFR_Mineral_Facilities or INDOPAC_Mineral_facilities
    (.geojson).

    `record` is the FeatureUID; a facility has one row per product, each with its own capacity in metric tons
    per year (Africa: of 2017 or 2018). `Assumed Active` is no status: unknown, with a note. A point that the
    publisher calls approximate and prints with fewer than four decimals is an area. Capacities that name the
    ids of others are shared. Oil and gas are left out. Raises BadFile for an unexpected file, word or unit.
    Source: USGS, Africa doi:10.5066/P97EQWXP (2021); Indo-Pacific ScienceBase 65caa1aed34ef4b119cb3427.
    """
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    table = pd.DataFrame([feature["properties"] for feature in features], dtype=object).astype(str)
    layout = AFRICA if AFRICA.confidence in table.columns else INDOPACIFIC
    if missing := {field for field in layout[1:] if field is not None} - set(table.columns):
        raise BadFile(f"{path}: fields {sorted(missing)} are missing: not a layer of mineral facilities.")
    table = table.replace({"<null>": "", "None": "", "nan": ""})
    table = table[~table["FeatureTyp"].isin(LEFT_OUT)]
    facilities = correct(table.assign(record=table["FeatureUID"]), layout.source_id).to_dict("records")
    minerals_of: dict[str, list[str]] = {}
    found = []
    for row in facilities:
        where = f"{layout.source_id} {row['record']}"
        for meaning in _meanings(row, layout, where):
            found.append((row, meaning, where))
            minerals_of.setdefault(row["record"], []).append(meaning.mineral_id)
    return sightings(
        _site(row, layout, where)
        | {
            "mineral_id": meaning.mineral_id,
            "role": role(meaning.mineral_id, minerals_of[row["record"]]),
            "product": _product(row, layout, meaning),
        }
        for row, meaning, where in found
    )


def _meanings(row: Mapping[Any, Any], layout: Layout, where: str) -> list[Named]:
    if row[layout.commodity] == "Ferroalloys":
        return [meaning for _, meaning in named([row[layout.form]], FERROALLOYS, frozenset(), where)]
    return [meaning for _, meaning in named([row[layout.commodity]], VOCABULARY, IGNORED, where)]


def _product(row: Mapping[Any, Any], layout: Layout, meaning: Named) -> str | None:
    form = f"{row[layout.form]}; {row['DsgAttr03']}"
    for pattern, mineral, product in PRODUCT:
        if mineral == meaning.mineral_id and re.search(pattern, form):
            return product
    if KIND[row["FeatureTyp"]] == "mine" and meaning.product == "aluminum":
        return "bauxite"
    return meaning.product


def _site(row: Mapping[Any, Any], layout: Layout, where: str) -> dict[str, Any]:
    for column, allowed in (("FeatureTyp", KIND), ("LocOpStat", STATUS)):
        if row[column] not in allowed:
            raise BadFile(f"{where}: {column} {row[column]!r} is unknown.")
    kind = KIND[row["FeatureTyp"]]
    form = f"{row[layout.form]}; {row['DsgAttr03']}"
    decimals = max(len(row[column].partition(".")[2]) for column in ("Latitude", "Longitude"))
    year = int(row[layout.year]) if layout.year else None
    status = STATUS[row["LocOpStat"]]
    name, place = row["FeatureNam"].strip(), row["ADM1"]
    notes = [
        "Assumed active by the publisher" if status == "unknown" else "",
        f"Place: {place}" if place else "",
    ]
    return {
        "source_id": layout.source_id,
        "record": row["record"],
        "name": name,
        "kind": kind,
        "stage": _stage(form) if kind == "plant" else None,
        "country_stated": row["Country"],
        "iso3_stated": stated_iso3(row["Country"], where),
        "lon": float(row["Longitude"]),
        "lat": float(row["Latitude"]),
        "location_precision": "site" if row[layout.confidence] == "E" or decimals >= 4 else "area",
        "status": status,
        "status_year": year if status != "unknown" else None,
        "operator": row["OperateNam"] or None,
        "confidence": "moderate",
        "note": ". ".join(note for note in notes if note) + "." if any(notes) else None,
    } | _capacity(row, layout, form, year, where)


def _stage(form: str) -> str | None:
    for pattern, stage in (
        (r"\b(Refined|refinery)\b", "refinery"),
        (r"\b(Smelter|[Ff]erro\w+|Silicomanganese)\b", "smelter"),
        (r"\b([Cc]oncentrates?|Ore)\b", "concentrator"),
    ):
        if re.search(pattern, form):
            return stage
    return None


def _capacity(row: Mapping[Any, Any], layout: Layout, form: str, year: int | None, where: str) -> dict[str, Any]:
    if row[layout.unit] in ("", "NA") or row[layout.capacity] == "" or float(row[layout.capacity]) <= 0:
        return {}
    if row[layout.unit] not in TONS:
        raise BadFile(f"{where}: unit {row[layout.unit]!r} is unknown.")
    content = re.search(r"content|P2O5|Li2O|oxide equivalent", form)
    return {
        "capacity_t": round(float(row[layout.capacity]) * TONS[row[layout.unit]], 6),
        "capacity_basis": {
            "content": "contained metal", "P2O5": "P2O5", "Li2O": "Li2O", "oxide equivalent": "REO"
        }[content.group()] if content else "gross weight",
        "capacity_kind": "nameplate",
        "capacity_year": year,
        "capacity_is_shared": bool(layout.shared and row[layout.shared]),
    }  # fmt: skip
