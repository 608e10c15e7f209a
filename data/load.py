"""Reads a publisher's own full file into `data/loaded/` beside the curated tables: `python -m data.load <kind> <file>`."""

from __future__ import annotations

import argparse
import hashlib
import math
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import shapely
from tqdm import tqdm

from data import places
from data.build import CURATED, LOADED, BrokenPromise, build
from data.curate import pack, source_rows
from data.readers import BadFile, Edition, Progress, baci, mrds, pinksheet, usgs_mcs, usgs_salient, wpi
from data.readers.sightings import related
from data.sources import ETALAB_2, SOURCES, US_PUBLIC_DOMAIN, Source
from data.store import PATH
from data.tables import TABLE
from geo import boundaries

DECLARED = {source.source_id: source for source in SOURCES}
MRDS = Source(
    mrds.SOURCE_ID,
    "U.S. Geological Survey",
    "Mineral Resources Data System (MRDS)",
    "to 2011",
    US_PUBLIC_DOMAIN,
    "https://mrdata.usgs.gov/mrds/",
    "U.S. Geological Survey, 2005, Mineral Resources Data System: U.S. Geological Survey, Reston, Virginia. Joined to sites of "
    "the same name, mineral and place; its records are not merged among themselves.",
    "U.S. Geological Survey",
)


@dataclass(frozen=True)
class Loaded:
    """What one file gave: its source, its rows, and the account of it."""

    source: Source
    edition: Edition


Reader = Callable[[Path, Progress, Path], Loaded]
"""Reads a file, tells its progress, and may look at the curated tables in a folder."""


def _mcs(edition: str) -> Reader:
    def read(path: Path, progress: Progress, _: Path) -> Loaded:
        with _unpacked(path, edition) as place:
            tables = usgs_mcs.read(place, edition)
            if edition == usgs_salient.EDITION:
                tables |= {
                    "import_source": usgs_salient.import_source(place),
                    "import_reliance": usgs_salient.import_reliance(place, edition),
                    "price": usgs_salient.price(place),
                }
            files = sorted(place.rglob("*_world.csv")) if place.is_dir() else [place]
            rows = sum(max(0, file.read_bytes().count(b"\n") - 1) for file in files)
        progress(_size(path))
        return Loaded(DECLARED[f"usgs_mcs_{edition}"], Edition(tables, rows))

    return read


@contextmanager
def _unpacked(path: Path, edition: str) -> Iterator[Path]:
    """The folder of world tables, taken out of its zip where `path` is one; other files as they are."""
    if edition not in ("2022", "2023", "2024") or path.is_dir():
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    if Path(name).name.lower().endswith("_world.csv"):
                        (Path(folder) / Path(name).name).write_bytes(archive.read(name))
        except (zipfile.BadZipFile, OSError) as error:
            raise BadFile(f"{path.name} is neither the folder of world tables nor a whole zip of it ({error}).") from error
        yield Path(folder)


def _baci(path: Path, progress: Progress, curated: Path) -> Loaded:
    told = baci.release(path)
    codes = pd.concat([pd.read_csv(file, dtype=str, usecols=["hs"]) for file in sorted(curated.glob("hs_code*.csv"))])["hs"]
    edition = baci.edition(path, frozenset(codes), progress)
    if len(breaks := _breaks(told, curated)):
        edition.tables["trade_break"] = breaks
    known = DECLARED.get(told.source_id) or DECLARED[baci.HS17]
    years = f"{min(told.years)} to {max(told.years)}"
    source = replace(
        known,
        source_id=told.source_id,
        title=f"BACI: international trade database at the product level, HS{told.revision}, release {told.version}, {years}",
        vintage=told.version,
        licence=ETALAB_2,
        citation=f"{known.citation.partition(' release ')[0]} release {told.version}, HS{told.revision}.",
        attribution=f"CEPII, BACI V{told.version} (HS{told.revision}). Etalab Open Licence 2.0. Method: Gaulier and Zignago (2010).",
    )
    return Loaded(source, edition)


def _breaks(told: baci.Release, curated: Path) -> pd.DataFrame:
    """The breaks declared for a release, without the one that only its excerpts have: Taiwan is in the whole files."""
    files = sorted(curated.glob("trade_break*.csv"))
    found = pd.concat([pd.read_csv(file, dtype={"hs": str}) for file in files])
    found = found[found["source_id"] == told.source_id]
    return found[(found["year"] != 2018) | (2017 not in told.years)]


def _wpi(path: Path, progress: Progress, _: Path) -> Loaded:
    return Loaded(DECLARED[wpi.SOURCE_ID], wpi.ports(path, progress=progress))


def _mrds(path: Path, progress: Progress, curated: Path) -> Loaded:
    edition = mrds.sites(path, progress)
    found, apart = _agreeing(edition.tables.pop("sightings"), path.name)
    edition.refused = pd.concat([edition.refused, apart], ignore_index=True)
    sites, same = _joined(found, curated)
    edition.tables |= sites
    edition.remark = f"{same:,} records joined sites that were there; the others are not merged among themselves"
    return Loaded(MRDS, edition)


