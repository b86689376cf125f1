"""Erasures that were asked for: done ones stay on the list, because a backup can bring back what they took away."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from moderation.store.tables import erasures

AUTHOR, COMMENTS = "author", "comments"


@dataclass(frozen=True, slots=True)
class Erasure:
    """Somebody's wish to be forgotten by a site.

    Attributes:
        mark: Fingerprint of their address within the site.
        scope: ``author``: what they wrote becomes nobody's; ``comments``: it goes too.
        requested_at: What they submit later is not meant.
    """

    site: int
    mark: str
    scope: str
    requested_at: datetime


def ask(connection: sa.Connection, wish: Erasure) -> None:
    """Put an erasure on the list, to be carried out. Asked for again, it is carried out again, in the wider scope."""
    where = erasures.c.site == wish.site, erasures.c.mark == wish.mark
    known = connection.execute(sa.select(erasures).where(*where)).one_or_none()
    values = {"scope": wish.scope, "requested_at": wish.requested_at, "completed_at": None}
    if known is None:
        connection.execute(sa.insert(erasures), {"site": wish.site, "mark": wish.mark, **values})
        return
    values["scope"] = COMMENTS if COMMENTS in {known.scope, wish.scope} else AUTHOR
    values["requested_at"] = max(known.requested_at, wish.requested_at)
    connection.execute(sa.update(erasures).where(*where).values(values))


def list_open(connection: sa.Connection) -> tuple[Erasure, ...]:
    """What has not been carried out to the end, oldest first."""
    statement = sa.select(erasures).where(erasures.c.completed_at.is_(None)).order_by(erasures.c.requested_at)
    return tuple(map(_erasure, connection.execute(statement)))


def list_all(connection: sa.Connection) -> tuple[Erasure, ...]:
    """Everything that was ever asked for, oldest first."""
    return tuple(map(_erasure, connection.execute(sa.select(erasures).order_by(erasures.c.requested_at))))


def complete(connection: sa.Connection, wish: Erasure, at: datetime) -> None:
    """Note that nothing is left to do, unless more was asked for meanwhile."""
    where = erasures.c.site == wish.site, erasures.c.mark == wish.mark, erasures.c.requested_at == wish.requested_at
    connection.execute(sa.update(erasures).where(*where, erasures.c.scope == wish.scope).values(completed_at=at))


def _erasure(row: sa.Row[tuple[object, ...]]) -> Erasure:
    return Erasure(row.site, row.mark, row.scope, row.requested_at)
