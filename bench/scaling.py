"""The steps of docs/scaling.md, as far as one machine can show them: that they hold, and what they cost.

On a machine of two processors more processes are not quicker; that nothing is lost, shown late or searched in vain, they
show as well as many machines. ``python -m bench.scaling`` prints a table after some minutes; it ends by itself.
"""

import json
import sys
from collections.abc import Callable, Iterator
from itertools import chain, islice, repeat
from typing import Any, NamedTuple

import sqlalchemy as sa

from bench import machine
from bench.corpus import ORIGIN, comments
from bench.fleet import PARTITIONS, Fleet, partition
from bench.load import Load, put
from bench.peers import MissingPeerError
from bench.phases.drain import drained
from bench.phases.submit import calm
from bench.processes import processor_seconds
from bench.wire import Line

SECONDS, READY, BACKLOG, CHANGES = 4.0, 12_000, 1_500, 50
READ, SHOWN = f"{ORIGIN}/short", 100


class Fact(NamedTuple):
    """A line of the table."""

    step: str
    what: str
    figure: str


def groups(count: int, *, partitioned: bool = False) -> Iterator[Fact]:
    """So many groups of web processes behind nginx: what they accept is there once, and they show the same."""
    step = f"{count} web group{'s' * (count > 1)}" + f", PostgreSQL in {PARTITIONS} pieces" * partitioned
    with Fleet() as fleet:
        if partitioned:
            fleet.context.database.reshape(partition)
            fleet.furnish()
        fleet.start_groups(count)
        fleet.start_hands(2)
        fleet.fill(READ, SHOWN)
        with fleet.behind_nginx() as port:
            yield from _submitting(fleet, step, port)
            yield from _reading(fleet, step, port)
        yield Fact(step, f"of {CHANGES} changes, not shown at once by each group", str(_late(fleet)))
        if partitioned:
            yield Fact(step, "pieces that a page of a thread looks into", str(_looked_into(fleet)))


def hands() -> Iterator[Fact]:
    """One worker, two, and four: how quickly they screen a backlog."""
    for count in (1, 2, 4):
        with Fleet() as fleet:
            fleet.start_groups(1)
            ready = map(fleet.submission, islice(comments("hands", 50), BACKLOG))
            put(fleet.ports[0], ready, Load(8, 60.0, BACKLOG))
            waiting = fleet.waiting()
            fleet.start_hands(count)
            step = f"{count} worker{'s' * (count > 1)}"
            yield Fact(step, "screened a second", f"{drained(fleet, waiting):,.0f}")


def _submitting(fleet: Fleet, step: str, port: int) -> Iterator[Fact]:
    """What comes in by nginx, and what it costs each part until the last comment has its verdict."""
    ready = list(map(fleet.submission, islice(comments(step, 50), READY)))
    before, bytes_before = _spent(fleet), _size(fleet)
    outcome = put(port, ready, Load(8, SECONDS, READY))
    yield Fact(step, "accepted a second, 8 connections", f"{outcome.rate:,.0f}")
    yield Fact(step, "seconds until all was screened", f"{calm(fleet):.1f}")
    missing = outcome.good - _new(fleet)
    yield Fact(step, "accepted, and of these not in the store", f"{outcome.good:,}, {missing}")
    for part, spent in _spent(fleet).items():
        each = (spent - before[part]) * 1000 / outcome.good
        yield Fact(step, f"ms of processors a submission: {part}", f"{each:.2f}")
    yield Fact(step, "bytes of PostgreSQL a comment", f"{(_size(fleet) - bytes_before) / outcome.good:,.0f}")


def _spent(fleet: Fleet) -> dict[str, float]:
    return {part: processor_seconds(roots) for part, roots in fleet.parts.items()}


def _size(fleet: Fleet) -> int:
    return int(_told(fleet, "SELECT pg_database_size(current_database())")[0])


def _reading(fleet: Fleet, step: str, port: int) -> Iterator[Fact]:
    """With the cache of nginx, and without: what each read costs the service itself."""
    for what, where in (("through the cache of nginx", port), ("from a group itself", fleet.ports[0])):
        before = processor_seconds(fleet.roots)
        outcome = put(where, repeat(fleet.reading(READ, "gzip")), Load(8, SECONDS, 200_000))
        spent = (processor_seconds(fleet.roots) - before) * 1000 / max(outcome.good, 1)
        yield Fact(step, f"reads a second {what}; ms of our processors each", f"{outcome.rate:,.0f}; {spent:.3f}")


def _late(fleet: Fleet) -> int:
    """How often a group does not show at once what was just published."""
    late = 0
    for number in range(CHANGES):
        fleet.fill(READ, 1)
        for port in fleet.ports:
            with Line(port) as line:
                late += json.loads(line.ask(fleet.reading(READ)).body)["count"] != SHOWN + number + 1
    return late


def _new(fleet: Fleet) -> int:
    return int(_told(fleet, "SELECT count(*) FROM comments")[0]) - SHOWN


def _looked_into(fleet: Fleet) -> int:
    """Of the pieces of the comments: those that stand in the plan."""
    asked = "EXPLAIN SELECT id FROM comments WHERE site = 1 AND thread = 1 AND status = 'approved' ORDER BY submitted_at, id LIMIT 50"
    plan = " ".join(_told(fleet, asked))
    return sum(f"comments_{rest} " in f"{plan} " for rest in range(PARTITIONS))


def _told(fleet: Fleet, question: str) -> list[Any]:
    """What the database answers, the first column of each row."""
    with fleet.context.database.read() as connection:
        return list(connection.execute(sa.text(question)).scalars())


STEPS: tuple[Callable[[], Iterator[Fact]], ...] = (
    lambda: groups(1),
    lambda: groups(2),
    lambda: groups(2, partitioned=True),
    hands,
)


def main() -> None:
    """Measure, and print a table; needs PostgreSQL and nginx."""
    if not machine.postgres():
        sys.exit("PostgreSQL is missing: install it (on Debian: apt-get install postgresql), then start again.")
    print("\n".join(f"- {name}: {value}" for name, value in machine.describe().items() if value))
    print("\n| Step | What | Figure |\n|---|---|---|", flush=True)
    try:
        for fact in chain.from_iterable(step() for step in STEPS):
            print(f"| {' | '.join(fact)} |", flush=True)
    except MissingPeerError as error:
        sys.exit(f"{error}: install it (on Debian: apt-get install nginx-light), then start again.")


if __name__ == "__main__":
    main()
