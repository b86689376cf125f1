"""How the form was filled in and sent: the cheapest facts, and those that robots get wrong."""

from moderation.domain.comment import Token
from moderation.domain.evidence import Evidence, Rules
from moderation.domain.signal import Reason, Signal

_HURRY = 3  # seconds; nobody reads, writes and sends in less

_TOKENS = {
    Token.MISSING: ("token_missing", 0.3),  # ordinary without scripts and for API clients
    Token.STALE: ("token_stale", 0.2),  # a page left open over night
    Token.FORGED: ("token_forged", 2.0),
}


def honeypot(evidence: Evidence, _rules: Rules) -> Signal | None:
    """A field that people do not see was filled: e^4, about 55 times likelier from a robot."""
    return Signal("form", 4.0, Reason("honeypot_filled")) if evidence.comment.arrival.honeypot else None


def speed(evidence: Evidence, _rules: Rules) -> Signal | None:
    """Sent sooner than anyone writes: +2.5 nats at once, down to +1.5 at three seconds. A clock that ran back is at once."""
    seconds = evidence.comment.arrival.seconds
    if seconds is None or seconds >= _HURRY:
        return None
    taken = max(seconds, 0.0)
    return Signal("form", 2.5 - taken / _HURRY, Reason("sent_too_fast", {"seconds": int(taken)}))


def token(evidence: Evidence, _rules: Rules) -> Signal | None:
    """A form token that is not as we made it: little if it is missing or old, much if it is forged."""
    if evidence.comment.arrival.token not in _TOKENS:
        return None
    code, weight = _TOKENS[evidence.comment.arrival.token]
    return Signal("form", weight, Reason(code))
