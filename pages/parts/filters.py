"""The shared filters: widgets in the sidebar, one Selection out, the address bar kept in step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from data.ask import members, offer, rows
from data.ask import sentence as told
from data.fields import CUSTOMS_STAGE, KINDS, MEASURES, ROLES, SIDES
from data.selection import COMBINE, FIRST_DAY, LAYERS, Offer, Selection, day, offer_last_day, plain
from data.words import say, series

COMBINED = {"any": "In any of them", "all": "In all of them", "but": "In the first but not the others"}
KIND_NAMES = {"deposit": "Deposits", "mine": "Mines", "plant": "Plants"}
LAYER_NAMES = {"members": "Members", "disputed": "Disputed areas", "lanes": "Trade lanes"}
SIDE_NAMES = {"import": "What they buy", "export": "What they sell", "world": "All trade"}
MEASURE_NAMES = {"value": "Value", "mass": "Tonnes"}
GOODS_NAMES = {
    "ore": "Ores",
    "intermediate": "Intermediates",
    "refined": "Refined",
    "compound": "Compounds",
    "alloy": "Alloys",
    "product": "Products",
    "scrap": "Scrap",
}
MOST_CHIPS = 8
FOUND = {"mineral": "minerals", "country": "countries", "coalition": "coalitions"}
STEPS = ("briefing", "scene")
"""What an address may say beside the selection: a briefing to open, and the slide that was stepped off."""
_WIDGETS = ("minerals", "countries", "coalitions", "combine", "roles", "as_of", "unverified", "kinds", "year", "layers")
_TRADE = ("side", "measure", "trade_year", "goods", "closed")


def current() -> Selection:
    """The selection of this run."""
    chosen: Selection = st.session_state["selection"]
    return chosen


def choose(**change: Any) -> None:
    """Change the selection from a click on a mark, a bar or a link: call it from a callback.

    It starts from the widgets, not from the last run: another click may have come in the same moment.
    """
    _show(replace(_from_widgets(), **change))


def show_country(code: str) -> None:
    """A click on a country where one is shown at a time: it becomes the last chosen."""
    choose(countries=(*(other for other in current().countries if other != code), code))


def toggle_country(code: str) -> None:
    """A click on a country's bar or shape: it becomes the filter, or leaves it."""
    now = current().countries
    choose(countries=tuple(other for other in now if other != code) if code in now else (*now, code))


def toggle_member(code: str) -> None:
    """A click on a country where a coalition is changed by hand: it joins, or leaves; a second click undoes that."""
    now = _from_widgets()
    for field in ("added", "removed"):
        if code in getattr(now, field):
            choose(**{field: tuple(other for other in getattr(now, field) if other != code)})
            return
    field = "removed" if code in members(now) else "added"
    choose(**{field: (*getattr(now, field), code)})


def choose_mineral(mineral: str) -> None:
    """A click on a mineral's bar: it becomes the filter."""
    choose(minerals=(mineral,))


def choose_trade_year(year: str) -> None:
    """A click on a year's column: trade of that year is shown."""
    choose(trade_year=int(year))


def show(selection: Selection, problems: Sequence[str] = ()) -> None:
    """Show another selection, on whatever page comes next; `problems` are told there as ignored."""
    st.session_state["ignored"] = list(problems)
    _show(selection)


def _show(selection: Selection) -> None:
    st.session_state["selection"] = selection
    for name in (*_WIDGETS, *_TRADE):
        value = getattr(selection, name)
        st.session_state[f"filter_{name}"] = list(value) if isinstance(value, tuple) else value


def _from_widgets() -> Selection:
    values = {name: st.session_state[f"filter_{name}"] for name in (*_WIDGETS, *_TRADE) if f"filter_{name}" in st.session_state}
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    if not isinstance(values.get("as_of"), date):
        values.pop("as_of", None)
    return replace(current(), **{name: value for name, value in values.items() if value is not None})


def _link(told: dict[str, str | list[str]]) -> dict[str, list[str]]:
    return {name: [value] if isinstance(value, str) else list(value) for name, value in told.items()}


def _reset() -> None:
    """Back to the first visit."""
    on_offer = offer()
    _show(Selection(year=on_offer.year, trade_year=on_offer.trade_year))


def _read_address(on_offer: Offer) -> None:
    """Take the address bar's selection at the first visit, and again when the reader changes the address."""
    asked = {name: st.query_params.get_all(name) for name in st.query_params if name not in STEPS}
    if "selection" in st.session_state and (not asked or asked == st.session_state.get("written")):
        return
    selection, ignored = Selection.read(asked, on_offer)
    show(selection, ignored)


def _write_address(on_offer: Offer) -> None:
    told = current().link(on_offer)
    st.session_state["written"] = _link(told)
    if {name: st.query_params.get_all(name) for name in st.query_params} != _link(told):
        st.query_params.from_dict(told)


