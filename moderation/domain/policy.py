"""From signals to a verdict: log-odds are added, and in doubt a person decides."""

import math
from dataclasses import dataclass
from enum import StrEnum

from moderation.domain.signal import Signal

PRIOR = -2.2  # nats: one comment in ten, before anything was seen


class Verdict(StrEnum):
    """What the machine thinks. It never rejects: that is a person's word."""

    APPROVE = "approve"
    HOLD = "hold"
    SPAM = "spam"


@dataclass(frozen=True, slots=True)
class Policy:
    """When a site lets the machine act alone.

    Attributes:
        prior: Log-odds of spam before anything was seen, in nats.
        approve_below: Scores under this are published, 0..1.
        spam_above: Scores over this are spam, 0..1; between the two a person decides.
    """

    prior: float = PRIOR
    approve_below: float = 0.35
    spam_above: float = 0.95


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with everything it rests on.

    Attributes:
        score: Probability of spam, 0..1.
        offensive: Probability of offence, 0..1; None if no model was asked.
        rules: The version of the site's rules and policy; 0 if it is not known.
        model: Which model was asked: the digest of the base and the site's version, ``5f0c2a71/3``; empty if none.
    """

    verdict: Verdict
    score: float
    signals: tuple[Signal, ...]
    offensive: float | None = None
    model: str = ""
    rules: int = 0


def judge(signals: tuple[Signal, ...], policy: Policy) -> Judgement:
    """Weigh all signals; a failed check always, and a holding signal never less than, asks for a person.

    What only advises moves the score, but neither condemns nor acquits: spam has to be spam without it too, and so has
    what is published.
    """
    score = probability(policy.prior + math.fsum(signal.weight for signal in signals))
    firm = probability(policy.prior + math.fsum(signal.weight for signal in signals if not signal.advises))
    if any(signal.failed for signal in signals):
        verdict = Verdict.HOLD
    elif min(score, firm) > policy.spam_above:
        verdict = Verdict.SPAM
    elif max(score, firm) >= policy.approve_below or any(signal.holds for signal in signals):
        verdict = Verdict.HOLD
    else:
        verdict = Verdict.APPROVE
    return Judgement(verdict, score, signals)


def probability(log_odds: float) -> float:
    """The logistic function, safe for any size of argument."""
    if log_odds >= 0:
        return 1 / (1 + math.exp(-min(log_odds, 700.0)))
    growth = math.exp(max(log_odds, -700.0))
    return growth / (1 + growth)
