"""How does this mineral's chain look?"""

import streamlit as st

from data.ask import ask, offer, rows
from data.words import say
from pages.parts import figures, filters, headline, look, mineral
from pages.parts.layers import MOST

selection, theme = filters.current(), look.theme()
holder = selection.holder(offer())
shown = figures.minerals(selection, theme)
tallies = rows("tally", selection, most=MOST)
one = next(iter(rows("mineral", selection)), None)

if one:
    mineral.findings(one, selection, tallies)
    for panel, key in zip(st.columns([1.12, 1], gap="large"), ("chain", "concentration"), strict=True):
        with panel:
            if key in shown:
                figures.show(shown[key], key, filters.toggle_country if key == "chain" else None)
    past = [key for key in ("history_mine", "history_refining", "price") if key in shown]
    for panel, key in zip([*st.columns(2, gap="large"), st.container()], past, strict=False):
        with panel:
            figures.show(shown[key], key)
    mineral.missing(past)
    if "controls" in shown:
        figures.show(shown["controls"], "controls")
    mineral.tables(one["mineral_id"], selection)
else:
    stages = ask("stages", selection, goods=mineral.GOODS)
    headline.draw(rows("overview", selection), holder, tallies)
    heats = [key for key in shown if key.startswith("heat_")]
    if heats:
        chosen = mineral.measure(heats, holder)
        with figures.framed(shown[chosen], chosen):
            mineral.heat_table(stages, chosen.removeprefix("heat_"), theme, f"table_{chosen}", filters.choose_mineral)
    else:
        st.info(say("The atlas has no figure of these minerals."))
