"""Second looks: somebody judges once more what another, or the machine, has decided, without being told how."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from moderation.domain.comment import Status


class Opinion(StrEnum):
    """What somebody would have decided."""

    APPROVE = "approve"
    REJECT = "reject"
    SPAM = "spam"
    UNSURE = "unsure"


LEADS_TO = {Opinion.APPROVE: Status.APPROVED, Opinion.REJECT: Status.REJECTED, Opinion.SPAM: Status.SPAM}


@dataclass(frozen=True, slots=True)
class Look:
    """A comment that somebody is to look at once more.

    Attributes:
        first_by: Who decided: the id of a moderator, or ``machine``.
        first: The status that led to; it is open only as long as the comment stands so, unchanged.
        first_reason: Of a rejection; else empty.
    """

    site: int
    comment: str
    first_by: str
    first: Status
    first_reason: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Looked:
    """What the second one said.

    Attributes:
        second: The status they would have led to; None if they could not say.
    """

    by: str
    second: Status | None
    reason: str
    at: datetime
