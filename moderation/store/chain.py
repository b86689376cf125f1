"""The chain through the audit of each site: lines get their place in it, and a signed head says where it ends."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from moderation.domain.audit import AuditLine, Checkpoint, Link
from moderation.store.audit import line_of
from moderation.store.prepared import Prepared
from moderation.store.tables import audit, checkpoints, comments, reveals

HEAD, CUT = "head", "cut"
LOOSE = audit.c.number.is_(None)
PLACED = audit.c.number.is_not(None)


def list_sites(connection: sa.Connection) -> tuple[int, ...]:
    """Every site that has a chain, or had one, in order."""
    every = sa.union(sa.select(checkpoints.c.site), sa.select(audit.c.site).where(PLACED))
    return tuple(sorted(connection.execute(every).scalars()))


def sites_with_loose_lines(connection: sa.Connection) -> tuple[int, ...]:
    """Sites in whose audit lines wait for their place."""
    return tuple(connection.execute(sa.select(audit.c.site).where(LOOSE).distinct()).scalars())


def oldest_loose(connection: sa.Connection) -> tuple[int, datetime | None]:
    """How many lines wait for their place, and since when."""
    count, oldest = connection.execute(sa.select(sa.func.count(), sa.func.min(audit.c.at)).where(LOOSE)).one()
    return count, oldest


def take_head(connection: sa.Connection, site: int, at: datetime) -> Checkpoint:
    """The head of a chain, for us alone until this transaction ends; a new chain begins at 0."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    first = {"site": site, "kind": HEAD, "number": 0, "hash": "", "at": at, "signature": ""}
    connection.execute(dialect.insert(checkpoints).values(first).on_conflict_do_nothing())
    row = connection.execute(_point(site, HEAD).with_for_update()).one()
    return _checkpoint(row)


def find(connection: sa.Connection, site: int, kind: str) -> Checkpoint | None:
    """The head of a chain, or where it was cut last."""
    row = connection.execute(_point(site, kind)).one_or_none()
    return _checkpoint(row) if row else None


def put(connection: sa.Connection, point: Checkpoint) -> None:
    """Write a checkpoint in the place of the one before it."""
    values = {"number": point.number, "hash": point.hash, "at": point.at, "signature": point.signature}
    where = checkpoints.c.site == point.site, checkpoints.c.kind == point.kind
    if not connection.execute(sa.update(checkpoints).where(*where).values(values)).rowcount:
        connection.execute(sa.insert(checkpoints), {"site": point.site, "kind": point.kind, **values})


def list_loose(connection: sa.Connection, site: int, limit: int) -> tuple[tuple[str, AuditLine], ...]:
    """Lines that wait for their place, with their ids, oldest first."""
    statement = sa.select(audit).where(audit.c.site == site, LOOSE).order_by(audit.c.id).limit(limit)
    return tuple((row.id, line_of(row)) for row in connection.execute(statement))


def place(connection: sa.Connection, links: Sequence[Link]) -> None:
    """Give lines their places; at least one."""
    _PLACE.change_many(
        connection, ({"of": one.site, "line": one.id, "number": one.number, "hash": one.hash} for one in links)
    )


def list_links(connection: sa.Connection, site: int, after: int, limit: int) -> tuple[Link, ...]:
    """The next links of a chain."""
    where = audit.c.site == site, PLACED, audit.c.number > after
    rows = connection.execute(sa.select(audit).where(*where).order_by(audit.c.number).limit(limit))
    return tuple(Link(row.site, row.id, line_of(row), row.number, row.hash) for row in rows)


def remove(connection: sa.Connection, site: int, upto: int) -> int:
    """Take away the links up to a number, with the reasons of reveals among them; how many. The caller has put a checkpoint."""
    gone = audit.c.site == site, PLACED, audit.c.number <= upto
    ids = sa.select(audit.c.id).where(*gone)
    connection.execute(sa.delete(reveals).where(reveals.c.site == site, reveals.c.id.in_(ids)))
    return connection.execute(sa.delete(audit).where(*gone)).rowcount


def list_unfounded(connection: sa.Connection, after: tuple[int, str], limit: int) -> tuple[tuple[int, str, bool], ...]:
    """Comments in order of (site, id), and whether one's status and version are those of no line of the audit.

    Comments that have not changed since their site's chain was cut are taken as founded.
    """
    line = (
        sa.select(audit.c.id)
        .where(audit.c.site == comments.c.site, audit.c.comment == comments.c.id)
        .where(audit.c.version == comments.c.version, audit.c.after == comments.c.status)
        .exists()
    )
    cut = (
        sa.select(checkpoints.c.at)
        .where(checkpoints.c.site == comments.c.site, checkpoints.c.kind == CUT)
        .scalar_subquery()
    )
    changed = sa.func.coalesce(comments.c.changed_at, comments.c.submitted_at)
    unfounded = sa.and_(~line, sa.or_(cut.is_(None), changed > cut))
    place = sa.tuple_(comments.c.site, comments.c.id)
    statement = sa.select(comments.c.site, comments.c.id, unfounded).where(place > sa.tuple_(*map(sa.literal, after)))
    rows = connection.execute(statement.order_by(comments.c.site, comments.c.id).limit(limit))
    return tuple((site, identifier, bool(is_one)) for site, identifier, is_one in rows)


def _point(site: int, kind: str) -> sa.Select[Any]:
    return sa.select(checkpoints).where(checkpoints.c.site == site, checkpoints.c.kind == kind)


def _checkpoint(row: sa.Row[Any]) -> Checkpoint:
    return Checkpoint(row.site, row.kind, row.number, row.hash, row.at, row.signature)


_PLACE = Prepared(
    sa.update(audit).where(
        audit.c.site == sa.bindparam("of"),
        audit.c.id == sa.bindparam("line"),
        (audit.c.number + 0).is_(None),  # as an expression: the index of loose lines would be read for each of them
    )
)
