"""The figures of the minerals page, and every rule of its finding."""

from __future__ import annotations

from datetime import date

import pytest

from data.ask import ask, offer, rows
from data.selection import Selection
from pages.parts import figures, mineral
from pages.parts.look import COLOURS

DAY = date(2026, 11, 22)


def stage(name: str, top: str = "China", **more: object) -> dict[str, object]:
    return {
        "mineral": "Cobalt", "mineral_id": "cobalt", "measured": "Cobalt", "by_group": False, "is_basket": False, "stage": name,
        "share_pct": 3.0, "hidden": [], "hhi_low": 5000.0, "hhi_high": 5001.0, "top": top, "top_iso3": top, "top_pct": 70.0,
        "top3_pct": 90.0, "n_1_pct": 30.0, "named_pct": 100.0, "withheld": [], "excludes": [], "period": "2025",
        "product": "cobalt", "basis": "cobalt content", "publisher": "Survey", "source": "Summaries", **more,
    }  # fmt: skip


def country(name: str, iso3: str, where: str, share: float | None, **more: object) -> dict[str, object]:
    return {
        "stage": where, "country": name, "iso3": iso3, "share_pct": share, "is_rest": False, "is_member": False,
        "is_chosen": False, "quantity_t": None, "value_usd": None, "flag": None, "is_basket": False, "is_full": True,
        "codes": ["8105"], "left_out": [], **more,
    }  # fmt: skip


def control(kind: str = "export_ban", state: str = "in_force", **more: object) -> dict[str, object]:
    return {
        "issuer": "China", "title": "Announcement", "kind": kind, "state": state, "state_since": date(2025, 1, 1),
        "announced": date(2024, 12, 1), "effective": date(2025, 1, 1), "suspended_from": None, "known_until": None, "ended": None,
        "shown_from": date(2024, 12, 1), "source": "A page", **more,
    }  # fmt: skip


def told(known: list[dict[str, object]], holder: str = "G7", **more: object) -> str:
    given = {"suppliers": [], "refined": [], "measures": [], **more}
    return " ".join(mineral.finding(known, holder=holder, as_of=DAY, **given))  # type: ignore[arg-type]


RULES: dict[str, tuple[str, str]] = {
    "two suppliers": (
        told([stage("mine", "Congo (DRC)"), stage("refining", top_pct=78.4, period="2024")]),
        "Congo (DRC) mines 70% of the world's cobalt (2025); China refines 78% of it (2024).",
    ),
    "one supplier of both": (
        told([stage("mine"), stage("refining", top_pct=78.4)]),
        "China mines 70% of the world's cobalt (2025) and refines 78% (2025).",
    ),
    "mined only": (told([stage("mine")]), "China mines 70% of the world's cobalt (2025); no source of the atlas says who refines it."),
    "refined only": (
        told([stage("refining")]),
        "No source of the atlas says who mines it; China refines 70% of the world's cobalt (2025).",
    ),
    "neither": (told([stage("export")]), "No source of the atlas says who mines or refines it."),
    "another product": (told([stage("mine", product="bauxite")]), "70% of the world's cobalt (bauxite, 2025)"),
    "withheld": (told([stage("mine", excludes=["United States"])]), "Withheld or outside the total: United States."),
    "a group's": (
        told([stage("mine", by_group=True, measured="Rare earths")]),
        "of the world's rare earths (cobalt, 2025); no source of the atlas says who refines it. These are the figures of the group.",
    ),
    "held": (
        told([stage("mine", share_pct=1.2), stage("refining"), stage("reserves", share_pct=12.4)]),
        "G7: 1.2% of what is mined, 3.0% of what is refined and 12% of what is in the ground.",
    ),
    "at least": (told([stage("mine", hidden=["United States"])]), "G7: at least 3.0% of what is mined."),
    "concentration": (
        told([stage("mine"), stage("refining", "Chile", hhi_low=6000.0, hhi_high=6500.0)]),
        "More concentrated of the two: refined, HHI 6,000 – 6,500, highly concentrated; without Chile 30% of world supply is left (N-1).",
    ),
    "one stage": (
        told([stage("mine", hhi_low=900.0, hhi_high=1200.0)]),
        "Concentration: mined, HHI 900 – 1,200, unconcentrated to moderately concentrated;",
    ),
    "a larger one may be unnamed": (told([stage("mine", named_pct=20.0, top_pct=15.0, n_1_pct=85.0)]), "without China ≤85% of"),
    "origin gap": (
        told(
            [stage("mine")],
            suppliers=[country("Chile", "CHL", "mine", 20.0)],
            refined=[country("Chile", "CHL", "export", 74.0)],
        ),
        "Chile sells 74% of what is exported refined (value, customs codes 8105) and mines 20%: an origin gap of +54 points.",
    ),
    "no control": (told([stage("mine")]), "No control on its trade is known to the atlas."),
    "controls": (
        told(
            [stage("mine")],
            measures=[
                control(), control("export_quota", issuer="Congo (DRC)"), control(state="unknown"), control(state="suspended"),
                control(state="announced"), control("import_ban"), control("import_ban", state="unknown"), control(state="ended"),
            ],
        ),
        "On 22 November 2026: 2 export controls are in force (by China and Congo (DRC)), 1 suspended, 1 announced, "
        "1 of unknown state, not counted, 1 other measure in force.",
    ),
    "nothing in force": (told([stage("mine")], measures=[control(state="unknown")]), "no export control is in force, 1 of unknown state"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "words"), RULES.values(), ids=RULES.keys())
