"""Gathering: every fact about a batch of comments of one site, in a fixed number of queries."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from moderation.domain.comment import NOBODY, Comment, Status
from moderation.domain.evidence import Evidence, History
from moderation.domain.text import Reading, Trace
from moderation.store import echoes
from moderation.store.tables import comments

RECENT = timedelta(minutes=10)
FLOOD = 5_000  # comments of one batch's authors, or networks, around the time of the batch: as many as it takes to know
MEMORY = timedelta(days=7)  # for the same text again
GRUDGE = timedelta(days=90)  # for refusals

_REFUSED = (Status.REJECTED.value, Status.SPAM.value)


@dataclass(frozen=True, slots=True)
class Text:
    """A comment's text, read.

    Attributes:
        digest: Keyed hash of the squeezed text; an empty one is compared with nothing.
        trace: By which it is compared with those of all sites.
    """

    reading: Reading
    digest: str
    trace: Trace = field(default_factory=Trace)


def gather(connection: sa.Connection, batch: Sequence[Comment], texts: Mapping[str, Text]) -> dict[str, Evidence]:
    """The evidence on each comment of a batch (of one site, at least one), by id; ``texts`` by id too."""
    digests = {identifier: text.digest for identifier, text in texts.items()}
    site = comments.c.site == batch[0].site
    since = min(comment.submitted_at for comment in batch)
    remembered = sa.or_(comments.c.status.not_in(_REFUSED), comments.c.submitted_at > since - GRUDGE)
    authors = _histories(connection, sa.and_(site, remembered), {comment.author.fingerprint for comment in batch})
    until = max(comment.submitted_at for comment in batch)
    recent = sa.and_(comments.c.submitted_at > since - RECENT, comments.c.submitted_at < until + RECENT)
    by_author = _moments(connection, comments.c.fingerprint, (site, recent), (c.author.fingerprint for c in batch))
    by_network = _moments(connection, comments.c.network, (site, recent), (c.arrival.network for c in batch))
    lately = comments.c.submitted_at > since - MEMORY
    refused = comments.c.status.in_(_REFUSED)
    same = _count(connection, comments.c.text_digest, (site, lately), digests.values())
    same_refused = _count(connection, comments.c.text_digest, (site, lately, refused), digests.values())
    heard = echoes.hear(connection, batch, {identifier: text.trace for identifier, text in texts.items()}, digests)
    beside = Counter(digests.values())  # of the same batch: not stored yet
    return {
        comment.id: Evidence(
            comment=comment,
            reading=texts[comment.id].reading,
            history=authors.get(comment.author.fingerprint, History()),
            recent_by_author=_others(by_author.get(comment.author.fingerprint, ()), comment.submitted_at),
            recent_by_network=_others(by_network.get(comment.arrival.network, ()), comment.submitted_at),
            same_text=same[digests[comment.id]] + (beside[digests[comment.id]] - 1 if digests[comment.id] else 0),
            same_text_refused=same_refused[digests[comment.id]],
            echo=heard[comment.id],
        )
        for comment in batch
    }


def histories(
    connection: sa.Connection, site: int, fingerprints: Iterable[str], since: datetime | None = None
) -> dict[str, History]:
    """What became of all comments of some authors of a site, or of those that were submitted since then."""
    lately = [comments.c.submitted_at > since] if since else []
    return _histories(connection, sa.and_(comments.c.site == site, *lately), set(fingerprints))


def _histories(connection: sa.Connection, site: sa.ColumnElement[bool], fingerprints: set[str]) -> dict[str, History]:
    author = comments.c.fingerprint
    statement = (
        sa.select(author, comments.c.status, sa.func.count().label("count"))
        .where(site, author.in_(fingerprints - {NOBODY}))
        .group_by(author, comments.c.status)
    )
    counts: dict[str, dict[str, int]] = {}
    for fingerprint, status, count in connection.execute(statement):
        counts.setdefault(fingerprint, {})[status] = count
    return {
        fingerprint: History(*(by_status.get(name, 0) for name in ("approved", "rejected", "spam")))
        for fingerprint, by_status in counts.items()
    }


def _moments(
    connection: sa.Connection,
    column: sa.Column[Any],
    where: tuple[sa.ColumnElement[bool], ...],
    values: Iterable[str],
) -> dict[str, list[datetime]]:
    """When comments were submitted, by the value they share with one of the batch; each in order."""
    named = {value for value in values if value}
    statement = sa.select(column, comments.c.submitted_at).where(column.in_(named), *where).limit(FLOOD)
    found: dict[str, list[datetime]] = defaultdict(list)
    for value, at in connection.execute(statement) if named else ():
        found[value].append(at)
    return {value: sorted(moments) for value, moments in found.items()}


def _others(moments: Sequence[datetime], at: datetime) -> int:
    """How many others there were around a moment: screening may be late, and then it must not take hours for minutes."""
    return max(bisect_left(moments, at + RECENT) - bisect_right(moments, at - RECENT) - 1, 0)


def _count(
    connection: sa.Connection,
    column: sa.Column[Any],
    where: tuple[sa.ColumnElement[bool], ...],
    values: Iterable[str],
) -> Counter[str]:
    named = {value for value in values if value}
    if not named:
        return Counter()
    statement = sa.select(column, sa.func.count()).where(column.in_(named), *where).group_by(column)
    return Counter(dict(connection.execute(statement).all()))
