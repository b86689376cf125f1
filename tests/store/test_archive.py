"""What was in a database is in the one it is loaded into, of either kind, to the last character."""

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from moderation.domain.archive import ArchiveError, RefusedError, Table
from moderation.store import archive, loading, schema, sites
from moderation.store.engine import Database
from moderation.store.tables import metadata
from tests.servers import Postgres
from tests.store.anything import FIRST, everything, fill

Make = Callable[[str], Database]


@pytest.fixture
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Makes an empty database of a kind."""
    made: list[Database] = []

    def one(kind: str) -> Database:
        url = f"sqlite:///{tmp_path / os.urandom(6).hex()}"
        if kind == "postgres":
            server: Postgres = request.getfixturevalue("postgres")
            url = server.create_database(f"archive_{os.urandom(6).hex()}")
        made.append(Database(url))
        schema.upgrade(made[-1])
        return made[-1]

    yield one
    for database in made:
        database.close()


def carry(source: Database, target: Database) -> dict[str, int]:
    """Everything from one into the other."""
    with source.read() as connection:
        return target.reshape(lambda other: loading.load(other, archive.dump(connection)))


both_kinds = pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])


@pytest.mark.parametrize(
    "way",
    [
        ("sqlite", "sqlite"),
        pytest.param(("postgres", "postgres"), marks=pytest.mark.postgres),
        pytest.param(("sqlite", "postgres", "sqlite"), marks=pytest.mark.postgres),
    ],
    ids=" to ".join,
)
def test_a_round_trip_loses_nothing(make: Make, way: tuple[str, ...]) -> None:
    databases = [make(kind) for kind in way]
    databases[0].write(fill)
    with databases[0].read() as connection:
        before = everything(connection)

    for source, target in itertools.pairwise(databases):
        carried = carry(source, target)
        with target.read() as connection:
            assert everything(connection) == before
            loading.check(connection, carried)

    assert {name: len(rows) for name, rows in before.items()} == carried
    assert sum(carried.values()) > 2_300


def test_every_table_is_kept_but_the_named_ones(make: Make) -> None:
    with make("sqlite").read() as connection:
        tables = [record.name for record in archive.dump(connection) if isinstance(record, Table)]

    assert set(tables) == metadata.tables.keys() - archive.NOT_KEPT
    assert tables.index("sites") < tables.index("threads") < tables.index("comments") < tables.index("contacts")


@both_kinds
def test_a_number_is_never_given_twice(make: Make, kind: str) -> None:
    """Also that of a site which was removed before the backup."""
    row = {"name": "n", "origins": [], "choices": {}}
    source, target = make(kind), make(kind)
    for key in "abc":
        source.write(lambda c, key=key: sites.add(c, {"key": key, **row}, FIRST))  # type: ignore[misc]
    source.write(lambda c: sites.remove(c, "c"))

    carry(source, target)

    assert target.write(lambda c: sites.add(c, {"key": "d", **row}, FIRST)) == 4


@both_kinds
def test_what_was_there_is_cleared_and_may_be_of_another_shape(make: Make, kind: str) -> None:
    database = make(kind)
    database.write(fill)

    database.reshape(lambda connection: loading.clear(connection, "0001"))

    with database.read() as connection:
        assert schema.revision(connection) == "0001"
        assert loading.is_empty(connection)
    database.reshape(schema.upgrade_within)
    database.write(fill)


@both_kinds
def test_a_database_is_empty_until_something_worth_keeping_is_in_it(make: Make, kind: str) -> None:
    database = make(kind)
    with database.read() as connection:
        assert loading.is_empty(connection)

    database.write(fill)

    with database.read() as connection:
        assert not loading.is_empty(connection)


@pytest.mark.parametrize(
    "table", [Table("alembic_version", {"version_num": "plain"}), Table("sites", {"id": "plain", "owner": "plain"})]
)
def test_only_our_own_tables_and_columns_are_written(make: Make, table: Table) -> None:
    database = make("sqlite")

    with pytest.raises(ArchiveError, match="does not know"):
        database.reshape(lambda connection: loading.load(connection, [table]))


def test_a_row_less_than_expected_is_refused(make: Make) -> None:
    with make("sqlite").read() as connection, pytest.raises(RefusedError, match="0 rows of 1 in sites"):
        loading.check(connection, {"sites": 1})


def test_a_damaged_file_is_noticed(make: Make) -> None:
    database = make("sqlite")
    database.write(fill)
    database.close()
    path = Path(str(database.url.database))
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = b"\x55" * 4096
    path.write_bytes(data)

    with database.read() as connection, pytest.raises((RefusedError, sa.exc.DatabaseError)):
        archive.examine(connection)
