"""Alike: what waits for review and says the same as a comment, or nearly the same, or links to the same place, within a site.

Where there is much of it, the newest ``MOST`` of each kind count: more is not decided at once either.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from moderation.domain.comment import Comment, Status
from moderation.domain.identity import site_of
from moderation.domain.text.sketch import BANDS, NEAR, distance
from moderation.store.comments import ids_by_site
from moderation.store.tables import comments, sketches

MOST = 500  # rows of one text, and of one band: a flood must not slow down those who look at it
EVER = sa.literal(datetime(1970, 1, 1, tzinfo=UTC), sketches.c.at.type)

Met = Mapping[int, Mapping[int, set[str]]]  # who stands in a band, by band and by what stands there


def find(connection: sa.Connection, identifier: str) -> frozenset[str]:
    """What waits and is like this comment, and it; empty if there is no such comment."""
    site = site_of(identifier)
    return _find(connection, site, [identifier])[identifier] | {identifier} if site else frozenset()


def find_many(connection: sa.Connection, shown: Iterable[Comment]) -> dict[str, frozenset[str]]:
    """What else waits and is like each of some comments, by comment."""
    return {
        comment: them - {comment}
        for site, ours in ids_by_site(shown).items()
        for comment, them in _find(connection, site, ours).items()
    }


def _find(connection: sa.Connection, site: int, ours: Sequence[str]) -> dict[str, frozenset[str]]:
    alike: dict[str, set[str]] = {identifier: set() for identifier in ours}
    for one, others in _equal(connection, site, ours):
        alike[one] |= others
    for one, others in _near(connection, site, ours):
        alike[one] |= others
    return {identifier: frozenset(others) for identifier, others in alike.items()}


def _equal(connection: sa.Connection, site: int, ours: Sequence[str]) -> Iterable[tuple[str, set[str]]]:
    """Those with the same text, by the digests that ours have."""
    texts = sa.select(comments.c.id, comments.c.text_digest).where(comments.c.site == site, comments.c.id.in_(ours))
    of_ours = {row.id: row.text_digest for row in connection.execute(texts) if row.text_digest}
    if not of_ours:
        return
    said: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute(_same_text(site, set(of_ours.values()))):
        said[row.text_digest].add(row.id)
    yield from ((one, said[digest]) for one, digest in of_ours.items())


def _same_text(site: int, digests: Iterable[str]) -> sa.CompoundSelect[Any]:
    """The newest of each text, from the index alone."""
    parts = [
        sa.select(comments.c.text_digest, comments.c.id)
        .where(comments.c.site == site, comments.c.text_digest == digest, comments.c.status == Status.PENDING.value)
        .order_by(comments.c.id.desc())
        .limit(MOST)
        .subquery()
        for digest in digests
    ]
    return sa.union_all(*(sa.select(part) for part in parts))


def _near(connection: sa.Connection, site: int, ours: Sequence[str]) -> Iterable[tuple[str, set[str]]]:
    """Those that share a band, as far as what stands there is near, or the same place."""
    own = sketches.c.site == site, sketches.c.comment.in_(ours)
    traces = connection.execute(sa.select(sketches.c.comment, sketches.c.band, sketches.c.sketch).where(*own)).all()
    met = _met(connection, site, ours) if traces else {}
    for row in traces:
        for value, others in met.get(row.band, {}).items():
            if value == row.sketch or (row.band < BANDS and distance(value, row.sketch) <= NEAR):
                yield row.comment, others


def _met(connection: sa.Connection, site: int, ours: Sequence[str]) -> Met:
    met: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in connection.execute(_in_bands(site, ours)):
        met[row.band][row.sketch].add(row.comment)
    return met


def _in_bands(site: int, ours: Sequence[str]) -> sa.Select[Any]:
    """Who waits of the newest in each band, found by the index of bands as echoes are (``echoes``)."""
    mine, newer = sketches.alias("mine"), sketches.alias("newer")
    wanted = sa.select(mine.c.band).where(mine.c.site == site, mine.c.comment.in_(ours)).distinct().cte("wanted")
    last = (
        sa.select(newer.c.at)
        .where(newer.c.band == wanted.c.band)
        .order_by(newer.c.at.desc())
        .limit(1)
        .offset(MOST - 1)
        .scalar_subquery()
    )
    edge = (  # found once for each band: PostgreSQL would rather find it again for each row that stands there
        sa.select(wanted.c.band, sa.func.coalesce(last, EVER, type_=sketches.c.at.type).label("at"))
        .cte("edge")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    there = sa.and_(sketches.c.band == edge.c.band, sketches.c.at >= edge.c.at)
    same = sa.and_(comments.c.site == sketches.c.site, comments.c.id == sketches.c.comment)
    return (
        sa.select(sketches.c.band, sketches.c.sketch, sketches.c.comment)
        .select_from(edge.join(sketches, there))
        .join(comments, same)
        .where(sketches.c.site == site, comments.c.status == Status.PENDING.value)
    )
