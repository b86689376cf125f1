"""A server that does not answer rests, is tried by one, and rests longer if it fails again."""

import os

import pytest

from moderation.adapters.breaker import ENOUGH, LONGEST, SHORTEST, Breaker

ONE, OTHER = "https://one.example", "https://other.example"


class Time:
    """Seconds that pass when they are told to."""

    now = 1000.0

    def __call__(self) -> float:
        """The time."""
        return self.now


@pytest.fixture
def time() -> Time:
    """A clock."""
    return Time()


@pytest.fixture
def breaker(time: Time) -> Breaker:
    """One by that clock."""
    return Breaker(time)


def miss(breaker: Breaker, times: int = 1) -> None:
    for _ in range(times):
        breaker.missed(ONE, "akismet", "timeout")


def test_a_few_failures_in_a_row_are_enough(breaker: Breaker) -> None:
    miss(breaker, ENOUGH - 1)
    assert breaker.allows(ONE)
    breaker.heard(ONE)
    miss(breaker, ENOUGH - 1)
    assert breaker.allows(ONE)

    miss(breaker)

    assert not breaker.allows(ONE)
    assert breaker.allows(OTHER)


def test_after_its_rest_one_tries(breaker: Breaker, time: Time) -> None:
    miss(breaker, ENOUGH)
    time.now += SHORTEST

    assert [breaker.allows(ONE) for _ in range(3)] == [True, False, False]
    breaker.heard(ONE)
    assert [breaker.allows(ONE) for _ in range(3)] == [True, True, True]


def test_each_trial_that_fails_doubles_the_rest_up_to_a_limit(breaker: Breaker, time: Time) -> None:
    miss(breaker, ENOUGH)
    rests = []
    for _ in range(6):
        began = time.now
        while not breaker.allows(ONE):
            time.now += 1
        rests.append(time.now - began)
        miss(breaker)

    assert rests == [SHORTEST, 2 * SHORTEST, 4 * SHORTEST, 8 * SHORTEST, LONGEST, LONGEST]


def test_those_who_were_on_their_way_do_not_make_it_longer(breaker: Breaker, time: Time) -> None:
    miss(breaker, ENOUGH + 20)
    time.now += SHORTEST

    assert breaker.allows(ONE)


def test_a_trial_that_tells_nothing_is_tried_again(breaker: Breaker, time: Time) -> None:
    miss(breaker, ENOUGH)
    time.now += SHORTEST
    assert breaker.allows(ONE)

    time.now += SHORTEST

    assert breaker.allows(ONE)


def test_a_child_begins_anew(breaker: Breaker) -> None:
    miss(breaker, ENOUGH)
    child = os.fork()
    if not child:  # pragma: no cover - in the child
        os._exit(0 if breaker.allows(ONE) else 1)

    assert os.waitpid(child, 0)[1] == 0
    assert not breaker.allows(ONE)
