"""The frame around every page: the name, the page links, the shared filters and the foot."""

from pathlib import Path

import streamlit as st

from data.ask import rows
from data.selection import day
from data.store import StoreError
from data.words import say
from pages.parts import filters, look, screen

PAGES = Path(__file__).parents[1]

st.set_page_config(page_title=say("Critical Minerals Atlas"), layout="wide", initial_sidebar_state="expanded")
page = st.navigation(
    [
        st.Page(PAGES / "atlas.py", title=say("Atlas"), default=True),
        st.Page(PAGES / "coalitions.py", title=say("Coalitions")),
        st.Page(PAGES / "trade_routes.py", title=say("Trade routes")),
        st.Page(PAGES / "sources.py", title=say("Sources")),
    ]
)
st.html(look.style())
st.logo(look.name(), size="large")
try:
    screen.back()
    filters.sentence(filters.sidebar())
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
