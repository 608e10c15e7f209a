"""Is each place in its country, and is the drawn world whole, small and true to size?"""

import itertools
import json
from typing import Any

import geopandas
import numpy as np
import pandas
import pyproj
import pytest
import shapely

from geo import boundaries

# Officially assigned ISO 3166-1 alpha-3 codes, and XKX for Kosovo.
_CODES = """
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR
    BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG
    COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH
    FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY
    HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM
    KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL
    MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR
    NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU
    SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA
    TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB
    VIR VNM VUT WLF WSM XKX YEM ZAF ZMB ZWE
"""
CODES = frozenset(_CODES.split())
WITHOUT_OUTLINE = {"BVT", "TKL"}
NOT_DRAWN = WITHOUT_OUTLINE | {"ATA"}

PLACES = [
    ("Ust-Kamenogorsk", 82.61, 49.95, "KAZ"),
    ("Aktau, on the Caspian", 51.17, 43.65, "KAZ"),
    ("Baikonur, leased", 63.31, 45.96, "KAZ"),
    ("Kirkenes", 30.05, 69.73, "NOR"),
    ("Longyearbyen", 15.64, 78.22, "SJM"),
    ("Tromsø", 18.96, 69.65, "NOR"),
    ("Paris", 2.35, 48.86, "FRA"),
    ("Ajaccio", 8.74, 41.93, "FRA"),
    ("Cayenne", -52.33, 4.92, "GUF"),
    ("Saint-Denis", 55.45, -20.89, "REU"),
    ("Fort-de-France", -61.06, 14.61, "MTQ"),
    ("Pointe-à-Pitre", -61.53, 16.24, "GLP"),
    ("Kralendijk", -68.27, 12.15, "BES"),
    ("Amsterdam", 4.90, 52.37, "NLD"),
    ("Flying Fish Cove", 105.67, -10.43, "CXR"),
    ("Nouméa", 166.44, -22.26, "NCL"),
    ("Goro", 167.02, -22.28, "NCL"),
    ("Singapore", 103.85, 1.29, "SGP"),
    ("Valletta", 14.51, 35.90, "MLT"),
    ("San Marino", 12.46, 43.94, "SMR"),
    ("Maseru", 27.48, -29.32, "LSO"),
    ("Mariehamn", 19.94, 60.10, "ALA"),
    ("Juba", 31.58, 4.85, "SSD"),
    ("Funafuti", 179.20, -8.52, "TUV"),
    ("Norilsk", 88.20, 69.35, "RUS"),
    ("Uelen, beyond 180 degrees", -169.81, 66.16, "RUS"),
    ("Wrangel Island, on 180 degrees", 180.0, 71.2, "RUS"),
    ("Wrangel Island, on -180 degrees", -180.0, 71.2, "RUS"),
    ("Bayan Obo", 109.97, 41.78, "CHN"),
    ("Kolwezi", 25.47, -10.71, "COD"),
    ("Solwezi", 26.39, -12.17, "ZMB"),
    ("Greenbushes", -243.94 + 360, -33.86, "AUS"),
    ("Antofagasta", -70.40, -23.65, "CHL"),
    ("South Pole", 0.0, -89.9, "ATA"),
]

