"""The reader of the EU study on tiny files in its layout; the figures are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.readers import BadFile
from data.readers.eu_crm import supply_share


def table(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "fact_GlobalSupplyShares&t.csv"
    path.write_bytes(("\n".join(("Material,Stage,Country,Share,t", *lines)) + "\n").encode("cp1252"))
    return path


def test_stages_countries_and_bounds(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "Aluminium,E,Guinea,60%,1.0",
        "Aluminium,E,Türkiye,39.9%,1.0",
        'Aluminium,E,"Congo, D.R.",<0.1%,1.0',
        "Aluminium,P,China,100%,1.0",
        "Roundwood,E,Brasilia,7%,1.0",
    )
    shares = supply_share(path)
    bauxite = shares[shares["stage"] == "mine"].set_index("iso3")
    assert set(bauxite["product"]) == {"bauxite"} and set(shares["mineral_id"]) == {"aluminum"}
    assert bauxite["share_pct"].to_dict() == {"COD": 0.1, "GIN": 60.0, "TUR": 39.9}
    assert bauxite["flag"].fillna("").to_dict() == {"COD": "bound", "GIN": "", "TUR": ""}
    assert shares[shares["stage"] == "refining"]["product"].tolist() == ["aluminum"]


def test_a_table_printed_twice_is_read_once(tmp_path: Path) -> None:
    lines = ("Titanium,E,China,100%,1.0", "Titanium metal,P,Japan,100%,1.0")
    shares = supply_share(table(tmp_path, *lines, "Titanium metal,E,China,100%,1.0"))
    assert sorted(shares["product"]) == ["titanium_metal", "titanium_minerals"]
    with pytest.raises(BadFile, match="no repetition"):
        supply_share(table(tmp_path, *lines, "Titanium metal,E,China,99%,1.0"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Unobtainium,E,China,100%,1.0", "unknown material Unobtainium, E"),
        ("Cobalt,X,China,100%,1.0", "unknown stage 'X'"),
        ("Cobalt,E,Atlantis,100%,1.0", "unknown country 'Atlantis'"),
        ("Cobalt,E,China,much,1.0", "'much' of Cobalt"),
        ("Cobalt,E,China,100", "4 fields; the file is cut off"),
        ("Cobalt,E,China,60%,1.0", "add up to 60.0%"),
        ("Cobalt,E,China,100%,1.0\nCobalt,E,China,1%,1.0", "two shares"),
    ],
)
def test_bad_rows_are_refused(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(BadFile, match=words):
        supply_share(table(tmp_path, line))


def test_wrong_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="not there"):
        supply_share(tmp_path / "none.csv")
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadFile, match="another file"):
        supply_share(path)
