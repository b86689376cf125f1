"""Revealing: a person has an address opened, for a reason, and it is written down before they see it."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from moderation.adapters.opener import Opener
from moderation.adapters.sealer import binding
from moderation.domain.audit import AuditLine
from moderation.domain.comment import Comment, Contact
from moderation.domain.errors import ForbiddenError, KeylessError, NotFoundError, TooManyError
from moderation.domain.moderator import Moderator
from moderation.store import audit, comments, contacts, reveals
from moderation.store.engine import Connection, Database

MOST = 20  # addresses a person may have opened …
SPELL = timedelta(hours=1)  # … in this time


def reveal(database: Database, ring: Sequence[bytes], request: tuple[Moderator, str, str], at: datetime) -> str:
    """The address of a comment's author, for (moderator, comment id, reason). The audit has it on disk before it is opened.

    Raises:
        ForbiddenError: They may not.
        NotFoundError: There is no such comment for them, or nobody keeps an address for it.
        KeylessError: The private key is not here.
        TooManyError: They have asked too often.
    """
    opener, (moderator, identifier, reason) = Opener(ring), request
    if not moderator.may_reveal:
        raise ForbiddenError

    def ask(connection: Connection) -> Contact:
        comment = comments.find(connection, identifier)
        if comment is None or not moderator.sees(comment.site):
            raise NotFoundError("comment")
        contact = contacts.find(connection, comment.site, identifier)
        if contact is None:
            raise NotFoundError("address")
        if not opener.has(contact):
            raise KeylessError
        _take_permit(connection, moderator, at)
        _write_down(connection, comment, moderator, reason, at)
        return contact

    return opener.open(database.write(ask), binding("comment", identifier))


def _take_permit(connection: Connection, moderator: Moderator, at: datetime) -> None:
    times = reveals.times_since(connection, moderator, at - SPELL)
    if len(times) >= MOST:
        raise TooManyError(max(math.ceil((times[-MOST] + SPELL - at).total_seconds()), 1))


def _write_down(connection: Connection, comment: Comment, moderator: Moderator, reason: str, at: datetime) -> None:
    line = AuditLine(comment.id, at, moderator.id, "reveal", comment.status, comment.status, comment.version)
    reveals.add(connection, comment, (audit.append(connection, comment.site, line), at), moderator, reason)
