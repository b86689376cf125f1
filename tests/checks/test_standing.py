"""Whom the site has blocked or trusts."""

from typing import Any

import pytest

from moderation.checks import CHECKS, examine, reputation, standing
from moderation.domain.block import Block, Blocks, Effect, Kind
from moderation.domain.evidence import Rules
from moderation.domain.policy import Policy, Verdict, judge
from moderation.domain.signal import Reason, Signal
from tests.builders import evidence_of, evidence_of_arrival, evidence_of_author


def rules(effect: str, **more: Any) -> Rules:
    """Rules of a site that blocks or trusts the author of every plain comment."""
    return Rules(blocks=Blocks((Block(Kind.FINGERPRINT, "f1", Effect(effect)),)), **more)


@pytest.mark.parametrize("flag", ["blocked_domain", "blocked_network"])
def test_a_flag_of_the_door_is_enough_for_spam(flag: str) -> None:
    assert standing.blocked(evidence_of_arrival(flags=(flag,)), Rules()) == Signal("standing", 20.0, Reason(flag))


def test_a_blocked_author_is_spam_whatever_speaks_for_them() -> None:
    signals = examine(CHECKS, evidence_of_author(approved=900), rules("block"))

    assert judge(signals, Policy(spam_above=0.9999)).verdict is Verdict.SPAM


def test_a_trusted_author_is_not_held_for_being_new() -> None:
    evidence = evidence_of_author(approved=0)

    assert judge(examine(CHECKS, evidence, rules("trust")), Policy()).verdict is Verdict.APPROVE
    assert standing.trusted(evidence, rules("trust")) == Signal("standing", 0.0, Reason("trusted_author"))
    assert reputation.first_comment(evidence, rules("trust")) is None


def test_trust_outweighs_nothing_else() -> None:
    listed = Rules(blocks=rules("trust").blocks, words=frozenset({"كذاب"}))

    assert judge(examine(CHECKS, evidence_of("يا كذاب"), listed), Policy()).verdict is Verdict.HOLD
    assert judge(examine(CHECKS, evidence_of_author(rejected=1), rules("trust")), Policy()).verdict is Verdict.HOLD


def test_of_most_people_nothing_is_said() -> None:
    assert standing.blocked(evidence_of(), Rules()) is None
    assert standing.trusted(evidence_of(), Rules()) is None


@pytest.mark.parametrize(("approved", "held"), [(0, False), (1, True), (2, True), (3, False), (900, False)])
def test_an_author_is_new_until_the_site_has_seen_enough(approved: int, held: bool) -> None:  # noqa: FBT001 - the example
    signal = reputation.new_author(evidence_of_author(approved=approved), Rules(trust_after=3))

    assert bool(signal) == held
    assert not signal or (signal.holds, signal.weight) == (True, 0.0)
    assert reputation.new_author(evidence_of_author(approved=approved), Rules(trust_after=3, hold_first=False)) is None
    assert reputation.new_author(evidence_of_author(approved=approved), rules("trust", trust_after=3)) is None
    assert reputation.new_author(evidence_of_author(approved=approved), Rules()) is None
