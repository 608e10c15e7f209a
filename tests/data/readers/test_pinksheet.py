"""The reader of the Pink Sheet on a tiny workbook in its layout; the figures are invented."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from data.readers import BadFile
from data.readers.pinksheet import SERIES, price


def sheet(tmp_path: Path, unit: str = "($/mt)", last: object = 200, months: tuple[str, ...] = ("1960M01", "1960M02")) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Monthly Prices"
    page.append(["World Bank Commodity Price Data (The Pink Sheet)"])
    page.append([None, *(name + (" **" if name == "Potassium chloride" else "") for name in SERIES), "Gold"])
    page.append([None, *("($/troy oz)" if name in ("Platinum", "Silver") else unit for name in SERIES), "($/troy oz)"])
    page.append([months[0], *([100] * len(SERIES)), 1])
    page.append([months[1], *(["…"] * (len(SERIES) - 1)), last, 1])
    path = tmp_path / "CMO-Historical-Data-Monthly.xlsx"
    book.save(path)
    return path


def test_prices_by_month_with_a_gap(tmp_path: Path) -> None:
    found = price(sheet(tmp_path)).set_index(["product", "period"])
    assert len(found) == len(SERIES) + 1 and "gold" not in set(found["mineral_id"])
    assert found.loc[("tin", "1960-01"), ["price", "price_usd_t"]].tolist() == [100, 100]
    assert found.loc[("silver", "1960-01"), "price_usd_t"] == pytest.approx(3_215_074.66)
    assert found.loc[("potassium_chloride", "1960-02"), "price"] == 200


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"unit": "($/bbl)"}, "unknown unit"),
        ({"last": "n.a."}, "'n.a.' of Potassium chloride"),
        ({"months": ("1960M02", "1960M01")}, "not in order"),
        ({"months": ("Jan", "Feb")}, "it is another file"),
    ],
)
def test_another_sheet_is_refused(tmp_path: Path, change: dict[str, object], words: str) -> None:
    with pytest.raises(BadFile, match=words):
        price(sheet(tmp_path, **change))  # type: ignore[arg-type]


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "CMO.xlsx"
    path.write_bytes(b"not a workbook")
    with pytest.raises(BadFile, match="no workbook"):
        price(path)
