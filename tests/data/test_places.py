"""Records of one place become one site."""

from typing import Any

import pandas as pd
import pytest

from data import places
from data.readers.sightings import sightings

KM = 1 / 111.195
"""One kilometre in degrees of latitude."""


def seen(record: str, name: str, north_km: float | None = 0.0, **more: Any) -> dict[str, Any]:
    """A copper mine in the middle of Kazakhstan, so many kilometres north of 48 N 70 E, as PP 1802 has it."""
    point: dict[str, Any] = {} if north_km is None else {"lon": 70.0, "lat": 48 + north_km * KM, "location_precision": "site"}
    usual = {
        "source_id": "usgs_pp1802", "record": record, "name": name, "kind": "mine",
        "country_stated": "Kazakhstan",
        "iso3_stated": "KAZ", "confidence": "moderate", "mineral_id": "copper", "role": "main",
    }  # fmt: skip
    return usual | point | more


OTHER = {"source_id": "icmm_2025"}
THIRD = {"source_id": "usgs_ofr_2005_1294"}


def merged(*rows: dict[str, Any]) -> dict[str, pd.DataFrame]:
    return places.merge(sightings(rows))


def count(*rows: dict[str, Any]) -> int:
    return len(merged(*rows)["site"])


def only(table: pd.DataFrame) -> dict[str, Any]:
    (row,) = table.to_dict("records")
    return {str(key): value for key, value in row.items()}


# --- names -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kidd Creek", "KIDD CREEK MINE"),
        ("Araxá", "Araxa deposit"),
        ("Udokan", "Udokanskoye"),
        ("Zhezqazghan copper smelter", "Zhezkazgan"),
        ("La Escondida", "Escondida"),
        ("Smelter at Kristiansand", "Kristiansand"),
        ("Santa Fe", "Santa Fe mine"),
        ("Mount Isa Copper", "Mt. Isa Mine"),
        ("Coeur d'Alene", "Coeur d\u2019Alene district"),
    ],
)
def test_names_are_alike_blind_to_case_accents_and_generic_words(one: str, other: str) -> None:
    assert places.likeness(one, other) == places.likeness(other, one) == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kharasan-1", "Kharasan-2"),
        ("Sayak II", "Sayak III"),
        ("North Katpar", "South Katpar"),
        ("Verkhne Kairakty", "Nizhne Kairakty"),
        ("Block A", "Block B"),
        ("Mine", "Deposit"),
        ("Pebble", "Oyu Tolgoi"),
    ],
)
def test_neighbours_of_one_name_are_told_apart(one: str, other: str) -> None:
    assert places.likeness(one, other) == 0.0


def test_a_metal_in_a_name_counts_only_when_it_is_all_there_is() -> None:
    assert places.likeness("Tin Mine", "Copper Mine") < places.ALIKE
    assert places.likeness("Greenbushes tin", "Greenbushes lithium") == 1.0


# --- which records are one site ----------------------------------------------------------------------------


def test_one_place_in_two_sources_is_one_site_with_both() -> None:
    tables = merged(seen("a", "Aktogay", 0), seen("b", "Aqtoghay mine", 3, **OTHER))
    site = only(tables["site"])
    assert set(tables["site_source"].itertuples(index=False, name=None)) == {
        (site["site_id"], "usgs_pp1802", "a"), (site["site_id"], "icmm_2025", "b")
    }  # fmt: skip


@pytest.mark.parametrize(("apart_km", "sites"), [(14.5, 1), (15.5, 2)])
def test_the_same_name_reaches_fifteen_kilometres(apart_km: float, sites: int) -> None:
    assert count(seen("a", "Aktogay"), seen("b", "Aktogay mine", apart_km, **OTHER)) == sites


@pytest.mark.parametrize(("apart_km", "sites"), [(4.5, 1), (5.5, 2)])
def test_a_like_name_reaches_five_kilometres(apart_km: float, sites: int) -> None:
    assert count(seen("a", "Pilgangoora"), seen("b", "Pilgangura", apart_km, **OTHER)) == sites


@pytest.mark.parametrize(("apart_km", "sites"), [(24.0, 1), (26.0, 2)])
def test_the_same_name_reaches_further_where_a_point_is_an_area(apart_km: float, sites: int) -> None:
    area = OTHER | {"location_precision": "area"}
    assert count(seen("a", "Aktogay"), seen("b", "Aktogay", apart_km, **area)) == sites


@pytest.mark.parametrize(("apart_km", "sites"), [(1.5, 1), (2.5, 2)])
def test_a_name_inside_the_other_reaches_two_kilometres(apart_km: float, sites: int) -> None:
    assert count(seen("a", "Pebble"), seen("b", "Pebble Lonestar Ridge", apart_km, **OTHER)) == sites


