"""The database: reached, of our shape, commits to disk, on time, and whole."""

from collections.abc import Iterator, Mapping

from moderation.domain.errors import UnavailableError
from moderation.runtime.checkup.finding import Finding, Patient, act, look, well
from moderation.store import inspection, schema
from moderation.store.driver import sqlite3
from moderation.store.engine import Database
from moderation.store.sqlite import is_wal_safe, journal_mode

PART = "Database"
OLDEST_POSTGRES = 150_000  # as ``server_version_num``
OLDEST_SQLITE = (3, 35)
APART = 2.0  # seconds between two clocks
DAMAGED = "is damaged ({codes}): stop the service, keep a copy of it as it is, and restore a backup."


def examine(patient: Patient) -> Iterator[Finding]:
    """Look at the database itself, not at what is in it."""
    if patient.database is None:
        yield act(PART, "MODERATION_DATABASE_URL is no SQLAlchemy URL of SQLite or PostgreSQL: correct it.")
        return
    try:
        yield from _examine(patient, patient.database)
    except UnavailableError:
        yield act(
            PART,
            f"{_kind(patient.database)} cannot be used: check MODERATION_DATABASE_URL, that it runs, "
            "and that its disk is there, writable and not full.",
        )


def is_usable(patient: Patient) -> bool:
    """Whether there is a database of the shape we know."""
    if patient.database is None:
        return False
    try:
        with patient.database.read() as connection:
            return schema.revision(connection) == schema.HEAD
    except UnavailableError:
        return False


def of_sqlite(facts: Mapping[str, str], chosen: str = "auto") -> Iterator[Finding]:
    """How SQLite commits, and whether as it was chosen."""
    numbers = tuple(int(number) for number in facts["version"].split("."))
    version = (numbers[0], numbers[1], numbers[2])
    wanted = journal_mode(version, chosen)
    found, name = facts["journal_mode"].upper(), f"SQLite {facts['version']}"
    if version[:2] < OLDEST_SQLITE:
        yield act(PART, f"{name} is too old: install a Python with SQLite 3.35 or newer.")
    if found != wanted:
        yield act(PART, f"{name}: the file is in {found} mode, not {wanted}: stop all that uses it, and start again.")
    if facts["synchronous"] not in {"FULL", "EXTRA"} or facts["foreign_keys"] != "1":
        yield act(PART, f"{name}: commits are not synced, or references not checked: install it as in the lock file.")
        return
    if found == "WAL" and not is_wal_safe(version):
        yield look(PART, f"{name}: this version can corrupt a file in WAL mode: remove MODERATION_SQLITE_JOURNAL.")
        return
    why = "" if is_wal_safe(version) else ", because this version is not safe in WAL mode"
    yield well(PART, f"{name}: {found} journal{why}; every commit is synced.")


def of_postgres(facts: Mapping[str, str]) -> Iterator[Finding]:
    """How PostgreSQL commits."""
    name = f"PostgreSQL {facts['server_version']}"
    if int(facts["server_version_num"]) < OLDEST_POSTGRES:
        yield act(PART, f"{name} is too old: install 15 or newer.")
    risky = [one for one in ("synchronous_commit", "fsync", "full_page_writes") if facts[one] == "off"]
    for one in risky:
        yield act(PART, f"{name}: {one} is off, so that an accepted comment can be lost: set it to on.")
    if not risky:
        yield well(PART, f"{name}: every commit is on disk before it counts.")


def _examine(patient: Patient, database: Database) -> Iterator[Finding]:
    with database.read() as connection:
        revision = schema.revision(connection)
        facts, ahead = inspection.facts(connection), inspection.seconds_ahead(connection, patient.clock())
    yield _shape(revision)
    yield from of_sqlite(facts, database.journal.lower()) if database.is_sqlite else of_postgres(facts)
    if abs(ahead) > APART:
        where = "ahead of" if ahead > 0 else "behind"
        yield act(PART, f"its clock is {abs(ahead):.0f} seconds {where} ours: let both machines keep time by NTP.")
    if patient.deep:
        yield _wholeness(database)


def _shape(revision: str) -> Finding:
    if revision == schema.HEAD:
        return well(PART, f"reachable and up to date ({revision}).")
    if schema.knows(revision):
        return act(PART, "not up to date: run `moderation db upgrade`.")
    return act(PART, f"has the shape of a newer release ({revision}): install that release, or restore a backup.")


def _wholeness(database: Database) -> Finding:
    try:
        with database.read() as connection:
            codes = inspection.damage(connection)
    except UnavailableError:
        codes = ("it cannot be read to its end",)
    if codes:
        return act(PART, DAMAGED.format(codes=", ".join(codes)))
    return well(PART, "whole, as far as it can tell.")


def _kind(database: Database) -> str:
    return f"SQLite {sqlite3.sqlite_version}" if database.is_sqlite else "PostgreSQL"
