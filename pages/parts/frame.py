"""The frame around every page: the name, the page links, the shared filters, the corner of the briefing and the foot."""

from pathlib import Path

import streamlit as st

from data.ask import rows
from data.selection import day
from data.store import StoreError
from data.words import say
from pages.parts import desk, exports, figures, filters, look, scenes, storyboard

PAGES = Path(__file__).parents[1]

st.set_page_config(page_title=say("Critical Minerals Atlas"), layout="wide", initial_sidebar_state="expanded")
briefing = st.Page(PAGES / "briefing.py", title=say("Briefing"))
page = st.navigation(
    [
        st.Page(PAGES / "atlas.py", title=say("Atlas"), default=True),
        st.Page(PAGES / "minerals.py", title=say("Minerals")),
        st.Page(PAGES / "countries.py", title=say("Countries")),
        st.Page(PAGES / "coalitions.py", title=say("Coalitions")),
        st.Page(PAGES / "trade_routes.py", title=say("Trade routes")),
        briefing,
        st.Page(PAGES / "sources.py", title=say("Sources")),
    ]
)
st.html(look.style())
st.logo(look.name(), size="large")
try:
    name = page.url_path or "atlas"
    st.session_state["page"] = (name, page.title)
    desk.arrive()
    if page is briefing:
        storyboard.sentence()
    else:
        selection = filters.sidebar()
        with st.container(key="head", horizontal=True, vertical_alignment="top"):
            filters.sentence(selection, trade=name == "trade_routes")
            if name in figures.PAGES:
                exports.menu(name)
            desk.corner(
                (lambda: scenes.leading(name, filters.current(), look.theme())) if name in figures.PAGES else None, briefing
            )
        filters.ignored(desk.refused())
        filters.chips(selection)
    page.run()
    built = rows("version")[0]
    st.caption(
        say(
            "Sources read up to {day}. Database version {version}.",
            day=day(built["data_date"]),
            version=built["version"],
        )
    )
except StoreError as error:
    st.error(str(error))
