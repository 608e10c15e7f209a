"""Files to take away are prepared when asked for, one by one, and one that fails leaves the others alone."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.ask import offer
from data.briefing import Briefing
from data.selection import Selection
from pages.parts import desk, exports, scenes


def drawn() -> None:
    from data.briefing import Briefing, Scene
    from pages.parts import exports

    exports.exports(Briefing("Two words", (Scene("atlas", {"mineral": ("cobalt",)}, ("producers_mine",), "Cobalt"),)))


def test_each_file_is_prepared_on_request_and_then_offered() -> None:
    app = AppTest.from_function(drawn, default_timeout=30).run()
    assert {button.label for button in app.button} == {form.name for form in exports.FORMS.values()}
    app.button(key="prepare_briefing_xlsx").click().run()
    assert not app.exception and not app.error
    _, file = app.session_state["prepared_briefing_xlsx"]
    assert file[:2] == b"PK" and "prepare_briefing_xlsx" not in [button.key for button in app.button]
    assert "prepare_briefing_pptx" in [button.key for button in app.button]


def test_one_that_fails_says_so_and_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> bytes:
        raise OSError("no room left")

    monkeypatch.setattr("pages.parts.slides.pptx", broken)
    app = AppTest.from_function(drawn, default_timeout=30).run()
    app.button(key="prepare_briefing_pptx").click().run()
    assert "no room left" in app.error[0].value and not app.exception
    app.button(key="prepare_briefing_xlsx").click().run()
    assert "prepared_briefing_xlsx" in app.session_state


def test_one_page_is_a_briefing_of_one_scene_with_its_selection() -> None:
    chosen = Selection.read({"mineral": ["cobalt"], "add": ["KAZ"]}, offer())[0]
    made = exports.one_page("atlas", chosen, (10.0, 20.0, 3.0))
    (scene,) = made.scenes
    assert scenes.selection(scene) == (chosen, []) and scene.view == (10.0, 20.0, 3.0)
    assert list(scenes.stage(scene, "light").charts) == ["map", "producers_mine"]
    assert Briefing.read(made.write()) == made and desk.file_name(made).startswith("cobalt-in-all-countries")
    assert f"trade of {chosen.trade_year}" in exports.one_page("trade_routes", chosen).title