def test_different_names_side_by_side_stay_two() -> None:
    assert count(seen("a", "Pebble"), seen("b", "Oyu Tolgoi", 0.01, **OTHER)) == 2


def test_numbered_neighbours_stay_two() -> None:
    assert count(seen("a", "Kharasan-1"), seen("b", "Kharasan-2", 0.5, **OTHER)) == 2


def test_without_a_shared_mineral_only_the_very_same_name_at_the_very_place_is_one() -> None:
    tin = OTHER | {"mineral_id": "tin"}
    assert count(seen("a", "Aktogay"), seen("b", "Aktogay", 1.0, **tin)) == 1
    assert count(seen("a", "Aktogay"), seen("b", "Aktogay", 3.0, **tin)) == 2
    assert count(seen("a", "Pilgangoora"), seen("b", "Pilgangura", 1.0, **tin)) == 2


@pytest.mark.parametrize(
    ("one", "other", "sites"),
    [
        ("rhenium", "copper", 1),
        ("rare_earths", "neodymium", 1),
        ("neodymium", "rare_earths", 1),
        ("copper", "rhenium", 1),
        ("tin", "copper", 2),
        ("neodymium", "cerium", 2),
    ],
)
def test_by_products_and_groups_count_as_shared(one: str, other: str, sites: int) -> None:
    rows = seen("a", "Aktogay", mineral_id=one), seen("b", "Aktogay", 8, mineral_id=other, **OTHER)
    assert count(*rows) == sites


def test_a_site_never_grows_wider_than_twenty_five_kilometres() -> None:
    area = {"location_precision": "area"}
    rows = seen("a", "Aktogay", 0, **area), seen("b", "Aktogay", 14, **area | OTHER)
    assert count(*rows, seen("c", "Aktogay", 24, **area | THIRD)) == 1
    assert count(*rows, seen("c", "Aktogay", 28, **area | THIRD)) == 2


def test_a_record_joins_only_where_it_agrees_with_half_of_the_site() -> None:
    rows = seen("a", "Aktogay", 0), seen("b", "Aktogay", 1, **OTHER), seen("c", "Aktogay", 8, **THIRD)
    assert count(*rows, seen("d", "Aktogay", 14, source_id="ga_mines_2024")) == 1
    assert count(*rows, seen("d", "Aktogay", 17, source_id="ga_mines_2024")) == 2


def test_one_source_may_name_two_mines_after_a_town_if_two_companies_run_them() -> None:
    rows = seen("a", "Mine in Chini", operator="One"), seen("b", "Mine in Chini", 1, operator="Two")
    assert count(*rows) == 2
    assert count(rows[0], rows[1] | {"operator": "One"}) == 1


def test_a_chain_of_like_names_does_not_creep_over_a_long_distance() -> None:
    source = [{"source_id": name} for name in places.SOURCES]
    rows = [seen(str(step), "Aktogay", 12.0 * step, **source[step]) for step in range(6)]
    tables = merged(*rows)
    assert tables["site_source"].groupby("site_id").size().tolist() == [3, 3]


def test_two_records_of_one_source_with_other_names_are_never_joined_by_a_third() -> None:
    rows = (
        seen("a", "Pebble"),
        seen("b", "Oyu Tolgoi", 1),
        seen("c", "Pebble", 0.5, aliases=["Oyu Tolgoi"], **OTHER),
    )
    tables = merged(*rows)
    assert len(tables["site"]) == 2
    assert dict(tables["site_source"].groupby("record")["site_id"].first()).keys() == {"a", "b", "c"}


def test_repeated_records_of_one_source_are_one_site() -> None:
    assert count(seen("a", "Kazzinc", **OTHER), seen("b", "Kazzinc", 1, **OTHER)) == 1


def test_a_record_without_a_point_joins_the_only_site_of_its_name() -> None:
    tables = merged(seen("a", "Aktogay"), seen("b", "Aktogay", None, **OTHER))
    assert only(tables["site"])["location_precision"] == "site"
    assert count(seen("a", "Aktogay"), seen("b", "Aktogay", None, **OTHER), seen("c", "Aktogay", 80)) == 3
    assert count(seen("a", "Aktogay"), seen("b", "Aktogay", None, **OTHER, iso3_stated="RUS")) == 2


# --- mines, deposits and plants ----------------------------------------------------------------------------


