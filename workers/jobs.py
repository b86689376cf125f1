"""The jobs, and the list of what a worker will run. A job opens what it needs and calls one service; it carries no data."""

import time
from collections.abc import Callable

from moderation.services.screen import drain
from workers.parts import context

LONGEST = 5.0  # seconds of one job: a worker that is asked to stop ends soon


def screen_waiting() -> None:
    """Screen everything that waits. Safe to run again, and by many at once."""
    ctx = context()
    ctx.doorbell.answer()
    end = time.monotonic() + LONGEST
    drain(ctx.desk, lambda: time.monotonic() > end)
    if time.monotonic() > end:
        ctx.doorbell.ring_now()  # there may be more


ALLOWED: dict[str, Callable[[], None]] = {"workers.jobs.screen_waiting": screen_waiting}
