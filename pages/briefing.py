"""What is shown to the room, in which order, with which words?"""

import streamlit as st

from pages.parts import desk, exports, look, storyboard

storyboard.heading()
storyboard.notices(look.theme())
if not desk.current().scenes:
    storyboard.nothing()
    st.stop()

exports.exports(desk.current())
order, scene = st.columns([1, 2.3], gap="large")
with order:
    chosen = storyboard.order()
with scene:
    storyboard.edit(chosen, look.theme())
