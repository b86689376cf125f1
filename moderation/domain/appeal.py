"""Appeals: an author asks that somebody else looks at the decision against their comment."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from moderation.domain.comment import Status

APPEALED = (Status.REJECTED, Status.SPAM)  # what an author may appeal against


class Result(StrEnum):
    """What becomes of an appeal: the decision stays, or the comment is published."""

    UPHELD = "upheld"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal against what was decided on a comment.

    Attributes:
        version: Of the comment it is against; there is one for each.
        decided_by: Who may not decide on it; empty for the machine.
        body: In the author's words; empty after they were erased.
        moderator: Who has decided on it; empty as long as nobody has.
        outcome: None while it is open.
    """

    site: int
    comment: str
    version: int
    decided_by: str
    body: str
    at: datetime
    moderator: str = ""
    outcome: Result | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What an author is told of a decision against their comment (after DSA 17(3)).

    Attributes:
        status: ``rejected`` or ``spam``: in both cases it is not shown.
        reason: One of ``decision.REASONS``; empty where none was given.
        decided_by: ``person`` or ``machine``; empty where nobody knows any more.
        found_by: How it was noticed: ``machine``, ``report``, ``person``, or empty.
        moderator: Who decided; never told to the author.
    """

    status: Status
    reason: str
    at: datetime | None
    decided_by: str
    found_by: str
    moderator: str = ""
