"""The slides read back by the program that reads slides: native charts with the figures of the screen, sources, links."""

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from zipfile import ZipFile

import openpyxl
import plotly.graph_objects as go
import pytest
from pptx import Presentation
from pptx.util import Pt

from data.ask import rows
from data.briefing import Briefing, Scene, shipped
from pages.parts import scenes, slides
from pages.parts.charts import Chart
from pages.parts.look import colour
from pages.parts.native import EPOCH, ILLEGAL, wrapped
from tests.conftest import CYRILLIC, LONG

BASE = "http://127.0.0.1:8501"


@pytest.fixture(scope="module")
def file(ten: Briefing) -> bytes:
    return slides.pptx(ten, BASE)


@pytest.fixture(scope="module")
def deck(file: bytes) -> Any:
    return Presentation(io.BytesIO(file))


@pytest.fixture(scope="module")
def staged(ten: Briefing) -> list[scenes.Slide]:
    return [scenes.stage(scene, "light") for scene in ten.scenes]


def charts(page: Any) -> list[Any]:
    return [shape.chart for shape in page.shapes if shape.has_chart]


def traces(chart: Chart) -> list[dict[str, Any]]:
    return [dict(trace) for trace in chart.plot.to_plotly_json()["data"]]


def labels_of(series: Any) -> list[str]:
    return ["".join(part.text for part in label.iterfind(".//{*}t")) for label in series._element.iterfind(".//{*}dLbl")]


def test_a_slide_for_each_scene_between_title_and_sources(deck: Any, ten: Briefing) -> None:
    pages = list(deck.slides)
    assert [pages[0].slide_layout.name, pages[1].slide_layout.name, pages[-1].slide_layout.name] == ["Title", "Scene", "Text"]
    assert [page.shapes.title.text for page in pages[1:11]] == [scene.title for scene in ten.scenes]
    assert pages[4].shapes.title.text == CYRILLIC and pages[1].shapes.title.text == LONG and len(LONG) == 160
    assert pages[11].shapes.title.text.startswith("Sources")


@pytest.mark.parametrize("place", [1, 2, 6, 7])
def test_horizontal_bars_are_native_with_the_numbers_texts_and_colours_of_the_screen(
    deck: Any, staged: list[scenes.Slide], place: int
) -> None:
    drawn = charts(deck.slides[place])
    shown = [chart for key, chart in staged[place - 1].charts.items() if not key.startswith("map")]
    assert len(drawn) == len(shown) > 0
    for native, chart in zip(drawn, shown, strict=True):
        (trace,) = traces(chart)
        assert list(native.plots[0].categories) == list(trace["y"])
        assert list(native.plots[0].series[0].values) == pytest.approx(list(trace["x"]), rel=1e-12)
        assert labels_of(native.plots[0].series[0]) == list(trace["text"])
        assert native.category_axis.reverse_order
        tints = {str(point.get("val")) for point in native.plots[0].series[0]._element.iterfind("./{*}dPt//{*}srgbClr")}
        wanted = {tint[1:] for tint in trace["marker"]["color"]}
        assert tints == wanted or len(wanted) == 1


def test_stacked_bars_keep_both_parts_and_the_text_at_their_end(deck: Any, staged: list[scenes.Slide]) -> None:
    native, shown = charts(deck.slides[4])[0], traces(next(iter(staged[3].charts.values())))
    assert [list(series.values) for series in native.plots[0].series] == [pytest.approx(list(trace["x"])) for trace in shown]
    assert labels_of(native.plots[0].series[1]) == list(shown[1]["text"])


def test_columns_and_lines_are_native_too(deck: Any, staged: list[scenes.Slide]) -> None:
    stacked, shown = charts(deck.slides[3])[0], traces(staged[2].charts["history"])
    assert [series.name for series in stacked.plots[0].series] == [trace["name"] for trace in shown]
    assert [list(series.values) for series in stacked.plots[0].series] == [pytest.approx(list(trace["y"])) for trace in shown]
    assert list(stacked.plots[0].categories) == list(shown[0]["x"])
    lines, told = charts(deck.slides[5])[0], traces(staged[4].charts["price"])
    assert len(lines.plots[0].series) == len(told) == 2
    for series, trace in zip(lines.plots[0].series, told, strict=True):
        assert list(series.values) == pytest.approx(list(trace["y"]))
        days = [float(value.text) for value in series._element.iterfind("./{*}xVal//{*}v")]
        assert days[-1] == (date.fromisoformat(trace["x"][-1]) - EPOCH).days


