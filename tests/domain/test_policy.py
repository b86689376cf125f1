"""From signals to a verdict."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.domain.policy import Policy, Verdict, judge, probability
from moderation.domain.signal import Reason, Signal

WEIGHT = st.floats(-1e6, 1e6)
SEVERITY = (Verdict.APPROVE, Verdict.HOLD, Verdict.SPAM)


def a_signal(weight: float = 0.0, *, holds: bool = False, failed: bool = False) -> Signal:
    """A signal of which only the weight matters."""
    return Signal("test", weight, Reason("test"), holds=holds, failed=failed)


SIGNALS = st.lists(st.builds(a_signal, WEIGHT, holds=st.booleans()), max_size=6).map(tuple)


@pytest.mark.parametrize(
    ("weight", "verdict"),
    [
        (0.0, Verdict.APPROVE),
        (1.5, Verdict.APPROVE),
        (1.6, Verdict.HOLD),
        (5.1, Verdict.HOLD),
        (5.2, Verdict.SPAM),
    ],
)
def test_the_sum_of_the_log_odds_decides(weight: float, verdict: Verdict) -> None:
    halves = (a_signal(weight / 2), a_signal(weight / 2))

    assert judge(halves, Policy()).verdict is verdict


def test_without_signals_the_prior_speaks() -> None:
    judgement = judge((), Policy(prior=math.log(0.25)))

    assert judgement.score == pytest.approx(0.2)
    assert judgement.signals == ()


@given(SIGNALS, st.floats(-1e6, 1e6))
def test_a_failed_check_always_asks_for_a_person(signals: tuple[Signal, ...], weight: float) -> None:
    assert judge((*signals, a_signal(weight, failed=True)), Policy()).verdict is Verdict.HOLD


@given(SIGNALS)
def test_a_holding_signal_is_never_published(signals: tuple[Signal, ...]) -> None:
    assert judge((*signals, a_signal(holds=True)), Policy()).verdict is not Verdict.APPROVE


@given(SIGNALS, WEIGHT, st.floats(0, 1e6))
def test_more_weight_is_never_less_severe(signals: tuple[Signal, ...], weight: float, more: float) -> None:
    light = judge((*signals, a_signal(weight)), Policy())
    heavy = judge((*signals, a_signal(weight + more)), Policy())

    assert light.score <= heavy.score
    assert SEVERITY.index(light.verdict) <= SEVERITY.index(heavy.verdict)


@given(SIGNALS.flatmap(lambda signals: st.tuples(st.just(signals), st.permutations(signals))))
def test_the_order_of_signals_does_not_matter(pair: tuple[tuple[Signal, ...], list[Signal]]) -> None:
    first, second = (judge(tuple(signals), Policy()) for signals in pair)

    assert (first.score, first.verdict) == (second.score, second.verdict)


@given(st.floats(allow_nan=False))
def test_a_probability_is_one_whatever_the_odds(log_odds: float) -> None:
    assert 0 <= probability(log_odds) <= 1
    assert probability(log_odds) + probability(-log_odds) == pytest.approx(1)


@given(SIGNALS, st.floats(0, 1e6))
def test_advice_alone_is_never_spam(signals: tuple[Signal, ...], weight: float) -> None:
    advice = tuple(replace(signal, advises=True) for signal in signals)
    alone = Signal("classifier", weight, Reason("x"), advises=True)

    assert judge((*advice, alone), Policy()).verdict is not Verdict.SPAM


@pytest.mark.parametrize(
    ("weight", "advice", "verdict"),
    [
        (0.0, 20.0, Verdict.HOLD),
        (20.0, 20.0, Verdict.SPAM),
        (20.0, -30.0, Verdict.HOLD),
        (0.0, -3.0, Verdict.APPROVE),
        (1.7, -3.0, Verdict.HOLD),
        (20.0, -18.0, Verdict.HOLD),
    ],
)
def test_a_verdict_stands_with_and_without_advice(weight: float, advice: float, verdict: Verdict) -> None:
    signals = (Signal("links", weight, Reason("x")), Signal("classifier", advice, Reason("y"), advises=True))

    assert judge(signals, Policy()).verdict is verdict
