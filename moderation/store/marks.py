"""What the house says of a published comment: pinned above the others, picked as worth reading; and its own replies."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from moderation.domain.audit import AuditLine
from moderation.domain.comment import Comment, Status
from moderation.store import audit, threads
from moderation.store.tables import comments

COLUMNS = {"pin": "pinned_at", "pick": "picked_at"}


def mark(connection: sa.Connection, comment: Comment, what: str, line: AuditLine, *, on: bool) -> bool:
    """Pin or pick a published comment, or no longer; False if it is not public any more. Safe to run again."""
    column = comments.c[COLUMNS[what]]
    here = comments.c.site == comment.site, comments.c.id == comment.id, comments.c.status == Status.APPROVED.value
    changes = column.is_(None) if on else column.is_not(None)
    values = {column.name: line.at if on else None}
    if connection.execute(sa.update(comments).where(*here, changes).values(values)).rowcount:
        audit.append(connection, comment.site, line)
        threads.republish(connection, comment.site, comment.thread.id, 0)
        return True
    return bool(connection.execute(sa.select(comments.c.id).where(*here)).scalar())


def reply(connection: sa.Connection, parent: Comment, said: dict[str, Any], line: AuditLine) -> None:
    """Publish what a moderator answers, as one of the house: ``name body body_html language``; there is no address."""
    at: datetime = line.at
    of_house = {
        "staff": True,
        "url": "",
        "fingerprint": "",
        "network": "",
        "arrival": {"token": "fresh", "seconds": None, "honeypot": False},
    }
    place = {"site": parent.site, "id": line.comment, "thread": parent.thread.id, "parent": parent.id}
    stands = {"status": Status.APPROVED, "version": 1, "revision": 1, "submitted_at": at}
    connection.execute(sa.insert(comments), {**of_house, **place, **stands, **said})
    audit.append(connection, parent.site, line)
    threads.republish(connection, parent.site, parent.thread.id, 1)
