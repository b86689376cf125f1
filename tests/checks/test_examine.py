"""Every check is asked, and a crash asks for a person."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.checks import CHECKS, Check, examine
from moderation.domain.comment import Arrival, Token
from moderation.domain.estimate import Estimate, Estimates
from moderation.domain.evidence import Echo, Evidence, History, Rules
from moderation.domain.opinion import Opinion, Who
from moderation.domain.policy import Policy, Verdict, judge
from moderation.domain.signal import Reason, Signal
from moderation.domain.text import read
from tests.builders import a_comment, evidence_of

COUNT = st.integers(0, 12)
BODY = st.sampled_from(
    ["مقال جميل", "http://a.com", "p\u0430ypal vi\u200bagra \u202ex", "حمار http://a.com www.b.ma c.com", "Merci شكرا"]
)
ARRIVAL = st.builds(Arrival, st.sampled_from(Token), st.one_of(st.none(), st.floats(-9, 99)), st.booleans())
ECHO = st.builds(Echo, COUNT, COUNT, COUNT, COUNT, st.dictionaries(st.sampled_from(["a.com", "b.ma", "c.com"]), COUNT))
SHARE = st.none() | st.floats(0, 1)
OPINIONS = st.lists(st.builds(Opinion, st.sampled_from(Who), SHARE, SHARE, st.booleans()), max_size=2).map(tuple)
RULES = Rules(words=frozenset({"حمار"}))


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    """Any facts about one of a few telling comments."""
    comment = a_comment(draw(BODY), arrival=draw(ARRIVAL))
    history = draw(st.builds(History, COUNT, COUNT, COUNT))
    guess = st.floats(-30, 30).map(lambda odds: Estimate(odds, odds, 0.0, ((0, 1),), ((1, 2),), (("links_1", odds),)))
    estimates = draw(st.none() | st.builds(Estimates, guess, guess, st.booleans(), st.booleans()))
    facts = {name: draw(COUNT) for name in ("recent_by_author", "recent_by_network", "same_text", "same_text_refused")}
    heard = {"estimates": estimates, "echo": draw(ECHO), "opinions": draw(OPINIONS)}
    return evidence_of(comment.body, comment=comment, history=history, **heard, **facts)


def crashing(evidence: Evidence, _rules: Rules) -> Signal | None:
    """A check with a fault that quotes the comment."""
    raise ValueError(evidence.comment.body)


class Silent:
    """A check that is no function, and crashes."""

    def __call__(self, _evidence: Evidence, _rules: Rules) -> Signal | None:
        """Crash."""
        raise KeyError


@given(evidences(), st.permutations(CHECKS))
def test_any_order_of_checks_gives_the_same_signals_and_verdict(evidence: Evidence, order: list[Check]) -> None:
    usual, other = examine(CHECKS, evidence, RULES), examine(order, evidence, RULES)

    assert sorted(map(repr, usual)) == sorted(map(repr, other))
    first, second = judge(usual, Policy()), judge(other, Policy())
    assert (first.score, first.verdict) == (second.score, second.verdict)


@given(evidences())
def test_every_signal_can_be_shown(evidence: Evidence) -> None:
    """Finite weights, places inside the text, parameters that JSON knows, one signal for one reason."""
    signals = examine(CHECKS, evidence, RULES)

    assert all(abs(signal.weight) <= 8 for signal in signals)
    assert all(0 <= start < end <= len(evidence.comment.body) for signal in signals for start, end in signal.spans)
    assert all(json.dumps(signal.reason.params) for signal in signals)
    assert len({signal.reason.code for signal in signals}) == len(signals)


@given(evidences(), st.integers(0, len(CHECKS)))
def test_a_crashing_check_asks_for_a_person_and_the_others_are_still_heard(evidence: Evidence, place: int) -> None:
    signals = examine((*CHECKS[:place], crashing, *CHECKS[place:]), evidence, RULES)

    assert judge(signals, Policy()).verdict is Verdict.HOLD
    assert tuple(signal for signal in signals if signal.check != "crashing") == examine(CHECKS, evidence, RULES)


@pytest.mark.parametrize(("check", "name"), [(crashing, "crashing"), (Silent(), "Silent")])
def test_a_crash_is_named_and_quotes_nothing(check: Check, name: str) -> None:
    (signal,) = examine((check,), evidence_of("private words"), Rules())

    assert signal == Signal(name, 0.0, Reason("check_failed", {"check": name}), failed=True)
    assert "private" not in repr(signal)


def test_a_known_author_with_a_plain_comment_is_published() -> None:
    evidence = evidence_of("مقال جميل، شكرا", history=History(approved=1))

    assert judge(examine(CHECKS, evidence, RULES), Policy()).verdict is Verdict.APPROVE


def test_a_robot_is_called_spam() -> None:
    comment = a_comment("http://a.com", arrival=Arrival(Token.MISSING, None, honeypot=True))
    evidence = Evidence(comment, read(comment.body), same_text=3, same_text_refused=1)

    assert judge(examine(CHECKS, evidence, RULES), Policy()).verdict is Verdict.SPAM
