"""USGS Mineral Commodity Summaries, editions 2022 to 2026: world production, capacity, reserves, totals."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from data.readers import BadFile, correct

EDITIONS = ("2022", "2023", "2024", "2025", "2026")

FLAGS = (
    "estimated",  # the publisher's estimate
    "withheld",  # W: withheld to protect a company's data
    "bound",  # printed with < or >, or as a range: quantity_t is the bound
    "not_available",  # NA
    "not_reported",  # an empty cell, which on the printed page may be a dash, W or NA
    "not_quantified",  # a word instead of a figure: Large, Small
    "included_elsewhere",  # counted in another row, or only in the world's total
)

STAGE = {
    "mine": "mine",
    "smelter": "refining",
    "refinery": "refining",
    "primary": "refining",
    "primary and secondary refinery": "refining",
    "plant": "refining",
    "sponge": "refining",
    "pigment": "refining",
}
"""The publisher's process -> our stage; every `plant` here makes the first marketable metal or compound."""

TONS = {
    "t": 1.0,
    "tons": 1.0,
    "metric tons": 1.0,
    "kt": 1e3,
    "thousand metric tons": 1e3,
    "thousand metric dry tons": 1e3,
    "kg": 1e-3,
    "kilograms": 1e-3,
}
"""Units as printed -> metric tons."""

_COUNTRIES = """
    Afghanistan AFG; Algeria DZA; Angola AGO; Argentina ARG; Armenia ARM; Australia AUS; Austria AUT;
    Azerbaijan AZE; Bahrain BHR; Belarus BLR; Belgium BEL; Bhutan BTN; Bolivia BOL;
    Bosnia and Herzegovina BIH; Botswana BWA; Brazil BRA; Bulgaria BGR; Burkina Faso BFA; Burma MMR;
    Burundi BDI; Cameroon CMR; Canada CAN; Chile CHL; China CHN; Colombia COL; Congo (Brazzaville) COG;
    Congo (Kinshasa) COD; Cuba CUB; Cyprus CYP; Czechia CZE; Côte d'Ivoire CIV; Denmark DNK;
    Dominican Republic DOM; Ecuador ECU; Egypt EGY; Estonia EST; Ethiopia ETH; Finland FIN; France FRA;
    Gabon GAB; Georgia GEO; Germany DEU; Ghana GHA; Greece GRC; Greenland GRL; Guatemala GTM; Guinea GIN;
    Guyana GUY; Hungary HUN; Iceland ISL; India IND; Indonesia IDN; Iran IRN; Iraq IRQ; Ireland IRL;
    Israel ISR; Italy ITA; Jamaica JAM; Japan JPN; Jordan JOR; Kazakhstan KAZ; Kenya KEN; Korea, North PRK;
    Korea, Republic of KOR; Kosovo XKX; Kuwait KWT; Kyrgyzstan KGZ; Laos LAO; Latvia LVA; Lesotho LSO;
    Lithuania LTU; Madagascar MDG; Malawi MWI; Malaysia MYS; Mali MLI; Mauritania MRT; Mexico MEX;
    Mongolia MNG; Morocco MAR; Mozambique MOZ; Namibia NAM; Netherlands NLD; New Caledonia NCL;
    New Zealand NZL; Niger NER; Nigeria NGA; North Macedonia MKD; Norway NOR; Oman OMN; Pakistan PAK;
    Papua New Guinea PNG; Peru PER; Philippines PHL; Poland POL; Portugal PRT; Qatar QAT; Romania ROU;
    Russia RUS; Rwanda RWA; Saudi Arabia SAU; Senegal SEN; Serbia SRB; Sierra Leone SLE; Slovakia SVK;
    Slovenia SVN; Solomon Islands SLB; South Africa ZAF; Spain ESP; Sri Lanka LKA; Sudan SDN; Suriname SUR;
    Sweden SWE; Switzerland CHE; Syria SYR; Taiwan TWN; Tajikistan TJK; Tanzania TZA; Thailand THA; Togo TGO;
    Trinidad and Tobago TTO; Tunisia TUN; Turkey TUR; Türkiye TUR; Turkmenistan TKM; Uganda UGA; Ukraine UKR;
    United Arab Emirates ARE; United Kingdom GBR; United States USA; Uruguay URY; Uzbekistan UZB;
    Venezuela VEN; Vietnam VNM; Zambia ZMB; Zimbabwe ZWE
"""
COUNTRY = {entry[:-4]: entry[-3:] for entry in (" ".join(item.split()) for item in _COUNTRIES.split(";"))}
"""The publisher's country names -> ISO 3166 alpha-3 (XKX: Kosovo)."""

