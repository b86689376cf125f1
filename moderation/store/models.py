"""Models: the heads that were fitted for a site, by version. The live one is the newest that nobody has retired."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from moderation.store.tables import models

KEPT = 10  # versions of a site; older ones are thrown away


@dataclass(frozen=True, slots=True)
class Version:
    """One model.

    Attributes:
        base: Digest of the base it stands on; on another it cannot be used.
        lessons: How many it was fitted with.
        figures: How it did on decisions it had not seen.
    """

    version: int
    base: str
    lessons: int
    figures: Mapping[str, Any]
    made_at: datetime
    retired_at: datetime | None


def add(connection: sa.Connection, site: int, version: Version, head: bytes) -> bool:
    """Keep a model; False if another process has made this version first."""
    taken = sa.select(models.c.version).where(models.c.site == site, models.c.version >= version.version)
    if connection.execute(taken).first():
        return False
    row = {
        "site": site, "version": version.version, "base": version.base, "lessons": version.lessons, "head": head,
        "figures": dict(version.figures), "made_at": version.made_at, "retired_at": version.retired_at,
    }  # fmt: skip
    connection.execute(sa.insert(models), row)
    connection.execute(sa.delete(models).where(models.c.site == site, models.c.version <= version.version - KEPT))
    return True


def list_all(connection: sa.Connection, site: int) -> tuple[Version, ...]:
    """All that are kept, newest first."""
    columns = [column for column in models.c if column.name not in {"site", "head"}]
    statement = sa.select(*columns).where(models.c.site == site).order_by(models.c.version.desc())
    return tuple(Version(**row) for row in connection.execute(statement).mappings())


def live(connection: sa.Connection, site: int, base: str) -> int:
    """The version that judges; 0 if none does."""
    statement = sa.select(sa.func.max(models.c.version)).where(
        models.c.site == site, models.c.base == base, models.c.retired_at.is_(None)
    )
    return connection.execute(statement).scalar() or 0


def head(connection: sa.Connection, site: int, version: int) -> bytes | None:
    """The arrays of one; None if it is gone."""
    statement = sa.select(models.c.head).where(models.c.site == site, models.c.version == version)
    return connection.execute(statement).scalar()


def retire(connection: sa.Connection, site: int, version: int, at: datetime) -> None:
    """Let it judge no more; the one before it does. Safe to run again."""
    here = models.c.site == site, models.c.version == version, models.c.retired_at.is_(None)
    connection.execute(sa.update(models).where(*here).values(retired_at=at))
