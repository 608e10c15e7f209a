"""Shapes of countries and disputed areas: how they are made, drawn, and found from a point."""

import json
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import geopandas
import numpy as np
import pandas
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely import affinity
from shapely.geometry import LineString, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, polygonize

SHAPES = Path(__file__).parent / "shapes"
Drawing = Literal["countries", "borders", "disputed", "disputed_lines", "lakes"]
Side = tuple[str, str | None]

COAST_KM = 5.0
EARTH_KM = 6371.0088

ISO3_OF_ADM0 = {
    "ALD": "ALA",
    "ATC": "AUS",
    "CYN": "CYP",
    "KAS": "IND",
    "KOS": "XKX",
    "PSX": "PSE",
    "SAH": "ESH",
    "SDS": "SSD",
    "SOL": "SOM",
}
# Parts that the release keeps inside another country: its code, their own code, west, south, east, north.
PARTS_WITH_OWN_CODE = [
    ("FRA", "GUF", -55.0, 2.0, -51.0, 6.0),
    ("FRA", "GLP", -62.0, 15.8, -60.9, 16.6),
    ("FRA", "MTQ", -61.4, 14.3, -60.7, 15.0),
    ("FRA", "MYT", 44.9, -13.2, 45.4, -12.5),
    ("FRA", "REU", 55.0, -21.6, 56.0, -20.7),
    ("NLD", "BES", -69.0, 11.9, -62.0, 18.0),
    ("NOR", "SJM", -10.0, 70.5, 35.0, 81.5),
    ("IOA", "CCK", 96.0, -13.0, 98.0, -11.0),
    ("IOA", "CXR", 105.0, -11.0, 106.0, -10.0),
]
SVALBARD_SOUTH = 74.0
# Areas of the disputed layer that are the only outline of an ISO code.
CODES_FROM_DISPUTED = {"B34": "UMI", "B55": "GIB", "B59": "UMI"}
# States without an outline in the release are drawn as a small disc around their capital.
DISCS_AROUND_PLACES = {"TUV": "Funafuti"}
DISC_DEGREES = 0.05

SMALL_TOLERANCE = 0.12
ISLAND_TOLERANCE = 0.2
LARGE_TOLERANCE = 0.31
OUTLINE_TOLERANCE = 0.02
LAKE_TOLERANCE = 0.3
ISLAND_MIN_DEG2 = 0.12
ISLAND_SHARE = 0.1
LAKE_MIN_DEG2 = 1.0
SMALL_DEG2 = 2.0
TINY_DEG2 = 0.05


# --- making the shapes -------------------------------------------------------------------------------------


def curate(raw: Path, shapes: Path) -> None:
    """Write every file of `geo/shapes` from Natural Earth and the reviewed list of disputed areas.

    Reads `raw/geo/natural_earth/*.json` (Natural Earth 4.0.0, public domain, degrees WGS 84) and
    `shapes/disputed_areas.csv`; writes `countries.json`, `borders.json`, `disputed.json`,
    `disputed_lines.json`, `lakes.json` and `outlines.parquet` into `shapes`. Raises ValueError if a
    disputed area of the release is not in the list, or an area of the list finds no ground.
    """
    layers = raw / "geo" / "natural_earth"
    areas = _read_areas(shapes / "disputed_areas.csv")
    pieces = _pieces(layers, areas)
    _write_outlines(pieces, shapes / "outlines.parquet")
    drawn = _simplified_for_drawing(pieces)
    _write_json(shapes / "countries.json", _countries(drawn))
    _write_json(shapes / "disputed.json", _disputed(drawn, areas))
    borders, disputed_lines = _lines(drawn, areas)
    _write_json(shapes / "borders.json", borders)
    _write_json(shapes / "disputed_lines.json", disputed_lines)
    _write_json(shapes / "lakes.json", _lakes(layers / "ne_50m_lakes.json"))


def _read_areas(path: Path) -> pandas.DataFrame:
    return pandas.read_csv(path, dtype=str, keep_default_na=False).set_index("area_id", drop=False)


