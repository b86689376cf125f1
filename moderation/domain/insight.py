"""What the figures of a period say: counted, never about one moderator alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from moderation.domain.agreement import Agreement, quantile

LONGEST = 366  # days of a period
HALF, MOST = 0.5, 0.95


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both included, by UTC."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.first, time(), UTC)

    @property
    def until(self) -> datetime:
        """The first moment afterwards."""
        return datetime.combine(self.last + timedelta(days=1), time(), UTC)

    @property
    def days(self) -> tuple[date, ...]:
        """Each day, in order."""
        return tuple(self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1))


class Wait(NamedTuple):
    """How long something took.

    Attributes:
        number: How many were measured.
        median: In seconds; None if nothing was.
        p95: In seconds; 95 of a hundred took no longer.
    """

    number: int
    median: float | None
    p95: float | None

    @classmethod
    def of(cls, seconds: list[float]) -> "Wait":
        """From what was measured."""
        return cls(len(seconds), quantile(seconds, HALF), quantile(seconds, MOST))


NOTHING = Wait(0, None, None)


class Day(NamedTuple):
    """The comments that were handed in on one day.

    Attributes:
        counts: By where they stand today; ``removed``: those that are not there any more.
    """

    day: date
    counts: Mapping[str, int]


class Queue(NamedTuple):
    """What waits now.

    Attributes:
        oldest: Since when the oldest one waits for a person, in seconds; None if none does.
    """

    pending: int
    received: int
    oldest: float | None


EMPTY = Queue(0, 0, None)


class Week(NamedTuple):
    """What the machine said in one week, and what people then said of it.

    Attributes:
        monday: Its first day.
        freed: Comments it had called spam, and a person published.
        removed: Comments it had published, and a person took away.
        held: Comments it held on which a person has decided.
        refused: How many of those were refused.
    """

    monday: date
    spam: int
    freed: int
    approved: int
    removed: int
    held: int
    refused: int


class Use(NamedTuple):
    """How often a check said something, and how often people then agreed.

    Attributes:
        refused: Comments with it that people refused.
        agreed: Comments where people decided as it had spoken; None for what speaks neither for nor against.
    """

    code: str
    number: int
    refused: int
    agreed: int | None


class Hot(NamedTuple):
    """A page under which much is refused."""

    url: str
    title: str
    comments: int
    refused: int


@dataclass(frozen=True, slots=True)
class Insight:
    """Everything about a period.

    Attributes:
        machine: What the machine decided, by verdict.
        people: What people decided and did not take back, by action.
        to_decision: From handing in to a person's first word.
        to_publication: From handing in to being public, whoever decided.
        reasons: Rejections by reason.
        leaning: Of what was held and decided: how many there were, and how often people went the way the score leaned.
        sampled: How many decided comments ``uses`` and ``leaning`` were counted in: the newest ones.
        agreements: Between moderators, where one looked again at what another had decided.
        second_looks: The same where the machine had decided: how many, and how often the second look agreed.
        drawn: Of these, by what the machine had said (``spam``, ``approved``): how many, and in how many it was right.
    """

    period: Period
    days: tuple[Day, ...] = ()
    queue: Queue = EMPTY
    machine: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    to_decision: Wait = NOTHING
    to_publication: Wait = NOTHING
    weeks: tuple[Week, ...] = ()
    reasons: Mapping[str, int] = field(default_factory=dict)
    uses: tuple[Use, ...] = ()
    leaning: tuple[int, int] = (0, 0)
    sampled: int = 0
    agreements: tuple[Agreement, ...] = ()
    second_looks: tuple[int, int] = (0, 0)
    drawn: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    threads: tuple[Hot, ...] = ()

    @property
    def automatic(self) -> float | None:
        """The share that the machine decided alone, 0..1; None if it has decided nothing."""
        total = sum(self.machine.values())
        return (total - self.machine.get("hold", 0)) / total if total else None
