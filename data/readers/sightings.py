"""What every reader of sites returns: sightings, one row per publisher's record and mineral."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from data.readers import BadFile

COLUMNS = (
    "source_id", "record", "name", "aliases", "kind", "stage", "country_stated", "iso3_stated", "lon", "lat",
    "location_precision", "status", "status_year", "operator", "owner_iso3", "confidence", "major", "note",
    "mineral_id", "role", "product", "capacity_t", "capacity_basis", "capacity_kind", "capacity_year",
    "capacity_is_shared", "page",
)  # fmt: skip
"""`page` is the citation of the page a row rests on, where a source is a compilation of many pages."""

KINDS = ("deposit", "mine", "plant")
STAGES = ("concentrator", "smelter", "refinery", "separation", "conversion", "metal", "alloy", "magnet")
PRECISIONS = ("site", "settlement", "area", "none")
STATUSES = ("operating", "construction", "planned", "care_and_maintenance", "closed", "unknown")
CONFIDENCES = ("high", "moderate", "low")
"""high: several independent sources, or one the publisher rates high; moderate: one reliable source;
low: one source that its publisher rates low, or no page behind it."""
ROLES = ("main", "by_product")
CAPACITY_KINDS = ("nameplate", "plan", "output")

_RARE_EARTHS_WORDS = """
cerium dysprosium erbium europium gadolinium holmium lanthanum lutetium neodymium praseodymium samarium
scandium terbium thulium ytterbium yttrium
"""
RARE_EARTHS = frozenset(_RARE_EARTHS_WORDS.split())
_PLATINUM_GROUP_WORDS = """
iridium palladium platinum rhodium ruthenium
"""
PLATINUM_GROUP = frozenset(_PLATINUM_GROUP_WORDS.split())
GROUP_OF = dict.fromkeys(RARE_EARTHS - {"scandium"}, "rare_earths") | dict.fromkeys(PLATINUM_GROUP, "platinum_group")
_OTHERS = """
aluminum antimony arsenic barite beryllium bismuth boron cesium chromium cobalt copper fluorspar gallium
germanium graphite hafnium indium lead lithium magnesium manganese metallurgical_coal nickel niobium
phosphate potash rhenium rubidium silicon silver tantalum tellurium tin titanium tungsten uranium vanadium
zinc zirconium rare_earths platinum_group
"""
MINERALS = RARE_EARTHS | PLATINUM_GROUP | frozenset(_OTHERS.split())
"""The 60 minerals of the atlas and the two groups."""

HOSTS: Mapping[str, frozenset[str]] = {
    by_product: frozenset(hosts.split())
    for by_product, hosts in {
        "antimony": "lead copper zinc silver",
        "arsenic": "copper lead",
        "bismuth": "lead copper zinc tungsten",
        "cesium": "lithium",
        "cobalt": "nickel copper",
        "gallium": "aluminum zinc",
        "germanium": "zinc lead copper",
        "hafnium": "zirconium",
        "indium": "zinc tin lead copper",
        "palladium": "nickel copper",
        "platinum": "nickel copper",
        "platinum_group": "nickel copper chromium",
        "rhenium": "copper",
        "rubidium": "lithium",
        "scandium": "rare_earths titanium nickel",
        "silver": "lead zinc copper",
        "tellurium": "copper lead nickel",
        "vanadium": "titanium uranium",
        "zirconium": "titanium",
    }.items()
}
"""By-product -> the minerals it is recovered with (USGS Professional Paper 1802, chapters on each)."""


class Named(NamedTuple):
    """What a publisher's word means: our mineral, its product where the word says it, and that it is a
    by-product."""

    mineral_id: str
    product: str | None = None
    by_product: bool = False


Vocabulary = Mapping[str, tuple[Named, ...]]


def named(words: Iterable[str], vocabulary: Vocabulary, ignored: frozenset[str], where: str) -> list[tuple[str, Named]]:
    """The (word, meaning) pairs of a publisher's words, in order; ignored words are left out on purpose.

    Raises BadFile for a word that is neither in the vocabulary nor ignored: nothing is dropped silently.
    """
    found: list[tuple[str, Named]] = []
    for word in words:
        if word in ignored:
            continue
        if word not in vocabulary:
            raise BadFile(f"{where}: commodity {word!r} is unknown: add it to the vocabulary or to the ignored words.")
        found += [(word, meaning) for meaning in vocabulary[word]]
    return found


def role(mineral_id: str, all_minerals: Iterable[str]) -> str:
    """`by_product` where a mineral it is recovered with is in `all_minerals` too (see HOSTS), else `main`."""
    return "by_product" if HOSTS.get(mineral_id, frozenset()) & set(all_minerals) else "main"


def related(one: str, other: str) -> bool:
    """Whether two minerals can be one find: the same, a group and its member, or a by-product and its
    host."""
    if one == other or GROUP_OF.get(one) == other or GROUP_OF.get(other) == one:
        return True
    return one in HOSTS.get(other, frozenset()) or other in HOSTS.get(one, frozenset())


_NAMES = """
AFG Afghanistan | AGO Angola | ALB Albania | ARE United Arab Emirates | ARG Argentina | ARM Armenia | AUS
Australia | AUT Austria | AZE Azerbaijan | BDI Burundi | BEL Belgium | BEN Benin | BFA Burkina Faso | BGD
Bangladesh | BGR Bulgaria | BHR Bahrain | BIH Bosnia and Herzegovina | BLR Belarus | BLZ Belize | BOL
Bolivia | BRA Brazil | BRN Brunei | BTN Bhutan | BWA Botswana | CAF Central African Republic | CAN Canada
| CHE Switzerland | CHL Chile | CHN China | CIV Côte d'Ivoire | CMR Cameroon | COD Democratic Republic of
the Congo | COG Republic of the Congo | COL Colombia | COM Comoros | CPV Cabo Verde | CRI Costa Rica | CUB
Cuba | CYP Cyprus | CZE Czechia | DEU Germany | DJI Djibouti | DNK Denmark | DOM Dominican Republic | DZA
Algeria | ECU Ecuador | EGY Egypt | ERI Eritrea | ESH Western Sahara | ESP Spain | EST Estonia | ETH
Ethiopia | FIN Finland | FJI Fiji | FRA France | GAB Gabon | GBR United Kingdom | GEO Georgia | GHA Ghana
| GIN Guinea | GMB The Gambia | GNB Guinea-Bissau | GNQ Equatorial Guinea | GRC Greece | GRL Greenland |
GTM Guatemala | GUF French Guiana | GUY Guyana | HND Honduras | HRV Croatia | HTI Haiti | HUN Hungary |
IDN Indonesia | IND India | IRL Ireland | IRN Iran | IRQ Iraq | ISL Iceland | ISR Israel | ITA Italy | JAM
Jamaica | JOR Jordan | JPN Japan | KAZ Kazakhstan | KEN Kenya | KGZ Kyrgyzstan | KHM Cambodia | KOR South
Korea | KWT Kuwait | LAO Laos | LBN Lebanon | LBR Liberia | LBY Libya | LKA Sri Lanka | LSO Lesotho | LTU
Lithuania | LUX Luxembourg | LVA Latvia | MAR Morocco | MDA Moldova | MDG Madagascar | MEX Mexico | MKD
North Macedonia | MLI Mali | MLT Malta | MMR Myanmar | MNE Montenegro | MNG Mongolia | MOZ Mozambique |
MRT Mauritania | MUS Mauritius | MWI Malawi | MYS Malaysia | NAM Namibia | NCL New Caledonia | NER Niger |
NGA Nigeria | NIC Nicaragua | NLD Netherlands | NOR Norway | NPL Nepal | NRU Nauru | NZL New Zealand | OMN
Oman | PAK Pakistan | PAN Panama | PER Peru | PHL Philippines | PNG Papua New Guinea | POL Poland | PRI
Puerto Rico | PRK North Korea | PRT Portugal | PRY Paraguay | PSE Palestine | QAT Qatar | REU Reunion |
ROU Romania | RUS Russia | RWA Rwanda | SAU Saudi Arabia | SDN Sudan | SEN Senegal | SGP Singapore | SLB
Solomon Islands | SLE Sierra Leone | SLV El Salvador | SOM Somalia | SRB Serbia | SSD South Sudan | STP
Sao Tome and Principe | SUR Suriname | SVK Slovakia | SVN Slovenia | SWE Sweden | SWZ Eswatini | SYC
Seychelles | SYR Syria | TCD Chad | TGO Togo | THA Thailand | TJK Tajikistan | TKM Turkmenistan | TLS
Timor-Leste | TTO Trinidad and Tobago | TUN Tunisia | TUR Turkey | TWN Taiwan | TZA Tanzania | UGA Uganda
| UKR Ukraine | URY Uruguay | USA United States | UZB Uzbekistan | VEN Venezuela | VNM Vietnam | VUT
Vanuatu | XKX Kosovo | YEM Yemen | ZAF South Africa | ZMB Zambia | ZWE Zimbabwe
"""
COUNTRIES: Mapping[str, str | None] = {
    name: iso3 for iso3, name in (entry.split(" ", 1) for entry in " ".join(_NAMES.split()).split(" | "))
} | {
    # other words for the same countries, as the publishers spell them
    "Bosnia-Herzegovina": "BIH",
    "Burkina Fasso": "BFA",
    "Burma": "MMR",
    "Christmas Island": "CXR",
    "Congo (Brazzaville)": "COG",
    "Congo (Zaire)": "COD",
    "Congo - Brazzaville": "COG",
    "Congo - Kinshasa": "COD",
    "C\N{REPLACEMENT CHARACTER}te d\N{REPLACEMENT CHARACTER}Ivoire (Ivory  Coast)": "CIV",
    "Congo (Kinshasa)": "COD",
    "Czech Republic": "CZE",
    "Côte D'Ivoire": "CIV",
    "England": "GBR",
    "French Guyana": "GUF",
    "Great Britain": "GBR",
    "Kalaallit Nunaat (Greenland)": "GRL",
    "Korea, North": "PRK",
    "Korea, Republic of": "KOR",
    "Kosovo (Serbia)": "XKX",
    "Myanmar (Burma)": "MMR",
    "Korea, South": "KOR",
    "Luxenbourg": "LUX",
    "Macedonia": "MKD",
    "Republic of Korea": "KOR",
    "Domincan Republic": "DOM",
    "Slovakia?": "SVK",
    "Surinam": "SUR",
    "Swaziland": "SWZ",
    "Tibet": "CHN",
    "United States of America": "USA",
    # no one country is stated
    "Atlantic Ocean": None,
    "Indian Ocean": None,
    "Korean Peninsula": None,
    "Pacific Ocean": None,
    "Serbia and Montenegro": None,
    "USSR": None,
}


def stated_iso3(country: str, where: str) -> str | None:
    """ISO 3166-1 alpha-3 of a country as a publisher spells it (Kosovo XKX); None for seas and former unions.

    Raises BadFile for a spelling that is not known.
    """
    country = country.replace("\u2019", "'").replace("\x92", "'").strip()
    if country not in COUNTRIES:
        raise BadFile(f"{where}: country {country!r} is unknown: add its spelling to COUNTRIES.")
    return COUNTRIES[country]


def sightings(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Sightings with every column of COLUMNS, in order; what a row leaves out is None (status: unknown).

    lon, lat in degrees (WGS 84), capacity_t in metric tons per year. Raises BadFile for a word outside the
    vocabularies above, a coordinate off the globe, or one of a pair of coordinates missing.
    """
    defaults: dict[str, Any] = dict.fromkeys(COLUMNS) | {
        "aliases": [], "status": "unknown", "location_precision": "none", "major": False,
        "capacity_is_shared": False,
    }  # fmt: skip
    filled = [defaults | dict(row) for row in rows]
    for row in filled:
        _check(row)
    frame = pd.DataFrame(filled, columns=list(COLUMNS), dtype=object)
    return frame.where(frame.notna(), None)


