"""USGS Mineral Commodity Summaries, salient statistics of the United States: import sources, import reliance, prices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from data.readers import BadFile, correct
from data.readers.usgs_mcs import FILES, NAMES, country, records

IMPORTER = "USA"
EDITION = "2026"
SOURCE_ID = f"usgs_mcs_{EDITION}"
EDITIONS = ("2022", "2023", "2024", EDITION)
"""The editions at hand that carry net import reliance."""

# chapter | words of the column, or of commodity and statistic | mineral | product
# Where a chapter has several lines, the first whose words are found counts.
_PRODUCTS = """
aluminum | | aluminum | aluminum
antimony | | antimony | antimony
arsenic | | arsenic | arsenic
barite | | barite | barite
bauxite | bauxite | aluminum | bauxite
bauxite | alumina | aluminum | alumina
beryllium | price | beryllium | beryllium_copper_master_alloy
beryllium | | beryllium | beryllium
bismuth | | bismuth | bismuth
boron | | boron | borates
cesium | | cesium | cesium
chromium | ferrochromium | chromium | ferrochromium
chromium | chromite ore | chromium | chromite
chromium | | chromium | chromium
cobalt | | cobalt | cobalt
copper | | copper | copper
fluorspar | acid | fluorspar | acid_grade_fluorspar
fluorspar | metallurgical | fluorspar | metallurgical_grade_fluorspar
fluorspar | | fluorspar | fluorspar
gallium | | gallium | gallium
germanium | dioxide | germanium | germanium_dioxide
germanium | | germanium | germanium
graphite | flake | graphite | flake_graphite
graphite | lump | graphite | lump_and_chip_graphite
graphite | amorphous | graphite | amorphous_graphite
graphite | | graphite | natural_graphite
indium | | indium | indium
lead | | lead | lead
lithium | carbonate | lithium | lithium_carbonate
lithium | | lithium | lithium
magnesium_compounds | | magnesium | magnesium_compounds
magnesium_metal | | magnesium | magnesium_metal
manganese | price | manganese | manganese_ore
manganese | | manganese | manganese
nickel | | nickel | nickel
niobium | ferroniobium | niobium | ferroniobium
niobium | | niobium | niobium
phosphate | | phosphate | phosphate_rock
platinum_group | palladium | palladium | palladium
platinum_group | platinum | platinum | platinum
platinum_group | iridium | iridium | iridium
platinum_group | rhodium | rhodium | rhodium
platinum_group | ruthenium | ruthenium | ruthenium
potash | mop | potash | potassium_chloride
potash | | potash | potash
rare_earths | lanthanum oxide | lanthanum | lanthanum_oxide
rare_earths | cerium oxide | cerium | cerium_oxide
rare_earths | mischmetal | rare_earths | mischmetal
rare_earths | ndpr | rare_earths | neodymium_praseodymium_oxide
rare_earths | praseodymium oxide | praseodymium | praseodymium_oxide
rare_earths | neodymium oxide | neodymium | neodymium_oxide
rare_earths | samarium oxide | samarium | samarium_oxide
rare_earths | europium oxide | europium | europium_oxide
rare_earths | gadolinium oxide | gadolinium | gadolinium_oxide
rare_earths | compounds | rare_earths | rare_earth_compounds_and_metals
rare_earths | concentrate | rare_earths | rare_earth_concentrates
heavy_rare_earths | ytterbium | ytterbium | ytterbium_oxide
heavy_rare_earths | terbium | terbium | terbium_oxide
heavy_rare_earths | dysprosium | dysprosium | dysprosium_oxide
heavy_rare_earths | holmium | holmium | holmium_oxide
heavy_rare_earths | erbium | erbium | erbium_oxide
heavy_rare_earths | lutetium | lutetium | lutetium_oxide
heavy_rare_earths | compounds and metals | rare_earths | heavy_rare_earth_compounds_and_metals
rhenium | perrhenate | rhenium | ammonium_perrhenate
rhenium | | rhenium | rhenium
rubidium | | rubidium | rubidium
scandium | oxide | scandium | scandium_oxide
scandium | alloy | scandium | scandium_aluminum_alloy
scandium | | scandium | scandium
silicon | fesi2_si / total | silicon | ferrosilicon_and_silicon_metal
silicon | fesi2 / ferrosilicon | silicon | ferrosilicon
silicon | nir_si / silicon metal | silicon | silicon_metal
silver | | silver | silver
tantalum | price | tantalum | tantalite
tantalum | | tantalum | tantalum
tellurium | | tellurium | tellurium
tin | | tin | tin
titanium | sponge | titanium | sponge
titanium | pigment / dioxide | titanium | pigment
titanium_concentrates | rutile | titanium | rutile
titanium_concentrates | ilmenite | titanium | ilmenite
titanium_concentrates | slag | titanium | titanium_slag
titanium_concentrates | | titanium | titanium_mineral_concentrates
tungsten | price | tungsten | tungsten_concentrate
tungsten | | tungsten | tungsten
vanadium | pentoxide | vanadium | vanadium_pentoxide
vanadium | | vanadium | vanadium
yttrium | y2o3 | yttrium | yttrium_oxide
yttrium | | yttrium | yttrium
zinc | ores | zinc | zinc_concentrates
zinc | | zinc | zinc
zirconium | zircon, / zr_ore / zirconium ores | zirconium | zirconium_concentrates
zirconium | sponge | zirconium | zirconium_sponge
zirconium | hafnium, / hafnium: / nir_hf | hafnium | hafnium
"""
PRODUCTS: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
"""Chapter -> (words, mineral, product) of what its figures are about."""
for _line in _PRODUCTS.strip().splitlines():
    _chapter, _words, *_whose = (part.strip() for part in _line.split("|"))
    PRODUCTS.setdefault(_chapter, []).append((tuple(_words.split(" / ")), _whose[0], _whose[1]))

_MINERAL_OF = {
    "bauxite": "aluminum",
    "magnesium_compounds": "magnesium",
    "magnesium_metal": "magnesium",
    "titanium_concentrates": "titanium",
}
"""Mineral of a chapter's import sources, where it is neither the chapter nor the commodity."""
_CHAPTERS = {**NAMES, "rare earths (heavy)": "heavy_rare_earths"}
_FILES = {**FILES, "alum": "aluminum", "yttri": "yttrium", "scand": "scandium", "scandi": "scandium"}

