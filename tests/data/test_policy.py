"""Controls, routes, agreements and evidence: what is known on a day, and the promises that broken rows break."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from data import build
from data.sources import DATA_DATE
from data.tables import TABLE
from geo import boundaries

CONTROLS = {
    "plain": "AAA,Plain,2024-01-10,2024-02-01,,,,export_ban,all,,in_force,2024-03-01,Text,usgs,primary",
    "paused": "AAA,Paused,2025-10-09,2025-11-08,,2025-11-07,2026-11-10,export_licence,all,,suspended,2025-11-07,Text,usgs,primary",
    "lifted": "AAA,Lifted,2024-01-10,2024-02-01,2024-06-30,,,export_ban,BBB;CCC,,ended,2024-07-01,Text,usgs,primary",
    "later": "g7,Later,2025-05-30,2029-01-01,,,,export_ban,all,,announced,2025-05-31,Text,usgs,primary",
    "asked": "AAA,Asked,2025-06-13,,,,2025-06-16,proposed_ban,all,,announced,2025-06-16,Text,usgs,unverified",
}


def write(curated: Path, table: str, *rows: str) -> None:
    """Give a table of the small atlas these rows, in the order of its declared columns; the last may be missing."""
    columns = TABLE[table].columns
    full = [row + "," * (len(columns) - 1 - row.count(",")) for row in rows]
    (curated / f"{table}.csv").write_text("\n".join([",".join(columns), *full]) + "\n", "utf-8")


def filled(curated: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    build.fill(connection, curated)
    return connection


@pytest.fixture(scope="module")
def real() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    build.fill(connection)
    return connection


# --- what is known of a control on a day -------------------------------------------------------------------


@pytest.fixture
def controls(curated: Path) -> duckdb.DuckDBPyConnection:
    write(curated, "control", *(f"{name},{row}" for name, row in CONTROLS.items()))
    return filled(curated)


@pytest.mark.parametrize(
    ("control", "day", "state", "since"),
    [
        ("plain", date(2024, 1, 9), "not_announced", None),
        ("plain", date(2024, 1, 31), "announced", date(2024, 1, 10)),
        ("plain", date(2024, 2, 1), "in_force", date(2024, 2, 1)),
        ("plain", date(2030, 1, 1), "in_force", date(2024, 2, 1)),
        ("paused", date(2025, 11, 6), "announced", date(2025, 10, 9)),
        ("paused", date(2025, 11, 8), "suspended", date(2025, 11, 7)),
        ("paused", date(2026, 11, 10), "suspended", date(2025, 11, 7)),
        ("paused", date(2026, 11, 11), "unknown", date(2026, 11, 10)),
        ("lifted", date(2024, 6, 30), "in_force", date(2024, 2, 1)),
        ("lifted", date(2024, 7, 1), "ended", date(2024, 6, 30)),
        ("later", date(2028, 12, 31), "announced", date(2025, 5, 30)),
        ("later", date(2029, 1, 1), "in_force", date(2029, 1, 1)),
        ("asked", date(2025, 6, 17), "unknown", date(2025, 6, 16)),
    ],
)
def test_the_state_of_a_control(
    controls: duckdb.DuckDBPyConnection, control: str, day: date, state: str, since: date | None
) -> None:
    query = "select state, state_since from control_state($day) where control_id = $control"
    assert controls.execute(query, {"day": day, "control": control}).fetchone() == (state, since)


def test_the_state_of_a_route(curated: Path) -> None:
    write(curated, "passage", "strait,Strait,,,10,10,A strait,reduced,2026-06-01,2026-07-01,,usgs,usgs")
    write(curated, "corridor", "line,Line,,,A line,AAA,operating,2026-01-01,,usgs")
    connection = filled(curated)
    query = "select route_id, state, state_since from route_state($day) order by all"
    june = [("line", "operating", date(2026, 1, 1)), ("strait", "reduced", date(2026, 6, 1))]
    july = [("line", "operating", date(2026, 1, 1)), ("strait", "unknown", date(2026, 7, 1))]
    assert connection.execute(query, {"day": date(2026, 7, 1)}).fetchall() == june
    assert connection.execute(query, {"day": date(2026, 7, 2)}).fetchall() == july


# --- broken rows are caught --------------------------------------------------------------------------------

CONTROL = (
    "c1,AAA,Title,2024-01-10,2024-02-01,{ended},{suspended},{until},{kind},{targets},{scope},{status},{known},Text,usgs,primary"
)


def control(**changed: str) -> str:
    usual = {
        "ended": "",
        "suspended": "",
        "until": "",
        "kind": "export_ban",
        "targets": "all",
        "scope": "tin",
        "status": "in_force",
        "known": "2024-03-01",
    }
    return CONTROL.format(**usual | changed)


@pytest.mark.parametrize(
    ("table", "row", "promise"),
    [
        ("control", control(ended="2024-01-31", status="ended"), "dates are in order"),
        ("control", control(known=""), "a status other than announced has its date"),
        ("control", control(status="suspended", suspended="2024-02-10"), "a suspended control says from when and until when"),
        ("control", control(status="ended"), "an ended control says when it ended"),
        ("control", control(kind="wish"), "kind is one of"),
        ("control", control(targets="Atlantis"), "issuers and targets are countries, bodies or all"),
        ("control", control(scope=""), "a control names its minerals, or what it covers instead"),
        ("control_mineral", "c1,unobtainium", "every mineral_id is in mineral"),
        ("agreement", "a1,2025-11-06,Title,memorandum,,signed,,usgs,primary", "an agreement has a party"),
        ("agreement_party", "a1,AAA,g7", "a party is a country or a body, not both"),
        ("agreement_party", "a1,,moon", "a body is a coalition"),
        ("claim", "k1,AAA,2026-02-04,Text,61,60,usgs,primary", "a claim is no more than the list it refers to"),
        ("evidence", "AAA,tin,rumour,false,,Why,,usgs,primary", "grade is one of"),
        ("evidence", "AAA,tin,none_found,false,,Why,,usgs,unverified", "what was not found was looked for"),
        ("evidence", "AAA,tin,deposit_only,true,,Why,,usgs,primary", "what rests on the group's evidence has a group"),
        ("evidence", "KAZ,tin,project,false,,Why,,usgs,primary", "Kazakhstan has evidence for each of the 60"),
        ("passage", "p1,Strait,,,190,10,About,open,,,,usgs,usgs", "a point is on the globe"),
        ("passage", "p1,Strait,,,10,10,About,closed,2026-03-01,,,usgs,usgs", "a status that is not the usual one has its date"),
        ("corridor", "l1,Line,,,About,AAA,operating,,,usgs", "a route has a waypoint in every country"),
        ("corridor_waypoint", "l1,2,Town,AAA,10,10,usgs", "a route begins at 1 and leaves no number out"),
    ],
)
def test_a_broken_row_is_caught(curated: Path, table: str, row: str, promise: str) -> None:
    write(curated, table, row)
    assert any(text.startswith(f"{table}: broken promise: {promise}") for text in build.broken(filled(curated)))


# --- the real tables ---------------------------------------------------------------------------------------


def test_the_controls_suspended_to_november_2026_do_not_count_as_in_force(real: duckdb.DuckDBPyConnection) -> None:
    query = "select control_id, state from control_state($day) where control_id in ($october, $december)"
    asked = {"day": DATA_DATE, "october": "china_2025_57", "december": "china_2024_46"}
    assert dict(real.execute(query, asked).fetchall()) == {"china_2025_57": "unknown", "china_2024_46": "suspended"}
    assert ("china_2024_46", "unknown") in real.execute(query, asked | {"day": date(2026, 11, 28)}).fetchall()


def test_a_waypoint_lies_in_its_country(real: duckdb.DuckDBPyConnection) -> None:
    points = real.sql("from corridor_waypoint").df()
    found = boundaries.locate(points["lon"], points["lat"])["iso3"]
    assert points.loc[found.ne(points["iso3"]).to_numpy(), ["corridor_id", "name"]].values.tolist() == []


def test_neighbouring_waypoints_lie_within_a_long_train_ride(real: duckdb.DuckDBPyConnection) -> None:
    """A slip of a digit throws a waypoint across a continent."""
    far = real.sql("""
        with step as (
            select
                corridor_id,
                name,
                sqrt((lon - lag(lon) over route) ^ 2 + (lat - lag(lat) over route) ^ 2) as degrees
            from corridor_waypoint
            window route as (partition by corridor_id order by seq)
        )
        from step
        where degrees > 20
    """)
    assert far.fetchall() == []


def test_every_passage_of_the_network_has_its_row(real: duckdb.DuckDBPyConnection) -> None:
    named = {
        "babalmandab",
        "bering",
        "bosporus",
        "chili",
        "dardanelles",
        "gibraltar",
        "malacca",
        "northwest",
        "ormuz",
        "panama",
        "south_africa",
        "suez",
        "sunda",
    }
    rows = real.sql("select network_name from passage where network_name is not null").fetchall()
    assert {row[0] for row in rows} == named


def test_the_claim_stands_beside_the_evidence_and_names_no_mineral(real: duckdb.DuckDBPyConnection) -> None:
    claim = real.sql("select count_claimed, count_of from claim where claim_id = 'kazakhstan_2026_02'").fetchall()
    assert claim == [(20, 60)]
    assert not {field.name for field in TABLE["claim"].fields} & {"mineral_id", "listed_as"}
    assert real.sql("select count(*), count(distinct mineral_id) from evidence where iso3 = 'KAZ'").fetchall() == [(60, 60)]


def test_the_british_list_of_2024_has_its_34_minerals(real: duckdb.DuckDBPyConnection) -> None:
    assert real.sql("select count(*) from mineral_list where list_id = 'uk_2024'").fetchall() == [(34,)]