def _agreeing(found: pd.DataFrame, file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The sightings whose point lies in their stated country, and the records refused because it does not."""
    apart = places.disagreements(found)
    refused = pd.DataFrame(
        {
            "file": file,
            "line": pd.NA,
            "reason": "the point lies outside the stated country",
            "text": "dep_id " + apart["record"] + ": " + apart["name"] + ", " + apart["iso3_stated"].astype(str),
        }
    )
    return found[~found["record"].isin(apart["record"])], refused


SITE_COLUMNS = ["site_id", "name", "kind", "lon", "lat"]


def _joined(found: pd.DataFrame, curated: Path) -> tuple[dict[str, pd.DataFrame], int]:
    """Rows of `site`, `site_mineral` and `site_source`: a record of a site already there names it, the rest are new.

    The same site: one side (a plant, or a mine or deposit), a related mineral, the same name, within NEAR_KM.
    """
    firsts = found.drop_duplicates("record").reset_index(drop=True)
    minerals: dict[str, set[str]] = {}
    for record, mineral_id in zip(found["record"], found["mineral_id"], strict=True):
        minerals.setdefault(record, set()).add(mineral_id)
    home = _homes(firsts, minerals, curated)
    known = firsts["record"].isin(list(home))
    fresh = firsts[~known].reset_index(drop=True)
    lon, lat = (fresh[column].astype(float).to_numpy() for column in ("lon", "lat"))
    here = boundaries.locate(lon, lat)
    stated = fresh["iso3_stated"].where(fresh["iso3_stated"].notna(), None)
    identity = [
        places.site_id(mrds.SOURCE_ID, row["record"], row["name"], row["iso3_stated"], row["kind"])
        for row in fresh.to_dict("records")
    ]
    site = fresh.reindex(columns=list(TABLE["site"].columns)).assign(
        site_id=identity,
        place_id=identity,
        iso3=stated.where(stated.notna() & ~here["disputed"], here["iso3"]),
        iso3_stated=stated,
        disputed=here["disputed"],
        administered_by=here["administered_by"],
        lon=lon.round(4),
        lat=lat.round(4),
        importance=20.0 * fresh["major"].astype(bool) + 7.5 * (fresh["confidence"] == "moderate"),
    )
    of = dict(zip(fresh["record"], identity, strict=True))
    rows = found[found["record"].isin(list(of))]
    mineral = rows.reindex(columns=list(TABLE["site_mineral"].columns)).assign(
        site_id=rows["record"].map(of), capacity_is_shared=False
    )
    sources = pd.DataFrame({"record": firsts["record"], "source_id": mrds.SOURCE_ID})
    sources["site_id"] = sources["record"].map(home | of)
    return {"site": site, "site_mineral": mineral, "site_source": sources}, len(home)


def _homes(records: pd.DataFrame, minerals: dict[str, set[str]], curated: Path) -> dict[str, str]:
    """Record -> the curated site it is a record of."""
    site = pd.read_csv(curated / "site.csv", usecols=SITE_COLUMNS, keep_default_na=False, na_values={"lon": "", "lat": ""})
    site = site[site["lon"].notna()].reset_index(drop=True)
    listed = pd.read_csv(curated / "site_mineral.csv", usecols=["site_id", "mineral_id"], keep_default_na=False)
    of = listed.groupby("site_id")["mineral_id"].agg(set).to_dict()
    located = records[records["lon"].notna()]
    reach = 2 * places.NEAR_KM / 111.0
    points = shapely.points(located["lon"].astype(float), located["lat"].astype(float))
    tree = shapely.STRtree([shapely.Point(lon, lat) for lon, lat in zip(site["lon"], site["lat"], strict=True)])
    new, old_ones = located[["record", *SITE_COLUMNS[1:]]].to_dict("records"), site.to_dict("records")
    best: dict[str, tuple[float, str]] = {}
    for one, other in tree.query(points, predicate="dwithin", distance=reach).T:
        record, old = new[one], old_ones[other]
        if (record["kind"] == "plant") != (old["kind"] == "plant"):
            continue
        if places.likeness(record["name"], old["name"]) < places.SAME_NAME:
            continue
        if not any(related(left, right) for left in minerals[record["record"]] for right in of[old["site_id"]]):
            continue
        km = _km(record, old)
        if km <= places.NEAR_KM and km < best.get(record["record"], (km + 1, ""))[0]:
            best[record["record"]] = km, old["site_id"]
    return {record: site_id for record, (_, site_id) in best.items()}


def _km(one: dict[Hashable, Any], other: dict[Hashable, Any]) -> float:
    lon, lat, lon_, lat_ = (math.radians(float(site[side])) for site in (one, other) for side in ("lon", "lat"))
    half = math.sin((lat_ - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat_) * math.sin((lon_ - lon) / 2) ** 2
    return 2 * boundaries.EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def _pink_sheet(path: Path, progress: Progress, _: Path) -> Loaded:
    rows = pinksheet.price(path)
    progress(_size(path))
    (source_id,) = set(rows["source_id"])
    return Loaded(DECLARED[source_id], Edition({"price": rows}, len(rows)))


KINDS: dict[str, Reader] = {
    "usgs-mcs": _mcs("2026"),
    "usgs-mcs-2025": _mcs("2025"),
    "usgs-mcs-2024": _mcs("2024"),
    "usgs-mcs-2023": _mcs("2023"),
    "usgs-mcs-2022": _mcs("2022"),
    "baci": _baci,
    "wpi": _wpi,
    "mrds": _mrds,
    "pink-sheet": _pink_sheet,
}


def _size(path: Path) -> int:
    """Bytes of a file, of a zip's files unpacked, or of a folder's files."""
    if path.is_file() and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return sum(info.file_size for info in archive.infolist())
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) if path.is_dir() else path.stat().st_size


def load(kind: str, path: Path, database: Path = PATH, curated: Path = CURATED) -> str:
    """Read a publisher's file, put its rows beside the curated tables and build; the account of it, in words.

    The rows go to `loaded/` beside `curated` as `<table>.<source_id>.parquet`; an earlier load of that source is replaced. Refused rows go to
    `<source_id>.refused.csv`. Raises BadFile for a wrong file and BrokenPromise for rows that break a promise; both, like
    an interruption, leave that folder and `database` as they were.
    """
    if not path.exists():
        raise BadFile(f"{path} is not there.")
    folder = curated.parent / LOADED.name
    with tqdm(total=_size(path), unit="B", unit_scale=True, desc=path.name, file=sys.stderr) as bar:
        found = KINDS[kind](path, bar.update, curated)
        bar.update(max(0, (bar.total or 0) - bar.n))
    source = replace(found.source, vintage=_vintage(found.source, path))
    edition = found.edition
    tables = edition.tables | {
        "source": source_rows([source]),
        "source_file": pd.DataFrame([_file(source.source_id, path)]),
    }
    folder.mkdir(parents=True, exist_ok=True)
    refused = folder / f"{source.source_id}.refused.csv"
    with _exchanged(folder, source.source_id) as fresh:
        for name, rows in tables.items():
            if len(rows):
                pack(name, rows, fresh / f"{name}.{source.source_id}.parquet")
        if len(edition.refused):
            edition.refused.to_csv(fresh / refused.name, index=False, lineterminator="\n")
        _settle(fresh, folder)
        build(database, curated)
    return _account(path, source, edition, refused)


def _vintage(source: Source, path: Path) -> str:
    day = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    return f"{source.vintage} (own copy: {path.name} of {day})"


def _file(source_id: str, path: Path) -> dict[str, object]:
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            with file.open("rb") as content:
                while block := content.read(1 << 20):
                    digest.update(block)
    return {"source_id": source_id, "file": f"loaded/{path.name}", "size_bytes": _size(path), "sha256": digest.hexdigest()}


@contextmanager
def _exchanged(folder: Path, source_id: str) -> Iterator[Path]:
    """A folder for the new files; the source's old ones stand aside, and come back when anything fails."""
    fresh = Path(tempfile.mkdtemp(prefix=".fresh-", dir=folder))
    aside = Path(tempfile.mkdtemp(prefix=".aside-", dir=folder))
    try:
        for path in _own(folder, source_id):
            path.rename(aside / path.name)
        yield fresh
    except BaseException:
        for path in _own(folder, source_id):
            path.unlink()
        for path in aside.iterdir():
            path.rename(folder / path.name)
        raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(aside, ignore_errors=True)


def _own(folder: Path, source_id: str) -> list[Path]:
    return [*folder.glob(f"*.{source_id}.parquet"), *folder.glob(f"{source_id}.refused.csv")]


def _settle(fresh: Path, folder: Path) -> None:
    for path in sorted(fresh.iterdir()):
        path.rename(folder / path.name)


def _account(path: Path, source: Source, edition: Edition, refused: Path) -> str:
    out = {name: len(rows) for name, rows in edition.tables.items() if len(rows)}
    lines = [
        f"{path.name}: {edition.rows_in:,} rows in, {sum(out.values()):,} out as {source.source_id}",
        *(f"  {name:<16}{rows:>10,} rows" for name, rows in out.items()),
        *(f"  left out: {rows:,}, {reason}" for reason, rows in edition.left_out.items()),
    ]
    if edition.remark:
        lines.append(f"  {edition.remark}")
    if len(edition.refused):
        lines.append(f"  refused: {len(edition.refused):,} rows, with line and reason in {refused}")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Load from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m data.load", description=__doc__)
    parser.add_argument("kind", choices=list(KINDS), help="the publication")
    parser.add_argument(
        "files",
        type=Path,
        nargs="+",
        help="the publisher's file (for usgs-mcs-2022 to -2024 the folder of world tables, or a zip of it)",
    )
    asked = parser.parse_args(arguments)
    for path in asked.files:
        try:
            print(load(asked.kind, path), flush=True)
        except (BadFile, BrokenPromise, ValueError) as error:
            print(f"{error}\nNothing was changed by {path.name}.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
