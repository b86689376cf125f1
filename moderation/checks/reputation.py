"""What became of the author's other comments. Trust is earned slowly and lost at once."""

from moderation.domain.evidence import Evidence, History, Rules
from moderation.domain.signal import Reason, Signal


def known_author(evidence: Evidence, _rules: Rules) -> Signal | None:
    """Each approved comment speaks for the next, -0.5 nats, at most -2.0; unless one was refused."""
    approved = evidence.history.approved
    if approved < 1 or _refused(evidence.history):
        return None
    return Signal("reputation", -0.5 * min(approved, 4), Reason("known_author", {"count": approved}))


def author_refused(evidence: Evidence, _rules: Rules) -> Signal | None:
    """A comment of theirs was refused: a person looks at the next. +1.0 nat for each spam, +0.5 for each other, at most +2.5."""
    refused = _refused(evidence.history)
    if not refused:
        return None
    weight = min(1.0 * evidence.history.spam + 0.5 * evidence.history.rejected, 2.5)
    return Signal("reputation", weight, Reason("author_refused", {"count": refused}), holds=True)


def first_comment(evidence: Evidence, rules: Rules) -> Signal | None:
    """Nothing of theirs was approved yet, and the site wants to meet new authors; an author without an address stays new."""
    if not rules.hold_first or evidence.history.approved or rules.blocks.trusts(evidence.comment):
        return None
    return Signal("reputation", 0.0, Reason("first_comment"), holds=True)


def new_author(evidence: Evidence, rules: Rules) -> Signal | None:
    """Something of theirs was approved, but not as much as the site wants to see before it trusts them."""
    approved = evidence.history.approved
    if not rules.hold_first or not 0 < approved < rules.trust_after or rules.blocks.trusts(evidence.comment):
        return None
    return Signal("reputation", 0.0, Reason("new_author", {"count": approved, "limit": rules.trust_after}), holds=True)


def _refused(history: History) -> int:
    return history.rejected + history.spam
