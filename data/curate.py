"""Reads the publishers' files and writes `data/curated/` and `geo/shapes/`: `python -m data.curate --raw DIR`."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from data import places
from data.build import CURATED
from data.fields import FIELDS
from data.readers import (
    BadFile,
    baci,
    country_codes,
    eu_crm,
    flows,
    geoscience_australia,
    harmonized_system,
    icmm,
    iea,
    kazakhstan,
    minmod,
    open_flows,
    pinksheet,
    plants,
    points,
    searoute,
    uranium,
    usgs_gis,
    usgs_mcs,
    usgs_minfac,
    usgs_ofr20051294,
    usgs_pp1802,
    usgs_salient,
    wgi,
)
from data.sources import SOURCES, Source
from data.tables import TABLE
from geo import boundaries, lanes

MCS = {
    "2022": "stats/usgs_mcs/mcs2022/world",
    "2023": "stats/usgs_mcs/mcs2023/world",
    "2024": "stats/usgs_mcs/mcs2024/world",
    "2025": "stats/usgs_mcs/mcs2025/MCS2025_World_Data.csv",
    "2026": "stats/usgs_mcs/mcs2026/MCS2026_Commodities_Data.csv",
}

SITES = (
    (usgs_pp1802.sites, "sites/usgs_pp1802/PP1802_CritMin_pts.csv"),
    (usgs_ofr20051294.sites, "sites/usgs_ofr20051294"),
    (icmm.sites, "sites/icmm/global-mining-dataset.xlsx"),
    (plants.sites, "sites/plants_supplement"),
    (usgs_gis.sites, "sites/usgs_africa/AFR_Mineral_Facilities.geojson"),
    (usgs_gis.sites, "sites/usgs_indopacific/INDOPAC_Mineral_facilities.geojson"),
    (minmod.sites, "sites/minmod"),
    (geoscience_australia.sites, "sites/ga_mines_2024/Australian_Operating_Mines_2024_2.xlsx"),
    (kazakhstan.sites, "policy/kazakhstan_sites.csv"),
    (usgs_minfac.sites, "sites/usgs_minfac/minfac.csv"),
)
"""What reads the sites of each publication, and where its file or folder lies below the raw folder."""


def write(name: str, frame: pd.DataFrame, part: str = "", folder: Path = CURATED) -> None:
    """Write a table's rows as CSV in our schema: its columns in order, sorted by its key, empty cells for NULL."""
    table = TABLE[name]
    known = [column for column in table.columns if column in frame]
    frame = frame[known].sort_values(list(table.key), na_position="last", kind="stable") if table.key else frame[known]
    frame = frame.apply(lambda column: column.map(_text))
    frame.to_csv(folder / f"{name}{part}.csv", index=False, lineterminator="\n", encoding="utf-8")


def pack(name: str, frame: pd.DataFrame, path: Path) -> None:
    """Write a table's rows as a parquet file in our schema: its columns in order and type, sorted by its key."""
    table = TABLE[name]
    rows = frame.reindex(columns=list(table.columns)).sort_values(list(table.key), na_position="last", kind="stable")
    for column in table.columns:
        if FIELDS[column].type == "VARCHAR[]":
            rows[column] = rows[column].map(lambda text: text.split(";") if isinstance(text, str) and text else None)
    schema = pa.schema([(column, ARROW[FIELDS[column].type]) for column in table.columns])
    pyarrow.parquet.write_table(
        pa.Table.from_pandas(rows, schema, preserve_index=False), path, compression="zstd", compression_level=19
    )


ARROW = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "VARCHAR[]": pa.list_(pa.string()),
}
"""DuckDB's types -> Arrow's."""


def _text(cell: object) -> object:
    if isinstance(cell, list | tuple):
        return ";".join(map(str, cell))
    if cell is None or cell is pd.NA or (isinstance(cell, float) and cell != cell):
        return ""
    if isinstance(cell, bool) or type(cell).__name__ == "bool_":
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell == int(cell) and abs(cell) < 1e15 else f"{cell:.10g}"
    return cell


