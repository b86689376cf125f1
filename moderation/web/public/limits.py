"""Rate limits of what readers send: by network, by what they change, and for the whole site."""

from collections.abc import Iterable, Iterator

from moderation.adapters.limiter import Limit
from moderation.domain.errors import TooManyError
from moderation.domain.site import Site
from moderation.web import current

MINUTE, HOUR = 60, 3600  # seconds


def take(limits: Iterable[Limit]) -> None:
    """Take one permit of each limit, where limits are on.

    Raises:
        TooManyError: One has none left.
    """
    ctx = current.context()
    wait = ctx.limiter.wait(tuple(limits)) if ctx.limited else 0
    if wait:
        raise TooManyError(wait)


def of_changes(site: Site, comment: str) -> Iterator[Limit]:
    """For an author's changes, withdrawals and appeals: each comment by itself, so that nobody guesses tokens either."""
    yield from _of_network(site, "change", (12, 120))
    yield Limit(f"{site.id}:change:comment:{comment}", 6, MINUTE)
    yield Limit(f"{site.id}:change:all", 600, MINUTE)


def of_reports(site: Site) -> Iterator[Limit]:
    """For reports."""
    yield from _of_network(site, "report", (10, 60))
    yield Limit(f"{site.id}:report:all", 600, MINUTE)


def _of_network(site: Site, what: str, counts: tuple[int, int]) -> Iterator[Limit]:
    network = current.network()
    if network:
        yield Limit(f"{site.id}:{what}:network:{network}:minute", counts[0], MINUTE)
        yield Limit(f"{site.id}:{what}:network:{network}:hour", counts[1], HOUR)
