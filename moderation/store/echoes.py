"""Echoes: where nearly the same was said, and the same was linked to, on any site; one question for a whole batch.

Across sites, only sketches and marks are compared, and no author; of the comments they belong to, only whether they were refused.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from moderation.domain.comment import NOBODY, Comment, Status
from moderation.domain.evidence import Echo
from moderation.domain.text import Trace
from moderation.domain.text.sketch import NEAR, band_of_mark, bands, distance
from moderation.store.sketches import KEPT
from moderation.store.tables import comments, sketches

LATELY = timedelta(minutes=10)  # for a burst of one text
LINKED = timedelta(hours=1)  # for one owner of links
NEWEST = 50  # rows of one band: a flood must not slow down those who look at it


class Met(NamedTuple):
    """A comment that stands in one of our bands.

    Attributes:
        value: Its sketch, or the mark of an owner.
        digest: Keyed hash of its squeezed text; compared within a site only.
        author: Its fingerprint; empty on another site.
    """

    site: int
    comment: str
    value: int
    at: datetime
    is_refused: bool
    digest: str
    author: str


def hear(
    connection: sa.Connection, batch: Sequence[Comment], traces: Mapping[str, Trace], digests: Mapping[str, str]
) -> dict[str, Echo]:
    """The echo of each comment of a batch (of one site, at least one), by id; those of the batch hear each other."""
    by_band: dict[int, list[Met]] = defaultdict(list)
    ours = {comment.id for comment in batch}
    for comment in batch:
        for band, value in traces[comment.id].bands.items():
            by_band[band].append(_met(comment, value, digests[comment.id]))
    for band, met in _stored(connection, batch, list(by_band)):
        if met.comment not in ours:
            by_band[band].append(met)
    return {comment.id: _echo(comment, traces[comment.id], digests[comment.id], by_band) for comment in batch}


def _met(comment: Comment, value: int, digest: str) -> Met:
    at, author = comment.submitted_at, comment.author.fingerprint
    return Met(comment.site, comment.id, value, at, is_refused=False, digest=digest, author=author)


def _stored(connection: sa.Connection, batch: Sequence[Comment], wanted: list[int]) -> Iterable[tuple[int, Met]]:
    if not wanted:
        return
    since = min(comment.submitted_at for comment in batch) - KEPT
    is_postgres = connection.dialect.name == "postgresql"
    asked = {"site": batch[0].site, "since": since, "most": NEWEST * len(wanted)}
    statement, asked["bands"] = (_ON_POSTGRES, wanted) if is_postgres else (_ON_SQLITE, json.dumps(wanted))
    for row in connection.execute(statement, asked):
        is_refused = row.status in _REFUSED
        yield row.band, Met(row.site, row.comment, row.sketch, row.at, is_refused, row.text_digest, row.author)


def _echo(comment: Comment, trace: Trace, digest: str, by_band: Mapping[int, list[Met]]) -> Echo:
    alike = _alike(comment, trace, by_band)
    others = [met for met in alike if not (met.site == comment.site and digest and met.digest == digest)]
    return Echo(
        near=len(others),
        refused=sum(met.is_refused for met in others),
        by_author=sum(met.author == comment.author.fingerprint != NOBODY for met in alike),
        lately=sum(abs(met.at - comment.submitted_at) < LATELY for met in alike),
        linked={name: _linked(comment, mark, by_band) for name, mark in trace.owners.items()},
    )


def _alike(comment: Comment, trace: Trace, by_band: Mapping[int, list[Met]]) -> list[Met]:
    """Other comments with a near sketch, each once; identifiers tell their site."""
    text = trace.text
    if text is None:
        return []
    candidates = {met.comment: met for band in bands(text) for met in by_band[band]}
    return [met for met in candidates.values() if distance(met.value, text) <= NEAR and met.comment != comment.id]


def _linked(comment: Comment, mark: int, by_band: Mapping[int, list[Met]]) -> int:
    there = [met for met in by_band[band_of_mark(mark)] if met.value == mark and met.comment != comment.id]
    return sum(abs(met.at - comment.submitted_at) < LINKED for met in there)


def _question(given: sa.TableValuedAlias) -> sa.Select[Any]:
    """The newest rows of each band, found by the index alone: first it is asked when the fiftieth of them was submitted."""
    since = sa.bindparam("since", type_=sketches.c.at.type)
    newer, band = sketches.alias("newer"), given.c.value
    fiftieth = (
        sa.select(newer.c.at)
        .where(newer.c.band == band, newer.c.at > since)
        .order_by(newer.c.at.desc())
        .limit(1)
        .offset(NEWEST - 1)
        .scalar_subquery()
    )
    from_when = sa.func.coalesce(fiftieth, since, type_=sketches.c.at.type)
    edge = sa.select(band.label("band"), from_when.label("at")).select_from(given).cte("edge")
    author = sa.case((comments.c.site == sa.bindparam("site", type_=sa.Integer), comments.c.fingerprint), else_=NOBODY)
    same = sa.and_(comments.c.site == sketches.c.site, comments.c.id == sketches.c.comment)
    return (
        sa.select(
            *(sketches.c.band, sketches.c.site, sketches.c.comment, sketches.c.sketch, sketches.c.at),
            *(comments.c.status, comments.c.text_digest, author.label("author")),
        )
        .select_from(edge.join(sketches, sa.and_(sketches.c.band == edge.c.band, sketches.c.at >= edge.c.at)))
        .join(comments, same)
        .limit(sa.bindparam("most", type_=sa.Integer))
    )


_REFUSED = {Status.REJECTED.value, Status.SPAM.value}
_VALUE = sa.column("value", sa.Integer)
_ON_SQLITE = _question(sa.func.json_each(sa.bindparam("bands", type_=sa.Text)).table_valued(_VALUE, name="given"))
_ARRAY = sa.bindparam("bands", type_=postgresql.ARRAY(sa.Integer))
_ON_POSTGRES = _question(sa.func.unnest(_ARRAY).table_valued(_VALUE, name="given").render_derived())
