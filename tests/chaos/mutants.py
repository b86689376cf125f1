"""Mutants: the service with one of its promises taken out. Each must be caught, or the rig is worth nothing."""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from flask import has_request_context

from moderation.domain.comment import Comment, Status
from moderation.domain.policy import Judgement
from moderation.store import audit, receipts, tables, threads, transitions, verdicts, waiting
from moderation.store.engine import Database
from moderation.store.transitions import Transition
from workers import reconciler
from workers.loops import Loop

LATE = 0.3  # seconds between an answer and the commit it speaks of


def no_compare_and_set() -> None:
    """A status is written whatever stands there, and a second verdict replaces the first."""
    record = verdicts.record

    def make(connection: sa.Connection, wanted: Transition) -> bool:
        comment, line, findings = wanted
        values = {"status": line.after, "version": line.version, "lease": None, "leased_until": None}
        table = tables.comments
        statement = sa.update(table).where(table.c.site == comment.site, table.c.id == comment.id)
        connection.execute(statement.values({**values, **findings}))
        audit.append(connection, comment.site, line)
        difference = (line.after is Status.APPROVED) - (comment.status is Status.APPROVED)
        if difference:
            threads.republish(connection, comment.site, comment.thread.id, difference)
        return True

    def make_many(connection: sa.Connection, wanted: Sequence[Transition]) -> list[Transition]:
        return [one for one in wanted if make(connection, one)]

    def record_over(connection: sa.Connection, made: Iterable[tuple[Comment, Judgement]], at: Any) -> None:
        made, table = list(made), tables.verdicts
        for comment, _ in made:
            connection.execute(sa.delete(table).where(table.c.site == comment.site, table.c.comment == comment.id))
        record(connection, made, at)

    _replace(transitions, "make", make)
    _replace(transitions, "make_many", make_many)
    _replace(verdicts, "record", record_over)


def no_receipts() -> None:
    """What was sent once is taken twice."""
    _replace(receipts, "claim", lambda *_: None)
    _replace(receipts, "find", lambda *_: None)


def early_answer() -> None:
    """The web answers first and commits a moment later."""
    write = Database.write

    def write_later(database: Database, work: Callable[[sa.Connection], Any]) -> Any:
        if not has_request_context():
            return write(database, work)
        with database.engine.connect() as connection:
            result = work(connection)
            connection.rollback()

        def commit() -> None:
            time.sleep(LATE)
            write(database, work)

        threading.Thread(target=commit).start()
        return result

    _replace(Database, "write", write_later)


def no_reconciler() -> None:
    """Nobody looks after what the doorbell has forgotten."""
    idle = Loop(lambda _: None, 1.0)
    _replace(reconciler, "LOOPS", {**reconciler.LOOPS, "screening": idle})


def no_lease() -> None:
    """A claim keeps nobody else away."""
    _replace(waiting, "_FRESH", tables.comments.c.status == Status.RECEIVED.value)


MUTANTS: dict[str, Callable[[], None]] = {
    "no-compare-and-set": no_compare_and_set,
    "no-receipts": no_receipts,
    "early-answer": early_answer,
    "no-reconciler": no_reconciler,
    "no-lease": no_lease,
}


def _replace(owner: Any, name: str, by: object) -> None:
    assert hasattr(owner, name), f"There is no {name} any more: the mutant would be no mutant."
    setattr(owner, name, by)
