"""Backup: everything that is worth keeping, as it was at one moment, while the service goes on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from moderation import __version__
from moderation.adapters import archive_file
from moderation.domain.archive import Header, RefusedError
from moderation.store import archive, schema, snapshot
from moderation.store.engine import Connection, Database

STEP = 1_000  # rows between two reports of progress
Progress = Callable[[float], None]  # is told the share that is done, 0..1


@dataclass(frozen=True, slots=True)
class Place:
    """The file of a backup, and what it is encrypted with: nothing, if that is empty."""

    path: Path
    passphrase: bytes = field(default=b"", repr=False)


def take(database: Database, place: Place, keys: Mapping[str, str], at: datetime, tell: Progress) -> Mapping[str, int]:
    """Write a backup; the number of rows of each table. There is no file, or a whole one that was read back.

    Raises:
        ArchiveError: The file cannot be written, or not read back.
        RefusedError: The database is damaged, or there is nothing in it.
        NewerDatabaseError: This release does not know the database's shape.
    """
    with snapshot.taken(database, place.path.parent) as connection:
        revision = _revision(connection)
        archive.examine(connection)
        total = max(sum(archive.count(connection).values()), 1)
        with archive_file.create(place.path, place.passphrase) as file:
            file.add(Header(revision, __version__, at, connection.dialect.name, keys))
            for number, record in enumerate(archive.dump(connection)):
                file.add(record)
                if number % STEP == 0:
                    tell(min(number / total, 1))
    return file.rows


def _revision(connection: Connection) -> str:
    found = schema.revision(connection)
    if not found:
        raise RefusedError("There is no database yet, and so nothing to back up: check MODERATION_DATABASE_URL.")
    if not schema.knows(found):
        raise schema.NewerDatabaseError(found)
    return found
