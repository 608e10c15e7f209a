"""The World Port Index, under the publisher's headings and those of a copy."""

from pathlib import Path

import pytest

from data.readers import BadFile, wpi

COPY = "World Port Index Number,MAIN_PORT_NAME,UN/LOCODE,Country Code,Harbor Size,Channel Depth (m),LATITUDE,LONGITUDE"
OFFICIAL = "World Port Index Number,Main Port Name,UN/LOCODE,Country Code,Harbor Size,Channel Depth (m),Latitude,Longitude"


def write(tmp_path: Path, *rows: str, header: str = OFFICIAL, end: str = "\n") -> Path:
    path = tmp_path / "UpdatedPub150.csv"
    path.write_text("\n".join([header, *rows]) + end, encoding="utf-8-sig")
    return path


@pytest.mark.parametrize("header", [COPY, OFFICIAL])
def test_a_port(tmp_path: Path, header: str) -> None:
    found = wpi.ports(write(tmp_path, "53510.0,Port Hedland,AU PHE,Australia,Small,0.0,-20.3,118.58", header=header))
    assert found.tables["port"].to_dict("records") == [
        {
            "port_id": "wpi-53510", "name": "Port Hedland", "iso3": "AUS", "lon": 118.58, "lat": -20.3, "harbor_size": "small",
            "source_id": "nga_wpi",
        }
    ]  # fmt: skip


def test_blanks_are_one_space_and_numbers_may_be_given_twice_or_with_a_half(tmp_path: Path) -> None:
    found = wpi.ports(
        write(
            tmp_path,
            "400,A, ,Namibia, ,0,1,1",
            "400,B, ,Namibia,Large,0,1,1",
            "49454.5,C, ,India,Medium,0,1,1",
            "5,D,NOMEH, ,Small,0,1,1",
        )
    ).tables["port"]
    assert list(found["port_id"]) == ["wpi-400", "wpi-400b", "wpi-49454.5", "wpi-5"]
    assert list(found["iso3"]) == ["NAM", "NAM", "IND", "NOR"]
    assert found["harbor_size"].isna().tolist() == [True, False, False, False]


def test_refused_rows_and_bad_files(tmp_path: Path) -> None:
    found = wpi.ports(
        write(tmp_path, "1,A,,Namibia,Small,0,1,1", "2,B,,Atlantis,Small,0,1,1", "3,C,,Namibia,Small,0,91,1", "4,,,Namibia,Small,0,1,1",
              "x,D,,Namibia,Small,0,1,1", "6,E,,Namibia,Huge,0,1,1", "7,F,,Namibia", "8,G,,Namibia,Small,0,1,1")
    )  # fmt: skip
    assert found.rows_in == 8 and len(found.tables["port"]) == 2
    assert dict(zip(found.refused["line"], found.refused["reason"], strict=True)) == {
        3: "unknown country 'Atlantis'", 4: "the point is not on the globe", 5: "no name", 6: "no index number",
        7: "unknown harbour size 'Huge'", 8: "4 fields instead of 8",
    }  # fmt: skip
    for header, rows, said in (
        ("a,b", ["1,2"], "no column"),
        (OFFICIAL, ["1,A,,Namibia,Small,0,1,1", "2,B,,Nam"], "cut off"),
        (OFFICIAL, [], "no port"),
    ):
        with pytest.raises(BadFile, match=said):
            wpi.ports(write(tmp_path, *rows, header=header, end="" if said == "cut off" else "\n"))
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadFile, match="no UTF-8"):
        wpi.ports(tmp_path / "x.csv")
