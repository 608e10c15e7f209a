"""BACI: the excerpts with their traps, and the official zip in its own layout."""

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from data.readers import BadFile, baci

COUNTRIES = """country_code,country_name,country_iso2,country_iso3
156,China,CN,CHN
398,Kazakhstan,KZ,KAZ
490,"Other Asia, nes",,S19
516,Namibia,,NAM
697,"Europe EFTA, nes",,R20
842,USA,US,USA
"""
CODES = {"260300", "811292", "284410", "020220", "2844", "8112"}
HEADER = "t,i,j,k,v,q\n"


def official(folder: Path, years: dict[int, str], revision: str = "17", countries: str | None = COUNTRIES) -> Path:
    path = folder / f"BACI_HS{revision}_V202601.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for year, text in years.items():
            archive.writestr(f"BACI_HS{revision}_Y{year}_V202601.csv", text)
        if countries is not None:
            archive.writestr("country_codes_V202601.csv", "\ufeff" + countries)
        archive.writestr(f"product_codes_HS{revision}_V202601.csv", "code,description\n")
    return path


def trade(edition: object) -> dict[tuple[object, ...], tuple[float, float | None]]:
    frame = edition.tables["trade"]  # type: ignore[attr-defined]
    return {
        (row.year, row.hs, row.exporter, row.importer): (row.value_usd, None if pd.isna(row.mass_t) else row.mass_t)
        for row in frame.itertuples()
    }


def test_thousands_become_dollars_and_missing_quantities_stay_missing(tmp_path: Path) -> None:
    text = HEADER + "2024,398,156,260300,1000.5,10\n2024,490,842,811292,5.001,           NA\n2024,516,156,284410,7,\n"
    found = baci.edition(official(tmp_path, {2024: text}), CODES)
    assert trade(found) == {
        (2024, "260300", "KAZ", "CHN"): (1_000_500, 10),
        (2024, "811292", "TWN", "USA"): (5_001, None),
        (2024, "8112", "TWN", "USA"): (5_001, None),
        (2024, "284410", "NAM", "CHN"): (7_000, None),
        (2024, "2844", "NAM", "CHN"): (7_000, None),
    }
    assert set(found.tables["trade"]["source_id"]) == {"baci_hs17_v202601"}
    assert set(found.tables["trade"]["revision"]) == {"HS2017"}
    assert found.rows_in == 3 and found.refused.empty


def test_leading_zeros_of_codes_matter_and_may_be_lost(tmp_path: Path) -> None:
    text = HEADER + "2024,398,156,020220,1,1\n2024,398,842,20220,1,1\n2024,398,842,202200,9,9\n"
    assert {key[1:] for key in trade(baci.edition(official(tmp_path, {2024: text}), CODES))} == {
        ("020220", "KAZ", "CHN"), ("020220", "KAZ", "USA")
    }  # fmt: skip


def test_a_heading_is_the_sum_of_its_codes_and_has_no_mass_where_one_has_none(tmp_path: Path) -> None:
    text = HEADER + ("2024,398,156,284410,1,10\n2024,398,156,284420,2,5\n2024,398,842,284410,1,10\n2024,398,842,284430,2,NA\n")
    found = baci.edition(official(tmp_path, {2024: text}), CODES)
    assert trade(found)[2024, "2844", "KAZ", "CHN"] == (3_000, 15)
    assert trade(found)[2024, "2844", "KAZ", "USA"] == (3_000, None)
    assert (2024, "284420", "KAZ", "CHN") not in trade(found)
    totals = found.tables["trade_total"].set_index(["iso3", "hs"])
    assert totals.loc[("KAZ", "2844"), "exports_usd"] == 6_000 and totals.loc[("USA", "2844"), "imports_usd"] == 3_000
    assert totals["exports_usd"].sum() == totals["imports_usd"].sum()


def test_other_codes_and_parties_are_counted(tmp_path: Path) -> None:
    text = HEADER + (
        "2024,398,156,260300,1,1\n2024,697,156,260300,1,1\n2024,156,156,260300,2,1\n2024,156,398,999999,1,1\n"
        "2024,697,156,284410,1,1\n"
    )
    found = baci.edition(official(tmp_path, {2024: text}), CODES)
    assert found.rows_in == 5 and len(found.tables["trade"]) == 1
    assert found.left_out == {
        "another customs code": 1, "a group: Europe EFTA, nes": 2, "from a country to itself: re-imports": 1
    }  # fmt: skip


