"""What the reader is looking at: one frozen value that knows its parameters, its link and its sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from data.fields import CUSTOMS_STAGE, KINDS, MEASURES, ROLES, SIDES
from data.sources import DATA_DATE
from data.words import count, say, series

COMBINE = ("any", "all", "but")
"""Members of any coalition chosen, of all of them, or of the first but none of the others."""
JOINED = ("member", "signatory")
LAYERS = ("members", "disputed", "lanes")
FIRST_LAYERS = ("members", "disputed")
FIRST_DAY = date(1945, 1, 1)
"""The first day an as-of date may name."""
LONGEST = 40
MOST = 50


def plain(text: str) -> str:
    """Text without case, accents and surrounding blanks: how names are compared."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold().strip()


def day(value: date) -> str:
    """A date as `4 February 2026`."""
    return f"{value.day} {value:%B %Y}"


@dataclass(frozen=True)
class Offer:
    """What can be chosen: id -> name, in the order shown; the years with data; the last day of ended coalitions.

    `trade_years` are those of trade; `ways` the passages, then the corridors, that lanes go through.
    """

    minerals: Mapping[str, str]
    countries: Mapping[str, str]
    coalitions: Mapping[str, str]
    years: Sequence[int]
    ended: Mapping[str, date] = field(default_factory=dict)
    trade_years: Sequence[int] = ()
    ways: Mapping[str, str] = field(default_factory=dict)

    @property
    def trade_year(self) -> int:
        """The year of trade shown first: the latest with data."""
        return max(self.trade_years, default=DATA_DATE.year)

    @property
    def year(self) -> int:
        """The year shown first: the latest with data."""
        return max(self.years, default=DATA_DATE.year)


