"""What the model remembers, in plain values."""

from dataclasses import dataclass, field
from datetime import datetime

from moderation.domain.comment import Status, Submission


@dataclass
class Known:
    """A comment that stands."""

    said: Submission
    at: datetime
    has_contact: bool
    status: Status = Status.RECEIVED
    version: int = 1
    fingerprint: str = ""
    network: str = ""
    name: str = ""
    changed: datetime | None = None
    leased: datetime | None = None
    attempts: int = 0
    verdict: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the audit."""

    site: int
    comment: str
    who: str
    action: str
    before: Status | None
    after: Status | None
    version: int
    at: datetime


@dataclass
class Step:
    """One item of a decision that was carried out."""

    comment: str
    before: Status
    version: int
    is_undone: bool = False


@dataclass
class Batch:
    """What was decided at once."""

    moderator: str
    at: datetime
    steps: list[Step] = field(default_factory=list)