DISPUTED_PLACES = [
    ("Simferopol", 34.10, 44.95, "UKR", "crimea", "RUS"),
    ("Sevastopol", 33.53, 44.60, "UKR", "crimea", "RUS"),
    ("Donetsk", 37.80, 48.00, "UKR", "donbas", "RUS"),
    ("Laayoune", -13.20, 27.15, "ESH", "western_sahara_west", "MAR"),
    ("Bou Craa", -12.86, 26.33, "ESH", "western_sahara_west", "MAR"),
    ("Tifariti", -10.57, 26.16, "ESH", "western_sahara_east", "Polisario Front"),
    ("Katzrin, Golan", 35.69, 32.99, "SYR", "golan_heights", "ISR"),
    ("Nicosia, north", 33.36, 35.22, "CYP", "northern_cyprus", "Turkish Cypriot authorities"),
    ("Hargeisa", 44.06, 9.56, "SOM", "somaliland", "Somaliland authorities"),
    ("Pristina", 21.17, 42.66, "XKX", "kosovo", "XKX"),
    ("Taipei", 121.56, 25.04, "TWN", "taiwan", "TWN"),
    ("Sukhumi", 41.02, 43.00, "GEO", "abkhazia", "Abkhaz de facto authorities"),
    ("Tskhinvali", 43.97, 42.23, "GEO", "south_ossetia", "South Ossetian de facto authorities"),
    ("Tiraspol", 29.60, 46.84, "MDA", "transnistria", "Transnistrian de facto authorities"),
    ("Stepanakert", 46.75, 39.82, "AZE", "nagorno_karabakh", "AZE"),
    ("Ramallah", 35.20, 31.90, "PSE", "west_bank", "PSE;ISR"),
    ("Gaza", 34.45, 31.50, "PSE", "gaza", "PSE;ISR"),
    ("Srinagar", 74.80, 34.09, "IND", "jammu_and_kashmir", "IND"),
    ("Gilgit", 74.31, 35.92, "PAK", "gilgit_baltistan", "PAK"),
    ("Aksai Chin", 79.20, 35.20, "CHN", "aksai_chin", "CHN"),
    ("Itanagar", 93.62, 27.10, "IND", "arunachal_pradesh", "IND"),
    ("Kunashir", 145.95, 44.10, "RUS", "kuril_islands", "RUS"),
    ("Matthews Ridge", -60.16, 7.50, "GUY", "essequibo", "GUY"),
    ("Abyei", 28.43, 9.60, "SDN", "abyei", "SDN;SSD"),
    ("Stanley", -57.85, -51.70, "FLK", "falkland_islands", "GBR"),
    ("Mamoudzou", 45.22, -12.79, "MYT", "mayotte", "FRA"),
]

UNDISPUTED_BESIDE_DISPUTED = [
    ("Kyiv", 30.52, 50.45, "UKR"),
    ("Kherson", 32.62, 46.64, "UKR"),
    ("Kerch Strait, the other side", 37.30, 45.20, "RUS"),
    ("Tan-Tan", -11.10, 28.44, "MAR"),
    ("Zouérat", -12.47, 22.73, "MRT"),
    ("Tiberias", 35.45, 32.79, "ISR"),
    ("Limassol", 33.04, 34.70, "CYP"),
    ("Mogadishu", 45.33, 2.05, "SOM"),
    ("Tbilisi", 44.79, 41.72, "GEO"),
    ("Georgetown, Guyana", -58.10, 6.75, "GUY"),
    ("Novi Sad", 19.84, 45.26, "SRB"),
]

AT_SEA = [
    ("mid-Atlantic", -30.0, 30.0),
    ("Gulf of Guinea", 0.0, 0.0),
    ("Clarion-Clipperton zone", -130.0, 12.0),
    ("Caspian Sea", 50.5, 42.0),
    ("Pacific on 180 degrees", 180.0, 40.0),
]


def features(name: boundaries.Drawing) -> geopandas.GeoDataFrame:
    collection = json.loads(boundaries.drawing(name))
    return geopandas.GeoDataFrame.from_features(collection["features"], crs="EPSG:4326")


def paths(name: boundaries.Drawing) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(boundaries.drawing(name))
    return listed


@pytest.mark.parametrize(("place", "lon", "lat", "iso3"), PLACES + UNDISPUTED_BESIDE_DISPUTED)
def test_a_place_is_in_its_country(place: str, lon: float, lat: float, iso3: str) -> None:
    (found,) = boundaries.locate([lon], [lat]).to_dict("records")
    assert found == {"iso3": iso3, "area_id": None, "disputed": False, "administered_by": None}, place


@pytest.mark.parametrize(("place", "lon", "lat", "iso3", "area_id", "ruler"), DISPUTED_PLACES)
def test_a_disputed_place_follows_the_reviewed_list(
    place: str, lon: float, lat: float, iso3: str, area_id: str, ruler: str
) -> None:
    (found,) = boundaries.locate([lon], [lat]).to_dict("records")
    assert found == {"iso3": iso3, "area_id": area_id, "disputed": True, "administered_by": ruler}, place


@pytest.mark.parametrize(("place", "lon", "lat"), AT_SEA)
def test_the_open_sea_is_no_country(place: str, lon: float, lat: float) -> None:
    (found,) = boundaries.locate([lon], [lat]).to_dict("records")
    assert found == {"iso3": None, "area_id": None, "disputed": False, "administered_by": None}, place


