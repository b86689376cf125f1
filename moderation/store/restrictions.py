"""What was restricted in a period, what readers reported, and what authors appealed."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from moderation.domain.audit import MACHINE
from moderation.domain.comment import Status
from moderation.domain.decision import Action
from moderation.domain.insight import Period
from moderation.store.record import NOT_PEOPLE, span
from moderation.store.tables import appeals, audit, comments, reports, verdicts
from moderation.store.times import seconds

BATCH = 500  # rows in memory at once
REFUSED = (Status.REJECTED.value, Status.SPAM.value)


class Restriction(NamedTuple):
    """A comment that was refused.

    Attributes:
        verdict: What the machine thought; None once age has removed it; so are ``signals``.
        reported: Whether readers had reported it.
    """

    comment: str
    at: datetime
    by_machine: bool
    before: str
    after: str
    reason: str
    verdict: str | None
    signals: Any
    reported: bool


def walk(connection: sa.Connection, sites: Collection[int], period: Period) -> Iterator[Restriction]:
    """Every restriction that stood, in the order of its line; a few at a time, so that any number fits."""
    undo = audit.alias("undo")
    is_undone = sa.exists().where(
        undo.c.site == audit.c.site, undo.c.comment == audit.c.comment, undo.c.version == audit.c.version + 1,
        undo.c.action == "undo",
    )  # fmt: skip
    by_people = sa.and_(audit.c.who.not_in(NOT_PEOPLE), audit.c.action.in_([one.value for one in Action]))
    by_machine = sa.and_(audit.c.who == MACHINE, audit.c.action == "spam")
    is_restricted = (
        audit.c.after.in_(REFUSED),
        audit.c.before.not_in(REFUSED),
        sa.or_(by_people, by_machine),
        ~is_undone,
    )
    is_reported = sa.exists().where(
        reports.c.site == audit.c.site, reports.c.comment == audit.c.comment, reports.c.at < audit.c.at
    )
    same = sa.and_(comments.c.site == audit.c.site, comments.c.id == audit.c.comment)
    judged = sa.and_(
        verdicts.c.site == comments.c.site,
        verdicts.c.comment == comments.c.id,
        verdicts.c.revision == comments.c.revision,
    )
    columns = (audit.c.comment, audit.c.at, audit.c.who == MACHINE, audit.c.before, audit.c.after, audit.c.reason)
    statement = (
        sa.select(*columns, verdicts.c.verdict, verdicts.c.signals, is_reported)
        .select_from(audit.outerjoin(comments, same).outerjoin(verdicts, judged))
        .where(*span(sites, period), *is_restricted)
        .order_by(audit.c.id)
    )
    rows = connection.execution_options(yield_per=BATCH).execute(statement)
    yield from (
        Restriction(row[0], row[1], bool(row[2]), row[3], row[4], row[5], row[6], row[7], bool(row[8])) for row in rows
    )


def count_reports(connection: sa.Connection, sites: Collection[int], period: Period) -> dict[str, int]:
    """Notices of readers by reason."""
    statement = sa.select(reports.c.reason, sa.func.count()).where(*_sent(sites, period)).group_by(reports.c.reason)
    return {row[0]: row[1] for row in connection.execute(statement)}


def count_outcomes(connection: sa.Connection, sites: Collection[int], period: Period) -> dict[str, int]:
    """What became of them: ``open``, or where the comment stands: ``refused`` or ``kept``."""
    is_open, is_refused = reports.c.closed_at.is_(None), comments.c.status.in_(REFUSED)
    outcome = sa.case((is_open, "open"), (is_refused, "refused"), else_="kept").label("outcome")
    same = sa.and_(comments.c.site == reports.c.site, comments.c.id == reports.c.comment)
    statement = sa.select(outcome, sa.func.count()).join_from(reports, comments, same).where(*_sent(sites, period))
    return {row[0]: row[1] for row in connection.execute(statement.group_by(outcome))}


def list_answers(connection: sa.Connection, sites: Collection[int], period: Period, limit: int) -> list[float]:
    """From a notice to the decision after it, in seconds; the newest notices."""
    statement = sa.select(seconds(reports.c.closed_at, reports.c.at)).where(
        *_sent(sites, period), reports.c.closed_at.is_not(None)
    )
    rows = connection.execute(statement.order_by(reports.c.comment.desc()).limit(limit))
    return [max(float(row[0]), 0.0) for row in rows]


def count_appeals(connection: sa.Connection, sites: Collection[int], period: Period) -> dict[str, int]:
    """Appeals by outcome; ``open`` where there is none yet."""
    outcome = sa.case((appeals.c.outcome == "", "open"), else_=appeals.c.outcome).label("outcome")
    sent = appeals.c.site.in_(list(sites)), appeals.c.at >= period.since, appeals.c.at < period.until
    statement = sa.select(outcome, sa.func.count()).where(*sent).group_by(outcome)
    return {row[0]: row[1] for row in connection.execute(statement)}


def _sent(sites: Collection[int], period: Period) -> tuple[sa.ColumnElement[bool], ...]:
    return reports.c.site.in_(list(sites)), reports.c.at >= period.since, reports.c.at < period.until