def _check(row: Mapping[str, Any]) -> None:
    where = f"{row['source_id']} {row['record']}"
    for column, allowed, optional in (
        ("kind", KINDS, False),
        ("stage", STAGES, True),
        ("location_precision", PRECISIONS, False),
        ("status", STATUSES, False),
        ("confidence", CONFIDENCES, False),
        ("mineral_id", MINERALS, False),
        ("role", ROLES, True),
        ("capacity_kind", CAPACITY_KINDS, True),
    ):
        if row[column] not in allowed and not (optional and row[column] is None):
            raise BadFile(f"{where}: {column} is {row[column]!r}, expected one of {', '.join(sorted(allowed))}.")
    if row["stage"] is not None and row["kind"] != "plant":
        raise BadFile(f"{where}: stage {row['stage']!r} on a {row['kind']}: only plants have a stage.")
    if (row["lon"] is None) != (row["lat"] is None):
        raise BadFile(f"{where}: one coordinate without the other.")
    if (row["lon"] is None) != (row["location_precision"] == "none"):
        raise BadFile(f"{where}: precision {row['location_precision']!r} does not go with its coordinates.")
    if row["lon"] is not None and not (-180 <= row["lon"] <= 180 and -90 <= row["lat"] <= 90):
        raise BadFile(f"{where}: {row['lon']}, {row['lat']} is not on the globe.")
    if not row["name"]:
        raise BadFile(f"{where}: no name.")
