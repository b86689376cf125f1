"""Work without a hurry leaves most of the time to others."""

import time

import pytest

from workers.pace import LONGEST, NOTHING, Pace


@pytest.fixture
def rests() -> list[float]:
    """How long it has rested, each time."""
    return []


def work(seconds: float) -> None:
    """A piece that takes so long, or longer."""
    time.sleep(seconds)


def test_after_a_piece_it_rests_nine_times_as_long(rests: list[float]) -> None:
    pace = Pace(60, rests.append)
    work(2 * NOTHING)

    assert pace() is False
    assert 9 * 2 * NOTHING <= rests[-1] <= LONGEST


def test_no_rest_is_longer_than_people_can_wait_for_it_to_end(rests: list[float]) -> None:
    pace = Pace(60, rests.append)
    work(0.3)

    assert pace() is False
    assert rests[-1] == LONGEST


def test_what_finds_nothing_goes_on_at_once() -> None:
    pace = Pace(60, lambda _: pytest.fail("It has rested."))
    pace._began = time.monotonic() + 60  # noqa: SLF001 - a piece that has taken no time, however slow this machine is

    assert pace() is False


def test_it_ends() -> None:
    assert Pace(-1.0, lambda _: None)()
