"""European Commission, Study on the critical raw materials for the EU 2023: shares of supply, supply risk."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pandas as pd

from data.readers import BadFile, correct

SOURCE_ID = "eu_crm_2023"
EDITION = "2023"
PERIOD = "multi-year average"
"""The years averaged are not in the tables."""

STAGE = {"E": "mine", "P": "refining"}
"""The study's extraction and processing."""

_SAME = (
    "antimony arsenic beryllium bismuth cerium chromium cobalt copper dysprosium erbium europium "
    "fluorspar gadolinium gallium germanium hafnium holmium indium iridium lanthanum lead lithium "
    "lutetium manganese neodymium nickel niobium palladium platinum potash praseodymium rhenium "
    "rhodium ruthenium samarium scandium silver tantalum tellurium terbium thulium tin tungsten "
    "vanadium ytterbium yttrium zinc "
)
PRODUCTS: dict[tuple[str, str], tuple[str, str]] = {
    **{(name.capitalize(), stage): (name, name) for name in _SAME.split() for stage in STAGE},
    ("Aluminium", "E"): ("aluminum", "bauxite"),
    ("Aluminium", "P"): ("aluminum", "aluminum"),
    ("Barytes", "E"): ("barite", "barite"),
    ("Borate", "E"): ("boron", "borates"),
    ("Borate", "P"): ("boron", "refined_borates"),
    ("Chromium", "E"): ("chromium", "chromite"),
    ("Coking coal", "E"): ("metallurgical_coal", "coking_coal"),
    ("Coking coal", "P"): ("metallurgical_coal", "coke"),
    ("Magnesite", "E"): ("magnesium", "magnesite"),
    ("Magnesium", "P"): ("magnesium", "magnesium_metal"),
    ("Natural Graphite", "E"): ("graphite", "natural_graphite"),
    ("Phosphate Rock", "E"): ("phosphate", "phosphate_rock"),
    ("Phosphorous", "P"): ("phosphate", "phosphorus"),
    ("Silicon metal", "P"): ("silicon", "silicon_metal"),
    ("Titanium", "E"): ("titanium", "titanium_minerals"),
    ("Titanium", "P"): ("titanium", "titanium_except_metal"),
    ("Titanium metal", "P"): ("titanium", "titanium_metal"),
    ("Zirconium", "E"): ("zirconium", "zirconium_concentrates"),
}
"""(material, stage) of the study -> (mineral_id, product)."""

REPEATED = {("Titanium metal", "E"): ("Titanium", "E")}
"""Tables that the study prints twice: titanium metal and titanium come from the same ores."""

_NOT_OURS = """
    Bentonite; Cadmium; Diatomite; Feldspar; Gold; Gypsum; Helium; Hydrogen; Iron ore; Kaolin; Krypton;
    Limestone; Molybdenum; Natural cork; Natural rubber; Natural teak wood; Neon; Perlite; Roundwood;
    Sapele wood; Selenium; Silica sand; Strontium; Sulphur; Talc
"""
NOT_OURS = frozenset(" ".join(name.split()) for name in _NOT_OURS.split(";"))
"""Materials of the study that are not on the 2025 US list."""

