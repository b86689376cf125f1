"""Figures of the whole house, asked for when somebody wants to see them. What cannot be told is left out."""

from collections.abc import Callable, Iterator
from datetime import datetime

from moderation.domain.errors import UnavailableError
from moderation.domain.figure import Figure, one
from moderation.store import chain, heartbeats, listing, outbox, waiting
from moderation.store.engine import Connection, Database


def gather(database: Database, count_workers: Callable[[], int | None], at: datetime) -> tuple[Figure, ...]:
    """All figures; a part that is away costs only those that are its own."""
    return (*_of_redis(count_workers()), *_of_database(database, at))


def _of_redis(workers: int | None) -> Iterator[Figure]:
    yield one("redis_up", "Whether Redis answers.", workers is not None)
    if workers is not None:
        yield one("workers", "Workers heard of lately.", workers)


def _of_database(database: Database, at: datetime) -> tuple[Figure, ...]:
    try:
        with database.read() as connection:
            found = (*_stored(connection, at), *_outbox(connection, database.now(connection, otherwise=at)))
    except UnavailableError:
        return (one("database_up", "Whether the database answers and has the shape we know.", 0),)
    return (one("database_up", "Whether the database answers and has the shape we know.", 1), *found)


def _stored(connection: Connection, at: datetime) -> Iterator[Figure]:
    oldest = waiting.oldest_received(connection)
    age = (at - oldest).total_seconds() if oldest else 0.0
    yield one("comments_oldest_received_seconds", "Age of the oldest comment without a verdict.", max(age, 0.0))
    counts = {name: float(count) for name, count in listing.count_by_status(connection, None).items()}
    reported = counts.pop("reported")
    yield Figure("comments", "Comments by status.", "status", counts)
    yield one("comments_reported", "Comments that readers have reported.", reported)
    beats = {loop: max((at - beat).total_seconds(), 0.0) for loop, beat in heartbeats.last(connection).items()}
    yield Figure("heartbeat_age_seconds", "Since when each background loop has not been well.", "loop", beats)
    loose, since = chain.oldest_loose(connection)
    yield one("audit_unlinked_lines", "Lines of the audit that have no place in its chain yet.", loose)
    unlinked = (at - since).total_seconds() if since else 0.0
    yield one("audit_unlinked_seconds", "Age of the oldest of them.", max(unlinked, 0.0))


def _outbox(connection: Connection, at: datetime) -> Iterator[Figure]:
    """By the database's time, like the outbox itself."""
    backlog = outbox.backlog(connection, at)
    yield Figure("outbox_due", "Messages that should leave now.", "channel", {c: b.due for c, b in backlog.items()})
    yield Figure("outbox_later", "Messages that will be due.", "channel", {c: b.later for c, b in backlog.items()})
    yield Figure("outbox_dead", "Messages that were given up.", "channel", {c: b.dead for c, b in backlog.items()})
    late = {channel: found.late.total_seconds() for channel, found in backlog.items()}
    yield Figure("outbox_late_seconds", "How long the earliest due message has been due.", "channel", late)
