"""Customs codes: one code for two minerals, baskets, and minerals that move between codes."""

from pathlib import Path

import pandas as pd
import pytest

from data.readers import BadFile, harmonized_system

MINERALS = frozenset(
    [
        "cobalt",
        "manganese",
        "gallium",
        "germanium",
        "hafnium",
        "indium",
        "niobium",
        "rhenium",
        "vanadium",
        "platinum",
        "aluminum",
        "iridium",
        "ruthenium",
        "bismuth",
    ]
)


def read(tmp_path: Path, *rows: str) -> pd.DataFrame:
    """Rows are `hs6,mineral,stage,specificity,in_hs2022,note`."""
    (tmp_path / "hs6_minerals_notes.csv").write_text(
        "\n".join(["hs6,mineral,stage,specificity,in_hs2022,note", *rows]), encoding="utf-8-sig"
    )
    listed = [",".join(row.split(",")[:3]) + ",words,list" for row in rows]
    (tmp_path / "hs6_minerals.csv").write_text("\n".join(["hs6,mineral,stage,description,source", *listed]), encoding="utf-8-sig")
    return harmonized_system.codes(tmp_path, MINERALS)


def test_one_code_for_two_minerals(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "283329,Cobalt,compound,basket,yes,",
        "283329,Manganese,compound,basket,yes,",
        "260600,Aluminium,ore,dedicated,yes,",
    )
    assert list(zip(found["hs"], found["mineral_id"], found["stage"], strict=True)) == [
        ("260600", "aluminum", "mine"), ("283329", "cobalt", "refining"), ("283329", "manganese", "refining")
    ]  # fmt: skip


def test_germanium_and_vanadium_are_not_in_the_basket_of_hs_2002(tmp_path: Path) -> None:
    found = read(tmp_path, "811292,Gallium-Germanium basket,refined,basket,yes,x").set_index("mineral_id")
    assert set(found["specificity"]) == {"basket"} and len(found) == 7
    assert found["revision"]["germanium"] == found["revision"]["vanadium"] == "HS2007-HS2022"
    assert found["revision"]["hafnium"] == found["revision"]["rhenium"] == "HS2002-HS2017"
    assert found["revision"]["gallium"] == "HS2002-HS2022"
    assert "HS 2007" in found["note"]["gallium"]


def test_editions_of_codes_and_metals_that_share_one(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "810600,Bismuth,refined,dedicated,no,HS<=2017",
        "810610,Bismuth,refined,dedicated,yes,",
        "711041,PGM,refined,dedicated,yes,",
    )
    assert dict(zip(found["hs"], found["revision"], strict=True)) == {
        "810600": "HS2002-HS2017", "810610": "HS2022", "711041": "HS2002-HS2022"
    }  # fmt: skip
    assert set(found[found["hs"] == "711041"]["specificity"]) == {"basket"}


def test_gold_is_left_out_and_an_unknown_mineral_stops_the_reader(tmp_path: Path) -> None:
    assert list(read(tmp_path, "710812,Gold,refined,dedicated,yes,", "260600,Aluminium,ore,dedicated,yes,")["hs"]) == ["260600"]
    with pytest.raises(BadFile, match="unobtainium"):
        read(tmp_path, "260600,Unobtainium,ore,dedicated,yes,")
    with pytest.raises(BadFile, match="no column"):
        (tmp_path / "hs6_minerals.csv").write_text("a\n")
        harmonized_system.codes(tmp_path, MINERALS)
