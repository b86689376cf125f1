"""Heartbeats: the latest of each loop counts, and processes that have ended are forgotten."""

from datetime import datetime

from moderation.bootstrap import Context
from moderation.store import heartbeats
from tests.conftest import Clock


def beat(ctx: Context, instance: str, *loops: str) -> None:
    """Writes heartbeats of now."""
    at = ctx.clock()
    ctx.database.write(lambda connection: heartbeats.write(connection, instance, dict.fromkeys(loops, at), at))


def last(ctx: Context) -> dict[str, datetime]:
    """What is known."""
    with ctx.database.read() as connection:
        return heartbeats.last(connection)


def test_the_latest_of_all_processes_counts(ctx: Context, clock: Clock) -> None:
    beat(ctx, "a", "screening", "sweeping")
    first = clock()
    clock.forward(seconds=10)
    beat(ctx, "b", "screening")
    beat(ctx, "b", "screening")

    assert last(ctx) == {"screening": clock(), "sweeping": first}


def test_a_process_that_has_ended_is_forgotten_but_not_our_own_loop_that_hangs(ctx: Context, clock: Clock) -> None:
    beat(ctx, "old", "gone")
    beat(ctx, "new", "hanging", "screening")
    first = clock()
    clock.forward(hours=2)

    beat(ctx, "new", "screening")

    assert last(ctx) == {"screening": clock(), "hanging": first}
