"""CEPII BACI, reconciled bilateral trade: the official yearly files, and the excerpts that curation holds."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import IO, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from data.readers import REFUSED, BadFile, Edition, Progress, unseen
from data.readers.flows import GROUPS, TAIWAN, by_iso2, flows, known

SOURCE = "baci_hs{revision}_v{version}"
HS17, HS02 = "baci_hs17_v202601", "baci_hs02_v202601"
THOUSAND = 1000
BLOCK = 1 << 24

PREDECESSORS = {"HS2002": {"252810": "252800", "252890": "252800"}}
"""Codes that an earlier edition of the Harmonized System splits, and the later code they are added up to."""

_BACI = {"valuation": "fob", "buyers": "world"}


# --- the excerpts ------------------------------------------------------------------------------------------


def complete(path: Path) -> pd.DataFrame:
    """Flows of one year, complete for its codes: value_usd and mass_t (gross metric tons; NaN where BACI has none).

    `path` is a parquet excerpt of BACI HS17 V202601 with `year`, `exporter`, `importer` (alpha-3), `hs6`,
    `value_kusd`, `qty_t`. Raises BadFile for another file. Source: CEPII BACI, Etalab Open Licence 2.0.
    """
    rows = _parquet(path, ("year", "exporter", "importer", "hs6", "value_kusd", "qty_t"))
    return pd.DataFrame(
        {
            "year": rows["year"],
            "exporter": rows["exporter"],
            "importer": rows["importer"],
            "hs": rows["hs6"],
            "value_usd": (rows["value_kusd"] * THOUSAND).round(),
            "mass_t": rows["qty_t"],
            "basis": "gross weight",
        }
    ).assign(completeness="full", revision="HS2017", source_id=HS17, period=rows["year"].astype(str), **_BACI)


def complete_by_value(path: Path, year: int) -> pd.DataFrame:
    """Flows of one year, complete for its codes, value only: `i`, `j` (alpha-3), `cmd`, `value` in US dollars.

    Raises BadFile for another file. Source: CEPII BACI HS17 V202601, Etalab Open Licence 2.0.
    """
    rows = pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False, dtype={"i": str, "j": str, "cmd": str})
    if missing := {"i", "j", "cmd", "value"} - set(rows.columns):
        raise BadFile(f"{path.name} has no column {', '.join(sorted(missing))}: it is another file.")
    return pd.DataFrame(
        {"exporter": rows["i"], "importer": rows["j"], "hs": rows["cmd"], "value_usd": rows["value"].astype(float)}
    ).assign(year=year, completeness="full", revision="HS2017", source_id=HS17, period=str(year), **_BACI)


def top_partners(path: Path, without: Collection[int]) -> pd.DataFrame:
    """Flows among each country's six largest suppliers and customers, 2002 to 2024, but for the years in `without`.

    `path` is a parquet excerpt with `year`, `material`, `hs6`, `hs_revision`, `exporter_iso2`, `importer_iso2`
    (Namibia is the text NA), `value_usd`. One code stands for several materials (gallium, germanium and hafnium are
    811292): its flows are kept once. 252810+252890 of HS 2002 are 252800, as they are since HS 2012. Raises BadFile for another
    file, or where the materials of one code disagree. Source: CEPII BACI HS02 and HS17 V202601, Etalab 2.0.
    """
    columns = ("year", "material", "hs6", "hs_revision", "exporter_iso2", "importer_iso2", "value_usd")
    rows = _parquet(path, columns)
    rows = rows[~rows["year"].isin(list(without))]
    rows = rows.drop(columns="material").drop_duplicates()
    if rows.duplicated(["year", "hs6", "exporter_iso2", "importer_iso2"]).any():
        raise BadFile(f"{path.name}: the materials of one code have different flows.")
    iso3 = by_iso2()
    if strange := (set(rows["exporter_iso2"]) | set(rows["importer_iso2"])) - set(iso3):
        raise BadFile(f"{path.name}: unknown countries {', '.join(sorted(map(str, strange)))}.")
    return pd.DataFrame(
        {
            "year": rows["year"],
            "exporter": rows["exporter_iso2"].map(iso3),
            "importer": rows["importer_iso2"].map(iso3),
            "hs": rows["hs6"].replace("252810+252890", "252800"),
            "value_usd": rows["value_usd"].astype(float),
            "source_id": rows["hs_revision"].map({"HS02": HS02, "HS17": HS17}),
            "revision": rows["hs_revision"].map({"HS02": "HS2002", "HS17": "HS2017"}),
            "period": rows["year"].astype(str),
        }
    ).assign(completeness="top_partners", **_BACI)


def headings(path: Path) -> pd.DataFrame:
    """Flows of 2024 at four digits, value only: the ten largest partners of each country's net direction.

    `path` is a parquet excerpt with `year`, `exporter_iso3`, `importer_iso3`, `hs4`, `value_usd` (share x country's
    total). Raises BadFile for another file. Source: CEPII BACI HS17 V202601, Etalab Open Licence 2.0.
    """
    rows = _parquet(path, ("year", "exporter_iso3", "importer_iso3", "hs4", "value_usd"))
    return pd.DataFrame(
        {
            "year": rows["year"],
            "exporter": rows["exporter_iso3"],
            "importer": rows["importer_iso3"],
            "hs": rows["hs4"],
            "value_usd": rows["value_usd"].astype(float),
            "period": rows["year"].astype(str),
        }
    ).assign(completeness="top_partners", revision="HS2017", source_id=HS17, **_BACI)


def totals(path: Path) -> pd.DataFrame:
    """Rows of `trade_total`: what each country trades in a heading, and how much of it no listed flow explains.

    US dollars. `path` is the parquet excerpt beside `headings`. Raises BadFile for another file, or an unknown country.
    """
    money = ["exports_usd", "imports_usd", "exports_unallocated_usd", "imports_unallocated_usd"]
    rows = _parquet(path, ("year", "iso3", "hs4", "heading_status", *money))
    if strange := set(rows["iso3"].replace(TAIWAN)) - known():
        raise BadFile(f"{path.name}: unknown countries {', '.join(sorted(map(str, strange)))}.")
    partial = rows["heading_status"].str.startswith("partial")
    table = rows.rename(columns={"hs4": "hs"})[["year", "iso3", "hs", *money]]
    return table.assign(
        iso3=table["iso3"].replace(TAIWAN),
        note=partial.map({True: "the first countries of the heading are missing", False: None}),
        source_id=HS17,
    )


def coverage(path: Path, year: int) -> pd.DataFrame:
    """Rows of `trade_coverage`: how much of a heading's world trade the listed flows hold, as stated by the excerpt's
    maker. `path` is a CSV with `hs4`, `countries`, `flows`, `coverage_pct`. Raises BadFile for another file.
    """
    rows = pd.read_csv(path, dtype={"hs4": str})
    if missing := {"hs4", "countries", "flows", "coverage_pct"} - set(rows.columns):
        raise BadFile(f"{path.name} has no column {', '.join(sorted(missing))}: it is another file.")
    rows = rows.rename(columns={"hs4": "hs"})[["hs", "countries", "flows", "coverage_pct"]]
    return rows.assign(year=year, source_id=HS17)


def _parquet(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    try:
        table: pd.DataFrame = pyarrow.parquet.read_table(path, columns=list(columns)).to_pandas()[list(columns)]
    except (pa.ArrowInvalid, KeyError) as error:
        raise BadFile(f"{path.name} is not the excerpt of BACI that is expected ({error}).") from error
    return table


# --- the official release ----------------------------------------------------------------------------------

_YEAR = re.compile(r"BACI_HS(?P<revision>\d\d)_Y(?P<year>\d{4})_V(?P<version>\w+)\.csv")
_COUNTRIES = re.compile(r"country_codes_V\w+\.csv")
COLUMNS = ("t", "i", "j", "k", "v", "q")


class Release(NamedTuple):
    """A release of BACI: `revision` of the Harmonized System (two digits), `version`, its yearly files in order."""

    revision: str
    version: str
    years: dict[int, str]

    @property
    def source_id(self) -> str:
        """The name of its source."""
        return SOURCE.format(revision=self.revision, version=self.version.lower())

    @property
    def edition(self) -> str:
        """The edition of the Harmonized System, with its year in full."""
        return f"HS{'19' if int(self.revision) > 80 else '20'}{self.revision}"


def release(path: Path) -> Release:
    """Which release a zip holds. Raises BadFile when it is no zip, is cut off, or holds no yearly files of one release."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError) as error:
        raise BadFile(f"{path.name} is no whole zip file ({error}): it is cut off or another file.") from error
    found = [(match, name) for name in names if (match := _YEAR.fullmatch(Path(name).name))]
    kinds = {(match["revision"], match["version"]) for match, _ in found}
    if len(kinds) != 1:
        raise BadFile(f"{path.name} holds no yearly files BACI_HSnn_Ynnnn_Vnnnnnn.csv of one release: it is another file.")
    if not any(_COUNTRIES.fullmatch(Path(name).name) for name in names):
        raise BadFile(f"{path.name} has no country_codes_Vnnnnnn.csv: it is cut off or another file.")
    ((revision, version),) = kinds
    return Release(revision, version, {int(match["year"]): name for match, name in sorted(found, key=lambda pair: pair[1])})


