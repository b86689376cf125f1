"""What is kept about a person beside their comments: notes of moderators, reports against them, and their appeals."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from moderation.domain.comment import NOBODY
from moderation.store.tables import appeals, comments, notes, reports

FORGOTTEN = "~"  # no mark begins like this


def notes_about(connection: sa.Connection, site: int, fingerprint: str) -> list[dict[str, Any]]:
    """What moderators have noted about an author, and when; not who it was."""
    statement = sa.select(notes.c.body, notes.c.at).where(notes.c.site == site, notes.c.fingerprint == fingerprint)
    rows = connection.execute(statement.order_by(notes.c.at)).mappings() if fingerprint != NOBODY else ()
    return [dict(row) for row in rows]


def reports_on(connection: sa.Connection, site: int, identifiers: Iterable[str]) -> list[dict[str, Any]]:
    """Reports against some comments; nobody can tell whose they are."""
    columns = reports.c.comment, reports.c.reason, reports.c.at, reports.c.closed_at
    where = reports.c.site == site, reports.c.comment.in_(list(identifiers))
    statement = sa.select(*columns).where(*where).order_by(reports.c.at)
    return [dict(row) for row in connection.execute(statement).mappings()]


def appeals_on(connection: sa.Connection, site: int, identifiers: Iterable[str]) -> list[dict[str, Any]]:
    """What the author of some comments has appealed against, and what became of it."""
    columns = appeals.c.comment, appeals.c.body, appeals.c.at, appeals.c.outcome, appeals.c.closed_at
    where = appeals.c.site == site, appeals.c.comment.in_(list(identifiers))
    statement = sa.select(*columns).where(*where).order_by(appeals.c.at)
    return [dict(row) for row in connection.execute(statement).mappings()]


def forget_notes(connection: sa.Connection, site: int, fingerprint: str, until: datetime) -> None:
    """Throw away what was noted about an author until then. Safe to run again."""
    here = notes.c.site == site, notes.c.fingerprint == fingerprint, notes.c.fingerprint != NOBODY
    connection.execute(sa.delete(notes).where(*here, notes.c.at <= until))


def forget_old_notes(connection: sa.Connection, site: int, before: datetime, limit: int) -> int:
    """Throw away old notes about authors who have not written since; how many. Safe to run again."""
    own = comments.c.site == site, comments.c.fingerprint == notes.c.fingerprint, comments.c.fingerprint != NOBODY
    has_written = sa.select(comments.c.id).where(*own, comments.c.submitted_at >= before).exists()
    old = sa.select(notes.c.id).where(notes.c.site == site, notes.c.at < before, ~has_written).limit(limit).cte("old")
    gone = sa.delete(notes).where(notes.c.site == site, notes.c.id.in_(sa.select(old.c.id)))
    return len(connection.execute(gone.returning(notes.c.id)).all())


def silence_appeals(connection: sa.Connection, site: int, comment: str) -> None:
    """Take an author's own words out of their appeals. Safe to run again."""
    here = appeals.c.site == site, appeals.c.comment == comment, appeals.c.body != ""
    connection.execute(sa.update(appeals).where(*here).values(body=""))


def forget_reporters(connection: sa.Connection, site: int, before: datetime, limit: int) -> int:
    """Take away where old reports came from; how many. An answered one goes, an open one stays, from nowhere. Safe to run again."""
    old = reports.c.site == site, reports.c.at < before, ~reports.c.mark.startswith(FORGOTTEN)
    statement = sa.select(reports.c.comment, reports.c.mark, reports.c.closed_at).where(*old).limit(limit)
    found = connection.execute(statement).all()
    for row in found:
        here = reports.c.site == site, reports.c.comment == row.comment, reports.c.mark == row.mark
        nowhere = sa.update(reports).values(mark=FORGOTTEN + secrets.token_hex(8))
        connection.execute((sa.delete(reports) if row.closed_at else nowhere).where(*here))
    return len(found)
