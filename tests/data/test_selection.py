"""A selection, its link and its sentence; and what becomes of nonsense in the address."""

from datetime import date

import pytest

from data.selection import MEASURES, SIDES, Offer, Selection

OFFER = Offer(
    minerals={"cobalt": "Cobalt", "rare_earths": "Rare earths (group)", "tin": "Tin"},
    countries={"KAZ": "Kazakhstan", "CIV": "Côte d’Ivoire", "NAM": "Namibia"},
    coalitions={"g7": "G7", "pax_silica": "Pax Silica"},
    years=[2021, 2022, 2025],
    trade_years=[2022, 2024],
    ways={"suez_canal": "Suez Canal", "tazara": "TAZARA"},
)
FIRST = Selection(year=2025, trade_year=2024)
FULL = Selection(
    minerals=("tin", "cobalt"),
    countries=("NAM",),
    coalitions=("pax_silica", "g7"),
    added=("KAZ",),
    removed=("CIV",),
    combine="but",
    roles=("signatory",),
    as_of=date(2026, 2, 4),
    unverified=True,
    kinds=("mine", "plant"),
    year=2022,
    layers=(),
    site="a-site-kaz-12ab",
    trade_year=2022,
    measure=MEASURES[1],
    side=SIDES[1],
    closed=("suez_canal",),
)


def as_lists(link: dict[str, str | list[str]]) -> dict[str, list[str]]:
    return {name: [value] if isinstance(value, str) else value for name, value in link.items()}


@pytest.mark.parametrize("selection", [FIRST, FULL, Selection(coalitions=(), kinds=(), year=2021, trade_year=2024)])
def test_a_link_gives_back_the_whole_selection(selection: Selection) -> None:
    assert Selection.read(as_lists(selection.link(OFFER)), OFFER) == (selection, [])


def test_a_first_visit_has_an_empty_link_and_the_g7() -> None:
    first, ignored = Selection.read({}, OFFER)
    assert first.link(OFFER) == {} and not ignored
    assert (first.coalitions, first.year, first.minerals) == (("g7",), 2025, ())


def test_names_are_accepted_blind_to_case_and_accents() -> None:
    read, ignored = Selection.read({"country": ["cote d’ivoire", "KAZAKHSTAN"], "mineral": ["COBALT"]}, OFFER)
    assert read.countries == ("CIV", "KAZ") and read.minerals == ("cobalt",) and not ignored


@pytest.mark.parametrize(
    ("link", "named"),
    [
        ({"mineral": ["unobtainium"]}, "unobtainium"),
        ({"country": ["XX"]}, "XX"),
        ({"year": ["3000"]}, "3000"),
        ({"year": ["²"]}, "²"),
        ({"year": ["-5"]}, "-5"),
        ({"asof": ["1492-10-12"]}, "1492"),
        ({"asof": ["tomorrow"]}, "tomorrow"),
        ({"mineral": ["x" * 10_000]}, "xxx…"),
        ({"country": ["'; drop table site; --"]}, "drop table"),
        ({"mineral": ["<script>alert(1)</script>"]}, "<script>"),
        ({"site": ["../../etc/passwd"]}, "etc"),
        ({"combine": ["xor"]}, "xor"),
        ({"nonsense": ["1"]}, "nonsense"),
        ({"closed": ["moon_gate"]}, "moon_gate"),
        ({"x" * 500: ["1"]}, "xxx…"),
    ],
)
def test_nonsense_falls_back_to_the_nearest_and_is_named(link: dict[str, list[str]], named: str) -> None:
    read, ignored = Selection.read(link, OFFER)
    assert read == FIRST
    assert len(ignored) == 1 and named in ignored[0] and len(ignored[0]) < 200


def test_what_is_known_of_a_half_nonsense_link_stays() -> None:
    read, ignored = Selection.read({"mineral": ["tin", "unobtainium"], "year": ["2023"]}, OFFER)
    assert read.minerals == ("tin",) and read.year == 2022
    assert len(ignored) == 2


def test_the_sentence_says_who_is_counted_and_who_is_not() -> None:
    members = [
        {"name_en": "Aland", "counts": True, "reason": "", "confidence": "primary"},
        {"name_en": "Bland", "counts": False, "reason": "unverified", "confidence": "unverified"},
        {"name_en": "Cland", "counts": False, "reason": "date uncertain", "confidence": "primary"},
    ]
    told = Selection(minerals=("cobalt",), year=2025, as_of=date(2026, 2, 4)).sentence(OFFER, members)
    assert told == (
        "Cobalt in all countries, statistics of 2025. G7: 1 country on 4 February 2026. "
        "Not counted, because unverified: Bland. Date of joining uncertain, not counted: Cland."
    )


def test_the_sentence_names_the_bodies_and_the_year_of_trade() -> None:
    seen = Selection(year=2025, trade_year=2024, as_of=date(2026, 7, 1))
    one = [{"name_en": "Aland", "counts": True, "reason": "", "confidence": "primary"}]
    assert seen.sentence(OFFER, one, ["European Union"], trade=True) == (
        "All minerals in all countries, trade of 2024. G7: 1 country and the European Union on 1 July 2026."
    )


def test_groups_in_words() -> None:
    both = Selection(coalitions=("pax_silica", "g7"))
    assert both.group(OFFER) == "Pax Silica or G7"
    assert Selection(coalitions=("pax_silica", "g7"), combine="but").group(OFFER) == "Pax Silica but not G7"
    assert Selection(added=("KAZ",), removed=("CIV",)).group(OFFER) == "G7 with Kazakhstan without Côte d’Ivoire"
    assert Selection(countries=("KAZ",)).holder(OFFER) == "Kazakhstan"
