"""What has grown old: found by the indexes, in small pieces, so that nobody waits for it."""

from datetime import datetime

import sqlalchemy as sa

from moderation.domain.comment import NOBODY, Comment, Status
from moderation.domain.identity import identify_in
from moderation.store.comments import SELECT, comment_of
from moderation.store.tables import appeals, comments, contacts

REFUSED = (Status.REJECTED.value, Status.SPAM.value)


def list_refused(connection: sa.Connection, site: int, before: datetime, limit: int) -> tuple[Comment, ...]:
    """Refused comments whose status has not changed since, and whose authors do not wait for an answer to an appeal."""
    changed = sa.func.coalesce(comments.c.changed_at, comments.c.submitted_at) < before
    old = comments.c.submitted_at < before  # follows from the other; this one has an index
    waits = sa.select(appeals.c.at).where(
        appeals.c.site == comments.c.site, appeals.c.comment == comments.c.id, appeals.c.closed_at.is_(None)
    )
    statement = SELECT.where(comments.c.site == site, comments.c.status.in_(REFUSED), old, changed, ~waits.exists())
    return tuple(map(comment_of, connection.execute(statement.limit(limit))))


def forget_networks(connection: sa.Connection, site: int, before: datetime, limit: int) -> int:
    """Empty the network of old comments; how many. Safe to run again."""
    old = (
        sa.select(comments.c.id)
        .where(comments.c.site == site, comments.c.submitted_at < before, _has_network())
        .limit(limit)
        .cte("old")
    )
    statement = sa.update(comments).where(comments.c.site == site, comments.c.id.in_(sa.select(old.c.id)))
    return len(connection.execute(statement.values(network="").returning(comments.c.id)).all())


def list_left_authors(
    connection: sa.Connection, site: int, before: datetime, limit: int
) -> tuple[tuple[str, str], ...]:
    """Old comments (id, fingerprint) with an address, whose author has not written since.

    Ids begin with their time: the range of old contacts is found by their key.
    """
    newer = comments.alias("newer")
    has_written = (
        sa.select(newer.c.id)
        .where(newer.c.site == site, newer.c.fingerprint == comments.c.fingerprint, newer.c.submitted_at >= before)
        .exists()
    )
    is_around = sa.and_(comments.c.fingerprint != NOBODY, has_written)
    first = identify_in(site, before, bytes(10))
    statement = (
        sa.select(comments.c.id, comments.c.fingerprint)
        .join(contacts, sa.and_(contacts.c.site == comments.c.site, contacts.c.comment == comments.c.id))
        .where(contacts.c.site == site, contacts.c.comment < first, comments.c.submitted_at < before, ~is_around)
    )
    return tuple((row.id, row.fingerprint) for row in connection.execute(statement.limit(limit)))


def forget_addresses(connection: sa.Connection, site: int, identifiers: list[str]) -> int:
    """Throw away the sealed addresses of comments, and the fingerprints that came of them; how many. Safe to run again."""
    here = comments.c.site == site, comments.c.id.in_(identifiers)
    connection.execute(sa.update(comments).where(*here).values(fingerprint=NOBODY))
    gone = sa.delete(contacts).where(contacts.c.site == site, contacts.c.comment.in_(identifiers))
    return connection.execute(gone).rowcount


def _has_network() -> sa.ColumnElement[bool]:
    return comments.c.network != sa.literal("", literal_execute=True)  # in the statement: so the partial index serves
