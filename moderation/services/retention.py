"""Forgetting by age: what may be about a person is kept as long as its site has chosen, and no longer."""

from collections.abc import Callable
from datetime import datetime, timedelta

from moderation.domain.audit import HOUSE, MACHINE, AuditLine, Seal
from moderation.domain.site import Keeping, Site
from moderation.services import ledger
from moderation.store import aging, authors
from moderation.store.engine import Connection, Database

BATCH = 500  # rows in one transaction

Step = Callable[[Connection, int, datetime, datetime], int]


def forget(database: Database, sites: tuple[Site, ...], seal: Seal, at: datetime) -> int:
    """Remove all that is too old on every site; how many rows. Safe to run again, to be killed, and by many at once."""
    done = 0
    for site in sites:
        done += sum(_repeat(database, step, site, days, at) for days, step in _steps(site.keeping) if days)
    chains = [(HOUSE, Keeping().audit), *((site.id, site.keeping.audit) for site in sites)]
    done += sum(ledger.cut(database, number, at - timedelta(days=days), seal) for number, days in chains if days)
    if done:
        database.tidy()
    return done


def _steps(keeping: Keeping) -> tuple[tuple[int, Step], ...]:
    return (keeping.refused, _refused), (keeping.network, _networks), (keeping.email, _addresses)


def _repeat(database: Database, step: Step, site: Site, days: int, at: datetime) -> int:
    """Do a step in small transactions until nothing is left to do."""
    before, total = at - timedelta(days=days), 0
    while done := database.write(lambda connection: step(connection, site.id, before, at)):
        total += done
    return total


def _refused(connection: Connection, site: int, before: datetime, at: datetime) -> int:
    found = aging.list_refused(connection, site, before, BATCH)
    return authors.remove(connection, found, AuditLine("", at, MACHINE, "expire", None, None, 0))


def _networks(connection: Connection, site: int, before: datetime, _at: datetime) -> int:
    return aging.forget_networks(connection, site, before, BATCH)


def _addresses(connection: Connection, site: int, before: datetime, _at: datetime) -> int:
    found = aging.list_left_authors(connection, site, before, BATCH)
    return aging.forget_addresses(connection, site, [identifier for identifier, _ in found])
