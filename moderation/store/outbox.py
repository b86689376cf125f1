"""The outbox: messages written in the transaction of what they tell, and sent afterwards. At least once, when due."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from moderation.domain.message import Message
from moderation.store.tables import outbox

LEASE = timedelta(seconds=60)  # a sender gives up well before that
SEND_AT_MOST = 30  # attempts, over about a day
FIELDS = Message.__dataclass_fields__

_LIVE, _DEAD = outbox.c.dead_at.is_(None), outbox.c.dead_at.is_not(None)


class Backlog(NamedTuple):
    """What has not left: messages whose time has come, those whose time will come, those given up, and how late the latest is."""

    due: int
    later: int
    dead: int
    late: timedelta


def put(connection: sa.Connection, messages: Sequence[Message]) -> None:
    """Write messages, in the transaction of what they tell: both are there, or neither."""
    if messages:
        rows = [{name: getattr(message, name) for name in FIELDS} for message in messages]
        connection.execute(sa.insert(outbox), rows)


def claim(connection: sa.Connection, channel: str, token: str, at: datetime) -> Message | None:
    """Take the message of a channel that has been due longest, for ``LEASE``; None if none is due. The attempt is counted now."""
    due = (
        sa.select(outbox.c.site, outbox.c.id)
        .where(_LIVE, outbox.c.channel == channel, outbox.c.due_at <= at)
        .order_by(outbox.c.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)  # PostgreSQL; on SQLite writers take turns anyway
        .cte("due")
    )
    statement = (
        sa.update(outbox)
        .where(outbox.c.site == sa.select(due.c.site).scalar_subquery())
        .where(outbox.c.id == sa.select(due.c.id).scalar_subquery())
        .values(lease=token, due_at=at + LEASE, attempts=outbox.c.attempts + 1)
        .returning(outbox)
    )
    row = connection.execute(statement).one_or_none()
    return _message(row) if row else None


def delivered(connection: sa.Connection, message: Message, token: str) -> bool:
    """Forget a message that has arrived; False if the lease was lost, and it will arrive again. Safe to run again."""
    return connection.execute(sa.delete(outbox).where(*_ours(message, token))).rowcount == 1


def postpone(connection: sa.Connection, message: Message, token: str, error: str, due_at: datetime) -> None:
    """Note why it did not arrive, and when to try again; nothing if the lease was lost."""
    values = {"lease": None, "last_error": error, "due_at": due_at}
    connection.execute(sa.update(outbox).where(*_ours(message, token)).values(values))


def give_up(connection: sa.Connection, message: Message, token: str, error: str, at: datetime) -> None:
    """Let it be dead: it stays, and is not sent any more; nothing if the lease was lost."""
    values = {"lease": None, "last_error": error, "dead_at": at}
    connection.execute(sa.update(outbox).where(*_ours(message, token)).values(values))


def list_waiting(connection: sa.Connection, limit: int) -> tuple[Message, ...]:
    """What is to be sent, the earliest due first."""
    statement = sa.select(outbox).where(_LIVE).order_by(outbox.c.due_at).limit(limit)
    return tuple(_message(row) for row in connection.execute(statement))


def list_dead(connection: sa.Connection, limit: int) -> tuple[Message, ...]:
    """What was given up, the latest first."""
    statement = sa.select(outbox).where(_DEAD).order_by(outbox.c.dead_at.desc()).limit(limit)
    return tuple(_message(row) for row in connection.execute(statement))


def revive(connection: sa.Connection, at: datetime, identifier: str | None = None) -> int:
    """Send what was given up once more, from the first attempt: one message, or all; how many. Safe to run again."""
    chosen = _DEAD if identifier is None else sa.and_(_DEAD, outbox.c.id == identifier)
    values = {"dead_at": None, "due_at": at, "attempts": 0, "lease": None}
    return connection.execute(sa.update(outbox).where(chosen).values(values)).rowcount


def backlog(connection: sa.Connection, at: datetime) -> dict[str, Backlog]:
    """What has not left, by channel."""
    due = sa.and_(_LIVE, outbox.c.due_at <= at)
    live = sa.select(
        outbox.c.channel,
        sa.func.count().filter(due).label("due"),
        sa.func.count().filter(outbox.c.due_at > at).label("later"),
        sa.func.min(outbox.c.due_at).label("first"),
    )
    found = {
        row.channel: Backlog(row.due, row.later, 0, max(at - row.first, timedelta()))
        for row in connection.execute(live.where(_LIVE).group_by(outbox.c.channel))
    }
    dead = sa.select(outbox.c.channel, sa.func.count().label("dead")).where(_DEAD).group_by(outbox.c.channel)
    for row in connection.execute(dead):
        found[row.channel] = found.get(row.channel, Backlog(0, 0, 0, timedelta()))._replace(dead=row.dead)
    return found


def _ours(message: Message, token: str) -> tuple[sa.ColumnElement[bool], ...]:
    return outbox.c.site == message.site, outbox.c.id == message.id, outbox.c.lease == token


def _message(row: sa.Row[Any]) -> Message:
    return Message(**{name: getattr(row, name) for name in FIELDS})
