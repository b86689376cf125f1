"""Moderators. Their addresses are sealed like everybody's; a login is found by its fingerprint."""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from moderation.domain.moderator import Moderator, Rights, Role
from moderation.store.tables import moderators

_PRESENT = moderators.c.removed_at.is_(None)


def add(connection: sa.Connection, person: Mapping[str, Any]) -> None:
    """Remember a person; ``person`` holds the table's columns.

    Raises:
        ValueError: There is a login with this address.
    """
    taken = sa.select(moderators.c.id).where(moderators.c.fingerprint == person["fingerprint"])
    if connection.execute(taken).scalar():
        raise ValueError("There is a moderator with this address already.")
    connection.execute(sa.insert(moderators), person)


def find(connection: sa.Connection, identifier: str) -> Moderator | None:
    """A person by id, unless they were removed."""
    return _one(connection, moderators.c.id == identifier)


def find_by_fingerprint(connection: sa.Connection, fingerprint: str) -> Moderator | None:
    """A person by the fingerprint of their address, unless they were removed."""
    return _one(connection, moderators.c.fingerprint == fingerprint)


def password_of(connection: sa.Connection, identifier: str) -> str:
    """The argon2id hash."""
    return str(connection.execute(sa.select(moderators.c.password).where(moderators.c.id == identifier)).scalar_one())


def change(connection: sa.Connection, identifier: str, **values: object) -> None:
    """Set columns of a person: ``name role sites password may_reveal choices removed_at``."""
    connection.execute(sa.update(moderators).where(moderators.c.id == identifier).values(**values))


def list_all(connection: sa.Connection, *, alone: bool = False) -> tuple[Moderator, ...]:
    """Everybody who has not been removed, oldest first; ``alone``: as they stay until this (writing) transaction ends."""
    statement = sa.select(moderators).where(_PRESENT).order_by(moderators.c.created_at, moderators.c.id)
    rows = connection.execute(statement.with_for_update() if alone else statement)
    return tuple(moderator_of(row) for row in rows)


def names(connection: sa.Connection, identifiers: Collection[str]) -> dict[str, str]:
    """Names by id, also of people who were removed."""
    wanted = sa.select(moderators.c.id, moderators.c.name).where(moderators.c.id.in_(identifiers))
    return dict(connection.execute(wanted).all()) if identifiers else {}


def choices_of(connection: sa.Connection, identifier: str) -> dict[str, Any]:
    """What a person has changed of the console."""
    found = connection.execute(sa.select(moderators.c.choices).where(moderators.c.id == identifier)).scalar()
    return dict(found or {})


def moderator_of(row: sa.Row[Any]) -> Moderator:
    """From a row of the table."""
    sites = None if row.sites is None else frozenset(row.sites)
    rights = Rights(Role[row.role.upper()], sites, trusted=row.may_reveal)
    return Moderator(row.id, row.name, row.masked, rights)


def _one(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> Moderator | None:
    row = connection.execute(sa.select(moderators).where(condition, _PRESENT)).one_or_none()
    return moderator_of(row) if row else None
