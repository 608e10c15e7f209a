"""Can I trust this: who says it, under what licence, what does every column mean, and what was changed?"""

import streamlit as st

from data.ask import ask
from data.words import say
from pages.parts import filters, twin

selection = filters.current()
publications, pages, tables, coverage, report, changes = st.tabs(
    [say("Publications"), say("Pages cited"), say("Tables and columns"), say("Coverage"), say("Gaps"), say("Corrections")]
)
with publications:
    twin.table(ask("sources", pages=False), "publications")
    st.caption(
        say(
            "A site can rest on several sources. Files are checked by size and SHA-256 when they are curated (table source_file). "
            "The atlas's own code is MIT licensed; the data keep their publishers' licences."
        )
    )
with pages:
    st.markdown(
        say(
            "Pages of the press, of governments and of companies that single rows rest on. Where no address is given, none was seen."
        )
    )
    twin.table(ask("sources", pages=True), "pages")
with tables:
    twin.table(ask("dictionary"), "dictionary")
    st.caption(say("Any DuckDB client opens the same tables: data/atlas.duckdb."))
with coverage:
    st.markdown(
        say(
            "What is known of each of the 60 minerals. A member of a group counts the sites and figures of its group; own_sites are listed under its own name."
        )
    )
    twin.table(ask("coverage", selection), "coverage")
with report:
    st.markdown(say("What the atlas holds of each mineral, its group's figures included, and what is missing."))
    twin.table(ask("report"), "report")
with changes:
    st.markdown(
        say(
            "Every change to what a publisher printed, with the value that was expected there; a correction that no longer finds it stops the build."
        )
    )
    twin.table(ask("corrections"), "corrections")
    st.markdown(say("Totals that a publisher's own countries miss by over 3%, and why."))
    twin.table(ask("totals"), "totals")
