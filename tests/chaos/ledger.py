"""What the database says when all is quiet."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

import sqlalchemy as sa

from moderation.domain.audit import OPERATOR
from moderation.store import tables
from tests.chaos.load import Load


class Row(NamedTuple):
    """A comment; ``number`` is read from the mark in its body, None if there is none of ours."""

    id: str
    number: int | None
    body: str
    status: str
    version: int
    revision: int
    attempts: int
    leased: bool
    thread: int


class Line(NamedTuple):
    """A line of the audit; ``at`` in seconds since 1970."""

    comment: str
    at: float
    who: str
    action: str
    before: str | None
    after: str
    version: int


class Judged(NamedTuple):
    """A verdict; ``failed``: a check had crashed, or no worker had survived."""

    comment: str
    revision: int
    verdict: str
    failed: bool


class Decided(NamedTuple):
    """A person's decision; ``version`` is the comment's after it."""

    comment: str
    version: int
    who: int
    action: str
    after: str


@dataclass
class Ledger:
    """All of it.

    Attributes:
        lines: By comment, in the order of versions; only those that tell of a step, and not of an erasure.
        counts: Thread to the number of approved comments that is shown for it.
        unsent: How many messages still stand in the outbox.
        damage: What the database's own check of its files says; empty if all is well.
    """

    rows: list[Row] = field(default_factory=list)
    lines: dict[str, list[Line]] = field(default_factory=dict)
    verdicts: list[Judged] = field(default_factory=list)
    decisions: list[Decided] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)
    unsent: int = 0
    damage: str = ""


def read(engine: sa.Engine, load: Load) -> Ledger:
    """Read it all in one view."""
    level = "REPEATABLE READ" if engine.dialect.name == "postgresql" else "SERIALIZABLE"
    with engine.execution_options(isolation_level=level).connect() as connection:
        return Ledger(
            rows=[_row(row, load) for row in connection.execute(sa.select(tables.comments))],
            lines=_lines(connection),
            verdicts=[
                Judged(row.comment, row.revision, row.verdict, any(signal.get("failed") for signal in row.signals))
                for row in connection.execute(sa.select(tables.verdicts))
            ],
            decisions=_decisions(connection),
            counts={row.id: row.approved for row in connection.execute(sa.select(tables.threads))},
            unsent=_count(connection, tables.outbox),
            damage=_damage(connection),
        )


def waiting(engine: sa.Engine) -> tuple[int, int]:
    """How many comments are not decided, and how many leases there are."""
    table = tables.comments
    with engine.connect() as connection:
        received = _count(connection, table, table.c.status == "received")
        return received, _count(connection, table, table.c.lease.is_not(None))


def unsent(engine: sa.Engine) -> int:
    """How many messages still stand in the outbox."""
    with engine.connect() as connection:
        return _count(connection, tables.outbox)


def _count(connection: sa.Connection, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one()


def deadlocks(engine: sa.Engine) -> int:
    """How often PostgreSQL had to break a circle of waiting; SQLite knows none."""
    if engine.dialect.name == "sqlite":
        return 0
    with engine.connect() as connection:
        said = sa.text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(connection.execute(said).scalar_one())


def _row(row: sa.Row[tuple[object, ...]], load: Load) -> Row:
    mark = load.mark.search(row.body)
    number = int(mark[1]) if mark else None
    leased = row.lease is not None
    return Row(row.id, number, row.body, row.status, row.version, row.revision, row.attempts, leased, row.thread)


def _lines(connection: sa.Connection) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    table = tables.audit
    steps = sa.select(table).where(table.c.comment != "", table.c.after.is_not(None), table.c.who != OPERATOR)
    for row in connection.execute(steps.order_by(table.c.comment, table.c.version)):
        at = row.at.timestamp()
        found[row.comment].append(Line(row.comment, at, row.who, row.action, row.before, row.after, row.version))
    return dict(found)


def _decisions(connection: sa.Connection) -> list[Decided]:
    people = connection.execute(sa.select(tables.moderators.c.id).order_by(tables.moderators.c.name)).scalars()
    numbers = {identifier: number for number, identifier in enumerate(people)}
    return [
        Decided(row.comment, row.version, numbers[row.moderator], row.action, row.after)
        for row in connection.execute(sa.select(tables.decisions))
    ]


def _damage(connection: sa.Connection) -> str:
    """SQLite's own check; PostgreSQL's is a program, see ``Postgres.damage``."""
    if connection.dialect.name != "sqlite":
        return ""
    said = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return "" if list(said) == ["ok"] and not broken else f"{said} {len(broken)} broken references"
