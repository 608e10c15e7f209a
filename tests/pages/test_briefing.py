"""The briefing under a reader's hands: added to from pages, put in order, edited, opened from files and links, never lost."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data import briefing as module
from data.ask import offer, rows
from data.briefing import MAP, Briefing, BriefingError, Scene
from data.selection import Selection
from pages.parts import desk, scenes

FRAME = Path(__file__).parents[2] / "pages/parts/frame.py"
VIEW = [66.91234, 48.0, 3.25]
THREE = Briefing(
    "Three",
    (
        Scene("atlas", {"mineral": ("cobalt",)}, (MAP,), "One", view=(66.9, 48.0, 3.0)),
        Scene("coalitions", {"kind": ("mine",), "add": ("KAZ",)}, ("change_mine",), "Two", "Say this"),
        Scene("trade_routes", {"mineral": ("lithium",)}, ("passing",), "Three"),
    ),
)
HOSTILE = '=cmd|"/c calc"!A1 <script>alert(1)</script> **bold** :red[x] $a$ [a](http://x)'


@pytest.fixture(autouse=True)
def corner(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The corner's buttons as plain ones: `told` is what the browser would say with a click on them."""
    told: dict[str, Any] = {"asked": {"view": VIEW}, "items": []}

    def bar(data: list[dict[str, Any]], key: str, width: str, on_asked_change: Callable[[], None] | None = None) -> None:
        told["items"] = [*told["items"], *data]
        st.session_state[key] = {"asked": told["asked"]}
        if on_asked_change and any("href" not in item for item in data):
            st.button("Add to briefing", key="corner_add", on_click=on_asked_change)

    monkeypatch.setattr(desk, "_bar", bar)
    return told


def start(page: str = "atlas", **link: Any) -> AppTest:
    app = AppTest.from_file(str(FRAME), default_timeout=60)
    for name, value in link.items():
        app.query_params[name] = value
    app.run()
    return go(app, page) if page != "atlas" else app


def go(app: AppTest, page: str) -> AppTest:
    app.query_params.clear()
    app.switch_page(f"../{page}.py").run()
    assert not app.exception
    return app


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def opened(briefing: Briefing = THREE) -> AppTest:
    app = start("briefing")
    app.query_params["briefing"] = briefing.packed()
    app.run()
    assert not app.exception
    assert kept(app) == briefing
    return app


def kept(app: AppTest) -> Briefing:
    found: Briefing = app.session_state["briefing"]
    return found


def titles(app: AppTest) -> list[str]:
    return [scene.title for scene in kept(app).scenes]


def text(app: AppTest) -> str:
    kinds = ("markdown", "caption", "info", "warning", "error", "toast")
    return " ".join(str(part.value) for kind in kinds for part in app.get(kind)).replace("\\", "")


def address(app: AppTest, name: str) -> list[str]:
    value = app.query_params.get(name, [])
    return [value] if isinstance(value, str) else list(value)


def upload(app: AppTest, content: bytes) -> AppTest:
    app.file_uploader[0].set_value(("b.json", content, "application/json")).run()
    assert not app.exception
    return app


def test_scenes_are_added_from_two_pages_and_stay_from_page_to_page() -> None:
    app = press(start(mineral="cobalt", add="KAZ"), "corner_add")
    assert "Scene 1 of the briefing: Cobalt, G7 with Kazakhstan" in text(app)
    go(app, "coalitions")
    press(app, "corner_add")
    go(app, "sources")
    assert not [button for button in app.button if button.key == "corner_add"]
    go(app, "briefing")
    first, second = kept(app).scenes
    assert first == Scene(
        "atlas", {"mineral": ("cobalt",), "add": ("KAZ",)}, (MAP,), "Cobalt, G7 with Kazakhstan", view=(66.9123, 48.0, 3.25)
    )
    assert second.page == "coalitions" and second.title == "Coalitions: Cobalt, G7 with Kazakhstan"
    assert address(app, "briefing") == [kept(app).packed()]
    go(app, "atlas")
    assert "Cobalt in all countries" in text(app) and address(app, "mineral") == ["cobalt"]
    assert "briefing" not in app.query_params and len(kept(app).scenes) == 2


@pytest.mark.parametrize(
    "asked", [None, {}, {"view": None}, {"view": [1]}, {"view": ["x", 1, 2]}, {"view": [999, 0, 1]}, {"view": 7}]
)
def test_without_a_view_the_scene_is_added_all_the_same(corner: dict[str, Any], asked: Any) -> None:
    corner["asked"] = asked
    app = press(start(), "corner_add")
    assert [scene.view for scene in kept(app).scenes] == [None]


def test_the_view_everyone_begins_with_is_no_view(corner: dict[str, Any]) -> None:
    corner["asked"] = {"view": [22, 27, 1.02]}
    assert kept(press(start(), "corner_add")).scenes[0].view is None


