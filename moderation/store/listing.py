"""Lists of comments: the public one of a thread, and the moderators' queue. Keyset pagination, never an offset."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from moderation.domain.comment import Comment, Status, Thread
from moderation.store.comments import SELECT, comment_of
from moderation.store.filters import Filter, conditions
from moderation.store.referrals import answered
from moderation.store.tables import comments, is_reported, referrals, threads

Place = tuple[datetime, str]  # submitted_at and id of the last comment shown


@dataclass(frozen=True, slots=True)
class Page:
    """What part of a list is wanted.

    Attributes:
        after: The last comment of the page before; None for the first page.
        limit: Comments on a page.
    """

    newest_first: bool = False
    after: Place | None = None
    limit: int = 50

    @property
    def and_one_more(self) -> "Page":
        """The same page and the first comment of the next: to know whether there is one."""
        return replace(self, limit=self.limit + 1)


def list_latest(connection: sa.Connection, site: int, before: str, limit: int) -> tuple[Comment, ...]:
    """Comments of a site, newest first, before the one with this id; empty: from the newest. Ids begin with their time."""
    newest = comments.c.id < before if before else sa.true()
    statement = SELECT.where(comments.c.site == site, newest).order_by(comments.c.id.desc()).limit(limit)
    return tuple(map(comment_of, connection.execute(statement)))


def list_public(connection: sa.Connection, thread: Thread, page: Page) -> tuple[Comment, ...]:
    """The approved comments of a thread."""
    statement = SELECT.where(
        comments.c.site == thread.site,
        comments.c.thread == thread.id,
        comments.c.status == Status.APPROVED.value,
    )
    return _page(connection, statement, page)


def list_queue(connection: sa.Connection, wanted: Filter, page: Page) -> tuple[Comment, ...]:
    """The comments that a moderator wants to look at."""
    return _page(connection, SELECT.where(*conditions(wanted)), page)


def list_around(connection: sa.Connection, comment: Comment, limit: int) -> tuple[Comment, ...]:
    """The comments of a thread, whatever their status, oldest first: so many before one and after it, and it."""
    here = SELECT.where(comments.c.site == comment.site, comments.c.thread == comment.thread.id)
    place = comment.submitted_at, comment.id
    before = _page(connection, here, Page(newest_first=True, after=place, limit=limit))
    return (*reversed(before), comment, *_page(connection, here, Page(after=place, limit=limit)))


def count_by_status(connection: sa.Connection, sites: Collection[int] | None) -> dict[str, int]:
    """How many comments have each status; the approved ones from the threads' own counters."""
    others = [status.value for status in Status if status is not Status.APPROVED]
    own = [] if sites is None else [comments.c.site.in_(sites)]
    statement = sa.select(comments.c.status, sa.func.count()).where(comments.c.status.in_(others), *own)
    counts = dict.fromkeys([status.value for status in Status], 0)
    counts.update(connection.execute(statement.group_by(comments.c.status)).all())
    of_sites = [] if sites is None else [threads.c.site.in_(sites)]
    approved = sa.select(sa.func.coalesce(sa.func.sum(threads.c.approved), 0)).where(*of_sites)
    counts[Status.APPROVED.value] = int(connection.execute(approved).scalar_one())
    reported = sa.select(sa.func.count()).where(is_reported, *own)
    referred = sa.select(sa.func.count()).select_from(referrals).where(~answered)
    if sites is not None:
        referred = referred.where(referrals.c.site.in_(sites))
    counts["reported"] = connection.execute(reported).scalar_one()
    counts["referred"] = connection.execute(referred).scalar_one()
    return counts


def _page(connection: sa.Connection, statement: sa.Select[Any], page: Page) -> tuple[Comment, ...]:
    place = sa.tuple_(comments.c.submitted_at, comments.c.id)
    if page.after:
        after = sa.tuple_(sa.literal(page.after[0], comments.c.submitted_at.type), sa.literal(page.after[1]))
        statement = statement.where(place < after if page.newest_first else place > after)
    order = [
        column.desc() if page.newest_first else column.asc() for column in (comments.c.submitted_at, comments.c.id)
    ]
    rows = connection.execute(statement.order_by(*order).limit(page.limit))
    return tuple(comment_of(row) for row in rows)