def test_all_years_at_once_and_each_file_its_year(tmp_path: Path) -> None:
    years = {year: HEADER + f"{year},398,156,260300,1,1\n" for year in (2022, 2023)}
    years[2024] = HEADER + "2023,398,156,260300,1,1\n2024,398,156,260300,1,1\n"
    found = baci.edition(official(tmp_path, years), CODES)
    assert sorted(key[0] for key in trade(found)) == [2022, 2023, 2024]
    assert found.refused.to_dict("records") == [
        {
            "file": "BACI_HS17_Y2024_V202601.csv",
            "line": 2,
            "reason": "the year is not the file's",
            "text": "2023,398,156,260300,1,1",
        }
    ]


def test_refused_rows_have_their_line_and_reason(tmp_path: Path) -> None:
    text = HEADER + (
        "2024,398,156,260300,1,1\n"
        "2024,398,842,260300\n"
        "2024,999,156,260300,1,1\n"
        "2024,398,,260300,1,1\n"
        "2024,398,842,260300,x,1\n"
        "2024,398,490,260300,-1,1\n"
        "2024,398,516,260300,1,ten\n"
        "2024,398,156,260300,1,1\n"
        "2024,999,156,999999,1,1\n"
        "2024,398,842,811292,1,1\n"
    )
    found = baci.edition(official(tmp_path, {2024: text}), CODES)
    said = {row["line"]: row["reason"] for row in found.refused.to_dict("records")}
    assert said == {
        3: "4 fields instead of 6",
        4: "the exporter's code is unknown",
        5: "the importer's code is unknown",
        6: "the value is no number",
        7: "the value is no number",
        8: "the quantity is no number of tons",
        9: "a second row of the same exporter, importer and code",
    }
    assert found.rows_in == 10 and len(found.tables["trade"]) == 3 and found.left_out["another customs code"] == 1


def test_a_file_of_several_blocks_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baci, "BLOCK", 200)
    lines = [f"2024,398,156,{100000 + number},1,1" for number in range(50)]
    lines[40] = "2024,398,156,260300,1,1"
    lines[30] = "2024,398"
    lines[45] = "2024,999,156,260300,1,1"
    read: list[int] = []
    path = official(tmp_path, {2024: HEADER + "\n".join(lines) + "\n"})
    found = baci.edition(path, CODES, read.append)
    assert found.rows_in == 50 and len(found.tables["trade"]) == 1
    assert {row["line"]: row["reason"][:5] for row in found.refused.to_dict("records")} == {32: "2 fie", 47: "the e"}
    assert sum(read) == len(HEADER + "\n".join(lines) + "\n")


def test_boron_of_hs_2002_is_added_up_to_the_later_code(tmp_path: Path) -> None:
    text = HEADER + "2002,398,156,252810,1,1\n2002,398,156,252890,2,5\n"
    found = baci.edition(official(tmp_path, {2002: text}, revision="02"), {"252800", "252890"})
    assert trade(found) == {(2002, "252800", "KAZ", "CHN"): (3_000, 6)}
    assert set(found.tables["trade"]["source_id"]) == {"baci_hs02_v202601"}


def test_another_or_a_cut_file_is_said_in_words(tmp_path: Path) -> None:
    good = HEADER + "2024,398,156,260300,1,1\n"
    whole = official(tmp_path, {2024: good}).read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadFile, match="cut off"):
        baci.edition(cut, CODES)
    damaged = tmp_path / "damaged.zip"
    at = whole.index(b"BACI_HS17_Y2024_V202601.csv") + 30
    damaged.write_bytes(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :])
    with pytest.raises(BadFile):
        baci.edition(damaged, CODES)
    for years, countries, said in (
        ({2024: good[:-6]}, COUNTRIES, "in the middle of a row"),
        ({2024: "a,b\n1,2\n"}, COUNTRIES, "has the columns a, b"),
        ({2024: HEADER + "2024,398,156,999999,1,1\n"}, COUNTRIES, "no flow of the atlas"),
        ({2024: good}, None, "no country_codes"),
        ({2024: good}, "a,b\n", "no column country_code"),
        ({}, COUNTRIES, "no yearly files"),
    ):
        with pytest.raises(BadFile, match=said):
            baci.edition(official(tmp_path, years, countries=countries), CODES)


