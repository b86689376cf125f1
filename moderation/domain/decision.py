"""A person's word on comments, and what became of it."""

from dataclasses import dataclass
from enum import StrEnum

from moderation.domain.comment import Comment, Status

REASONS = (
    "insult", "hate", "threat", "sexual", "defamation", "privacy", "off_topic", "advertising", "duplicate", "other",
)  # fmt: skip


class Action(StrEnum):
    """What a person can say. RESTORE takes a comment back to where it stood before the last decision."""

    APPROVE = "approve"
    REJECT = "reject"
    SPAM = "spam"
    HOLD = "hold"
    RESTORE = "restore"


TARGETS = {
    Action.APPROVE: Status.APPROVED,
    Action.REJECT: Status.REJECTED,
    Action.SPAM: Status.SPAM,
    Action.HOLD: Status.PENDING,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person says about some comments at once.

    Attributes:
        items: Pairs of comment id and the version the person was looking at.
        reason: One of ``REASONS``; required for a rejection.
        note: For colleagues; never public.
    """

    action: Action
    items: tuple[tuple[str, int], ...]
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item of a decision.

    Attributes:
        error: Empty if it was done, else ``conflict``, ``not_found``, ``forbidden``, ``not_ready``, or ``own_approval``: they
            have said "publish" before, and somebody else is to say so too.
        comment: How the comment stands now; None if the person may not know.
        awaits: Whether this was kept as the first of two approvals.
    """

    id: str
    error: str = ""
    comment: Comment | None = None
    awaits: bool = False
