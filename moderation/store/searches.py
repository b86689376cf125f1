"""Searches that a moderator has kept under a name."""

from datetime import datetime

import sqlalchemy as sa

from moderation.store.tables import searches

MOST = 30


def keep(connection: sa.Connection, moderator: str, named: tuple[str, str], at: datetime) -> None:
    """Keep a search (name, query) in place of one with the same name."""
    name, query = named
    forget(connection, moderator, name)
    connection.execute(sa.insert(searches), {"moderator": moderator, "name": name, "query": query, "at": at})


def list_of(connection: sa.Connection, moderator: str) -> dict[str, str]:
    """A moderator's searches: name to query, oldest first."""
    mine = sa.select(searches.c.name, searches.c.query).where(searches.c.moderator == moderator)
    return dict(connection.execute(mine.order_by(searches.c.at, searches.c.name).limit(MOST)).all())


def forget(connection: sa.Connection, moderator: str, name: str) -> None:
    """Keep a search no longer. Safe to run again."""
    connection.execute(sa.delete(searches).where(searches.c.moderator == moderator, searches.c.name == name))
