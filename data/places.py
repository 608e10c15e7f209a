"""Records of one place become one site: merging what publishers say, every source kept."""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from data.readers.sightings import COLUMNS, CONFIDENCES, PRECISIONS, related
from geo import boundaries

EXCEPTIONS = Path(__file__).parent / "curated" / "site_exception.reviewed.csv"

SITE = (
    "site_id", "place_id", "name", "kind", "stage", "iso3", "iso3_stated", "disputed", "administered_by",
    "lon", "lat", "location_precision", "status", "status_year", "operator", "owner_iso3", "importance",
    "confidence", "note",
)  # fmt: skip
SITE_MINERAL = (
    "site_id", "mineral_id", "role", "product", "capacity_t", "capacity_basis", "capacity_kind",
    "capacity_year", "capacity_is_shared",
)  # fmt: skip
SITE_SOURCE = ("site_id", "source_id", "record")
PAGE_SOURCE = (
    "source_id", "publisher", "title", "published", "vintage", "licence", "licence_url", "url", "citation",
    "attribution",
)  # fmt: skip


class Standing(NamedTuple):
    """How a source stands among the others: who speaks, as of when, and how good its points are (1 is
    best)."""

    publisher: str
    year: int
    points: int


SOURCES: dict[str, Standing] = {
    "usgs_pp1802": Standing("usgs", 2017, 3),
    "usgs_ofr_2005_1294": Standing("usgs", 2005, 5),
    "icmm_2025": Standing("icmm", 2025, 4),
    "plants_supplement": Standing("pages", 2026, 4),
    "usgs_africa_2021": Standing("usgs", 2021, 2),
    "usgs_indopacific": Standing("usgs", 2022, 2),
    "minmod_ree": Standing("usgs", 2024, 7),
    "minmod_laterite": Standing("usgs", 2024, 7),
    "ga_mines_2024": Standing("geoscience_australia", 2024, 1),
    "kazakhstan_sites": Standing("pages", 2026, 8),
    "usgs_minfac": Standing("usgs", 2003, 6),
}
"""Every source of sites. The order is the order in which they were taken in and fixes the ids: append, never
insert.

Facts (name, status, operator, stage, capacity) come from the newest source that states them, by the year of
the status or capacity if the row gives one, else by `year`; points come from the most precise, then the best
of `points`.
"""

SAME_NAME, ALIKE, SIMILAR = 0.95, 0.85, 0.6
NEAR_KM, SAME_KM, LOOSE_KM, WIDTH_KM = 5.0, 15.0, 25.0, 25.0
"""Names alike merge up to NEAR_KM; the same name up to SAME_KM, or up to LOOSE_KM where a point stands for
an area or a town; no site is wider than WIDTH_KM. Records of one source are one site only where their
names proper are alike."""
PART_KM, TOWN_KM, POINT_KM = 2.0, 0.5, 0.1
"""Between sources, a name that is part of the other's merges up to PART_KM. A plant named by one word
merges so only up to TOWN_KM, and never at a town's point, because plants of one town are named after
it; two words reach LOOSE_KM there. Names that are only SIMILAR merge at one point, up to POINT_KM.
Mines and deposits of the same name up to PART_KM are one place even where the sources look at different
minerals."""
BY_ALIAS = 0.75
"""How much a likeness counts that only another name of a record has."""
UNBUILT = ("planned", "construction")
"""A plant that is only planned is no standing plant of a like name: the new unit must not hide the old
works."""
TOLERANCE_KM = 5.0
"""How far outside the outline of its stated country a point may lie: outlines are simplified."""

LAST = frozenset({"usgs_minfac"})
"""Old sources with coarse points: their records join sites that the others have made, and never part those."""

