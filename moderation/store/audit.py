"""The audit: one line for each change of a status. Never changed, never deleted; identifiers only."""

import secrets

import sqlalchemy as sa

from moderation.domain.comment import Status
from moderation.domain.decision import AuditLine
from moderation.domain.identity import NOISE, identify
from moderation.store.tables import audit


def append(connection: sa.Connection, site: int, line: AuditLine) -> None:
    """Write a line."""
    connection.execute(
        _ADD,
        {
            "site": site,
            "id": identify(line.at, secrets.token_bytes(NOISE)),
            "comment": line.comment,
            "at": line.at,
            "who": line.who,
            "action": line.action,
            "before": line.before,
            "after": line.after,
            "version": line.version,
            "reason": line.reason,
        },
    )


def list_of(connection: sa.Connection, site: int, comment: str) -> tuple[AuditLine, ...]:
    """All lines of a comment, oldest first."""
    statement = sa.select(audit).where(audit.c.site == site, audit.c.comment == comment).order_by(audit.c.version)
    return tuple(
        AuditLine(
            comment=row.comment,
            at=row.at,
            who=row.who,
            action=row.action,
            before=Status(row.before) if row.before else None,
            after=Status(row.after),
            version=row.version,
            reason=row.reason,
        )
        for row in connection.execute(statement)
    )


_ADD = sa.insert(audit)  # made once: building it takes longer than running it