def source_rows(publications: Iterable[Source] = SOURCES) -> pd.DataFrame:
    """Publications as rows of `source`."""
    columns = ("source_id", "publisher", "title", "published", "vintage", "url", "citation", "attribution")
    rows = [
        {name: getattr(source, name) for name in columns} | {"licence": source.licence[0], "licence_url": source.licence[1]}
        for source in publications
    ]
    return pd.DataFrame(rows)


def files(raw: Path) -> Iterator[dict[str, object]]:
    """The publishers' files that the declared sources name, each with size and checksum. Raises BadFile if one is missing."""
    for source in SOURCES:
        for pattern in source.files:
            found = sorted(raw.glob(pattern))
            if not found:
                raise BadFile(f"{source.source_id}: no file {pattern} below {raw}. Give the folder that holds it with --raw.")
            for path in found:
                content = path.read_bytes()
                yield {
                    "source_id": source.source_id,
                    "file": path.relative_to(raw).as_posix(),
                    "size_bytes": len(content),
                    "sha256": hashlib.sha256(content).hexdigest(),
                }


def statistics(raw: Path, folder: Path = CURATED) -> None:
    """Write the tables that say how much, from where and for what price. Raises BadFile, in words."""
    mined = raw / "stats/uranium_coal/uranium_production.csv"
    in_ground = raw / "stats/uranium_coal/uranium_reserves.csv"
    converted = raw / "stats/uranium_coal/uranium_conversion_enrichment.csv"
    editions: list[dict[str, pd.DataFrame]] = [usgs_mcs.read(raw / path, edition) for edition, path in MCS.items()]
    editions += [uranium.production(mined), uranium.resources(in_ground), {"capacity": uranium.conversion(converted)}]
    for name in ("production", "capacity", "reserves", "world_total"):
        write(name, pd.concat([edition[name].astype(object) for edition in editions if name in edition]), folder=folder)
    write("enrichment", uranium.enrichment(converted), folder=folder)

    iea_file = raw / "stats/iea_2024/iea_supply_flat.csv"
    eu = raw / "stats/eu_crm_2023"
    write(
        "supply_share",
        pd.concat([iea.supply_share(iea_file), eu_crm.supply_share(eu / "fact_GlobalSupplyShares&t.csv")]),
        folder=folder,
    )
    write("projection", iea.projection(iea_file), folder=folder)
    write("eu_supply_risk", eu_crm.supply_risk(eu / "dimension_CRMsOverTime.csv"), folder=folder)

    long = raw / MCS[usgs_salient.EDITION]
    bought = [usgs_salient.import_source(long), eu_crm.import_source(eu / "fact_EUSupplyShares&t.csv")]
    write("import_source", pd.concat([rows.astype(object) for rows in bought]), folder=folder)
    reliance = [
        usgs_salient.import_reliance(path.with_name("salient") if path.name == "world" else path, edition)
        for edition, path in ((edition, raw / MCS[edition]) for edition in usgs_salient.EDITIONS)
    ]
    write("import_reliance", pd.concat(reliance), folder=folder)
    prices = [usgs_salient.price(long), pinksheet.price(raw / "stats/pinksheet/CMO-Historical-Data-Monthly.xlsx")]
    write("price", pd.concat([rows.astype(object) for rows in prices]), folder=folder)

    known = pd.read_csv(folder / "country.csv", usecols=["iso3"], dtype=str, keep_default_na=False)["iso3"]
    write("governance", wgi.governance(raw / "stats/wgi/wgi_political_stability_estimate.csv", set(known)), folder=folder)


