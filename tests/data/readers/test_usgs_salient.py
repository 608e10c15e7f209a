"""The salient statistics on tiny files in the official layouts; the figures are invented."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from data.readers import BadFile
from data.readers.usgs_salient import PRODUCTS, import_reliance, import_source, price

LONG = "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,Value,Notes"
BUYS = "COBALT,Import Sources,Cobalt,{},Import sources 2021-2024,All,percent,2021–24,{},"
ASKS = "{},Salient Statistics—United States,{},United States,Price,{},{},2024,{},{}"
RELIES = "{},Salient Statistics—United States,{},United States,Net import reliance,{},percent,2024,{},{}"


@pytest.fixture(autouse=True)
def no_corrections(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = ["source_id", "record", "field", "was", "now", "reason", "source"]
    monkeypatch.setattr("data.readers.corrections", lambda: pd.DataFrame(columns=columns, dtype=str))


def long(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "MCS2026_Commodities_Data.csv"
    path.write_bytes(("\n".join((LONG, *lines)) + "\n").encode("cp1252"))
    return path


def salient(tmp_path: Path, name: str, *lines: str) -> Path:
    (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return tmp_path


def test_import_sources_bounds_rest_and_a_joint_figure(tmp_path: Path) -> None:
    joint = "RUBIDIUM,Import Sources,Rubidium,{},Import sources 2021-2024,All,percent,2021–24,100,".format(
        '"China, Germany, and Russia"'
    )
    found = import_source(long(tmp_path, BUYS.format("Norway", ">99"), BUYS.format("Other countries", "<1"), joint))
    assert found[["iso3", "is_rest", "share_pct", "flag"]].fillna("").to_numpy().tolist() == [
        ["NOR", False, 99, "more_than"],
        ["", True, 1, "less_than"],
    ]
    assert set(found["mineral_id"]) == {"cobalt"} and set(found["form"]) == {"All forms"} and set(found["covers"]) == {"imports"}


def test_a_mineral_of_several_chapters_has_no_form_that_is_all_of_it(tmp_path: Path) -> None:
    line = BUYS.format("Canada", "100").replace("COBALT", "ALUMINUM").replace("Cobalt", "Aluminum")
    assert import_source(long(tmp_path, line))["form"].tolist() == ["Aluminum"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((BUYS.format("Norway", "60"),), "add up to 60%"),
        ((BUYS.format("Norway", "much"),), "is no share"),
        ((BUYS.format("Atlantis", "100"),), "Unknown country 'Atlantis'"),
        ((ASKS.format("COBALT", "Cobalt", "Price", "dollars per pound", "1", ""),), "has no Import Sources"),
    ],
)
def test_bad_import_sources_are_refused(tmp_path: Path, lines: tuple[str, ...], words: str) -> None:
    with pytest.raises(BadFile, match=words):
        import_source(long(tmp_path, *lines))


@pytest.mark.parametrize(
    ("unit", "value", "usd_t"),
    [
        ("cents per pound", "100", 2204.62),
        ("dollars per pound", "1", 2204.62),
        ("dollars per kilogram", "1,400", 1_400_000),
        ("dollars per metric ton", "31", 31),
        ("dollars per troy ounce", "1", 32150.75),
        ("dollars per dry metric ton unit", "252", 25200),
        ("dollars per metric ton unit", "5.53", 553),
        ("dollars per 50 grams", "161", None),
    ],
)
def test_a_price_per_ton_is_the_printed_one_in_another_unit(tmp_path: Path, unit: str, value: str, usd_t: float | None) -> None:
    found = price(long(tmp_path, ASKS.format("COBALT", "Cobalt", '"Price, average"', unit, f'"{value}"', "")))
    row = found.iloc[0]
    assert (row["price"], row["unit"], row["basis"]) == (float(value.replace(",", "")), unit, "average")
    assert row["price_usd_t"] == usd_t if usd_t else math.isnan(row["price_usd_t"])


def test_a_range_an_estimate_and_no_price(tmp_path: Path) -> None:
    lines = [
        ASKS.format("SCANDIUM", "Scandium", "Price: Scandium oxide", "dollars per kilogram", "890–900", "Estimated."),
        ASKS.format("SCANDIUM", "Scandium", "Price: Scandium metal", "dollars per kilogram", "5", "Estimated."),
        ASKS.format("SCANDIUM", "Scandium", "Price: Scandium alloy", "dollars per kilogram", "NA", ""),
    ]
    found = price(long(tmp_path, *lines)).set_index("product")
    assert found["flag"].to_dict() == {
        "scandium_oxide": "range",
        "scandium": "estimated",
        "scandium_aluminum_alloy": "not_available",
    }
    assert found.loc["scandium_oxide", "price"] == 890


@pytest.mark.parametrize(
    ("chapter", "commodity", "words", "found"),
    [
        ("RARE EARTHS (Heavy)", "Ytterbium", "Price: Ytterbium oxide", ("ytterbium", "ytterbium_oxide")),
        ("RARE EARTHS (Heavy)", "Erbium", "Price: Erbium oxide", ("erbium", "erbium_oxide")),
        ("ZIRCONIUM AND HAFNIUM", "Zirconium And Hafnium", '"Price: Zircon, imported"', ("zirconium", "zirconium_concentrates")),
        ("ZIRCONIUM AND HAFNIUM", "Hafnium", '"Price: Hafnium, unwrought"', ("hafnium", "hafnium")),
        (
            "RARE EARTHS",
            "Rare Earths",
            '"Price: Neodymium-praseodymium (NdPr) oxide"',
            ("rare_earths", "neodymium_praseodymium_oxide"),
        ),
    ],
)
def test_names_within_names(tmp_path: Path, chapter: str, commodity: str, words: str, found: tuple[str, str]) -> None:
    row = price(long(tmp_path, ASKS.format(chapter, commodity, words, "dollars per kilogram", "1", ""))).iloc[0]
    assert (row["mineral_id"], row["product"]) == found


def test_an_unknown_unit_of_a_price_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="unknown unit 'dollars per barrel'"):
        price(long(tmp_path, ASKS.format("COBALT", "Cobalt", "Price", "dollars per barrel", "1", "")))


@pytest.mark.parametrize(
    ("value", "note", "reliance", "flag"),
    [
        (">50", "Estimated.", 50, "more_than"),
        ("<25", "", 25, "less_than"),
        ("E", "Estimated.", None, "net_exporter"),
        ("NA", "", None, "not_available"),
        ("76", "Estimated.", 76, "estimated"),
        ("76", "", 76, None),
    ],
)
def test_reliance_keeps_bounds_and_words(tmp_path: Path, value: str, note: str, reliance: float | None, flag: str | None) -> None:
    row = import_reliance(long(tmp_path, RELIES.format("COBALT", "Cobalt", "Net import reliance", value, note)), "2026").iloc[0]
    assert (row["product"], row["year"], row["flag"]) == ("cobalt", 2024, flag)
    assert row["reliance_pct"] == reliance if reliance else math.isnan(row["reliance_pct"])


def test_the_older_files_their_names_and_their_last_year(tmp_path: Path) -> None:
    folder = salient(
        tmp_path, "germanium_mcs2022-germa_salient.csv", "DataSource,Year,NIR_pct", "MCS2022,2020,>50%", "MCS2022,2021,60"
    )
    folder = salient(
        folder, "mcs2022-simet_salient.csv", "DataSource,Year,NIR_FeSi2_pct,NIR_Si_pct,NIR_FeSi2_Si_pct", "x,2021,1,2,3"
    )
    found = import_reliance(folder, "2022").set_index(["product", "year"])
    assert found["reliance_pct"].to_dict() == {
        ("germanium", 2020): 50,
        ("germanium", 2021): 60,
        ("ferrosilicon", 2021): 1,
        ("silicon_metal", 2021): 2,
        ("ferrosilicon_and_silicon_metal", 2021): 3,
    }
    assert found.loc[("germanium", 2020), "flag"] == "more_than" and found.loc[("germanium", 2021), "flag"] == "estimated"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("DataSource,Year,NIR_pct", "MCS2023,2022,292"), "over 100%; the columns are out of step"),
        (("DataSource,Year,Price", "MCS2023,2022,5"), "no column of net import reliance"),
        (("DataSource,Year,NIR_pct", "MCS2023,2022,some"), "is no reliance"),
    ],
)
def test_columns_out_of_step_are_refused(tmp_path: Path, lines: tuple[str, ...], words: str) -> None:
    with pytest.raises(BadFile, match=words):
        import_reliance(salient(tmp_path, "mcs2023-fluor_salient.csv", *lines), "2023")


def test_every_mineral_of_the_list_is_one_of_ours() -> None:
    ours = pd.read_csv(Path(__file__).parents[3] / "data/curated/mineral.reviewed.csv")["mineral_id"]
    assert {mineral for products in PRODUCTS.values() for _, mineral, _ in products} <= set(ours)
