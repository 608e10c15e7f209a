"""What does this country bring?"""

import streamlit as st

from data.ask import ask, rows
from data.words import say
from pages.parts import country, figures, filters, look, map, record, twin

selection = filters.current()
code = country.chosen(selection)
own = country.alone(selection)
shown = figures.countries(selection, look.theme())

if not code:
    st.info(say("Choose a country: click its bar or its shape on the map, or take it from the filter."))
    figures.side_by_side(shown, list(shown), filters.show_country)
    map.draw(selection)
    twin.table(ask("standing", selection), f"standing-{selection.file_name}")
else:
    held, known = ask("holdings", own, country=code), ask("evidence", own, country=code)
    country.others(selection)
    country.cards(held.to_pylist(), own)
    figures.side_by_side(shown, [key for key in shown if key.startswith("brings")], filters.choose_mineral)
    figures.side_by_side(shown, [key for key in shown if key.startswith("producers")], filters.show_country)
    if "evidence" in shown:
        left, right = st.columns([3, 2], gap="large")
        with left:
            figures.show(shown["evidence"], "evidence")
        with right:
            country.claimed(rows("claims", country=code), known.to_pylist(), code)
        twin.table(known, f"evidence-{own.file_name}")
    with st.container(key="stage"):
        map.draw(own, about=code)
        record.draw(selection)
    twin.draw(own)
    filters.trade(whole=False)
    figures.side_by_side(shown, ["buyers", "suppliers"], filters.show_country)
    figures.side_by_side(shown, ["sold", "bought"], filters.choose_mineral)
    names = [say("Every figure"), say("Agreements"), say("Export controls"), say("Coalitions"), say("Ways out")]
    figured, agreed, controlled, belongs, out = st.tabs(names)
    with figured:
        st.caption(
            say("Figures not shown first are of other products, or of another source; shares never add up across products.")
        )
        twin.table(held, f"holdings-{own.file_name}")
    with agreed:
        st.markdown(filters.escaped(country.agreed(rows("agreements", own, country=code))))
        twin.table(ask("agreements", own, country=code).drop_columns(["is_itself"]), f"agreements-{own.file_name}")
    with controlled:
        st.markdown(filters.escaped(country.controlled(rows("country_controls", own, country=code), own)))
        twin.table(ask("country_controls", own, country=code), f"controls-{own.file_name}")
    with belongs:
        figures.side_by_side(shown, ["memberships"])
        twin.table(ask("belongs", country=code), f"belongs-{own.file_name}")
    with out:
        st.markdown(
            say("What it sells of each mineral, and by which way out. A customs code of several minerals counts for each.")
        )
        twin.table(ask("supplied", own), f"supplied-{own.file_name}")
