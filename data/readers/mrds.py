"""The USGS Mineral Resources Data System (MRDS): some 300,000 records of deposits, mines and plants, kept up to 2011."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from data.readers import REFUSED, BadFile, Edition, Progress, unseen
from data.readers.sightings import COUNTRIES, role, sightings

SOURCE_ID = "usgs_mrds"
COLUMNS = (
    "dep_id", "site_name", "latitude", "longitude", "country", "commod1", "commod2", "commod3", "oper_type", "prod_size",
    "dev_stat",
)  # fmt: skip

_WORDS = """
aluminum antimony arsenic beryllium bismuth cesium chromium cobalt copper gallium germanium graphite hafnium indium iridium
lead lithium manganese nickel niobium palladium platinum rhenium rhodium rubidium ruthenium scandium silver tantalum
tellurium tin titanium tungsten uranium vanadium yttrium zinc zirconium
"""
MINERALS: dict[str, str] = {word: word for word in _WORDS.split()} | {
    "barium-barite": "barite",
    "boron-borates": "boron",
    "columbium": "niobium",
    "ferrosilicon": "silicon",
    "fluorine-fluorite": "fluorspar",
    "magnesite": "magnesium",
    "magnesium": "magnesium",
    "niobium (columbium)": "niobium",
    "pge": "platinum_group",
    "phosphorus-phosphates": "phosphate",
    "potassium": "potash",
    "rare earth elements": "rare_earths",
    "ree": "rare_earths",
    "silicon": "silicon",
}
"""The publisher's commodity, lower case -> our mineral. Other commodities, and qualifiers behind a comma (Oxide, Heavy
Minerals, Dimension), are no minerals of the atlas; coal is not told apart into metallurgical and other."""

MINE = ("Producer", "Past Producer")
DEPOSIT = ("Occurrence", "Prospect", "Unknown", "")


def sites(path: Path, progress: Progress = unseen) -> Edition:
    """Sightings (data.readers.sightings) as the one table `sightings`, from `mrds.csv` or the zip that holds it.

    Only records with a mineral of the atlas; the rest are counted. `record` is dep_id. A producer or past producer is a
    mine, a processing plant is a plant, all else a deposit; the status is unknown, because the publisher stopped
    updating in 2011, and the note says what it stated. A point at 0, 0 is no point. A record without id or name, with another
    number of fields, off the globe, or a second one of an id is refused. Raises BadFile for another or a cut file.
    Source: USGS MRDS, https://mrdata.usgs.gov/mrds/, US public domain.
    """
    rows: list[dict[str, Any]] = []
    refused: list[tuple[str, int, str, str]] = []
    left: Counter[str] = Counter()
    seen: set[str] = set()
    count = 0
    for number, cell, line in _records(path, progress):
        count += 1
        reason = ""
        if cell is None:
            reason = "another number of fields than the header"
        elif not cell["dep_id"].isdigit():
            reason = "no dep_id"
        elif cell["dep_id"] in seen:
            reason = "a second record of one dep_id"
        if cell is None or reason:
            refused.append((path.name, number, reason, ",".join(line)))
            continue
        minerals = _minerals(cell)
        if not minerals:
            left["no mineral of the atlas"] += 1
            continue
        point = _point(cell)
        if not cell["site_name"] or point is None:
            why = "the point is not on the globe" if cell["site_name"] else "no name"
            refused.append((path.name, number, why, ",".join(line)))
            continue
        seen.add(cell["dep_id"])
        site = _site(cell, point)
        rows += [site | {"mineral_id": mineral, "role": part} for mineral, part in minerals.items()]
    if not rows:
        raise BadFile(f"{path.name} holds no record with a mineral of the atlas: it is cut off or another file.")
    return Edition({"sightings": sightings(rows)}, count, pd.DataFrame(refused, columns=list(REFUSED)), dict(left))


def _records(path: Path, progress: Progress) -> Iterator[tuple[int, dict[str, str] | None, list[str]]]:
    """The line number, the cells by name (None where their number is wrong), and the fields of every record."""
    text = _text(path)
    lines = csv.reader(_told(text, progress))
    header = [name.strip() for name in next(lines, [])]
    if missing := [column for column in COLUMNS if column not in header]:
        raise BadFile(f"{path.name} has no column {', '.join(missing)}: it is not mrds.csv.")
    place = {column: header.index(column) for column in COLUMNS}
    last: tuple[int, dict[str, str] | None, list[str]] | None = None
    for line in lines:
        if last:
            yield last
        whole = len(line) == len(header)
        last = lines.line_num, {name: line[at].strip() for name, at in place.items()} if whole else None, line
    if last and last[1] is None and not text.endswith("\n"):
        raise BadFile(f"{path.name} ends in the middle of a record: it is cut off.")
    if last:
        yield last


def _told(text: str, progress: Progress) -> Iterator[str]:
    for line in io.StringIO(text, newline=""):
        progress(len(line))
        yield line


def _text(path: Path) -> str:
    content = path.read_bytes()
    if zipfile.is_zipfile(path):
        try:
            with zipfile.ZipFile(path) as archive:
                names = [name for name in archive.namelist() if Path(name).name == "mrds.csv"]
                if not names:
                    raise BadFile(f"{path.name} holds no mrds.csv: it is another file.")
                content = archive.read(names[0])
        except zipfile.BadZipFile as error:
            raise BadFile(f"{path.name} is damaged or cut off ({error}).") from error
    elif content[:2] == b"PK":
        raise BadFile(f"{path.name} is no whole zip file: it is cut off.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _minerals(cell: dict[str, str]) -> dict[str, str]:
    """Our minerals of a record and their role: those of the first column are main, unless won with another."""
    stated = {
        column: [MINERALS[word] for part in cell[column].split(",") if (word := part.strip().casefold()) in MINERALS]
        for column in ("commod1", "commod2", "commod3")
    }
    every = [mineral for found in stated.values() for mineral in found]
    return {
        mineral: role(mineral, stated["commod1"]) if mineral in stated["commod1"] else "by_product"
        for mineral in dict.fromkeys(every)
    }


def _point(cell: dict[str, str]) -> tuple[float | None, float | None] | None:
    """lon and lat; both None where none is given; None off the globe."""
    if not cell["latitude"] and not cell["longitude"]:
        return None, None
    try:
        lat, lon = float(cell["latitude"]), float(cell["longitude"])
    except ValueError:
        return None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return (None, None) if lat == lon == 0 else (lon, lat)


def _site(cell: dict[str, str], point: tuple[float | None, float | None]) -> dict[str, Any]:
    state, plant = cell["dev_stat"], "Plant" in (cell["dev_stat"], cell["oper_type"].removeprefix("Processing "))
    return {
        "source_id": SOURCE_ID,
        "record": cell["dep_id"],
        "name": cell["site_name"],
        "kind": "plant" if plant else "mine" if state in MINE else "deposit",
        "country_stated": cell["country"],
        "iso3_stated": COUNTRIES.get(cell["country"]),
        "lon": point[0],
        "lat": point[1],
        "location_precision": "none" if point[0] is None else "site",
        "confidence": "low" if state in DEPOSIT else "moderate",
        "major": cell["prod_size"] in ("L", "Large"),
        "note": f"{state} according to MRDS (updated up to 2011)." if state not in ("", "Unknown") else None,
    }
