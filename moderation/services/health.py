"""How we are: what an operator and a load balancer ask."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from moderation.domain.errors import UnavailableError
from moderation.store import schema, waiting
from moderation.store.engine import Database

TOO_OLD = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the parts.

    Attributes:
        database: ``ok``, ``away`` or ``outdated``.
        redis: ``ok`` or ``away``; away is no reason to stop.
        workers: How many have been heard of lately; None if nobody can tell.
        oldest: Age of the oldest comment that waits for its verdict, in seconds.
    """

    database: str
    redis: str
    workers: int | None
    oldest: float

    @property
    def ready(self) -> bool:
        """Whether requests should come here."""
        return self.database == "ok" and self.oldest <= TOO_OLD.total_seconds()

    @property
    def status(self) -> str:
        """``ok``, ``degraded`` or ``unavailable``."""
        if not self.ready:
            return "unavailable"
        return "ok" if self.redis == "ok" and self.workers else "degraded"


def examine(database: Database, count_workers: Callable[[], int | None], at: datetime) -> Health:
    """Look at every part once."""
    workers = count_workers()
    redis = "away" if workers is None else "ok"
    try:
        with database.read() as connection:
            if schema.revision(connection) != schema.HEAD:
                return Health("outdated", redis, workers, 0.0)
            oldest = waiting.oldest_received(connection)
    except UnavailableError:
        return Health("away", redis, workers, 0.0)
    age = (at - oldest).total_seconds() if oldest else 0.0
    return Health("ok", redis, workers, max(age, 0.0))
