"""Erasing a person: what they submitted until now becomes nobody's, or goes. The edge knows the address; we know its fingerprints."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from moderation.adapters.journal import Journal
from moderation.domain.audit import OPERATOR, AuditLine
from moderation.domain.site import Site
from moderation.store import audit, authors, blocks, dossier, erasures, lessons
from moderation.store.engine import Connection, Database
from moderation.store.erasures import Erasure

BATCH = 200  # comments in one transaction


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, as a site knows them.

    Attributes:
        mark: Fingerprint of their address within the site.
    """

    site: Site
    mark: str


def erase(database: Database, journal: Journal, people: Sequence[Person], scope: str, at: datetime) -> None:
    """Forget somebody (GDPR 17): written into the journal, put on the list, carried out.

    Whether they were known makes no difference. Killed in the middle, the reconciler goes on. Safe to run again.
    """
    wishes = [Erasure(person.site.id, person.mark, scope, at) for person in people]
    journal.append(_written(wish) for wish in wishes)
    database.write(lambda connection: _ask(connection, wishes))
    note(database, people, "erase", at)
    complete(database, at)


def complete(database: Database, at: datetime) -> int:
    """Carry out what is on the list; how many comments were touched. Safe to run again, and by many at once."""
    with database.read() as connection:
        wishes = erasures.list_open(connection)
    done = 0
    for wish in wishes:
        while touched := database.write(lambda connection, wish=wish: _carry_out(connection, wish, at)):  # type: ignore[misc]
            done += touched
        database.write(lambda connection, wish=wish: _complete(connection, wish, at))  # type: ignore[misc]
    if wishes:
        database.tidy()
    return done


def ask_again(connection: Connection, journal: Journal, more: Iterable[Erasure]) -> None:
    """Put everything on the list that was ever erased, by the list, the journal and ``more``: for what a backup has brought back.

    ``complete`` then carries it out. Safe to run again.
    """
    _ask(connection, [*erasures.list_all(connection), *map(_read, journal.read()), *more])


def note(database: Database, people: Iterable[Person], action: str, at: datetime) -> None:
    """A line in the audit of each site, whether it knew them or not."""
    line = AuditLine("", at, OPERATOR, action, None, None, 0)

    def work(connection: Connection) -> None:
        for person in people:
            audit.append(connection, person.site.id, line)

    database.write(work)


def _carry_out(connection: Connection, wish: Erasure, at: datetime) -> int:
    meant = authors.list_until(connection, wish.site, wish.mark, wish.requested_at, BATCH)
    line = AuditLine("", at, OPERATOR, "erase", None, None, 0)
    if wish.scope == erasures.COMMENTS:
        authors.remove(connection, meant, line)
        lessons.forget(connection, wish.site, [comment.id for comment in meant])
    else:
        authors.make_nobodys(connection, meant, line)
    return len(meant)


def _complete(connection: Connection, wish: Erasure, at: datetime) -> None:
    """A block stays until its time is over, or it would be enough to ask; trust goes, and what moderators noted."""
    dossier.forget_notes(connection, wish.site, wish.mark, wish.requested_at)
    blocks.distrust(connection, wish.site, wish.mark, wish.requested_at)
    erasures.complete(connection, wish, at)


def _ask(connection: Connection, wishes: Iterable[Erasure]) -> None:
    for wish in wishes:
        erasures.ask(connection, wish)


def _written(wish: Erasure) -> dict[str, Any]:
    return {"site": wish.site, "mark": wish.mark, "scope": wish.scope, "requested_at": wish.requested_at.isoformat()}


def _read(entry: dict[str, Any]) -> Erasure:
    return Erasure(entry["site"], entry["mark"], entry["scope"], datetime.fromisoformat(entry["requested_at"]))
