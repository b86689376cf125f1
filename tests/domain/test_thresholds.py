"""Thresholds from a wanted precision."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.domain.thresholds import FEWEST, Proposal, Scored, above, below

SCORED = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60).map(lambda some: some * 20)
SHARE = st.floats(0, 1)


def test_the_lowest_threshold_that_is_good_enough_is_proposed() -> None:
    decided = [(0.95, True)] * 300 + [(0.7, False)] * 10 + [(0.6, True)] * 10

    assert above(decided, 0.99) == Proposal(0.7, 300, 300)
    assert above(decided, 0.9) == Proposal(0.5, 320, 310)


def test_the_highest_threshold_that_is_good_enough_is_proposed() -> None:
    decided = [(0.05, True)] * 300 + [(0.3, False)] * 10

    assert below(decided, 0.99) == Proposal(0.3, 300, 300)
    assert below(decided, 0.9) == Proposal(0.5, 310, 300)


@pytest.mark.parametrize("number", [0, 1, FEWEST - 1])
def test_nothing_is_proposed_from_too_few(number: int) -> None:
    assert above([(0.99, True)] * number, 0.5) is None
    assert below([(0.01, True)] * number, 0.5) is None


@given(SCORED, SHARE)
def test_what_is_proposed_is_as_good_as_was_wanted_on_enough(decided: list[Scored], wanted: float) -> None:
    spam, fine = above(decided, wanted), below(decided, wanted)

    over = [right for score, right in decided if spam and score > spam.value]
    under = [right for score, right in decided if fine and score < fine.value]
    for found, beyond in ((spam, over), (fine, under)):
        assert found is None or (found.number, found.right) == (len(beyond), sum(beyond))
        assert found is None or (len(beyond) >= FEWEST and sum(beyond) >= wanted * len(beyond))
    assert not (spam and fine) or fine.value <= spam.value


@given(SCORED, SHARE, SHARE)
def test_who_wants_more_gets_no_wider_threshold(decided: list[Scored], one: float, other: float) -> None:
    less, more = sorted((one, other))

    strict, lenient = above(decided, more), above(decided, less)
    assert strict is None or (lenient is not None and lenient.value <= strict.value)
    strict, lenient = below(decided, more), below(decided, less)
    assert strict is None or (lenient is not None and lenient.value >= strict.value)