def test_the_zip_against_plain_pandas(tmp_path: Path) -> None:
    """Every pair of five countries in four codes, against a group-by that shares no code with the reader."""
    import itertools
    import random

    chance = random.Random(3)
    parties = {156: "CHN", 398: "KAZ", 490: "TWN", 516: "NAM", 842: "USA"}
    lines = [
        f"2024,{i},{j},{k},{chance.randint(1, 10**6) / 1000},{chance.randint(0, 999) / 8}"
        for k in (284410, 284420, 260300, 710000)
        for i, j in itertools.permutations(parties, 2)
    ]
    text = HEADER + "\n".join(lines) + "\n"
    found = baci.edition(official(tmp_path, {2024: text}), CODES)
    plain = pd.DataFrame([line.split(",") for line in lines], columns=list("tijkvq")).astype(
        {"i": int, "j": int, "v": float, "q": float}
    )
    plain = plain.assign(i=plain["i"].map(parties), j=plain["j"].map(parties), v=plain["v"] * 1000)
    uranium = plain[plain["k"].str.startswith("2844")].groupby(["i", "j"])[["v", "q"]].sum()
    ours = found.tables["trade"].query("hs == '2844'").set_index(["exporter", "importer"])[["value_usd", "mass_t"]]
    assert len(ours) == 20
    assert (ours.sort_index().to_numpy() - uranium.sort_index().to_numpy()).__abs__().max() < 1e-6


# --- the excerpts ------------------------------------------------------------------------------------------


def parquet(path: Path, *rows: dict[str, object]) -> Path:
    pd.DataFrame(rows).to_parquet(path)
    return path


def test_the_complete_year_has_thousands_and_the_other_has_dollars(tmp_path: Path) -> None:
    row = {"year": 2024, "exporter": "S19", "importer": "NAM", "hs6": "811292", "value_kusd": 1.234, "qty_t": None}
    (found,) = baci.complete(parquet(tmp_path / "a.parquet", row)).to_dict("records")
    assert (found["value_usd"], found["completeness"], found["valuation"], found["buyers"]) == (1234.0, "full", "fob", "world")
    (tmp_path / "b.csv").write_text("\ufeffi,j,cmd,value\nNAM,S19,020220,235.0\n", encoding="utf-8")
    (found,) = baci.complete_by_value(tmp_path / "b.csv", 2022).to_dict("records")
    assert (found["exporter"], found["hs"], found["value_usd"], found["year"]) == ("NAM", "020220", 235.0, 2022)


TOP = {
    "year": 2016, "material": "gallium", "hs6": "811292", "hs_revision": "HS02", "exporter_iso2": "NA",
    "importer_iso2": "TW", "value_usd": 5,
}  # fmt: skip


def test_one_basket_under_three_names_is_kept_once(tmp_path: Path) -> None:
    rows = [TOP | {"material": name} for name in ("gallium", "germanium", "hafnium")]
    found = baci.top_partners(parquet(tmp_path / "t.parquet", *rows), without=())
    assert list(zip(found["exporter"], found["importer"], found["source_id"], strict=True)) == [
        ("NAM", "TWN", "baci_hs02_v202601")
    ]
    rows[1]["value_usd"] = 6
    with pytest.raises(BadFile, match="different flows"):
        baci.top_partners(parquet(tmp_path / "t.parquet", *rows), without=())


def test_whole_years_are_dropped_and_boron_is_one_code(tmp_path: Path) -> None:
    rows = [TOP | {"year": year, "hs_revision": "HS17"} for year in (2021, 2022, 2023, 2024)]
    rows.append(TOP | {"hs6": "252810+252890", "material": "boron", "exporter_iso2": "CS"})
    found = baci.top_partners(parquet(tmp_path / "t.parquet", *rows), without=(2022, 2024))
    assert sorted(found["year"]) == [2016, 2021, 2023]
    assert found.set_index("year")["hs"][2016] == "252800" and found.set_index("year")["exporter"][2016] == "SCG"
    assert set(found["completeness"]) == {"top_partners"}


def test_headings_and_their_totals(tmp_path: Path) -> None:
    flow = {"year": 2024, "exporter_iso3": "KAZ", "importer_iso3": "CHN", "hs4": "2844", "value_usd": 7}
    (found,) = baci.headings(parquet(tmp_path / "h.parquet", flow)).to_dict("records")
    assert (found["hs"], found["value_usd"], found["completeness"]) == ("2844", 7.0, "top_partners")
    whole = {
        "year": 2024, "iso3": "S19", "hs4": "2836", "exports_usd": 9, "imports_usd": 8, "exports_unallocated_usd": 1,
        "imports_unallocated_usd": 0, "heading_status": "partial: first countries of the heading missing",
    }  # fmt: skip
    (found,) = baci.totals(parquet(tmp_path / "w.parquet", whole)).to_dict("records")
    assert found["iso3"] == "TWN" and "missing" in found["note"]
    with pytest.raises(BadFile, match="not the excerpt"):
        baci.totals(parquet(tmp_path / "w.parquet", {"a": 1}))
    with pytest.raises(BadFile, match="no column"):
        (tmp_path / "c.csv").write_text("a\n1\n")
        baci.coverage(tmp_path / "c.csv", 2024)
