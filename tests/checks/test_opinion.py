"""What others think: weighed within limits, and made up for by a person where it is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.checks import opinion
from moderation.domain.evidence import Rules
from moderation.domain.opinion import Opinion, Who
from moderation.domain.policy import Policy, Verdict, judge
from moderation.domain.signal import Reason, Signal
from tests.builders import evidence_of

SILENT = Opinion(Who.AKISMET, error="timeout"), Opinion(Who.CLASSIFIER, error="timeout")


def akismet(spam: float, *, certain: bool = False) -> Signal | None:
    return opinion.akismet(evidence_of(opinions=(Opinion(Who.AKISMET, spam, certain=certain),)), Rules())


def classifier(spam: float) -> Signal | None:
    return opinion.classifier(evidence_of(opinions=(Opinion(Who.CLASSIFIER, spam),)), Rules())


def test_who_is_not_asked_says_nothing() -> None:
    assert opinion.akismet(evidence_of(), Rules()) is None
    assert opinion.classifier(evidence_of(), Rules()) is None
    assert opinion.classifier_offence(evidence_of(opinions=SILENT), Rules()) is None


def test_akismet_weighs_by_what_it_says() -> None:
    assert akismet(spam=1.0) == Signal("opinion", 2.5, Reason("akismet_spam"))
    assert akismet(spam=1.0, certain=True) == Signal("opinion", 4.0, Reason("akismet_certain"))
    assert akismet(spam=0.0) == Signal("opinion", -0.5, Reason("akismet_fine"))


def test_a_classifier_weighs_by_its_odds_within_limits() -> None:
    found = [classifier(spam=share) for share in (0.0, 0.1, 0.5, 0.8, 0.9, 1.0)]

    assert [round(one.weight, 2) for one in found if one] == [-1.0, -1.0, 0.0, 1.39, 2.2, 3.0]
    assert found[4]
    assert found[4].reason == Reason("classifier_said", {"count": 90})


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_spam_never_weighs_less(one: float, other: float) -> None:
    low, high = classifier(spam=min(one, other)), classifier(spam=max(one, other))

    assert low
    assert high
    assert opinion.FINEST <= low.weight <= high.weight <= opinion.WORST


@pytest.mark.parametrize("said", SILENT, ids=lambda said: said.who)
def test_where_an_answer_is_missing_a_person_decides(said: Opinion) -> None:
    evidence = evidence_of(opinions=(said,))
    signals = [one for check in (opinion.akismet, opinion.classifier) if (one := check(evidence, Rules()))]

    assert [(one.failed, one.reason) for one in signals] == [(True, Reason(f"{said.who}_silent"))]
    assert judge(tuple(signals), Policy()).verdict is Verdict.HOLD


@pytest.mark.parametrize(("share", "held"), [(None, False), (0.0, False), (0.5, False), (0.51, True), (1.0, True)])
def test_an_offence_is_looked_at_and_is_no_spam(share: float | None, held: bool) -> None:  # noqa: FBT001 - what is expected
    evidence = evidence_of(opinions=(Opinion(Who.CLASSIFIER, 0.1, share),))
    signal = opinion.classifier_offence(evidence, Rules())

    assert bool(signal) is held
    assert signal is None or (signal.holds, signal.weight) == (True, 0.0)


def test_nobody_outside_can_call_spam_alone() -> None:
    signal = akismet(spam=1.0, certain=True)

    assert signal
    assert judge((signal,), Policy()).verdict is Verdict.HOLD
