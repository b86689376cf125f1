"""What waits to be screened."""

from datetime import timedelta

from moderation.bootstrap import Context
from moderation.store import waiting

MOMENT = timedelta(seconds=0.5)


def age(context: Context) -> timedelta | None:
    """How long the oldest comment has waited that nobody is at; None if there is none."""
    at = context.clock()
    with context.database.read() as connection:
        oldest = waiting.oldest(connection, context.database.now(connection, otherwise=at))
    return None if oldest is None else at - oldest


def grows(context: Context) -> bool:
    """Whether comments keep coming: one came a moment ago."""
    with context.database.read() as connection:
        newest = waiting.newest(connection)
    return newest is not None and context.clock() - newest < MOMENT
