"""The docket: open appeals with everything that somebody needs to decide on them."""

from dataclasses import dataclass

from moderation.domain.appeal import Appeal, Statement
from moderation.domain.comment import Comment
from moderation.domain.moderator import Moderator
from moderation.services import appeals
from moderation.store import moderators
from moderation.store.engine import Connection

MOST = 50  # of a page; the oldest


@dataclass(frozen=True, slots=True)
class Case:
    """An open appeal.

    Attributes:
        statement: What was decided, as its author is told it; None if the comment does not stand as they saw it any more.
        decided_by: Name of who decided; empty for the machine, and for somebody who is gone.
        may_close: Whether who looks may decide on it.
    """

    appeal: Appeal
    comment: Comment
    statement: Statement | None
    decided_by: str
    may_close: bool


def look(connection: Connection, moderator: Moderator) -> tuple[Case, ...]:
    """The oldest open appeals of a moderator's sites."""
    found = appeals.list_open(connection, moderator, MOST)
    names = moderators.names(connection, {appeal.decided_by for appeal, _ in found})
    return tuple(
        Case(
            appeal,
            comment,
            appeals.state(connection, comment),
            names.get(appeal.decided_by, ""),
            appeals.may_close(connection, moderator, appeal),
        )
        for appeal, comment in found
    )
