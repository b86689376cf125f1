"""What people have said of comments, beside the score the machine had given them."""

from typing import NamedTuple

import sqlalchemy as sa

from moderation.domain.comment import Status
from moderation.store.tables import comments, decisions, looks, verdicts

_SPOKEN = (Status.APPROVED.value, Status.SPAM.value, Status.REJECTED.value)


class Spoken(NamedTuple):
    """A person's word, and the score of the same text."""

    score: float
    after: str
    reason: str


def list_newest(connection: sa.Connection, site: int, limit: int) -> tuple[Spoken, ...]:
    """The newest decisions of a site that stand, and as many of its newest second looks."""
    return (*_decided(connection, site, limit), *_looked(connection, site, limit))


def _decided(connection: sa.Connection, site: int, limit: int) -> tuple[Spoken, ...]:
    newest = (
        sa.select(decisions.c.comment, decisions.c.after, decisions.c.reason)
        .where(decisions.c.site == site, decisions.c.undone_at.is_(None), decisions.c.after.in_(_SPOKEN))
        .where(~decisions.c.first)
        .order_by(decisions.c.decided_at.desc())
        .limit(limit)
        .subquery()
    )
    return _with_scores(connection, site, newest)


def _looked(connection: sa.Connection, site: int, limit: int) -> tuple[Spoken, ...]:
    newest = (
        sa.select(looks.c.comment, looks.c.second.label("after"), looks.c.second_reason.label("reason"))
        .where(looks.c.site == site, looks.c.second != "")
        .order_by(looks.c.comment.desc())
        .limit(limit)
        .subquery()
    )
    return _with_scores(connection, site, newest)


def _with_scores(connection: sa.Connection, site: int, newest: sa.Subquery) -> tuple[Spoken, ...]:
    same = sa.and_(comments.c.site == site, comments.c.id == newest.c.comment)
    judged = sa.and_(
        verdicts.c.site == comments.c.site,
        verdicts.c.comment == comments.c.id,
        verdicts.c.revision == comments.c.revision,
    )
    statement = sa.select(verdicts.c.score, newest.c.after, newest.c.reason)
    rows = connection.execute(statement.join_from(newest, comments, same).join(verdicts, judged))
    return tuple(Spoken(*row) for row in rows)
