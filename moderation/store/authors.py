"""All that one author has written on one site, found by their fingerprint; and making it nobody's."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from moderation.domain.audit import AuditLine
from moderation.domain.comment import NOBODY, Comment, Contact, Status
from moderation.store import audit, dossier, sketches, threads
from moderation.store.comments import SELECT, comment_of, form_of, in_lock_order
from moderation.store.tables import comments, contacts, decisions


@dataclass(frozen=True, slots=True)
class Presence:
    """How much of an author is kept on a site.

    Attributes:
        counts: Number of comments by status.
        contacts: Number of sealed addresses.
        notes: Number of moderators' notes about them.
    """

    counts: dict[str, int]
    contacts: int
    first: datetime | None
    last: datetime | None
    notes: int = 0


def presence(connection: sa.Connection, site: int, fingerprint: str) -> Presence:
    """How much is kept; all zero for somebody unknown."""
    own = _own(site, fingerprint)
    by_status = sa.select(comments.c.status, sa.func.count()).where(own).group_by(comments.c.status)
    span = sa.select(sa.func.min(comments.c.submitted_at), sa.func.max(comments.c.submitted_at)).where(own)
    sealed = sa.select(sa.func.count()).select_from(_WITH_CONTACT).where(own)
    first, last = connection.execute(span).one()
    counts = {status: count for status, count in connection.execute(by_status)}  # noqa: C416 - rows are not pairs to dict
    noted = len(dossier.notes_about(connection, site, fingerprint))
    return Presence(counts, connection.execute(sealed).scalar_one(), first, last, noted)


def list_page(connection: sa.Connection, site: int, fingerprint: str, after: str, limit: int) -> tuple[Comment, ...]:
    """An author's comments in the order of their ids."""
    statement = SELECT.where(_own(site, fingerprint), comments.c.id > after).order_by(comments.c.id).limit(limit)
    return tuple(map(comment_of, connection.execute(statement)))


def list_until(
    connection: sa.Connection, site: int, fingerprint: str, until: datetime, limit: int
) -> tuple[Comment, ...]:
    """Some of an author's comments that were submitted until then."""
    statement = SELECT.where(_own(site, fingerprint), comments.c.submitted_at <= until).limit(limit)
    return tuple(map(comment_of, connection.execute(statement)))


def contacts_of(connection: sa.Connection, site: int, identifiers: Iterable[str]) -> dict[str, Contact]:
    """The sealed addresses of some comments, by comment id."""
    where = contacts.c.site == site, contacts.c.comment.in_(list(identifiers))
    rows = connection.execute(sa.select(contacts).where(*where))
    return {row.comment: Contact(row.sealed, row.key_id) for row in rows}


def decisions_on(connection: sa.Connection, site: int, identifiers: Iterable[str]) -> list[dict[str, Any]]:
    """What people decided on some comments, and when, without who it was."""
    columns = decisions.c.comment, decisions.c.action, decisions.c.reason, decisions.c.decided_at, decisions.c.undone_at
    where = decisions.c.site == site, decisions.c.comment.in_(list(identifiers))
    statement = sa.select(*columns).where(*where).order_by(decisions.c.decided_at)
    return [dict(row) for row in connection.execute(statement).mappings()]


def make_nobodys(connection: sa.Connection, found: Iterable[Comment], line: AuditLine) -> None:
    """Take name, website, fingerprint, network, flags, sealed address and appeals from comments; what was said stays. Safe to run again.

    It is compared with nothing that is said later.
    """
    nobody = {"name": "", "url": "", "fingerprint": NOBODY, "network": ""}
    for comment in in_lock_order(found):
        here = comments.c.site == comment.site, comments.c.id == comment.id
        forget_contact(connection, comment.site, comment.id)
        sketches.forget_comment(connection, comment)
        dossier.silence_appeals(connection, comment.site, comment.id)
        values = {**nobody, "arrival": form_of(replace(comment.arrival, flags=()))}
        if connection.execute(sa.update(comments).where(*here, _is_somebodys()).values(values)).rowcount:
            _write_down(connection, comment, line, gone=False)
            _republish(connection, comment, 0)


def remove(connection: sa.Connection, found: Iterable[Comment], line: AuditLine) -> int:
    """Take comments away with all that belongs to them; replies stay. How many. Safe to run again.

    A comment that somebody has moved to another status since it was found stays, to be found again.
    """
    done = 0
    for comment in in_lock_order(found):
        here = comments.c.site == comment.site, comments.c.id == comment.id, comments.c.version == comment.version
        is_there = comments.c.thread == comment.thread.id  # else another thread would count it
        if connection.execute(sa.delete(comments).where(*here, is_there)).rowcount:
            _write_down(connection, comment, line, gone=True)
            _republish(connection, comment, -1)
            done += 1
    return done


def forget_contact(connection: sa.Connection, site: int, comment: str) -> None:
    """Throw the sealed address of a comment away. Safe to run again."""
    connection.execute(sa.delete(contacts).where(contacts.c.site == site, contacts.c.comment == comment))


def _write_down(connection: sa.Connection, comment: Comment, line: AuditLine, *, gone: bool) -> None:
    after, version = (None, comment.version + 1) if gone else (comment.status, comment.version)
    said = AuditLine(comment.id, line.at, line.who, line.action, comment.status, after, version, line.reason)
    audit.append(connection, comment.site, said)


def _republish(connection: sa.Connection, comment: Comment, difference: int) -> None:
    if comment.status is Status.APPROVED:
        threads.republish(connection, comment.site, comment.thread.id, difference)


def _own(site: int, fingerprint: str) -> sa.ColumnElement[bool]:
    """Nobody's comments are not one author's."""
    return sa.and_(comments.c.site == site, comments.c.fingerprint == fingerprint, comments.c.fingerprint != NOBODY)


def _is_somebodys() -> sa.ColumnElement[bool]:
    return sa.or_(
        *(column != "" for column in (comments.c.name, comments.c.url, comments.c.fingerprint, comments.c.network))
    )


_WITH_CONTACT = comments.join(
    contacts, sa.and_(contacts.c.site == comments.c.site, contacts.c.comment == comments.c.id)
)