def test_a_point_off_the_coast_takes_the_nearest_country_within_five_km() -> None:
    shore = shapely.get_coordinates(boundaries.outlines().set_index("iso3").geometry["LKA"])
    west = shore[shore[:, 0].argmin()]
    geod = pyproj.Geod(ellps="sphere")
    for km, iso3 in ((3.0, "LKA"), (4.9, "LKA"), (5.2, None), (40.0, None)):
        lon, lat, _ = geod.fwd(west[0], west[1], 270.0, km * 1000)
        assert boundaries.locate([lon], [lat])["iso3"].tolist() == [iso3], km
    lon, lat, _ = geod.fwd(west[0], west[1], 270.0, 40_000)
    assert boundaries.locate([lon], [lat], coast_km=41.0)["iso3"].tolist() == ["LKA"]


def test_around_an_island_five_km_are_measured_in_every_direction() -> None:
    malta = boundaries.outlines().dissolve("iso3").geometry["MLT"]
    x, y = shapely.get_coordinates(malta.boundary.segmentize(0.002)).T
    chance = np.random.default_rng(5)
    lon, lat = chance.uniform(14.0, 14.8, 400), chance.uniform(35.65, 36.25, 400)
    geod = pyproj.Geod(a=6371008.8, b=6371008.8)
    km = np.array([geod.inv(np.full_like(x, a), np.full_like(y, b), x, y)[2].min() for a, b in zip(lon, lat, strict=True)])
    near = (km / 1000 <= 5.0) | shapely.contains_xy(malta, lon, lat)
    sure = np.abs(km / 1000 - 5.0) > 0.05
    found = boundaries.locate(lon, lat)["iso3"].eq("MLT").to_numpy()
    assert found[sure].tolist() == near[sure].tolist()
    assert 20 < near.sum() < 380


def test_many_points_agree_with_a_spatial_join() -> None:
    chance = np.random.default_rng(7)
    lon, lat = chance.uniform(-180, 180, 4000), np.degrees(np.arcsin(chance.uniform(-1, 1, 4000)))
    ours = boundaries.locate(lon, lat, coast_km=0.0)
    points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lon, lat, crs="EPSG:4326"))
    theirs = points.sjoin(boundaries.outlines(), how="left", predicate="within").groupby(level=0).first()
    assert ours["iso3"].fillna("").tolist() == theirs["iso3"].fillna("").tolist()
    assert ours["area_id"].fillna("").tolist() == theirs["area_id"].fillna("").tolist()
    assert ours["disputed"].sum() > 10


def test_missing_coordinates_give_empty_rows_in_place() -> None:
    found = boundaries.locate([np.nan, 82.61, 82.61], [49.95, 49.95, np.nan])
    assert found["iso3"].tolist() == [None, "KAZ", None]


@pytest.mark.parametrize(("lon", "lat"), [([1.0, 2.0], [1.0]), ([181.0], [0.0]), ([0.0], [-91.0])])
def test_wrong_points_are_refused(lon: list[float], lat: list[float]) -> None:
    with pytest.raises(ValueError, match="lon"):
        boundaries.locate(lon, lat)
    with pytest.raises(ValueError, match="lon"):
        boundaries.distance_km(lon, lat, ["KAZ"] * len(lon))


def test_distance_is_zero_inside_and_unknown_without_an_outline() -> None:
    codes = ["UKR", "KAZ", "BVT", None, "ZZZ"]
    found = boundaries.distance_km([34.1, 82.61, 3.4, 0.0, 0.0], [44.95, 49.95, -54.4, 0.0, 0.0], codes)
    assert found[:2].tolist() == [0.0, 0.0]
    assert np.isnan(found[2:]).all()


@pytest.mark.parametrize(
    ("lon", "lat", "iso3"),
    [
        (0.0, 0.0, "GHA"),
        (34.10, 44.95, "RUS"),
        (25.47, -10.71, "ZMB"),
        (-179.5, -17.0, "FJI"),
        (-179.9, 60.0, "RUS"),
        (30.0, 78.0, "SJM"),
        (-150.0, 72.0, "CAN"),
    ],
)
def test_distance_agrees_with_geodesics_to_the_outline(lon: float, lat: float, iso3: str) -> None:
    outline = boundaries.outlines().dissolve("iso3").geometry[iso3].boundary
    x, y = shapely.get_coordinates(outline.segmentize(0.005)).T
    geod = pyproj.Geod(a=6371008.8, b=6371008.8)
    *_, metres = geod.inv(np.full_like(x, lon), np.full_like(y, lat), x, y)
    found = boundaries.distance_km([lon], [lat], [iso3])[0]
    assert found == pytest.approx(metres.min() / 1000, rel=2e-3, abs=0.05)


