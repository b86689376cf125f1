"""The same text again."""

import pytest

from moderation.checks import Check, duplicates
from moderation.domain.evidence import Rules
from moderation.domain.signal import Reason, Signal
from tests.builders import evidence_of


@pytest.mark.parametrize(("count", "weight"), [(1, 0.8), (3, 2.4), (40, 2.4)])
def test_each_repetition_weighs_up_to_a_limit(count: int, weight: float) -> None:
    signal = duplicates.same_text(evidence_of(same_text=count), Rules())

    assert signal
    assert signal.weight == pytest.approx(weight)
    assert signal.reason == Reason("same_text", {"count": count})


def test_a_text_that_was_refused_weighs_by_itself() -> None:
    signal = duplicates.same_text_refused(evidence_of(same_text=2, same_text_refused=1), Rules())

    assert signal == Signal("duplicates", 2.5, Reason("same_text_refused", {"count": 1}))


@pytest.mark.parametrize("check", [duplicates.same_text, duplicates.same_text_refused])
def test_a_text_of_its_own_says_nothing(check: Check) -> None:
    assert check(evidence_of(), Rules()) is None