WITHOUT_RELIANCE = {("2024", "cobalt")}
"""The copy of this file is the commodity's world table under the name of its salient statistics."""

POUND, TROY_OUNCE = 0.45359237, 0.0311034768  # kilograms, both exact by definition
PER_TON = {
    "cents per pound": 10 / POUND,
    "dollars per pound": 1000 / POUND,
    "dollars per kilogram": 1000.0,
    "dollars per metric ton": 1.0,
    "dollars per metric ton unit": 100.0,
    "dollars per dry metric ton unit": 100.0,
    "dollars per troy ounce": 1000 / TROY_OUNCE,
}
"""Unit as printed -> dollars per metric ton; a metric ton unit is 1% of a ton of what the price is for."""
RETAIL = re.compile(r"dollars per (\d+[ -])?(gram|milliliter|mililiter)s?")
"""Laboratory lots, whose price says nothing of a ton."""

_SIGN = {"": None, ">": "more_than", "<": "less_than"}
_SHARE = re.compile(r"(?P<sign>[<>]?)(?P<number>\d+(?:\.\d+)?)")
_WORDS = {"E": "net_exporter", "NA": "not_available", "W": "withheld", "XX": "not_available"}
_LONG = ("MCS chapter", "Section", "Commodity", "Country", "Statistics", "Statistics_detail", "Unit", "Year", "Value", "Notes")
_SEVERAL = re.compile(r", .*\band\b ")


def import_source(path: Path) -> pd.DataFrame:
    """Where the United States buy: shares of imports by country of origin, in percent, mean of 2021 to 2024.

    `path` is `MCS2026_Commodities_Data.csv`. Columns: importer, mineral_id, form, stage, covers, iso3, is_rest, period,
    share_pct, flag, source_id, edition. `form` is the publisher's word for what is imported, `stage` is empty,
    `covers` is `imports`. `>99` is 99 with the flag `more_than`. Countries that share one figure are left out.
    Raises BadFile for another file, an unknown name, and forms whose shares do not add up to 97 to 103.
    Source: U.S. Geological Survey, Mineral Commodity Summaries 2026 (data release), public domain.
    """
    rows = []
    for cell in _long(path, "Import Sources", "import_source").to_dict("records"):
        if _SEVERAL.search(cell["Country"]):
            continue
        iso3 = country(cell["Country"])
        found = _SHARE.fullmatch(cell["Value"])
        if cell["Unit"] != "percent" or found is None:
            raise BadFile(f"{path.name}: {cell['Value']!r} {cell['Unit']} of {cell['record']} is no share.")
        rows.append(
            {
                "importer": IMPORTER,
                "mineral_id": _mineral(cell),
                "form": _form(cell),
                "stage": None,
                "covers": "imports",
                "iso3": iso3,
                "is_rest": iso3 is None,
                "period": "2021-2024",
                "share_pct": float(found["number"]),
                "flag": _SIGN[found["sign"]],
                "source_id": SOURCE_ID,
                "edition": EDITION,
            }
        )
    frame = pd.DataFrame(rows)
    sums = frame.groupby(["mineral_id", "form"])["share_pct"].sum()
    for whose, total in sums[(sums < 97) | (sums > 103)].items():
        raise BadFile(f"{path.name}: the shares of {whose} add up to {total:.0f}%; the file is cut off.")
    return frame


