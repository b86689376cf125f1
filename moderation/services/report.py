"""Reporting: a reader says that a published comment should not stand. A person looks; nothing happens by itself."""

from moderation.domain.comment import Comment, Status
from moderation.domain.errors import NotFoundError
from moderation.store import comments, reports
from moderation.store.engine import Connection
from moderation.store.reports import Report


def report(connection: Connection, identifier: str, said: Report) -> Comment:
    """Write a report down, once for each reporter. Safe to run again.

    Raises:
        NotFoundError: There is no published comment with this id.
    """
    comment = comments.find(connection, identifier)
    if comment is None or comment.status is not Status.APPROVED or not reports.add(connection, comment, said):
        raise NotFoundError("comment")
    return comment