REST = ("other countries", "other")

QUALIFIERS = (
    " (overseas territory of France)",
    " (recoverable)",
    ", boric oxide equivalent",
    ", compounds",
    ", concentrate",
    ", crude borates",
    ", crude ore",
    ", datolite ore",
    ", refined borates",
    ", ulexite",
)
"""Words about the product that some editions print behind a country's name."""

# chapter | words of the table's type | mineral | product | process | basis | its reserves column
# Reserves: = the same; =: another basis; or mineral, product: basis; blank = the table has none.
# Where a chapter has several lines, the first whose words are found counts.
_PRODUCTS = """
aluminum | smelter / yearend capacity | aluminum | aluminum | smelter | metal |
antimony | mine / reserves | antimony | antimony | mine | antimony content | =
arsenic | arsenic trioxide | arsenic | arsenic_trioxide | plant | gross weight | arsenic, arsenic: not stated
barite | mine / reserves | barite | barite | mine | gross weight | =
bauxite | alumina | aluminum | alumina | refinery | calcined equivalent weight |
bauxite | bauxite | aluminum | bauxite | mine | gross weight, dry | =
beryllium | mine | beryllium | beryllium | mine | beryllium content | =
bismuth | refinery / production capacity | bismuth | bismuth | refinery | metal | =: not stated
boron | crude ore | boron | boron_crude_ore | mine | gross weight | =
boron | ulexite | boron | ulexite | mine | gross weight | =
boron | boric oxide | boron | boric_oxide | mine | boric oxide equivalent | =
boron | crude borates | boron | crude_borates | mine | gross weight | =
boron | datolite | boron | datolite_ore | mine | gross weight | =
boron | refined borates | boron | refined_borates | plant | gross weight | =
boron | compounds | boron | boron_compounds | plant | gross weight | =
boron | borates / all types / all forms / reserves / xx | boron | borates | mine | not stated | =
cesium | reserves | cesium | cesium | mine | not stated | =
chromium | cr2o3 | chromium | chromite_cr2o3 | mine | Cr2O3 content | =
chromium | reserves: ore | chromium | chromite | mine | gross weight | =
chromium | mine / mne | chromium | chromite | mine | gross weight | =: normalized shipping-grade ore
cobalt | mine / reserves | cobalt | cobalt | mine | cobalt content | =
copper | refinery | copper | copper | refinery | metal |
copper | mine / reserves | copper | copper | mine | recoverable copper content | =: copper content
fluorspar | mine / reserves | fluorspar | fluorspar | mine | gross weight | =
gallium | primary / capacity | gallium | low_purity_gallium | primary | gallium content | gallium, gallium: not stated
germanium | refinery | germanium | germanium | primary and secondary refinery | germanium content | =
graphite | mine / reserves | graphite | natural_graphite | mine | gross weight | =
indium | refinery | indium | indium | refinery | metal | =: not stated
lead | mine / reserves | lead | lead | mine | lead content | =
lithium | mine / reserves | lithium | lithium | mine | lithium content | =
magnesium_compounds | mine / reserves | magnesium | magnesite | mine | gross weight | =
magnesium_metal | smelter | magnesium | magnesium_metal | smelter | metal |
manganese | mine / reserves | manganese | manganese | mine | manganese content | =: gross weight
nickel | mine / reserves | nickel | nickel | mine | nickel content | =
niobium | mine / reserves | niobium | niobium | mine | niobium content | =
phosphate | mine / reserves | phosphate | phosphate_rock | mine | marketable rock, gross weight | =
platinum_group | palladium | palladium | palladium | mine | palladium content | platinum_group, platinum_group_metals: metal
platinum_group | platinum / pgm | platinum | platinum | mine | platinum content | platinum_group, platinum_group_metals: metal
potash | recoverable ore | potash | potash_ore | mine | recoverable ore, gross weight | =
potash | mine / k2o | potash | potash | mine | K2O equivalent | =
rare_earths | mine / reserves | rare_earths | rare_earth_oxides | mine | REO equivalent | =
rhenium | mine / reserves | rhenium | rhenium | mine | rhenium content | =
rubidium | reserves | rubidium | rubidium | mine | recoverable rubidium materials | =
scandium | reserves | scandium | scandium | mine | not stated | =
scandium | global | scandium | scandium_oxide | plant | scandium oxide equivalent |
silicon | combined / of ferrosilicon production | silicon | ferrosilicon_and_silicon_metal | plant | silicon content | silicon, silicon: not stated
silicon | ferrosilicon / ferosilicon | silicon | ferrosilicon | plant | silicon content |
silicon | silicon metal | silicon | silicon_metal | plant | silicon content |
silver | mine / reserves | silver | silver | mine | silver content | =
tantalum | mine / reserves | tantalum | tantalum | mine | tantalum content | =
tellurium | refinery | tellurium | tellurium | refinery | tellurium content | =
tin | mine / reserves | tin | tin | mine | tin content | =
titanium | sponge | titanium | sponge | sponge | metal |
titanium | pigment | titanium | pigment | pigment | gross weight |
titanium_concentrates | ilmenite and rutile, rounded | titanium | ilmenite_and_rutile | mine | TiO2 content | =
titanium_concentrates | ilmenite / ilmentite | titanium | ilmenite | mine | TiO2 content | =
titanium_concentrates | rutile | titanium | rutile | mine | TiO2 content | =
tungsten | mine / reserves | tungsten | tungsten | mine | tungsten content | =
vanadium | mine / reserves | vanadium | vanadium | mine | vanadium content | =
yttrium | mine | yttrium | yttrium_oxide | mine | Y2O3 equivalent | =
zinc | mine / reserves | zinc | zinc | mine | zinc content | =
zirconium | mine / reserves | zirconium | zirconium_concentrates | mine | gross weight | =: ZrO2 content
"""