def import_reliance(path: Path, edition: str) -> pd.DataFrame:
    """Net import reliance of the United States, in percent of apparent (or estimated, or reported) consumption.

    `path` is, for 2022 to 2024, the folder of `*_salient.csv` files; for 2026 `MCS2026_Commodities_Data.csv`. Columns:
    importer, mineral_id, product, year, reliance_pct, flag, source_id, edition. `>50` is 50 with the flag `more_than`,
    `<25` is 25 with `less_than`, `E` is empty with `net_exporter`. The files of 2022 to 2024 mark no estimate: there the
    newest year of an edition is `estimated`, as it is in print.
    Raises BadFile for another file, an unknown name or word, and figures over 100.
    Source: U.S. Geological Survey, Mineral Commodity Summaries (data releases), public domain.
    """
    source_id = f"usgs_mcs_{edition}"
    cells = pd.DataFrame(list(_columns(path, edition)), dtype=str) if edition != EDITION else _reliance_long(path)
    cells["record"] = "import_reliance: " + cells["chapter"] + "|" + cells["words"] + "|" + cells["year"]
    cells = correct(cells, source_id, "import_reliance")
    rows = []
    for cell in cells.to_dict("records"):
        text = cell["value"].removesuffix("%").strip()
        found = _SHARE.fullmatch(text)
        if found is None and text not in _WORDS:
            raise BadFile(f"{path.name}: {cell['value']!r} of {cell['record']} is no reliance.")
        value = float(found["number"]) if found else float("nan")
        if value > 100:
            raise BadFile(f"{path.name}: {cell['value']!r} of {cell['record']} is over 100%; the columns are out of step.")
        flag = _SIGN[found["sign"]] if found else _WORDS[text]
        mineral_id, product = _product(cell["chapter"], cell["words"])
        rows.append(
            {
                "importer": IMPORTER,
                "mineral_id": mineral_id,
                "product": product,
                "year": int(cell["year"]),
                "reliance_pct": value,
                "flag": flag or ("estimated" if cell["estimated"] else None),
                "source_id": source_id,
                "edition": edition,
            }
        )
    return pd.DataFrame(rows)


def price(path: Path) -> pd.DataFrame:
    """Yearly prices of 2021 to 2025 that the publication quotes, in its own unit and in US dollars per metric ton.

    `path` is `MCS2026_Commodities_Data.csv`. Columns: mineral_id, product, period, price, unit, price_usd_t, basis,
    flag, source_id, edition. `basis` is the publisher's description; of a range the lower end is given, flagged `range`;
    laboratory lots have no price per ton. Raises BadFile for another file, an unknown name or unit.
    Source: U.S. Geological Survey, Mineral Commodity Summaries 2026 (data release), public domain.
    """
    rows = []
    for cell in _long(path, "Salient Statistics", "price", "Price").to_dict("records"):
        mineral_id, product = _product(cell["chapter"], f"price {cell['Commodity']} {cell['Statistics_detail']}")
        unit, text = cell["Unit"], cell["Value"].replace(",", "")
        if unit not in PER_TON and not RETAIL.fullmatch(unit):
            raise BadFile(f"{path.name}: unknown unit {unit!r} of {cell['record']}.")
        ends = re.fullmatch(r"(\d+(?:\.\d+)?)(?:[-–]\d+(?:\.\d+)?)?", text)
        if ends is None and text != "NA":
            raise BadFile(f"{path.name}: {cell['Value']!r} of {cell['record']} is no price.")
        amount = float(ends[1]) if ends else float("nan")
        estimated = "estimated" if cell["Notes"].startswith("Estimated") else None
        rows.append(
            {
                "mineral_id": mineral_id,
                "product": product,
                "period": cell["Year"],
                "price": amount,
                "unit": unit,
                "price_usd_t": round(amount * PER_TON[unit], 2) if unit in PER_TON else float("nan"),
                "basis": _basis(cell["Statistics_detail"]),
                "flag": "not_available" if ends is None else "range" if ends[0] != ends[1] else estimated,
                "source_id": SOURCE_ID,
                "edition": EDITION,
            }
        )
    return pd.DataFrame(rows)


