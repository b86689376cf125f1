"""What of a whole site, or of a thread's best, everybody may read: approved comments only."""

import sqlalchemy as sa

from moderation.domain.comment import Comment, Status, Thread
from moderation.store.comments import SELECT, comment_of
from moderation.store.tables import comments

PINNED = 20  # shown first at most; more are none


def list_newest(connection: sa.Connection, site: int, limit: int) -> tuple[Comment, ...]:
    """The newest approved comments of a site, newest first."""
    statement = SELECT.where(comments.c.site == site, comments.c.status == Status.APPROVED.value)
    newest = statement.order_by(comments.c.submitted_at.desc(), comments.c.id.desc()).limit(limit)
    return tuple(map(comment_of, connection.execute(newest)))


def list_pinned(connection: sa.Connection, thread: Thread) -> tuple[Comment, ...]:
    """The approved comments that are shown before all others of their thread, the one pinned last first."""
    here = comments.c.site == thread.site, comments.c.thread == thread.id
    statement = SELECT.where(*here, comments.c.status == Status.APPROVED.value, comments.c.pinned_at.is_not(None))
    return tuple(map(comment_of, connection.execute(statement.order_by(comments.c.pinned_at.desc()).limit(PINNED))))
