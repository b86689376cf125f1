"""Turns by a lock on a file: waited for in order and with a limit, also by who comes after one that gave up."""

import fcntl
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from moderation.store.turns import Turns
from tests.journeys.service import wait_until

pytestmark = pytest.mark.alone


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of the lock."""
    return tmp_path / "writers"


@contextmanager
def held(file: Path) -> Iterator[None]:
    """The lock in the hands of somebody else."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def take(turns: Turns, seconds: float) -> None:
    """Take a turn and give it back."""
    os.close(turns.take(time.monotonic() + seconds))


def is_free(file: Path) -> bool:
    """Whether nobody holds the lock."""
    with file.open() as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def test_a_free_turn_is_taken_at_once_however_short_the_patience(file: Path) -> None:
    descriptor = Turns(file).take(time.monotonic() - 1)

    assert not is_free(file)
    os.close(descriptor)
    assert is_free(file)


def test_who_waits_gets_the_turn_as_soon_as_it_is_free(file: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        with held(file):
            waiting = pool.submit(take, Turns(file), 30)
            time.sleep(0.1)
            assert not waiting.done()

        waiting.result(5)


def test_who_has_waited_long_enough_gives_up(file: Path) -> None:
    with held(file), pytest.raises(TimeoutError):
        take(Turns(file), 0.05)


def test_a_turn_nobody_wants_any_more_is_passed_on(file: Path) -> None:
    with held(file), pytest.raises(TimeoutError):
        take(Turns(file), 0.05)

    wait_until(lambda: is_free(file))


def test_who_comes_next_gets_the_place_of_who_gave_up(file: Path) -> None:
    turns = Turns(file)
    with ThreadPoolExecutor(1) as pool:
        with held(file):
            for _ in range(3):
                with pytest.raises(TimeoutError):
                    take(turns, 0.05)
            waiting = pool.submit(take, turns, 30)
            time.sleep(0.05)

        waiting.result(5)
    take(turns, 5)
    assert is_free(file)


def test_one_that_is_always_there_does_not_keep_out_the_others(file: Path) -> None:
    """As when one process commits without a pause: others must get their turn, not only chances.

    Who wakes late, because others keep the processors busy, may miss one: so some rounds are played.
    """
    assert any(min(counts) > max(counts) / 4 for counts in (play(file) for _ in range(8)))


def play(file: Path) -> list[int]:
    """How many turns each of three gets in half a second."""
    until = time.monotonic() + 0.5

    def as_often_as_possible() -> int:
        turns, taken = Turns(file), 0
        while time.monotonic() < until:
            descriptor = turns.take(until + 5)
            time.sleep(0.005)
            os.close(descriptor)
            taken += 1
        return taken

    with ThreadPoolExecutor(3) as pool:
        return list(pool.map(lambda _: as_often_as_possible(), range(3)))


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        take(Turns(tmp_path / "nowhere" / "writers"), 1)
