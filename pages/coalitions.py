"""What do they hold together, what is missing, and what if another joins or leaves?"""

import streamlit as st

from data.ask import rows
from data.words import say
from pages.parts import coalition, figures, filters, look, map, twin

selection = filters.current()
theme = look.theme()
if not selection.coalitions:
    st.info(say("Choose a coalition to see what it holds."))
    st.stop()


def draw(section: str) -> None:
    """Draw a section's figures in columns; a click on a mineral chooses it, on a country outside lets it join."""
    shown = figures.coalitions(selection, theme, (section,))
    if not shown:
        st.info(say("No source of the atlas has a figure for this."))
    clicked = {"candidates": filters.toggle_member, "members": None}.get(section, filters.choose_mineral)
    wide = [key for key in shown if key in ("shares", "dependence", "candidates") or section == "members"]
    for key in wide:
        figures.show(shown[key], key, clicked)
    others = [key for key in shown if key not in wide]
    columns = 3 if len(others) == 3 else 2
    for start in range(0, len(others), columns):
        for panel, key in zip(st.columns(columns, gap="large"), others[start : start + columns], strict=False):
            with panel:
                figures.show(shown[key], key, clicked)


coalition.choose(selection)
coalition.findings(rows("what_if", selection), selection)
with st.container(key="first"):
    draw("first")
map.draw(selection, joining=True)

sections = {
    "shares": say("Shares and gaps"),
    "concentration": say("Concentration"),
    "outside": say("Bought from outside"),
    "candidates": say("Who would add most"),
    "members": say("Members over time"),
    **({"two": say("Two side by side")} if len(selection.coalitions) > 1 else {}),
}
for section, tab in zip(sections, st.tabs(list(sections.values()), key="sections", on_change="rerun"), strict=True):
    with tab:
        if tab.open:
            if section == "two":
                coalition.lists(selection)
            draw(section)
            twin.table(figures.answered(section, selection), f"{section}-{selection.file_name}")
