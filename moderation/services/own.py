"""What authors can still do with what they wrote: change it for a while, or take it back. Safe against a worker or moderator who is at it."""

from datetime import datetime, timedelta

from moderation.domain.audit import AUTHOR, AuditLine
from moderation.domain.comment import Comment, Status
from moderation.domain.errors import ForbiddenError, NotFoundError, StaleError
from moderation.domain.site import Site
from moderation.store import authors, comments, decisions, lessons, transitions
from moderation.store.engine import Connection
from moderation.store.transitions import Transition

TRIES = 3  # each time, somebody else has moved the comment between our look and our word


def edit(connection: Connection, site: Site, said: tuple[str, str], at: datetime) -> Comment:
    """Put another text in the place of a comment's: a new revision, which nobody sees before its verdict.

    The same text changes nothing, whenever it comes: safe to run again.

    Args:
        connection: A writing transaction.
        site: The comment's.
        said: The comment's id, and the text.
        at: Now.

    Raises:
        ForbiddenError: It is too late (``late``), or a person has decided against the comment (``decided``).
        NotFoundError: There is no such comment.
        StaleError: Others move it all the time.
    """
    identifier, body = said
    for _ in range(TRIES):
        comment = _find(connection, identifier)
        if comment.body == body:
            return comment
        refusal = why_not(connection, site, comment, at)
        if refusal:
            raise ForbiddenError(refusal)
        if _revise(connection, comment, body, at):
            return _find(connection, identifier)
    raise StaleError("comment")


def withdraw(connection: Connection, identifier: str, at: datetime) -> Comment:
    """Take a comment away with all that belongs to it, for its author; answers to it stay. How it was.

    Raises:
        NotFoundError: There is no such comment, or not any more.
        StaleError: Others move it all the time.
    """
    for _ in range(TRIES):
        comment = _find(connection, identifier)
        if authors.remove(connection, [comment], AuditLine("", at, AUTHOR, "withdraw", None, None, 0)):
            return comment
    raise StaleError("comment")


def why_not(connection: Connection, site: Site, comment: Comment, at: datetime) -> str:
    """Why a comment's text cannot be changed (any more): ``late`` or ``decided``; empty if it can."""
    if at >= until(site, comment):
        return "late"
    last = decisions.last(connection, comment)
    return "decided" if last and not last.first and last.after is not Status.APPROVED else ""


def until(site: Site, comment: Comment) -> datetime:
    """When its author's time for changes ends."""
    return comment.submitted_at + timedelta(minutes=site.edit_minutes)


def _find(connection: Connection, identifier: str) -> Comment:
    comment = comments.find(connection, identifier)
    if comment is None:
        raise NotFoundError("comment")
    return comment


def _revise(connection: Connection, comment: Comment, body: str, at: datetime) -> bool:
    line = AuditLine(comment.id, at, AUTHOR, "edit", comment.status, Status.RECEIVED, comment.version + 1)
    if not transitions.make(connection, Transition(comment, line, comments.revised(comment, body, at))):
        return False
    lessons.forget(connection, comment.site, [comment.id])  # what was taught was of another text
    return True
