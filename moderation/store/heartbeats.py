"""Heartbeats: until when each background loop is known to have been well."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from moderation.store.tables import heartbeats

RETIRED = timedelta(hours=1)  # of another process: it has ended, and a later one has taken its place


def write(connection: sa.Connection, instance: str, beats: Mapping[str, datetime], at: datetime) -> None:
    """Note a process' heartbeats, and forget those of processes that have long ended. Safe to run again."""
    rows = [{"loop": loop, "instance": instance, "at": moment} for loop, moment in sorted(beats.items())]
    if rows:
        connection.execute(_WRITE[connection.dialect.name], rows)
    old = sa.and_(heartbeats.c.at < at - RETIRED, heartbeats.c.instance != instance)
    connection.execute(sa.delete(heartbeats).where(old))


def last(connection: sa.Connection) -> dict[str, datetime]:
    """The latest heartbeat of each loop, whichever process had it."""
    statement = sa.select(heartbeats.c.loop, sa.func.max(heartbeats.c.at).label("at")).group_by(heartbeats.c.loop)
    return {row.loop: row.at for row in connection.execute(statement)}


def _write(dialect: Any) -> sa.Executable:
    statement = dialect.insert(heartbeats)
    written: sa.Executable = statement.on_conflict_do_update(
        index_elements=["loop", "instance"], set_={"at": statement.excluded.at}
    )
    return written


_WRITE = {"sqlite": _write(sqlite), "postgresql": _write(postgresql)}
