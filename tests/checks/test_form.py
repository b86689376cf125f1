"""How the form was filled in and sent."""

import pytest

from moderation.checks import Check, form
from moderation.domain.comment import Token
from moderation.domain.evidence import Rules
from moderation.domain.signal import Reason, Signal
from tests.builders import evidence_of, evidence_of_arrival


def test_a_filled_honeypot_speaks_of_a_robot() -> None:
    assert form.honeypot(evidence_of_arrival(honeypot=True), Rules()) == Signal("form", 4.0, Reason("honeypot_filled"))


@pytest.mark.parametrize("check", [form.honeypot, form.speed, form.token])
def test_a_form_that_was_read_and_filled_says_nothing(check: Check) -> None:
    assert check(evidence_of(), Rules()) is None


@pytest.mark.parametrize(("seconds", "weight", "shown"), [(-5.0, 2.5, 0), (0.0, 2.5, 0), (1.5, 2.0, 1), (2.99, 1.5, 2)])
def test_the_faster_it_was_sent_the_more_it_weighs(seconds: float, weight: float, shown: int) -> None:
    signal = form.speed(evidence_of_arrival(seconds=seconds), Rules())

    assert signal
    assert signal.weight == pytest.approx(weight, abs=0.01)
    assert signal.reason == Reason("sent_too_fast", {"seconds": shown})


@pytest.mark.parametrize("seconds", [3.0, 86_400.0, None])
def test_three_seconds_are_enough_and_unknown_is_no_hurry(seconds: float | None) -> None:
    assert form.speed(evidence_of_arrival(seconds=seconds), Rules()) is None


@pytest.mark.parametrize(
    ("token", "code", "weight"),
    [
        (Token.MISSING, "token_missing", 0.3),
        (Token.STALE, "token_stale", 0.2),
        (Token.FORGED, "token_forged", 2.0),
    ],
)
def test_a_token_that_is_not_ours_or_not_fresh_is_named(token: Token, code: str, weight: float) -> None:
    assert form.token(evidence_of_arrival(token=token), Rules()) == Signal("form", weight, Reason(code))
