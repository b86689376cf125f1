"""The jobs, and the list of what a worker will run. A job opens what it needs and calls one service; it carries no data."""

import time
from collections.abc import Callable

from moderation.services.screen import drain
from workers.parts import context
from workers.shift import Shift

BREATH, EACH, LONGEST_BREATH = 0.08, 0.008, 0.5  # seconds; the second for each comment


def screen_waiting() -> None:
    """Screen everything that waits, and take breath, the longer the more it was. Safe to run again, and by many at once.

    In a rush, the next job then finds many comments and commits them together, and those who submit have the processors
    to themselves meanwhile; what cannot be done beside them waits for some seconds.
    """
    ctx = context()
    ctx.doorbell.answer()
    shift = Shift(ctx)
    done = drain(ctx.desk, shift.is_over)
    if shift.ended:
        ctx.doorbell.ring_now()  # there may be more
        shift.rest()
    else:
        time.sleep(min(BREATH + EACH * done, LONGEST_BREATH))


ALLOWED: dict[str, Callable[[], None]] = {"workers.jobs.screen_waiting": screen_waiting}
