"""What do they hold together, what is missing, and what if another joins or leaves?"""

from dataclasses import replace

import streamlit as st

from data.ask import ask, offer, rows
from data.words import say
from pages.parts import charts, coalition, filters, look, map, twin

selection = filters.current()
theme = look.theme()
if not selection.coalitions:
    st.info(say("Choose a coalition to see what it holds."))
    st.stop()

group = selection.group(offer())
changes = rows("what_if", selection)
coalition.choose(selection)
coalition.findings(changes, selection)

if selection.added or selection.removed:
    for panel, stage in zip(st.columns(2, gap="large"), ("mine", "refining"), strict=True):
        if chart := coalition.change(changes, stage, group, theme):
            with panel:
                charts.show(chart, f"change_{stage}", filters.choose_mineral)
else:
    overview = rows("overview", selection)
    for panel, stage in zip(st.columns(3, gap="large"), ("mine", "refining", "reserves"), strict=True):
        if chart := charts.held(overview, stage, selection.holder(offer()), theme):
            with panel:
                charts.show(chart, f"held_{stage}", filters.choose_mineral)

map.draw(replace(selection, kinds=()))
table, candidates, members = st.tabs([say("Every share, before and after"), say("Who would add most"), say("Members over time")])
with table:
    twin.table(ask("what_if", selection), "what-if")
    st.caption(say("HHI: members as one supplier, before and after; and with every country its own supplier. Lower bounds."))
with candidates:
    st.markdown(
        say("Countries outside, by what they would add on average to the shares of the minerals chosen, mined and refined.")
    )
    twin.table(ask("candidates", selection), "candidates")
with members:
    if chart := coalition.joining(rows("memberships", selection), theme):
        charts.show(chart, "joining")
    twin.table(ask("memberships", selection), "memberships")
