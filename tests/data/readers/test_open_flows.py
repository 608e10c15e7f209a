"""Imports of the EU and the United States by partner: labels, means and parts of codes."""

from pathlib import Path

import pandas as pd
import pytest

from data.readers import BadFile, open_flows

EU = {
    "source": "eurostat_comext_via_isi", "year": 2023, "exporter_iso3": "KAZ", "importer_iso3": "DEU", "hs6": "282530",
    "value_usd": 3.14159, "mass_t": None, "hs_level": "6", "hs_complete": True, "basis": "importer CIF value; no mass in file",
    "native_code": "28253000",
}  # fmt: skip
US = EU | {
    "source": "usgs_mcs2026_import_sources", "year": 2024, "importer_iso3": "USA", "value_usd": None, "mass_t": 5.0,
    "hs6": "811292", "hs_complete": False, "basis": "t Ga metal (part of heading)", "native_code": "GALLIUM: Metal",
}  # fmt: skip


def read(tmp_path: Path, *rows: dict[str, object]) -> tuple[pd.DataFrame, pd.DataFrame]:
    pd.DataFrame(rows).astype({"value_usd": float, "mass_t": float}).to_parquet(tmp_path / "open.parquet")
    return open_flows.rows(tmp_path / "open.parquet")


def test_mixtures_are_no_customs_codes(tmp_path: Path) -> None:
    kept, left = read(tmp_path, EU, US | {"hs6": "MIX:cobalt (8105.20/.30)"}, US | {"hs6": "MIX:tin"})
    assert list(kept["hs"]) == ["282530"]
    assert left[["source_id", "flows"]].to_dict("records") == [{"source_id": "usgs_mcs_2026", "flows": 2}]


def test_other_parts_of_the_file_are_not_taken(tmp_path: Path) -> None:
    kept, left = read(
        tmp_path, EU, EU | {"source": "baci_hs17_v202601_via_cma_2022"}, EU | {"source": "euratom_supply_agency_2022"}
    )
    assert len(kept) == 1 and left.empty


def test_european_imports_are_cif_values_of_the_eu_only(tmp_path: Path) -> None:
    (row,) = read(tmp_path, EU)[0].to_dict("records")
    assert (row["valuation"], row["buyers"], row["completeness"], row["value_usd"]) == ("cif", "eu27", "partial", 3.14)
    (row,) = read(tmp_path, EU | {"hs_complete": False})[0].to_dict("records")
    assert row["basis"] == "part of the code"


def test_american_imports_are_means_of_four_years_by_mineral(tmp_path: Path) -> None:
    kept, _ = read(
        tmp_path,
        US,
        US | {"native_code": "INDIUM: All"},
        US | {"hs6": "260200", "native_code": "MANGANESE: ore", "basis": "t gross"},
    )
    assert set(kept["period"]) == {"2021-2024"} and set(kept["buyers"]) == {"usa"} and kept["valuation"].isna().all()
    assert [None if pd.isna(mineral) else mineral for mineral in kept["mineral_id"]] == ["gallium", "indium", None]
    assert list(kept["basis"]) == ["Ga metal (part of heading)", "Ga metal (part of heading)", "gross weight"]


def test_another_file_stops_the_reader(tmp_path: Path) -> None:
    pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "open.parquet")
    with pytest.raises(BadFile, match="not the file of open flows"):
        open_flows.rows(tmp_path / "open.parquet")
