"""Reveals: who has had which address opened, and why, in their own words."""

from datetime import datetime

import sqlalchemy as sa

from moderation.domain.comment import Comment
from moderation.domain.moderator import Moderator
from moderation.store.tables import moderators, reveals


def add(
    connection: sa.Connection, comment: Comment, line: tuple[str, datetime], moderator: Moderator, reason: str
) -> None:
    """Remember why, beside the line (id, time) of the audit."""
    identifier, at = line
    row = {"site": comment.site, "id": identifier, "comment": comment.id, "moderator": moderator.id}
    connection.execute(sa.insert(reveals), {**row, "reason": reason, "at": at})


def times_since(connection: sa.Connection, moderator: Moderator, since: datetime) -> tuple[datetime, ...]:
    """When a person has had addresses opened, oldest first; of two who ask at once for one person, one waits for the other."""
    connection.execute(sa.select(moderators.c.id).where(moderators.c.id == moderator.id).with_for_update())
    where = reveals.c.moderator == moderator.id, reveals.c.at > since
    return tuple(connection.execute(sa.select(reveals.c.at).where(*where).order_by(reveals.c.at)).scalars())
