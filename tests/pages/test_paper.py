"""The PDF of a briefing: a page a scene, words inside the page and apart, links, and the same bytes each time."""

import re
import zlib
from datetime import date

import pytest

from data.ask import rows
from data.briefing import Briefing, Scene
from pages.parts import paper, scenes, sheet, workbook
from pages.parts.paper import HEIGHT, WIDTH

SCENES = (
    Scene(
        "atlas", {"mineral": ("uranium",)}, ("producers_mine", "history"), "Kazakhstan mines two fifths of the world's uranium"
    ),
    Scene("coalitions", {"add": ("KAZ",)}, ("change_mine", "change_refining"), "With Kazakhstan", "A note. " * 40),
    Scene("trade_routes", {"country": ("KAZ",), "side": ("export",)}, ("map",), "Қазақстанның экспорты: Транскаспий дәлізі"),
    Scene(
        "atlas",
        {},
        ("map",),
        "A very long title that wraps, and wraps again, and says still more than there is to say about it " * 2,
    ),
    Scene("coalitions", {"coalition": ("pax_silica",), "country": ("atlantis",)}, ("map",), "Then", beside=date(2026, 2, 4)),
    Scene("nowhere", {}, ("map",), "A page that does not exist"),
)
BRIEFING = Briefing("Critical minerals: what Kazakhstan brings", SCENES)


@pytest.fixture(scope="module")
def file() -> bytes:
    return paper.pdf(BRIEFING, base="http://atlas.example")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("scene", SCENES, ids=[scene.title[:20] for scene in SCENES])
def test_a_page_has_its_words_inside_and_apart(scene: Scene, theme: str) -> None:
    slide = scenes.stage(scene, theme)  # type: ignore[arg-type]
    with sheet.drawing():
        made = paper.page(slide, theme, "http://atlas.example", 2, 8)  # type: ignore[arg-type]
        places = [(text, box) for text, box in made.places().items() if not text.get_rotation()]
    for text, box in places:
        assert box.left > 0.3 and box.right < WIDTH - 0.3 and box.top > 0.2 and box.bottom < HEIGHT - 0.1, text.get_text()
    for at, (a, one) in enumerate(places):
        for b, two in places[at + 1 :]:
            across = min(one.right, two.right) - max(one.left, two.left)
            down = min(one.bottom, two.bottom) - max(one.top, two.top)
            assert across <= 0.02 or down <= 0.07, (a.get_text(), b.get_text())
    words = {text.get_text().replace("\n", " "): text for text, _ in places}
    assert any(word.startswith(scene.title[:60]) for word in words)
    assert words["2 of 8"] and any(workbook.stamp() in word and scenes.DISCLAIMER in word for word in words)
    assert words["Open live"].get_url() == "http://atlas.example" + scenes.address(scene)
    if slide.charts and not scene.note:
        assert any("Natural Earth" in word or "World Nuclear" in word for word in words)


def test_what_does_not_resolve_is_said_in_words() -> None:
    with sheet.drawing():
        made = paper.page(scenes.stage(SCENES[-1], "light"), "light", "", 2, 3)
    words = " ".join(text.get_text() for text in made.axes.texts)
    assert "The atlas has no page “Nowhere”." in words and "nothing with the data of today" in words


def test_there_is_a_page_for_each_scene_one_before_and_the_sources_behind(file: bytes) -> None:
    assert file.startswith(b"%PDF") and len(re.findall(rb"/Type /Page\b", file)) == len(SCENES) + 2
    assert b"/FontFile2" in file and b"/Type3" not in file, "type that can be selected"
    links = re.findall(rb"/URI \(([^)]*)\)", file)
    assert links == [f"http://atlas.example{scenes.address(scene)}".encode() for scene in SCENES]
    assert b"/Subtype /Image" not in file, "vectors only"
    assert len(file) < 3_000_000


def test_the_sources_name_their_pages() -> None:
    with sheet.drawing():
        made = paper._last({"A source.": [2, 5], **{f"Another {n}. " * 30: [3] for n in range(12)}}, "light", 8, 10)
    assert [text.get_text() for text in made[0].axes.texts if text.get_text().startswith("Page 2, 5")] == ["Page 2, 5: A source."]
    assert len(made) > 1 and "9 of 10" in {text.get_text() for text in made[1].axes.texts}


def test_equal_briefings_give_equal_files_dated_by_the_data(file: bytes) -> None:
    assert file == paper.pdf(BRIEFING, base="http://atlas.example")
    assert rows("version")[0]["data_date"].strftime("D:%Y%m%d").encode() in file


def test_progress_is_told_up_to_the_end() -> None:
    told: list[float] = []
    paper.pdf(Briefing("T", SCENES[:1]), progress=told.append)
    assert told == sorted(told) and 0 < told[0] < 1 and told[-1] <= 1


def test_streams_are_whole(file: bytes) -> None:
    streams = re.findall(rb"/FlateDecode[^>]*>>\s*stream\r?\n(.*?)\r?\nendstream", file, re.S)
    assert streams and all(zlib.decompressobj().decompress(stream) for stream in streams[:5])


def test_the_file_itself_names_the_data_it_is_made_from(file: bytes) -> None:
    assert workbook.stamp().encode() in file