def test_a_deposit_and_a_mine_at_one_place_become_the_mine_and_keep_the_id() -> None:
    deposit = seen("a", "Aktogay", kind="deposit")
    before = only(merged(deposit)["site"])
    after = only(merged(deposit, seen("b", "Aktogay", 1, **OTHER))["site"])
    assert (before["kind"], after["kind"]) == ("deposit", "mine")
    assert before["site_id"] == after["site_id"]


def test_a_complex_is_a_mine_and_a_plant_of_one_place() -> None:
    site = merged(seen("a", "Aktogay", **OTHER), seen("a", "Aktogay", kind="plant", stage="smelter", **OTHER))["site"]
    assert sorted(site["kind"]) == ["mine", "plant"]
    assert site["place_id"].nunique() == 1
    assert site["site_id"].nunique() == 2


def test_a_plant_beside_its_mine_shares_the_place_but_never_the_site() -> None:
    site = merged(
        seen("a", "Aktogay"),
        seen("b", "Aktogay smelter", 2, kind="plant", operator="One", **OTHER),
        seen("c", "Aktogay refinery", 4, kind="plant", operator="Two", **OTHER),
    )["site"]
    assert len(site) == 3
    sides = site.groupby("place_id")["kind"].agg(sorted).tolist()
    assert sorted(sides) == [["mine", "plant"], ["plant"]]


def test_plants_named_after_one_town_stay_apart() -> None:
    town = {"kind": "plant", "location_precision": "settlement"}
    rows = seen("a", "Baotou magnet", **town), seen("b", "Baotou Huamei separation", **OTHER | town)
    assert count(*rows) == 2


def test_a_planned_unit_does_not_hide_the_standing_works() -> None:
    works = seen("a", "Wagerup Alumina Refinery", kind="plant", mineral_id="aluminum", **OTHER)
    unit = seen("b", "Wagerup gallium unit", kind="plant", mineral_id="gallium", status="planned",
                source_id="plants_supplement")  # fmt: skip
    site = merged(works, unit)["site"]
    assert sorted(site["status"]) == ["planned", "unknown"]


# --- what a site says --------------------------------------------------------------------------------------


def test_facts_come_from_the_newest_and_the_point_from_the_most_precise() -> None:
    site = only(
        merged(
            seen("a", "Aktogay", 0, status="operating", status_year=2003, operator="Old", **THIRD),
            seen("b", "Aktogay", 1, status="closed", status_year=2024, **OTHER, location_precision="area"),
        )["site"]
    )
    assert (site["status"], site["status_year"], site["operator"]) == ("closed", 2024, "Old")
    assert (site["location_precision"], site["lat"]) == ("site", 48.0)
    assert site["confidence"] == "high"


def test_an_unknown_status_never_replaces_a_known_one() -> None:
    rows = seen("a", "Aktogay", status="closed", status_year=1999), seen("b", "Aktogay", 1, **OTHER)
    assert only(merged(*rows)["site"])["status"] == "closed"


def test_capacities_are_never_summed_and_sharing_is_kept() -> None:
    plant = {
        "kind": "plant",
        "product": "cathode",
        "capacity_kind": "nameplate",
        "capacity_basis": "contained metal",
    }
    minerals = merged(
        seen("a", "Aktogay", **plant, capacity_t=100.0, capacity_year=2007),
        seen("b", "Aktogay", 1, **plant, capacity_t=300.0, capacity_year=2024, capacity_is_shared=True, **OTHER),
        seen("c", "Aktogay", 1, **plant | {"product": None}, **THIRD),
    )["site_mineral"]
    row = only(minerals)
    assert (row["capacity_t"], row["capacity_year"], row["capacity_is_shared"]) == (300.0, 2024, True)


def test_products_of_one_mineral_are_rows_of_their_own() -> None:
    plant = {"kind": "plant", "mineral_id": "aluminum"}
    minerals = merged(seen("a", "A works", product="alumina", **plant), seen("a", "A works", product="aluminum", **plant))
    assert list(minerals["site_mineral"]["product"]) == ["alumina", "aluminum"]


def test_a_mineral_that_one_source_calls_main_is_main() -> None:
    rows = seen("a", "Aktogay", role="by_product"), seen("b", "Aktogay", 1, role="main", **OTHER)
    assert only(merged(*rows)["site_mineral"])["role"] == "main"


def test_pages_become_sources_of_their_own() -> None:
    cited = {"source_id": "plants_supplement", "kind": "plant", "status_year": 2024}
    tables = merged(
        seen("a", "A works", page="Mining.com 2024-01-02", **cited),
        seen("b", "B refinery plant", 90, page="Mining.com  2024-01-02", **cited),
    )
    page = only(tables["source"])
    assert page["citation"].startswith("Mining.com")
    assert page["vintage"] == "2024"
    assert page["licence"] is None
    assert sorted(tables["site_source"]["source_id"]) == [page["source_id"]] * 2 + ["plants_supplement"] * 2