def _go(key: str, lon: float | None, lat: float | None) -> None:
    """Go to what the reader found: it becomes the filter, and the map flies there."""
    what, name = key.split("|", 1)
    choose(**({"site": name} if what == "site" else {FOUND[what]: (name,), "site": ""}))
    st.session_state["find"] = ""
    if lon is not None and lat is not None:
        st.session_state["view"] = {"longitude": lon, "latitude": lat, "zoom": 6 if what == "site" else 3}


def _find() -> None:
    text = st.text_input(
        say("Find a site, country, mineral or coalition"),
        key="find",
        placeholder=say("Find a site, country, mineral …"),
        label_visibility="collapsed",
        max_chars=80,
    )
    if not text:
        return
    found = rows("find", text=plain(text))
    for row in found:
        st.button(
            escaped(row["name"]),
            key=f"found_{row['key']}",
            on_click=_go,
            args=(row["key"], row["lon"], row["lat"]),
            width="stretch",
            type="tertiary",
        )
    if not found:
        st.caption(say("Nothing is called that. Try fewer letters."))


def _several(label: str, name: str, options: dict[str, str] | Any, help: str | None = None, everything: str = "") -> None:
    st.multiselect(
        say(label),
        list(options),
        format_func=lambda key: options.get(key, key),
        key=f"filter_{name}",
        placeholder=say(everything),
        help=help,
    )


def sidebar() -> Selection:
    """Draw the filters and return the selection they make; the address bar always holds it whole."""
    on_offer = offer()
    _read_address(on_offer)
    if "filter_minerals" not in st.session_state:
        _show(current())
    _advance(on_offer)
    with st.sidebar:
        _find()
        _several("Mineral", "minerals", on_offer.minerals, everything="All minerals")
        _several("Country", "countries", on_offer.countries, everything="All countries")
        _several("Coalition", "coalitions", on_offer.coalitions, everything="No coalition")
        selection = _from_widgets()
        if len(selection.coalitions) > 1:
            st.segmented_control(
                say("Countries"), COMBINE, format_func=lambda key: say(COMBINED[key]), key="filter_combine", required=True
            )
        for key in selection.coalitions:
            _ended(key, on_offer, selection)
        _segments("Show", "kinds", KINDS, KIND_NAMES)
        st.select_slider(say("Year of the statistics"), list(on_offer.years), key="filter_year")
        with st.expander(say("Membership and layers")):
            st.date_input(
                say("Members as of"),
                key="filter_as_of",
                min_value=FIRST_DAY,
                max_value=offer_last_day(),
                help=say("Membership on this day. It is independent of the year of the statistics."),
            )
            _segments("Roles counted", "roles", ROLES, {role: role.capitalize() for role in ROLES})
            st.toggle(say("Count unverified members"), key="filter_unverified", help=say("Members known from one report only."))
            _segments("Layers", "layers", LAYERS, LAYER_NAMES)
        st.button(say("Reset all filters"), on_click=_reset, width="stretch")
    st.session_state["selection"] = _from_widgets()
    _write_address(on_offer)
    return current()


def trade(whole: bool = True) -> None:
    """The filters of trade over the lanes: whose, in value or tonnes, which goods, which year, what is closed.

    Without `whole` only those of figures that show both sides and no lanes: measure, goods and year.
    """
    on_offer, now = offer(), current()
    for name in _TRADE:
        value = getattr(now, name)
        st.session_state.setdefault(f"filter_{name}", list(value) if isinstance(value, tuple) else value)
    if not whole:
        with st.container(key="trade"):
            measure, goods, year = st.columns([2.0, 6.4, 3.0], gap="medium", vertical_alignment="bottom")
            with measure:
                _measure()
            with goods:
                _segments("Goods (none chosen: all)", "goods", tuple(CUSTOMS_STAGE), GOODS_NAMES)
            with year:
                st.select_slider(say("Year of trade"), list(on_offer.trade_years), key="filter_trade_year")
        return
    with st.container(key="trade"):
        side, measure, goods = st.columns([3.4, 1.8, 5.7], gap="small")
        with side:
            st.segmented_control(
                say("Trade of {holder}", holder=now.holder(on_offer) or say("everyone")),
                SIDES,
                format_func=lambda key: say(SIDE_NAMES[key]),
                key="filter_side",
                required=True,
            )
        with measure:
            _measure()
        with goods:
            _segments("Goods (none chosen: all)", "goods", tuple(CUSTOMS_STAGE), GOODS_NAMES)
        year, play, closed = st.columns([4.0, 1.2, 5.7], gap="small", vertical_alignment="bottom")
        with year:
            st.select_slider(say("Year of trade"), list(on_offer.trade_years), key="filter_trade_year")
        with play:
            playing = st.toggle(
                say("Play"), key="playing", help=say("Shows the years one after the other, up to the latest."), on_change=_rewound
            )
        st.fragment(_next_year, run_every=3.0 if playing else None)(playing)
        with closed:
            _several("Closed passages and corridors", "closed", on_offer.ways, everything="None: all are open")


