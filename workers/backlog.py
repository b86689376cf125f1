"""What waits to be screened."""

from datetime import timedelta

from moderation.bootstrap import Context
from moderation.store import waiting


def age(context: Context) -> timedelta | None:
    """How long the oldest comment has waited that nobody is at; None if there is none."""
    at = context.clock()
    with context.database.read() as connection:
        oldest = waiting.oldest(connection, context.database.now(connection, otherwise=at))
    return None if oldest is None else at - oldest
