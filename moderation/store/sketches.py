"""Sketches of texts and marks of links, kept for a week: a row for each band, four of a text and one for each owner of its links.

The number of a band says which of the two it is. They go with their comment, and when its author is erased.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from moderation.domain.comment import Comment
from moderation.domain.identity import identify_in
from moderation.domain.text import Trace
from moderation.store.prepared import Prepared
from moderation.store.tables import sketches

KEPT = timedelta(days=7)


def record(connection: sa.Connection, found: Iterable[tuple[Comment, Trace]]) -> None:
    """Keep the traces of comments that were judged, in place of those of their earlier revisions."""
    found = list(found)
    for comment in (comment for comment, _ in found if comment.revision > 1):
        forget_comment(connection, comment)
    rows = (
        {"site": comment.site, "comment": comment.id, "band": band, "sketch": value, "at": comment.submitted_at}
        for comment, trace in found
        for band, value in trace.bands.items()
    )
    _ADD.change_many(connection, rows)


def forget(connection: sa.Connection, site: int, before: datetime, limit: int) -> int:
    """Remove the rows of old comments; how many. Ids begin with their time, so the key finds them. Safe to run again."""
    here = sketches.c.site == site, sketches.c.comment < identify_in(site, before, bytes(10)), sketches.c.at < before
    old = sa.select(sketches.c.comment).where(*here).order_by(sketches.c.comment).limit(limit).cte("old")
    gone = sa.delete(sketches).where(sketches.c.site == site, sketches.c.comment.in_(sa.select(old.c.comment)))
    return len(connection.execute(gone.returning(sketches.c.band)).all())


def forget_comment(connection: sa.Connection, comment: Comment) -> None:
    """Remove the rows of a comment. Safe to run again."""
    here = sketches.c.site == comment.site, sketches.c.comment == comment.id
    connection.execute(sa.delete(sketches).where(*here))


_ADD = Prepared(sa.insert(sketches))