def _pieces(layers: Path, areas: pandas.DataFrame) -> geopandas.GeoDataFrame:
    """Single polygons that tile the land at full detail, with `iso3` and `area_id` (None outside disputed
    areas).
    """
    disputed = geopandas.read_file(layers / "ne_10m_admin_0_disputed_areas.json").set_index("BRK_A3")
    if unseen := sorted(set(disputed.index) - set(areas["natural_earth_code"])):
        raise ValueError(f"disputed areas of the release that the list does not treat: {unseen}")
    base = geopandas.read_file(layers / "ne_50m_admin_0_countries.json")[["ADM0_A3", "geometry"]]
    base = base.explode(ignore_index=True)
    rows = [
        {"iso3": _iso3(str(code), polygon), "area_id": None, "geometry": polygon}
        for code, polygon in zip(base["ADM0_A3"], base.geometry, strict=True)
    ]
    for code, iso3 in CODES_FROM_DISPUTED.items():
        outline = disputed.geometry[code]
        rows = [row | {"geometry": part} for row in rows for part in _polygons(row["geometry"] - outline)]
        rows += [{"iso3": iso3, "area_id": None, "geometry": part} for part in _polygons(outline)]
    places = geopandas.read_file(layers / "ne_10m_populated_places_simple.json").set_index("name")
    for iso3, place in DISCS_AROUND_PLACES.items():
        disc = places.geometry[place].buffer(DISC_DEGREES, quad_segs=2)
        rows.append({"iso3": iso3, "area_id": None, "geometry": disc})
    for area in areas[areas["shape"] == "whole"].itertuples():
        for row in rows:
            if row["iso3"] == area.iso3:
                row["area_id"] = area.area_id
    for area in areas[areas["shape"] == "part"].itertuples():
        rows = _assign(rows, disputed.geometry[area.natural_earth_code], str(area.area_id), str(area.iso3))
    pieces = _clean(geopandas.GeoDataFrame(rows, crs="EPSG:4326"))
    found = {*pieces["area_id"].dropna()}
    if lost := sorted(set(areas.loc[areas["shape"] != "none", "area_id"]) - found):
        raise ValueError(f"disputed areas of the list that found no ground: {lost}")
    return pieces


