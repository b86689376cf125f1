"""Counting the audit: what was done in a period, also to comments that age has removed since.

Ids of lines begin with their time, so a period is a range of the primary key.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa

from moderation.domain.audit import AUTHOR, MACHINE, OPERATOR
from moderation.domain.decision import Action
from moderation.domain.identity import NOISE, identify
from moderation.domain.insight import Period
from moderation.store.tables import audit
from moderation.store.times import day

NOT_PEOPLE = (MACHINE, AUTHOR, OPERATOR)
VERDICTS = ("approve", "hold", "spam")


class Done(NamedTuple):
    """How often people decided something on one day; what was taken back is not counted.

    Attributes:
        first: Whether it was a person's first word on the comment: then ``before`` is where the machine had put it.
    """

    day: date
    action: str
    before: str
    after: str
    reason: str
    first: bool
    number: int


def count_machine(connection: sa.Connection, sites: Collection[int], period: Period) -> dict[tuple[date, str], int]:
    """How often the machine gave each verdict, and how many comments were handed in (``submit``), by day."""
    whose = sa.or_(
        sa.and_(audit.c.who == MACHINE, audit.c.action.in_(VERDICTS)),
        sa.and_(audit.c.who == AUTHOR, audit.c.action == "submit"),
    )
    at = day(audit.c.at).label("day")
    statement = sa.select(at, audit.c.action, sa.func.count().label("count")).where(*span(sites, period), whose)
    rows = connection.execute(statement.group_by(at, audit.c.action))
    return {(date.fromisoformat(row.day), row.action): row[2] for row in rows}


def count_people(connection: sa.Connection, sites: Collection[int], period: Period) -> tuple[Done, ...]:
    """What people decided, by day."""
    at, first = day(audit.c.at).label("day"), _is_first().label("first")
    columns = (at, audit.c.action, audit.c.before, audit.c.after, audit.c.reason, first)
    statement = sa.select(*columns, sa.func.count()).where(*span(sites, period), *_by_people())
    rows = connection.execute(statement.group_by(*(sa.literal_column(str(place)) for place in range(1, 7))))
    return tuple(Done(date.fromisoformat(row[0]), row[1], row[2], row[3], row[4], bool(row[5]), row[6]) for row in rows)


def list_first(
    connection: sa.Connection, sites: Collection[int], period: Period, limit: int
) -> tuple[tuple[str, datetime], ...]:
    """People's newest first words: the comment, and when."""
    statement = sa.select(audit.c.comment, audit.c.at).where(*span(sites, period), *_by_people(), _is_first())
    rows = connection.execute(statement.order_by(audit.c.id.desc()).limit(limit))
    return tuple((row.comment, row.at) for row in rows)


def span(sites: Collection[int], period: Period) -> tuple[sa.ColumnElement[bool], ...]:
    """Lines of these sites and days."""
    nothing = bytes(NOISE)
    begins, ends = identify(period.since, nothing), identify(period.until, nothing)
    return audit.c.site.in_(list(sites)), audit.c.id >= begins, audit.c.id < ends


def _by_people() -> tuple[sa.ColumnElement[bool], ...]:
    """Decisions that stood: no undo came right after them."""
    undo = audit.alias("undo")
    is_undone = sa.exists().where(
        undo.c.site == audit.c.site, undo.c.comment == audit.c.comment, undo.c.version == audit.c.version + 1,
        undo.c.action == "undo",
    )  # fmt: skip
    return audit.c.who.not_in(NOT_PEOPLE), audit.c.action.in_([one.value for one in Action]), ~is_undone


def _is_first() -> sa.ColumnElement[bool]:
    earlier = audit.alias("earlier")
    return ~sa.exists().where(
        earlier.c.site == audit.c.site, earlier.c.comment == audit.c.comment, earlier.c.version < audit.c.version,
        earlier.c.who.not_in(NOT_PEOPLE), earlier.c.action.in_([one.value for one in Action]),
    )  # fmt: skip