@dataclass(frozen=True)
class Selection:
    """The reader's choice. Empty minerals, countries or kinds mean all of them."""

    minerals: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    coalitions: tuple[str, ...] = ("g7",)
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    combine: str = "any"
    roles: tuple[str, ...] = JOINED
    as_of: date = DATA_DATE
    unverified: bool = False
    kinds: tuple[str, ...] = KINDS
    year: int = 0
    layers: tuple[str, ...] = FIRST_LAYERS
    site: str = ""
    trade_year: int = 0
    measure: str = MEASURES[0]
    side: str = SIDES[0]
    goods: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    through: str = ""

    def parameters(self) -> dict[str, Any]:
        """The parameters of SQL questions, by name."""
        return {
            "minerals": list(self.minerals),
            "countries": list(self.countries),
            "coalitions": list(self.coalitions),
            "added": list(self.added),
            "removed": list(self.removed),
            "combine": self.combine,
            "roles": list(self.roles),
            "as_of": self.as_of,
            "unverified": self.unverified,
            "kinds": list(self.kinds),
            "year": self.year,
            "site": self.site,
            "trade_year": self.trade_year,
            "measure": self.measure,
            "side": self.side,
            "goods": list(self.goods),
            "through": self.through,
        }

    def link(self, offer: Offer) -> dict[str, str | list[str]]:
        """The query of the address bar: only what differs from a first visit."""
        first = Selection(year=offer.year, trade_year=offer.trade_year)
        told: dict[str, str | list[str]] = {}
        for name, key in _LISTS.items():
            mine = getattr(self, key)
            if mine != getattr(first, key):
                told[name] = list(mine) or ["none"]
        if self.combine != first.combine and len(self.coalitions) > 1:
            told["combine"] = self.combine
        if self.as_of != first.as_of:
            told["asof"] = self.as_of.isoformat()
        if self.unverified:
            told["unverified"] = "yes"
        if self.year != first.year:
            told["year"] = str(self.year)
        for name, key in _WORDS.items():
            if getattr(self, key) != getattr(first, key):
                told[name] = str(getattr(self, key))
        return told

    @classmethod
    def read(cls, link: Mapping[str, Sequence[str]], offer: Offer) -> tuple[Selection, list[str]]:
        """The selection nearest to a link, and one sentence for each value of it that was ignored.

        Values are accepted only when they are on offer: ids or names, blind to case and accents.
        """
        first = cls(year=offer.year, trade_year=offer.trade_year)
        ignored: list[str] = []
        chosen: dict[str, Any] = {}
        on_offer: dict[str, Mapping[str, str]] = {
            "mineral": offer.minerals,
            "country": offer.countries,
            "coalition": offer.coalitions,
            "add": offer.countries,
            "remove": offer.countries,
            "role": {role: role for role in ROLES},
            "kind": {kind: kind for kind in KINDS},
            "layer": {layer: layer for layer in LAYERS},
            "goods": {goods: goods for goods in CUSTOMS_STAGE},
            "closed": offer.ways,
        }
        for name, values in link.items():
            if name in on_offer:
                known, unknown = _matched(values, on_offer[name])
                ignored += [say("{name} “{value}” is not known", name=say(name), value=_short(value)) for value in unknown]
                if known or list(values) == ["none"]:
                    order = list(on_offer[name])
                    keep = sorted(known, key=order.index) if name in ("role", "kind", "layer", "goods", "closed") else known
                    chosen[_LISTS[name]] = tuple(keep)
            elif name == "combine" and values[-1] in COMBINE:
                chosen["combine"] = values[-1]
            elif name == "unverified" and values[-1] in ("yes", "no"):
                chosen["unverified"] = values[-1] == "yes"
            elif name == "asof":
                asked = _date(values[-1])
                if asked is None or not FIRST_DAY <= asked <= offer_last_day():
                    ignored.append(say("the as-of date “{value}” is outside what is known", value=_short(values[-1])))
                else:
                    chosen["as_of"] = asked
            elif name in ("year", "tradeyear"):
                asked_year = int(values[-1]) if values[-1].isascii() and values[-1].isdigit() and len(values[-1]) < 6 else None
                key, years = ("year", offer.years) if name == "year" else ("trade_year", offer.trade_years)
                if asked_year in years:
                    chosen[key] = asked_year
                elif asked_year is not None and years:
                    near = min(years, key=lambda known: abs(known - asked_year))
                    chosen[key] = near
                    ignored.append(say("there is no year {value}; the nearest is {near}", value=asked_year, near=near))
                else:
                    ignored.append(say("the year “{value}” is no year", value=_short(values[-1])))
            elif name == "measure" and values[-1] in MEASURES:
                chosen["measure"] = values[-1]
            elif name == "side" and values[-1] in SIDES:
                chosen["side"] = values[-1]
            elif name == "through" and (values[-1] in offer.ways or _is_lane(values[-1])):
                chosen["through"] = values[-1]
            elif name == "site" and len(values[-1]) <= 120 and all(sign.isalnum() or sign in "-_" for sign in values[-1]):
                chosen["site"] = values[-1]
            else:
                ignored.append(say("“{name}={value}” means nothing here", name=_short(name), value=_short(values[-1])))
        return replace(first, **chosen), ignored

    def sentence(
        self, offer: Offer, members: Iterable[Mapping[str, Any]] = (), bodies: Sequence[str] = (), trade: bool = False
    ) -> str:
        """What is selected, in words; `members` are the rows of the question `members` for this selection.

        `bodies` are the names of the members that are no countries; with `trade` it tells the year of trade.
        """
        minerals = series(offer.minerals.get(key, key) for key in self.minerals) or say("All minerals")
        where = series(offer.countries.get(key, key) for key in self.countries) or say("all countries")
        text = say(
            "{minerals} in {where}, trade of {year}." if trade else "{minerals} in {where}, statistics of {year}.",
            minerals=minerals[:1].upper() + minerals[1:],
            where=where,
            year=self.trade_year if trade else self.year,
        )
        if not self.coalitions:
            return text
        counted = [row for row in members if row["counts"]]
        out = [row for row in members if not row["counts"] and row["reason"] == "unverified"]
        unsure = [row for row in members if not row["counts"] and row["reason"] == "date uncertain"]
        added = [row for row in counted if row["confidence"] == "unverified" and row["reason"] != "added"]
        inside = count("{number} country", "{number} countries", len(counted))
        if bodies:
            inside = say("{countries} and the {bodies}", countries=inside, bodies=series(bodies))
        text += " " + say("{coalition}: {members} on {day}.", coalition=self.group(offer), day=day(self.as_of), members=inside)
        for rows, words in (
            (out, say("Not counted, because unverified: {names}.")),
            (added, say("Counted though unverified: {names}.")),
            (unsure, say("Date of joining uncertain, not counted: {names}.")),
        ):
            if rows:
                text += " " + words.replace("{names}", series(str(row["name_en"]) for row in rows))
        return text

    def group(self, offer: Offer) -> str:
        """The coalitions chosen, in words: `G7 or Pax Silica`, `Pax Silica but not G7`, `G7 with Kazakhstan`."""
        names = [offer.coalitions.get(key, key) for key in self.coalitions]
        if self.combine == "but" and len(names) > 1:
            text = say("{first} but not {others}", first=names[0], others=series(names[1:], "or"))
        else:
            text = series(names, "and" if self.combine == "all" else "or")
        if self.added:
            text += " " + say("with {names}", names=series(offer.countries.get(key, key) for key in self.added))
        if self.removed:
            text += " " + say("without {names}", names=series(offer.countries.get(key, key) for key in self.removed))
        return text

    def holder(self, offer: Offer) -> str:
        """Whose shares are shown: the countries chosen, else the coalition, else nobody ('')."""
        return series(offer.countries.get(key, key) for key in self.countries) or (self.group(offer) if self.coalitions else "")

    @property
    def file_name(self) -> str:
        """A plain name for downloads of this selection."""
        parts = [*self.minerals[:3], *self.countries[:3], *self.coalitions[:2], str(self.year)]
        return "-".join(part.lower() for part in parts)


_LISTS = {
    "mineral": "minerals",
    "country": "countries",
    "coalition": "coalitions",
    "add": "added",
    "remove": "removed",
    "role": "roles",
    "kind": "kinds",
    "layer": "layers",
    "goods": "goods",
    "closed": "closed",
}
_WORDS = {
    "site": "site",
    "tradeyear": "trade_year",
    "measure": "measure",
    "side": "side",
    "through": "through",
}


def offer_last_day() -> date:
    """The last day an as-of date may name."""
    return date(DATA_DATE.year + 1, 12, 31)


def _is_lane(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 7


def _short(value: str) -> str:
    clean = "".join(sign for sign in value if sign.isprintable())
    return clean if len(clean) <= LONGEST else clean[:LONGEST] + "…"


def _date(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _matched(values: Sequence[str], known: Mapping[str, str]) -> tuple[list[str], list[str]]:
    by_name = {plain(name): key for key, name in known.items()} | {plain(key): key for key in known}
    found: dict[str, None] = {}
    unknown = []
    for value in values[:MOST]:
        key = by_name.get(plain(value[:120])) if len(value) <= 120 else None
        if key:
            found[key] = None
        elif value not in ("none", ""):
            unknown.append(value)
    return list(found), unknown
