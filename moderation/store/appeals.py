"""Appeals. One for each version of a comment; closed once, and never opened again."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from moderation.domain.appeal import Appeal, Result
from moderation.domain.comment import Comment
from moderation.store.tables import appeals

_IS_OPEN = appeals.c.closed_at.is_(None)


def add(connection: sa.Connection, appeal: Appeal) -> bool:
    """Write an appeal down; False if there is one against the same version."""
    row = {name: getattr(appeal, name) for name in ("site", "comment", "version", "decided_by", "body", "at")}
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(appeals).values(row).on_conflict_do_nothing(index_elements=["site", "comment", "version"])
    )
    return connection.execute(statement.returning(appeals.c.version)).scalar() is not None


def list_of(connection: sa.Connection, comment: Comment) -> tuple[Appeal, ...]:
    """All appeals of a comment, oldest first."""
    statement = sa.select(appeals).where(appeals.c.site == comment.site, appeals.c.comment == comment.id)
    return tuple(map(_appeal, connection.execute(statement.order_by(appeals.c.version))))


def list_open(connection: sa.Connection, sites: Collection[int] | None, limit: int) -> tuple[Appeal, ...]:
    """Open appeals of some sites (None: of all), the oldest first."""
    statement = sa.select(appeals).where(_IS_OPEN, *_of_sites(sites))
    return tuple(map(_appeal, connection.execute(statement.order_by(appeals.c.at, appeals.c.comment).limit(limit))))


def count_open(connection: sa.Connection, sites: Collection[int] | None) -> int:
    """How many there are."""
    statement = sa.select(sa.func.count()).select_from(appeals).where(_IS_OPEN, *_of_sites(sites))
    return int(connection.execute(statement).scalar_one())


def close(connection: sa.Connection, appeal: Appeal, result: Result, moderator: str, at: datetime) -> bool:
    """Say what became of an appeal; False if somebody has said it before."""
    here = appeals.c.site == appeal.site, appeals.c.comment == appeal.comment, appeals.c.version == appeal.version
    values = {"outcome": result.value, "moderator": moderator, "closed_at": at}
    return connection.execute(sa.update(appeals).where(*here, _IS_OPEN).values(values)).rowcount == 1


def grant(connection: sa.Connection, comment: Comment, moderator: str, at: datetime) -> None:
    """The comment is published: what its author asked for has been done. Safe to run again."""
    here = appeals.c.site == comment.site, appeals.c.comment == comment.id, _IS_OPEN
    values = {"outcome": Result.REVERSED.value, "moderator": moderator, "closed_at": at}
    connection.execute(sa.update(appeals).where(*here).values(values))


def reopen(connection: sa.Connection, comment: Comment, granted_at: datetime) -> None:
    """What granted it has been taken back: it waits again. Safe to run again."""
    here = appeals.c.site == comment.site, appeals.c.comment == comment.id
    granted = appeals.c.outcome == Result.REVERSED.value, appeals.c.closed_at == granted_at
    values = {"outcome": "", "moderator": "", "closed_at": None}
    connection.execute(sa.update(appeals).where(*here, *granted).values(values))


def _of_sites(sites: Collection[int] | None) -> list[sa.ColumnElement[bool]]:
    return [] if sites is None else [appeals.c.site.in_(sites)]


def _appeal(row: sa.Row[Any]) -> Appeal:
    result = Result(row.outcome) if row.outcome else None
    return Appeal(
        row.site, row.comment, row.version, row.decided_by, row.body, row.at, row.moderator, result, row.closed_at
    )