def edition(path: Path, codes: Collection[str], progress: Progress = unseen) -> Edition:
    """The official zip as `trade`, `trade_total`, `trade_coverage` and `trade_left_out`: all its years, the codes wanted.

    `codes` are customs codes of six and of four digits; a four-digit one is the sum of its six-digit codes (no mass where one of
    them has none). value_usd in US dollars (the file has thousands), mass_t in metric tons. Read as a stream: memory
    holds one block and the rows kept. Rows of other codes are counted; a row that cannot be read, an unknown country
    code or a second row of one key is refused. Raises BadFile for another or a cut file.
    Source: CEPII BACI, Etalab Open Licence 2.0.
    """
    told = release(path)
    moved = {old: new for old, new in PREDECESSORS.get(told.edition, {}).items() if new in codes}
    kept, left, totalled, refused, rows_in, others = [], [], [], [], 0, 0
    try:
        with zipfile.ZipFile(path) as archive:
            countries = _country_codes(archive)
            for year, name in told.years.items():
                with archive.open(name) as file:
                    text, bad, count = _stream(file, Path(name).name, codes, moved, progress)
                rows, worse = _parsed(text, year, countries, Path(name).name)
                rows_in += count
                others += count - len(bad) - len(text)
                refused += [bad, worse]
                one, other, total = _year(rows, year, codes, moved, told)
                kept.append(one)
                left.append(other)
                totalled.append(total)
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise BadFile(f"{path.name} is damaged or cut off ({error}).") from error
    trade = pd.concat(kept, ignore_index=True)
    if trade.empty:
        raise BadFile(f"{path.name} holds no flow of the atlas's customs codes: it is another file.")
    out = pd.concat(left, ignore_index=True)
    four = trade[trade["hs"].str.len() == 4]
    whole = four.groupby(["source_id", "year", "hs"], as_index=False).agg(flows=("value_usd", "size")).assign(coverage_pct=100.0)
    return Edition(
        {
            "trade": trade,
            "trade_total": pd.concat(totalled, ignore_index=True),
            "trade_left_out": out,
            "trade_coverage": whole,
        },
        rows_in,
        pd.concat(refused, ignore_index=True)[list(REFUSED)],
        {"another customs code": others}
        | {str(reason): int(number) for reason, number in out.groupby("reason")["flows"].sum().items()},
    )