def _measure() -> None:
    st.segmented_control(
        say("Measured in"), MEASURES, format_func=lambda key: say(MEASURE_NAMES[key]), key="filter_measure", required=True
    )


def _rewound() -> None:
    """Playing begins with the first year when the latest is shown."""
    years = offer().trade_years
    if st.session_state["playing"] and current().trade_year == max(years):
        choose(trade_year=min(years))


def _next_year(playing: bool) -> None:
    """While it plays: ask for the next year, a while after the last was drawn."""
    if playing and st.session_state.get("played") == current().trade_year:
        st.session_state["advance"] = True
        st.rerun()
    st.session_state["played"] = current().trade_year


def _advance(on_offer: Offer) -> None:
    """The next year of trade, when the player asks for it; at the latest it stops, and begins anew when started again."""
    if not st.session_state.pop("advance", False):
        return
    later = [year for year in on_offer.trade_years if year > current().trade_year]
    if later:
        choose(trade_year=later[0])
    if len(later) < 2:
        st.session_state["playing"] = False


def toggle_through(key: str) -> None:
    """A click on a passage, corridor or lane: only the flows that pass it are listed, or all again."""
    choose(through="" if current().through == key else key)


def _segments(label: str, name: str, options: Sequence[str], names: dict[str, str]) -> None:
    st.pills(say(label), options, selection_mode="multi", format_func=lambda key: say(names[key]), key=f"filter_{name}")


def _ended(key: str, on_offer: Offer, selection: Selection) -> None:
    last = on_offer.ended.get(key)
    if last and selection.as_of > last:
        st.caption(say("{name} ended on {day}.", name=on_offer.coalitions[key], day=day(last)))
        st.button(say("Show its last day"), on_click=lambda: choose(as_of=last), key=f"last_day_{key}")


def sentence(selection: Selection, trade: bool = False) -> None:
    """The one sentence that says what is selected; with `trade` of which year of trade."""
    with st.container(key="sentence"):
        st.markdown(escaped(told(selection, trade)))


def ignored(refused: str = "") -> None:
    """What of the address was ignored, and why a briefing of it was `refused`."""
    if refused:
        st.warning(escaped(refused))
    if told := st.session_state.get("ignored"):
        st.warning(escaped(say("Ignored in the address: {what}.", what=series(told, "and", 5))))


def taken(selection: Selection) -> dict[str, tuple[str, dict[str, Any]]]:
    """What is filtered: key -> its name, and the change of the selection that takes it away; nothing on a first visit."""
    on_offer = offer()
    first = Selection(year=on_offer.year, trade_year=on_offer.trade_year)
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for field, names, words in (
        ("minerals", on_offer.minerals, "{name}"),
        ("countries", on_offer.countries, "{name}"),
        ("added", on_offer.countries, "{name} joins"),
        ("removed", on_offer.countries, "{name} leaves"),
        ("closed", on_offer.ways, "{name} closed"),
    ):
        values = getattr(selection, field)
        for value in values:
            left = tuple(other for other in values if other != value)
            found[f"{field}_{value}"] = (say(words, name=names.get(value, value)), {field: left})
    if selection.through:
        found["through"] = (say("Through {name}", name=on_offer.ways.get(selection.through, say("one lane"))), {"through": ""})
    if selection.site:
        named = rows("site", selection)
        found["site"] = (named[0]["name"] if named else say("Unknown site"), {"site": ""})
    if selection.as_of != first.as_of:
        found["as_of"] = (say("Members of {day}", day=day(selection.as_of)), {"as_of": first.as_of})
    if selection.year != first.year:
        found["year"] = (say("Statistics of {year}", year=selection.year), {"year": first.year})
    if selection.trade_year != first.trade_year:
        found["trade_year"] = (say("Trade of {year}", year=selection.trade_year), {"trade_year": first.trade_year})
    return found


def chips(selection: Selection) -> None:
    """What is filtered as a row of small buttons, each of which takes its filter away; past eight the rest is counted.

    The row stands in the page even when it is empty, so that what follows keeps its place and the map is not built anew.
    """
    found = taken(selection)
    with st.container(key="chips", horizontal=True, wrap=False, gap="xsmall"):
        for key, (name, change) in list(found.items())[:MOST_CHIPS]:
            words = say("Take away {name}", name="**" + escaped(name) + "**")
            st.button(words, key=f"chip_{key}", on_click=choose, kwargs=change, type="secondary")
        if len(found) > MOST_CHIPS:
            more = say("+{number} more: reset all", number=len(found) - MOST_CHIPS)
            st.button(escaped(more), key="chip_all", on_click=_reset, type="tertiary")


def escaped(text: str) -> str:
    """Text with the signs escaped that markdown would read as layout or markup."""
    return "".join("\\" + sign if sign in r"\`*_{}[]()<>#+-.!|$~:" else sign for sign in text)