@dataclass(frozen=True)
class Product:
    """What a table measures; `reserves`: mineral, product and basis of its reserves column, None = none."""

    words: tuple[str, ...]
    mineral_id: str
    product: str
    process: str
    basis: str
    reserves: tuple[str, str, str] | None

    @classmethod
    def parse(cls, words: str, mineral_id: str, product: str, process: str, basis: str, reserves: str) -> Product:
        """A line of the list above."""
        of, _, other = (part.strip() for part in reserves.partition(":"))
        whose = (mineral_id, product) if of == "=" else tuple(part.strip() for part in of.split(","))
        kept = (whose[0], whose[1], other or basis) if of else None
        return cls(tuple(words.split(" / ")), mineral_id, product, process, basis, kept)


PRODUCTS: dict[str, list[Product]] = {}
"""Chapter -> what its tables measure."""
for _line in _PRODUCTS.strip().splitlines():
    _chapter, *_parts = (part.strip() for part in _line.split("|"))
    PRODUCTS.setdefault(_chapter, []).append(Product.parse(*_parts))

_FILE_NAMES = """
    alumi aluminum; antim antimony; arsen arsenic; barit barite; bauxi bauxite; beryl beryllium;
    bismu bismuth; boron boron; chrom chromium; cobal cobalt; coppe copper; fluor fluorspar; galli gallium;
    germa germanium; graph graphite; indiu indium; lead lead; lithi lithium; manga manganese;
    mgcomp magnesium_compounds; mgmet magnesium_metal; nicke nickel; niobi niobium; phosp phosphate;
    plati platinum_group; potas potash; raree rare_earths; rheni rhenium; silve silver; simet silicon;
    tanta tantalum; tellu tellurium; timin titanium_concentrates; tin tin; titan titanium; tungs tungsten;
    vanad vanadium; zinc zinc; zirco zirconium
"""
FILES = {item.split()[0]: item.split()[1] for item in _FILE_NAMES.split(";")}
NAMES = {
    "bauxite and alumina": "bauxite",
    "gemanium": "germanium",
    "graphite (natural)": "graphite",
    "magnesium compounds": "magnesium_compounds",
    "magnesium metal": "magnesium_metal",
    "niobium (columbium)": "niobium",
    "phosphate rock": "phosphate",
    "platinum-group metals": "platinum_group",
    "rare earths": "rare_earths",
    "titanium & titanium dioxide": "titanium",
    "titanium and titanium dioxide": "titanium",
    "titanium mineral concentrates": "titanium_concentrates",
    "zirconium and hafnium": "zirconium",
}
"""Names of chapters in the editions 2025 and 2026, where they are not ours."""

