"""Searches that a moderator has kept under a name."""

from datetime import datetime

import sqlalchemy as sa

from moderation.store.tables import searches

MOST = 30


def keep(connection: sa.Connection, moderator: str, named: tuple[str, str], at: datetime) -> bool:
    """Keep a search (name, query) in place of one with the same name; False if there are ``MOST`` others."""
    name, query = named
    others = searches.c.moderator == moderator, searches.c.name != name
    if connection.execute(sa.select(sa.func.count()).select_from(searches).where(*others)).scalar_one() >= MOST:
        return False
    forget(connection, moderator, name)
    connection.execute(sa.insert(searches), {"moderator": moderator, "name": name, "query": query, "at": at})
    return True


def list_of(connection: sa.Connection, moderator: str) -> dict[str, str]:
    """A moderator's searches: name to query, oldest first; of more than there should be, the newest."""
    mine = sa.select(searches.c.name, searches.c.query).where(searches.c.moderator == moderator)
    newest = connection.execute(mine.order_by(searches.c.at.desc(), searches.c.name.desc()).limit(MOST)).all()
    return dict(reversed(newest))


def forget(connection: sa.Connection, moderator: str, name: str) -> None:
    """Keep a search no longer. Safe to run again."""
    connection.execute(sa.delete(searches).where(searches.c.moderator == moderator, searches.c.name == name))


def forget_all(connection: sa.Connection, moderator: str) -> None:
    """Keep nothing of a moderator's any longer. Safe to run again."""
    connection.execute(sa.delete(searches).where(searches.c.moderator == moderator))
