"""Echoes: where nearly the same was said, and the same was linked to, on any site; one question for a whole batch.

Across sites, only sketches and marks are compared, and no author; of the comments they belong to, only whether they were refused.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from moderation.domain.comment import NOBODY, Comment, Status
from moderation.domain.evidence import Echo
from moderation.domain.text import Trace
from moderation.domain.text.sketch import BANDS, NEAR, band_of_mark, bands, distance
from moderation.store.prepared import Prepared
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
    stored = [row for row in _stored(connection, batch, by_band) if row.comment not in ours]
    facts = _facts(connection, batch[0].site, {row.comment: row.site for row in stored})
    for row in stored:
        if row.comment in facts:
            by_band[row.band].append(Met(row.site, row.comment, row.sketch, *facts[row.comment]))
    return {comment.id: _echo(comment, traces[comment.id], digests[comment.id], by_band) for comment in batch}


def _met(comment: Comment, value: int, digest: str) -> Met:
    at, author = comment.submitted_at, comment.author.fingerprint
    return Met(comment.site, comment.id, value, at, is_refused=False, digest=digest, author=author)


def _stored(connection: sa.Connection, batch: Sequence[Comment], by_band: Mapping[int, Sequence[Met]]) -> list[Any]:
    """What stands in the bands of a batch, as far as it is near to one of it, or the same owner: most are there by chance."""
    ours = {band: {met.value for met in there} for band, there in by_band.items()}
    if not ours:
        return []
    since, most = min(comment.submitted_at for comment in batch) - KEPT, NEWEST * len(ours)
    is_postgres = connection.dialect.name == "postgresql"
    statement, wanted = (_ON_POSTGRES, list(ours)) if is_postgres else (_ON_SQLITE, json.dumps(list(ours)))
    there = statement.rows(connection, {"bands": wanted, "since": since, "most": most})
    return [row for row in there if _is_alike(row.band, row.sketch, ours[row.band])]


def _is_alike(band: int, value: int, ours: set[int]) -> bool:
    return value in ours or (band < BANDS and any(distance(value, own) <= NEAR for own in ours))


def _facts(connection: sa.Connection, site: int, sites: Mapping[str, int]) -> dict[str, tuple[Any, ...]]:
    """What else there is to know of comments (with their sites), by id: when, whether refused, its digest, and its author."""
    if not sites:
        return {}
    statement, asked = _PAIRS_ON_SQLITE, {"pairs": json.dumps([(number, name) for name, number in sites.items()])}
    if connection.dialect.name == "postgresql":
        statement, asked = _PAIRS_ON_POSTGRES, {"sites": list(sites.values()), "comments": list(sites)}  # type: ignore[dict-item]
    return {
        row.id: (row.submitted_at, row.status in _REFUSED, row.text_digest, row.fingerprint if row.site == site else NOBODY)
        for row in statement.rows(connection, asked)
    }  # fmt: skip


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


def _question(given: sa.TableValuedAlias) -> Prepared:
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
    return Prepared(
        sa.select(sketches.c.band, sketches.c.site, sketches.c.comment, sketches.c.sketch)
        .select_from(edge.join(sketches, sa.and_(sketches.c.band == edge.c.band, sketches.c.at >= edge.c.at)))
        .limit(sa.bindparam("most", type_=sa.Integer))
    )


def _of_pairs(given: sa.TableValuedAlias, site: sa.ColumnElement[Any], comment: sa.ColumnElement[Any]) -> Prepared:
    """Some comments, each by its key."""
    same = sa.and_(comments.c.site == site, comments.c.id == comment)
    wanted = *(comments.c.id, comments.c.site, comments.c.submitted_at), *(comments.c.status, comments.c.text_digest)
    return Prepared(sa.select(*wanted, comments.c.fingerprint).select_from(given.join(comments, same)))


_REFUSED = {Status.REJECTED.value, Status.SPAM.value}
_VALUE = sa.column("value", sa.Integer)
_ON_SQLITE = _question(sa.func.json_each(sa.bindparam("bands", type_=sa.Text)).table_valued(_VALUE, name="given"))
_ARRAY = sa.bindparam("bands", type_=postgresql.ARRAY(sa.Integer))
_ON_POSTGRES = _question(sa.func.unnest(_ARRAY).table_valued(_VALUE, name="given").render_derived())
_PAIR = sa.func.json_each(sa.bindparam("pairs", type_=sa.Text)).table_valued(sa.column("value", sa.Text), name="given")
_PAIRS_ON_SQLITE = _of_pairs(_PAIR, *(sa.func.json_extract(_PAIR.c.value, path) for path in ("$[0]", "$[1]")))
_LISTS = (
    sa.func.unnest(
        sa.bindparam("sites", type_=postgresql.ARRAY(sa.Integer)), sa.bindparam("comments", type_=postgresql.ARRAY(sa.Text))
    )
    .table_valued(sa.column("site", sa.Integer), sa.column("comment", sa.Text), name="given")
    .render_derived()
)  # fmt: skip
_PAIRS_ON_POSTGRES = _of_pairs(_LISTS, _LISTS.c.site, _LISTS.c.comment)
