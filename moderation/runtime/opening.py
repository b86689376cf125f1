"""What kind of database was opened, said once when the service starts: how it commits, and why so."""

from collections.abc import Mapping

import structlog

from moderation.store import inspection
from moderation.store.engine import Database
from moderation.store.sqlite import is_wal_safe

RISKY = ("synchronous_commit", "fsync", "full_page_writes")  # of PostgreSQL: off, they lose what was acknowledged
log = structlog.get_logger()


def report(database: Database) -> None:
    """Log it, and what is wrong with it as warnings.

    Raises:
        UnavailableError: It cannot be reached.
    """
    with database.read() as connection:
        facts = inspection.facts(connection)
    if database.is_sqlite:
        _sqlite(facts)
    else:
        _postgres(facts)


def _sqlite(facts: Mapping[str, str]) -> None:
    numbers = [int(number) for number in facts["version"].split(".")]
    safe, journal = is_wal_safe((numbers[0], numbers[1], numbers[2])), facts["journal_mode"]
    why = "safe_in_this_version" if safe else "wal_unsafe_in_this_version"
    how = {"version": facts["version"], "journal": journal, "synchronous": facts["synchronous"]}
    log.info("database_opened", kind="sqlite", why="chosen" if (journal == "wal") != safe else why, **how)
    if journal == "wal" and not safe:
        log.warning("database_unsafe", setting="journal_mode", value=journal)


def _postgres(facts: Mapping[str, str]) -> None:
    settings = {name: facts[name] for name in RISKY}
    log.info("database_opened", kind="postgresql", version=facts["server_version"], **settings)
    for name, value in settings.items():
        if value == "off":
            log.warning("database_unsafe", setting=name, value=value)
