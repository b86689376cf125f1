"""Whom the site has blocked or trusts. The widest reach of a list is to say spam; trust only says that somebody is not new."""

from moderation.domain.evidence import Evidence, Rules
from moderation.domain.signal import Reason, Signal

_CERTAIN = 20.0  # nats; no other sign comes near


def blocked(evidence: Evidence, rules: Rules) -> Signal | None:
    """Their fingerprint, mail domain or network is blocked: +20 nats, which is spam whatever else speaks for them."""
    code = rules.blocks.standing(evidence.comment)
    return Signal("standing", _CERTAIN, Reason(code)) if code.startswith("blocked") else None


def trusted(evidence: Evidence, rules: Rules) -> Signal | None:
    """Their fingerprint, mail domain or network is trusted. No weight: addresses are not confirmed, and anyone may claim one."""
    code = rules.blocks.standing(evidence.comment)
    return Signal("standing", 0.0, Reason(code)) if code.startswith("trusted") else None
