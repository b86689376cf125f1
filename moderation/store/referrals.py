"""Referrals: comments about which a moderator wants somebody else's opinion. The decision of another answers one, as long as it stands."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from moderation.domain.comment import Comment
from moderation.domain.desk import Referral
from moderation.store.tables import decisions, referrals

# A question is not taken away when it is answered: taking the answer back asks it again.
answered = (
    sa.exists()
    .where(decisions.c.site == referrals.c.site, decisions.c.comment == referrals.c.comment)
    .where(decisions.c.decided_at >= referrals.c.at, decisions.c.undone_at.is_(None))
    .correlate(referrals)
)


def ask(connection: sa.Connection, referral: Referral) -> bool:
    """Ask; False if somebody has asked before and nobody has answered: that question stays."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    here = referrals.c.site == referral.site, referrals.c.comment == referral.comment
    connection.execute(sa.delete(referrals).where(*here, answered))
    insert = dialect.insert(referrals).values(asdict(referral))
    asked = insert.on_conflict_do_nothing(index_elements=["site", "comment"]).returning(referrals.c.comment)
    return connection.execute(asked).scalar() is not None  # PostgreSQL's driver does not say how many were inserted


def find_many(connection: sa.Connection, found: Iterable[Comment]) -> dict[str, Referral]:
    """The open questions about some comments, by comment."""
    present = {comment.id: comment.site for comment in found}
    here = referrals.c.site.in_(set(present.values())), referrals.c.comment.in_(present)
    rows = connection.execute(sa.select(referrals).where(*here, ~answered)).mappings() if present else ()
    return {row["comment"]: Referral(**row) for row in rows}


def close(connection: sa.Connection, asked: Iterable[Referral], at: datetime) -> None:
    """These were answered by the decisions of this moment, also where the clock of who asked was ahead. Safe to run again."""
    for one in asked:
        mine = referrals.c.site == one.site, referrals.c.comment == one.comment, referrals.c.at > at
        connection.execute(sa.update(referrals).where(*mine).values(at=at))


def sweep(connection: sa.Connection, before: datetime) -> None:
    """Forget what was answered by decisions that nobody can take back any more. Safe to run again."""
    old = answered.where(decisions.c.decided_at < before)
    connection.execute(sa.delete(referrals).where(old))
