"""How does this mineral's chain look?"""

import streamlit as st

from data.ask import ask, offer, rows
from data.words import say
from pages.parts import figures, filters, headline, look, mineral, twin
from pages.parts.layers import MOST

selection, theme = filters.current(), look.theme()
holder = selection.holder(offer())
shown = figures.minerals(selection, theme)
tallies = rows("tally", selection, most=MOST)

one = next(iter(rows("mineral", selection)), None)
if one:
    code = one["mineral_id"]
    mineral.findings(one, selection, tallies)
    for panel, key in zip(st.columns([1.12, 1], gap="large"), ("chain", "concentration"), strict=True):
        with panel:
            if key in shown:
                figures.show(shown[key], key, filters.toggle_country if key == "chain" else None)
    past = [key for key in ("history_mine", "history_refining", "price") if key in shown]
    for panel, key in zip(st.columns(max(2, len(past)), gap="large"), past, strict=False):
        with panel:
            figures.show(shown[key], key)
    if "controls" in shown:
        figures.show(shown["controls"], "controls")
    rivals, lists, measures, paid = st.tabs(
        [say("Rival figures side by side"), say("Official lists"), say("Controls"), say("Prices")]
    )
    with rivals:
        st.caption(
            say("What every source and edition says of the year asked for, or the nearest two it has; the atlas shows one first.")
        )
        twin.table(ask("rivals", selection, mineral=code), f"rivals-{code}", height=320)
    with lists:
        twin.table(ask("lists", selection, mineral=code), f"lists-{code}", height=320)
    with measures:
        twin.table(ask("controls", selection, mineral=code), f"controls-{code}", height=320)
    with paid:
        twin.table(ask("prices", selection, mineral=code), f"prices-{code}", height=320)
else:
    stages = ask("stages", selection, goods=mineral.GOODS)
    headline.draw([row for row in stages.to_pylist() if row["stage"] != "export"], holder, tallies)
    heats = [key for key in shown if key.startswith("heat_")]
    if not heats:
        st.info(say("The atlas has no figure of these minerals."))
    else:
        chosen = mineral.measure(heats, holder)
        with figures.framed(shown[chosen], chosen):
            mineral.heat_table(stages, chosen.removeprefix("heat_"), theme, f"table_{chosen}", filters.choose_mineral)