def test_rule_of_the_finding(text: str, words: str) -> None:
    assert words in text


def test_the_finding_is_silent_where_there_is_nothing_to_say() -> None:
    assert "G7" not in told([stage("mine")], holder="")
    small = {"suppliers": [country("Chile", "CHL", "mine", 60.0)], "refined": [country("Chile", "CHL", "export", 74.0)]}
    assert "origin gap" not in told([stage("mine")], **small)
    mixed = {
        "suppliers": [country("Chile", "CHL", "mine", 1.0)],
        "refined": [country("Chile", "CHL", "export", 74.0, is_basket=True)],
    }
    assert "origin gap" not in told([stage("mine")], **mixed)
    unknown = {"suppliers": [country("Chile", "CHL", "mine", None)], "refined": [country("Chile", "CHL", "export", 74.0)]}
    assert "origin gap" not in told([stage("mine")], **unknown)
    assert "HHI" not in told([stage("export")])


SUPPLIERS = [
    country("Congo (DRC)", "COD", "mine", 60.0),
    country("Japan", "JPN", "mine", 10.0, is_member=True),
    country("Chile", "CHL", "mine", 15.0, is_chosen=True),
    country("Cuba", "CUB", "mine", 1.0),
    {**country("", "", "mine", 4.0), "is_rest": True, "country": None, "iso3": None},
]


def test_the_chain_puts_those_asked_for_first_and_leaves_the_rest_grey() -> None:
    chart = mineral.chain(SUPPLIERS, [stage("mine", hidden=["United States"])], "G7", "light")
    assert chart
    bar = chart.plot.to_dict()["data"][0]
    assert list(bar["customdata"]) == ["CHL", "JPN", "COD", ""]
    assert list(bar["x"]) == [15, 10, 60, 15] and list(bar["base"]) == [0, 15, 25, 85]
    assert list(bar["marker"]["color"]) == [COLOURS[name][0] for name in ("plant", "member_bar", "other_bar", "land")]
    assert "Other countries 1.0%, not attributed 14%" in bar["hovertext"][-1]
    texts = [note["text"] for note in chart.plot.to_dict()["layout"]["annotations"]]
    assert texts.count("no figure") == 3 and "<b>≥3.0%</b>" in texts
    assert "Survey, Summaries, cobalt content" in chart.source
    assert chart.told["Mined, 2025"].startswith("G7 ≥3.0%")


def test_exports_say_their_basis_and_codes() -> None:
    sold = [country("Chile", "CHL", "export", 100.0, codes=["283691"], left_out=["2825"], is_full=False, value_usd=5e9)]
    chart = mineral.chain(sold, [stage("export", basis="value, FOB", publisher="CEPII", source="BACI: all")], "", "light")
    assert chart
    for words in (
        "FOB",
        "customs codes 283691",
        "left out, because they hold other goods too: 2825",
        "partly the largest partners",
    ):
        assert words in chart.source
    mixed = mineral.chain(sold, [stage("export", is_basket=True)], "", "light")
    assert mixed and "mixed codes" in mixed.source and "Exported, 2025 · mixed codes" in mixed.told


def test_concentration_has_a_range_its_band_and_the_terms_explained() -> None:
    chart = mineral.concentration([stage("mine", hhi_low=900.0, hhi_high=1900.0)], "G7", "light")
    assert chart
    line = chart.plot.to_dict()["data"][0]
    assert list(line["x"])[:2] == [900.0, 1900.0]
    assert chart.told["Mined, 2025"] == (
        "HHI 900 – 1,900, unconcentrated to highly concentrated, largest China 70%, top 3 90%, N-1 30%, G7 3.0%"
    )
    for term in ("sum of squared shares", "US Merger Guidelines 2023", "demand is not known, so world supply"):
        assert term in chart.source


def test_an_unknown_control_is_dotted_from_the_day_and_ends_at_the_data() -> None:
    row = control(state="unknown", known_until=date(2025, 6, 30), announced=date(2024, 12, 1))
    assert mineral.phases(row, DAY) == [
        ("announced", date(2024, 12, 1), date(2025, 1, 1)),
        ("in_force", date(2025, 1, 1), date(2025, 7, 1)),
        ("unknown", date(2025, 7, 1), date(2026, 11, 23)),
    ]
    chart = mineral.controls([row, control(ended=date(2025, 3, 1), state="ended")], "Cobalt", DAY, "dark")
    assert chart
    drawn = {bar["name"]: bar for bar in chart.plot.to_dict()["data"]}
    assert drawn["unknown"]["marker"]["pattern"]["shape"] == "." and list(drawn["unknown"]["base"]) == ["2025-07-01"]
    assert drawn["in_force"]["marker"]["color"] == COLOURS["loss"][1] and "suspended" not in drawn
    assert list(drawn["in_force"]["x"]) == [181 * mineral.DAY, 60 * mineral.DAY]
    assert chart.plot.layout.shapes[0].x0 == "2026-11-22"
    assert mineral.controls([], "Cobalt", DAY, "light") is None


