"""A briefing survives its file and its link whole, and whatever else comes as one is refused in a sentence."""

import base64
import json
import random
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from data import briefing as module
from data.briefing import (
    FORMAT,
    LONGEST_NOTE,
    LONGEST_TITLE,
    MAP,
    MOST_BYTES,
    MOST_SCENES,
    Briefing,
    BriefingError,
    Scene,
    line,
    lines,
    place,
)

SCENE = Scene(
    page="coalitions",
    link={"mineral": ("cobalt", "lithium"), "add": ("KAZ",)},
    figures=("change_mine", MAP),
    title="Қазақстан joins",
    note="First line\nSecond – with “signs”",
    beside=date(2026, 2, 4),
    view=(66.9, 48.0, 3.25),
    said={"change_mine": {"Cobalt": "3.1%", "Lithium": "no figure"}},
)
BRIEFING = Briefing("Sixty minerals", (SCENE, Scene("atlas", {}, (MAP,), "The world")), "4acc3cce72eb", "2026-11-22")


def file(**change: object) -> str:
    """A file of one scene with parts of the scene changed."""
    told = json.loads(replace(BRIEFING, scenes=(SCENE,)).write())
    told["scenes"][0] |= change
    return json.dumps(told)


def packed(text: str) -> str:
    return "z" + base64.urlsafe_b64encode(zlib.compress(text.encode())).decode().rstrip("=")


def bare(briefing: Briefing) -> Briefing:
    return replace(briefing, scenes=tuple(replace(scene, said={}) for scene in briefing.scenes))


def test_a_file_holds_the_whole_briefing_and_people_can_read_it() -> None:
    text = BRIEFING.write()
    assert Briefing.read(text) == BRIEFING == Briefing.read(text.encode()) == Briefing.read(b"\xef\xbb\xbf" + text.encode())
    assert Briefing.read(text).write() == text
    assert "Қазақстан joins" in text and '"critical minerals atlas briefing": 1' in text


def test_a_link_holds_all_but_what_the_figures_said() -> None:
    text = BRIEFING.packed()
    assert Briefing.of_link(text) == bare(BRIEFING)
    assert all(sign.isascii() and (sign.isalnum() or sign in "-_") for sign in text)


def test_any_briefing_survives_file_and_link() -> None:
    chance = random.Random(6)
    signs = "aZ09 ЖқӘ中é–“\"'\\<>&=+@|;#%/?\n{}[]$:*_`🜨"

    def word(most: int) -> str:
        return "".join(chance.choice(signs) for _ in range(chance.randrange(most)))

    for _ in range(200):
        scenes = tuple(
            Scene(
                page=line(word(12)) or "atlas",
                link={line(word(8)): tuple(line(word(20)) for _ in range(chance.randrange(1, 4))) for _ in range(3)},
                figures=tuple(dict.fromkeys(line(word(20)) for _ in range(chance.randrange(3)))),
                title=line(word(200)),
                note=lines(word(2_500)),
                beside=chance.choice([None, date(1990, 1, 1) + timedelta(chance.randrange(15_000))]),
                view=chance.choice([None, (chance.uniform(-180, 180), chance.uniform(-90, 90), chance.uniform(0, 12))]),
                said={line(word(9)): {line(word(9)): line(word(9)) for _ in range(2)} for _ in range(2)},
            )
            for _ in range(chance.randrange(5))
        )
        made = Briefing(line(word(200)), scenes, line(word(20)), "2026-11-22")
        assert Briefing.read(made.write()) == made
        assert Briefing.of_link(made.packed()) == bare(made)


def test_random_bytes_and_broken_files_are_refused_in_a_sentence_or_read() -> None:
    chance = random.Random(7)
    text = BRIEFING.write()
    link = BRIEFING.packed()
    for _ in range(2_000):
        at = chance.randrange(len(text))
        broken = text[:at] + chance.choice('"{}[],:0nN\\\x00é') + text[at + chance.randrange(3) :]
        short = link[: chance.randrange(len(link))] + chance.choice(["", "A", "-", "=", "%", " ", "é"])
        for read, given in ((Briefing.read, broken), (Briefing.read, chance.randbytes(40)), (Briefing.of_link, short)):
            try:
                found = read(given)  # type: ignore[operator]
            except BriefingError as error:
                assert str(error).endswith(".") and len(str(error)) < 150
            else:
                assert Briefing.read(found.write()) == found


NONE: dict[str, tuple[Callable[[], object], str]] = {
    "empty": (lambda: Briefing.read(""), "not JSON"),
    "a picture": (lambda: Briefing.read(b"\x89PNG\r\n\x1a\n\x00\xff\xfe"), "not JSON"),
    "deep": (lambda: Briefing.read("[" * 100_000), "not JSON"),
    "a number of many digits": (lambda: Briefing.read("9" * 10_000), "not JSON"),
    "a list": (lambda: Briefing.read("[1, 2]"), "no briefing of this atlas"),
    "another's JSON": (lambda: Briefing.read('{"scenes": []}'), "no briefing of this atlas"),
    "a form that is no number": (
        lambda: Briefing.read('{"critical minerals atlas briefing": true, "scenes": []}'),
        "no briefing",
    ),
    "later": (lambda: Briefing.read(json.dumps({"critical minerals atlas briefing": FORMAT + 1})), "later version"),
    "large": (lambda: Briefing.read(b" " * 2_000_000), "larger than 1 MB"),
    "no scenes": (lambda: Briefing.read('{"critical minerals atlas briefing": 1}'), "no list of scenes"),
    "too many scenes": (
        lambda: Briefing.read(replace(BRIEFING, scenes=(SCENE,) * (MOST_SCENES + 1)).write()),
        f"more than {MOST_SCENES}",
    ),
    "a cut link": (lambda: Briefing.of_link(BRIEFING.packed()[:-9]), "may have been cut"),
    "a link that goes on": (
        lambda: Briefing.of_link("z" + base64.urlsafe_b64encode(zlib.compress(b"{}") + b"more").decode()),
        "no whole briefing",
    ),
    "no link": (lambda: Briefing.of_link(""), "no whole briefing"),
    "a name that is not shipped": (lambda: Briefing.of_link("kazakhstan2"), "no whole briefing"),
    "a path": (lambda: Briefing.of_link("../sources"), "no whole briefing"),
    "a bomb": (lambda: Briefing.of_link(packed(" " * 300_000_000)), "no whole briefing"),
    "a link to something else": (lambda: Briefing.of_link(packed('{"a": 1}')), "no briefing of this atlas"),
}


