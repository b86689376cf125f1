"""How long people's decisions usually take on a site: told to authors who wait. Asked of the store once in a while, not each time."""

import time
from datetime import datetime, timedelta
from statistics import median
from threading import Lock

from moderation.store import decisions
from moderation.store.engine import Database

LATELY = timedelta(days=7)
OLDEST = timedelta(days=30)  # what came in before is an import, or was forgotten: it tells nothing of the next comment
NEWEST = 1_000  # decisions looked at
FEW = 5  # fewer say nothing usual
FRESH = 60.0  # seconds for which an answer is good


class Waits:
    """The usual waiting time of each site; safe to share between threads."""

    def __init__(self, database: Database) -> None:
        """Take the database; nothing is read before the first question."""
        self._database = database
        self._lock = Lock()
        self._known: dict[int, tuple[float, int | None]] = {}

    def typical(self, site: int, at: datetime, age: float = FRESH) -> int | None:
        """Seconds from sending to the first decision by a person: the median of the last seven days, as it was ``age`` seconds ago.

        None where there were too few, so that nobody is told a chance.
        """
        with self._lock:
            read_at, seconds = self._known.get(site, (float("-inf"), None))
        if time.monotonic() - read_at <= age:
            return seconds
        with self._database.read() as connection:
            waited = decisions.list_waits(connection, site, (at - LATELY, at - OLDEST), NEWEST)
        typical = round(median(waited)) if len(waited) >= FEW else None
        with self._lock:
            self._known[site] = (time.monotonic(), typical)
        return typical
