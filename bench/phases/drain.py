"""How quickly a backlog is screened: comments come in while no worker runs, then the workers start."""

import time

from bench.load import Load, put
from bench.ours import Ours
from bench.phases import Figures
from bench.phases.submit import CALM, requests
from bench.plan import Plan

STEP = 0.05  # seconds


def measure(system: Ours, plan: Plan) -> Figures:
    """Comments a second, from the first verdicts to the last one; the start of the workers does not count."""
    system.stop()
    system.start_web()
    put(system.port, requests(system, plan, "drain"), Load(8, CALM, plan.backlog))
    backlog = system.waiting()
    system.start_workers()
    rate = drained(system, backlog)
    return {"drain.rate": rate} if rate else {}


def drained(system: Ours, backlog: int) -> float:
    """Comments a second, while workers that have just been started go through a backlog; 0 if that was too quick to see."""
    left, began = _falls_below(system, backlog)
    _, ended = _falls_below(system, 1)
    return left / (ended - began) if left and ended > began else 0.0


def _falls_below(system: Ours, count: int) -> tuple[int, float]:
    """How many wait once they are fewer, and when that was."""
    until = time.monotonic() + CALM
    while (left := system.waiting()) >= count and time.monotonic() < until:
        time.sleep(STEP)
    return left, time.monotonic()