def _clean(pieces: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """The same tiling where neighbours share every vertex, also those that a cut has added."""
    pieces = pieces.assign(geometry=shapely.coverage_clean(pieces.geometry.to_numpy()))  # type: ignore[attr-defined]
    return pieces.explode(ignore_index=True)


def _iso3(code: str, polygon: Polygon) -> str:
    point = polygon.representative_point()
    for inside, own, west, south, east, north in PARTS_WITH_OWN_CODE:
        if code == inside and west <= point.x <= east and south <= point.y <= north:
            if own == "SJM" and point.x > 0 and point.y < SVALBARD_SOUTH:
                continue
            return own
    return ISO3_OF_ADM0.get(code, code)


def _assign(rows: list[dict[str, Any]], outline: BaseGeometry, area_id: str, iso3: str) -> list[dict[str, Any]]:
    """Give the ground inside `outline` to `area_id`, cutting polygons along it where it crosses them."""
    result = []
    for row in rows:
        polygon = row["geometry"]
        share = polygon.intersection(outline).area / polygon.area if polygon.intersects(outline) else 0.0
        if share > 0.9:
            result.append({"iso3": iso3, "area_id": area_id, "geometry": polygon})
        elif share < 1e-5 or polygon.intersection(outline).area < 0.05 * outline.area:
            small_island = share > 0.5 and polygon.area < 0.1
            result.append(row | {"iso3": iso3, "area_id": area_id} if small_island else row)
        else:
            for part in _cut(polygon, outline):
                inside = part.intersection(outline).area > 0.5 * part.area
                result.append(row | {"geometry": part} | ({"iso3": iso3, "area_id": area_id} if inside else {}))
    return result


def _cut(polygon: Polygon, outline: BaseGeometry) -> list[Polygon]:
    """Parts of a polygon on the two sides of an outline drawn at another detail.

    Where the two run side by side within 0.05 degrees, as along a common border, they are held to be one
    line.
    """
    margin = 0.05
    edge = polygon.boundary
    crossing = shapely.line_merge(outline.boundary & polygon.buffer(-margin))
    cuts: list[LineString] = []
    for line in getattr(crossing, "geoms", [crossing]):
        if line.length < 2 * margin:
            continue
        if line.is_ring:
            cuts.append(line)
            continue
        ends = [_to_edge(end, edge) for end in (line.coords[0], line.coords[-1])]
        cuts.append(LineString([*reversed(ends[0]), *line.coords[1:-1], *ends[1]]))
    if not cuts:
        return [polygon]
    noded = shapely.node(shapely.GeometryCollection([edge, *cuts]))
    parts = [part for part in polygonize(noded) if polygon.contains(part.representative_point())]
    return parts or [polygon]


def _to_edge(end: tuple[float, ...], edge: BaseGeometry) -> list[tuple[float, ...]]:
    """A line's end continued to the nearest point of an edge."""
    target = shapely.shortest_line(shapely.Point(end), edge).coords[-1]
    corners = shapely.get_coordinates(edge)
    gaps = np.hypot(*(corners - target).T)
    if gaps.min() < 1e-9:
        return [end, tuple(corners[gaps.argmin()])]
    # A point computed on a line is rarely exactly on it, so the line is drawn a hair past the edge.
    step = np.subtract(target, end)
    return [end, tuple(target + 1e-6 * step / np.hypot(*step))]


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    return [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon" and not part.is_empty]


def _across_180(pieces: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """The same land with Russia's and Fiji's halves joined east of 180 degrees."""
    rows = []
    for (iso3, area_id), group in pieces.groupby(["iso3", "area_id"], dropna=False):
        parts = list(group.geometry)
        if iso3 in ("RUS", "FJI"):
            moved = [shapely.transform(part, _plus_360) if part.bounds[2] < 0 else part for part in parts]
            touching = [part.bounds[0] <= 180 <= part.bounds[2] for part in moved]
            joined = shapely.union_all([part for part, yes in zip(moved, touching, strict=True) if yes])
            parts = [part for part, yes in zip(moved, touching, strict=True) if not yes] + _polygons(joined)
        area = None if pandas.isna(area_id) else area_id
        rows += [{"iso3": iso3, "area_id": area, "geometry": part} for part in parts]
    return geopandas.GeoDataFrame(rows, crs="EPSG:4326")


def _plus_360(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.add(coordinates, (360.0, 0.0), dtype=np.float64)


def _minus_360(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.subtract(coordinates, (360.0, 0.0), dtype=np.float64)


def _within_180(shape: BaseGeometry) -> list[Polygon]:
    if shape.bounds[2] <= 180:
        return _polygons(shape)
    east = shape & box(180, -90, 540, 90)
    return _polygons(shape & box(-180, -90, 180, 90)) + _polygons(shapely.transform(east, _minus_360))


def _write_outlines(pieces: geopandas.GeoDataFrame, path: Path) -> None:
    joined = _across_180(pieces)
    shapes = shapely.coverage_simplify(joined.geometry.to_numpy(), OUTLINE_TOLERANCE)
    rows = [
        {"iso3": iso3, "area_id": area_id, "geometry": _rounded(part, 4)}
        for iso3, area_id, shape in zip(joined["iso3"], joined["area_id"], shapes, strict=True)
        for part in _within_180(shape)
    ]
    outlines = geopandas.GeoDataFrame(rows, crs="EPSG:4326").dissolve(["iso3", "area_id"], dropna=False, method="coverage")
    outlines = outlines.reset_index().sort_values(["iso3", "area_id"], na_position="first", ignore_index=True)
    outlines.to_parquet(path, compression="zstd", index=False)


def _rounded(shape: BaseGeometry, digits: int) -> BaseGeometry:
    return shapely.remove_repeated_points(shapely.transform(shape, lambda xy: np.round(xy, digits) + 0.0))


def _simplified_for_drawing(pieces: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """The same tiling with few vertices: small islands dropped, common borders simplified once for both."""
    land = _across_180(pieces[pieces["iso3"] != "ATA"])
    land = land[_visible(land)].reset_index(drop=True)
    before = land.geometry.to_numpy()
    shapes = shapely.coverage_simplify(shapely.transform(before, _narrowed), SMALL_TOLERANCE)
    small = shapely.area(shapes) < SMALL_DEG2
    minor = small & ~_touches_another(land) & ~_is_largest(land)
    shapes = _simplified_where(shapes, ~small, LARGE_TOLERANCE)
    shapes = _simplified_where(shapes, minor, ISLAND_TOLERANCE)
    shapes = _round_together(shapely.transform(shapes, _widened), shapely.area(before) < TINY_DEG2)
    rows = [
        {"iso3": iso3, "area_id": area_id, "geometry": part}
        for iso3, area_id, shape in zip(land["iso3"], land["area_id"], shapes, strict=True)
        for part in _within_180(shape)
    ]
    return geopandas.GeoDataFrame(rows, crs="EPSG:4326")


def _simplified_where(shapes: NDArray[Any], chosen: NDArray[np.bool_], tolerance: float) -> NDArray[Any]:
    """The same tiling with the coasts of the chosen pieces simplified, and their borders with one another."""
    # With the sea as one more piece, their coasts are inner edges and all other edges are left as they are.
    sea = shapely.get_parts(box(-200, -100, 400, 100) - shapely.coverage_union_all(shapes))
    tiles = np.concatenate([shapes[chosen], sea])
    result = shapes.copy()
    result[chosen] = shapely.coverage_simplify(tiles, tolerance, simplify_boundary=False)[: chosen.sum()]
    return result


def _narrowed(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Degrees with meridians drawn half together: between equal ground and equal size on a Mercator map."""
    return coordinates * _narrowing(coordinates)


def _widened(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    return coordinates / _narrowing(coordinates)


def _narrowing(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([np.cos(np.radians(coordinates[:, 1])) ** 0.8, np.ones(len(coordinates))])


def _visible(land: geopandas.GeoDataFrame) -> NDArray[np.bool_]:
    """True for pieces to keep: all but small islands, and the largest piece of every country and area."""
    area = _narrowed_area(land)
    needed = np.minimum(ISLAND_MIN_DEG2, ISLAND_SHARE * area.groupby(land["iso3"].to_numpy()).transform("sum"))
    return np.asarray(_touches_another(land) | _is_largest(land) | (area >= needed), dtype=np.bool_)


def _narrowed_area(land: geopandas.GeoDataFrame) -> "pandas.Series[float]":
    return pandas.Series(shapely.area(shapely.transform(land.geometry.to_numpy(), _narrowed)))


def _touches_another(land: geopandas.GeoDataFrame) -> NDArray[np.bool_]:
    left, right = land.sindex.query(land.geometry, predicate="intersects")
    touches = np.zeros(len(land), dtype=np.bool_)
    touches[left[left != right]] = True
    return touches


def _is_largest(land: geopandas.GeoDataFrame) -> NDArray[np.bool_]:
    """True for the largest piece of every country and of every disputed area."""
    area = _narrowed_area(land)
    largest = np.zeros(len(land), dtype=np.bool_)
    for name in ("iso3", "area_id"):
        largest[area.groupby(land[name].to_numpy()).idxmax().to_numpy()] = True
    return largest


def _round_together(shapes: NDArray[Any], tiny: NDArray[np.bool_]) -> NDArray[Any]:
    """Coordinates to two decimals; to four where a piece is so small that two would deform it, and its
    neighbours.
    """
    fine = {tuple(point) for point in np.round(shapely.get_coordinates(shapes[tiny]), 9)}

    def rounded(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        keep = np.array([tuple(point) in fine for point in np.round(coordinates, 9)])
        return np.where(keep[:, None], np.round(coordinates, 4), np.round(coordinates, 2)) + 0.0

    return np.asarray(shapely.remove_repeated_points(shapely.transform(shapes, rounded)))


def _countries(drawn: geopandas.GeoDataFrame) -> dict[str, Any]:
    merged = drawn[["iso3", "geometry"]].dissolve("iso3", method="coverage")
    return _features([({"iso3": iso3}, shape) for iso3, shape in merged.geometry.items()])


def _disputed(drawn: geopandas.GeoDataFrame, areas: pandas.DataFrame) -> dict[str, Any]:
    merged = drawn.dropna(subset="area_id")[["area_id", "geometry"]].dissolve("area_id", method="coverage")
    listed = ["area_id", "name", "iso3", "administered_by", "claimed_by"]
    return _features(
        [
            (
                {key: areas.at[area_id, key] for key in listed}
                | {"note": areas.at[area_id, "reason"], "source": areas.at[area_id, "source"]},
                shape,
            )
            for area_id, shape in merged.geometry.items()
        ]
    )


def _lines(drawn: geopandas.GeoDataFrame, areas: pandas.DataFrame) -> tuple[list[Any], list[Any]]:
    """Land boundaries between countries, and the disputed ones apart, as paths."""
    owner: list[Side] = [
        (str(iso3), area if isinstance(area, str) else None) for iso3, area in zip(drawn["iso3"], drawn["area_id"], strict=True)
    ]
    owners: dict[tuple[tuple[float, float], tuple[float, float]], list[int]] = {}
    for number, shape in enumerate(drawn.geometry):
        for ring in (shape.exterior, *shape.interiors):
            points = list(ring.coords)
            for start, end in pairwise(points):
                owners.setdefault((min(start, end), max(start, end)), []).append(number)
    segments: dict[tuple[str, ...], list[LineString]] = {}
    for segment, numbers in owners.items():
        if len(numbers) == 2:
            left, right = (owner[number] for number in numbers)
            if left != right:
                segments.setdefault(_kind(left, right, areas), []).append(LineString(segment))
    borders: list[Any] = []
    disputed: list[Any] = []
    for kind, parts in sorted(segments.items()):
        merged = linemerge(parts)
        for line in sorted(getattr(merged, "geoms", [merged]), key=lambda path: list(path.coords)):
            path = [list(point) for point in line.coords]
            if kind[0] == "border":
                borders.append({"between": list(kind[1:]), "path": path})
            else:
                disputed.append({"kind": kind[0], "about": list(kind[1:]), "path": path})
    return borders, disputed


def _kind(left_side: Side, right_side: Side, areas: pandas.DataFrame) -> tuple[str, ...]:
    """`border` of two countries, `disputed` between parties to a dispute, or the edge of an area inside a country:
    `control` where another than the country rules it, else `claim`; then the two codes, or the areas.
    """
    (left, left_area), (right, right_area) = left_side, right_side
    about = sorted({area for area in (left_area, right_area) if area})
    if left == right:
        ruled_elsewhere = any(str(areas.at[area, "administered_by"]) != str(areas.at[area, "iso3"]) for area in about)
        return ("control" if ruled_elsewhere else "claim", *about)
    for own, other, area in ((left, right, left_area), (right, left, right_area)):
        if area:
            parties = ";".join(str(areas.at[area, name]) for name in ("claimed_by", "administered_by")).split(";")
            if other in parties and other != own:
                return ("disputed", *about)
    return ("border", *sorted((left, right)))


def _lakes(path: Path) -> dict[str, Any]:
    lakes = geopandas.read_file(path).explode(ignore_index=True)
    large = np.array([Polygon(lake.exterior) for lake in lakes.geometry if lake.area >= LAKE_MIN_DEG2])
    shapes = [_rounded(shape, 2) for shape in shapely.coverage_simplify(large, LAKE_TOLERANCE)]
    return _features([({}, shape) for shape in sorted(shapes, key=lambda shape: shape.bounds)])


def _features(rows: Iterable[tuple[dict[str, Any], BaseGeometry]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(_wound(shape))}
            for properties, shape in rows
        ],
    }


def _wound(shape: BaseGeometry) -> BaseGeometry:
    return shapely.orient_polygons(shapely.normalize(shape))


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


# --- reading the shapes ------------------------------------------------------------------------------------


@cache
def drawing(name: Drawing) -> bytes:
    """A drawing shape as JSON bytes, degrees WGS 84, ready to be served.

    `countries`, `disputed`, `lakes` are GeoJSON polygons; `borders` and `disputed_lines` are lists of
    objects with a `path` of [lon, lat]. Raises FileNotFoundError before the first `curate`. Source: Natural
    Earth 4.0.0, simplified.
    """
    return (SHAPES / f"{name}.json").read_bytes()


@cache
def outlines() -> geopandas.GeoDataFrame:
    """Land at full use detail (about 1 km), one row per `iso3` and `area_id` (None outside disputed areas),
    WGS 84.

    Source: Natural Earth 4.0.0, simplified.
    """
    frame = geopandas.read_parquet(SHAPES / "outlines.parquet")
    frame["area_id"] = _objects(frame["area_id"])
    return frame


@cache
def disputed_areas() -> pandas.DataFrame:
    """The reviewed list of disputed areas, one row per `area_id` (the index too), every column text.

    `shape` is `part` or `whole` of a country where an outline exists, `none` where it does not;
    `administered_by` and `claimed_by` are ISO codes joined by `;`, or the name of an authority without a
    code.
    """
    return _read_areas(SHAPES / "disputed_areas.csv")


def disputed_countries() -> frozenset[str]:
    """ISO codes of the countries whose whole ground is disputed."""
    whole = outlines().groupby("iso3")["area_id"].agg(lambda ids: ids.notna().all())
    return frozenset(str(iso3) for iso3 in whole[whole].index)


def label_points() -> pandas.DataFrame:
    """Where to write each country's name: `iso3`, `lon`, `lat` in degrees, the middle of its largest piece of
    land.

    The middle is the centre of the largest circle inside, so it is on land. Source: `outlines()`.
    """
    rows = []
    for iso3, shape in outlines().dissolve("iso3", method="coverage").geometry.items():
        parts = [(part, np.cos(np.radians(part.centroid.y))) for part in _polygons(shape)]
        main, shrink = max(parts, key=lambda pair: pair[0].area * pair[1])
        flat = affinity.scale(main, xfact=shrink, origin=(0.0, 0.0))
        x, y = shapely.maximum_inscribed_circle(flat).coords[0]
        rows.append((iso3, round(x / shrink, 3), round(y, 3)))
    return pandas.DataFrame(rows, columns=["iso3", "lon", "lat"])


@cache
def extent(iso3: str) -> tuple[float, float, float, float] | None:
    """West, south, east and north of a country as drawn, degrees WGS 84; None for a code without a shape.

    Pieces of less than a twentieth of the largest do not count, so that far islands do not make the country small.
    Source: Natural Earth 4.0.0, simplified.
    """
    shapes = [shape["geometry"] for shape in json.loads(drawing("countries"))["features"] if shape["properties"]["iso3"] == iso3]
    parts = [part for shape in shapes for part in _polygons(shapely.geometry.shape(shape))]
    if not parts:
        return None
    areas = [part.area * np.cos(np.radians(part.centroid.y)) for part in parts]
    main = shapely.union_all([part for part, area in zip(parts, areas, strict=True) if area >= max(areas) / 20])
    west, south, east, north = main.bounds
    return west, south, east, north


def locate(lon: ArrayLike, lat: ArrayLike, coast_km: float = COAST_KM) -> pandas.DataFrame:
    """The country under each point: one row per point with `iso3`, `area_id`, `disputed`, `administered_by`.

    `lon` and `lat` are arrays of one length, degrees WGS 84; a missing coordinate gives an empty row. A
    point at sea takes the nearest country within `coast_km`, else `iso3` is None. Inside a disputed area
    `iso3` follows the practice of the UN General Assembly; outside, `area_id` and `administered_by` are
    None. Source: `outlines()`. Raises ValueError for arrays of different length or points off the globe.
    """
    x, y = _degrees(lon, lat)
    land = outlines()
    found = np.full(len(x), -1)
    known = np.isfinite(x) & np.isfinite(y)
    points = shapely.points(x[known], y[known])
    which, row = _tree().query(points, predicate="intersects")
    # A point on a border touches both sides: the first row, which is in order of code, is taken.
    order = np.argsort(row, kind="stable")[::-1]
    found[np.flatnonzero(known)[which[order]]] = row[order]
    for at in np.flatnonzero(known & (found < 0)):
        found[at] = _nearest(float(x[at]), float(y[at]), coast_km)
    codes, areas = land["iso3"].to_numpy(), land["area_id"].to_numpy()
    area = [areas[row] if row >= 0 else None for row in found]
    rulers = disputed_areas()["administered_by"]
    return pandas.DataFrame(
        {
            "iso3": _objects([codes[row] if row >= 0 else None for row in found]),
            "area_id": _objects(area),
            "disputed": [name is not None for name in area],
            "administered_by": _objects([None if name is None else rulers[name] for name in area]),
        }
    )


def distance_km(lon: ArrayLike, lat: ArrayLike, iso3: Iterable[str | None]) -> NDArray[np.float64]:
    """How far each point lies outside the outline of its country, in km: 0 inside, NaN where either is
    unknown.

    `lon`, `lat`, `iso3` have one length; degrees WGS 84, on a sphere. A code without an outline gives NaN.
    Source: `outlines()`. Raises ValueError for different lengths or points off the globe.
    """
    x, y = _degrees(lon, lat)
    codes = list(iso3)
    if len(codes) != len(x):
        raise ValueError(f"{len(x)} points but {len(codes)} countries")
    result = np.full(len(x), np.nan)
    for at, code in enumerate(codes):
        if isinstance(code, str) and code in _ground() and np.isfinite(x[at]) and np.isfinite(y[at]):
            ground = _ground()[code]
            inside = ground.intersects(shapely.Point(x[at], y[at]))
            result[at] = 0.0 if inside else _to_edge_km(float(x[at]), float(y[at]), ground)
    return result


def _degrees(lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    x = np.atleast_1d(np.asarray(lon, dtype=float))
    y = np.atleast_1d(np.asarray(lat, dtype=float))
    if x.shape != y.shape or x.ndim != 1:
        raise ValueError(f"lon and lat differ in shape: {x.shape} and {y.shape}")
    if (np.abs(x) > 180).any() or (np.abs(y) > 90).any():
        raise ValueError("a point lies off the globe: lon is -180 to 180, lat is -90 to 90")
    return x, y


def _objects(values: Iterable[object]) -> "pandas.Series[Any]":
    listed = [value if isinstance(value, str) else None for value in values]
    return pandas.Series(listed, dtype=object)


@cache
def _tree() -> shapely.STRtree:
    shapes = outlines().geometry.to_numpy()
    shapely.prepare(shapes)
    return shapely.STRtree(shapes)


@cache
def _ground() -> dict[str, BaseGeometry]:
    merged = outlines()[["iso3", "geometry"]].dissolve("iso3", method="coverage").geometry
    shapely.prepare(merged.to_numpy())
    return {str(iso3): shape for iso3, shape in merged.items()}


def _nearest(lon: float, lat: float, within_km: float) -> int:
    """Row of the outline nearest to a point at sea, or -1 if none is within `within_km`."""
    up = np.degrees(within_km / EARTH_KM) * 1.01
    across = min(180.0, up / max(np.cos(np.radians(min(abs(lat) + up, 90.0))), 1e-6))
    best, best_km = -1, within_km
    shapes = outlines().geometry
    turns = [turn for turn in (0.0, 360.0, -360.0) if abs(lon + turn) <= 180 + across]
    around = [box(lon + turn - across, lat - up, lon + turn + across, lat + up) for turn in turns]
    for at, row in _tree().query(around, predicate="intersects").T:
        km = _to_edge_km(lon, lat, shapes.iat[row] & around[at])
        if km < best_km:
            best, best_km = int(row), km
    return best


def _to_edge_km(lon: float, lat: float, shape: BaseGeometry) -> float:
    """Distance from a point outside a shape to it, on a map centred on the point where such distances are
    true.
    """

    def centred(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        turn, height = np.radians(coordinates[:, 0] - lon), np.radians(coordinates[:, 1])
        here = np.radians(lat)
        east = np.cos(height) * np.sin(turn)
        north = np.cos(here) * np.sin(height) - np.sin(here) * np.cos(height) * np.cos(turn)
        away = np.arctan2(
            np.hypot(east, north),
            np.sin(here) * np.sin(height) + np.cos(here) * np.cos(height) * np.cos(turn),
        )
        length = np.hypot(east, north)
        scale = EARTH_KM * np.divide(away, length, out=np.ones_like(away), where=length > 0)
        return np.column_stack([east * scale, north * scale])

    edges = shapely.transform(shape.boundary, centred)
    return float(shapely.distance(shapely.Point(0.0, 0.0), edges))
