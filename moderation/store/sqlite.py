"""SQLite, opened so that a commit is on disk and several processes can share the file."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL

from moderation.store.driver import sqlite3
from moderation.store.prepared import named

# Versions before these can corrupt a file in WAL mode when two connections write and checkpoint at once
# (https://sqlite.org/wal.html#walresetbug); elsewhere the rollback journal is used.
WAL_SAFE_SINCE = (3, 51, 3)
WAL_SAFE_BRANCHES = ((3, 44, 6), (3, 50, 7))

BUSY_MILLISECONDS = 10_000
LATER = 8_000  # pages in the WAL before they are brought to their places: most are written again and again (32 MiB)
PRIMARY = 0xFF  # the part of an error code that says which kind it is
COMMIT = 0.8  # seconds at least that a commit waits for readers to end, however long its beginning has taken


def journal_mode(version: tuple[int, int, int], chosen: str = "auto") -> str:
    """What was chosen; ``auto`` is WAL where this version of SQLite is safe with it, else the rollback journal."""
    return chosen.upper() if chosen != "auto" else "WAL" if is_wal_safe(version) else "TRUNCATE"


def is_wal_safe(version: tuple[int, int, int]) -> bool:
    """Whether this version cannot corrupt a file in WAL mode."""
    repaired = any(version[:2] == branch[:2] and version >= branch for branch in WAL_SAFE_BRANCHES)
    return version >= WAL_SAFE_SINCE or repaired


def engine(url: URL, journal: str) -> sa.Engine:
    """An engine whose connections sync every commit; transactions begin as ``group`` asks, else deferred."""
    # The connection used last is used next: each has a cache of pages, and few that are warm are better than many.
    created = sa.create_engine(
        url, module=sqlite3, hide_parameters=True, pool_size=16, max_overflow=16, pool_use_lifo=True
    )
    sa.event.listen(created, "connect", lambda connection, _record: _prepare(connection, journal))
    sa.event.listen(created, "begin", _begin)
    return created


def writer(engine: sa.Engine) -> sa.Engine:
    """The same engine for transactions that may write; made once, for making it takes long."""
    return engine.execution_options(immediate=True)


def single(engine: sa.Engine) -> sa.Engine:
    """The same engine for single questions, which need no transaction."""
    return engine.execution_options(single=True)


@contextmanager
def immediate(engine: sa.Engine, until: float) -> Iterator[sa.Connection]:
    """A transaction of a ``writer``, begun before ``until`` (monotonic seconds) or not at all.

    The time that SQLite waits for others is cut to that, because somebody waits for us; the connection then gets its own
    back, for reading is tried again more rarely than commits follow each other, and must not give up early.
    """
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        try:
            _wait_for_others(raw, until - time.monotonic())
            with connection.begin():
                _wait_for_others(raw, max(until - time.monotonic(), COMMIT))
                yield connection
        except sa.exc.OperationalError as error:
            if _is_read_only(error):  # opened while that was so, connections stay so: new ones may find it writable
                engine.dispose()
            raise
        finally:
            _wait_for_others(raw, BUSY_MILLISECONDS / 1000)


@contextmanager
def savepoint(connection: sa.Connection) -> Iterator[None]:
    """A part of a transaction that may fail by itself. Those of one transaction follow each other."""
    _say(connection, "SAVEPOINT part")
    try:
        yield
    except BaseException:
        _say(connection, "ROLLBACK TO part")
        raise
    finally:
        _say(connection, "RELEASE part")


def copy(source: str, folder: Path) -> sa.Engine:
    """A private copy of a database file, as it is now, in a nameless file on the disk of a folder.

    It is gone when it is closed, and also when we are killed. Writers of ``source`` have to wait until it is made.
    """
    descriptor, name = tempfile.mkstemp(dir=folder)
    os.close(descriptor)
    target = sqlite3.connect(name, check_same_thread=False)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"):  # if we die, it dies
        target.execute(f"PRAGMA {pragma}")
    Path(name).unlink()
    with closing(sqlite3.connect(source, timeout=BUSY_MILLISECONDS / 1000)) as connection:
        connection.backup(target)  # in one step: with more, a busy writer would have it begin again without end
    return sa.create_engine(
        "sqlite://", module=sqlite3, creator=lambda: target, poolclass=sa.StaticPool, hide_parameters=True
    )


def _prepare(connection: Any, journal: str) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for name, value in {
        "busy_timeout": BUSY_MILLISECONDS,
        "journal_mode": journal,
        "synchronous": "FULL",
        "foreign_keys": "ON",
        "secure_delete": "ON",
        "wal_autocheckpoint": LATER,
    }.items():
        connection.execute(f"PRAGMA {name} = {value}")


def _is_read_only(error: sa.exc.OperationalError) -> bool:
    return bool(getattr(error.orig, "sqlite_errorcode", 0) & PRIMARY == sqlite3.SQLITE_READONLY)


def _wait_for_others(connection: Any, seconds: float) -> None:
    connection.execute(f"PRAGMA busy_timeout = {max(int(seconds * 1000), 1)}")


def _begin(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("single"):
        _say(connection, "BEGIN IMMEDIATE" if options.get("immediate") else "BEGIN")


def _say(connection: sa.Connection, statement: str) -> None:
    """Run what has no values, without all that SQLAlchemy does around a statement."""
    try:
        connection.connection.driver_connection.execute(statement)  # type: ignore[union-attr]
    except sqlite3.Error as error:
        raise named(connection, statement, error) from error