def _country_codes(archive: zipfile.ZipFile) -> dict[str, str]:
    name = next(name for name in archive.namelist() if _COUNTRIES.fullmatch(Path(name).name))
    with archive.open(name) as file:
        table = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    if missing := {"country_code", "country_iso3"} - set(table.columns):
        raise BadFile(f"{name} has no column {', '.join(sorted(missing))}: it is another file.")
    iso3 = table["country_iso3"].replace(TAIWAN)
    named = iso3.isin(list(known() | set(GROUPS)))
    return dict(zip(table.loc[named, "country_code"], iso3[named], strict=True))


class _Watched(io.RawIOBase):
    """A file whose reading is told to the progress, and whose last byte is remembered."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        self._file, self._progress, self.last = file, progress, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        block = self._file.read(len(buffer))
        buffer[: len(block)] = block
        self.last = block[-1:] or self.last
        self._progress(len(block))
        return len(block)


def _stream(
    file: IO[bytes], name: str, codes: Collection[str], moved: dict[str, str], progress: Progress
) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """The rows of a yearly file whose code is wanted, as text with their `line`; the broken rows; the count of all."""
    watched = _Watched(file, progress)
    broken: list[tuple[int, str, str]] = []

    def invalid(row: pa.csv.InvalidRow) -> str:
        broken.append((row.number or 0, f"{row.actual_columns} fields instead of {row.expected_columns}", row.text))
        return "skip"

    six = pa.array([code for code in {*codes, *moved} if len(code) == 6])
    four = pa.array([code for code in codes if len(code) == 4], pa.string())
    found: list[pa.Table] = []
    count = 0
    try:
        reader = pa.csv.open_csv(
            pa.PythonFile(watched, mode="r"),
            read_options=pa.csv.ReadOptions(block_size=BLOCK, use_threads=False),
            parse_options=pa.csv.ParseOptions(invalid_row_handler=invalid),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(COLUMNS, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
        if tuple(reader.schema.names) != COLUMNS:
            raise BadFile(f"{name} has the columns {', '.join(reader.schema.names)}, not {', '.join(COLUMNS)}: another file.")
        for batch in reader:
            code = pc.utf8_lpad(pc.utf8_trim_whitespace(batch["k"]), width=6, padding="0")
            wanted = pc.or_(pc.is_in(code, six), pc.is_in(pc.utf8_slice_codeunits(code, 0, 4), four))
            index = pc.indices_nonzero(wanted)
            table = pa.Table.from_batches([batch]).set_column(3, "k", code).take(index)
            found.append(table.append_column("line", pc.add(pc.cast(index, pa.int64()), count + 2)))
            count += len(batch)
    except pa.ArrowInvalid as error:
        raise BadFile(f"{name} is no readable CSV ({error}): it is another file or cut off.") from error
    if broken and watched.last not in (b"\n", b"\r"):
        raise BadFile(f"{name} ends in the middle of a row: it is cut off.")
    text = pa.concat_tables(found).to_pandas() if found else pd.DataFrame(columns=[*COLUMNS, "line"])
    for number, _, _ in sorted(broken):
        text.loc[text["line"] >= number, "line"] += 1
    refused = pd.DataFrame([(name, *row) for row in broken], columns=list(REFUSED))
    return text, refused, count + len(broken)


def _parsed(text: pd.DataFrame, year: int, countries: dict[str, str], name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Typed rows (exporter, importer, hs, value_usd, mass_t, `k` as in the file), and those refused."""
    plain = {column: text[column].str.strip() for column in COLUMNS}
    mass = plain["q"].where(~plain["q"].isin(["", "NA"]))
    rows = pd.DataFrame(
        {
            "year": pd.to_numeric(plain["t"], errors="coerce"),
            "exporter": plain["i"].map(countries),
            "importer": plain["j"].map(countries),
            "hs": plain["k"],
            "value_usd": (pd.to_numeric(plain["v"], errors="coerce") * THOUSAND).round(),
            "mass_t": pd.to_numeric(mass, errors="coerce"),
        }
    )
    reason = pd.Series("", index=rows.index, dtype=object)
    for wrong, why in (
        (mass.notna() & ~(rows["mass_t"] >= 0), "the quantity is no number of tons"),
        (~(rows["value_usd"] >= 0), "the value is no number"),
        (rows["importer"].isna(), "the importer's code is unknown"),
        (rows["exporter"].isna(), "the exporter's code is unknown"),
        (rows["year"] != year, "the year is not the file's"),
    ):
        reason[wrong] = why
    again = rows[reason == ""].duplicated(["exporter", "importer", "hs"])
    reason[again.index[again]] = "a second row of the same exporter, importer and code"
    bad = reason != ""
    refused = pd.DataFrame(
        {
            "file": name,
            "line": text.loc[bad, "line"],
            "reason": reason[bad],
            "text": text.loc[bad, list(COLUMNS)].agg(",".join, axis=1) if bad.any() else pd.Series(dtype=object),
        }
    )
    return rows[~bad], refused


