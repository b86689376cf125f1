"""The database: how it is opened, and the two ways to use it, ``read`` and ``write``."""

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
import structlog
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from moderation.domain.errors import UnavailableError
from moderation.store import postgres, sqlite
from moderation.store.driver import sqlite3
from moderation.store.group import GroupCommit

Connection = sa.Connection  # for the signatures of other rooms, which do not speak SQL
Result = TypeVar("Result")
Work = Callable[[Connection], Result]

TRIES = 3  # of a transaction that is known not to have committed
PATIENCE = 10.0  # seconds until a write must have begun, where nobody looks at a clock: commands, workers
PROMISE = 2.0  # the same where somebody waits for an answer: with the commit, three seconds
PROMPT = 1.0  # seconds within which a transaction may be tried again: who waits has no more patience
log = structlog.get_logger()


class Database:
    """One database, shared by the threads of a process and safe to hold across a fork.

    When the database is away, full, or read-only, both ways raise ``UnavailableError``; nothing of the
    statement or its values is kept in the error.

    Attributes:
        journal: How SQLite is to commit: ``WAL`` or ``TRUNCATE``.
        patience: Seconds until a write must have begun on SQLite. On PostgreSQL everything ends within three seconds.
    """

    def __init__(self, url: str, journal: str = "auto") -> None:
        """Take the address, and for SQLite the journal that was chosen; nothing is opened before the first use.

        Raises:
            ValueError: It is no address of a database that we speak with; the text does not repeat it.
        """
        self.patience = PATIENCE
        self.journal = sqlite.journal_mode(sqlite3.sqlite_version_info, journal)
        try:
            self.url: URL = make_url(url)
            self.is_sqlite = self.url.get_backend_name() == "sqlite"
            self.engine = sqlite.engine(self.url, self.journal) if self.is_sqlite else postgres.engine(self.url)
        except (ArgumentError, ImportError, TypeError):
            raise ValueError("is no SQLAlchemy URL of SQLite or PostgreSQL") from None
        self._single = sqlite.single(self.engine) if self.is_sqlite else postgres.single(self.engine)
        self._group = GroupCommit(self.engine, Path(f"{self.url.database}-writers")) if self.is_sqlite else None
        os.register_at_fork(after_in_child=self._forget_connections)

    def write(self, work: Work[Result]) -> Result:
        """Run work in a transaction; when this returns, it is on disk.

        On SQLite the works of several threads share one transaction and one sync. Work that raises has changed nothing.
        Work may run more than once (after a lost connection, a deadlock), so it must not touch anything but the database.
        """
        with self.named_errors(SQLAlchemyError, OSError):  # the latter: no place for the writers' lock
            return self._group.write(work, self.patience) if self._group else self._retry(work)

    def reshape(self, work: Work[Result]) -> Result:
        """Run work that changes the tables themselves: alone, in one transaction, once, for as long as it takes."""
        with (
            self.named_errors(SQLAlchemyError, OSError),
            self.patient.execution_options(immediate=True).begin() as connection,
        ):
            return work(connection)

    @property
    def patient(self) -> sa.Engine:
        """For what may take as long as it takes, unlike what a request waits for."""
        return self.engine if self.is_sqlite else postgres.patient_engine(self.url)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Have all who want to write wait, in order, where writers take turns by a file anyway: on SQLite."""
        with self._group.alone() if self._group else nullcontext():
            yield

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view, for looking only."""
        with self.named_errors(SQLAlchemyError), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def glance(self) -> Iterator[Connection]:
        """For a single question: no transaction is begun or ended for it."""
        with self.named_errors(SQLAlchemyError), self._single.connect() as connection:
            yield connection

    def now(self, connection: Connection, otherwise: datetime) -> datetime:
        """The database's own time where several machines share it: leases must not depend on anybody's clock."""
        if self.is_sqlite:
            return otherwise
        moment: datetime = connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
        return moment

    def tidy(self) -> None:
        """Leave nothing of what was removed in the files beside SQLite's own, where it overwrites freed places by itself."""
        if self.is_sqlite:
            with self.named_errors(SQLAlchemyError), self.engine.connect() as connection:
                connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]

    def close(self) -> None:
        """Close all connections. Using the database again opens new ones."""
        self.engine.dispose()

    def _retry(self, work: Work[Result]) -> Result:
        began = time.monotonic()
        for attempt in range(1, TRIES + 1):
            with self.engine.connect() as connection:
                transaction = connection.begin()
                try:
                    result = work(connection)
                except DBAPIError as error:
                    transaction.close()
                    late = attempt == TRIES or time.monotonic() - began > PROMPT
                    if late or not _worth_another_try(error):
                        raise
                else:
                    transaction.commit()  # an error from here on may come after the commit: it is not repeated
                    return result
            time.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311 - so that two do not meet again
        raise AssertionError("unreachable")

    def _forget_connections(self) -> None:
        self.engine.dispose(close=False)
        if self._group:
            self._group = GroupCommit(self.engine, self._group.lock_file)

    @staticmethod
    @contextmanager
    def named_errors(*errors: type[Exception]) -> Iterator[None]:
        """Turn errors of libraries into ours, and log their kind."""
        try:
            yield
        except errors as error:
            cause = getattr(error, "orig", None) or error
            log.error(  # noqa: TRY400 - a traceback would show values
                "database_failed", error=type(cause).__name__, kind=type(error).__name__
            )
            raise UnavailableError("database") from None


def _worth_another_try(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", "") or ""
    return error.connection_invalidated or state in {"40001", "40P01"}  # serialization failure, deadlock
