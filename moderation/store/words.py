"""The word lists of sites."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from moderation.domain.listed import Listed
from moderation.store.tables import words

Who = tuple[str, datetime]  # who lists something, and when


def list_all(connection: sa.Connection) -> dict[int, list[Listed]]:
    """Every list, by site."""
    found: dict[int, list[Listed]] = {}
    for row in connection.execute(sa.select(words)):
        found.setdefault(row.site, []).append(Listed(row.word, row.note))
    return found


def list_of(connection: sa.Connection, site: int) -> list[Listed]:
    """The list of a site."""
    rows = connection.execute(sa.select(words).where(words.c.site == site))
    return [Listed(row.word, row.note) for row in rows]


def replace(connection: sa.Connection, site: int, wanted: Iterable[Listed], who: Who) -> None:
    """Write a site's list; entries that stay as they are keep the name and time of who listed them. Safe to run again."""
    known, new = set(list_of(connection, site)), set(wanted)
    gone = [listed.word for listed in known - new]
    connection.execute(sa.delete(words).where(words.c.site == site, words.c.word.in_(gone)))
    rows = [
        {"site": site, "word": listed.word, "note": listed.note, "moderator": who[0], "at": who[1]}
        for listed in new - known
    ]
    if rows:
        connection.execute(sa.insert(words), rows)