_NAMES = """
    Afghanistan AFG; Albania ALB; Algeria DZA; Angola AGO; Argentina ARG; Armenia ARM; Australia AUS;
    Austria AUT; Azerbaijan AZE; Bahrain BHR; Bangladesh BGD; Barbados BRB; Belarus BLR; Belgium BEL;
    Bhutan BTN; Bolivia BOL; Bosnia and Herzegovina BIH; Botswana BWA; Brazil BRA;
    Brunei Darussalam BRN; Bulgaria BGR; Burkina Faso BFA; Burundi BDI; Cambodia KHM; Cameroon CMR;
    Canada CAN; Cape Verde CPV; Central African Republic CAF; Chile CHL; China CHN; Colombia COL;
    Congo COG; Congo, D.R. COD; Costa Rica CRI; Cote d'Ivoire CIV; Croatia HRV; Cuba CUB; Cyprus CYP;
    Czechia CZE; Denmark DNK; Dominican Republic DOM; Ecuador ECU; Egypt EGY; El Salvador SLV;
    Equatorial Guinea GNQ; Eritrea ERI; Estonia EST; Ethiopia ETH; Fiji FJI; Finland FIN; France FRA;
    French Guiana GUF; Gabon GAB; Georgia GEO; Germany DEU; Ghana GHA; Greece GRC; Guatemala GTM;
    Guinea GIN; Guyana GUY; Honduras HND; Hong Kong HKG; Hungary HUN; Iceland ISL; India IND;
    Indonesia IDN; Iran IRN; Iraq IRQ; Ireland IRL; Israel ISR; Italy ITA; Jamaica JAM; Japan JPN;
    Jordan JOR; Kazakhstan KAZ; Kenya KEN; Korea, North PRK; Korea, South KOR; Kosovo XKX; Kuwait KWT;
    Kyrgyzstan KGZ; Laos LAO; Latvia LVA; Lebanon LBN; Liberia LBR; Libya LBY; Lithuania LTU;
    Luxembourg LUX; Madagascar MDG; Malawi MWI; Malaysia MYS; Mali MLI; Mauritania MRT; Mexico MEX;
    Mauritius MUS; Moldova MDA; Mongolia MNG; Montenegro MNE; Morocco MAR; Mozambique MOZ; Myanmar MMR; Namibia NAM;
    Nauru NRU; Nepal NPL; Netherlands NLD; New Caledonia NCL; New Zealand NZL; Nicaragua NIC; Niger NER;
    Nigeria NGA; North Macedonia MKD; Norway NOR; Oman OMN; Pakistan PAK; Panama PAN;
    Papua New Guinea PNG; Paraguay PRY; Peru PER; Philippines PHL; Poland POL; Portugal PRT; Qatar QAT;
    Romania ROU; Russia RUS; Rwanda RWA; San Marino SMR; Saudi Arabia SAU; Senegal SEN; Serbia SRB;
    Sierra Leone SLE; Singapore SGP; Slovakia SVK; Slovenia SVN; Solomon Islands SLB; South Africa ZAF;
    Spain ESP; Sri Lanka LKA; Sudan SDN; Suriname SUR; Sweden SWE; Switzerland CHE; Syria SYR;
    Taiwan TWN; Tajikistan TJK; Tanzania TZA; Thailand THA; Togo TGO; Trinidad and Tobago TTO;
    Tunisia TUN; Turkmenistan TKM; Türkiye TUR; Uganda UGA; Ukraine UKR; United Arab Emirates ARE;
    United Kingdom GBR; United States USA; Uruguay URY; Uzbekistan UZB; Venezuela VEN; Vietnam VNM;
    Yemen YEM; Zambia ZMB; Zimbabwe ZWE
"""
COUNTRY = {entry[:-4]: entry[-3:] for entry in (" ".join(item.split()) for item in _NAMES.split(";"))}
"""The study's country names -> ISO 3166 alpha-3 (XKX: Kosovo)."""

_EU_NAMES = {"Brasil": "Brazil", "Libanon": "Lebanon", "South Korea": "Korea, South", "Surinam": "Suriname"}
"""Spellings of the table of EU sourcing that the table of global supply does not use."""
_EU_PRODUCTS = {
    **PRODUCTS,
    ("Heavy Rare earths Elements", "E"): ("rare_earths", "heavy_rare_earths"),
    ("Titanium ores", "E"): ("titanium", "titanium_minerals"),
}
_EU_NOT_OURS = NOT_OURS | {"Aggregates", "Xenon", "Natural Rubber", "Natural teak wood"}

_LISTED = """
    Aluminium aluminum; Antimony antimony; Arsenic arsenic; Baryte barite; Bauxite aluminum; Beryllium beryllium;
    Bismuth bismuth; Boron boron; Chromium chromium; Cobalt cobalt; Coking coal metallurgical_coal; Copper copper;
    Fluorspar fluorspar; Gallium gallium; Germanium germanium; Hafnium hafnium; HREEs rare_earths; Indium indium;
    LREEs rare_earths; Lead lead; Lithium lithium; Magnesite magnesium; Magnesium magnesium; Manganese manganese;
    Natural graphite graphite; Nickel nickel; Niobium niobium; PGMs platinum_group; Phosphate rock phosphate;
    Phosphorus phosphate; Potash potash; Rhenium rhenium; Scandium scandium; Silicon metal silicon; Silver silver;
    Tantalum tantalum; Tellurium tellurium; Tin tin; Titanium titanium; Titanium metal titanium; Tungsten tungsten;
    Vanadium vanadium; Zinc zinc; Zirconium zirconium
"""
LISTED = dict(" ".join(item.split()).rsplit(" ", 1) for item in _LISTED.split(";"))
"""Materials of the table of supply risk -> our minerals; heavy and light rare earths stand for their groups."""
_LISTED_NOT_OURS = """
    Aggregates; Bentonite; Cadmium; Diatomite; Feldspar; Gold; Gypsum; Helium; Hydrogen; Iron ore; Kaolin clay; Krypton;
    Limestone; Molybdenum; Natural cork; Natural Rubber; Natural Teak wood; Neon; Perlite; Roundwood; Sapele wood;
    Selenium; Silica sand; Strontium; Sulphur; Talc; Xenon
"""
LISTED_NOT_OURS = frozenset(" ".join(name.split()) for name in _LISTED_NOT_OURS.split(";"))

