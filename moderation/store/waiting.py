"""The job queue: the rows that are ``received``. A lease says who is at it; when it runs out, anybody may be."""

from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from moderation.domain.comment import Comment
from moderation.store.comments import SELECT, comment_of
from moderation.store.tables import comments, is_received

LEASE = timedelta(seconds=10)
ATTEMPTS = 5  # claims of one comment before a person is asked instead

_UNTAKEN = sa.and_(
    is_received,
    sa.or_(comments.c.leased_until.is_(None), comments.c.leased_until < sa.bindparam("at")),
)


class Claimed(NamedTuple):
    """A comment that is ours for the time of a lease; ``attempts`` counts the claims so far, this one included."""

    comment: Comment
    attempts: int


def claim(connection: sa.Connection, token: str, at: datetime, limit: int) -> tuple[Claimed, ...]:
    """Take up to ``limit`` waiting comments, oldest first, for ``LEASE``; they come sorted by site. The attempt is counted now.

    A comment that somebody claimed before and did not finish is taken alone: should it be what kills the workers, it
    takes no other with it.
    """
    fresh = _take(connection, token, at, (comments.c.attempts == 0, limit))
    taken = fresh or _take(connection, token, at, (comments.c.attempts > 0, 1))
    if not taken:
        return ()
    rows = connection.execute(
        SELECT.where(comments.c.lease == token, sa.tuple_(comments.c.site, comments.c.id).in_(taken))
    )
    claimed = (Claimed(comment_of(row), row.attempts) for row in rows)
    return tuple(sorted(claimed, key=lambda claim: (claim.comment.site, claim.comment.submitted_at)))


def oldest(connection: sa.Connection, at: datetime) -> datetime | None:
    """When the longest waiting comment that nobody is at was submitted; None if there is none."""
    statement = sa.select(sa.func.min(comments.c.submitted_at)).where(_UNTAKEN)
    return connection.execute(statement, {"at": at}).scalar()


def oldest_received(connection: sa.Connection) -> datetime | None:
    """When the longest unjudged comment was submitted, whether somebody is at it or not."""
    statement = sa.select(sa.func.min(comments.c.submitted_at)).where(is_received)
    return connection.execute(statement).scalar()


def _take(
    connection: sa.Connection, token: str, at: datetime, which: tuple[sa.ColumnElement[bool], int],
) -> list[tuple[int, str]]:  # fmt: skip
    condition, limit = which
    rows = (
        sa.select(comments.c.site, comments.c.id)
        .where(_UNTAKEN, condition)
        .order_by(comments.c.submitted_at)
        .limit(limit)
        .with_for_update(skip_locked=True)  # PostgreSQL; on SQLite writers take turns anyway
    )
    statement = (
        sa.update(comments)
        .where(sa.tuple_(comments.c.site, comments.c.id).in_(rows))
        .values(lease=token, leased_until=at + LEASE, attempts=comments.c.attempts + 1)
        .returning(comments.c.site, comments.c.id)
    )
    return [(row.site, row.id) for row in connection.execute(statement, {"at": at})]
