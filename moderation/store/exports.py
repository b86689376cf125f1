"""A site as it is told to whoever takes it over: page by page, in pieces, so that nothing has to be held."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from moderation.domain.comment import Contact, Thread
from moderation.store import threads as reading
from moderation.store.tables import comments, contacts, decisions, threads

PIECE = 500  # rows at once
Row = sa.Row[Any]
Place = tuple[datetime, str]  # of a comment in its thread


def list_threads(connection: sa.Connection, site: int, after: int) -> tuple[Thread, ...]:
    """The next threads of a site, in the order of their numbers; first after -1."""
    statement = sa.select(threads.c.site, *reading.COLUMNS).where(threads.c.site == site, threads.c.id > after)
    return tuple(map(reading.thread_of, connection.execute(statement.order_by(threads.c.id).limit(PIECE))))


def list_comments(connection: sa.Connection, thread: Thread, after: Place | None) -> Sequence[Row]:
    """The next comments of a thread in the order of their time, with all columns and their sealed addresses."""
    sealed = sa.and_(contacts.c.site == comments.c.site, contacts.c.comment == comments.c.id)
    asked = comments.alias("asked")  # what it answers may be gone
    same = sa.and_(asked.c.site == comments.c.site, asked.c.id == comments.c.parent)
    columns = comments, contacts.c.sealed, contacts.c.key_id, asked.c.id.label("answers")
    every = sa.select(*columns).select_from(comments.outerjoin(contacts, sealed).outerjoin(asked, same))
    at, last = comments.c.submitted_at, comments.c.id
    mine = every.where(comments.c.site == thread.site, comments.c.thread == thread.id)
    if after:
        mine = mine.where(sa.or_(at > after[0], sa.and_(at == after[0], last > after[1])))
    return connection.execute(mine.order_by(at, last).limit(PIECE)).all()


def list_rulings(connection: sa.Connection, site: int, identifiers: Sequence[str]) -> dict[str, Row]:
    """The last decision on each of some comments that has not been taken back, and waits for no other."""
    mine = decisions.c.site == site, decisions.c.comment.in_(identifiers)
    where = *mine, decisions.c.undone_at.is_(None), ~decisions.c.first
    rows = connection.execute(sa.select(decisions).where(*where).order_by(decisions.c.version, decisions.c.id))
    return {row.comment: row for row in rows}


def contact_of(row: Row) -> Contact | None:
    """The sealed address in a row of ``list_comments``."""
    return Contact(row.sealed, row.key_id) if row.sealed else None
