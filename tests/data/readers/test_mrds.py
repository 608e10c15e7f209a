"""The USGS Mineral Resources Data System, in its official layout."""

import zipfile
from pathlib import Path

import pytest

from data.readers import BadFile, mrds

HEADER = (
    "dep_id,url,mrds_id,mas_id,site_name,latitude,longitude,region,country,state,county,com_type,commod1,commod2,commod3,"
    "oper_type,dep_type,prod_size,dev_stat,ore,gangue"
)


def record(
    number: object, name: str = "Lucky Boy", lat: object = 40.0, lon: object = -117.0, first: str = "Copper", **more: str
) -> str:
    cell = {"country": "United States", "second": "", "third": "", "oper": "Unknown", "size": "N", "state": "Occurrence"} | more
    return (
        f'{number},"https://mrdata.usgs.gov/mrds/show-mrds.php?dep_id={number}",,,"{name}",{lat},{lon},NA,"{cell["country"]}",Nevada,Elko,M,'
        f'"{first}","{cell["second"]}","{cell["third"]}",{cell["oper"]},,{cell["size"]},{cell["state"]},,'
    )


def write(tmp_path: Path, *rows: str, header: str = HEADER, end: str = "\n") -> Path:
    path = tmp_path / "mrds.csv"
    path.write_text("\n".join([header, *rows]) + end, encoding="utf-8")
    return path


def test_minerals_of_the_atlas_and_their_roles(tmp_path: Path) -> None:
    found = mrds.sites(
        write(tmp_path, record(1, first="Gold, Copper", second="Silver"), record(2, first="Titanium, Heavy Minerals"),
              record(3, first="Gold"), record(4, first="Sand and Gravel, Construction"), record(5, first="Coal, Bituminous"),
              record(6, first="Phosphorus-Phosphates", second="Uranium", third="Fluorine-Fluorite"), record(7, first="Potassium"))
    )  # fmt: skip
    rows = found.tables["sightings"]
    assert list(zip(rows["record"], rows["mineral_id"], rows["role"], strict=True)) == [
        ("1", "copper", "main"), ("1", "silver", "by_product"), ("2", "titanium", "main"), ("6", "phosphate", "main"),
        ("6", "uranium", "by_product"), ("6", "fluorspar", "by_product"), ("7", "potash", "main"),
    ]  # fmt: skip
    assert found.left_out == {"no mineral of the atlas": 3} and found.rows_in == 7


@pytest.mark.parametrize(
    ("state", "oper", "kind", "confidence"),
    [
        ("Producer", "Surface", "mine", "moderate"),
        ("Past Producer", "", "mine", "moderate"),
        ("Prospect", "", "deposit", "low"),
        ("Unknown", "", "deposit", "low"),
        ("Plant", "", "plant", "moderate"),
        ("Producer", "Processing Plant", "plant", "moderate"),
    ],
)
def test_kinds_and_a_status_that_is_not_vouched_for(tmp_path: Path, state: str, oper: str, kind: str, confidence: str) -> None:
    (row,) = mrds.sites(write(tmp_path, record(1, state=state, oper=oper))).tables["sightings"].to_dict("records")
    assert (row["kind"], row["confidence"], row["status"]) == (kind, confidence, "unknown")
    assert row["note"] is None if state == "Unknown" else row["note"].startswith(f"{state} according to MRDS")


def test_points_and_countries(tmp_path: Path) -> None:
    rows = mrds.sites(
        write(tmp_path, record(1, lat=0, lon=0), record(2, lat="", lon=""), record(3, country="Namibia", lat=-22, lon=17, size="L"),
              record(4, country="Atlantis"))
    ).tables["sightings"]  # fmt: skip
    assert list(rows["location_precision"]) == ["none", "none", "site", "site"]
    assert list(rows["iso3_stated"]) == ["USA", "USA", "NAM", None] and list(rows["major"]) == [False, False, True, False]


def test_refused_records_and_bad_files(tmp_path: Path) -> None:
    found = mrds.sites(
        write(tmp_path, record(1), record(1), record(""), record(4, lat=95), record(5, name=""), record(6) + ",extra", record(7))
    )
    assert list(found.tables["sightings"]["record"]) == ["1", "7"] and found.rows_in == 7
    assert dict(zip(found.refused["line"], found.refused["reason"], strict=True)) == {
        3: "a second record of one dep_id", 4: "no dep_id", 5: "the point is not on the globe", 6: "no name",
        7: "another number of fields than the header",
    }  # fmt: skip
    for rows, header, end, said in (
        (["1,2"], "a,b", "\n", "no column"),
        ([record(1), record(2)[:60]], HEADER, "", "cut off"),
        ([record(1, first="Gold")], HEADER, "\n", "no record with a mineral"),
    ):
        with pytest.raises(BadFile, match=said):
            mrds.sites(write(tmp_path, *rows, header=header, end=end))


def test_a_name_of_two_lines_keeps_the_lines_right_and_a_zip_is_read_too(tmp_path: Path) -> None:
    path = write(tmp_path, record(1, name="Two\nLines"), record("x"), record(3, name="Älpha"))
    with zipfile.ZipFile(tmp_path / "mrds-csv.zip", "w") as archive:
        archive.write(path, "mrds.csv")
    for file in (path, tmp_path / "mrds-csv.zip"):
        found = mrds.sites(file)
        assert list(found.refused["line"]) == [4] and list(found.tables["sightings"]["record"]) == ["1", "3"]
    whole = (tmp_path / "mrds-csv.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[:100])
    with pytest.raises(BadFile, match="cut off"):
        mrds.sites(tmp_path / "cut.zip")
