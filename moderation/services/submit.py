"""Accepting a comment: stored with its sealed address and its receipts, in one transaction, or not at all."""

from datetime import datetime, timedelta

from moderation.domain.comment import Comment, Contact, Submission, Thread
from moderation.domain.errors import DuplicateError, FieldError, ForbiddenError, InvalidError, NotFoundError
from moderation.domain.site import Site
from moderation.store import comments, contacts, receipts, threads
from moderation.store.engine import Connection
from moderation.store.receipts import Receipt

KEY_LASTS = timedelta(hours=24)
TEXT_LASTS = timedelta(minutes=10)


def submit(
    connection: Connection, site: Site, submission: Submission, contact: Contact | None, at: datetime
) -> Comment:
    """Store a submission as a received comment. With the same key: safe to run again, the answer is the first one.

    Raises:
        InvalidError: The key was used for something else (``key_reused``).
        DuplicateError: The same was submitted within ten minutes without this key.
        ForbiddenError: The thread is closed.
        NotFoundError: The parent does not stand in this thread.
    """
    first = _leave_receipts(connection, submission, at)
    if first:
        return first
    thread = threads.find_or_create(connection, site.id, (submission.thread, submission.title), at)
    if is_closed(site, thread, at):
        raise ForbiddenError("closed")
    if submission.parent and not comments.stands_in(connection, thread, submission.parent):
        raise NotFoundError("parent")
    comment = comments.add(connection, submission, thread, at)
    if contact:
        contacts.keep(connection, submission, contact)
    return comment


def replay(connection: Connection, submission: Submission, at: datetime) -> Comment | None:
    """The comment that an earlier submission with this key became, if there was one.

    Raises:
        InvalidError: It was another submission (``key_reused``).
    """
    if not submission.key:
        return None
    receipt = receipts.find(connection, submission.site, submission.key, at)
    return _answer(connection, submission, receipt) if receipt else None


def is_closed(site: Site, thread: Thread, at: datetime) -> bool:
    """Whether a thread takes no more comments."""
    age = timedelta(days=site.close_after_days)
    return thread.closed or bool(age and thread.created_at and thread.created_at + age < at)


def _leave_receipts(connection: Connection, submission: Submission, at: datetime) -> Comment | None:
    own = Receipt(submission.site, submission.key, submission.digest, submission.id)
    if submission.key:
        other = receipts.claim(connection, own, at + KEY_LASTS, at)
        if other:
            first = _answer(connection, submission, other)
            if first:
                return first
            receipts.renew(connection, own, at + KEY_LASTS)  # its comment was erased: what comes now is the first again
    same = Receipt(submission.site, submission.digest, submission.digest, submission.id)
    if receipts.claim(connection, same, at + TEXT_LASTS, at):
        raise DuplicateError
    return None


def _answer(connection: Connection, submission: Submission, receipt: Receipt) -> Comment | None:
    if receipt.digest != submission.digest:
        raise InvalidError(FieldError("idempotency_key", "key_reused"))
    return comments.find(connection, receipt.comment)