_AT_HAND_2022 = {
    "cobalt", "copper", "gallium", "germanium", "graphite", "lithium", "manganese", "nickel", "platinum_group",
    "rare_earths", "titanium_concentrates", "tungsten",
}  # fmt: skip
_WITHOUT_TABLE = {
    "2022": set(PRODUCTS) - _AT_HAND_2022,
    "2023": {"cesium", "rubidium", "scandium", "yttrium"},
    "2024": {"cesium", "rubidium", "scandium", "yttrium"},
    "2025": {"cesium", "rubidium", "scandium", "yttrium"},
    "2026": {"germanium"},
}
CHAPTERS = {edition: frozenset(set(PRODUCTS) - without) for edition, without in _WITHOUT_TABLE.items()}
"""The chapters of each edition that hold a world table of a mineral of the 2025 US list; of 2022 only twelve are at hand."""

_RESERVES = (
    "mineral_id", "product", "iso3", "is_rest", "year", "quantity_t", "basis", "flag", "source_id", "edition",
)  # fmt: skip
_PRODUCTION = ("mineral_id", "product", "stage", "process", *_RESERVES[2:])
_COLUMNS = {
    "production": _PRODUCTION,
    "capacity": _PRODUCTION,
    "reserves": _RESERVES,
    "world_total": (
        "mineral_id", "product", "stage", "year", "quantity_t", "basis", "flag", "excludes", "source_id",
        "edition",
    ),
}  # fmt: skip

_ALSO_ESTIMATED = re.compile(r"also estimated|estimated (in \d{4} also|in both years|\d{4})", re.I)
_WITHHELD = re.compile(r"\bW for \d\d", re.I)
_EXCLUDES_US = re.compile(r"(?:exclud\w*|does not include)[^.]*?(?:U\.S\.|United States)", re.I)
_LEFT_OUT = re.compile(r"([A-Z][\w ]+?) and ([A-Z][\w ]+?), not included in world total")
_WORDS = {
    "": "not_reported",
    "w": "withheld",
    "na": "not_available",
    "large": "not_quantified",
    "small": "not_quantified",
    "s": "included_elsewhere",
}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_RANGE = re.compile(r"(\d+) - \d+")


@dataclass(frozen=True)
class Cell:
    """One printed figure as text; `measure`: production, capacity or reserves; `estimated`: blank or yes."""

    chapter: str
    type: str
    country: str
    measure: str
    year: str
    value: str
    unit: str
    estimated: str
    note: str

    @property
    def record(self) -> str:
        """Stable id of the figure, to which a declared correction refers."""
        return f"{self.chapter}|{self.type}|{self.country}|{self.measure}|{self.year}"