@pytest.mark.parametrize(("read", "words"), NONE.values(), ids=NONE.keys())
def test_what_is_no_briefing_is_refused_in_words(read: Callable[[], object], words: str) -> None:
    with pytest.raises(BriefingError, match=words):
        read()


NONSENSE: dict[str, dict[str, object]] = {
    "no page": {"page": None},
    "a page that is a list": {"page": ["atlas"]},
    "a selection that is text": {"selection": "mineral=cobalt"},
    "a selection of numbers": {"selection": {"year": 2024}},
    "figures that are text": {"figures": "map"},
    "another day that is none": {"beside": "2026-02-30"},
    "another day that is a number": {"beside": 20260204},
    "a view of two": {"view": [1, 2]},
    "a view of words": {"view": ["here", "there", "near"]},
    "a view beyond the world": {"view": [1, 91, 3]},
    "a view of no number": {"view": [float("nan"), 0, 3]},
    "a view without end": {"view": [float("inf"), 0, 3]},
    "a view that is an object": {"view": {"a": 1}},
    "said that is a list": {"said": [1]},
    "said of text": {"said": {"map": "x"}},
}


@pytest.mark.parametrize("change", NONSENSE.values(), ids=NONSENSE.keys())
def test_a_scene_of_nonsense_is_named_by_its_number(change: dict[str, object]) -> None:
    with pytest.raises(BriefingError, match="Scene 1 of the file cannot be read"):
        Briefing.read(file(**change))


def test_a_scene_that_is_no_object_is_named() -> None:
    told = json.loads(BRIEFING.write())
    told["scenes"][1] = "atlas"
    with pytest.raises(BriefingError, match="Scene 2 of the file"):
        Briefing.read(json.dumps(told))


def test_hostile_text_stays_text_that_prints_and_is_cut_to_size() -> None:
    title = '\u202egnol\x00\x1b[31m=HYPERLINK("http://x")\n<script>alert(1)</script>\ud800 a\u00a0b\u2028c\u200b'
    found = Briefing.read(file(title=title, note="one\r\ntwo\x07\tthree" + "x" * 9_000, page="<b>\n" + "p" * 99)).scenes[0]
    assert found.title == 'gnol[31m=HYPERLINK("http://x") <script>alert(1)</script> a b c'
    assert found.note.startswith("one\ntwo three") and len(found.note) == LONGEST_NOTE
    assert found.page.startswith("<b> ppp") and len(found.page) == 40
    assert len(line("t" * 999)) == LONGEST_TITLE
    assert line(17) == lines(None) == ""


def test_what_is_missing_or_written_by_hand_is_understood() -> None:
    short = '{"critical minerals atlas briefing": 1, "data": 3, "scenes": [{"page": "atlas", "selection": {"mineral": "tin", "asof": []}}]}'
    found = Briefing.read(short)
    assert found == Briefing("", (Scene("atlas", {"mineral": ("tin",)}, (MAP,), ""),))
    assert Briefing.read(file(figures=["a", "a", "b"])).scenes[0].figures == ("a",)
    assert Briefing.read(file(figures=[])).scenes[0].figures == ()
    assert Briefing.read(file(later="than we know")).scenes[0] == SCENE


def test_a_place_is_three_numbers_of_the_world() -> None:
    assert place(None) is None is place([])
    assert place([1, "2", 3.5]) == (1.0, 2.0, 3.5)
    for wrong in ([1, 2], [1, 2, 3, 4], [400, 0, 1], [0, 0, -1], [0, 0, 99], 7, "abc"):
        with pytest.raises((ValueError, TypeError)):
            place(wrong)


def test_shipped_briefings_open_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SHIPPED", tmp_path / "none")
    module.shipped.cache_clear()
    assert module.shipped() == {}
    (tmp_path / "sixty.json").write_text(BRIEFING.write(), "utf-8")
    monkeypatch.setattr(module, "SHIPPED", tmp_path)
    module.shipped.cache_clear()
    try:
        assert Briefing.of_link("sixty") == BRIEFING
    finally:
        module.shipped.cache_clear()


def test_every_briefing_that_comes_with_the_atlas_reads() -> None:
    for name, shipped in module.shipped().items():
        assert shipped.scenes and shipped.title and name.isascii()


def test_the_largest_briefing_that_can_be_made_opens_again() -> None:
    scene = replace(SCENE, title="🜨" * LONGEST_TITLE, note="🜨" * LONGEST_NOTE)
    largest = replace(BRIEFING, scenes=(scene,) * MOST_SCENES)
    assert Briefing.read(largest.write().encode()) == largest
    assert Briefing.of_link(largest.packed()) == bare(largest)
    assert len(largest.write().encode()) < MOST_BYTES / 1.8