def test_every_code_has_a_shape() -> None:
    assert set(boundaries.outlines()["iso3"]) == CODES - WITHOUT_OUTLINE
    drawn = features("countries")
    assert set(drawn["iso3"]) == CODES - NOT_DRAWN
    assert drawn["iso3"].is_unique


def test_the_drawn_world_is_light() -> None:
    countries, lakes = features("countries"), features("lakes")
    assert 6000 <= countries.count_coordinates().sum() <= 9000
    assert lakes.count_coordinates().sum() <= 400
    assert sum(len(border["path"]) - 1 for border in paths("borders")) <= 2000
    assert sum(len(line["path"]) - 1 for line in paths("disputed_lines")) <= 250
    sizes = {file.name: file.stat().st_size for file in boundaries.SHAPES.iterdir()}
    assert sizes.pop("outlines.parquet") < 2_500_000
    assert sum(sizes.values()) < 400_000


@pytest.mark.parametrize("shapes", [lambda: features("countries"), boundaries.outlines])
def test_neighbours_share_edges_without_gap_or_overlap(shapes: Any) -> None:
    geometry = shapes().geometry.to_numpy()
    assert shapely.is_valid(geometry).all()
    assert shapely.coverage_is_valid(geometry)
    # Every hole left in the joined land is a sea or a lake of the outlines, not a sliver between neighbours.
    joined = shapely.coverage_union_all(geometry)
    holes = [ring for part in shapely.get_parts(joined) for ring in shapely.get_rings(part)[1:]]
    assert min((shapely.Polygon(hole).area for hole in holes), default=1.0) > 0.005


def test_the_drawn_world_does_not_cross_180_degrees() -> None:
    for name in ("countries", "disputed", "lakes"):
        for part in features(name).explode().geometry:
            west, south, east, north = part.bounds
            assert -180 <= west <= east <= 180 and -60 < south <= north < 84
            steps = np.abs(np.diff(shapely.get_coordinates(part)[:, 0]))
            assert steps.max() < 60


def test_the_drawn_countries_have_their_true_size() -> None:
    equal_area = "EPSG:8857"
    true = boundaries.outlines().dissolve("iso3").to_crs(equal_area).area / 1e6
    drawn = features("countries").set_index("iso3").to_crs(equal_area).area / 1e6
    change = (drawn / true - 1).dropna().abs()
    assert change[true > 1_000_000].max() < 0.05
    assert change[true > 100_000].max() < 0.1
    # Archipelagos lose their small islands, the others nothing that counts.
    assert change[true > 5_000].drop(["BHS", "SLB", "VUT", "NCL"]).max() < 0.1
    assert drawn.sum() == pytest.approx(true.drop("ATA").sum(), rel=0.01)


def test_outlines_have_the_published_size() -> None:
    """Rounded surface areas in thousand km2 as in any yearbook; the outlines meet them within 3 percent."""
    known = {
        "KAZ": 2725,
        "UKR": 604,
        "ESH": 266,
        "XKX": 10.9,
        "SYR": 185,
        "COD": 2345,
        "CHL": 757,
        "NOR": 324,
    }
    area = boundaries.outlines().dissolve("iso3").to_crs("EPSG:8857").area / 1e9
    for iso3, thousand_km2 in known.items():
        assert area[iso3] == pytest.approx(thousand_km2, rel=0.03), iso3


@pytest.mark.parametrize(
    ("lon", "lat", "iso3"),
    [
        (34.1, 45.2, "UKR"),
        (35.8, 33.0, "SYR"),
        (-13.5, 25.0, "ESH"),
        (33.5, 35.25, "CYP"),
        (46.0, 9.5, "SOM"),
    ],
)
def test_the_fill_gives_disputed_ground_to_the_country_of_the_list(lon: float, lat: float, iso3: str) -> None:
    countries = features("countries")
    assert countries[countries.contains(shapely.Point(lon, lat))]["iso3"].tolist() == [iso3]


def test_borders_are_edges_of_both_countries() -> None:
    countries = features("countries").set_index("iso3").geometry
    for border in paths("borders"):
        left, right = border["between"]
        line = shapely.LineString(border["path"])
        assert line.covered_by(countries[left].boundary.buffer(1e-9)), border["between"]
        assert line.covered_by(countries[right].boundary.buffer(1e-9)), border["between"]


