"""The audit: a line for each thing that was done. Only ever appended to; identifiers and codes only."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import count
from typing import Any

import sqlalchemy as sa

from moderation.domain.audit import AuditLine, Link
from moderation.domain.comment import Status
from moderation.domain.identity import NOISE, identify
from moderation.store.prepared import Prepared
from moderation.store.tables import audit

TURN = 3  # bytes of a line's name that say which came first


def append(connection: sa.Connection, site: int, line: AuditLine) -> str:
    """Write a line; its id. Its place in the chain it gets soon afterwards (``chain``)."""
    identifier = new_id(line.at)
    _ADD.change(connection, _row(site, identifier, line))
    return identifier


def append_many(connection: sa.Connection, site: int, lines: Iterable[AuditLine]) -> None:
    """Write lines in this order, likewise."""
    _ADD.change_many(connection, (_row(site, new_id(line.at), line) for line in lines))


def new_id(at: datetime) -> str:
    """A name for a line: of those that a process writes within a millisecond, the later one sorts later."""
    return identify(at, (next(_TURNS) % (1 << 8 * TURN)).to_bytes(TURN) + secrets.token_bytes(NOISE - TURN))


def append_linked(connection: sa.Connection, links: Sequence[Link]) -> None:
    """Write lines in their places in the chain; at least one. The caller holds its head."""
    _ADD.change_many(
        connection, ({**_row(one.site, one.id, one.line), "number": one.number, "hash": one.hash} for one in links)
    )


def list_of(connection: sa.Connection, site: int, comment: str) -> tuple[AuditLine, ...]:
    """All lines of a comment, oldest first; what only looked at a version comes after what made it."""
    statement = sa.select(audit).where(audit.c.site == site, audit.c.comment == comment)
    rows = connection.execute(statement.order_by(audit.c.version, audit.c.at, audit.c.id))
    return tuple(sorted(map(line_of, rows), key=lambda line: (line.version, line.at, line.before == line.after)))


def line_of(row: sa.Row[Any]) -> AuditLine:
    """From a row of the table."""
    return AuditLine(
        comment=row.comment,
        at=row.at,
        who=row.who,
        action=row.action,
        before=Status(row.before) if row.before else None,
        after=Status(row.after) if row.after else None,
        version=row.version,
        reason=row.reason,
    )


def _row(site: int, identifier: str, line: AuditLine) -> dict[str, Any]:
    return {
        "site": site,
        "id": identifier,
        "comment": line.comment,
        "at": line.at,
        "who": line.who,
        "action": line.action,
        "before": line.before,
        "after": line.after,
        "version": line.version,
        "reason": line.reason,
    }


_ADD = Prepared(sa.insert(audit))
_TURNS = count()  # of all threads of a process
