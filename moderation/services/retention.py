"""Forgetting by age: what may be about a person is kept as long as its site has chosen, and no longer."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from moderation.domain.audit import HOUSE, MACHINE, AuditLine, Seal
from moderation.domain.site import Keeping, Site
from moderation.services import ledger
from moderation.store import aging, authors, dossier, sketches
from moderation.store.engine import Connection, Database

BATCH = 100  # rows in one transaction: whoever submits meanwhile waits for it

Step = Callable[[Connection, int, datetime, datetime], int]
Task = Callable[[Database], int]


def forget(
    database: Database, sites: Sequence[Site], seal: Seal, at: datetime, enough: Callable[[], bool] = lambda: False
) -> int:
    """Remove what is too old on every site, all of it or until it is enough; how many rows.

    Safe to run again, to be killed, and by many at once.
    """
    done = 0
    for task in _tasks(sites, seal, at):
        while not enough() and (gone := task(database)):
            done += gone
    if done:
        database.tidy()
    return done


def _tasks(sites: Sequence[Site], seal: Seal, at: datetime) -> Iterator[Task]:
    """What there is to do: each removes one batch, and says how many rows; 0 if there was nothing."""
    for site in sites:
        for days, step in _steps(site.keeping):
            if days:
                yield partial(_take, step, site.id, at - timedelta(days=days), at)
    for number, days in [(HOUSE, Keeping().audit), *((site.id, site.keeping.audit) for site in sites)]:
        if days:
            yield partial(ledger.cut, site=number, before=at - timedelta(days=days), seal=seal)


def _steps(keeping: Keeping) -> tuple[tuple[int, Step], ...]:
    return (
        (keeping.refused, _refused),
        (keeping.network, _networks),
        (keeping.network, _reporters),
        (keeping.email, _addresses),
        (keeping.email, _notes),
        (sketches.KEPT.days, _sketches),
    )


def _take(step: Step, site: int, before: datetime, at: datetime, database: Database) -> int:
    return database.write(lambda connection: step(connection, site, before, at))


def _refused(connection: Connection, site: int, before: datetime, at: datetime) -> int:
    found = aging.list_refused(connection, site, before, BATCH)
    return authors.remove(connection, found, AuditLine("", at, MACHINE, "expire", None, None, 0))


def _networks(connection: Connection, site: int, before: datetime, _at: datetime) -> int:
    return aging.forget_networks(connection, site, before, BATCH)


def _addresses(connection: Connection, site: int, before: datetime, _at: datetime) -> int:
    found = aging.list_left_authors(connection, site, before, BATCH)
    return aging.forget_addresses(connection, site, [identifier for identifier, _ in found])


def _reporters(connection: Connection, site: int, before: datetime, _at: datetime) -> int:
    return dossier.forget_reporters(connection, site, before, BATCH)


def _notes(connection: Connection, site: int, before: datetime, _at: datetime) -> int:
    return dossier.forget_old_notes(connection, site, before, BATCH)


def _sketches(connection: Connection, site: int, before: datetime, _at: datetime) -> int:
    return sketches.forget(connection, site, before, BATCH)
