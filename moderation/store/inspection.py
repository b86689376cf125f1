"""What a database says of itself: how it commits, and whether it is whole."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from moderation.store.driver import sqlite3

POSTGRES = ("server_version_num", "server_version", "synchronous_commit", "fsync", "full_page_writes")
PRAGMAS = ("journal_mode", "synchronous", "foreign_keys")
SYNCHRONOUS = {"0": "OFF", "1": "NORMAL", "2": "FULL", "3": "EXTRA"}


def facts(connection: sa.Connection) -> Mapping[str, str]:
    """Its settings, by their own names; ``version`` of SQLite is that of the library."""
    if connection.dialect.name == "postgresql":
        statement = sa.text("SELECT name, setting FROM pg_settings WHERE name = ANY(:names)")
        return {row.name: row.setting for row in connection.execute(statement, {"names": list(POSTGRES)})}
    found = {name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()) for name in PRAGMAS}
    found["synchronous"] = SYNCHRONOUS.get(found["synchronous"], found["synchronous"])
    return {"version": sqlite3.sqlite_version, **found}


def seconds_ahead(connection: sa.Connection, at: datetime) -> float:
    """How far the database's clock is ahead of ours; on SQLite it is ours."""
    if connection.dialect.name != "postgresql":
        return 0.0
    moment: datetime = connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    return (moment - at).total_seconds()


def damage(connection: sa.Connection) -> tuple[str, ...]:
    """Codes of what is broken; empty if the database is whole. Reads all of it on SQLite.

    ``pages``: its structure; ``rows of TABLE``: they refer to what is not there; ``checksums``: what the disk has given
    back is not what was written; ``constraint NAME``: never checked.
    """
    if connection.dialect.name == "postgresql":
        return tuple(_of_postgres(connection))
    pages = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    orphans = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
    return (*(() if pages == "ok" else ("pages",)), *(f"rows of {table}" for table in sorted(orphans)))


def _of_postgres(connection: sa.Connection) -> list[str]:
    unchecked = sa.text("SELECT conname FROM pg_constraint WHERE NOT convalidated ORDER BY conname")
    failures = sa.text("SELECT coalesce(checksum_failures, 0) FROM pg_stat_database WHERE datname = current_database()")
    found = [f"constraint {name}" for name in connection.execute(unchecked).scalars()]
    return [*found, "checksums"] if connection.execute(failures).scalar() else found
