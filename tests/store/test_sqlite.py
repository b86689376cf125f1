"""SQLite is opened safely, whatever its version."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from moderation.store.engine import Database
from moderation.store.sqlite import journal_mode


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "TRUNCATE"),
        ((3, 44, 5), "TRUNCATE"),
        ((3, 44, 6), "WAL"),
        ((3, 45, 3), "TRUNCATE"),
        ((3, 50, 6), "TRUNCATE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 2), "TRUNCATE"),
        ((3, 51, 3), "WAL"),
        ((3, 53, 0), "WAL"),
        ((4, 0, 0), "WAL"),
    ],
)
def test_wal_is_used_only_where_it_cannot_corrupt(version: tuple[int, int, int], mode: str) -> None:
    assert journal_mode(version) == mode


@pytest.mark.parametrize(("chosen", "mode"), [("wal", "wal"), ("truncate", "truncate")])
def test_what_was_chosen_counts_whatever_the_version(tmp_path: Path, chosen: str, mode: str) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.sqlite'}", chosen)

    with database.read() as connection:
        assert connection.execute(sa.text("PRAGMA journal_mode")).scalar() == mode
    database.close()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 10_000),
        ("wal_autocheckpoint", 8_000),
    ],
)
def test_every_connection_is_durable_and_strict(tmp_path: Path, pragma: str, value: int) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.sqlite'}")

    with database.read() as connection:
        assert connection.execute(sa.text(f"PRAGMA {pragma}")).scalar() == value
    database.close()
