"""The World Port Index of the US National Geospatial-Intelligence Agency (Pub. 150)."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pandas as pd

from data.readers import REFUSED, BadFile, Edition, Progress, unseen
from data.readers.flows import COUNTRY, by_iso2
from data.readers.sightings import COUNTRIES

SOURCE_ID = "nga_wpi"
SIZES = {"Very Small": "very small", "Small": "small", "Medium": "medium", "Large": "large", "": None, "Unknown": None}
NAMES = {"MAIN_PORT_NAME": "Main Port Name", "LATITUDE": "Latitude", "LONGITUDE": "Longitude"}
"""Headings of a copy that renamed three columns -> the publisher's own."""
COLUMNS = ("World Port Index Number", "Main Port Name", "Country Code", "Harbor Size", "Latitude", "Longitude")

SPELLED = {
    "Cote D'Ivoire": "CIV",
    "Curacao": "CUW",
    "Falkland Islands (Islas Malvinas)": "FLK",
    "Federated States of Micronesia": "FSM",
    "Johnson Atoll": "UMI",
    "Macau": "MAC",
    "Midway Islands": "UMI",
    "Saint Helena, Ascension, and Tristan da Cunha": "SHN",
    "Saint Kitts and Nevis": "KNA",
    "Saint Lucia": "LCA",
    "Saint Pierre and Miquelon": "SPM",
    "Saint Vincent and the Grenadines (Windward Islands)": "VCT",
    "Svalbard": "SJM",
    "The Bahamas": "BHS",
    "Wake Island": "UMI",
}


@cache
def _countries() -> dict[str, str]:
    ours = pd.read_csv(COUNTRY, dtype=str, keep_default_na=False, usecols=["iso3", "name_en"])
    stated = {name: iso3 for name, iso3 in COUNTRIES.items() if iso3}
    return dict(zip(ours["name_en"], ours["iso3"], strict=True)) | stated | SPELLED


def ports(path: Path, source_id: str = SOURCE_ID, progress: Progress = unseen) -> Edition:
    """Rows of `port` from `UpdatedPub150.csv`: lon, lat in degrees (WGS 84, mostly whole minutes).

    `port_id` is the index number, with a letter where the publisher gives one number twice. `harbor_size` is of the
    harbour, not of its traffic; blanks are one space; a blank country is taken from the UN/LOCODE. A row with another number of fields, without number, name or
    country, or off the globe is refused. Raises BadFile for another file, or one cut off in a row. Source: NGA Pub. 150, US public domain.
    """
    rows: list[dict[str, object]] = []
    refused: list[tuple[str, int, str, str]] = []
    seen: dict[str, int] = {}
    count = 0
    text = _read(path)
    progress(len(text))
    reader = csv.reader(text.splitlines(keepends=True))
    header = [NAMES.get(name.strip(), name.strip()) for name in next(reader, [])]
    if missing := [column for column in COLUMNS if column not in header]:
        raise BadFile(f"{path.name} has no column {', '.join(missing)}: it is not the World Port Index.")
    for line in reader:
        count += 1
        if len(line) != len(header):
            refused.append((path.name, reader.line_num, f"{len(line)} fields instead of {len(header)}", ",".join(line)))
            continue
        cell = {name: value.strip() for name, value in zip(header, line, strict=True)}
        number = cell["World Port Index Number"].removesuffix(".0")
        try:
            lat, lon = float(cell["Latitude"]), float(cell["Longitude"])
        except ValueError:
            lat = lon = float("nan")
        iso3 = _countries().get(cell["Country Code"])
        if not cell["Country Code"]:
            iso3 = by_iso2().get(cell.get("UN/LOCODE", "")[:2])
        reason = (
            "no index number" if not re.fullmatch(r"\d+(\.\d+)?", number)
            else "no name" if not cell["Main Port Name"]
            else f"unknown country {cell['Country Code']!r}" if iso3 is None
            else "the point is not on the globe" if not (-90 <= lat <= 90 and -180 <= lon <= 180)
            else f"unknown harbour size {cell['Harbor Size']!r}" if cell["Harbor Size"] not in SIZES
            else ""
        )  # fmt: skip
        if reason:
            refused.append((path.name, reader.line_num, reason, ",".join(line)))
            continue
        seen[number] = seen.get(number, 0) + 1
        rows.append(
            {
                "port_id": f"wpi-{number}" + ("" if seen[number] == 1 else chr(ord("a") + seen[number] - 1)),
                "name": cell["Main Port Name"],
                "iso3": iso3,
                "lon": lon,
                "lat": lat,
                "harbor_size": SIZES[cell["Harbor Size"]],
                "source_id": source_id,
            }
        )
    if refused and not text.endswith("\n") and refused[-1][1] == reader.line_num and "fields" in refused[-1][2]:
        raise BadFile(f"{path.name} ends in the middle of a row: it is cut off.")
    if not rows:
        raise BadFile(f"{path.name} holds no port: it is cut off or another file.")
    return Edition({"port": pd.DataFrame(rows)}, count, pd.DataFrame(refused, columns=list(REFUSED)))


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(f"{path.name} is no UTF-8 text ({error.reason}): it is another file.") from error