_COLUMNS = ["Material", "Stage", "Country", "Share", "t"]
_SHARES = (
    "mineral_id", "product", "stage", "iso3", "is_rest", "period", "share_pct", "flag", "source_id",
    "edition",
)  # fmt: skip
_SHARE = re.compile(r"(?P<bound>[<>]?)(?P<number>\d+(?:\.\d+)?)%")


def supply_share(path: Path) -> pd.DataFrame:
    """Shares of global supply at extraction (mine) and processing (refining), in percent.

    `path` is the Windows-1252 table of global supply shares (Material, Stage, Country, Share, t). Columns:
    mineral_id, product, stage, iso3, is_rest, period, share_pct, flag, source_id, edition. A share printed
    `<0.1%` is 0.1 with the flag `bound`. Where the shares of a table add up to less than 100 the study names
    no supplier for the difference. Raises BadFile for an unknown material, stage, country or share, for a
    file cut off, and for shares that add up to less than 85 or more than 105.
    Source: European Commission, Study on the critical raw materials for the EU 2023, Final Report, CC BY 4.0.
    """
    cells = correct(_cells(path), SOURCE_ID)
    rows = []
    for cell in cells.to_dict("records"):
        table = (str(cell["Material"]), str(cell["Stage"]))
        if table[1] not in STAGE:
            raise BadFile(f"{path.name}: unknown stage {table[1]!r} of {table[0]}.")
        if table[0] in NOT_OURS or table in REPEATED:
            continue
        if table not in PRODUCTS:
            raise BadFile(f"{path.name}: unknown material {', '.join(table)}; add it to PRODUCTS.")
        if cell["Country"] not in COUNTRY:
            raise BadFile(f"{path.name}: unknown country {cell['Country']!r}; add it to COUNTRY.")
        share = _SHARE.fullmatch(str(cell["Share"]).strip())
        if share is None or float(share["number"]) > 100:
            raise BadFile(f"{path.name}: {cell['Share']!r} of {cell['record']} is no share.")
        mineral_id, product = PRODUCTS[table]
        rows.append(
            {
                "mineral_id": mineral_id,
                "product": product,
                "stage": STAGE[table[1]],
                "iso3": COUNTRY[str(cell["Country"])],
                "is_rest": False,
                "period": PERIOD,
                "share_pct": float(share["number"]),
                "flag": "bound" if share["bound"] else None,
                "source_id": SOURCE_ID,
                "edition": EDITION,
            }
        )
    key = list(_SHARES[:4])
    frame = pd.DataFrame(rows, columns=list(_SHARES)).sort_values(key, ignore_index=True)
    if frame.duplicated(key).any():
        raise BadFile(f"{path.name}: two shares of {frame[frame.duplicated(key)].iloc[0][key].tolist()}.")
    sums = frame.groupby(key[:3])["share_pct"].sum()
    for whose, total in sums[(sums < 85) | (sums > 105)].items():
        raise BadFile(f"{path.name}: the shares of {whose} add up to {total:.1f}%; the file is cut off.")
    return frame


