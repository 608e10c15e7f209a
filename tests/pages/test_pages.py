"""Every page, run whole inside its frame, with several selections: the empty one and nonsense included."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import build, store
from data.ask import ask, offer, rows
from data.selection import Selection

FRAME = Path(__file__).parents[2] / "pages/parts/frame.py"
LINKS: dict[str, dict[str, str | list[str]]] = {
    "first visit": {},
    "one mineral": {"mineral": "cobalt"},
    "a member of a group": {"mineral": "neodymium"},
    "a group": {"mineral": "rare_earths", "coalition": "pax_silica"},
    "several": {"mineral": ["lithium", "nickel"], "country": ["CHN", "KAZ"], "year": "2022"},
    "nobody": {"coalition": "none", "kind": "none"},
    "two coalitions": {"coalition": ["pax_silica", "g7"], "combine": "but", "asof": "2026-02-04"},
    "one joins": {"add": "KAZ"},
    "one leaves": {"remove": "USA", "mineral": "lithium"},
    "ended": {"coalition": "msp"},
    "no site": {"mineral": "hafnium", "country": "VAT"},
    "no statistics": {"mineral": "uranium"},
    "nonsense": {
        "mineral": "unobtainium",
        "country": "XX",
        "year": "3000",
        "coalition": "<script>",
        "site": "no-such-site",
        "x": "y" * 10_000,
    },
}


def run(page: str, link: dict[str, str | list[str]]) -> AppTest:
    app = AppTest.from_file(str(FRAME), default_timeout=60)
    for name, value in link.items():
        app.query_params[name] = value
    app.run()
    if page != "atlas":
        app.switch_page(f"../{page}.py").run()
    return app


def text(app: AppTest) -> str:
    return " ".join(
        str(part.value) for kind in ("markdown", "caption", "info", "warning", "metric") for part in app.get(kind)
    ).replace("\\", "")


@pytest.mark.parametrize("page", ["atlas", "minerals", "trade_routes", "countries", "coalitions", "sources"])
@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS.keys())
def test_page_runs(page: str, link: dict[str, str | list[str]]) -> None:
    app = run(page, link)
    assert not app.exception
    assert ("trade of" if page == "trade_routes" else "statistics of") in text(app)


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS.keys())
def test_the_briefing_runs_beside_every_selection(link: dict[str, str | list[str]]) -> None:
    app = run("briefing", link)
    assert not app.exception
    assert "No scene yet" in text(app)


TRADE: dict[str, tuple[dict[str, str | list[str]], str]] = {
    "what Kazakhstan sells": ({"country": "KAZ", "side": "export", "coalition": "g7"}, "What the chosen countries sell"),
    "in tonnes": ({"mineral": "cobalt", "measure": "mass", "side": "world"}, "flows without tonnes"),
    "closed": ({"mineral": "lithium", "closed": ["suez_canal", "panama_canal"]}, "What goes another way, or nowhere"),
    "through a passage": ({"mineral": "copper", "through": "panama_canal"}, "the largest first"),
    "one early year": ({"mineral": "cobalt", "tradeyear": "2005"}, "2005"),
    "nothing": ({"country": "VAT", "goods": "ore", "side": "export"}, "No flow of trade matches"),
    "a basket": ({"mineral": ["gallium", "hafnium"]}, "hold other goods too (811292"),
    "nonsense": ({"closed": "atlantis", "side": "left", "through": "<b>", "tradeyear": "1492", "goods": "gold"}, "atlantis"),
}


@pytest.mark.parametrize(("link", "words"), TRADE.values(), ids=TRADE.keys())
def test_trade_routes_say_what_is_drawn_and_what_is_not(link: dict[str, str | list[str]], words: str) -> None:
    app = run("trade_routes", link)
    assert not app.exception
    assert words in text(app)


COUNTRIES: dict[str, tuple[dict[str, str | list[str]], str]] = {
    "nobody": ({}, "Choose a country"),
    "Kazakhstan": ({"country": "KAZ"}, "No published list says which 20 are meant, so no list backs the claim."),
    "the last of two": ({"country": ["KAZ", "COD"], "mineral": "cobalt"}, "Cobalt, 2025, no. 1 of"),
    "a union's agreements": ({"country": "LUX"}, "whose signature does not make it a party"),
    "a territory": ({"country": "GRL"}, "Who supplies Greenland, 2024: share"),
    "nearly nothing": ({"country": "ATA"}, "The atlas lists none."),
    "in tonnes": ({"country": "CHN", "measure": "mass", "goods": "refined"}, "Gross weight in t."),
}


@pytest.mark.parametrize(("link", "words"), COUNTRIES.values(), ids=COUNTRIES.keys())
def test_countries_say_what_a_country_brings(link: dict[str, str | list[str]], words: str) -> None:
    app = run("countries", link)
    assert not app.exception
    assert words in text(app)


def test_another_of_the_chosen_countries_is_shown_at_a_click() -> None:
    app = run("countries", {"country": ["KAZ", "COD"]})
    app.get("button_group")[0].set_value("KAZ").run()
    assert not app.exception
    assert "Kazakhstan, mined: share of the world" in text(app)
    assert app.query_params["country"] == ["COD", "KAZ"]


def test_trade_filters_survive_a_look_at_another_page() -> None:
    app = run("trade_routes", {"measure": "mass", "closed": "suez_canal"})
    app.switch_page("../sources.py").run()
    app.switch_page("../trade_routes.py").run()
    assert not app.exception
    assert "mass" in app.query_params["measure"] and "suez_canal" in app.query_params["closed"]


MINERALS: dict[str, tuple[dict[str, str | list[str]], str]] = {
    "cobalt": ({"mineral": "cobalt"}, "China refines 78% of it (2024). G7: 1.2% of what is mined"),
    "a date before a control": ({"mineral": "cobalt", "asof": "2025-03-01"}, "On 1 March 2025: 2 export controls are in force"),
    "no tonnes": ({"mineral": "uranium"}, "No source of the atlas gives its price over several years."),
    "a group's figure": ({"mineral": "neodymium"}, "These are the figures of the group."),
    "a group": ({"mineral": "rare_earths", "coalition": ["pax_silica", "g7"]}, "Pax Silica or G7: "),
    "no statistics": ({"mineral": "rubidium"}, "No source of the atlas says who mines or refines it."),
    "nobody": ({"mineral": "lithium", "coalition": "none"}, "Lithium, ground to export: share of the world, %"),
    "a country": ({"country": "KAZ"}, "Share of the world held by Kazakhstan, %"),
    "nobody of all": ({"coalition": "none"}, "Share of the largest supplier, %"),
    "several": ({"mineral": ["cobalt", "tin"]}, "Share of the world held by G7, %"),
}


@pytest.mark.parametrize(("link", "words"), MINERALS.values(), ids=MINERALS.keys())
def test_minerals_say_what_the_figures_say(link: dict[str, str | list[str]], words: str) -> None:
    app = run("minerals", link)
    assert not app.exception
    assert words in text(app)


def test_the_heat_table_changes_its_measure() -> None:
    app = run("minerals", {})
    app.segmented_control(key="heat_measure").set_value("heat_hhi").run()
    assert not app.exception
    assert "HHI, lower bound, 0 to 10,000: statistics of 2025" in text(app)
    app.multiselect(key="filter_coalitions").set_value([]).run()
    assert not app.exception


def test_nonsense_is_named() -> None:
    told = text(run("atlas", LINKS["nonsense"]))
    for named in ("unobtainium", "XX", "3000", "<script>", "yyy"):
        assert named in told
    assert "No such site" in told


def test_no_data_says_so_in_words_and_the_map_stays() -> None:
    app = run("atlas", LINKS["no site"])
    assert "No site matches" in text(app)
    assert app.get("deck_gl_json_chart")


def test_an_ended_group_says_so_and_offers_its_last_day() -> None:
    app = run("atlas", LINKS["ended"])
    assert "ended on 4 February 2026" in text(app)
    app.button(key="last_day_msp").click().run()
    assert "14 countries and the European Union on 4 February 2026" in text(app)


def test_reset_returns_to_the_first_visit() -> None:
    app = run("atlas", LINKS["several"])
    next(button for button in app.button if button.label == "Reset all filters").click().run()
    assert "All minerals in all countries, statistics of 2025" in text(app)


def test_finding_a_site_opens_its_record() -> None:
    app = run("atlas", {})
    app.text_input(key="find").set_value("ulba").run()
    found = [button for button in app.button if button.label.lower().startswith("ulba")]
    found[0].click().run()
    assert "Sources" in text(app) and "Ulba" in text(app)


def test_kazakhstan_joins_the_g7_in_three_clicks() -> None:
    app = run("coalitions", {})
    app.multiselect(key="choose_added").select("KAZ").run()
    assert not app.exception
    told = text(app)
    assert "G7 with Kazakhstan: 8 countries" in told
    assert "Uranium mined: 24% before, 63% after (+39 points, 2024), past 50%." in told


def test_a_lost_database_that_cannot_be_rebuilt_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Path) -> None:
        raise build.BrokenPromise("site: broken promise")

    monkeypatch.setattr(store, "PATH", tmp_path / "atlas.duckdb")
    monkeypatch.setattr(build, "build", fails)
    app = run("atlas", {})
    assert not app.exception
    assert "make build" in app.error[0].value


@pytest.mark.parametrize(
    "link", [{}, {"mineral": "cobalt"}, {"mineral": ["lithium", "nickel"], "country": ["CHN", "KAZ"], "kind": "mine"}]
)
def test_the_count_over_the_table_of_sites_is_its_number_of_rows(link: dict[str, str | list[str]]) -> None:
    chosen, _ = Selection.read({name: [value] if isinstance(value, str) else value for name, value in link.items()}, offer())
    assert sum(row["sites"] for row in rows("tally", chosen, most=9)) == ask("table_sites", chosen).num_rows > 0
