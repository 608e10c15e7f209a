"""What is where, and who holds it?"""

import streamlit as st

from data.ask import offer, rows
from data.words import say
from pages.parts import figures, filters, headline, look, map, record, twin
from pages.parts.layers import MOST

selection = filters.current()
holder = selection.holder(offer())
overview = figures.chosen(selection)
alone = len({row["mineral_id"] for row in overview}) == 1

headline.draw(overview, holder, rows("tally", selection, most=MOST))
with st.container(key="stage"):
    map.draw(selection)
    record.draw(selection)

shown = figures.atlas(selection, look.theme())
if alone:
    missing = {
        "producers_mine": say("No source of the atlas says who mines it."),
        "producers_refining": say("No source of the atlas says who refines it."),
        "history": say("No source of the atlas gives its output in tonnes over several years."),
    }
    for panel, (key, words) in zip(st.columns(3, gap="large"), missing.items(), strict=True):
        with panel:
            if key in shown:
                figures.show(shown[key], key, None if key == "history" else filters.toggle_country)
            else:
                st.info(words)
elif shown:
    for panel, (key, chart) in zip(st.columns(3, gap="large"), shown.items(), strict=False):
        with panel:
            figures.show(chart, key, filters.choose_mineral)
else:
    st.info(say("Choose a coalition or a country to see what it holds, or one mineral to see who produces it."))

twin.draw(selection)
