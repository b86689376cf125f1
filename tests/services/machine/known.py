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
    body: str = ""
    revision: int = 1
    edited: datetime | None = None
    verdicts: dict[int, str] = field(default_factory=dict)
    reports: dict[str, "Word"] = field(default_factory=dict)

    @property
    def open_reports(self) -> int:
        """Reports that no decision has answered."""
        return sum(word.closed is None for word in self.reports.values())

    def ask_again(self, closed: datetime) -> None:
        """The decision of that moment has not answered anything."""
        for word in self.reports.values():
            word.closed = None if word.closed == closed else word.closed


@dataclass
class Word:
    """A reader's report."""

    at: datetime
    closed: datetime | None = None


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
    after: Status
    is_undone: bool = False


@dataclass
class Batch:
    """What was decided at once."""

    moderator: str
    at: datetime
    steps: list[Step] = field(default_factory=list)