# --- where a site is ---------------------------------------------------------------------------------------


def test_the_country_comes_from_the_point() -> None:
    site = only(merged(seen("a", "Aktogay", iso3_stated=None))["site"])
    assert (site["iso3"], site["iso3_stated"]) == ("KAZ", None)


def test_a_stated_country_far_from_the_point_stops_the_merge(monkeypatch: pytest.MonkeyPatch) -> None:
    row = seen("a", "Aktogay", iso3_stated="NCL")
    monkeypatch.setattr(places, "exceptions", dict)
    assert list(places.disagreements(sightings([row]))["iso3"]) == ["KAZ"]
    with pytest.raises(ValueError, match="usgs_pp1802,a,Aktogay,KAZ,NCL"):
        merged(row)
    monkeypatch.setattr(places, "exceptions", lambda: {("usgs_pp1802", "a"): ("KAZ", "NCL")})
    assert only(merged(row)["site"])["iso3"] == "KAZ"


def test_a_declared_island_has_its_country_and_a_declared_seabed_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    declared = {("usgs_pp1802", "a"): ("IDN", "IDN"), ("usgs_pp1802", "b"): ("", "USA")}
    monkeypatch.setattr(places, "exceptions", lambda: declared)
    island = seen("a", "Gag Island", iso3_stated="IDN") | {"lon": 129.8822, "lat": -0.4522}
    seabed = seen("b", "Blake Plateau", iso3_stated="USA") | {"lon": -79.0, "lat": 31.5}
    site = merged(island, seabed)["site"].set_index("name")
    assert site["iso3"].to_dict() == {"Gag Island": "IDN", "Blake Plateau": None}
    assert site.loc["Blake Plateau", "note"].startswith("At sea")


@pytest.mark.parametrize(("outside_km", "iso3"), [(4.9, "KAZ"), (5.1, "RUS")])
def test_a_point_just_over_a_simplified_border_has_its_stated_country(
    monkeypatch: pytest.MonkeyPatch, outside_km: float, iso3: str
) -> None:
    def locate(lon: Any, lat: Any) -> pd.DataFrame:
        return pd.DataFrame({"iso3": ["RUS"], "disputed": [False], "administered_by": [None]})

    monkeypatch.setattr(places.boundaries, "locate", locate)
    monkeypatch.setattr(places.boundaries, "distance_km", lambda *_: pd.Series([outside_km]).to_numpy())
    monkeypatch.setattr(places, "exceptions", lambda: {("usgs_pp1802", "a"): ("RUS", "KAZ")})
    assert only(merged(seen("a", "Aktogay"))["site"])["iso3"] == iso3


def test_the_open_ocean_is_no_country() -> None:
    row = seen("a", "Clarion-Clipperton zone", iso3_stated=None) | {"lon": -140.0, "lat": 10.0}
    site = only(merged(row)["site"])
    assert site["iso3"] is None
    assert site["note"].startswith("At sea")


def test_a_disputed_area_follows_the_united_nations_and_says_who_runs_it() -> None:
    crimea = seen("a", "Kerch", iso3_stated="RUS") | {"lon": 36.3, "lat": 45.3}
    site = only(merged(crimea)["site"])
    assert (site["iso3"], site["iso3_stated"], site["administered_by"]) == ("UKR", "RUS", "RUS")
    assert site["disputed"] is True


def test_a_site_without_a_point_keeps_the_stated_country() -> None:
    site = only(merged(seen("a", "Aktogay", None))["site"])
    assert (site["iso3"], site["location_precision"]) == ("KAZ", "none")
    assert pd.isna(site["lon"])


# --- ids, order, importance --------------------------------------------------------------------------------

WORLD = (
    seen("a", "Aktogay"),
    seen("a", "Aktogay", mineral_id="rhenium", role="by_product"),
    seen("b", "Aqtoghay", 2, **OTHER),
    seen("b", "Aqtoghay", 2, kind="plant", stage="smelter", **OTHER),
    seen("c", "Sayak II", 40, **THIRD),
    seen("d", "Sayak III", 41, **THIRD),
    seen("e", "Sayak", 40.5, **OTHER),
    seen("f", "Balkhash", 90, kind="plant", page="A page", source_id="plants_supplement"),
)


def test_the_order_of_the_rows_does_not_matter() -> None:
    first = merged(*WORLD)
    for seed in range(5):
        rows = sightings(WORLD).sample(frac=1, random_state=seed)
        for name, table in places.merge(rows).items():
            pd.testing.assert_frame_equal(table, first[name])