_GENERIC_WORDS = """
and of the in at near de la le el los las du da do des am en und zu no nr mr mine mines mining mina
minas minera minerals mineral mineria deposit deposits occurrence occurrences prospect prospects project
property pit pits open underground surface shaft colliery quarry field fields district districts area areas
zone region belt plant plants works complex smelter smelters refinery refineries refining smelting mill
concentrator operation operations facility facilities factory unit group groups company co corp corporation
inc ltd limited llc plc pty sa ao oao pao zao jsc gok nv ag gmbh bhd sdn pt tbk cia sab cv spa kk jv joint
venture processing metallurgical metallurgy industrial combine site sites formerly former main old new mount
mt monte saint st ore ores seam
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
_METALS_WORDS = """
copper zinc lead gold silver nickel tin tungsten coal coking lithium cobalt iron chrome chromite manganese
bauxite alumina aluminum aluminium titanium ilmenite uranium phosphate potash graphite barite fluorite
fluorspar antimony magnesite boron borate borax cu zn pb au ag ni sn mo rare earth earths ree polymetallic
"""
_METALS = frozenset(_METALS_WORDS.split())
_TELLING = {
    "north": "n", "northern": "n", "norte": "n", "nord": "n", "severny": "n", "severo": "n",
    "south": "s", "southern": "s", "sur": "s", "sud": "s", "sul": "s", "yuzhny": "s", "yuzhno": "s",
    "east": "e", "eastern": "e", "este": "e", "vostochny": "e", "oriental": "e", "leste": "e",
    "west": "w", "western": "w", "oeste": "w", "zapadny": "w", "occidental": "w",
    "northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw",
    "upper": "up", "lower": "low", "verkhne": "up", "verkhnee": "up", "nizhne": "low", "big": "big",
    "little": "little",
    "great": "big", "central": "central", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7",
    "viii": "8", "ix": "9", "one": "1", "two": "2", "three": "3",
}  # fmt: skip
"""Words that tell neighbours of one name apart: Kharasan 1 is not Kharasan 2, North Katpar is not South
Katpar."""
_RUSSIAN_ENDING = re.compile(r"(?<=\w{4})sk(oye|oe|oje|oie|aya|aja|aia|ii|iy|ij|yi|y|oy|oi)$")


@cache
def words(name: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The telling part of a name, blind to case, accents and punctuation: (plain words, words that tell
    apart).

    Generic words (mine, deposit, plant, company forms) and metals go where another word stays.
    Transliterations are levelled (Zhezqazghan, Dzhezkazgan) and Russian adjective endings cut (Udokan,
    Udokanskoye).
    """
    text = unicodedata.normalize("NFKD", name.casefold().translate(str.maketrans("łøđıæ", "lodia")))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = re.sub("[\"'`\N{ACUTE ACCENT}\u2018\u2019\u02b9\u02bb]", "", text)
    tokens = re.findall(r"[^\W\d_]+|\d+", text)
    telling = frozenset(
        _TELLING.get(token, token)
        for token in tokens
        if token in _TELLING or token.isdigit() or (len(token) <= 2 and token not in _GENERIC | _METALS)
    )
    plain = [token for token in tokens if token not in _TELLING and token not in _GENERIC and token not in telling]
    plain = [token for token in plain if token not in _METALS] or plain
    for old, new in (("dzh", "zh"), ("kh", "h"), ("gh", "g"), ("q", "k"), ("j", "y")):
        plain = [token.replace(old, new) for token in plain]
    return tuple(_RUSSIAN_ENDING.sub("", token) for token in plain), telling


@cache
def likeness(one: str, other: str) -> float:
    """How alike two names are, 0 to 1: 1 for the same telling words in any order, 0 where numbers or sides
    differ."""
    (left, left_telling), (right, right_telling) = words(one), words(other)
    if not left or not right or (left_telling and right_telling and left_telling != right_telling):
        return 0.0
    if sorted(left) == sorted(right):
        return 1.0 if left_telling == right_telling else 0.84
    ratio = SIMILAR
    for first, second in ((" ".join(left), " ".join(right)), ("".join(sorted(left)), "".join(sorted(right)))):
        matcher = SequenceMatcher(None, min(first, second), max(first, second), autojunk=False)
        if matcher.real_quick_ratio() > ratio and matcher.quick_ratio() > ratio:
            ratio = max(ratio, matcher.ratio())
    if ratio <= SIMILAR:
        return 0.0
    return min(ratio, 0.94) if left_telling == right_telling else min(ratio, 0.94) - 0.05


@cache
def is_part(one: str, other: str) -> int:
    """How many words of four letters or more the shorter name has, if all its words are in the other's,
    else 0."""
    (left, left_telling), (right, right_telling) = words(one), words(other)
    if left_telling and right_telling and left_telling != right_telling:
        return 0
    short, long = sorted((set(left), set(right)), key=len)
    return sum(len(word) >= 4 for word in short) if short <= long else 0


