"""Reports: what readers say against published comments. A comment's own count of open ones is written with them, and nowhere else."""

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from moderation.domain.comment import Comment, Status
from moderation.store.tables import comments, reports


class Report(NamedTuple):
    """One reader's word.

    Attributes:
        mark: Keyed hash of where it came from, for this comment alone.
        reason: One of ``decision.REASONS``.
    """

    mark: str
    reason: str
    at: datetime


def add(connection: sa.Connection, comment: Comment, report: Report) -> bool:
    """Write a report down and count it, where the comment is still published; False if it is not. Safe to run again.

    There is one for each mark. One that was closed counts again only after the author has changed the text.
    """
    values = {"site": comment.site, "comment": comment.id, **report._asdict(), "edited": comment.edited_at}
    if connection.execute(_ADD[connection.dialect.name], values).scalar() is None:
        return comment.status is Status.APPROVED
    here = *_of(comments, comment), comments.c.status == Status.APPROVED.value
    counted = sa.update(comments).where(*here).values(reports=comments.c.reports + 1)
    return connection.execute(counted).rowcount == 1


def close(connection: sa.Connection, comment: Comment, at: datetime) -> None:
    """A person has decided on a comment: its reports are answered. Safe to run again."""
    statement = sa.update(reports).where(*_of(reports, comment), reports.c.closed_at.is_(None))
    connection.execute(statement.values(closed_at=at))
    connection.execute(sa.update(comments).where(*_of(comments, comment)).values(reports=0))


def reopen(connection: sa.Connection, comment: Comment, closed_at: datetime) -> None:
    """The decision of that moment is taken back, and with it the answer to its reports."""
    statement = sa.update(reports).where(*_of(reports, comment), reports.c.closed_at == closed_at)
    again = connection.execute(statement.values(closed_at=None)).rowcount
    if again:
        counted = sa.update(comments).where(*_of(comments, comment)).values(reports=comments.c.reports + again)
        connection.execute(counted)


def was_answered(connection: sa.Connection, comment: Comment, at: datetime) -> bool:
    """Whether the decision of that moment answered reports."""
    answered = sa.select(reports.c.mark).where(*_of(reports, comment), reports.c.closed_at == at).exists()
    return bool(connection.execute(sa.select(answered)).scalar())


def _of(table: sa.Table, comment: Comment) -> tuple[sa.ColumnElement[bool], ...]:
    name = table.c.id if table is comments else table.c.comment
    return table.c.site == comment.site, name == comment.id


def _add(dialect: Any) -> sa.Executable:
    columns: dict[str, Any] = {name: sa.bindparam(name) for name in ("site", "comment", "mark", "reason", "at")}
    statement = dialect.insert(reports).values(**columns)
    again = {"reason": statement.excluded.reason, "at": statement.excluded.at, "closed_at": None}
    edited = sa.bindparam("edited", type_=reports.c.closed_at.type)
    added: sa.Executable = statement.on_conflict_do_update(
        index_elements=["site", "comment", "mark"], set_=again, where=reports.c.closed_at < edited
    ).returning(reports.c.mark)
    return added


_ADD = {
    "sqlite": _add(sqlite),
    "postgresql": _add(postgresql),
}  # made once: building them takes longer than running them