def read(path: Path, edition: str, only: Collection[str] | None = None) -> dict[str, pd.DataFrame]:
    """World tables of one edition: `production`, `capacity`, `reserves`, `world_total`, in metric tons.

    `path` is, for 2022 to 2024, the folder of per-commodity `*_world.csv` files; for 2025
    `MCS2025_World_Data.csv`; for 2026 `MCS2026_Commodities_Data.csv`. `only` names the chapters to read
    (keys of `PRODUCTS`); all of the edition's otherwise, and each must be there. Declared corrections are
    applied first. An unknown quantity is NaN with a flag (`FLAGS`), a printed dash is 0; `Other countries`
    has no iso3 and `is_rest`; world totals are only in `world_total`, where `excludes` lists the countries
    left out (iso3, joined by `;`) and the flag `bound` marks a total printed as "more than". Reserves are of
    the year before the edition unless the file says otherwise.
    Raises BadFile when the file is another one, is cut off, or holds a name, unit or figure unknown here.
    Source: U.S. Geological Survey, Mineral Commodity Summaries (data releases), public domain.
    """
    if edition not in EDITIONS:
        raise BadFile(f"Edition {edition!r} has no reader; there are {', '.join(EDITIONS)}.")
    if not path.exists():
        raise BadFile(f"{path} is not there.")
    wanted = CHAPTERS[edition] if only is None else frozenset(only)
    cells = list(_cells(path, edition))
    if missing := wanted - {cell.chapter for cell in cells}:
        lacking = ", ".join(sorted(missing))
        raise BadFile(f"{path.name} has no world table for {lacking}: it is cut off or another file.")
    origin = {"source_id": f"usgs_mcs_{edition}", "edition": edition}
    printed = pd.DataFrame([{"record": cell.record, **asdict(cell)} for cell in cells], dtype=str)
    text = correct(printed, origin["source_id"])
    text = text[text["chapter"].isin(wanted)]
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in _COLUMNS}
    for found in text.drop(columns="record").to_dict("records"):
        cell = Cell(**{str(field): str(value) for field, value in found.items()})
        if row := _row(cell):
            name = "world_total" if "excludes" in row else cell.measure
            rows[name].append(row | origin)
    _forget_idle(rows["world_total"], rows["production"])
    return {name: _frame(rows[name], name) for name in _COLUMNS}


