"""Decisions: what people said, with what can take it back."""

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from moderation.domain.comment import Comment, Status
from moderation.domain.decision import Decision
from moderation.domain.identity import NOISE, identify
from moderation.store.tables import comments, decisions


@dataclass(frozen=True, slots=True)
class Made:
    """One item of a decision, as remembered.

    Attributes:
        batch: Digest of the undo token that was given for all that was decided at once.
        version: The comment's version after the decision; if it is another now, somebody has decided since.
        first: Kept as the first of two approvals: it waits for somebody else's, and has published nothing.
    """

    site: int
    id: str
    batch: str
    comment: str
    moderator: str
    before: Status
    after: Status
    version: int
    decided_at: datetime
    undone_at: datetime | None
    reason: str = ""
    first: bool = False


def record(connection: sa.Connection, comment: Comment, decision: Decision, made: Made) -> None:
    """Write a decision down, beside the transition it caused."""
    connection.execute(
        sa.insert(decisions),
        {
            "site": comment.site,
            "id": made.id,
            "batch": made.batch,
            "comment": made.comment,
            "moderator": made.moderator,
            "action": decision.action,
            "reason": decision.reason,
            "note": decision.note,
            "before": made.before,
            "after": made.after,
            "version": made.version,
            "decided_at": made.decided_at,
            "first": made.first,
        },
    )


def new_id(at: datetime) -> str:
    """A name for a decision."""
    return identify(at, secrets.token_bytes(NOISE))


def list_batch(connection: sa.Connection, batch: str) -> tuple[Made, ...]:
    """Everything that was decided at once, in the order it was decided."""
    rows = connection.execute(sa.select(decisions).where(decisions.c.batch == batch).order_by(decisions.c.id))
    return tuple(map(_made, rows))


def last(connection: sa.Connection, comment: Comment) -> Made | None:
    """The latest decision on a comment that has not been taken back."""
    statement = (
        sa.select(decisions)
        .where(decisions.c.site == comment.site, decisions.c.comment == comment.id, decisions.c.undone_at.is_(None))
        .order_by(decisions.c.version.desc())
        .limit(1)
    )
    row = connection.execute(statement).one_or_none()
    return _made(row) if row else None


def count(connection: sa.Connection, comment: Comment) -> int:
    """How many decisions there have been on a comment, those that were taken back too."""
    own = decisions.c.site == comment.site, decisions.c.comment == comment.id
    return int(connection.execute(sa.select(sa.func.count()).select_from(decisions).where(*own)).scalar_one())


def list_waits(connection: sa.Connection, site: int, since: tuple[datetime, datetime], limit: int) -> tuple[float, ...]:
    """Seconds from sending to a person's decision, of comments that waited for one: decided and sent since then, the newest."""
    decided_since, sent_since = since
    statement = (
        sa.select(comments.c.submitted_at, decisions.c.decided_at)
        .join(comments, sa.and_(comments.c.site == decisions.c.site, comments.c.id == decisions.c.comment))
        .where(decisions.c.site == site, decisions.c.decided_at > decided_since, decisions.c.undone_at.is_(None))
        .where(decisions.c.before == Status.PENDING.value, ~decisions.c.first, comments.c.submitted_at > sent_since)
        .order_by(decisions.c.decided_at.desc())
        .limit(limit)
    )
    return tuple((row.decided_at - row.submitted_at).total_seconds() for row in connection.execute(statement))


def notes_of(connection: sa.Connection, comment: Comment) -> dict[int, str]:
    """What was noted for colleagues, by the comment's version after the decision."""
    statement = sa.select(decisions.c.version, decisions.c.note).where(
        decisions.c.site == comment.site, decisions.c.comment == comment.id, decisions.c.note != ""
    )
    return dict(connection.execute(statement).all())


def take_back(connection: sa.Connection, batch: str, at: datetime) -> bool:
    """Mark a batch as undone; False if it has been already."""
    statement = sa.update(decisions).where(decisions.c.batch == batch, decisions.c.undone_at.is_(None))
    return connection.execute(statement.values(undone_at=at)).rowcount > 0


def _made(row: sa.Row[tuple[object, ...]]) -> Made:
    return Made(
        site=row.site,
        id=row.id,
        batch=row.batch,
        comment=row.comment,
        moderator=row.moderator,
        before=Status(row.before),
        after=Status(row.after),
        version=row.version,
        decided_at=row.decided_at,
        undone_at=row.undone_at,
        reason=row.reason,
        first=row.first,
    )
