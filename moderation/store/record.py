"""Counting the audit: what was done in a period, also to comments that age has removed since.

Ids of lines begin with their time, so a period is a range of the primary key.
"""

from collections.abc import Collection, Mapping, Sequence
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

    action: str
    before: str
    after: str
    reason: str
    first: bool
    number: int


class Tally(NamedTuple):
    """One day of one site.

    Attributes:
        machine: How often the machine gave each verdict, and how many comments were handed in (``submit``).
        people: What people decided.
    """

    machine: Mapping[str, int]
    people: tuple[Done, ...]


NOTHING = Tally({}, ())


def count(connection: sa.Connection, sites: Collection[int], period: Period) -> dict[tuple[int, date], Tally]:
    """What was done, by site and day; days without anything are left out."""
    machine, people = _machine(connection, sites, period), _people(connection, sites, period)
    return {key: Tally(machine.get(key, {}), tuple(people.get(key, ()))) for key in {*machine, *people}}


def _machine(
    connection: sa.Connection, sites: Collection[int], period: Period
) -> dict[tuple[int, date], dict[str, int]]:
    whose = sa.or_(
        sa.and_(audit.c.who == MACHINE, audit.c.action.in_(VERDICTS)),
        sa.and_(audit.c.who == AUTHOR, audit.c.action == "submit"),
    )
    columns = (audit.c.site, day(audit.c.at), audit.c.action)
    statement = sa.select(*columns, sa.func.count()).where(*span(sites, period), whose).group_by(*_by(columns))
    found: dict[tuple[int, date], dict[str, int]] = {}
    for row in connection.execute(statement):
        found.setdefault((row[0], date.fromisoformat(row[1])), {})[row[2]] = row[3]
    return found


def _people(connection: sa.Connection, sites: Collection[int], period: Period) -> dict[tuple[int, date], list[Done]]:
    columns = (
        audit.c.site, day(audit.c.at), audit.c.action, audit.c.before, audit.c.after, audit.c.reason,
        _is_first().label("first"),
    )  # fmt: skip
    statement = sa.select(*columns, sa.func.count()).where(*span(sites, period), *_by_people()).group_by(*_by(columns))
    found: dict[tuple[int, date], list[Done]] = {}
    for row in connection.execute(statement):
        done = Done(row[2], row[3], row[4], row[5], bool(row[6]), row[7])
        found.setdefault((row[0], date.fromisoformat(row[1])), []).append(done)
    return found


def _by(columns: Sequence[object]) -> list[sa.ColumnElement[int]]:
    """The first columns of a statement by their places: an expression with values in it is another one each time."""
    return [sa.literal_column(str(place)) for place, _ in enumerate(columns, 1)]


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
