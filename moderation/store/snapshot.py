"""The database as it was at one moment, for whoever needs long to read it while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from moderation.store import sqlite
from moderation.store.driver import sqlite3
from moderation.store.engine import Connection, Database


@contextmanager
def taken(database: Database, folder: Path) -> Iterator[Connection]:
    """A view that stays as it is for as long as it takes to read it.

    Where reading would keep SQLite's writers away, a copy is read: made on the disk of this folder, and gone afterwards.
    Only while it is made do writers wait.
    """
    kind = _postgres if not database.is_sqlite else _wal if _reads_freely(database) else _copy
    with database.named_errors(SQLAlchemyError, sqlite3.Error):
        yield from kind(database, folder)


def _postgres(database: Database, _folder: Path) -> Iterator[Connection]:
    engine = database.patient.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with engine.connect() as connection:
        yield connection


def _wal(database: Database, _folder: Path) -> Iterator[Connection]:
    with database.engine.connect() as connection:
        yield connection


def _copy(database: Database, folder: Path) -> Iterator[Connection]:
    with database.paused():
        copied = sqlite.copy(str(database.url.database), folder)
    with copied.connect() as connection:
        yield connection
    copied.dispose()


def _reads_freely(database: Database) -> bool:
    with database.read() as connection:
        return bool(connection.execute(sa.text("PRAGMA journal_mode")).scalar() == "wal")