@dataclass
class Record:
    """What one publisher's record says of one side (mine or plant) of a place."""

    source_id: str
    record: str
    kind: str
    rows: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.first = self.rows[0]
        self.name = str(self.first["name"])
        outside, inside = re.sub(r"\([^)]*\)", " ", self.name).strip(), re.findall(r"\(([^)]*)\)", self.name)
        also = [text.strip() for text in inside if not re.search(r"[,;]|district|belt|basin|area|complex|sector", text)]
        self.names = tuple(dict.fromkeys(filter(None, [outside or self.name, *also, *self.first["aliases"]])))
        self.minerals = {str(row["mineral_id"]) for row in self.rows}
        self.lon, self.lat = self.first["lon"], self.first["lat"]
        self.precise = self.first["location_precision"] == "site"
        self.iso3_stated = self.first["iso3_stated"]
        self.standing = SOURCES[self.source_id]
        self.age = list(SOURCES).index(self.source_id), self.record, self.kind

    @property
    def side(self) -> str:
        """`plant`, or `mine` for mines and deposits: records of two sides never merge."""
        return "plant" if self.kind == "plant" else "mine"


def merge(sightings: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Sites from sightings of any number of sources: `site`, `site_mineral`, `site_source` and `source`
    (pages).

    `sightings` has the columns of `data.readers.sightings.COLUMNS`; the tables have those of SITE,
    SITE_MINERAL, SITE_SOURCE and PAGE_SOURCE, sorted by key. Distances in km on a sphere, capacity_t in
    metric tons per year.

    Two records of one side (a deposit or mine; a plant) are one site when they share a mineral (or a
    by-product and its host, or a group and its member) and their names and distance agree: see SAME_NAME,
    ALIKE and the limits beside them. Pairs are taken best first and a site never grows wider than WIDTH_KM,
    so chains end. A record without a point joins the one site of the same name, country and mineral, if there
    is only one. A deposit and a mine become the mine. A mine and a plant never merge: they share `place_id`
    where one record names both, or their names and minerals agree within NEAR_KM, one of each at most.

    `site_id` is name, stated country and a hash of the record of the source taken in first, so it stays when
    others are added. Capacities are never summed: the newest is kept for each mineral and product. `iso3`
    comes from the point; the stated country counts where the point is within TOLERANCE_KM of it, or missing.
    `importance` is explained at `importances`.

    Raises ValueError for a source missing in SOURCES, a missing column, or a record whose point and stated
    country differ without a correction or a line in EXCEPTIONS.
    """
    if missing := set(COLUMNS) - set(sightings.columns):
        raise ValueError(f"sightings lack the columns {sorted(missing)}")
    if unknown := set(sightings["source_id"]) - set(SOURCES):
        raise ValueError(f"sources {sorted(unknown)} have no standing: append them to SOURCES")
    differing = disagreements(sightings)
    if len(differing):
        lines = differing.drop(columns=["lon", "lat"]).to_csv(index=False)
        raise ValueError(f"point and stated country differ; correct the rows or list them in {EXCEPTIONS.name}:\n{lines}")
    clusters = _clusters(_records(sightings))
    sites = [_site(cluster) for cluster in clusters]
    if twice := [identity for identity, times in Counter(site["site_id"] for site in sites).items() if times > 1]:
        raise ValueError(f"site ids occur twice: {sorted(twice)}")
    _locate(sites)
    places = _places(clusters, [site["site_id"] for site in sites])
    for site in sites:
        site["place_id"] = places[site["site_id"]]
    minerals = [row for cluster, site in zip(clusters, sites, strict=True) for row in _minerals(cluster, site["site_id"])]
    scores = importances(clusters, [site["site_id"] for site in sites], minerals)
    for site in sites:
        site["importance"] = scores[site["site_id"]]
    return {
        "site": _table(sites, SITE, ["site_id"]),
        "site_mineral": _table(minerals, SITE_MINERAL, ["site_id", "mineral_id", "product"]),
        "site_source": _table(_sources(clusters, sites), SITE_SOURCE, list(SITE_SOURCE)),
        "source": _table(_pages(sightings), PAGE_SOURCE, ["source_id"]),
    }


# --- which records are one site ----------------------------------------------------------------------------


def _records(sightings: pd.DataFrame) -> list[Record]:
    grouped: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in sightings.to_dict("records"):
        plain = {str(key): _plain(value) for key, value in row.items()}
        grouped[plain["source_id"], plain["record"], plain["kind"]].append(plain)
    records = [Record(*key, rows=sorted(rows, key=_mineral_order)) for key, rows in grouped.items()]
    return sorted(records, key=lambda record: record.age)


def _plain(value: Any) -> Any:
    return None if value is None or (isinstance(value, float) and math.isnan(value)) else value


def _mineral_order(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(row[column]) for column in ("mineral_id", "product", "capacity_t", "capacity_kind", "role"))


def km(one: Record, other: Record) -> float:
    """Distance of two records in km on a sphere; infinite where either has no point."""
    if one.lon is None or other.lon is None:
        return math.inf
    across = math.radians(other.lon - one.lon)
    up, down = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((down - up) / 2) ** 2 + math.cos(up) * math.cos(down) * math.sin(across / 2) ** 2
    return 2 * boundaries.EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def _share(one: Record, other: Record) -> bool:
    return any(related(left, right) for left, right in product(one.minerals, other.minerals))


def _best_name(one: Record, other: Record) -> float:
    return max(likeness(left, right) for left, right in product(one.names, other.names))


def _neighbours(records: Sequence[Record], within_km: float) -> Iterator[tuple[Record, Record, float]]:
    located = sorted((record for record in records if record.lon is not None), key=lambda record: (record.lat, record.age))
    reach = math.degrees(within_km / boundaries.EARTH_KM)
    for position, one in enumerate(located):
        for other in located[position + 1 :]:
            if other.lat - one.lat > reach:
                break
            if (distance := km(one, other)) <= within_km:
                yield one, other, distance


def _strength(one: Record, other: Record, distance: float) -> float:
    """How sure it is that two records with points are one site, 0 (they are two) to 1."""
    between = one.source_id != other.source_id
    precise = one.precise and other.precise
    alike = _best_name(one, other) if between else likeness(one.names[0], other.names[0])
    if not _share(one, other):
        same_mine = between and one.side == "mine" and likeness(one.names[0], other.names[0]) >= SAME_NAME
        return alike / 2 if same_mine and distance <= PART_KM else 0.0
    if (one.first["status"] in UNBUILT) != (other.first["status"] in UNBUILT) and alike < SAME_NAME:
        return 0.0
    if not between:
        operators = {record.first["operator"] for record in (one, other)} - {None}
        if len(operators) == 2:
            return 0.0
        needed = SAME_NAME if one.side == "plant" else ALIKE
        return alike if alike >= needed and distance <= NEAR_KM else 0.0
    reach = (SAME_KM if precise else LOOSE_KM) if alike >= SAME_NAME else NEAR_KM if alike >= ALIKE else 0.0
    if distance <= reach:
        return alike if likeness(one.names[0], other.names[0]) >= ALIKE else alike * BY_ALIAS
    if (part := is_part(one.names[0], other.names[0])) and one.side == "plant" and part < 2:
        part_km = TOWN_KM if precise else 0.0
    else:
        part_km = PART_KM if precise or one.side == "mine" else LOOSE_KM
    if part and distance <= part_km:
        return 0.8
    return alike if precise and distance <= POINT_KM else 0.0


def _clusters(records: list[Record]) -> list[list[Record]]:
    """Records grouped into sites, each in order of age, by the oldest record."""
    groups = _Groups(records)
    number = {id(record): at for at, record in enumerate(records)}
    for side in ("mine", "plant"):
        for one, other, distance in _neighbours([record for record in records if record.side == side], LOOSE_KM):
            if (strength := _strength(one, other, distance)) > 0:
                groups.link(number[id(one)], number[id(other)], strength, distance)
    groups.grow()
    alike: dict[tuple[str, Any], list[int]] = defaultdict(list)
    for at, record in enumerate(records):
        alike[record.side, record.iso3_stated].append(at)
    for at, record in enumerate(records):
        if record.lon is None:
            same = {
                groups.home[other]
                for other in alike[record.side, record.iso3_stated]
                if other != at and _share(record, records[other]) and _best_name(record, records[other]) >= SAME_NAME
            } - {groups.home[at]}
            if len(same) == 1:
                groups.join(same.pop(), groups.home[at])
    return sorted(groups.members.values(), key=lambda cluster: cluster[0].age)


class _Groups:
    """Records growing together, best link first: every group stays narrow, half of its pairs and all of
    one source linked."""

    def __init__(self, records: list[Record]) -> None:
        self.records = records
        self.home = list(range(len(records)))
        self.members = {at: [record] for at, record in enumerate(records)}
        self.numbers = {at: [at] for at in self.members}
        self.links: dict[tuple[int, int], tuple[float, float]] = {}

    def link(self, one: int, other: int, strength: float, distance: float) -> None:
        self.links[min(one, other), max(one, other)] = -strength, distance

    def grow(self) -> None:
        last = [record.source_id in LAST for record in self.records]
        order = sorted(
            self.links, key=lambda pair: (any(last[at] for at in pair), *self.links[pair], *(self.records[at].age for at in pair))
        )
        for one, other in order:
            left, right = self.home[one], self.home[other]
            if left != right and self.fit(left, right):
                self.join(left, right)

    def fit(self, left: int, right: int) -> bool:
        pairs = list(product(self.numbers[left], self.numbers[right]))
        for one, other in pairs:
            if (
                self.records[one].source_id == self.records[other].source_id
                and (min(one, other), max(one, other)) not in self.links
            ):
                return False
            if math.inf > km(self.records[one], self.records[other]) > WIDTH_KM:
                return False
            if _told_apart(self.records[one], self.records[other]):
                return False
        return 2 * sum((min(pair), max(pair)) in self.links for pair in pairs) >= len(pairs)

    def join(self, left: int, right: int) -> None:
        keep, gone = sorted((left, right), key=lambda at: self.members[at][0].age)
        self.members[keep] = sorted(self.members[keep] + self.members.pop(gone), key=lambda record: record.age)
        moved = self.numbers.pop(gone)
        self.numbers[keep] += moved
        for at in moved:
            self.home[at] = keep


def _told_apart(one: Record, other: Record) -> bool:
    (left, left_telling), (right, right_telling) = words(one.names[0]), words(other.names[0])
    return left == right and bool(left_telling) and bool(right_telling) and left_telling != right_telling


def suspects(site: pd.DataFrame, site_mineral: pd.DataFrame) -> pd.DataFrame:
    """Pairs of sites that may be one: same kind, under 2 km, a shared mineral, names at least 0.85 alike.

    Takes the tables `merge` gives; columns `site_id`, `other_id`, `km`, `likeness`.
    """
    minerals = site_mineral.groupby("site_id")["mineral_id"].agg(list).to_dict()
    blank = dict.fromkeys(COLUMNS)
    records = [
        Record(
            next(iter(SOURCES)),
            row["site_id"],
            row["kind"],
            [blank | row | {"aliases": [], "mineral_id": mineral} for mineral in minerals[row["site_id"]]],
        )
        for row in ({str(key): _plain(value) for key, value in row.items()} for row in site.to_dict("records"))
    ]
    found = [
        (one.record, other.record, round(distance, 2), round(alike, 2))
        for one, other, distance in _neighbours(records, 2.0)
        if one.kind == other.kind and one.minerals & other.minerals and (alike := likeness(one.name, other.name)) >= ALIKE
    ]
    return pd.DataFrame(found, columns=["site_id", "other_id", "km", "likeness"])


# --- what a site says --------------------------------------------------------------------------------------


def _site(cluster: list[Record]) -> dict[str, Any]:
    oldest = cluster[0]
    newest = sorted(cluster, key=lambda record: (-record.standing.year, record.age))
    status = min(
        cluster,
        key=lambda record: (
            record.first["status"] == "unknown",
            -(record.first["status_year"] or record.standing.year),
            record.age,
        ),
    ).first
    point = min(
        cluster,
        key=lambda record: (
            PRECISIONS.index(record.first["location_precision"]),
            record.standing.points,
            record.age,
        ),
    ).first
    kinds = {record.kind for record in cluster}
    stated = [record.iso3_stated for record in newest if record.iso3_stated]
    return {
        "site_id": site_id(oldest.source_id, oldest.record, oldest.name, oldest.iso3_stated, oldest.kind),
        "name": newest[0].name,
        "kind": "mine" if kinds == {"mine", "deposit"} else kinds.pop(),
        "stage": next((record.first["stage"] for record in newest if record.first["stage"]), None),
        "iso3_stated": point["iso3_stated"] or (stated[0] if stated else None),
        "lon": None if point["lon"] is None else round(point["lon"], 4),
        "lat": None if point["lat"] is None else round(point["lat"], 4),
        "location_precision": point["location_precision"],
        "status": status["status"],
        "status_year": status["status_year"] if status["status"] != "unknown" else None,
        "operator": next((record.first["operator"] for record in newest if record.first["operator"]), None),
        "owner_iso3": next((record.first["owner_iso3"] for record in newest if record.first["owner_iso3"]), None),
        "confidence": _confidence(cluster),
        "note": " ".join(dict.fromkeys(record.first["note"] for record in newest if record.first["note"])) or None,
        "source_id": point["source_id"],
        "record": point["record"],
    }


def site_id(source_id: str, record: str, name: str, iso3: str | None, kind: str) -> str:
    """A readable id that depends on one record only: `kempirsai-kaz-1f2e3d`, `aksu-plant-kaz-4c5d6e`.

    A deposit that becomes a mine keeps its id, so only plants name their kind.
    """
    text = unicodedata.normalize("NFKD", re.sub(r"\([^)]*\)", " ", name) if name.strip("() ") else name)
    plain = "".join(letter for letter in text if not unicodedata.combining(letter)).casefold().replace("'", "")
    slug = "-".join(re.findall(r"[a-z0-9]+", plain)[:6]) or "site"
    side = "plant" if kind == "plant" else "mine"
    mark = hashlib.sha256(f"{source_id}:{record}:{side}".encode()).hexdigest()[:6]
    middle = ["plant"] if kind == "plant" and "plant" not in slug else []
    return "-".join([slug, *middle, *([iso3.lower()] if iso3 else []), mark])


def _confidence(cluster: list[Record]) -> str:
    """The best of the records; high where two publishers know the site."""
    if len({record.standing.publisher for record in cluster}) > 1:
        return "high"
    return min((str(record.first["confidence"]) for record in cluster), key=CONFIDENCES.index)


def _minerals(cluster: list[Record], identity: str) -> list[dict[str, Any]]:
    """Rows of site_mineral: one for each mineral and product, the newest capacity, nothing summed."""
    found: dict[tuple[str, str | None], list[tuple[Any, ...]]] = defaultdict(list)
    for record in cluster:
        for row in record.rows:
            year = row["capacity_year"] or record.standing.year
            rank = row["capacity_t"] is None, -year, record.age, _mineral_order(row)
            found[row["mineral_id"], row["product"]].append((rank, row))
    named = {mineral for mineral, made in found if made is not None}
    rows = []
    for (mineral, made), entries in found.items():
        best = min(entries, key=lambda entry: entry[0])[1]
        if made is None and mineral in named and best["capacity_t"] is None:
            continue
        roles = {row["role"] for about, each in found.items() if about[0] == mineral for _, row in each}
        rows.append(
            {column: best[column] for column in SITE_MINERAL if column != "site_id"}
            | {"site_id": identity, "role": "main" if "main" in roles else best["role"]}
        )
    return rows


def _sources(clusters: list[list[Record]], sites: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = []
    for cluster, site in zip(clusters, sites, strict=True):
        for record in cluster:
            sources = {record.source_id} | {page_id(row["page"]) for row in record.rows if row["page"]}
            rows += [{"site_id": site["site_id"], "source_id": each, "record": record.record} for each in sorted(sources)]
    return rows


def page_id(citation: str) -> str:
    """The source_id of a page known by its citation: `page_` and a hash, the same wherever it is cited
    alike."""
    return "page_" + hashlib.sha256(" ".join(citation.split()).encode()).hexdigest()[:10]


def _pages(sightings: pd.DataFrame) -> list[dict[str, Any]]:
    pages: dict[str, dict[str, Any]] = {}
    for page, year in sorted(
        {(row["page"], row["status_year"]) for row in sightings[sightings["page"].notna()].to_dict("records")},
        key=str,
    ):
        known = pages.setdefault(page_id(page), {"source_id": page_id(page), "title": page, "citation": page})
        if year is not None and not pd.isna(year):
            known["vintage"] = str(max(int(year), int(known.get("vintage", 0))))
    return list(pages.values())


def _table(rows: Iterable[dict[str, Any]], columns: Sequence[str], key: list[str]) -> pd.DataFrame:
    whole = {"status_year", "capacity_year"}
    table = pd.DataFrame([{column: row.get(column) for column in columns} for row in rows], columns=list(columns), dtype=object)
    for column in columns:
        if column in whole:
            table[column] = table[column].astype("Int64")
        elif column in ("lon", "lat", "importance", "capacity_t"):
            table[column] = table[column].astype(float)
    return table.sort_values(key, ignore_index=True, key=lambda column: column.fillna(""))


# --- where a site is ---------------------------------------------------------------------------------------


@cache
def exceptions() -> dict[tuple[str, str], tuple[str, str]]:
    """Declared differences of point and stated country: (source_id, record) -> (iso3 it has, blank at sea;
    iso3_stated)."""
    table = pd.read_csv(EXCEPTIONS, dtype=str, keep_default_na=False)
    columns = (table[column] for column in ("source_id", "record", "iso3", "iso3_stated"))
    return {(source, record): (iso3, stated) for source, record, iso3, stated in zip(*columns, strict=True)}


def disagreements(sightings: pd.DataFrame) -> pd.DataFrame:
    """Records whose point lies over TOLERANCE_KM outside their stated country, in no disputed area, and
    undeclared.

    Columns source_id, record, name, lon, lat, iso3 (of the point, None at sea), iso3_stated, km outside.
    """
    points = sightings.drop_duplicates(["source_id", "record"])
    points = points[points["lon"].notna() & points["iso3_stated"].notna()].reset_index(drop=True)
    lon, lat = points["lon"].astype(float), points["lat"].astype(float)
    found = boundaries.locate(lon.to_numpy(), lat.to_numpy())
    differ = (found["iso3"] != points["iso3_stated"]) & ~found["disputed"].astype(bool)
    points = points.assign(iso3=found["iso3"])[differ]
    away = boundaries.distance_km(
        points["lon"].astype(float).to_numpy(), points["lat"].astype(float).to_numpy(), points["iso3_stated"]
    )
    points = points.assign(km=away.round(2))[~(away <= TOLERANCE_KM)]
    declared = exceptions()
    keys = zip(points["source_id"], points["record"], points["iso3_stated"], strict=True)
    new = [declared.get((source, record), ("", ""))[1] != stated for source, record, stated in keys]
    points = points[pd.Series(new, index=points.index, dtype=bool)]
    return points[["source_id", "record", "name", "lon", "lat", "iso3", "iso3_stated", "km"]].reset_index(drop=True)


def _locate(sites: list[dict[str, Any]]) -> None:
    missing = float("nan")
    lon = [missing if site["lon"] is None else site["lon"] for site in sites]
    lat = [missing if site["lat"] is None else site["lat"] for site in sites]
    found = boundaries.locate(lon, lat)
    away = boundaries.distance_km(lon, lat, [site["iso3_stated"] for site in sites])
    for site, here, outside in zip(sites, found.to_dict("records"), away, strict=True):
        iso3, disputed = _plain(here["iso3"]), bool(here["disputed"])
        declared = exceptions().get((site["source_id"], site["record"]))
        if site["lon"] is None or (not disputed and outside <= TOLERANCE_KM):
            iso3 = site["iso3_stated"]
        elif declared is not None:
            iso3 = declared[0] or None
        if iso3 is None and site["lon"] is not None:
            site["note"] = " ".join(filter(None, ["At sea: seabed of no country's land.", site["note"]]))
        site |= {"iso3": iso3, "disputed": disputed, "administered_by": _plain(here["administered_by"])}


def _places(clusters: list[list[Record]], identities: list[str]) -> dict[str, str]:
    """place_id of every site: the id of its mine side (of the plant where there is none), without more
    than one of each."""
    side_of = [cluster[0].side for cluster in clusters]
    at_record: dict[tuple[str, str], list[int]] = defaultdict(list)
    owner: dict[int, int] = {}
    for at, cluster in enumerate(clusters):
        for record in cluster:
            at_record[record.source_id, record.record].append(at)
            owner[id(record)] = at
    links: set[tuple[float, float, int, int]] = set()
    for together in at_record.values():
        for one, other in combinations(sorted(set(together)), 2):
            links.add((-2.0, 0.0, one, other))
    for left, right, distance in _neighbours([record for cluster in clusters for record in cluster], NEAR_KM):
        if left.side != right.side and _share(left, right) and (alike := _best_name(left, right)) >= ALIKE:
            one, other = sorted((owner[id(left)], owner[id(right)]))
            links.add((-alike, distance, one, other))
    partner: dict[int, int] = {}
    for _, _, one, other in sorted(
        links, key=lambda link: (link[0], link[1], clusters[link[2]][0].age, clusters[link[3]][0].age)
    ):
        if one not in partner and other not in partner and side_of[one] != side_of[other]:
            partner[one], partner[other] = other, one
    return {
        identity: identities[partner[at]] if at in partner and side_of[at] == "plant" else identity
        for at, identity in enumerate(identities)
    }


# --- how much a site matters -------------------------------------------------------------------------------


def importances(clusters: list[list[Record]], identities: list[str], minerals: list[dict[str, Any]]) -> dict[str, float]:
    """Importance of each site, 0 to 100, only from what the sources state; for ranking, not a fact.

    30 x the site's best percentile by capacity among sites of its side and mineral (an unknown or shared
    capacity, or the only one known, counts as the middle: 1/2)
    + 20 if a source lists it as a major deposit
    + 15 x its confidence (high 1, moderate 1/2, low 0)
    + 15 x its sources (one 0, two 1/2, three or more 1)
    + 10 x its status (operating 1, construction or care and maintenance 1/2, else 0)
    + 10 x scarcity: 1 for a mineral that one site of the side has, 0 for the one that most have, on a
    logarithmic scale, for the site's rarest main mineral.

    So a low-confidence tin occurrence or one of many coal mines stays under a named major deposit, and a rare
    mineral's few sites are not buried by common ones. The sides are plants, and mines with deposits.
    """
    kind_of = {
        identity: "plant" if cluster[0].side == "plant" else "mine"
        for identity, cluster in zip(identities, clusters, strict=True)
    }
    sites_of: dict[tuple[str, str], set[str]] = defaultdict(set)
    tons: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    main: dict[str, set[str]] = defaultdict(set)
    for row in minerals:
        key = kind_of[row["site_id"]], row["mineral_id"]
        sites_of[key].add(row["site_id"])
        if row["role"] == "main":
            main[row["site_id"]].add(row["mineral_id"])
        if row["capacity_t"] is not None and not row["capacity_is_shared"]:
            tons[key][row["site_id"]] = max(row["capacity_t"], tons[key].get(row["site_id"], 0.0))
    rank: dict[str, float] = {}
    for sizes in tons.values():
        for identity, size in sizes.items():
            below = sum(other <= size for other in sizes.values()) / len(sizes)
            rank[identity] = max(rank.get(identity, 0.0), below if len(sizes) > 1 else 0.5)
    most = {kind: max((len(found) for key, found in sites_of.items() if key[0] == kind), default=1) for kind in ("mine", "plant")}
    scores = {}
    for identity, cluster in zip(identities, clusters, strict=True):
        kind = kind_of[identity]
        counts = [len(sites_of[kind, mineral]) for mineral in main[identity]]
        scarcity = 1 - math.log(min(counts)) / math.log(most[kind]) if counts and most[kind] > 1 else 0.0
        sources = len({record.source_id for record in cluster})
        status = _site(cluster)["status"]
        scores[identity] = round(
            30 * rank.get(identity, 0.5)
            + 20 * any(record.first["major"] for record in cluster)
            + 15 * {"high": 1.0, "moderate": 0.5, "low": 0.0}[_confidence(cluster)]
            + 15 * min(sources - 1, 2) / 2
            + 10 * {"operating": 1.0, "construction": 0.5, "care_and_maintenance": 0.5}.get(status, 0.0)
            + 10 * scarcity,
            1,
        )
    return scores