def _year(
    rows: pd.DataFrame, year: int, codes: Collection[str], moved: dict[str, str], told: Release
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The flows of a year at six and at four digits, what was left out, and each country's total of a heading."""
    pair = ["exporter", "importer", "hs"]
    six = rows.assign(hs=rows["hs"].replace(moved))
    six = six[six["hs"].isin(list(codes))]
    heading = rows.assign(hs=rows["hs"].str[:4])
    heading = heading[heading["hs"].isin(list(codes))]
    both = pd.concat([_summed(part, pair) if part.duplicated(pair).any() else part for part in (six, heading)])
    rows_of_year = both[[*pair, "value_usd", "mass_t"]].assign(source_id=told.source_id, year=year, period=str(year), **_BACI)
    trade, _ = flows(rows_of_year.assign(completeness="full", revision=told.edition, basis="gross weight"))
    _, left = flows(rows.assign(source_id=told.source_id, year=year))
    four = trade[trade["hs"].str.len() == 4]
    out, into = (four.groupby([side, "hs"])["value_usd"].sum().rename_axis(["iso3", "hs"]) for side in ("exporter", "importer"))
    total = pd.DataFrame({"exports_usd": out, "imports_usd": into}).fillna(0.0).reset_index()
    nothing = {"exports_unallocated_usd": 0.0, "imports_unallocated_usd": 0.0, "note": None}
    return trade, left, total.assign(year=year, source_id=told.source_id, **nothing)


def _summed(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Values and masses added up; no mass where one of the rows has none."""
    grouped = rows.assign(_unknown=rows["mass_t"].isna()).groupby(by, as_index=False)
    found = grouped.agg(value_usd=("value_usd", "sum"), mass_t=("mass_t", "sum"), _unknown=("_unknown", "any"))
    return found.assign(mass_t=found["mass_t"].mask(found["_unknown"])).drop(columns="_unknown")
