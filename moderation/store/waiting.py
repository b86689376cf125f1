"""The job queue: the rows that are ``received``. A lease says who is at it; when it runs out, anybody may be."""

from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from moderation.domain.comment import Comment, Status
from moderation.store.comments import SELECT, comment_of
from moderation.store.tables import comments

LEASE = timedelta(seconds=10)
ATTEMPTS = 5  # claims of one comment before a person is asked instead
FEW = 8  # that are tried again together

_RECEIVED = comments.c.status == Status.RECEIVED.value
_FRESH = sa.and_(_RECEIVED, comments.c.leased_until.is_(None))
_LEFT = sa.and_(
    comments.c.leased_until < sa.bindparam("at"),  # somebody's lease has run out
    comments.c.status.concat("") == Status.RECEIVED.value,  # as an expression: the index of leases is the better one
)

_LEFT_AGAIN = sa.and_(_LEFT, comments.c.attempts > 1)


class Claimed(NamedTuple):
    """A comment that is ours for the time of a lease; ``attempts`` counts the claims so far, this one included."""

    comment: Comment
    attempts: int


def claim(connection: sa.Connection, token: str, at: datetime, limit: int) -> tuple[Claimed, ...]:
    """Take up to ``limit`` waiting comments, oldest first, for ``LEASE``; they come sorted by site. The attempt is counted now.

    What somebody claimed before and did not finish goes first: a few together after the first time, and alone after the
    second: should one of them be what kills the workers, it takes few others with it, and those only once.
    """
    taken = (
        _take(connection, token, at, _oldest(_LEFT_AGAIN, comments.c.leased_until, 1))
        or _take(connection, token, at, _oldest(_LEFT, comments.c.leased_until, min(FEW, limit)))
        or _take(connection, token, at, _oldest(_FRESH, comments.c.submitted_at, limit))
    )
    if not taken:
        return ()
    sites, identifiers = zip(*taken, strict=True)
    rows = connection.execute(SELECT.where(comments.c.site.in_(sites), comments.c.id.in_(identifiers)))
    claimed = (Claimed(comment_of(row), row.attempts) for row in rows)
    return tuple(sorted(claimed, key=lambda claim: (claim.comment.site, claim.comment.submitted_at)))


def oldest(connection: sa.Connection, at: datetime) -> datetime | None:
    """Since when the longest waiting comment that nobody is at has waited; None if there is none."""
    return _since(connection, (sa.or_(_FRESH, _LEFT),), at)


def oldest_received(connection: sa.Connection) -> datetime | None:
    """Since when the longest unjudged comment has waited, whether somebody is at it or not."""
    return _since(connection, (), None)


def newest(connection: sa.Connection) -> datetime | None:
    """When the latest unjudged comment was handed in; None if there is none."""
    return connection.execute(sa.select(sa.func.max(comments.c.submitted_at)).where(_RECEIVED)).scalar()


def count_left(connection: sa.Connection, at: datetime) -> int:
    """How many comments somebody has claimed and not finished in time."""
    statement = sa.select(sa.func.count()).select_from(comments).where(_LEFT)
    return int(connection.execute(statement, {"at": at}).scalar_one())


def _since(
    connection: sa.Connection, where: tuple[sa.ColumnElement[bool], ...], at: datetime | None
) -> datetime | None:
    """Since when the oldest such comment has waited: since it was submitted, or edited.

    Both questions stop at the first row of the index that fits: what was edited and submitted later cannot be older.
    """
    submitted, edited = comments.c.submitted_at, comments.c.edited_at
    plain = sa.select(sa.func.min(submitted, type_=submitted.type)).where(_RECEIVED, edited.is_(None), *where)
    first = connection.execute(plain, {"at": at}).scalar()
    before = [submitted < first] if first else []
    changed = sa.select(sa.func.min(edited, type_=edited.type)).where(_RECEIVED, edited.is_not(None), *before, *where)
    return min((one for one in (first, connection.execute(changed, {"at": at}).scalar()) if one), default=None)


def _oldest(condition: sa.ColumnElement[bool], age: sa.Column[datetime], limit: int) -> sa.CTE:
    """The keys of what is to be taken. Evaluated once: in a subquery, PostgreSQL may run the limit again for each row."""
    return (
        sa.select(comments.c.site, comments.c.id)
        .where(condition)
        .order_by(age)
        .limit(limit)
        .with_for_update(skip_locked=True)  # PostgreSQL; on SQLite writers take turns anyway
        .cte("picked")
    )


def _take(connection: sa.Connection, token: str, at: datetime, picked: sa.CTE) -> list[tuple[int, str]]:
    statement = (
        sa.update(comments)
        .where(comments.c.site.in_(sa.select(picked.c.site)), comments.c.id.in_(sa.select(picked.c.id)))
        .values(lease=token, leased_until=at + LEASE, attempts=comments.c.attempts + 1)
        .returning(comments.c.site, comments.c.id)
    )
    return [(row.site, row.id) for row in connection.execute(statement, {"at": at})]
