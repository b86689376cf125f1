"""What moderators leave on each other's desks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

CLAIM_LASTS = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Note:
    """What colleagues should know of an author, or of a comment nobody signed.

    Attributes:
        fingerprint: Of the author it is about; empty if nobody is known.
        comment: Beside which it was written.
        moderator: Id of who wrote it.
    """

    site: int
    id: str
    fingerprint: str
    comment: str
    moderator: str
    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Referral:
    """An open question about a comment: somebody else is to decide.

    Attributes:
        asked_by: Id of the moderator who asked; they may not decide.
        asked_of: Id of the moderator who is asked; empty: any other.
    """

    site: int
    comment: str
    asked_by: str
    asked_of: str
    note: str
    at: datetime
