"""Claims: who is looking at a comment, for a few minutes, so that nobody does the same work twice. They bind nobody."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from moderation.domain.comment import Comment
from moderation.domain.desk import CLAIM_LASTS
from moderation.store.comments import ids_by_site
from moderation.store.tables import claims


def claim(connection: sa.Connection, comment: Comment, moderator: str, at: datetime) -> None:
    """Take a comment that nobody else is looking at, or keep it a while longer. Safe to run again."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = {"site": comment.site, "comment": comment.id, "moderator": moderator, "until": at + CLAIM_LASTS}
    insert = dialect.insert(claims).values(row)
    free = sa.or_(claims.c.until <= at, claims.c.moderator == moderator)
    taken = {"moderator": insert.excluded.moderator, "until": insert.excluded.until}
    connection.execute(insert.on_conflict_do_update(index_elements=["site", "comment"], set_=taken, where=free))


def release(connection: sa.Connection, found: Iterable[Comment]) -> None:
    """These need nobody's eyes any more. Safe to run again."""
    for site, identifiers in ids_by_site(found).items():
        connection.execute(sa.delete(claims).where(claims.c.site == site, claims.c.comment.in_(identifiers)))


def holders(connection: sa.Connection, found: Iterable[Comment], at: datetime) -> dict[str, str]:
    """Who is looking at these comments, by comment: the id of a moderator."""
    held: dict[str, str] = {}
    for site, identifiers in ids_by_site(found).items():
        mine = claims.c.site == site, claims.c.comment.in_(identifiers), claims.c.until > at
        held.update(connection.execute(sa.select(claims.c.comment, claims.c.moderator).where(*mine)).all())
    return held


def sweep(connection: sa.Connection, at: datetime) -> None:
    """Forget what is over. Safe to run again."""
    connection.execute(sa.delete(claims).where(claims.c.until <= at))
