"""A PostgreSQL that is away, hangs, or comes back: said in time, and never for longer than it lasts."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from moderation.domain.errors import UnavailableError
from moderation.store import postgres
from moderation.store.engine import Database
from tests.journeys.service import wait_until
from tests.servers import Postgres

pytestmark = [pytest.mark.postgres, pytest.mark.alone]

PROMISED = 3.0  # seconds within which a request is told; the machine of the test may be busy
SLACK = 2.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A server that belongs to these tests alone, for it suffers."""
    with Postgres(tmp_path_factory.mktemp("suffering")) as running:
        yield running


@pytest.fixture
def database(server: Postgres) -> Iterator[Database]:
    """A database that has been used: connections wait in its pool."""
    opened = Database(server.create_database(f"test_{os.urandom(6).hex()}"))
    assert one(opened) == 1
    yield opened
    opened.close()


def one(database: Database) -> int:
    """Ask for a number."""
    with database.read() as connection:
        return int(connection.execute(sa.text("SELECT 1")).scalar_one())


def is_told_in_time(database: Database) -> bool:
    """Whether both ways to use it say within the promised time that it is away."""
    for way in (lambda: one(database), lambda: database.write(lambda c: c.execute(sa.text("SELECT 1")).scalar_one())):
        began = time.monotonic()
        with pytest.raises(UnavailableError):
            way()
        if time.monotonic() - began > PROMISED + SLACK:
            return False
    return True


@contextmanager
def hanging(server: Postgres) -> Iterator[None]:
    """A server that does nothing meanwhile."""
    for process in processes(server):
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes(server):
            os.kill(process, signal.SIGCONT)


def is_given_up_as_soon(database: Database) -> bool:
    """Whether a connection that has rested is given up within the promised time."""
    began = time.monotonic()
    with pytest.raises(UnavailableError):
        one(database)
    return time.monotonic() - began < PROMISED + SLACK / 4


def watchers() -> list[str]:
    """The threads of this process that watch for answers."""
    return [thread.name for thread in threading.enumerate() if thread.name == "postgres-watch"]


def processes(server: Postgres) -> list[int]:
    """The server's processes."""
    main = server.pid
    children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
    return [main, *map(int, children)]


def test_a_server_that_hangs_is_given_up_and_found_again(server: Postgres, database: Database) -> None:
    with hanging(server):
        told = [is_told_in_time(database) for _ in range(2)]  # with an old connection, and with none

    assert told == [True, True]
    assert one(database) == 1


def test_one_that_hangs_while_a_connection_rests_is_given_up_as_soon(server: Postgres, database: Database) -> None:
    """A connection that has rested is tried first, briefly: there must be time left for another one."""
    time.sleep(1.2)  # longer than a connection is trusted
    with hanging(server):
        assert is_given_up_as_soon(database)


def test_nobody_watches_where_nothing_is_asked(server: Postgres, database: Database) -> None:
    assert one(database) == 1
    assert watchers()

    time.sleep(postgres.TICK * postgres.QUIET)
    wait_until(lambda: not watchers())
    with hanging(server):
        assert is_given_up_as_soon(database)


def test_what_lost_its_connection_before_its_end_is_done_again(database: Database) -> None:
    asked: list[int] = []

    def work(connection: sa.Connection) -> int:
        asked.append(connection.execute(sa.text("SELECT pg_backend_pid()")).scalar_one())
        if len(asked) == 1:
            with database.glance() as other:
                other.execute(sa.text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": asked[0]})
        return int(connection.execute(sa.text("SELECT 7")).scalar_one())

    assert database.write(work) == 7
    assert len(asked) == 2


def test_after_a_restart_no_old_connection_is_used(server: Postgres, database: Database) -> None:
    time.sleep(1.2)  # it rests
    server.kill()
    assert is_told_in_time(database)
    server.start()

    assert [one(database) for _ in range(5)] == [1] * 5

    time.sleep(1.2)
    server.kill()
    server.start()

    assert database.write(lambda c: c.execute(sa.text("SELECT 2")).scalar_one()) == 2


def test_a_statement_that_takes_too_long_is_given_up(database: Database) -> None:
    with pytest.raises(UnavailableError), database.read() as connection:
        connection.execute(sa.text("SELECT pg_sleep(30)"))

    assert one(database) == 1


def test_what_reshapes_may_take_its_time(database: Database) -> None:
    assert database.reshape(lambda c: c.execute(sa.text("SELECT 3 FROM pg_sleep(3.5)")).scalar_one()) == 3


def test_what_accepts_and_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:  # the kernel accepts; nobody ever answers
        silent = Database(f"postgresql+psycopg://nobody@127.0.0.1:{listener.getsockname()[1]}/nothing")

        assert is_told_in_time(silent)