def test_the_workbook_inside_a_chart_holds_the_figures_of_the_screen(deck: Any, staged: list[scenes.Slide]) -> None:
    native, (trace,) = charts(deck.slides[2])[0], traces(staged[1].charts["producers_mine"])
    sheet = openpyxl.load_workbook(io.BytesIO(native.part.chart_workbook.xlsx_part.blob)).active
    written = [(row[0].value, row[1].value) for row in sheet.iter_rows(min_row=2)]
    assert [label for label, _ in written] == list(trace["y"])
    assert [value for _, value in written] == pytest.approx(list(trace["x"]), rel=1e-14)


def test_a_heat_map_is_a_table_with_the_texts_and_the_strongest_colour(deck: Any, staged: list[scenes.Slide]) -> None:
    tables = [shape.table for shape in deck.slides[9].shapes if shape.has_table]
    (trace,) = traces(staged[8].charts["matrix"])
    grid = next(table for table in tables if len(table.columns) == len(trace["x"]) + 1)
    assert [[cell.text for cell in list(row.cells)[1:]] for row in list(grid.rows)[1:]] == [list(line) for line in trace["text"]]
    cells = list(
        zip(
            [value for line in trace["z"] for value in line],
            (cell for row in list(grid.rows)[1:] for cell in list(row.cells)[1:]),
            strict=True,
        )
    )
    strongest = max((pair for pair in cells if pair[0] is not None), key=lambda pair: pair[0])[1]
    assert str(strongest.fill.fore_color.rgb) == colour("lane", "light")[1:]


def test_every_figure_has_an_alternative_text_and_every_scene_its_sources_and_link(
    deck: Any, ten: Briefing, staged: list[scenes.Slide]
) -> None:
    for page, scene, slide in zip(list(deck.slides)[1:11], ten.scenes, staged, strict=True):
        figures = [shape for shape in page.shapes if shape.has_chart or shape.has_table or shape.shape_type == 13]
        alts = {shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in figures}
        assert alts == {ILLEGAL.sub("", chart.alt) for chart in slide.charts.values()}
        notes = page.notes_slide.notes_text_frame.text
        for chart in slide.charts.values():
            assert chart.source in notes and all(value in notes for value in chart.told.values())
        assert slide.sentence in notes and BASE + scenes.address(scene) in notes
        links = [run.hyperlink.address for shape in page.shapes if shape.has_text_frame for run in _runs(shape)]
        assert [link for link in links if link] == [BASE + scenes.address(scene)]
        assert any("do not imply endorsement" in shape.text_frame.text for shape in page.shapes if shape.has_text_frame)
        assert page._element.findall(".//{*}fld[@type='slidenum']")


def _runs(shape: Any) -> list[Any]:
    return [run for line in shape.text_frame.paragraphs for run in line.runs]


def test_a_scene_that_is_gone_says_so_on_its_slide_and_among_the_sources(deck: Any) -> None:
    texts = [shape.text_frame.text for shape in deck.slides[10].shapes if shape.has_text_frame]
    assert any("cannot be shown" in text and "Nonsense" in text for text in texts)
    assert "Slide 11: Not shown" in deck.slides[11].placeholders[1].text_frame.text


def test_titles_and_notes_are_large_and_stay_in_their_boxes(deck: Any) -> None:
    for page in list(deck.slides)[1:11]:
        title = page.shapes.title
        size = title.text_frame.paragraphs[0].font.size
        assert size >= Pt(24)
        assert len(wrapped(title.text, size.pt, title.width.inches, bold=True)) * size.pt * 1.17 / 72 <= title.height.inches
        for shape in page.placeholders:
            if shape.placeholder_format.idx == 13:
                line = shape.text_frame.paragraphs[0].font.size
                assert line >= Pt(16)
                assert (
                    len(wrapped(shape.text_frame.text, line.pt, shape.width.inches)) * line.pt * 1.17 / 72 <= shape.height.inches
                )
        for shape in page.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= deck.slide_height


def test_equal_briefings_give_equal_files_and_nothing_illegal_is_inside(file: bytes, ten: Briefing) -> None:
    assert slides.pptx(ten, BASE) == file
    with ZipFile(io.BytesIO(file)) as package:
        assert not [name for name in package.namelist() if "thumbnail" in name or "printer" in name]
        assert sum("slideLayout" in name and name.endswith(".xml") for name in package.namelist()) == 3
        core = package.read("docProps/core.xml").decode()
    built = rows("version")[0]
    assert built["version"] in core and set(re.findall(r"\d{4}-\d\d-\d\d(?=T)", core)) == {built["data_date"].isoformat()}


def test_without_an_address_no_link_and_progress_runs_to_the_end(ten: Briefing) -> None:
    parts: list[float] = []
    deck = Presentation(io.BytesIO(slides.pptx(replace(ten, scenes=ten.scenes[:2]), progress=parts.append)))
    assert parts == sorted(parts) and parts[-1] == 1.0 and len(parts) == 3
    assert not [
        run
        for page in deck.slides
        for shape in page.shapes
        if shape.has_text_frame
        for run in _runs(shape)
        if run.hyperlink.address
    ]