def import_source(path: Path) -> pd.DataFrame:
    """Where the EU buys: shares of its supply, imports and its own output together, by country, in percent.

    `path` is the Windows-1252 table of EU supply shares, which names suppliers of 1% and more. Columns: importer (`EU`),
    mineral_id, form (our product), stage, covers, iso3, is_rest, period, share_pct, flag, source_id, edition. A supplier
    may be a member of the EU. Where shares add up to less than 100 the study names nobody for the difference.
    Raises BadFile for an unknown material, stage, country or share and for shares that add up to more than 105.
    Source: European Commission, Study on the critical raw materials for the EU 2023, Final Report, CC BY 4.0.
    """
    cells = correct(_read(path, _COLUMNS).assign(record=_import_record), SOURCE_ID, "import_source")
    rows = []
    for cell in cells.to_dict("records"):
        table = (str(cell["Material"]), str(cell["Stage"]))
        if table[1] not in STAGE:
            raise BadFile(f"{path.name}: unknown stage {table[1]!r} of {table[0]}.")
        if table[0] in _EU_NOT_OURS:
            continue
        if table not in _EU_PRODUCTS:
            raise BadFile(f"{path.name}: unknown material {', '.join(table)}; add it to PRODUCTS.")
        name = _EU_NAMES.get(str(cell["Country"]), str(cell["Country"]))
        if name not in COUNTRY:
            raise BadFile(f"{path.name}: unknown country {name!r}; add it to COUNTRY.")
        share = _SHARE.fullmatch(str(cell["Share"]).strip())
        if share is None:
            raise BadFile(f"{path.name}: {cell['Share']!r} of {cell['record']} is no share.")
        mineral_id, product = _EU_PRODUCTS[table]
        rows.append(
            {
                "importer": "EU",
                "mineral_id": mineral_id,
                "form": product,
                "stage": STAGE[table[1]],
                "covers": "imports and own output",
                "iso3": COUNTRY[name],
                "is_rest": False,
                "period": PERIOD,
                "share_pct": float(share["number"]),
                "flag": None,
                "source_id": SOURCE_ID,
                "edition": EDITION,
            }
        )
    frame = pd.DataFrame(rows)
    sums = frame.groupby(["mineral_id", "form", "stage"])["share_pct"].sum()
    for whose, total in sums[sums > 105].items():
        raise BadFile(f"{path.name}: the shares of {whose} add up to {total:.1f}%.")
    return frame


def supply_risk(path: Path) -> pd.DataFrame:
    """Supply risk and economic importance for the EU in its assessments of 2011, 2014, 2017, 2020 and 2023.

    `path` is the table of critical raw materials over time (Material, Year, SR, EI). Columns: mineral_id, listed_as,
    year, supply_risk, economic_importance, source_id; both without unit. Since 2017 a material is critical from a supply
    risk of 1.0 and an economic importance of 2.8; 2011 and 2014 used another method. Not assessed: no row.
    Raises BadFile for an unknown material or figure.
    Source: European Commission, Study on the critical raw materials for the EU 2023, Final Report, CC BY 4.0.
    """
    rows = []
    for cell in _read(path, ["Material", "Year", "SR", "EI"]).to_dict("records"):
        name = " ".join(str(cell["Material"]).split())
        if name in LISTED_NOT_OURS or (cell["SR"], cell["EI"]) == ("-", "-"):
            continue
        if name not in LISTED:
            raise BadFile(f"{path.name}: unknown material {name!r}; add it to LISTED.")
        rows.append(
            {
                "mineral_id": LISTED[name],
                "listed_as": name,
                "year": int(cell["Year"]),
                "supply_risk": _plain(cell["SR"], path),
                "economic_importance": _plain(cell["EI"], path),
                "source_id": SOURCE_ID,
            }
        )
    return pd.DataFrame(rows)


def _plain(text: object, path: Path) -> float:
    if not re.fullmatch(r"\d+(\.\d+)?", str(text)):
        raise BadFile(f"{path.name}: {text!r} is no figure.")
    return float(str(text))


def _import_record(cells: pd.DataFrame) -> pd.Series[str]:
    return "import_source: " + cells["Material"] + "|" + cells["Stage"] + "|" + cells["Country"]


def _read(path: Path, columns: list[str]) -> pd.DataFrame:
    if not path.exists():
        raise BadFile(f"{path} is not there.")
    with path.open(encoding="cp1252", newline="") as file:
        lines = [line for line in csv.reader(file) if line]
    if not lines or lines[0] != columns:
        raise BadFile(f"{path.name} has not the columns {', '.join(columns)}: it is another file.")
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(columns):
            raise BadFile(f"{path.name}, record {number}: {len(line)} fields; the file is cut off.")
    return pd.DataFrame(lines[1:], columns=columns, dtype=str)


def _cells(path: Path) -> pd.DataFrame:
    cells = _read(path, _COLUMNS)
    cells["record"] = cells["Material"] + "|" + cells["Stage"] + "|" + cells["Country"]
    for again, first in REPEATED.items():
        if _shares(cells, again) not in (set(), _shares(cells, first)):
            raise BadFile(f"{path.name}: {', '.join(again)} is no repetition of {', '.join(first)}.")
    return cells


def _shares(cells: pd.DataFrame, table: tuple[str, str]) -> set[tuple[str, str]]:
    rows = cells[(cells["Material"] == table[0]) & (cells["Stage"] == table[1])]
    return set(zip(rows["Country"], rows["Share"], strict=True))
