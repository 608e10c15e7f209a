"""Flows between countries: Taiwan, Namibia, groups, former states, and what cannot be a flow."""

import pandas as pd
import pytest

from data.readers import BadFile
from data.readers.flows import COLUMNS, KEY, by_iso2, flows, known

USUAL = {"source_id": "s", "year": 2024, "hs": "811292", "exporter": "CHN", "importer": "USA", "value_usd": 1000.0}


def rows(*changes: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([USUAL | change for change in changes])


def test_taiwan_is_other_asia_and_namibia_is_no_missing_value() -> None:
    kept, left = flows(rows({"exporter": "S19"}, {"exporter": "NAM"}))
    assert list(kept["exporter"]) == ["NAM", "TWN"] and left.empty
    assert by_iso2()["NA"] == "NAM" and by_iso2()["TW"] == "TWN" and {"NAM", "TWN"} <= known()
    assert tuple(kept.columns) == COLUMNS and kept.equals(kept.sort_values(list(KEY), ignore_index=True))


def test_groups_former_states_and_re_imports_are_left_out_and_counted() -> None:
    kept, left = flows(
        rows({"exporter": "R20"}, {"exporter": "R20", "hs": "260200"}, {"importer": "ZA1"}, {"importer": "SCG", "value_usd": 7.0},
             {"importer": "CHN"}, {"importer": "KAZ"})
    )  # fmt: skip
    assert list(kept["importer"]) == ["KAZ"]
    assert dict(zip(left["party"], zip(left["flows"], left["value_usd"], strict=True), strict=True)) == {
        "R20": (2, 2000.0),
        "ZA1": (1, 1000.0),
        "SCG": (1, 7.0),
        "CHN": (1, 1000.0),
    }
    assert left.set_index("party")["reason"]["CHN"].endswith("re-imports")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"exporter": "XXX"}, "unknown parties of trade: XXX"),
        ({"exporter": None}, "unknown parties"),
        ({"value_usd": -1.0}, "negative value"),
        ({"value_usd": None, "mass_t": None}, "neither value nor mass"),
        ({"mass_t": -1.0}, "negative value"),
    ],
)
def test_what_is_no_flow_stops_the_reader(change: dict[str, object], said: str) -> None:
    with pytest.raises(BadFile, match=said):
        flows(rows(change))


def test_two_flows_of_one_key_stop_the_reader() -> None:
    with pytest.raises(BadFile, match="two flows of one key"):
        flows(rows({}, {"value_usd": 2.0}))
