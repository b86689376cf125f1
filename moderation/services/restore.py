"""Restore: a database as it was when a backup was taken, but for those who have asked since then to be forgotten."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from moderation.adapters import archive_file
from moderation.adapters.journal import Journal
from moderation.domain.archive import ArchiveError, Header, RefusedError, Row, Table
from moderation.domain.audit import HOUSE, OPERATOR, AuditLine
from moderation.services import erase
from moderation.services.backup import Place, Progress
from moderation.store import audit, loading, schema
from moderation.store.engine import Connection, Database

NOT_EMPTY = "There is something in the database already: give --replace to put the backup in its place."
IN_USE = "{} other sessions use the database: stop the service first, or give --force if it is something else."
NEWER = "was written by a newer release: install that release"
CHANGED = "has changed while it was read: let it rest and try again"
Records = Iterator[Header | Table | Row]


@dataclass(frozen=True, slots=True)
class Restoring:
    """What is to be restored, and what may be done for it.

    Attributes:
        journal: Of the erasures, outside the database.
        replace: What is in the database may be lost.
        force: Others may be using the database.
    """

    place: Place
    journal: Journal
    replace: bool = False
    force: bool = False


def examine(place: Place, tell: Progress) -> tuple[Header, Mapping[str, int]]:
    """Read a backup from its first byte to its last: what it says of itself, and the number of rows of each table.

    Raises:
        ArchiveError: It cannot be restored, and why.
    """
    records = archive_file.read(place.path, place.passphrase, tell)
    header, rows, name = _header(records), Counter[str](), ""
    for record in records:
        if isinstance(record, Table):
            name = record.name
            rows[name] = 0
        else:
            rows[name] += 1
    return header, rows


def restore(database: Database, asked: Restoring, rows: Mapping[str, int], at: datetime, tell: Progress) -> int:
    """Put a backup that was examined in the place of what is in the database: all of it, or nothing changes.

    Who was ever erased, by the backup, by the database or by the journal, is erased again; how many comments that touched.
    Killed in the middle of that, the reconciler goes on.

    Raises:
        ArchiveError: The backup is not what it was when it was examined.
        RefusedError: The database is in use, or is not empty and may not be emptied.
        NewerDatabaseError: This release does not know the database's shape.
    """
    database.reshape(lambda connection: _put(connection, asked, rows, at, tell))
    return erase.complete(database, at)


def _put(connection: Connection, asked: Restoring, rows: Mapping[str, int], at: datetime, tell: Progress) -> None:
    _may(connection, asked)
    records = archive_file.read(asked.place.path, asked.place.passphrase, tell)
    header, erased = _header(records), loading.erased(connection)
    loading.clear(connection, header.revision)
    if loading.load(connection, _without_header(records)) != rows:
        raise ArchiveError(CHANGED)
    loading.check(connection, rows)
    schema.upgrade_within(connection)
    erase.ask_again(connection, asked.journal, erased)
    audit.append(connection, HOUSE, AuditLine("", at, OPERATOR, "restore", None, None, 0))


def _may(connection: Connection, asked: Restoring) -> None:
    others = loading.others(connection)
    if others and not asked.force:
        raise RefusedError(IN_USE.format(others))
    if not asked.replace and not loading.is_empty(connection):
        raise RefusedError(NOT_EMPTY)


def _header(records: Records) -> Header:
    header = next(records)
    if isinstance(header, Header) and header.revision and schema.knows(header.revision):
        return header
    raise ArchiveError(NEWER)


def _without_header(records: Records) -> Iterator[Table | Row]:
    return (record for record in records if not isinstance(record, Header))
