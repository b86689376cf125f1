"""The sites, remembered for a moment: every request asks for one, and they hardly ever change."""

import time
from threading import Lock

from moderation.domain.errors import NotFoundError, UnavailableError
from moderation.domain.site import Site
from moderation.store import sites
from moderation.store.engine import Database

FRESH = 2.0  # seconds for which an answer is good
MISSED = 0.2  # seconds after which a site that was not there is looked for again


class Directory:
    """All sites, by key and by number."""

    def __init__(self, database: Database) -> None:
        """Take the database; nothing is read before the first question."""
        self._database = database
        self._lock = Lock()
        self._sites: tuple[Site, ...] = ()
        self._read_at = self._failed_at = float("-inf")

    def every(self, age: float = FRESH) -> tuple[Site, ...]:
        """All sites, as they were at most ``age`` seconds ago."""
        began = time.monotonic()
        with self._lock:
            if self._failed_at > began:  # who was before us has just waited for nothing
                raise UnavailableError("database")
            if time.monotonic() - self._read_at > age:
                self._read()
            return self._sites

    def by_key(self, key: str) -> Site:
        """The site with a key.

        Raises:
            NotFoundError: There is none.
        """
        found = _first(self.every(), key) or _first(self.every(MISSED), key)
        if found is None:
            raise NotFoundError("site")
        return found

    def by_id(self, number: int) -> Site | None:
        """The site with a number; None if it is gone."""
        return next((site for site in self.every() if site.id == number), None) or next(
            (site for site in self.every(MISSED) if site.id == number),
            None,
        )

    def _read(self) -> None:
        try:
            with self._database.read() as connection:
                found = sites.list_all(connection)
        except UnavailableError:
            self._failed_at = time.monotonic()
            raise
        if found != self._sites:  # sites that have not changed stay the same objects
            self._sites = found
        self._read_at = time.monotonic()


def _first(sites_: tuple[Site, ...], key: str) -> Site | None:
    return next((site for site in sites_ if site.key == key), None)
