"""What do they hold together, what is missing, and what if another joins or leaves?"""

from dataclasses import replace

import streamlit as st

from data.ask import ask, rows
from data.words import say
from pages.parts import coalition, figures, filters, look, map, twin

selection = filters.current()
theme = look.theme()
if not selection.coalitions:
    st.info(say("Choose a coalition to see what it holds."))
    st.stop()

changes = rows("what_if", selection)
coalition.choose(selection)
coalition.findings(changes, selection)

shown = figures.coalitions(selection, theme)
first = [key for key in shown if key != "joining"]
for panel, key in zip(st.columns(len(first) or 1, gap="large"), first, strict=False):
    with panel:
        figures.show(shown[key], key, filters.choose_mineral)

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
    if "joining" in shown:
        figures.show(shown["joining"], "joining")
    twin.table(ask("memberships", selection), "memberships")
