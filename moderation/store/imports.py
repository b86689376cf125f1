"""Comments of other systems: written many at once, and found again by the names they had there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from moderation.domain.comment import Contact, Status
from moderation.store.prepared import Prepared
from moderation.store.tables import comments, contacts, decisions, imported, threads

COMMENT, PAGE = "comment", "thread"  # what a name is of
CACHE = 32 * 1024  # KiB of SQLite's pages that stay in memory while much is written


class Origin(NamedTuple):
    """Where comments come from, and where to.

    Attributes:
        source: As in ``transfer.READERS``.
    """

    site: int
    source: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a name is of.

    Attributes:
        thread: Number of its thread; None if the comment is gone.
        parent: What it answers, if that is known.
    """

    subject: str
    thread: int | None = None
    parent: str | None = None


class Entry(NamedTuple):
    """A comment that is to be written.

    Attributes:
        row: The columns of its row; thread and parent are filled in last.
        contact: Its sealed address, and that masked; None without.
        ruling: The columns of the last decision on it; None if there was none.
    """

    name: str
    row: dict[str, Any]
    contact: tuple[Contact, str] | None = None
    ruling: Mapping[str, Any] | None = None


def find(connection: sa.Connection, origin: Origin, names: Iterable[str]) -> dict[str, Found]:
    """The comments with these names."""
    mine = imported.c.site == origin.site, imported.c.source == origin.source, imported.c.kind == COMMENT
    there = imported.outerjoin(
        comments, sa.and_(comments.c.site == imported.c.site, comments.c.id == imported.c.subject)
    )
    statement = sa.select(imported.c.name, imported.c.subject, comments.c.thread, comments.c.parent)
    rows = connection.execute(statement.select_from(there).where(*mine, imported.c.name.in_(list(names))))
    return {row.name: Found(row.subject, row.thread, row.parent) for row in rows}


def find_ids(connection: sa.Connection, site: int, identifiers: Iterable[str]) -> dict[str, Found]:
    """The comments with these ids."""
    statement = sa.select(comments.c.id, comments.c.thread, comments.c.parent)
    rows = connection.execute(statement.where(comments.c.site == site, comments.c.id.in_(list(identifiers))))
    return {row.id: Found(row.id, row.thread, row.parent) for row in rows}


def find_pages(connection: sa.Connection, origin: Origin, names: Iterable[str]) -> dict[str, int]:
    """The numbers of the threads of these pages."""
    mine = imported.c.site == origin.site, imported.c.source == origin.source, imported.c.kind == PAGE
    statement = sa.select(imported.c.name, imported.c.subject).where(*mine, imported.c.name.in_(list(names)))
    return {row.name: int(row.subject) for row in connection.execute(statement)}


def find_threads(connection: sa.Connection, site: int, urls: Iterable[str]) -> dict[str, int]:
    """The numbers of the threads of these URLs."""
    statement = sa.select(threads.c.url, threads.c.id).where(threads.c.site == site, threads.c.url.in_(list(urls)))
    return {row.url: row.id for row in connection.execute(statement)}


def add_threads(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write threads whose URLs are not there. Safe against a second one doing the same."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    if rows:
        connection.execute(dialect.insert(threads).on_conflict_do_nothing(index_elements=["site", "url"]), rows)


def keep_names(
    connection: sa.Connection, origin: Origin, kind: str, pairs: Iterable[tuple[str, str]], at: datetime
) -> None:
    """Remember what things (name, our id) were called."""
    here = {"site": origin.site, "source": origin.source, "kind": kind, "at": at}
    _KEEP.change_many(connection, ({**here, "name": name, "subject": subject} for name, subject in pairs))


def add(connection: sa.Connection, entries: Sequence[Entry]) -> None:
    """Write comments with their addresses and decisions. Their names and their lines of the audit are the caller's to write."""
    _ADD.change_many(connection, (entry.row for entry in entries))
    _ADD_CONTACT.change_many(connection, (_contact(entry.row, *entry.contact) for entry in entries if entry.contact))
    ruled = [entry.ruling for entry in entries if entry.ruling]
    if ruled:
        connection.execute(_ADD_DECISION, ruled)


def adopt(connection: sa.Connection, site: int, pairs: Sequence[tuple[str, str]]) -> None:
    """Tell comments (id, parent) what they answer, where that was not known. Safe to run again."""
    if pairs:
        connection.execute(_ADOPT, [{"of": site, "child": child, "answers": parent} for child, parent in pairs])


def republish(connection: sa.Connection, site: int, more: Mapping[int, int]) -> None:
    """The public lists of threads have changed, by so many approved comments more; in the order in which threads are locked."""
    rows = [{"of": site, "thread": thread, "more": count} for thread, count in sorted(more.items())]
    if rows:
        connection.execute(_REPUBLISH, rows)


def list_newest(
    connection: sa.Connection, origin: Origin, status: Status, limit: int
) -> tuple[tuple[str, str], ...]:  # fmt: skip
    """The newest comments (id, text) of a status that came from there."""
    mine = sa.and_(imported.c.site == comments.c.site, imported.c.subject == comments.c.id)
    statement = (
        sa.select(comments.c.id, comments.c.body)
        .join(imported, mine)
        .where(comments.c.site == origin.site, comments.c.status == status, imported.c.source == origin.source)
        .where(imported.c.kind == COMMENT)
        .order_by(comments.c.submitted_at.desc(), comments.c.id.desc())
        .limit(limit)
    )
    return tuple((row.id, row.body) for row in connection.execute(statement))


def make_room(connection: sa.Connection) -> None:
    """Let SQLite hold more pages: its indexes are written in many places at once."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE}")


def _contact(row: Mapping[str, Any], contact: Contact, masked: str) -> dict[str, Any]:
    return {
        "site": row["site"], "comment": row["id"], "masked": masked, "sealed": contact.sealed, "key_id": contact.key_id,
    }  # fmt: skip


_ADD, _ADD_CONTACT, _KEEP = map(Prepared, (sa.insert(comments), sa.insert(contacts), sa.insert(imported)))
_ADD_DECISION = sa.insert(decisions)
_ADOPT = (
    sa.update(comments)
    .where(comments.c.site == sa.bindparam("of"), comments.c.id == sa.bindparam("child"), comments.c.parent.is_(None))
    .values(parent=sa.bindparam("answers"))
)
_REPUBLISH = (
    sa.update(threads)
    .where(threads.c.site == sa.bindparam("of"), threads.c.id == sa.bindparam("thread"))
    .values(version=threads.c.version + 1, approved=threads.c.approved + sa.bindparam("more"))
)
