"""The USGS reader on tiny files in the official layouts of each edition; the figures are invented."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from data.readers import BadFile
from data.readers.usgs_mcs import CHAPTERS, EDITIONS, FLAGS, PRODUCTS, STAGE, country, measured, quantity, read

CORRECTION = ["source_id", "record", "field", "was", "now", "reason", "source"]
WIDE = (
    "SOURCE,COMMODITY,COUNTRY,TYPE,UNIT_MEAS,PROD_2023,PROD_EST_ 2024,PROD_NOTES,"
    "CAP_2023,CAP_EST_ 2024,CAP_NOTES,RESERVES_2024,RESERVE_NOTES"
)
LONG = (
    "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,Value,Notes,"
    "Is critical mineral 2025,Other notes"
)


def declare(monkeypatch: pytest.MonkeyPatch, *rows: list[str]) -> None:
    """Replace the declared corrections, which are for the whole files of the publisher."""
    monkeypatch.setattr("data.readers.corrections", lambda: pd.DataFrame(list(rows), columns=CORRECTION))


@pytest.fixture(autouse=True)
def no_corrections(monkeypatch: pytest.MonkeyPatch) -> None:
    declare(monkeypatch)


def folder(tmp_path: Path, name: str, *lines: str) -> Path:
    (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return tmp_path


def wide(tmp_path: Path, *lines: str, header: str = WIDE) -> Path:
    path = tmp_path / "MCS2025_World_Data.csv"
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8-sig")
    return path


def long(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "MCS2026_Commodities_Data.csv"
    path.write_bytes(("\n".join((LONG, *lines)) + "\n").encode("cp1252"))
    return path


def one(frame: pd.DataFrame, **where: object) -> dict[str, object]:
    """The only row with these values (None: empty)."""
    frame = frame.astype(object).where(frame.notna(), None)
    for column, value in where.items():
        frame = frame[[found == value for found in frame[column]]]
    assert len(frame) == 1, frame
    return {str(column): value for column, value in frame.iloc[0].items()}


def figure(frame: pd.DataFrame, **where: object) -> tuple[object, object]:
    """Quantity and flag of the only row with these values."""
    row = one(frame, **where)
    return row["quantity_t"], row["flag"]


BARITE = (
    "Source,Country,Type,Prod_kt_2021,Prod_kt_est_2022,Prod_notes,Reserves_kt,Reserves_notes",
    'MCS2023,United States,"Mine production, barite",W,W,,NA,',
    'MCS2023,Chinae,"Mine production, barite","2,000",21,Production in 2021 is also estimated.,"1,000",',
    'MCS2023,Other countries,"Mine production, barite",500,580,,70,',
    'MCS2023,"World total (rounded), excluding U.S. production","Mine production, barite","2,500",600,,NA,',
)


def test_2023_withheld_rest_and_total(tmp_path: Path) -> None:
    tables = read(folder(tmp_path, "mcs2023-barit_world.csv", *BARITE), "2023", {"barite"})
    production = tables["production"]
    assert figure(production, iso3="USA", year=2021) == (None, "withheld")
    assert figure(production, is_rest=True, iso3=None, year=2021) == (500_000, None)
    assert figure(production, iso3="CHN", year=2021) == (2_000_000, "estimated")
    assert figure(production, iso3="CHN", year=2022) == (21_000, "estimated")
    assert set(production["stage"]) == set(production["process"]) == {"mine"}
    total = one(tables["world_total"], year=2021, stage="mine")
    assert (total["quantity_t"], total["excludes"], total["flag"]) == (2_500_000, "USA", None)
    assert one(tables["reserves"], iso3="USA", year=2022)["flag"] == "not_available"
    assert set(tables["production"]["source_id"]) == {"usgs_mcs_2023"}


def test_2023_unit_error_is_a_declared_correction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder(
        tmp_path,
        "mcs2023-chrom_world.csv",
        "Source,Country,Type,Prod_t_2021,Prod_t_est_2022,Prod_notes,Reserves_kt,Reserves_notes",
        'MCS2023,Kazakhstan,"Mine production, marketable chromite ore",7,8,,230,',
    )
    fix = ["usgs_mcs_2023", "chromium|*|production|*", "unit", "t", "kt", "labelled in tons", "a test"]
    declare(monkeypatch, fix)
    tables = read(path, "2023", {"chromium"})
    assert one(tables["production"], year=2021)["quantity_t"] == 7_000
    assert one(tables["reserves"], year=2022)["quantity_t"] == 230_000
    declare(monkeypatch, [*fix[:3], "kg", *fix[4:]])
    with pytest.raises(ValueError, match="expected 'kg'"):
        read(path, "2023", {"chromium"})


def test_2023_sponge_and_pigment_share_a_file(tmp_path: Path) -> None:
    kind = "Sponge Metal Production and Sponge and Pigment Yearend Operating Capacity"
    path = folder(
        tmp_path,
        "mcs2023-titan_world.csv",
        "Source,Country,Type,Prod_Sponge_t_Est_2021,Prod_Sponge_t_Est_2022,Prod_notes,Cap_Sponge_t_2021,Cap_Pigment_t_2021",
        f'MCS2023,Japan,{kind},"50",60,Reported in 2021,70,300',
        f"MCS2023,Mexico,{kind},,,,,400",
    )
    tables = read(path, "2023", {"titanium"})
    assert one(tables["production"], iso3="JPN", year=2021)["flag"] is None
    assert one(tables["production"], iso3="JPN", year=2022)["flag"] == "estimated"
    assert one(tables["production"], iso3="MEX", year=2021)["flag"] == "not_reported"
    assert one(tables["capacity"], iso3="JPN", product="sponge")["quantity_t"] == 70
    assert one(tables["capacity"], iso3="MEX")["product"] == "pigment"


def test_2023_boron_is_mapped_form_by_form(tmp_path: Path) -> None:
    path = folder(
        tmp_path,
        "mcs2023-boron_world.csv",
        "Source,Country,Type,Prod_kt_est_2021,Prod_kt_est_2022,Prod_notes,Reserves_kt,Reserves_notes",
        'MCS2023,"Argentina, crude ore","Mine production, crude ore",1,2,,NA,Not available',
        'MCS2023,"Turkey, refined borates","Plant production, refined borates",3,4,,5,',
        "MCS2023,World total,XX,XX,XX,Not applicable,NA,Not available",
    )
    tables = read(path, "2023", {"boron"})
    argentina = one(tables["production"], iso3="ARG", year=2021)
    turkey = one(tables["production"], iso3="TUR", year=2021)
    assert (argentina["product"], argentina["stage"]) == ("boron_crude_ore", "mine")
    assert (turkey["product"], turkey["stage"]) == ("refined_borates", "refining")
    assert tables["world_total"].empty


def test_2023_potash_has_two_kinds_of_reserves(tmp_path: Path) -> None:
    kind = '"Mine production, potassium oxide (K2O) equivalent"'
    path = folder(
        tmp_path,
        "mcs2023-potas_world.csv",
        "Source,Country,Type,Prod_kt_2021,Prod_kt_est_2022,Prod_notes,Reserves_ore_kt,Reserves_ore_K2O_equiv_kt,Reserves_notes",
        f"MCS2023,Canada,{kind},1,2,,40,10,",
    )
    reserves = read(path, "2023", {"potash"})["reserves"].set_index("product")["quantity_t"]
    assert reserves.to_dict() == {"potash": 10_000, "potash_ore": 40_000}


def test_2024_footnotes_estimates_and_heading_without_type(tmp_path: Path) -> None:
    folder(
        tmp_path,
        "mcs2024-vanad_world.csv",
        "Source,Country,Type,Prod_t_est_2022,Prod_t_est_2023,Prod_notes,Reserves_kt,Reserves_notes,,",
        'MCS2024,Russia,"Mine production, vanadium content","e20,000",20,Also estimated in 2022,5,,,',
        'MCS2024,New Caledonia11,"Mine production, vanadium content",1,0,,NA,,,',
        'MCS2024,Other countries4,"Mine production, vanadium content",     3,   4,,NA,,,',
        'MCS2024,World total (rounded)8,"Mine production, vanadium content",9,9,,>19,,,',
    )
    folder(
        tmp_path,
        "MCS2024-fluor_world.csv",
        'Source,Country,"Mine production, fluorspar",Prod_kt_2022,Prod_kt_Est_2023,Prod_notes,Reserves_kt,Reserves_notes',
        'MCS 2024,Mexico,"Mine production, fluorspar",6,7,Also estimated in 2022,8,',
    )
    tables = read(tmp_path, "2024", {"vanadium", "fluorspar"})
    production = tables["production"][tables["production"]["mineral_id"] == "vanadium"]
    assert figure(production, iso3="RUS", year=2022) == (20_000, "estimated")
    assert figure(production, iso3="NCL", year=2023) == (0, None)
    assert one(production, is_rest=True, year=2022)["quantity_t"] == 3
    assert figure(tables["world_total"], stage="reserves", mineral_id="vanadium") == (19_000, "bound")
    assert one(tables["production"], iso3="MEX", year=2022)["flag"] == "estimated"


def test_2025_withheld_and_left_out_stand_in_the_notes(tmp_path: Path) -> None:
    path = wide(
        tmp_path,
        'MCS2025,Lithium ,United States,"Mine production, lithium content",metric tons,,,W for 23-24,,,,5,',
        'MCS2025,Lithium ,Chile,"Mine production, lithium content",metric tons,10,20,estimated 2023,,,,,NA',
        'MCS2025,Lithium ,Canada\u00a0,"Mine production, lithium content",metric tons,,,,,,,,',
        'MCS2025,Lithium ,World total (rounded),"Mine production, lithium content",metric tons,10,20,'
        "Excludes U.S. production. ,,,,30,",
        "MCS2025,Gemanium,China,Primary and secondary refinery production,kilograms,,,,,,,,",
        'MCS2025,Gallium ,Japan,Primary production,kilograms,"3,000",2000,,,"10,000",,,',
        "MCS2025,Salt ,Nowhere,Mine production,thousand metric tons,1,1,,,,,,",
    )
    tables = read(path, "2025", {"lithium", "gallium", "germanium"})
    assert one(tables["production"], iso3="USA", year=2024)["flag"] == "withheld"
    assert one(tables["production"], iso3="CAN", year=2024)["flag"] == "not_reported"
    assert one(tables["production"], iso3="CHN", year=2023)["mineral_id"] == "germanium"
    assert one(tables["production"], iso3="CHL", year=2023)["flag"] == "estimated"
    assert one(tables["reserves"], iso3="CHL")["flag"] == "not_available"
    assert one(tables["world_total"], stage="mine", year=2023)["excludes"] == "USA"
    gallium = one(tables["production"], iso3="JPN", year=2023)
    assert (gallium["quantity_t"], gallium["stage"], gallium["process"]) == (3, "refining", "primary")
    assert figure(tables["capacity"], iso3="JPN", year=2024) == (10, "estimated")


def test_2025_reserves_of_a_group_and_capacity_in_the_wrong_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = wide(
        tmp_path,
        'MCS2025,Platinum-Group metals,Canada,"Mine production, Palladium content",kilograms,1,2,,,,,310,',
        'MCS2025,Platinum-Group metals,Canada,"Mine production, Platinum content",kilograms,3,4,,,,,,',
        "MCS2025,Indium,Belgium,Refinery production,metric tons,19,10,,,,,50,",
    )
    fix = ["usgs_mcs_2025", "indium|*|reserves|2024", "measure", "reserves", "capacity", "wrong column", "a test"]
    declare(monkeypatch, fix)
    tables = read(path, "2025", {"platinum_group", "indium"})
    reserves = one(tables["reserves"], iso3="CAN")
    assert (reserves["mineral_id"], reserves["quantity_t"]) == ("platinum_group", 0.31)
    assert set(tables["production"]["mineral_id"]) == {"palladium", "platinum", "indium"}
    assert one(tables["capacity"], iso3="BEL")["quantity_t"] == 50


def test_2026_is_windows_1252_and_only_its_world_sections_count(tmp_path: Path) -> None:
    mine = "MANGANESE,World Mine Production (manganese content) and Reserves,Manganese"
    total = f"{mine},World total,Production,Mine production: rounded,thousand metric tons"
    salient = "MANGANESE,Salient Statistics\N{EM DASH}United States,Manganese"
    ivoire = "Côte d\N{RIGHT SINGLE QUOTATION MARK}Ivoire"
    path = long(
        tmp_path,
        f"{salient},United States,Production,Mine,metric tons,2024,5,,Yes,",
        f"{mine},United States,Production,Mine production,thousand metric tons,2024,\N{EM DASH},,Yes,",
        f"{mine},United States,Production,Mine production,thousand metric tons,2025,W,,Yes,",
        f"{mine},{ivoire},Production,Mine production,thousand metric tons,2024,340,Estimated.,Yes,",
        f"{mine},Other countries,Reserves,Reserves,thousand metric tons,2025,Small,,Yes,",
        f"{total},2024,340,Excludes U.S. production.,Yes,",
        f"{total},2025,340,Excludes U.S. production.,Yes,",
        "YTTRIUM,World Mine Production and Reserves,Yttrium,World total,Production,"
        'mine production of Y2O3,metric tons,2025,"10,000 - 15,000",Yes,,',
    )
    tables = read(path, "2026", {"manganese", "yttrium"})
    production = tables["production"]
    assert figure(production, iso3="USA", year=2024) == (0, None)
    assert one(production, iso3="USA", year=2025)["flag"] == "withheld"
    assert figure(production, iso3="CIV") == (340_000, "estimated")
    assert one(tables["reserves"], is_rest=True)["flag"] == "not_quantified"
    totals = tables["world_total"]
    assert one(totals, product="manganese", year=2025)["excludes"] == "USA"
    assert one(totals, product="manganese", year=2024)["excludes"] == "", "no output: nothing is left out"
    assert figure(totals, product="yttrium_oxide") == (10_000, "bound")


def test_wrong_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="not there"):
        read(tmp_path / "none.csv", "2025")
    with pytest.raises(BadFile, match="no reader"):
        read(tmp_path, "1999")
    with pytest.raises(BadFile, match=r"no \*_world\.csv"):
        read(tmp_path, "2023")
    with pytest.raises(BadFile, match="another file"):
        read(wide(tmp_path, "1,2,3,4", header="a,b,c,d"), "2025")
    with pytest.raises(BadFile, match="no world table of the 2024"):
        read(folder(tmp_path, "mcs2023-barit_world.csv", *BARITE), "2024")


def test_a_file_cut_off_is_refused(tmp_path: Path) -> None:
    cut = wide(tmp_path, 'MCS2025,Zinc,Peru,"Mine production, zinc content",thousand metric tons,1470,13')
    with pytest.raises(BadFile, match="7 fields instead of 13"):
        read(cut, "2025", {"zinc"})
    whole = wide(tmp_path, 'MCS2025,Zinc,Peru,"Mine production, zinc content",metric tons,14,13,,,,,9,')
    assert len(read(whole, "2025", {"zinc"})["production"]) == 2
    with pytest.raises(BadFile, match="no world table for aluminum, antimony"):
        read(whole, "2025")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('MCS2025,Zinc,Atlantis,"Mine production, zinc content",metric tons,1,2,,,,,,', "country 'Atlantis'"),
        ('MCS2025,Zinc,Peru,"Mine production, zinc content",bushels,1,2,,,,,,', "Unknown unit 'bushels'"),
        ('MCS2025,Zinc,Peru,"Mine production, zinc content",metric tons,some,2,,,,,,', "'some' is no figure"),
        ('MCS2025,Zinc,Peru,"Stocks, zinc content",metric tons,1,2,,,,,,', "Unknown table in zinc"),
        ('MCS2019,Zinc,Peru,"Mine production, zinc content",metric tons,1,2,,,,,,', "not MCS2025"),
    ],
)
def test_unknown_words_are_refused(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(BadFile, match=words):
        read(wide(tmp_path, line), "2025", {"zinc"})


def test_one_figure_for_a_key(tmp_path: Path) -> None:
    line = 'MCS2025,Zinc,Peru,"Mine production, zinc content",metric tons,1,2,,,,,,'
    with pytest.raises(BadFile, match="Two figures"):
        read(wide(tmp_path, line, line), "2025", {"zinc"})


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("Congo (Kinshasa)", "COD"),
        ("Korea, Republic ofe", "KOR"),
        ("Russiae", "RUS"),
        ("Chile", "CHL"),
        ("United States1", "USA"),
        ("Burma", "MMR"),
        ("Kazakhstan, concentrate", "KAZ"),
        ("Other", None),
        ("Other countries10", None),
    ],
)
def test_country_names(name: str, iso3: str | None) -> None:
    assert country(name) == iso3


@pytest.mark.parametrize("name", ["United States and Canada", "Brazil (crude and beneficiated)9", "Chin", ""])
def test_a_country_is_never_guessed(name: str) -> None:
    with pytest.raises(BadFile, match="Unknown country"):
        country(name)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("1,230 ", "kt", (1_230_000, "")),
        ("<100", "kt", (100_000, "bound")),
        (">1,800,000", "t", (1_800_000, "bound")),
        ("9,290", "kilograms", (9.29, "")),
        ("\N{EM DASH}", "t", (0, "")),
    ],
)
def test_quantities(value: str, unit: str, expected: tuple[float, str]) -> None:
    assert quantity(value, unit) == expected


@pytest.mark.parametrize(
    ("value", "flag"),
    [("W", "withheld"), ("NA", "not_available"), ("", "not_reported"), ("Large", "not_quantified"),
     ("s", "included_elsewhere"), ("Included in World total.", "included_elsewhere")],
)  # fmt: skip
def test_no_figure_is_never_zero(value: str, flag: str) -> None:
    amount, found = quantity(value, "t")
    assert math.isnan(amount) and found == flag and flag in FLAGS


def test_every_product_has_a_stage_and_every_edition_its_chapters() -> None:
    assert {product.process for chapter in PRODUCTS.values() for product in chapter} == set(STAGE)
    assert set(CHAPTERS) == set(EDITIONS)
    assert measured("copper", "Refinery production").product == "copper"
    assert measured("titanium_concentrates", "Mine production: rutile, rounded").product == "rutile"


def test_2022_files_are_named_by_mineral_and_spell_territories_out(tmp_path: Path) -> None:
    lines = (
        "Source,Country,Type,Prod_t_2020,Prod_t_Est_2021",
        "MCS2022,New Caledonia (overseas territory of France),Mine production,200000,190000",
        "MCS2022,World total (rounded),Mine production,200000,190000",
        ",,,,",
    )
    tables = read(folder(tmp_path, "nickel_mcs2022-nicke_world.csv", *lines), "2022", {"nickel"})
    assert figure(tables["production"], iso3="NCL", year=2020) == (200_000, None)
    assert figure(tables["production"], iso3="NCL", year=2021) == (190_000, "estimated")
    assert figure(tables["world_total"], year=2020) == (200_000, None)