def test_ids_stay_when_records_are_added() -> None:
    before = merged(*WORLD)["site_source"].set_index(["source_id", "record"])["site_id"]
    more = [
        seen("g", "Aktogay", 1, source_id="ga_mines_2024"),
        seen("h", "Zarechny", 200),
        seen("i", "Balkhash", 90, kind="plant", source_id="usgs_minfac"),
    ]
    after = merged(*WORLD, *more)["site_source"].set_index(["source_id", "record"])["site_id"]
    kept = after[after.index.isin(before.index)]
    assert set(before) == set(kept)
    assert len(set(after)) == len(set(before)) + 1


def test_an_old_coarse_source_parts_no_site_that_the_others_made() -> None:
    alike = [seen("a", "Tishinka"), seen("b", "Tishinga", 4, **OTHER)]
    assert count(*alike) == 1
    coarse = seen("c", "Tishinga", 27, source_id="usgs_minfac", location_precision="area")
    sites = merged(*alike, coarse)["site_source"].groupby("site_id")["record"].agg(set)
    assert sorted(sites, key=len) == [{"c"}, {"a", "b"}]


def test_an_id_can_be_read() -> None:
    identity = places.site_id("icmm_2025", "ICMM1", "Coeur d'Alène (Big) district", "USA", "mine")
    assert identity.rsplit("-", 1)[0] == "coeur-dalene-district-usa"
    assert places.site_id("icmm_2025", "ICMM1", "A", "USA", "plant").startswith("a-plant-usa-")
    assert places.site_id("icmm_2025", "ICMM1", "Mill Plant", None, "plant").rsplit("-", 1)[0] == "mill-plant"


def test_a_mine_called_plant_and_its_plant_have_two_ids() -> None:
    site = merged(seen("a", "Norilsk Plant", **OTHER), seen("a", "Norilsk Plant", kind="plant", **OTHER))["site"]
    assert site["site_id"].nunique() == 2


def test_importance_of_a_known_operating_major_adds_up() -> None:
    rows = [
        seen("a", "Aktogay", major=True, status="operating", **THIRD),
        seen("b", "Aktogay", 1, confidence="high", **OTHER),
        seen("c", "Zarechny", 300),
    ]
    scores = merged(*rows)["site"].set_index("name")["importance"].to_dict()
    # capacity unknown 15 + major 20 + confidence high 15 + two sources 7.5 + operating 10; 15 + moderate 7.5
    assert scores == {"Aktogay": 67.5, "Zarechny": 22.5}


def test_the_largest_capacity_of_a_mineral_ranks_first_and_a_shared_one_does_not_count() -> None:
    plant = {"kind": "plant", "confidence": "low"}
    rows = [
        seen("a", "Aktogay", capacity_t=10.0, **plant),
        seen("b", "Zarechny", 300, capacity_t=20.0, **plant),
        seen("c", "Irkol", 500, capacity_t=900.0, capacity_is_shared=True, **plant),
    ]
    scores = merged(*rows)["site"].set_index("name")["importance"].to_dict()
    assert scores == {"Aktogay": 15.0, "Zarechny": 30.0, "Irkol": 15.0}


def test_many_occurrences_of_one_mineral_stay_under_the_few_of_another() -> None:
    low = {"confidence": "low", "mineral_id": "tin"}
    rows = [seen(f"t{n}", f"{letter * 5} hill", 30.0 * n, **low) for n, letter in enumerate("abcdefgh")]
    rows.append(seen("r", "Irkol", 400, mineral_id="rare_earths", confidence="low"))
    scores = merged(*rows)["site"].set_index("name")["importance"]
    assert scores["Irkol"] == 25.0
    assert scores.drop("Irkol").max() == 15.0


def test_suspects_are_like_names_of_one_kind_close_together() -> None:
    tables = merged(seen("a", "Pilgangoora"), seen("b", "Pilgangura", 200), seen("c", "Irkol", 1))
    site = tables["site"].assign(lat=48.0)
    (pair,) = places.suspects(site, tables["site_mineral"]).to_dict("records")
    assert {pair["site_id"].split("-")[0], pair["other_id"].split("-")[0]} == {"pilgangoora", "pilgangura"}
    assert places.suspects(tables["site"], tables["site_mineral"]).empty


def test_a_source_without_a_standing_and_a_missing_column_are_refused() -> None:
    with pytest.raises(ValueError, match="standing"):
        merged(seen("a", "Aktogay", source_id="hearsay"))
    with pytest.raises(ValueError, match="columns"):
        places.merge(sightings([seen("a", "Aktogay")]).drop(columns="page"))