def price(period: str, value: float, **more: object) -> dict[str, object]:
    return {
        "mineral": "Tin", "product": "tin", "basis": "LME, cash, dollars per pound", "period": period, "price": value,
        "unit": "dollars per pound", "price_usd_t": value * 2204.6, "flag": None, "publisher": "Survey", "source": "Summaries",
        "source_id": "a", **more,
    }  # fmt: skip


def test_prices_keep_the_publishers_unit_or_share_one_per_ton() -> None:
    one = [price("2024", 10.0), price("2025", 12.0, flag="estimated")]
    chart = mineral.prices(one, "light")
    assert chart and chart.title == "Tin: price, dollars per pound"
    assert list(chart.plot.data[0].y) == [10, 12] and chart.told == {"LME, cash": "12 (2025 e)"}
    other = [
        price(month, 30_000.0, unit="dollars per metric ton", price_usd_t=30_000.0, basis="LME", source_id="b")
        for month in ("2026-04", "2026-05")
    ]
    both = mineral.prices([*one, *other], "light")
    assert both and both.title == "Tin: price, USD per t" and len(both.plot.data) == 2
    assert both.told["LME"] == "30,000 dollars per metric ton (2026-05)"
    assert list(both.plot.data[1].x) == ["2026-04-15", "2026-05-15"]
    assert mineral.prices([price("2025", 12.0)], "light") is None
    assert (
        "except where the name says real"
        in mineral.prices([price(y, 1.0, basis="average-real") for y in ("2024", "2025")], "light").source
    )  # type: ignore[union-attr]


HEAT = [
    stage("mine", share_pct=0.0),
    stage("refining", share_pct=50.0, by_group=True, hidden=["X"]),
    stage("export", share_pct=90.0, is_basket=True),
]


def test_heat_colours_figures_only() -> None:
    chart = mineral.heat(HEAT, "share", "G7", (2025, 2024), "light")
    heat = chart.plot.to_dict()["data"][0]
    assert [list(line) for line in heat["z"]] == [[None, 0.0, 50.0, None]]
    assert [list(line) for line in heat["text"]] == [["", "0%", "≥50% g", "90% b"]]
    assert (heat["zmin"], heat["zmax"]) == (0, 100)
    assert chart.title == "Share of the world held by G7, %: statistics of 2025, trade of 2024"
    unknown = [stage("mine", share_pct=0.0, hidden=["X"])]
    blank = mineral.heat(unknown, "share", "G7", (2025, 2024), "light").plot.to_dict()["data"][0]
    assert [list(line) for line in blank["z"]] == [[None] * 4]
    assert mineral.cell(unknown[0], "share") == "no figure", "at least nothing says nothing"
    assert mineral.cell(stage("mine", hhi_high=6000.0), "hhi") == "≥5,000"
    assert mineral.cell(stage("mine"), "top") == "China 70%"


@pytest.mark.parametrize("code", ["cobalt", "uranium", "neodymium", "rare_earths", "beryllium", "gallium", "rubidium", "thulium"])
@pytest.mark.parametrize("shown", ["light", "dark"])
def test_every_figure_has_its_rows_source_and_words(code: str, shown: str) -> None:
    selection = Selection(minerals=(code,), year=offer().year, trade_year=offer().trade_year)
    for key, chart in figures.minerals(selection, shown).items():  # type: ignore[arg-type]
        assert chart.title and chart.source and chart.told and chart.answer is not None, key
        assert chart.answer.schema.metadata and chart.answer.num_rows


def test_all_minerals_in_three_measures_two_without_a_holder() -> None:
    first = Selection(year=offer().year, trade_year=offer().trade_year)
    assert list(figures.minerals(first, "light")) == ["heat_share", "heat_top", "heat_hhi"]
    alone = Selection(coalitions=(), year=offer().year, trade_year=offer().trade_year)
    assert list(figures.minerals(alone, "light")) == ["heat_top", "heat_hhi"]
    assert ask("stages", first, goods=mineral.GOODS).num_rows > 150


def test_facts_say_why_there_is_no_figure() -> None:
    none = {"reserve_years": None, "reason": "no source of the atlas gives the world's reserves"}
    assert mineral.lasting(none) == "Years of reserves: no figure, because no source of the atlas gives the world's reserves."
    lists = rows("lists", Selection(minerals=("neodymium",)), mineral="neodymium")
    words = mineral.listed(lists)
    assert "United States (2022, 2025)" in words and "Its group only is on those of Australia (2024)" in words
    assert mineral.listed([]) == "No official list of the atlas names it."
