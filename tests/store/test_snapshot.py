"""A snapshot stays as it was, keeps nobody waiting, and leaves nothing behind."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from moderation.bootstrap import Context
from moderation.domain.errors import UnavailableError
from moderation.store import postgres as limits
from moderation.store import schema, sites, snapshot, sqlite
from moderation.store.engine import Connection, Database
from tests.servers import Postgres
from tests.store.anything import FIRST


def add(key: str) -> Callable[[Connection], int]:
    """Work that adds a site."""
    row = {"key": key, "name": key, "origins": [], "choices": {}}
    return lambda connection: sites.add(connection, row, FIRST)


def keys(connection: Connection) -> list[str]:
    """The sites that are seen."""
    return [site.key for site in sites.list_all(connection)]


def test_it_does_not_see_what_is_written_meanwhile(ctx: Context, tmp_path: Path) -> None:
    ctx.database.write(add("before"))

    with snapshot.taken(ctx.database, tmp_path) as connection:
        assert keys(connection) == ["before"]
        ctx.database.write(add("meanwhile"))
        seen = keys(connection)

    assert seen == ["before"]


def test_where_wal_is_safe_no_copy_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "WAL_SAFE_SINCE", (3, 0, 0))  # as if this machine had a newer SQLite
    database = Database(f"sqlite:///{tmp_path / 'wal'}")
    schema.upgrade(database)
    database.write(add("before"))

    with snapshot.taken(database, tmp_path / "there is no such folder") as connection:
        assert keys(connection) == ["before"]
        database.write(add("meanwhile"))
        assert keys(connection) == ["before"]
    database.close()


@pytest.mark.postgres
def test_on_postgres_it_may_take_longer_than_a_request_and_cannot_write(postgres: Postgres, tmp_path: Path) -> None:
    database = Database(postgres.create_database(f"snapshot_{os.urandom(6).hex()}"))
    schema.upgrade(database)

    with snapshot.taken(database, tmp_path) as connection:
        settings = [
            connection.execute(sa.text(f"SHOW {name}")).scalar()
            for name in ("statement_timeout", "idle_in_transaction_session_timeout", "transaction_read_only")
        ]
    with database.read() as connection:
        usual = connection.execute(
            sa.text("SELECT setting::int FROM pg_settings WHERE name = 'statement_timeout'")
        ).scalar()

    assert settings == ["0", "0", "on"]
    assert usual == limits.STATEMENT
    database.write(add("writable again"))
    database.close()


@pytest.fixture
def sqlite_only(tmp_path: Path) -> Database:
    """A database in a file of its own."""
    database = Database(f"sqlite:///{tmp_path / 'only.sqlite'}")
    schema.upgrade(database)
    return database


def test_a_copy_has_no_name_so_that_nothing_is_left_of_it(sqlite_only: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()

    with snapshot.taken(sqlite_only, folder) as connection:
        connection.execute(sa.text("SELECT count(*) FROM comments"))
        assert list(folder.iterdir()) == []
    sqlite_only.close()


def test_writers_wait_while_it_is_made_and_then_go_on(sqlite_only: Database) -> None:
    with ThreadPoolExecutor(1) as pool:
        with sqlite_only.paused():
            writing = pool.submit(sqlite_only.write, add("patient"))
            with pytest.raises(TimeoutError):
                writing.result(timeout=0.3)
        writing.result()

    with sqlite_only.read() as connection:
        assert keys(connection) == ["patient"]
    sqlite_only.close()


def test_where_there_is_no_place_for_a_copy_it_says_so(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.sqlite'}", "truncate")  # with a WAL nothing is copied

    with pytest.raises(FileNotFoundError), snapshot.taken(database, tmp_path / "nowhere"):
        pass
    database.close()


def test_a_copy_that_cannot_be_made_is_an_error_of_the_database(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.sqlite'}")
    (tmp_path / "x.sqlite").write_bytes(os.urandom(8192))

    with pytest.raises(UnavailableError), snapshot.taken(database, tmp_path):
        pass
    database.close()
