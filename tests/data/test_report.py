"""The report says what is there and what is missing, from the tables alone."""

from pathlib import Path

import pytest

from data import report, store
from data.ask import rows
from data.tables import TABLES


def test_all_sixty_minerals_every_table_and_every_exception_are_in_it() -> None:
    text = report.markdown()
    minerals = rows("report")
    assert len(minerals) == 60 and all(f"| {row['mineral']} | {row['sites']} | {row['plants']} |" in text for row in minerals)
    assert all(f"| {table.name} | " in text for table in TABLES)
    assert text.count("| uranium | reserves | 2021 |") == 1, "a declared exception"
    assert "| usgs_mcs_2024 | " in text


def test_what_is_missing_is_said_and_what_is_there_is_not() -> None:
    found = {row["mineral"]: row for row in rows("report")}
    assert found["Cobalt"]["gaps"] == ""
    assert found["Cesium"]["production_years"] is None and "no tons, shares only" in found["Cesium"]["gaps"]
    assert "no price" in found["Uranium"]["gaps"].split("; ") and found["Uranium"]["production_years"] == "2018-2024"
    assert all(gap.endswith("by its group") for gap in found["Neodymium"]["gaps"].split("; "))


def test_gaps_of_the_small_atlas(small: Path) -> None:
    found = {row["mineral"]: row for row in rows("report")}
    assert found["Tin"]["gaps"].startswith("no deposit or mine; no plant; nothing on mining; nothing on refining")
    assert (found["Cobalt"]["sites"], found["Cobalt"]["plants"]) == (1, 1)
    assert found["Cobalt"]["production_years"] == "2023-2024"
    assert "mining by its group" in found["Neodymium"]["gaps"]


def test_it_is_written_beside_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(report, "PATH", tmp_path / "report.md")
    assert report.main() == 0
    assert (tmp_path / "report.md").read_text("utf-8").startswith("# Coverage and quality of the data")
    monkeypatch.setattr(report, "markdown", lambda: (_ for _ in ()).throw(store.StoreError("no database")))
    assert report.main() == 1
    assert "no database" in capsys.readouterr().err