def test_a_briefing_has_an_end() -> None:
    app = start()
    app.session_state["briefing"] = replace(THREE, scenes=THREE.scenes[:1] * module.MOST_SCENES)
    press(app, "corner_add")
    assert len(kept(app).scenes) == module.MOST_SCENES
    assert "at most 60 scenes" in text(app)


def test_scenes_are_moved_duplicated_removed_and_put_back() -> None:
    app = opened()
    app.radio(key="scene_at").set_value(1).run()
    press(app, "scene_up")
    assert titles(app) == ["Two", "One", "Three"] and app.radio(key="scene_at").value == 0
    press(app, "scene_down")
    press(app, "scene_down")
    assert titles(app) == ["One", "Three", "Two"] and app.radio(key="scene_at").value == 2
    press(app, "scene_copy")
    assert titles(app) == ["One", "Three", "Two", "Two"]
    press(app, "scene_remove")
    press(app, "scene_remove")
    assert titles(app) == ["One", "Three"]
    press(app, "briefing_undo")
    assert titles(app) == ["One", "Three", "Two"] and kept(app).scenes[2] == THREE.scenes[1]
    for _ in range(3):
        press(app, "scene_remove")
    assert "No scene yet" in text(app) and "briefing" not in app.query_params


def test_words_and_figures_of_a_scene_are_edited_and_the_address_follows() -> None:
    app = opened()
    app.radio(key="scene_at").set_value(1).run()
    next(field for field in app.text_input if field.label == "Title").set_value(HOSTILE).run()
    app.text_area[0].set_value("New\nnote").run()
    next(field for field in app.text_input if field.label == "Title of the briefing").set_value("For the room").run()
    next(field for field in app.multiselect if "Figures" in field.label).set_value(["change_refining", MAP]).run()
    assert not app.exception
    scene = kept(app).scenes[1]
    assert (scene.title, scene.note, scene.figures) == (HOSTILE, "New\nnote", ("change_refining", MAP))
    assert kept(app).scenes[0] == THREE.scenes[0] and kept(app).title == "For the room"
    assert Briefing.of_link(address(app, "briefing")[0]) == kept(app)
    raw = " ".join(app.radio(key="scene_at").options)
    assert "**bold**" not in raw and "<script>" not in raw and "\\*\\*bold" in raw
    app.date_input[0].set_value("2026-02-04").run()
    assert str(kept(app).scenes[1].beside) == "2026-02-04"
    assert "(members of 4 February 2026)" in text(app)


def test_a_reload_and_a_shared_address_keep_the_briefing() -> None:
    link = THREE.packed()
    app = start("briefing", briefing=link)
    app.session_state["briefing_written"] = ""
    app.run()
    assert kept(app) == THREE and not [button for button in app.button if button.key == "briefing_undo"]
    other = replace(THREE, title="Other")
    app.query_params["briefing"] = other.packed()
    app.run()
    assert kept(app) == other
    press(app, "briefing_undo")
    assert kept(app) == THREE


def test_a_bad_address_is_told_and_loses_nothing() -> None:
    app = opened()
    app.query_params["briefing"] = THREE.packed()[:40]
    app.run()
    assert not app.exception and "may have been cut" in text(app)
    assert kept(app) == THREE
    assert "may have been cut" in text(start(briefing="zzz")) and "No scene yet" in text(start("briefing", briefing="zzz"))


def test_a_file_is_opened_and_says_what_changed_since_it_was_saved() -> None:
    saved = scenes.saved(THREE)
    told = json.loads(saved.write())
    said = told["scenes"][1]["said"]["change_mine"]
    label = next(iter(said))
    said[label] = "0.1% then"
    told["scenes"][2]["figures"] = ["gone"]
    app = upload(start("briefing"), json.dumps(told).encode())
    assert titles(app) == ["One", "Two", "Three"]
    table = next(frame.value for frame in app.dataframe)
    row = table.iloc[0].to_dict()
    assert (row["scene"], row["label"], row["then"]) == ("2. Two", label, "0.1% then") and row["now"] != row["then"]
    assert "Scene 3: This selection has no figure “Gone”." in text(app)
    app = upload(start("briefing"), saved.write().encode())
    assert "Every figure says what it said" in text(app)
    other = json.dumps(json.loads(saved.write()) | {"data": {"version": "<b>old</b>", "date": "long ago"}})
    app = upload(app, other.encode())
    assert kept(app).version == "<b>old</b>" and "an unknown day" in text(app)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not JSON"),
        (b"\x00\xff" * 100, "not JSON"),
        (b"{}", "no briefing of this atlas"),
        (b'{"critical minerals atlas briefing": 99}', "later version"),
        (b'{"critical minerals atlas briefing": 1, "scenes": [{"page": 3}]}', "Scene 1 of the file"),
        (b" " * 1_020_000, "larger than 1 MB"),
    ],
    ids=["empty", "bytes", "another", "later", "nonsense", "large"],
)
def test_a_file_that_is_no_briefing_is_told_and_loses_nothing(content: bytes, words: str) -> None:
    app = upload(opened(), content)
    assert words in text(app)
    assert kept(app) == THREE


