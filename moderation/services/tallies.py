"""Counts of the audit by site and day, remembered: lines are only ever appended, so a day that is over is counted once."""

from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from threading import Lock

from moderation.domain.insight import Period
from moderation.services.review import SETTLED
from moderation.store import record
from moderation.store.engine import Connection
from moderation.store.record import Tally

KEPT = 5_000  # days of sites; some hundred bytes each
CHUNK = 31  # days that are counted in one statement
LATE = SETTLED + timedelta(
    hours=1
)  # after the end of a day nothing is taken back any more, and no transaction is still open

SiteDay = tuple[int, date]


class Tallies:
    """What has been counted; for the threads of one process."""

    def __init__(self) -> None:
        """Nothing has been."""
        self._lock = Lock()
        self._kept: OrderedDict[SiteDay, Tally] = OrderedDict()

    def of(self, connection: Connection, sites: Collection[int], period: Period, at: datetime) -> dict[SiteDay, Tally]:
        """What was done on each day of each site; read from the database only for days that are not known."""
        wanted = [(site, day) for site in sites for day in period.days]
        with self._lock:
            found = {key: self._kept[key] for key in wanted if key in self._kept}
        missing = sorted({day for site, day in wanted if (site, day) not in found})
        for part in _parts(missing):
            counted = record.count(connection, sites, part)
            found |= {(site, day): counted.get((site, day), record.NOTHING) for site in sites for day in part.days}
        self._keep({key: tally for key, tally in found.items() if _is_over(key[1], at)})
        return {key: found[key] for key in wanted}

    def _keep(self, finished: dict[SiteDay, Tally]) -> None:
        with self._lock:
            for key, tally in finished.items():
                self._kept[key] = tally
                self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


def _parts(days: Sequence[date]) -> Iterator[Period]:
    """Periods that hold all these days, and few others."""
    rest = list(days)
    while rest:
        last = max(day for day in rest if (day - rest[0]).days < CHUNK)
        yield Period(rest[0], last)
        rest = [day for day in rest if day > last]


def _is_over(day: date, at: datetime) -> bool:
    return datetime.combine(day + timedelta(days=1), time(), UTC) + LATE < at
