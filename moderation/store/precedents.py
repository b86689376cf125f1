"""Precedents: what people decided on the same text, or on nearly the same, within a site."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from moderation.domain.comment import Comment
from moderation.domain.text.sketch import NEAR, distance
from moderation.store.comments import ids_by_site
from moderation.store.tables import comments, decisions, sketches

MOST = 500  # rows of each question: a flood must not slow down those who look at it
Precedent = tuple[str, str]  # the status a decision led to, and its reason


def find_many(connection: sa.Connection, shown: Iterable[Comment]) -> dict[str, Counter[Precedent]]:
    """How often each decision was made on texts like those of some comments, by comment; undone ones do not count."""
    found: dict[str, Counter[Precedent]] = {}
    for site, ours in ids_by_site(shown).items():
        alike = _alike(connection, site, ours)
        others = {other for them in alike.values() for other in them}
        decided = _decided(connection, site, others)
        for comment, them in alike.items():
            found[comment] = Counter(decided[other] for other in them if other in decided)
    return found


def _alike(connection: sa.Connection, site: int, ours: Sequence[str]) -> dict[str, set[str]]:
    """Comments with the same or a near text, by comment."""
    alike: dict[str, set[str]] = {identifier: set() for identifier in ours}
    mine, theirs = comments.alias("mine"), comments.alias("theirs")
    same = mine.c.site == site, mine.c.id.in_(ours), mine.c.text_digest != ""
    equal = theirs.c.site == mine.c.site, theirs.c.text_digest == mine.c.text_digest, theirs.c.id != mine.c.id
    for one, other in connection.execute(sa.select(mine.c.id, theirs.c.id).where(*same, *equal).limit(MOST)):
        alike[one].add(other)
    for one, other in _near(connection, site, ours):
        alike[one].add(other)
    return alike


def _near(connection: sa.Connection, site: int, ours: Sequence[str]) -> Iterable[tuple[str, str]]:
    mine, theirs = sketches.alias("mine"), sketches.alias("theirs")
    own = mine.c.site == site, mine.c.comment.in_(ours)
    met = theirs.c.band == mine.c.band, theirs.c.site == site, theirs.c.comment != mine.c.comment
    columns = mine.c.comment, mine.c.sketch, theirs.c.comment, theirs.c.sketch
    for one, our_sketch, other, their_sketch in connection.execute(sa.select(*columns).where(*own, *met).limit(MOST)):
        if distance(our_sketch, their_sketch) <= NEAR:
            yield one, other


def _decided(connection: sa.Connection, site: int, others: set[str]) -> Mapping[str, Precedent]:
    """The latest decision on each, if a person has decided."""
    if not others:
        return {}
    columns = decisions.c.comment, decisions.c.after, decisions.c.reason
    theirs = (
        decisions.c.site == site,
        decisions.c.comment.in_(others),
        decisions.c.undone_at.is_(None),
        ~decisions.c.first,
    )
    rows = connection.execute(sa.select(*columns).where(*theirs).order_by(decisions.c.version))
    return {row.comment: (row.after, row.reason) for row in rows}
