"""The same text again, however it was dressed; found by the digest of its squeezed form."""

from moderation.domain.evidence import Evidence, Rules
from moderation.domain.signal import Reason, Signal


def same_text(evidence: Evidence, _rules: Rules) -> Signal | None:
    """Each other comment that says the same: +0.8 nats, at most +2.4."""
    count = evidence.same_text
    return Signal("duplicates", min(0.8 * count, 2.4), Reason("same_text", {"count": count})) if count > 0 else None


def same_text_refused(evidence: Evidence, _rules: Rules) -> Signal | None:
    """A person has already refused this very text: +2.5 nats."""
    count = evidence.same_text_refused
    return Signal("duplicates", 2.5, Reason("same_text_refused", {"count": count})) if count > 0 else None
