"""PostgreSQL, opened so that a server that hangs or went away is noticed in time."""

import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.engine import URL

CONNECT = 2  # seconds; the least that libpq understands
STATEMENT = 2_200  # milliseconds, measured by the server
SILENCE = 2.5  # seconds without an answer, measured by us: the server does not even say that it was too slow
PING = 0.4  # seconds; then a new connection is tried, and there must be time for that
IDLE = 1.0  # seconds of rest after which a connection is tried before it is used
TICK = 0.1  # seconds between two looks
QUIET = 20  # looks at nothing, after which nobody looks any more until there is a question again
IDLE_WITHIN = 10_000  # milliseconds in which a transaction may rest
KEEPALIVE = {  # a server that went away without a word: seconds, but the last is in milliseconds
    "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000,
}  # fmt: skip
NAME = f"moderation-{secrets.token_hex(4)}"  # of all sessions of this process and of those it forks
log = structlog.get_logger()


def engine(url: URL) -> sa.Engine:
    """An engine for requests and jobs: whatever it is asked ends within three seconds, one way or the other."""
    created = sa.create_engine(
        url,
        hide_parameters=True,
        pool_size=10,
        max_overflow=10,
        pool_timeout=CONNECT,
        connect_args={"connect_timeout": CONNECT, "application_name": NAME, "options": _options(), **KEEPALIVE},
    )
    _Watch().attach(created)
    return created


def single(engine: sa.Engine) -> sa.Engine:
    """The same engine for single questions: no transaction is begun and ended for them, which would be asked too."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _options() -> str:
    return f"-c statement_timeout={STATEMENT} -c idle_in_transaction_session_timeout={IDLE_WITHIN}"


def patient_engine(url: URL) -> sa.Engine:
    """An engine for what may take as long as it takes, such as migrations."""
    return sa.create_engine(
        url,
        hide_parameters=True,
        poolclass=sa.NullPool,
        connect_args={"connect_timeout": CONNECT, "application_name": NAME, **KEEPALIVE},
    )


@dataclass(slots=True)
class _Question:
    """What a server is asked.

    Attributes:
        until: In monotonic seconds.
        whole: Other questions are part of it.
    """

    connection: Any
    until: float
    whole: bool


class _Watch:
    """Ends connections that wait for an answer for too long: the thread that waits then reads an end of file."""

    def __init__(self) -> None:
        self._running = False
        self._refusals: tuple[type[Exception], ...] = (OSError,)
        self._cursors: dict[type[Any], type[Any]] = {}
        self._forget_everything()
        os.register_at_fork(after_in_child=self._forget_everything)

    def attach(self, watched: sa.Engine) -> None:
        pool, dialect = watched.pool, watched.dialect
        self._refusals = (OSError, dialect.loaded_dbapi.Error)

        def checkout(connection: Any, record: Any, _proxy: object) -> None:
            if time.monotonic() - record.info.get("rests", time.monotonic()) > IDLE:
                try:
                    with self._asking(connection, PING):
                        dialect.do_ping(connection)
                except dialect.loaded_dbapi.Error:
                    raise sa.exc.InvalidatePoolError from None

        def returned(connection: Any, record: Any) -> None:
            record.info["rests"] = time.monotonic()
            self._answered(connection)

        def opened(connection: Any, _record: Any) -> None:
            connection.cursor_factory = self._watched(connection.cursor_factory)
            connection.server_cursor_factory = self._watched(connection.server_cursor_factory)

        sa.event.listen(pool, "connect", opened)
        sa.event.listen(pool, "checkout", checkout)
        sa.event.listen(pool, "checkin", returned)  # codespell:ignore checkin
        sa.event.listen(pool, "close", lambda connection, _record: self._answered(connection))
        sa.event.listen(pool, "invalidate", lambda connection, _record, _error: self._answered(connection))
        sa.event.listen(watched, "commit", self._ending)
        sa.event.listen(watched, "rollback", self._ending)

    def _watched(self, usual: type[Any]) -> type[Any]:
        """The driver's cursors, of which each question is watched, whoever asks it."""
        if usual not in self._cursors:
            asking = self._asking

            class Cursor(usual):  # type: ignore[misc]  # PostgreSQL's driver is loaded only where there is one
                def execute(self, *given: Any, **named: Any) -> Any:
                    with asking(self.connection, SILENCE):
                        return super().execute(*given, **named)

                def executemany(self, *given: Any, **named: Any) -> Any:
                    with asking(self.connection, SILENCE):
                        return super().executemany(*given, **named)

            self._cursors[usual] = Cursor
        return self._cursors[usual]

    @contextmanager
    def _asking(self, connection: Any, seconds: float) -> Iterator[None]:
        """Watch what is asked meanwhile. What is asked within something that is watched has the limit of that: a ping's is short."""
        around = self._questions.get(id(connection))
        if around and around.whole:
            yield
            return
        self._ask(connection, seconds, whole=True)
        try:
            yield
        finally:
            self._answered(connection)

    def _ending(self, connection: sa.Connection) -> None:
        """A transaction is about to end; one whose connection was lost has nothing to end, and is not to be opened for that."""
        if not connection.invalidated:
            self._ask(connection.connection.driver_connection, SILENCE)

    def _ask(self, connection: Any, seconds: float, *, whole: bool = False) -> None:
        with self._lock:
            self._questions[id(connection)] = _Question(connection, time.monotonic() + seconds, whole)
            if not self._running:
                self._running = True
                Thread(target=self._run, name="postgres-watch", daemon=True).start()

    def _answered(self, connection: Any) -> None:
        with self._lock:
            self._questions.pop(id(connection), None)

    def _run(self) -> None:
        quiet = 0
        while quiet < QUIET:
            time.sleep(TICK)
            with self._lock:  # held until it is ended, so that its number cannot become another's
                quiet = 0 if self._questions else quiet + 1
                late = [one for one in self._questions.values() if time.monotonic() > one.until]
                for one in late:
                    del self._questions[id(one.connection)]
                    self._end(one.connection)
                self._running = quiet < QUIET

    def _end(self, connection: Any) -> None:
        log.warning("database_silent")
        with (
            suppress(*self._refusals),  # it has been closed meanwhile
            socket.fromfd(connection.fileno(), socket.AF_INET, socket.SOCK_STREAM) as own,
        ):
            own.shutdown(socket.SHUT_RDWR)

    def _forget_everything(self) -> None:
        self._lock = Lock()
        self._questions: dict[int, _Question] = {}
        self._running = False
