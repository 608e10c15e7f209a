"""The workbook read back by a program that did not write it."""

import io
from collections import Counter

import openpyxl
import pyarrow as pa
import pytest

from data.ask import ask, behind
from data.briefing import Briefing, shipped
from data.selection import Selection
from pages.parts import scenes, workbook

NASTY = pa.table(
    {
        "country": ["=1+1", "Қазақстан", "http://x.example"],
        "share_pct": [12.5, None, float("nan")],
        "parts": [["a", "b"], [], None],
    }
)


def read(file: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(file))


def test_numbers_are_numbers_under_headers_with_units() -> None:
    answer = ask("producers", Selection(minerals=("cobalt",), year=2024), mineral="cobalt", stage="refining")
    sheet = read(workbook.xlsx([("Cobalt refined", "A source.", answer)]))["Cobalt refined"]
    heads = [cell.value for cell in sheet[4]]
    assert "Quantity, t" in heads or any("t" in head.split(", ")[1:] for head in heads if head)
    at = answer.column_names.index("share_pct")
    assert heads[at].endswith("%")
    written = [row[at].value for row in sheet.iter_rows(min_row=5)]
    assert written == answer.column("share_pct").to_pylist() and isinstance(written[0], float)


def test_text_never_becomes_a_formula_or_a_link() -> None:
    sheet = read(workbook.xlsx([("T", "S", NASTY)]))["T"]
    cells = [row[0] for row in sheet.iter_rows(min_row=5)]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells[:1]] == [("=1+1", "s", None)]
    assert [cell.value for cell in cells[1:]] == ["Қазақстан", "http://x.example"] and cells[2].hyperlink is None
    assert [row[1].value for row in sheet.iter_rows(min_row=5)] == [12.5, None, None]
    assert sheet["C5"].value == "a, b"


def test_sheets_have_names_a_spreadsheet_takes_and_a_sheet_of_sources_with_the_query() -> None:
    answer = ask("candidates", Selection(year=2024))
    long = "Share of the world: what is held [mined/refined] by the members"
    book = read(workbook.xlsx([(long, "First.", answer), (long, "Second.", answer)]))
    assert len(book.sheetnames) == 3 and len({name.lower() for name in book.sheetnames}) == 3
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in book.sheetnames)
    sources = book["Sources"]
    assert sources["A1"].value == workbook.stamp()
    assert [sources.cell(row, 3).value for row in (4, 5)] == ["First.", "Second."]
    assert sources["D4"].value == behind(answer) and "-- $members = [" in sources["D4"].value


def test_the_query_behind_an_answer_can_be_asked_again() -> None:
    answer = ask("members", Selection(coalitions=("g7",)))
    told = behind(answer)
    assert told.startswith("-- $added = []") and '-- $coalitions = ["g7"]' in told
    assert "-- Who belongs to the chosen coalitions" in told
    assert behind(NASTY) == ""


def test_a_briefing_gives_a_sheet_for_each_figure_of_each_scene(ten: Briefing) -> None:
    book = read(workbook.of_briefing(ten))
    shown = [(n, chart) for n, scene in enumerate(ten.scenes, 1) for chart in scenes.stage(scene, "light").charts.values()]
    assert len(book.sheetnames) == len(shown) + 1
    for name, (number, chart) in zip(book.sheetnames[1:], shown, strict=True):
        sheet = book[name]
        assert (
            name.startswith(f"{number}. ")
            and sheet["A1"].value == f"{number}. {chart.title}"
            and sheet["A2"].value == chart.source
        )
        assert chart.answer is not None and sheet.max_row == 4 + chart.answer.num_rows
    answer = scenes.stage(ten.scenes[1], "light").charts["producers_mine"].answer
    assert answer is not None
    at = answer.column_names.index("share_pct")
    sheet = book[next(name for name in book.sheetnames if name.startswith("2. "))]
    assert [row[at].value for row in sheet.iter_rows(min_row=5)] == pytest.approx(
        answer.column("share_pct").to_pylist(), rel=1e-14
    )


def test_the_sheets_of_evidence_and_chain_hold_what_the_slides_say() -> None:
    kazakhstan = shipped()["kazakhstan"]
    book = read(workbook.of_briefing(kazakhstan))

    def sheet(number: int, key: str) -> list[dict[str, object]]:
        chart = scenes.stage(kazakhstan.scenes[number - 1], "light").charts[key]
        (found,) = [one for one in book if one["A1"].value == f"{number}. {chart.title}"]
        assert chart.answer is not None
        return [
            dict(zip(chart.answer.column_names, (cell.value for cell in row), strict=True)) for row in found.iter_rows(min_row=5)
        ]

    grades = Counter(row["grade"] for row in sheet(2, "evidence"))
    told = scenes.stage(kazakhstan.scenes[1], "light").charts["evidence"].told
    assert sorted(grades.values()) == sorted(int(value.split(" ")[0]) for value in told.values())
    mined = scenes.stage(kazakhstan.scenes[5], "light").charts["chain"].told["Mined, 2024"]
    found = {row["country"]: row["share_pct"] for row in sheet(6, "chain") if row["stage"] == "mine"}
    assert f"Kazakhstan {found['Kazakhstan']:.0f}%, Canada {found['Canada']:.0f}%" in mined
