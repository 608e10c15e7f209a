"""What is where, and who holds it?"""

import streamlit as st

from data.ask import ask, offer, rows
from data.words import say
from pages.parts import charts, filters, headline, look, map, record, twin
from pages.parts.layers import MOST

selection = filters.current()
holder = selection.holder(offer())
overview = rows("overview", selection)
if alone := [row for row in overview if selection.minerals == (row["mineral_id"],)]:
    overview = alone
minerals = {row["mineral_id"] for row in overview}
theme = look.theme()

headline.draw(overview, holder, rows("tally", selection, most=MOST))
with st.container(key="stage"):
    map.draw(selection)
    record.draw(selection)

panels = st.columns(3, gap="large")
if len(minerals) == 1:
    for panel, stage in zip(panels, ("mine", "refining"), strict=False):
        shown = next((row for row in overview if row["stage"] == stage), None)
        with panel:
            if shown is None:
                st.markdown(f"**{overview[0]['mineral']}**")
                st.info(say("No source of the atlas says who does this."))
                continue
            producers = rows("producers", selection, mineral=shown["mineral_id"], stage=stage)
            charts.show(charts.producers(producers, shown, theme), f"producers_{stage}", filters.toggle_country)
    with panels[2]:
        shown = next((row for row in overview if row["quantity_t"] and row["stage"] != "reserves"), None)
        past = shown and charts.history(
            rows("history", selection, mineral=shown["mineral_id"], stage=shown["stage"]), shown, theme
        )
        if past:
            charts.show(past, "history")
elif holder and overview:
    for panel, stage in zip(panels, ("mine", "refining", "reserves"), strict=True):
        if chart := charts.held(overview, stage, holder, theme):
            with panel:
                charts.show(chart, f"held_{stage}", filters.choose_mineral)
else:
    st.info(say("Choose a coalition or a country to see what it holds, or one mineral to see who produces it."))

twin.draw(ask("table_sites", selection), selection)
