"""How does it get there?"""

import streamlit as st

from data.ask import ask, offer, rows
from data.network import passing, rerouted
from data.words import count, say
from pages.parts import figures, filters, look, map, trade, twin

selection = filters.current()
filters.trade()
theme = look.theme()
left = rows("not_drawn", selection)[0]
flows = ask("flows", selection)
ways, supply, hit = passing(selection), rows("partners", selection), rerouted(selection)

trade.headline(flows, ways, supply, hit, left, selection)
map.draw(selection, trade=True)
if selection.through:
    where = offer().ways.get(selection.through, say("this lane"))
    words = ("{number} flow through {where} below.", "{number} flows through {where} below.")
    st.markdown(filters.escaped(count(*words, flows.num_rows, where=where)))
if not left["amount"]:
    st.info(say("No flow of trade matches these filters. Take one away, choose another year or all goods."))
else:
    shown = figures.trade_routes(selection, theme)
    clicks = {"passing": filters.toggle_through, "partners": filters.toggle_country, "years": filters.choose_trade_year}
    for panel, (key, clicked) in zip(st.columns(3, gap="large"), clicks.items(), strict=True):
        with panel:
            if key in shown:
                figures.show(shown[key], key, clicked)
            elif key == "partners":
                st.info(say("Choose a coalition or a country to see who supplies it."))
    if selection.closed:
        st.markdown(say("**What goes another way, or nowhere**"))
        twin.table(hit, f"rerouted-{selection.file_name}")
    if "sankey" in shown:
        for panel, key in zip(st.columns(2, gap="large"), ("sankey", "matrix"), strict=True):
            with panel:
                figures.show(shown[key], key)
    st.markdown(filters.escaped(count("{number} flow, the largest first", "{number} flows, the largest first", flows.num_rows)))
    st.caption(filters.escaped(trade.drawn(left, selection)))
    twin.table(flows.drop_columns(["has_way", "exporter", "importer", "amount", "source_ids"]), f"flows-{selection.file_name}")
if selection.countries:
    st.markdown(say("**What the chosen countries sell of each mineral, and by which way out**"))
    unused = "mass_t" if selection.measure == "value" else "value_usd"
    twin.table(ask("supplied", selection).drop_columns([unused]), f"supplied-{selection.file_name}")
