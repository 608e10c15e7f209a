"""The supplement of modern processing plants, compiled from press, company and survey pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from data.readers import BadFile, correct
from data.readers.sightings import (
    COUNTRIES,
    GROUP_OF,
    MINERALS,
    STATUSES,
    Named,
    Vocabulary,
    named,
    role,
    sightings,
)

SOURCE = "plants_supplement"
COLUMNS = [
    "name",
    "operator",
    "parent_country",
    "country_iso3",
    "locality",
    "lat",
    "lon",
    "coord_precision",
    "coord_source",
    "stage",
    "minerals",
    "products",
    "capacity",
    "capacity_unit",
    "status",
    "status_as_of",
    "source",
    "confidence",
    "note",
]

VOCABULARY: Vocabulary = {mineral.replace("_", " ").capitalize(): (Named(mineral),) for mineral in MINERALS - {"platinum_group"}}
PRECISION = {"site": "site", "settlement": "settlement", "district": "area", "": "none"}
CONFIDENCE = {"seen_in_source": "moderate", "from_memory": "low"}

NOT_PRODUCT = re.compile(r"SWU|GWh|throughput|\bfeed\b|DUF6")
"""Units that measure work, energy or feed: the figure stays in the note, no capacity is claimed."""

MEASURED: tuple[tuple[str, str, str | None, str], ...] = (
    # what the unit names -> mineral, product, basis; the first that fits counts
    (r"magnet", "rare_earths", "magnets", "gross weight"),
    (r"NdPr oxide", "rare_earths", "ndpr_oxide", "gross weight"),
    (r"NdPr metal", "rare_earths", "ndpr_metal", "gross weight"),
    (r"NdPr", "rare_earths", "ndpr_oxide", "gross weight"),
    (r"rare-earth alloy", "rare_earths", "alloy", "gross weight"),
    (r"REO|bastnaesite RE", "rare_earths", "rare_earth_oxides", "REO"),
    (r"rare-earth compounds", "rare_earths", "rare_earth_compounds", "gross weight"),
    (r"lithium carbonate|Li2CO3", "lithium", "lithium_carbonate", "gross weight"),
    (r"LiOH|lithium hydroxide", "lithium", "lithium_hydroxide", "gross weight"),
    (r"LCE", "lithium", None, "lithium carbonate equivalent"),
    (r"lithium sulphate", "lithium", "lithium_sulphate", "gross weight"),
    (r"lithium chemicals", "lithium", "chemicals", "gross weight"),
    (r"ferrochrome", "chromium", "ferrochrome", "gross weight"),
    (r"nickel sulphate", "nickel", "nickel_sulphate", "gross weight"),
    (r"NPI", "nickel", "nickel_pig_iron", "gross weight"),
    (r"nickel in matte", "nickel", "matte", "contained metal"),
    (r"nickel in ferronickel", "nickel", "ferronickel", "contained metal"),
    (r"nickel in MHP", "nickel", "mixed_hydroxide", "contained metal"),
    (r"nickel products", "nickel", None, "gross weight"),
    (r"nickel", "nickel", None, "contained metal"),
    (r"cobalt chemicals", "cobalt", "chemicals", "gross weight"),
    (r"cobalt", "cobalt", None, "contained metal"),
    (r"APT", "tungsten", "ammonium_paratungstate", "gross weight"),
    (r"ferrotungsten", "tungsten", "ferrotungsten", "gross weight"),
    (r"tungsten", "tungsten", None, "contained metal"),
    (r"V2O5", "vanadium", "vanadium_pentoxide", "gross weight"),
    (r"ferrovanadium", "vanadium", "ferrovanadium", "gross weight"),
    (r"vanadium", "vanadium", None, "contained metal"),
    (r"FeV, FeMo, FeNi", "vanadium", "ferroalloys", "gross weight"),
    (r"polysilicon", "silicon", "polysilicon", "gross weight"),
    (r"silicon metal|silicon \(", "silicon", "silicon_metal", "gross weight"),
    (r"ferrosilicon", "silicon", "ferrosilicon", "gross weight"),
    (r"spherical graphite", "graphite", "spherical_graphite", "gross weight"),
    (r"anode", "graphite", "anode_material", "gross weight"),
    (r"antimony products", "antimony", None, "gross weight"),
    (r"antimony", "antimony", "metal", "gross weight"),
    (r"gallium chemicals", "gallium", "chemicals", "gross weight"),
    (r"gallium", "gallium", None, "contained metal"),
    (r"germanium", "germanium", None, "contained metal"),
    (r"indium", "indium", None, "contained metal"),
    (r"tellurium", "tellurium", None, "contained metal"),
    (r"perrhenate", "rhenium", "ammonium_perrhenate", "gross weight"),
    (r"scandium oxide", "scandium", "scandium_oxide", "gross weight"),
    (r"ferroniobium", "niobium", "ferroniobium", "gross weight"),
    (r"manganese metal", "manganese", "electrolytic_metal", "gross weight"),
    (r"magnesium alloy", "magnesium", "alloy", "gross weight"),
    (r"magnesium", "magnesium", "metal", "gross weight"),
    (r"as UF6", "uranium", "uf6", "contained metal"),
    (r"HALEU|low-enriched uranium", "uranium", "enriched_uranium", "contained metal"),
    (r"tU/y", "uranium", None, "contained metal"),
    (r"phosphate rock", "phosphate", "phosphate_rock", "gross weight"),
    (r"ammophos", "phosphate", "fertilizer", "gross weight"),
    (r"t/y HF", "fluorspar", "hydrofluoric_acid", "gross weight"),
    (r"boron carbide", "boron", "boron_carbide", "gross weight"),
    (r"copper", "copper", None, "contained metal"),
    (r"zinc", "zinc", None, "contained metal"),
)
_MADE: tuple[tuple[str, str, str], ...] = (
    # what the list of products names -> mineral, product
    (r"magnet(?! alloy|-grade)", "rare_earths", "magnets"),
    (r"lithium hydroxide", "lithium", "lithium_hydroxide"),
    (r"lithium carbonate", "lithium", "lithium_carbonate"),
    (r"lithium sulphate", "lithium", "lithium_sulphate"),
    (r"titanium sponge|Ti sponge", "titanium", "sponge"),
    (r"zirconium sponge", "zirconium", "sponge"),
    (r"alumina", "aluminum", "alumina"),
    (r"primary aluminium", "aluminum", "aluminum"),
    (r"UF6", "uranium", "uf6"),
    (r"UF4", "uranium", "uf4"),
    (r"UO3", "uranium", "uo3"),
    (r"U3O8", "uranium", "u3o8"),
    (r"enriched uranium|HALEU", "uranium", "enriched_uranium"),
    (r"fuel assemblies", "uranium", "fuel_assemblies"),
    (r"ferronickel", "nickel", "ferronickel"),
    (r"nickel matte", "nickel", "matte"),
    (r"MHP", "nickel", "mixed_hydroxide"),
    (r"nickel sulphate", "nickel", "nickel_sulphate"),
    (r"NPI", "nickel", "nickel_pig_iron"),
    (r"cobalt sulphate", "cobalt", "cobalt_sulphate"),
    (r"ferrochrome|charge chrome", "chromium", "ferrochrome"),
    (r"ferrosilicon", "silicon", "ferrosilicon"),
    (r"silicon metal|metallurgical silicon", "silicon", "silicon_metal"),
    (r"polysilicon", "silicon", "polysilicon"),
    (r"ferroniobium", "niobium", "ferroniobium"),
    (r"ferrovanadium", "vanadium", "ferrovanadium"),
    (r"ferrotungsten", "tungsten", "ferrotungsten"),
    (r"APT", "tungsten", "ammonium_paratungstate"),
    (r"spherical graphite", "graphite", "spherical_graphite"),
    (r"spherical purified graphite", "graphite", "spherical_graphite"),
    (r"graphite anode|anode material", "graphite", "anode_material"),
    (r"perrhenate", "rhenium", "ammonium_perrhenate"),
    (r"manganese sulphate", "manganese", "manganese_sulphate"),
)
_SHARED = re.compile(r"company total|company:|both (zinc plants|deposits)|ferroalloys|FeV, FeMo|t/y products")
_PLAN = re.compile(
    r"(?<!t/y )\b(plans?|planned|target)\b(?! [\d,]{5,})|when both phases|full build-out"
    r"|by end 20|by 20\d\d \(plan|after (phase|doubling|reconstruction)|expansion project"
)
_BESIDE = re.compile(r"(?:plus|also) ([\d,]+) t/y (cobalt|copper|bismuth)\b(?! sulphate)")


def sites(path: Path) -> pd.DataFrame:
    """Sightings (see data.readers.sightings) of plants_supplement.csv and, where it is there, ..._extra.csv.

    `path` is the folder of the two files; `record` is the plant's name; `page` is the row's own source, as
    cited. A capacity goes to the mineral its unit names, in metric tons per year; separative work, energy and
    feed are no capacity and stay in the note with every figure as stated. A district is precision `area`;
    `idle` is care_and_maintenance; several owner countries leave owner_iso3 empty and stand in the note. A
    mineral is a by-product where it is not named first and a mineral it is recovered with is named too.
    Raises BadFile for an unexpected file, word or unit. Source: each row's page; facts in our own words.
    """
    files = [file for name in ("plants_supplement.csv", "plants_supplement_extra.csv") if (file := path / name).exists()]
    if not files:
        raise BadFile(f"{path}: there is no plants_supplement.csv.")
    table = pd.concat([pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig") for file in files])
    if missing := set(COLUMNS) - set(table.columns):
        raise BadFile(f"{path}: columns {sorted(missing)} are missing: not the supplement of plants.")
    if not table["name"].is_unique:
        raise BadFile(f"{path}: a plant's name occurs twice: {table['name'][table['name'].duplicated()].tolist()}.")
    rows = []
    for row in correct(table.assign(record=table["name"]), SOURCE).to_dict("records"):
        plant, capacities = _plant(row), _capacities(row)
        minerals = _minerals(row)
        for position, mineral in enumerate(minerals):
            kind = "main" if position == 0 or GROUP_OF.get(mineral) == minerals[0] else role(mineral, minerals)
            made = {"mineral_id": mineral, "product": _product(mineral, row["products"]), "role": kind}
            rows.append(plant | made | capacities.get(mineral, {}))
    return sightings(rows)


def _plant(row: Mapping[Any, Any]) -> dict[str, Any]:
    where = f"{SOURCE} {row['record']}"
    if row["country_iso3"] not in COUNTRIES.values():
        raise BadFile(f"{where}: country {row['country_iso3']!r} is unknown.")
    for column, allowed in (("coord_precision", PRECISION), ("confidence", CONFIDENCE)):
        if row[column] not in allowed:
            raise BadFile(f"{where}: {column} {row[column]!r} is unknown.")
    located = row["lat"] != ""
    status = "care_and_maintenance" if row["status"] == "idle" else row["status"]
    if status not in STATUSES:
        raise BadFile(f"{where}: status {row['status']!r} is unknown.")
    owners = [code.strip() for code in row["parent_country"].split(";") if code.strip()]
    notes = [
        row["note"],
        f"Products: {row['products']}" if row["products"] else "",
        f"Capacity as stated: {row['capacity']} {row['capacity_unit']}" if row["capacity"] else "",
        f"Owners: {', '.join(owners)}" if len(owners) > 1 else "",
        f"Place: {row['locality']}",
        f"Point: {row['coord_source']}" if located else "",
    ]
    return {
        "source_id": SOURCE,
        "record": row["record"],
        "name": row["name"].strip(),
        "kind": "plant",
        "stage": None if row["stage"] == "other" else row["stage"],
        "country_stated": row["country_iso3"],
        "iso3_stated": row["country_iso3"],
        "lon": float(row["lon"]) if located else None,
        "lat": float(row["lat"]) if located else None,
        "location_precision": PRECISION[row["coord_precision"]] if located else "none",
        "status": status,
        "status_year": _year(row["status_as_of"]),
        "operator": row["operator"] or None,
        "owner_iso3": owners[0] if len(owners) == 1 else None,
        "confidence": CONFIDENCE[row["confidence"]],
        "note": ". ".join(note.strip().rstrip(".") for note in notes if note.strip()) + ".",
        "page": row["source"].strip() or None,
    }


def _minerals(row: Mapping[Any, Any]) -> list[str]:
    words = [word.strip() for word in row["minerals"].split(";")]
    return [meaning.mineral_id for _, meaning in named(words, VOCABULARY, frozenset(), f"{SOURCE} {row['record']}")]


def _product(mineral: str, products: str) -> str | None:
    made = {product for pattern, about, product in _MADE if about == mineral and re.search(pattern, products)}
    return made.pop() if len(made) == 1 else None


def _capacities(row: Mapping[Any, Any]) -> dict[str, dict[str, Any]]:
    """Capacity columns by mineral, from a figure and its unit in words; empty where no capacity of product
    is stated."""
    unit = row["capacity_unit"]
    if not row["capacity"] or NOT_PRODUCT.search(unit.split("(")[0]):
        return {}
    if not re.match(r"(t|kg|tU)/y\b", unit):
        raise BadFile(f"{SOURCE} {row['record']}: unit {unit!r} is not understood: tonnes, kilograms or NOT_PRODUCT.")
    minerals = _minerals(row)
    mineral, product, basis = _measured(unit, minerals, row["products"])
    kind, seen = _kind(unit, row["status"]), _year(row["status_as_of"])
    stated = _year(unit.split(";")[0])
    late = stated is not None and seen is not None and stated > seen and kind != "plan"
    common = {
        "capacity_kind": kind,
        "capacity_year": stated if stated is not None and not late else seen,
        "capacity_is_shared": bool(_SHARED.search(unit.split(";")[0])),
    }
    tons = float(row["capacity"]) / (1000 if unit.startswith("kg") else 1)
    found = {
        mineral: common | {"capacity_t": tons, "capacity_basis": basis} | ({"product": product} if product is not None else {})
    }
    if "ferroalloys" in unit:
        found = {each: found[mineral] | {"product": "ferroalloys"} for each in minerals}
    for figure, beside in _BESIDE.findall(unit):
        found[beside] = common | {
            "capacity_t": float(figure.replace(",", "")),
            "capacity_basis": "contained metal",
        }
    return {each: columns for each, columns in found.items() if each in minerals}


def _measured(unit: str, minerals: Iterable[str], products: str) -> tuple[str, str | None, str]:
    first, *rest = list(minerals)
    if "sponge" in unit:
        return first, "sponge", "gross weight"
    for text in (unit.split("(")[0], unit):
        for pattern, mineral, product, basis in MEASURED:
            if mineral in (first, *rest) and re.search(pattern, text):
                return mineral, product, basis
    return first, _product(first, products), "gross weight"


def _kind(unit: str, status: str) -> str:
    if status in ("planned", "construction") or _PLAN.search(unit.split(";")[0]):
        return "plan"
    return "output" if re.search(r"\boutput\b(?! capacity)", unit) else "nameplate"


def _year(text: str) -> int | None:
    found = re.search(r"\b(19[5-9]\d|20[0-4]\d)\b", text)
    return int(found.group()) if found else None
