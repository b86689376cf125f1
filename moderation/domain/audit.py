"""What is kept of every change: a line each, and a chain through the lines that shows if one was altered or taken away."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from moderation.domain.comment import Status

MACHINE, AUTHOR, OPERATOR = "machine", "author", "operator"  # who acted, when no moderator did
HOUSE = 0  # the site of lines that are about no site alone
Seal = Callable[..., str]  # keyed hash of its arguments; equal only for equal ones


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One thing that was done. Never changed; removed by age only. Identifiers and codes, no text and no address.

    Attributes:
        comment: Id of the comment it was done to; empty if it is about no comment alone.
        who: ``machine``, ``author``, ``operator`` or a moderator's id.
        action: What was done: an ``Action``, a verdict, ``submit``, ``undo``, ``reveal``, ``erase``, ``expire``, …
        before: Status before; None for the first line of a comment.
        after: Status afterwards; None if the comment is gone, or was none.
        version: The comment's version afterwards.
        reason: A code; empty if there is none.
    """

    comment: str
    at: datetime
    who: str
    action: str
    before: Status | None
    after: Status | None
    version: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A line in its place in the chain of its site.

    Attributes:
        id: Of the line.
        number: 1, 2, 3, … without a gap.
        hash: Keyed hash of this line and of the hash before it.
    """

    site: int
    id: str
    line: AuditLine
    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement about a chain: its ``head`` is here; or everything up to here was ``cut`` off by age."""

    site: int
    kind: str
    number: int
    hash: str
    at: datetime
    signature: str = ""


def link(seal: Seal, before: Checkpoint | Link, identifier: str, line: AuditLine) -> Link:
    """The next link of a chain."""
    number = before.number + 1
    said = (line.comment, line.who, line.action, line.before, line.after, line.version, line.reason)
    sealed = seal("line", before.site, number, before.hash, identifier, _utc(line.at), *said)
    return Link(before.site, identifier, line, number, sealed)


def sign(seal: Seal, point: Checkpoint) -> str:
    """What only a holder of the key can say about a chain."""
    return seal(point.kind, point.site, point.number, point.hash, _utc(point.at))


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
