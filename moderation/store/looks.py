"""Second looks: what was drawn, and what somebody said who was not told. One for each comment; answered once."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from moderation.domain.audit import MACHINE
from moderation.domain.comment import Status
from moderation.domain.look import LEADS_TO, Look, Looked
from moderation.domain.moderator import Moderator
from moderation.store.tables import comments, decisions, looks, verdicts

Span = tuple[datetime, datetime]  # from, until
WAITS = timedelta(days=14)  # for an answer; then nobody is asked any more
_JUDGED = [status.value for status in LEADS_TO.values()]
_ALONE = [Status.APPROVED.value, Status.SPAM.value]  # what the machine decides by itself
_SAME = sa.and_(comments.c.site == looks.c.site, comments.c.id == looks.c.comment)
_OPEN = (  # and the comment stands as it did, in the words it had
    looks.c.looked_at.is_(None),
    comments.c.status == looks.c.first,
    comments.c.changed_at <= looks.c.asked_at,
)


def list_decided(connection: sa.Connection, site: int, span: Span, limit: int) -> tuple[Look, ...]:
    """Decisions of some hours that still stand, on comments that were not drawn: looks with the moment of the decision."""
    last = decisions.c.version == comments.c.version  # nothing has happened to it since
    statement = (
        sa.select(decisions)
        .join(comments, sa.and_(comments.c.site == decisions.c.site, comments.c.id == decisions.c.comment, last))
        .where(decisions.c.site == site, decisions.c.decided_at >= span[0], decisions.c.decided_at < span[1])
        .where(decisions.c.undone_at.is_(None), decisions.c.after.in_(_JUDGED), ~comments.c.staff, ~_drawn(decisions))
        .where(~decisions.c.first)
        .order_by(decisions.c.decided_at)
        .limit(limit)
    )
    rows = connection.execute(statement)
    return tuple(Look(site, row.comment, row.moderator, Status(row.after), row.reason, row.decided_at) for row in rows)


def list_judged(connection: sa.Connection, site: int, span: Span, limit: int) -> tuple[Look, ...]:
    """Comments of some hours that the machine alone has published or called spam, and that were not drawn."""
    judged = sa.and_(
        verdicts.c.site == comments.c.site,
        verdicts.c.comment == comments.c.id,
        verdicts.c.revision == comments.c.revision,
    )
    by_people = sa.exists().where(decisions.c.site == comments.c.site, decisions.c.comment == comments.c.id)
    statement = (
        sa.select(comments.c.id, comments.c.status, verdicts.c.judged_at)
        .join(verdicts, judged)
        .where(comments.c.site == site, comments.c.status.in_(_ALONE), verdicts.c.judged_at < span[1])
        .where(comments.c.submitted_at >= span[0], comments.c.submitted_at < span[1], ~comments.c.staff)
        .where(~by_people.correlate(comments), ~_drawn(comments))
        .limit(limit)
    )
    return tuple(
        Look(site, row.id, MACHINE, Status(row.status), "", row.judged_at) for row in connection.execute(statement)
    )


def ask(connection: sa.Connection, drawn: Sequence[Look]) -> None:
    """Have somebody look; what was drawn before stays as it is. Safe to run again."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    if drawn:
        insert = dialect.insert(looks).on_conflict_do_nothing(index_elements=["site", "comment"])
        connection.execute(insert, [asdict(one) for one in drawn])


def list_open(connection: sa.Connection, moderator: Moderator, limit: int, comment: str = "") -> tuple[Look, ...]:
    """What a moderator can be shown, the oldest first: nothing of their own; or only one comment."""
    statement = sa.select(looks).join(comments, _SAME).where(*_for(moderator))
    statement = statement.where(looks.c.comment == comment) if comment else statement
    return tuple(map(_look, connection.execute(statement.order_by(looks.c.asked_at, looks.c.comment).limit(limit))))


def count_open(connection: sa.Connection, moderator: Moderator) -> int:
    """How many there are."""
    statement = sa.select(sa.func.count()).select_from(looks).join(comments, _SAME).where(*_for(moderator))
    return int(connection.execute(statement).scalar_one())


def answer(connection: sa.Connection, look: Look, said: Looked) -> bool:
    """Keep what the second one said; False if somebody was faster."""
    here = looks.c.site == look.site, looks.c.comment == look.comment, looks.c.looked_at.is_(None)
    values = {
        "second_by": said.by,
        "second": said.second or "",
        "second_reason": said.reason,
        "looked_at": said.at,
    }
    return connection.execute(sa.update(looks).where(*here).values(values)).rowcount == 1


def sweep(connection: sa.Connection, at: datetime) -> None:
    """Ask no more for what nobody has looked at for a fortnight. Safe to run again."""
    connection.execute(sa.delete(looks).where(looks.c.looked_at.is_(None), looks.c.asked_at < at - WAITS))


def _for(moderator: Moderator) -> list[sa.ColumnElement[bool]]:
    sites: Collection[int] | None = moderator.sites
    return [*_OPEN, looks.c.first_by != moderator.id, *([] if sites is None else [looks.c.site.in_(sites)])]


def _drawn(table: sa.Table) -> sa.ColumnElement[bool]:
    comment = table.c.id if table is comments else table.c.comment
    return sa.exists().where(looks.c.site == table.c.site, looks.c.comment == comment).correlate(table)


def _look(row: sa.Row[Any]) -> Look:
    return Look(row.site, row.comment, row.first_by, Status(row.first), row.first_reason, row.asked_at)