def test_a_briefing_without_scenes_and_an_unknown_kind_of_figure_still_make_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(Presentation(io.BytesIO(slides.pptx(Briefing("Empty")))).slides) == 2
    polar = Chart("Polar", go.Figure({"data": [{"type": "scatterpolar", "r": [1], "theta": [2]}]}), "A source.", {"One": "1 t"})
    told: Mapping[str, Chart] = {"polar": polar}
    monkeypatch.setattr(scenes, "stage", lambda scene, theme: scenes.Slide(scene, told, "All.", ()))
    deck = Presentation(io.BytesIO(slides.pptx(Briefing("One", (Scene("atlas", {}, ("polar",), "T"),)))))
    shown = [shape for shape in deck.slides[1].shapes if shape.has_table or shape.shape_type == 13]
    assert len(shown) == 1 and shown[0]._element.xpath(".//p:cNvPr")[0].get("descr") == polar.alt


@pytest.fixture(scope="module")
def kazakhstan() -> Any:
    return Presentation(io.BytesIO(slides.pptx(shipped()["kazakhstan"])))


def shown(place: int, key: str) -> Chart:
    return scenes.stage(shipped()["kazakhstan"].scenes[place - 1], "light").charts[key]


def test_steps_are_native_bars_on_unseen_ones_with_the_line_of_the_claim(kazakhstan: Any) -> None:
    page, chart = kazakhstan.slides[2], shown(2, "evidence")
    (native,), (trace,) = charts(page), traces(chart)
    unseen, steps = native.plots[0].series
    assert [list(series.values) for series in (unseen, steps)] == [list(trace["base"]), list(trace["x"])]
    assert unseen._element.find("./{*}spPr/{*}noFill") is not None and steps._element.find("./{*}spPr/{*}noFill") is None
    assert labels_of(steps) == list(trace["text"]) == list(chart.told.values()) and labels_of(unseen) == []
    tints = {str(point.get("val")) for point in steps._element.iterfind("./{*}dPt//{*}srgbClr")}
    assert len(tints) == len(set(zip(trace["marker"]["color"], trace["marker"]["opacity"], strict=True)))
    claim = chart.plot.layout.annotations[0].text
    (line,) = [shape for shape in page.shapes if shape.name == claim]
    (words,) = [shape for shape in page.shapes if shape.has_text_frame and shape.text_frame.text == claim]
    # the line stands within the by-products, the 19th to 22nd of 60
    room = next(shape for shape in page.shapes if shape.has_chart)
    names = float(native._chartSpace.find(".//{*}manualLayout/{*}x").get("val"))
    plot = float(native._chartSpace.find(".//{*}manualLayout/{*}w").get("val"))
    at = ((line.left - room.left) / room.width - names) / plot * native.value_axis.maximum_scale
    assert at == pytest.approx(20, abs=0.1) and words.top < line.top


def test_bars_beside_each_other_have_one_scale(kazakhstan: Any) -> None:
    for place in (3, 4, 5, 7, 10):
        one, other = charts(kazakhstan.slides[place])
        assert one.value_axis.maximum_scale == other.value_axis.maximum_scale > 0
        ends = [[part.get("val") for part in native._chartSpace.find(".//{*}manualLayout")][3:] for native in (one, other)]
        assert ends[0] == ends[1]


def test_a_chain_and_its_concentration_are_pictures_and_the_notes_hold_their_numbers(kazakhstan: Any) -> None:
    page = kazakhstan.slides[6]
    pictures = [shape for shape in page.shapes if shape.shape_type == 13]
    assert len(pictures) == 2 and all(picture.image.size[0] >= 1100 for picture in pictures)
    for key in ("chain", "concentration"):
        assert all(value in page.notes_slide.notes_text_frame.text for value in shown(6, key).told.values())


def test_long_names_of_passages_stand_whole_in_two_lines(kazakhstan: Any) -> None:
    (native,) = charts(kazakhstan.slides[8])
    assert next(iter(native.plots[0].categories)) == "Kazakhstan-China rail by\nAltynkol and Khorgos"
    assert native._chartSpace.find(".//{*}catAx/{*}tickLblSkip").get("val") == "1"


def test_type_is_large_and_a_source_that_is_cut_says_where_it_stands_whole(kazakhstan: Any) -> None:
    for page in list(kazakhstan.slides)[1:11]:
        for native in charts(page):
            sizes = [int(run.get("sz")) for run in native._chartSpace.iterfind(".//{*}dLbl//{*}rPr")]
            assert min(sizes) >= 1100
        for shape in page.shapes:
            if shape.has_text_frame and "…" in shape.text_frame.text:
                assert shape.text_frame.text.endswith("(whole under Sources)")
