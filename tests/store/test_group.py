"""Many writers on one SQLite file: all get through, and nobody waits for longer than their patience."""

import multiprocessing
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa

from moderation.domain.errors import UnavailableError
from moderation.store.driver import sqlite3
from moderation.store.engine import Connection, Database

pytestmark = pytest.mark.alone

MAKE = "CREATE TABLE posts (writer TEXT, number INTEGER)"
PROMISED = 3.0  # seconds within which a request is told; the machine of the test may be busy
SLACK = 2.0
EACH = 100


class CalledAwayError(Exception):
    """What a signal raises."""


@pytest.fixture(params=["WAL", "TRUNCATE"])
def journal(request: pytest.FixtureRequest) -> str:
    """How SQLite commits."""
    return str(request.param)


@pytest.fixture
def file(tmp_path: Path, journal: str) -> Path:
    """A database with one table."""
    path = tmp_path / "x.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA journal_mode = {journal}")
        connection.execute(MAKE)
    return path


@pytest.fixture
def database(file: Path, journal: str) -> Iterator[Database]:
    """The database as a web process uses it."""
    opened = Database(f"sqlite:///{file}", journal)
    opened.patience = 0.3
    yield opened
    opened.close()


def post(database: Database, number: int, writer: str = "") -> None:
    """One small piece of work."""
    row = {"writer": writer, "number": number}
    database.write(lambda connection: connection.execute(sa.text("INSERT INTO posts VALUES (:writer, :number)"), row))


def stored(file: Path) -> list[int]:
    """The numbers of what is there, in order."""
    with closing(sqlite3.connect(file)) as connection:
        return [number for (number,) in connection.execute("SELECT number FROM posts ORDER BY number")]


@contextmanager
def held(file: Path, how: str) -> Iterator[None]:
    """A lock in the hands of a program that knows nothing of our turns."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(how)
        connection.execute("SELECT count(*) FROM posts").fetchone()
        yield
        connection.execute("ROLLBACK")


def outcomes(database: Database, numbers: range) -> dict[int, bool]:
    """Whether each of these was acknowledged, handed in by as many threads at once; none has waited for too long."""

    def one(number: int) -> tuple[int, bool]:
        began = time.monotonic()
        try:
            post(database, number)
        except UnavailableError:
            assert time.monotonic() - began < PROMISED + SLACK
            return number, False
        return number, True

    with ThreadPoolExecutor(len(numbers)) as pool:
        return dict(pool.map(one, numbers))


@pytest.mark.parametrize("how", ["BEGIN IMMEDIATE", "BEGIN"])
def test_a_lock_that_is_held_for_long_is_told_to_all_who_wait(
    file: Path, database: Database, how: str, journal: str
) -> None:
    """Of a writer, who keeps us from beginning; of a reader, who keeps a rollback journal from being committed, and no WAL."""
    is_free = (how, journal) == ("BEGIN", "WAL")
    with held(file, how):
        first = outcomes(database, range(20))
        second = outcomes(database, range(20, 40))

    assert set(first.values()) == set(second.values()) == {is_free}
    assert stored(file) == (list(range(40)) if is_free else [])
    database.patience = 10
    assert set(outcomes(database, range(40, 50)).values()) == {True}
    assert stored(file)[-10:] == list(range(40, 50))


def test_who_comes_while_a_lock_is_held_and_can_wait_is_served(file: Path, database: Database) -> None:
    database.patience = 10
    with ThreadPoolExecutor(1) as pool:
        with held(file, "BEGIN IMMEDIATE"):
            waiting = pool.submit(outcomes, database, range(20))
            time.sleep(0.5)

        assert set(waiting.result().values()) == {True}
    assert stored(file) == list(range(20))


def test_who_came_later_gives_up_later(file: Path, database: Database) -> None:
    """The time counts from everybody's own arrival, not from that of whoever tries for all."""
    with ThreadPoolExecutor(1) as pool:
        with held(file, "BEGIN IMMEDIATE"):
            early = pool.submit(outcomes, database, range(1))
            time.sleep(0.1)
            database.patience = 10
            late = pool.submit(outcomes, database, range(1, 2))
            assert early.result() == {0: False}

        assert late.result() == {1: True}


def test_another_process_that_does_not_give_back_its_turn_is_told_too(file: Path, database: Database) -> None:
    other = Database(f"sqlite:///{file}")
    with other.paused():
        told = outcomes(database, range(20))

    assert set(told.values()) == {False}
    other.close()
    assert set(outcomes(database, range(20)).values()) == {True}
    assert stored(file) == list(range(20))


def test_a_connection_that_has_written_is_as_patient_as_before(database: Database) -> None:
    post(database, 1)

    with database.read() as connection:
        assert connection.execute(sa.text("PRAGMA busy_timeout")).scalar() == 10_000


def test_what_has_begun_is_finished_however_long_it_takes(file: Path, database: Database) -> None:
    def slow(connection: Connection) -> None:
        connection.execute(sa.text("INSERT INTO posts VALUES ('', 1)"))
        time.sleep(0.5)

    database.write(slow)

    assert stored(file) == [1]


def test_who_is_called_away_while_it_waits_holds_up_nobody(file: Path, database: Database) -> None:
    """As a worker whose job has taken too long: the signal finds it wherever it is."""
    database.patience = 10
    begun, done = Event(), Event()

    def slow(connection: Connection) -> None:
        connection.execute(sa.text("INSERT INTO posts VALUES ('', 1)"))
        begun.set()
        done.wait(10)

    def call_away(*_: object) -> None:
        raise CalledAwayError

    before = signal.signal(signal.SIGALRM, call_away)
    with ThreadPoolExecutor(1) as pool:
        leading = pool.submit(database.write, slow)
        begun.wait(10)
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        with pytest.raises(CalledAwayError):
            post(database, 2)
        signal.signal(signal.SIGALRM, before)
        done.set()
        leading.result()

    assert set(outcomes(database, range(3, 6)).values()) == {True}
    assert stored(file) == [1, 3, 4, 5]


def write_many(file: str, writer: str) -> None:
    """The work of a process: two threads that write as fast as they can."""
    database = Database(f"sqlite:///{file}")
    database.patience = 30
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda number: post(database, number, writer), range(2 * EACH)))
    database.close()


def test_eight_writers_in_four_processes_all_succeed(file: Path) -> None:
    fresh = multiprocessing.get_context("spawn")
    processes = [fresh.Process(target=write_many, args=(str(file), str(number))) for number in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    assert [process.exitcode for process in processes] == [0] * 4
    assert stored(file) == sorted([*range(2 * EACH)] * 4)
