"""Imports of the EU and the United States by partner, and BACI's largest pairs, from a file of openly licensed flows."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from data.readers import BadFile

EUROSTAT, USGS, BACI = "eurostat_comext_2024", "usgs_mcs_2026", "baci_hs22_v202601"
COLUMNS = (
    "source", "year", "exporter_iso3", "importer_iso3", "hs6", "value_usd", "mass_t", "hs_level", "hs_complete", "basis",
    "native_code",
)  # fmt: skip
PARTS = {
    "eurostat_comext_via_isi": (EUROSTAT, "eu27", "partial", "cif"),
    "usgs_mcs2026_import_sources": (USGS, "usa", "derived", None),
    "baci_hs22_v202601_via_comflow": (BACI, "world", "top_partners", "fob"),
}
"""The file's word for a source -> our source, the importers it covers, completeness and valuation."""

MINERAL = {"GALLIUM": "gallium", "GERMANIUM": "germanium", "INDIUM": "indium", "RHENIUM": "rhenium", "TELLURIUM": "tellurium"}
"""Chapters of the USGS summaries that name one mineral of a code that covers several."""
BASIS = {"t gross": "gross weight", "t": "not stated", "dry t": "dry weight", "t (HS22 code)": "not stated"}
MEANS = "2021-2024"


def rows(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Flows (columns of data.readers.flows), and counts of what was left out: (party None, reason, flows).

    value_usd in US dollars, mass_t in metric tons of what `basis` says. Flows overlap between sources: never add them.
    EU: value only (CIF), the normal customs procedure only, 2022-2024. United States: mass only, a mean of 2021-24 under the
    last year. Labels such as `MIX:...` are no customs codes and are left out, and so are parts of the file that other
    readers hold or that are upper bounds. Raises BadFile for another file. Source: `source` of each row.
    """
    try:
        table = pyarrow.parquet.read_table(path, columns=list(COLUMNS)).to_pandas()
    except (pa.ArrowInvalid, KeyError) as error:
        raise BadFile(f"{path.name} is not the file of open flows ({error}).") from error
    mine = table["source"].isin(list(PARTS))
    coded = table["hs6"].str.fullmatch(r"\d{4}|\d{6}")
    mixed = (
        table[mine & ~coded]
        .groupby(["source", "year"], as_index=False)
        .agg(flows=("hs6", "size"), value_usd=("value_usd", "sum"))
    )
    left = pd.DataFrame(
        {
            "source_id": mixed["source"].map({name: part[0] for name, part in PARTS.items()}),
            "year": mixed["year"],
            "party": None,
            "reason": "a mixture of codes, not a customs code",
            "flows": mixed["flows"],
            "value_usd": mixed["value_usd"],
        }
    )
    table = table[mine & coded]
    told = pd.DataFrame(
        table["source"].map(PARTS).tolist(), index=table.index, columns=["id", "buyers", "completeness", "valuation"]
    )
    american = told["id"] == USGS
    european = told["id"] == EUROSTAT
    basis = (
        table["basis"]
        .map(lambda text: BASIS.get(text, re.sub(r"^t \((.*)\)$|^t ", r"\1", str(text))))
        .where(american, "gross weight")
    )
    basis = basis.mask(european, table["hs_complete"].map({True: None, False: "part of the code"}))
    revision = pd.Series("HS2022", index=table.index).mask(american & (table["hs6"] == "810600"), "HS2017")
    flows = pd.DataFrame(
        {
            "year": table["year"],
            "exporter": table["exporter_iso3"],
            "importer": table["importer_iso3"],
            "hs": table["hs6"],
            "value_usd": table["value_usd"].round(2),
            "valuation": told["valuation"],
            "mass_t": table["mass_t"],
            "source_id": told["id"],
            "completeness": told["completeness"],
            "revision": revision,
            "buyers": told["buyers"],
            "basis": basis,
            "mineral_id": table["native_code"].str.split(":").str[0].map(MINERAL).where(american),
            "period": table["year"].astype(str).mask(american, MEANS),
        }
    )
    return flows, left
