"""The promises hold on the real tables; a broken one names its rows and leaves the old file; a lost file comes back."""

from pathlib import Path

import duckdb
import pytest

from data import build, store
from data.tables import TABLE, TABLES


@pytest.fixture(scope="module")
def real() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    build.fill(connection)
    return connection


@pytest.mark.parametrize(
    ("table", "check"),
    [pytest.param(table, check, id=f"{table.name}: {check.promise}") for table in TABLES for check in table.promises()],
)
def test_promise(real: duckdb.DuckDBPyConnection, table: object, check: object) -> None:
    assert real.sql(check.broken).limit(5).fetchall() == []  # type: ignore[attr-defined]


def test_a_broken_promise_prints_the_rows_and_leaves_the_old_file(tmp_path: Path, curated: Path) -> None:
    path = tmp_path / "atlas.duckdb"
    path.write_bytes(b"the old file")
    with (curated / "site.csv").open("a", encoding="utf-8") as file:
        file.write("s9,s9,Nowhere,volcano,AAA,AAA,false,200,10,site,unknown,1" + "," * 7 + "\n")
    with pytest.raises(build.BrokenPromise, match=r"kind is one of deposit, mine, plant(.|\n)*volcano"):
        build.build(path, curated)
    assert path.read_bytes() == b"the old file"
    assert not list(tmp_path.glob(".atlas-*"))


def test_a_value_of_the_wrong_type_is_said_in_words(tmp_path: Path, curated: Path) -> None:
    text = (curated / "country.csv").read_text("utf-8")
    (curated / "country.csv").write_text(text.replace(",10,10,", ",ten,10,"), "utf-8")
    with pytest.raises(build.BrokenPromise, match="country: a value does not fit"):
        build.build(tmp_path / "atlas.duckdb", curated)


def test_a_missing_table_is_said_in_words(tmp_path: Path, curated: Path) -> None:
    (curated / "site.csv").unlink()
    with pytest.raises(build.BrokenPromise, match=r"site: no curated file site\.csv"):
        build.build(tmp_path / "atlas.duckdb", curated)


@pytest.mark.parametrize("damage", [None, b"", b"not a database at all"])
def test_a_missing_or_damaged_database_is_rebuilt(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "atlas.duckdb"
    if damage is not None:
        path.write_bytes(damage)
    assert store.store(path).version == build.fingerprint()


def test_what_cannot_be_rebuilt_is_explained_with_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Path) -> None:
        raise build.BrokenPromise("site: broken promise: something\n    rows")

    monkeypatch.setattr(build, "build", fails)
    with pytest.raises(store.StoreError, match=r"could not be rebuilt \(site: broken promise: something\)\. Run `make build`"):
        store.store(tmp_path / "atlas.duckdb")


def test_a_rebuilt_database_is_noticed(tmp_path: Path, curated: Path) -> None:
    path = tmp_path / "atlas.duckdb"
    build.build(path)
    before = store.store(path)
    assert store.store(path) is before
    fresh = tmp_path / "fresh.duckdb"
    connection = duckdb.connect(fresh)
    build.fill(connection, curated)
    connection.close()
    fresh.replace(path)
    now = store.store(path).cursor().execute("select count(*) from site").fetchone()
    assert now == (4,) and before.cursor().execute("select count(*) > 4 from site").fetchone() == (True,)


def test_the_open_database_is_hardened() -> None:
    cursor = store.store().cursor()
    for harm in (
        "create table x (a int)",
        "copy site to 'x.csv'",
        "select * from read_csv('/etc/passwd')",
        "set enable_external_access = true",
    ):
        with pytest.raises(duckdb.Error):
            cursor.execute(harm)


def test_comments_carry_meaning_and_unit() -> None:
    cursor = store.store().cursor()
    told = cursor.execute(
        "select comment from duckdb_columns() where table_name = 'production' and column_name = 'quantity_t'"
    ).fetchone()
    assert told is not None and told[0].endswith("Unit: t.")


def test_every_declared_column_is_in_the_database() -> None:
    cursor = store.store().cursor()
    for name, table in TABLE.items():
        columns = [row[0] for row in cursor.execute(f"describe {name}").fetchall()]
        assert columns == list(table.columns), name