def _long(path: Path, section: str, table: str, statistics: str = "") -> pd.DataFrame:
    """Cells of one section of the long file in our chapters, corrected."""
    if not path.exists():
        raise BadFile(f"{path} is not there.")
    cells = pd.DataFrame(
        [row for row in records(path, "cp1252", _LONG) if row["Section"].startswith(section)], columns=list(_LONG), dtype=str
    )
    if statistics:
        cells = cells[cells["Statistics"] == statistics]
    if cells.empty:
        raise BadFile(f"{path.name} has no {section}: it is cut off or another file.")
    chapter = cells["MCS chapter"].str.lower()
    cells = cells.assign(chapter=chapter.map(_CHAPTERS).fillna(chapter))
    cells = cells[cells["chapter"].isin(PRODUCTS)]
    who = cells["Country"] if table == "import_source" else cells["Year"]
    record = f"{table}: " + cells["chapter"] + "|" + cells["Commodity"] + "|" + cells["Statistics_detail"] + "|" + who
    return correct(cells.assign(record=record), SOURCE_ID, table)


def _reliance_long(path: Path) -> pd.DataFrame:
    cells = _long(path, "Salient Statistics", "reliance", "Net import reliance")
    words = cells["Commodity"] + ": " + cells["Statistics_detail"]
    estimated = cells["Notes"].str.startswith("Estimated").map({True: "yes", False: ""})
    return pd.DataFrame(
        {"chapter": cells["chapter"], "words": words, "year": cells["Year"], "value": cells["Value"], "estimated": estimated}
    )


def _columns(folder: Path, edition: str) -> Iterator[dict[str, str]]:
    """Cells of the reliance columns (NIR) of an edition's salient files."""
    files = sorted(folder.glob("*_salient.csv"), key=lambda file: file.name.lower())
    if not files:
        raise BadFile(f"{folder} holds no *_salient.csv: give the folder of the edition's salient statistics.")
    for file in files:
        name = re.fullmatch(rf"(?:[a-z_]+_)?mcs{edition}-?([a-z]+)(?:-[a-z]+)?_salient\.csv", file.name.lower())
        if name is None:
            raise BadFile(f"{file.name} is no salient table of the {edition} edition.")
        chapter = _FILES.get(name[1])
        if chapter is None or (edition, chapter) in WITHOUT_RELIANCE:
            continue
        for row in records(file, "utf-8-sig", ("DataSource", "Year")):
            found = [column for column in row if "nir" in column.lower().split("_")]
            if not found:
                raise BadFile(f"{file.name} has no column of net import reliance.")
            for column in found:
                estimated = "yes" if int(row["Year"]) == int(edition) - 1 else ""
                yield {"chapter": chapter, "words": column, "year": row["Year"], "value": row[column], "estimated": estimated}


def _product(chapter: str, text: str) -> tuple[str, str]:
    for words, mineral_id, product in PRODUCTS[chapter]:
        if any(word in text.lower() for word in words):
            return mineral_id, product
    raise BadFile(f"Unknown statistic in {chapter}: {text!r}; add it to data/readers/usgs_salient.py.")


def _mineral(cell: Mapping[Any, str]) -> str:
    chapter, commodity = cell["chapter"], cell["Commodity"].lower()
    if chapter in ("heavy_rare_earths", "platinum_group", "zirconium"):
        return commodity
    return _MINERAL_OF.get(chapter, chapter)


def _form(cell: Mapping[Any, str]) -> str:
    """The publisher's word for what is imported; a mineral of several chapters has no form that is all of it."""
    if cell["Statistics_detail"] != "All":
        return cell["Statistics_detail"]
    return cell["Commodity"] if cell["chapter"] in ("aluminum", "titanium_concentrates") else "All forms"


def _basis(detail: str) -> str:
    text = re.sub(r"^Price[,:]?\s*", "", detail.replace("?", "-")).strip()
    return text or "landed duty-paid value of imports"