def network(raw: Path, folder: Path = CURATED) -> None:
    """Write the nodes at sea and the lanes, from the `searoute` package and the reviewed places, ways and gates in `folder`."""

    def reviewed(name: str) -> pd.DataFrame:
        numbers = {"lon": float, "lat": float, "from_lon": float, "from_lat": float, "to_lon": float, "to_lat": float}
        kept = pd.read_csv(folder / f"{name}.reviewed.csv", dtype=str, keep_default_na=False)
        return kept.astype({column: kind for column, kind in numbers.items() if column in kept})

    found = reviewed("node").assign(is_gateway=lambda rows: rows["is_gateway"] == "true")
    ways = reviewed("way")
    sea, made = lanes.make(
        searoute.edges(),
        points.checked(found, raw),
        ways.assign(
            places=ways["places"].str.split(";"),
            factor=pd.to_numeric(ways["factor"]),
            length_km=pd.to_numeric(ways["stated_km"]),
        ),
        reviewed("passage_gate").rename(columns={"from_lon": "lon_a", "from_lat": "lat_a", "to_lon": "lon_b", "to_lat": "lat_b"}),
    )
    write("node", sea.assign(kind="sea", is_gateway=False, source_id=searoute.SOURCE_ID), folder=folder)
    by_sea = made["way_id"].isna()
    made["source_id"] = by_sea.map({True: searoute.SOURCE_ID, False: "atlas_network"})
    made[list(TABLE["lane"].columns)].to_parquet(folder / "lane.parquet", compression="zstd", index=False)


def curate(raw: Path, folder: Path = CURATED, shapes: Path | None = None) -> None:
    """Write every curated table, and the shapes, from the publishers' files below `raw`. Raises BadFile, in words."""
    write("source_file", pd.DataFrame(files(raw)), folder=folder)
    write("source", source_rows(), folder=folder)
    boundaries.curate(raw, shapes or Path(boundaries.__file__).with_name("shapes"))
    write("country", country_codes.countries(raw / "geo/country_codes/country-codes.csv"), folder=folder)

    statistics(raw, folder)
    network(raw, folder)
    trade(raw, folder)

    sightings = pd.concat(reader(raw / path) for reader, path in SITES)
    merged = places.merge(sightings)
    for name in ("site", "site_mineral", "site_source"):
        write(name, merged[name], folder=folder)
    pages = merged["source"].assign(licence="Not stated; facts in our own words")
    write("source", pages, ".plants", folder=folder)


COMPLETE = (2022, 2024)
"""Years of BACI whose flows are held whole; the excerpt of largest partners adds nothing to them."""


def trade(raw: Path, folder: Path = CURATED) -> None:
    """Write `hs_code`, `trade`, `trade_left_out`, `trade_total` and `trade_coverage` from the files below `raw`/trade."""
    minerals = frozenset(pd.read_csv(CURATED / "mineral.reviewed.csv", usecols=["mineral_id"])["mineral_id"])
    write("hs_code", harmonized_system.codes(raw / "trade", minerals), folder=folder)
    excerpts = raw / "trade/baci"
    others, mixed = open_flows.rows(raw / "trade/open_flows.parquet")
    rows = [
        baci.complete(excerpts / "baci_hs17_v202601_2024.parquet"),
        baci.complete_by_value(excerpts / "baci_2022.csv", 2022),
        baci.top_partners(excerpts / "baci_top_flows_2002_2024.parquet", without=COMPLETE),
        baci.headings(excerpts / "baci_hs4_2024.parquet"),
        others,
    ]
    kept, left = flows.flows(pd.concat(rows))
    pack("trade", kept, folder / "trade.parquet")
    write("trade_left_out", pd.concat([left, mixed]), folder=folder)
    pack("trade_total", baci.totals(excerpts / "baci_hs4_totals_2024.parquet"), folder / "trade_total.parquet")
    write("trade_coverage", baci.coverage(excerpts / "baci_hs4_2024_coverage.csv", 2024), folder=folder)


def main() -> int:
    """Curate from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True, help="folder that holds the publishers' files")
    try:
        curate(parser.parse_args().raw)
    except (BadFile, ValueError) as error:
        print(f"Nothing more was written: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
