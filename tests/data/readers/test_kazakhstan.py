"""The compiled sites of Kazakhstan."""

from pathlib import Path

import pandas as pd
import pytest

from data.readers import BadFile, kazakhstan

CORRECTION = ["source_id", "record", "field", "was", "now", "reason", "source"]


@pytest.fixture(autouse=True)
def no_corrections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.readers.corrections", lambda: pd.DataFrame(columns=CORRECTION))


def read(tmp_path: Path, **more: str) -> pd.DataFrame:
    """Sightings of one row: an operating copper mine with a point, but for the columns given."""
    row = dict.fromkeys(kazakhstan.COLUMNS, "") | {
        "site": "A", "site_type": "mine", "commodities": "copper", "lat": "48", "lon": "70",
        "coord_precision": "site", "coord_source": "a page", "status": "operating", "source": "A page (2025)",
        "confidence": "seen_in_source",
    } | more  # fmt: skip
    pd.DataFrame([row]).to_csv(tmp_path / "sites.csv", index=False)
    return kazakhstan.sites(tmp_path / "sites.csv")


def test_a_mine_with_a_concentrator_is_a_mine_and_a_plant(tmp_path: Path) -> None:
    rows = read(tmp_path, site_type="mine_and_concentrator")
    assert list(zip(rows["kind"], rows["stage"], strict=True)) == [("mine", None), ("plant", "concentrator")]


def test_the_point_of_a_smelter_is_an_area_for_its_mines(tmp_path: Path) -> None:
    rows = read(tmp_path, site_type="smelter_and_mines", coord_source="USGS: Smelter at Zhezkazgan")
    assert dict(zip(rows["kind"], rows["location_precision"], strict=True)) == {
        "mine": "area",
        "plant": "site",
    }


def test_a_point_from_memory_is_no_point(tmp_path: Path) -> None:
    (row,) = read(tmp_path, coord_precision="approx_10km", coord_source="from_memory").to_dict("records")
    assert (row["lon"], row["lat"], row["location_precision"]) == (None, None, "none")


def test_a_row_from_memory_has_no_page_and_low_confidence(tmp_path: Path) -> None:
    (row,) = read(tmp_path, confidence="from_memory", source="General knowledge").to_dict("records")
    assert (row["page"], row["confidence"]) == (None, "low")
    assert "No page behind this row" in row["note"]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("operating (not checked)", "unknown"),
        ("operating since 2024-11-01", "operating"),
        ("under construction, start 2028", "construction"),
        ("idle", "care_and_maintenance"),
        ("definitive feasibility study under way", "planned"),
        ("prognosis only", "unknown"),
    ],
)
def test_status_words(tmp_path: Path, words: str, status: str) -> None:
    (row,) = read(tmp_path, status=words).to_dict("records")
    assert row["status"] == status
    assert f"Status as stated: {words}" in row["note"]


def test_the_first_mineral_is_main_and_by_products_follow_their_host(tmp_path: Path) -> None:
    rows = read(tmp_path, commodities="zinc;lead;gold;indium;phosphorus")
    assert list(zip(rows["mineral_id"], rows["role"], strict=True)) == [
        ("zinc", "main"), ("lead", "main"), ("indium", "by_product"), ("phosphate", "main")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "more",
    [
        {"site_type": "farm"},
        {"coord_precision": "vague"},
        {"status": "sleeping"},
        {"commodities": "unobtainium"},
    ],
)
def test_unknown_words_stop_the_reader(tmp_path: Path, more: dict[str, str]) -> None:
    with pytest.raises(BadFile):
        read(tmp_path, **more)
