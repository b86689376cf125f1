"""What is to be known at a glance, again and again: how many have come since, and who is looking at what."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from moderation.store.filters import Filter, conditions
from moderation.store.tables import claims, comments, moderators

MOST = 100  # more than this is as good as this


def count_since(connection: sa.Connection, wanted: Filter, since: datetime) -> int:
    """How many comments of a filter were submitted later; ``MOST`` at most."""
    some = sa.select(comments.c.id).where(*conditions(wanted), comments.c.submitted_at > since).limit(MOST).subquery()
    return int(connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one())


def list_claims(connection: sa.Connection, sites: Collection[int] | None, at: datetime) -> dict[str, str]:
    """Who is looking at what: names by comment."""
    own = [] if sites is None else [claims.c.site.in_(sites)]
    named = sa.select(claims.c.comment, moderators.c.name).join(moderators, moderators.c.id == claims.c.moderator)
    return dict(connection.execute(named.where(claims.c.until > at, *own).limit(MOST)).all())