def country(name: str) -> str | None:
    """ISO3 of a country as the publication spells it, footnote marks allowed; None for other countries.

    Raises BadFile for a name that is not in COUNTRY.
    """
    plain = " ".join(name.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    for qualifier in QUALIFIERS:
        plain = plain.removesuffix(qualifier)
    for spelling in (plain, plain.rstrip("0123456789"), plain.removesuffix("e")):
        if spelling in COUNTRY:
            return COUNTRY[spelling]
        if spelling.lower() in REST:
            return None
    raise BadFile(f"Unknown country {name!r}: add it to COUNTRY in data/readers/usgs_mcs.py.")


def quantity(value: str, unit: str) -> tuple[float, str]:
    """A printed figure in metric tons and its flag ('' = none); NaN where there is no figure.

    A dash is 0. `W`, `NA`, an empty cell, `Large`, `s` are NaN with their flag; `e5,000` is estimated;
    `>50` and `<100` are the bound; of a range the lower end is the bound. Raises BadFile for anything else.
    """
    text = " ".join(value.split())
    if text.lower().startswith(("included in", "included with")):
        text = "s"
    if text.lower() in _WORDS:
        return float("nan"), _WORDS[text.lower()]
    if text in ("-", "\N{EN DASH}", "\N{EM DASH}"):
        return 0.0, ""
    if unit not in TONS:
        raise BadFile(f"Unknown unit {unit!r} of the figure {value!r}: it is another file.")
    digits, flag = text.replace(",", ""), ""
    if digits[0] in "<>e":
        digits, flag = digits[1:].strip(), "estimated" if digits[0] == "e" else "bound"
    if ends := _RANGE.fullmatch(digits):
        digits, flag = ends[1], "bound"
    if not _NUMBER.fullmatch(digits):
        raise BadFile(f"{value!r} is no figure: it is another file.")
    return round(float(digits) * TONS[unit], 6), flag


def measured(chapter: str, words: str) -> Product:
    """What a table measures, from its chapter and its type text; BadFile when the words are unknown."""
    for product in PRODUCTS[chapter]:
        if any(word in words.lower() for word in product.words):
            return product
    raise BadFile(f"Unknown table in {chapter}: {words!r}; add it to data/readers/usgs_mcs.py.")


def _row(cell: Cell) -> dict[str, object] | None:
    """A row of the table `cell.measure`, or of `world_total` (then it has `excludes`); None = no row."""
    if cell.value.lower() == "xx":
        return None
    is_total = cell.country.lower().startswith("world total")
    product = measured(cell.chapter, f"{cell.type} {cell.country}" if is_total else cell.type)
    amount, flag = quantity(cell.value, cell.unit)
    if flag == "not_reported":
        flag = "withheld" if _WITHHELD.search(cell.note) else _WORDS.get(cell.note.lower(), flag)
    if not flag and amount and cell.estimated:
        flag = "estimated"
    row: dict[str, object] = {"year": int(cell.year), "quantity_t": amount, "flag": flag or None}
    if cell.measure == "reserves":
        if product.reserves is None:
            return None
        row |= zip(("mineral_id", "product", "basis"), product.reserves, strict=True)
        row["stage"] = "reserves"
    else:
        row |= {"mineral_id": product.mineral_id, "product": product.product, "basis": product.basis}
        row |= {"process": product.process, "stage": STAGE[product.process]}
    if is_total:
        unknown = amount != amount or cell.measure == "capacity"
        return None if unknown else row | {"excludes": _left_out(cell)}
    iso3 = country(cell.country)
    return row | {"iso3": iso3, "is_rest": iso3 is None}


def _left_out(cell: Cell) -> str:
    if cell.measure != "production":
        return ""
    words = f"{cell.country}. {cell.note}"
    codes = {"USA"} if _EXCLUDES_US.search(words) else set()
    if names := _LEFT_OUT.search(words):
        codes |= {str(country(name)) for name in names.groups()}
    return ";".join(sorted(codes))


def _forget_idle(totals: list[dict[str, object]], production: list[dict[str, object]]) -> None:
    """One note serves both years of a table: a country with no output in a year is not left out of it."""
    key = ("product", "stage", "year")
    idle = {(*(row[part] for part in key), row["iso3"]) for row in production if row["quantity_t"] == 0}
    for total in totals:
        codes = str(total["excludes"]).split(";")
        when = tuple(total[part] for part in key)
        total["excludes"] = ";".join(code for code in codes if (*when, code) not in idle)


def _frame(rows: list[dict[str, object]], name: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(_COLUMNS[name]))
    key = [column for column in _COLUMNS[name] if column not in ("quantity_t", "flag", "excludes")]
    frame = frame.sort_values([*key, "quantity_t"], ignore_index=True, kind="stable")
    # The group's reserves stand beside palladium or platinum, an empty cell beside the other.
    again = frame.duplicated(key) & frame["quantity_t"].isna() & (frame["mineral_id"] == "platinum_group")
    frame = frame.loc[~again].reset_index(drop=True)
    if frame.duplicated(key).any():
        twice = frame[frame.duplicated(key)].iloc[0].to_dict()
        raise BadFile(f"Two figures for one key in {name}: {twice}.")
    return frame


def _cells(path: Path, edition: str) -> Iterator[Cell]:
    if edition in ("2022", "2023", "2024"):
        yield from _folder(path, edition)
    elif edition == "2025":
        yield from _wide(path)
    else:
        yield from _long(path)


def records(path: Path, encoding: str, expected: Collection[str]) -> Iterator[dict[str, str]]:
    """Records of a CSV, stray spaces trimmed; one shorter than the header means a file cut off."""
    try:
        with path.open(encoding=encoding, newline="") as file:
            lines = [[" ".join(field.split()) for field in line] for line in csv.reader(file, strict=True)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadFile(f"{path.name} is no {encoding} CSV ({error}): cut off, or another file.") from error
    header = lines[0] if lines else []
    if lacking := [column for column in expected if column not in header]:
        raise BadFile(f"{path.name} has no column {', '.join(lacking)}: it is another file.")
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(header):
            fields = f"{len(line)} fields instead of {len(header)}"
            raise BadFile(f"{path.name}, record {number}: {fields}; the file is cut off.")
        if any(line):
            yield dict(zip(header, line, strict=True))


_COLUMN = re.compile(
    r"(?P<measure>prod|cap|reserves)(?:_(?P<part>sponge|pigment|ore|ore_k2o_equiv))?_(?P<unit>kt|kg|t)"
    r"(?P<estimated>_est)?(?:_(?P<year>\d{4}))?",
    re.I,
)
_NOTES = re.compile(r"(prod|cap|reserves)_notes?", re.I)
_MEASURE = {"prod": "production", "cap": "capacity", "reserves": "reserves"}
_PARTS = {"Sponge": "Sponge", "Pigment": "Pigment", "ore": "Reserves, recoverable ore"}


def _folder(path: Path, edition: str) -> Iterator[Cell]:
    """Editions 2022 to 2024: a file for each commodity, unit and year in the column's name."""
    files = sorted(path.rglob("*_world.csv"), key=lambda file: file.name.lower())
    if not files:
        raise BadFile(f"{path} holds no *_world.csv: give the folder of the edition's world tables.")
    for file in files:
        name = re.fullmatch(rf"(?:[a-z_]+_)?mcs{edition}-([a-z]+)(?:-[a-z]+)?_world\.csv", file.name.lower())
        if name is None:
            raise BadFile(f"{file.name} is no world table of the {edition} edition.")
        if chapter := FILES.get(name[1]):
            yield from _commodity(file, chapter, edition)


def _commodity(file: Path, chapter: str, edition: str) -> Iterator[Cell]:
    for row in records(file, "utf-8-sig", ("Source", "Country")):
        if row["Source"].replace(" ", "") != f"MCS{edition}":
            raise BadFile(f"{file.name} names {row['Source']!r} as its source, not MCS{edition}.")
        kind = list(row)[2]  # headed Type; in one file of 2024 by the first row's own text
        notes = {found[1].lower(): row[column] for column in row if (found := _NOTES.fullmatch(column))}
        columns = {column: found for column in row if (found := _COLUMN.fullmatch(column))}
        unknown = set(row) - {"Source", "Country", kind, ""} - set(columns)
        if unknown := {column for column in unknown if not _NOTES.fullmatch(column)}:
            raise BadFile(f"{file.name}: unknown column {', '.join(sorted(unknown))}.")
        years = [found["year"] for found in columns.values() if found["measure"].lower() == "prod"]
        if not years:
            raise BadFile(f"{file.name} has no column of production.")
        for column, found in columns.items():
            measure = found["measure"].lower()
            if measure != "prod" and not row[column]:
                continue
            note = notes.get(measure, "")
            year = found["year"] or str(int(edition) - 1)
            estimated = bool(found["estimated"])
            if measure == "cap" and note.lower().startswith("estimated"):
                estimated = True
            if measure == "prod" and year == min(years):
                reported = "reported" in note.lower() and year in note
                estimated = bool(_ALSO_ESTIMATED.search(note)) or (estimated and not reported)
            yield Cell(
                chapter=chapter,
                type=_PARTS.get(found["part"] or "", row[kind]),
                country=row["Country"],
                measure=_MEASURE[measure],
                year=year,
                value=row[column],
                unit=found["unit"].lower(),
                estimated="yes" if estimated else "",
                note=note,
            )


_WIDE = (
    "SOURCE", "COMMODITY", "COUNTRY", "TYPE", "UNIT_MEAS", "PROD_2023", "PROD_EST_ 2024", "PROD_NOTES",
    "CAP_2023", "CAP_EST_ 2024", "CAP_NOTES", "RESERVES_2024", "RESERVE_NOTES",
)  # fmt: skip


def _wide(path: Path) -> Iterator[Cell]:
    """Edition 2025: one file, years as columns; the notes of an empty cell may say `W`, `NA` or `Large`."""
    for row in records(path, "utf-8-sig", _WIDE):
        name = row["COMMODITY"].lower()
        chapter = NAMES.get(name, name)
        if chapter not in CHAPTERS["2025"]:
            continue
        if row["SOURCE"] != "MCS2025":
            raise BadFile(f"{path.name} names {row['SOURCE']!r} as its source, not MCS2025.")
        kind, note = row["TYPE"], row["PROD_NOTES"]
        if chapter == "boron" and note and note != "xx" and not _WITHHELD.search(note):
            kind = note
        all_estimated = row["TYPE"].endswith("estimated") and "reported" not in note.lower()
        guessed = all_estimated or bool(_ALSO_ESTIMATED.search(note))
        cap_guessed = "reported" not in row["CAP_NOTES"].lower()
        cells = (
            ("production", "2023", "PROD_2023", "PROD_NOTES", guessed),
            ("production", "2024", "PROD_EST_ 2024", "PROD_NOTES", True),
            ("capacity", "2023", "CAP_2023", "CAP_NOTES", False),
            ("capacity", "2024", "CAP_EST_ 2024", "CAP_NOTES", cap_guessed),
            ("reserves", "2024", "RESERVES_2024", "RESERVE_NOTES", False),
        )
        for measure, year, column, notes, estimated in cells:
            word = row[notes] if re.fullmatch("xx|na|large|small|included in .*", row[notes], re.I) else ""
            value = row[column] or (word if column != "CAP_2023" else "")
            of_another = measure == "production" and re.search("capacity|^reserves", kind, re.I)
            if of_another or (measure != "production" and not value):
                continue
            yield Cell(
                chapter=chapter,
                type=kind,
                country=row["COUNTRY"],
                measure=measure,
                year=year,
                value=value,
                unit=row["UNIT_MEAS"],
                estimated="yes" if estimated else "",
                note=row[notes],
            )


_LONG = (
    "MCS chapter", "Section", "Country", "Statistics", "Statistics_detail", "Unit", "Year", "Value", "Notes",
)  # fmt: skip
_STATISTICS = {"Production": "production", "Capacity": "capacity", "Reserves": "reserves"}


def _long(path: Path) -> Iterator[Cell]:
    """Edition 2026: one long file in Windows-1252, of which only the sections on the world are read."""
    for row in records(path, "cp1252", _LONG):
        name = row["MCS chapter"].lower()
        chapter = NAMES.get(name, name)
        if chapter not in CHAPTERS["2026"] or not row["Section"].startswith("World"):
            continue
        if row["Statistics"] not in _STATISTICS:
            raise BadFile(f"{path.name}: unknown statistic {row['Statistics']!r} in the chapter {name}.")
        yield Cell(
            chapter=chapter,
            type=row["Statistics_detail"].replace(": rounded", ""),
            country=row["Country"],
            measure=_STATISTICS[row["Statistics"]],
            year=row["Year"],
            value=row["Value"],
            unit=row["Unit"],
            estimated="yes" if row["Notes"].startswith("Estimated") else "",
            note=row["Notes"],
        )