def test_every_shared_edge_is_drawn_once() -> None:
    countries = features("countries").geometry
    left, right = countries.sindex.query(countries, predicate="touches")
    pairs = [(a, b) for a, b in zip(left, right, strict=True) if a < b]
    shared = sum(countries.iloc[a].boundary.intersection(countries.iloc[b].boundary).length for a, b in pairs)
    drawn = [border["path"] for border in paths("borders")]
    drawn += [line["path"] for line in paths("disputed_lines") if line["kind"] == "disputed"]
    assert sum(shapely.LineString(path).length for path in drawn) == pytest.approx(shared, rel=1e-6)
    segments = [frozenset(map(tuple, pair)) for path in drawn for pair in itertools.pairwise(path)]
    assert len(segments) == len(set(segments))


@pytest.mark.parametrize(
    ("area_id", "kinds"),
    [
        ("crimea", {"control"}),
        ("donbas", {"control", "disputed"}),
        ("transnistria", {"control"}),
        ("northern_cyprus", {"control"}),
        ("golan_heights", {"control", "disputed"}),
        ("western_sahara_west", {"control", "disputed"}),
        ("essequibo", {"claim", "disputed"}),
        ("arunachal_pradesh", {"claim", "disputed"}),
        ("kosovo", {"disputed"}),
    ],
)
def test_lines_say_what_they_divide(area_id: str, kinds: set[str]) -> None:
    assert {line["kind"] for line in paths("disputed_lines") if area_id in line["about"]} == kinds


def test_disputed_shapes_lie_in_the_country_of_the_list() -> None:
    countries = features("countries").set_index("iso3").geometry
    disputed = features("disputed")
    listed = boundaries.disputed_areas()
    assert set(disputed["area_id"]) == set(listed[listed["shape"] != "none"].index)
    assert set(boundaries.outlines()["area_id"].dropna()) == set(disputed["area_id"])
    for area in disputed.itertuples():
        assert area.geometry.difference(countries[area.iso3]).area < 1e-9, area.area_id
        assert area.iso3 == listed.at[area.area_id, "iso3"]
        assert area.administered_by and area.note and area.source


def test_the_list_of_disputed_areas_is_complete() -> None:
    listed = boundaries.disputed_areas()
    assert listed.index.is_unique and listed.index.is_monotonic_increasing
    natural_earth = listed.loc[listed["natural_earth_code"] != "", "natural_earth_code"]
    assert len(natural_earth) == 80 and natural_earth.is_unique
    assert (listed[["name", "reason", "source"]] != "").all(axis=None)
    assert set(listed["shape"]) == {"part", "whole", "none"}
    assert set(listed["iso3"]) - {""} <= CODES
    kept = listed[listed["shape"] != "none"]
    assert (kept["claimed_by"] != "").all() and (kept["iso3"] != "").all()
    for value in pandas.concat([listed["claimed_by"], kept["administered_by"]]):
        words = value.split(";") if value else []
        assert all(word in CODES or len(word) > 3 for word in words), value


def test_countries_that_are_disputed_as_a_whole() -> None:
    whole = {"ESH", "FLK", "GIB", "IOT", "MYT", "PSE", "SGS", "TWN", "XKX"}
    assert boundaries.disputed_countries() == whole


def test_names_are_written_inside_their_country() -> None:
    points = boundaries.label_points()
    assert set(points["iso3"]) == CODES - WITHOUT_OUTLINE
    assert boundaries.locate(points["lon"], points["lat"], coast_km=0.0)["iso3"].tolist() == list(points["iso3"])
    united_states = points.set_index("iso3").loc["USA"]
    assert -110 < united_states["lon"] < -90 and 35 < united_states["lat"] < 45


def test_the_extent_of_a_country_leaves_out_its_far_small_islands() -> None:
    west, south, east, north = boundaries.extent("KAZ") or (0, 0, 0, 0)
    assert 46 < west < 47 and 40 < south < 41.5 and 87 < east < 88 and 55 < north < 56
    main = boundaries.extent("USA")
    assert main is not None and main[0] < -160 and main[2] < -66 and main[1] > 24
    norway = boundaries.extent("NOR")
    assert norway is not None and norway[1] > 57 and norway[3] < 72
    assert boundaries.extent("XXX") is None
