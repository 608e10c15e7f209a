"""The reader of the governance indicators on tiny files in their layout; the figures are invented."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.readers import BadFile
from data.readers.wgi import governance

HEADER = "label_in_db,code_in_db,iso3_suggested,baci_code_in_db,1996,2022"


@pytest.fixture(autouse=True)
def corrections(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = ["source_id", "record", "field", "was", "now", "reason", "source"]
    fix = ["worldbank_wgi_2023", "governance: Guyana|1", "code_in_db", "GUY", "GUF", "", ""]
    drop = ["worldbank_wgi_2023", "governance: US Misc. Pacific Isds|4", "*", "", "", "", ""]
    monkeypatch.setattr("data.readers.corrections", lambda: pd.DataFrame([fix, drop], columns=columns))


def indicators(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "wgi.csv"
    first = (
        "Guyana,GUY,GUF,328,0.1,0.2",
        "Guyana,GUY,GUY,328,-0.3,",
        "Netherlands Antilles,ANT,ANT,530,1,",
        "US Misc. Pacific Isds,PUS,,849,,1.2",
    )
    path.write_text("\n".join((HEADER, *first, *lines)) + "\n", encoding="utf-8-sig")
    return path


def test_mislabelled_rows_are_mended_by_declaration(tmp_path: Path) -> None:
    found = governance(indicators(tmp_path, "Namibia,NAM,NAM,NA,,0.5"), {"GUY", "GUF", "NAM"})
    assert found[["iso3", "year", "estimate"]].to_numpy().tolist() == [
        ["GUF", 1996, 0.1], ["GUY", 1996, -0.3], ["GUF", 2022, 0.2], ["NAM", 2022, 0.5],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Atlantis,ATL,ATL,1,0,0", "unknown code ATL"),
        ("Namibia,NAM,NAM,NA,,95", "another table of the indicators"),
        ("Guyana,GUY,GUY,328,0,0", "GUY stands twice"),
        ("Namibia,NAM,NAM", "3 fields; the file is cut off"),
    ],
)
def test_bad_indicators_are_refused(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(BadFile, match=words):
        governance(indicators(tmp_path, line), {"GUY", "GUF", "NAM"})
