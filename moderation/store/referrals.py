"""Referrals: comments about which a moderator wants somebody else's opinion. The decision of another answers one."""

from collections.abc import Iterable
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from moderation.domain.comment import Comment
from moderation.domain.desk import Referral
from moderation.store.tables import referrals


def ask(connection: sa.Connection, referral: Referral) -> bool:
    """Ask; False if somebody has asked before, whose question stays."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(referrals).values(asdict(referral))
    asked = insert.on_conflict_do_nothing(index_elements=["site", "comment"]).returning(referrals.c.comment)
    return connection.execute(asked).scalar() is not None  # PostgreSQL's driver does not say how many were inserted


def find_many(connection: sa.Connection, found: Iterable[Comment]) -> dict[str, Referral]:
    """The open questions about some comments, by comment."""
    present = {comment.id: comment.site for comment in found}
    here = referrals.c.site.in_(set(present.values())), referrals.c.comment.in_(present)
    rows = connection.execute(sa.select(referrals).where(*here)).mappings() if present else ()
    return {row["comment"]: Referral(**row) for row in rows}


def close(connection: sa.Connection, answered: Iterable[Referral]) -> None:
    """These are answered, or not asked any more. Safe to run again."""
    for one in answered:
        mine = referrals.c.site == one.site, referrals.c.comment == one.comment
        connection.execute(sa.delete(referrals).where(*mine))
