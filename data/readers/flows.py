"""What every reader of trade returns: flows between two countries, and what was left out, counted."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from data.readers import BadFile

COUNTRY = Path(__file__).parents[1] / "curated" / "country.csv"

COLUMNS = (
    "year", "exporter", "importer", "hs", "value_usd", "valuation", "mass_t", "source_id", "completeness", "revision",
    "buyers", "basis", "mineral_id", "period",
)  # fmt: skip
KEY = ("source_id", "year", "hs", "mineral_id", "exporter", "importer")
LEFT_OUT = ("source_id", "year", "party", "reason", "flows", "value_usd")

TAIWAN = {"S19": "TWN", "490": "TWN"}
"""Taiwan as BACI writes it: "Other Asia, nes"."""

GROUPS = {
    "R20": "a group: Europe EFTA, nes",
    "ZA1": "a group: Southern African Customs Union, to 1999",
    "PUS": "a group: US Misc. Pacific Isds",
    "SCG": "a former state: Serbia and Montenegro, to 2005",
    "ANT": "a former state: Netherlands Antilles, to 2010",
    "CSK": "a former state: Czechoslovakia, to 1992",
    "DDR": "a former state: German Democratic Republic, to 1990",
    "SUN": "a former state: USSR, to 1990",
}
"""Parties of trade that are no country of ours, by BACI's ISO 3166 alpha-3 code: left out, and counted."""
FORMER_ISO2 = {"CS": "SCG", "AN": "ANT"}
SAME = "from a country to itself: re-imports"


@cache
def _countries() -> pd.DataFrame:
    return pd.read_csv(COUNTRY, dtype=str, keep_default_na=False, usecols=["iso3", "iso2"])


def known() -> frozenset[str]:
    """The alpha-3 codes of the table `country`."""
    return frozenset(_countries()["iso3"])


def by_iso2() -> dict[str, str]:
    """Alpha-2 code -> alpha-3; Namibia is the text NA; former states keep BACI's alpha-3 (see GROUPS)."""
    return FORMER_ISO2 | dict(zip(_countries()["iso2"], _countries()["iso3"], strict=True))


def flows(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The flows between two countries (COLUMNS, sorted by KEY), and counts of the rest (LEFT_OUT).

    `rows` has `year`, `exporter`, `importer` (alpha-3, Taiwan also as S19), `hs`, `source_id` and whatever else of
    COLUMNS it knows; value_usd in US dollars, mass_t in metric tons. Groups, former states and flows from a country
    to itself are left out. Raises BadFile for a party that is neither a country nor one of GROUPS, a negative or
    missing value, or two flows of one key.
    """
    rows = rows.reindex(columns=list(COLUMNS))
    for side in ("exporter", "importer"):
        rows[side] = rows[side].replace(TAIWAN)
    parties = set(rows["exporter"]) | set(rows["importer"])
    if strange := {str(party) for party in parties} - known() - set(GROUPS):
        raise BadFile(f"unknown parties of trade: {', '.join(sorted(strange))}")
    if ((rows["value_usd"] < 0) | (rows["mass_t"] < 0) | (rows["value_usd"].isna() & rows["mass_t"].isna())).any():
        raise BadFile("a flow has a negative value, or neither value nor mass")
    reason = pd.Series(None, index=rows.index, dtype=object)
    party = pd.Series(None, index=rows.index, dtype=object)
    same = rows["exporter"] == rows["importer"]
    reason[same], party[same] = SAME, rows.loc[same, "exporter"]
    for side in ("importer", "exporter"):
        grouped = rows[side].isin(list(GROUPS))
        reason[grouped], party[grouped] = rows.loc[grouped, side].map(GROUPS), rows.loc[grouped, side]
    kept = rows[reason.isna()].sort_values(list(KEY), ignore_index=True, kind="stable")
    if kept.duplicated(list(KEY)).any():
        twice = kept.loc[kept.duplicated(list(KEY)), list(KEY)].iloc[0].to_dict()
        raise BadFile(f"two flows of one key: {twice}")
    counted = rows.assign(reason=reason, party=party)[reason.notna()]
    left = counted.groupby(["source_id", "year", "party", "reason"], as_index=False).agg(
        flows=("hs", "size"), value_usd=("value_usd", "sum")
    )
    return kept, left[list(LEFT_OUT)]
