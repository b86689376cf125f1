"""Integers in the place of our identifiers, where a form of WordPress or Isso wants them. No column holds them.

What was imported keeps the number it had there (``imported``); for what was written here it is derived from the identifier.
"""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from moderation.domain.identity import number_of, range_of
from moderation.store.tables import comments, imported, threads

LARGEST = 18  # digits of a number that anybody may have given


def find(connection: sa.Connection, site: int, source: str, number: str) -> str | None:
    """The comment with a number, as it came from a form: the one that was imported under it, else one of our own."""
    if not _is_number(number):
        return None
    return _imported(connection, (site, source, "comment", number)) or _own(connection, site, int(number))


def page(connection: sa.Connection, site: int, source: str, number: str) -> str | None:
    """The URL of the page that was imported under a number."""
    subject = _imported(connection, (site, source, "thread", number)) if _is_number(number) else None
    if subject is None or not _is_number(subject):
        return None
    statement = sa.select(threads.c.url).where(threads.c.site == site, threads.c.id == int(subject))
    return connection.execute(statement).scalar()


def of(connection: sa.Connection, site: int, source: str, identifiers: Iterable[str]) -> Mapping[str, int]:
    """The number of each of some comments."""
    wanted = list(identifiers)
    numbers = {identifier: number_of(identifier) for identifier in wanted}
    here = imported.c.site == site, imported.c.source == source, imported.c.kind == "comment"
    for at in range(0, len(wanted), _MANY):
        named = imported.c.subject.in_(wanted[at : at + _MANY])
        rows = connection.execute(sa.select(imported.c.subject, imported.c.name).where(*here, named))
        numbers.update((row.subject, int(row.name)) for row in rows if _is_number(row.name))
    return numbers


def _imported(connection: sa.Connection, key: tuple[int, str, str, str]) -> str | None:
    columns = imported.c.site, imported.c.source, imported.c.kind, imported.c.name
    where = [column == value for column, value in zip(columns, key, strict=True)]
    return connection.execute(sa.select(imported.c.subject).where(*where)).scalar()


def _own(connection: sa.Connection, site: int, number: int) -> str | None:
    found = range_of(site, number)
    if found is None:
        return None
    between = comments.c.id >= found.first, comments.c.id < found.last
    statement = sa.select(comments.c.id).where(comments.c.site == site, *between).order_by(comments.c.id).limit(1)
    return connection.execute(statement).scalar()


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) <= LARGEST


_MANY = 500  # names in one statement