def test_a_hostile_file_is_shown_as_plain_text() -> None:
    scene = Scene("<b>page", {"x": (HOSTILE,)}, (HOSTILE[:50],), HOSTILE, HOSTILE, said={HOSTILE: {HOSTILE: HOSTILE}})
    hostile = Briefing(
        HOSTILE, (scene, replace(THREE.scenes[0], title=HOSTILE, link={HOSTILE[:30]: (HOSTILE,)})), HOSTILE[:60], "x"
    )
    app = upload(opened(), hostile.write().encode())
    for at in (1, 0):
        app.radio(key="scene_at").set_value(at).run()
        assert not app.exception
        shown = [str(part.value) for kind in ("markdown", "caption", "info", "warning") for part in app.get(kind)]
        shown += [button.label for button in app.button] + list(app.radio(key="scene_at").options)
        assert not [
            words for words in shown if "**bold**" in words or "<script>" in words or ":red[" in words or "](http" in words
        ]
    press(app, "briefing_undo")
    assert kept(app) == THREE


def test_a_new_briefing_offers_the_old_one_back() -> None:
    app = press(opened(), "briefing_new")
    assert "No scene yet" in text(app)
    assert "Back to the briefing before: Three" in app.button(key="briefing_undo").label.replace("\\", "")
    press(app, "briefing_undo")
    assert kept(app) == THREE


def test_open_live_shows_the_scene_on_its_page() -> None:
    app = opened()
    app.radio(key="scene_at").set_value(1).run()
    press(app, "scene_live")
    assert "G7 with Kazakhstan: 8 countries" in text(app)
    assert address(app, "kind") == ["mine"] and "briefing" not in app.query_params
    assert kept(app) == THREE
    go(app, "briefing")
    app.radio(key="scene_at").set_value(0).run()
    press(app, "scene_live")
    assert app.session_state["view"] == {"longitude": 66.9, "latitude": 48.0, "zoom": 3.0}
    assert "Cobalt in all countries" in text(app) and "with Kazakhstan" not in text(app)


def test_stepping_off_a_slide_keeps_the_way_back(corner: dict[str, Any]) -> None:
    app = start(briefing=THREE.packed(), scene="1", mineral="cobalt")
    assert not app.exception and "Ignored in the address" not in text(app)
    back = {"label": "Back to slide 1", "href": desk.present(THREE, 1), "escape": True}
    assert back in corner["items"] and back["href"].endswith("#1")
    assert app.session_state["view"]["longitude"] == 66.9
    assert set(app.query_params) == {"mineral"} and kept(app) == THREE
    corner["items"] = []
    go(app, "coalitions")
    assert back in corner["items"]


@pytest.mark.parametrize("scene", ["0", "4", "-1", "x", "²", "1" * 99, ""])
def test_a_slide_that_is_none_is_no_way_back(corner: dict[str, Any], scene: str) -> None:
    app = start(briefing=THREE.packed(), scene=scene)
    assert not app.exception and kept(app) == THREE
    assert not [item for item in corner["items"] if "escape" in item]


def test_shipped_briefings_are_offered_and_named_in_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "three.json").write_text(scenes.saved(THREE).write(), "utf-8")
    monkeypatch.setattr(module, "SHIPPED", tmp_path)
    module.shipped.cache_clear()
    try:
        app = press(start("briefing"), "main_three")
        assert titles(app) == ["One", "Two", "Three"] and address(app, "briefing") == ["three"]
        assert "Every figure says what it said" in text(app)
        press(app, "scene_down")
        assert address(app, "briefing") != ["three"]
        assert titles(start("briefing", briefing="three")) == ["One", "Two", "Three"]
    finally:
        module.shipped.cache_clear()


def test_ten_scenes_make_an_address_that_can_be_shared() -> None:
    chance = random.Random(1)
    words = [row["name_en"] for row in rows("members", Selection(coalitions=("g7", "pax_silica", "msp")))] + list(
        offer().minerals
    )

    def note() -> str:
        return " ".join(chance.choice(words) for _ in range(40))

    ten = tuple(
        replace(THREE.scenes[at % 3], title=f"Scene {at}: what Kazakhstan brings", note=note(), link=link)
        for at, link in enumerate(
            {"mineral": (mineral, "tin"), "add": ("KAZ", "UZB"), "asof": ("2026-02-04",), "coalition": ("pax_silica", "g7")}
            for mineral in (
                "cobalt",
                "lithium",
                "nickel",
                "tungsten",
                "gallium",
                "titanium",
                "beryllium",
                "rhenium",
                "copper",
                "zinc",
            )
        )
    )
    assert len(desk.present(Briefing("Ten scenes for the room", ten))) < 6_000


def test_what_is_no_briefing_never_becomes_the_one_worked_on() -> None:
    with pytest.raises(BriefingError):
        Briefing.of_link("three")
