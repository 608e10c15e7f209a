"""The reader of the EU study on tiny files in its layout; the figures are invented."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.readers import BadFile
from data.readers.eu_crm import import_source, supply_risk, supply_share


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


def sourcing(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "fact_EUSupplyShares&t.csv"
    path.write_bytes(("\n".join(("Material,Stage,Country,Share,t", *lines)) + "\n").encode("cp1252"))
    return path


@pytest.fixture
def no_corrections(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = ["source_id", "record", "field", "was", "now", "reason", "source"]
    monkeypatch.setattr("data.readers.corrections", lambda: pd.DataFrame(columns=columns, dtype=str))


@pytest.mark.usefixtures("no_corrections")
def test_where_the_eu_buys_with_the_tables_own_spellings(tmp_path: Path) -> None:
    found = import_source(
        sourcing(tmp_path, "Niobium,P,Brasil,82%,1", "Titanium ores,E,South Korea,9%,1", "Aggregates,E,Austria,4%,1")
    )
    assert found[["mineral_id", "form", "stage", "iso3", "share_pct"]].to_numpy().tolist() == [
        ["niobium", "niobium", "refining", "BRA", 82],
        ["titanium", "titanium_minerals", "mine", "KOR", 9],
    ]
    assert set(found["covers"]) == {"imports and own output"}


@pytest.mark.usefixtures("no_corrections")
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Cobalt,P,China,6,1", "'6' of import_source: Cobalt"),
        ("Cobalt,P,China,60%,1\nCobalt,P,Japan,60%,1", "add up to 120.0%"),
        ("Cobalt,P,Atlantis,6%,1", "unknown country"),
        ("Unobtainium,P,China,6%,1", "unknown material"),
    ],
)
def test_bad_sourcing_is_refused(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(BadFile, match=words):
        import_source(sourcing(tmp_path, line))


def test_supply_risk_over_time(tmp_path: Path) -> None:
    path = tmp_path / "dimension_CRMsOverTime.csv"
    path.write_text('Material,Year,SR,EI\nHREEs,2023,5.1,4.2\nBauxite,2023,-,-\n"Natural Teak\nwood",2023,1.7,2.4\n', "cp1252")
    found = supply_risk(path)
    assert found.drop(columns="source_id").to_numpy().tolist() == [["rare_earths", "HREEs", 2023, 5.1, 4.2]]
    path.write_text("Material,Year,SR,EI\nCobalt,2023,high,4.2\n", "cp1252")
    with pytest.raises(BadFile, match="'high' is no figure"):
        supply_risk(path)
