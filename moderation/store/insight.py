"""What the comments themselves say of a period. Each question reads an index, or a limited number of rows."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from moderation.domain.comment import Status
from moderation.domain.insight import Hot, Period
from moderation.store.tables import comments, decisions, looks, threads, verdicts
from moderation.store.times import day, seconds

REFUSED = (Status.REJECTED.value, Status.SPAM.value)
DECIDED = (Status.APPROVED.value, *REFUSED)
ENOUGH = 5  # comments from which a thread's share of refusals says something


class Decided(NamedTuple):
    """A comment that a person has decided on, with what the machine had thought."""

    after: str
    verdict: str
    score: float
    signals: Any


def count_by_day(connection: sa.Connection, sites: Collection[int], period: Period) -> dict[date, dict[str, int]]:
    """Comments by the day they were handed in and where they stand today."""
    at = day(comments.c.submitted_at).label("day")
    statement = sa.select(at, comments.c.status, sa.func.count()).where(*_within(sites, period))
    found: dict[date, dict[str, int]] = {}
    for row in connection.execute(statement.group_by(at, comments.c.status)):
        found.setdefault(date.fromisoformat(row[0]), {})[row[1]] = row[2]
    return found


def count_waiting(connection: sa.Connection, sites: Collection[int]) -> dict[str, int]:
    """How many comments wait now, for the machine and for people."""
    wait = comments.c.status.in_([Status.RECEIVED.value, Status.PENDING.value])
    statement = sa.select(comments.c.status, sa.func.count()).where(comments.c.site.in_(list(sites)), wait)
    return {row[0]: row[1] for row in connection.execute(statement.group_by(comments.c.status))}


def oldest_pending(connection: sa.Connection, sites: Collection[int]) -> datetime | None:
    """When the oldest comment that waits for a person was handed in."""
    waiting = comments.c.site.in_(list(sites)), comments.c.status == Status.PENDING.value
    moment: datetime | None = connection.execute(
        sa.select(sa.func.min(comments.c.submitted_at)).where(*waiting)
    ).scalar()
    return moment


def list_to_publication(connection: sa.Connection, sites: Collection[int], period: Period, limit: int) -> list[float]:
    """How long the newest public comments took to be public, in seconds."""
    took = seconds(comments.c.changed_at, comments.c.submitted_at)
    public = comments.c.status == Status.APPROVED.value, comments.c.changed_at.is_not(None)
    statement = sa.select(took).where(
        comments.c.site.in_(list(sites)), *public,
        comments.c.submitted_at >= period.since, comments.c.submitted_at < period.until,
    )  # fmt: skip
    rows = connection.execute(statement.order_by(comments.c.submitted_at.desc()).limit(limit))
    return [max(float(row[0]), 0.0) for row in rows]


def list_decided(connection: sa.Connection, sites: Collection[int], period: Period, limit: int) -> tuple[Decided, ...]:
    """The newest decisions with the verdicts they were about."""
    newest = (
        sa.select(decisions.c.site, decisions.c.comment, decisions.c.after, decisions.c.decided_at)
        .where(
            decisions.c.site.in_(list(sites)), decisions.c.undone_at.is_(None), ~decisions.c.first, decisions.c.after.in_(DECIDED),
            decisions.c.decided_at >= period.since, decisions.c.decided_at < period.until,
        )
        .order_by(decisions.c.decided_at.desc())
        .limit(limit)
        .subquery()
    )  # fmt: skip
    same = sa.and_(comments.c.site == newest.c.site, comments.c.id == newest.c.comment)
    judged = sa.and_(
        verdicts.c.site == comments.c.site,
        verdicts.c.comment == comments.c.id,
        verdicts.c.revision == comments.c.revision,
    )
    statement = sa.select(newest.c.after, verdicts.c.verdict, verdicts.c.score, verdicts.c.signals)
    rows = connection.execute(statement.join_from(newest, comments, same).join(verdicts, judged))
    return tuple(Decided(*row) for row in rows)


def list_looks(
    connection: sa.Connection, sites: Collection[int], period: Period, limit: int
) -> tuple[tuple[str, str, str], ...]:
    """The newest second looks: who was first, and what each of the two said: a reason, where it was a rejection."""
    first, second = (
        sa.case((sa.and_(status == Status.REJECTED.value, reason != ""), reason), else_=status)
        for status, reason in ((looks.c.first, looks.c.first_reason), (looks.c.second, looks.c.second_reason))
    )
    statement = sa.select(looks.c.first_by, first, second).where(
        looks.c.site.in_(list(sites)),
        looks.c.second != "",
        looks.c.looked_at >= period.since,
        looks.c.looked_at < period.until,
    )
    rows = connection.execute(statement.order_by(looks.c.site, looks.c.comment.desc()).limit(limit))
    return tuple((row[0], row[1], row[2]) for row in rows)


def list_hot(connection: sa.Connection, sites: Collection[int], period: Period, limit: int) -> tuple[Hot, ...]:
    """The pages with a high share of refusals, and many of them, hottest first."""
    refused = sa.func.sum(sa.case((comments.c.status.in_(REFUSED), 1), else_=0)).label("refused")
    every = sa.func.count().label("every")
    grouped = (
        sa.select(comments.c.site, comments.c.thread, every, refused)
        .where(
            comments.c.site.in_(list(sites)),
            comments.c.submitted_at >= period.since, comments.c.submitted_at < period.until,
        )
        .group_by(comments.c.site, comments.c.thread)
        .having(sa.and_(every >= ENOUGH, refused > 0))
        .order_by((refused * refused * 1.0 / every).desc())
        .limit(limit)
        .subquery()
    )  # fmt: skip
    same = sa.and_(threads.c.site == grouped.c.site, threads.c.id == grouped.c.thread)
    statement = sa.select(threads.c.url, threads.c.title, grouped.c.every, grouped.c.refused).join_from(
        grouped, threads, same
    )
    rows = connection.execute(statement)
    return tuple(sorted((Hot(*row) for row in rows), key=lambda one: -(one.refused**2) / one.comments))


def _within(sites: Collection[int], period: Period) -> tuple[sa.ColumnElement[bool], ...]:
    """With every status named, so that the index of the queue serves."""
    return (
        comments.c.site.in_(list(sites)), comments.c.status.in_([one.value for one in Status]),
        comments.c.submitted_at >= period.since, comments.c.submitted_at < period.until,
    )  # fmt: skip
