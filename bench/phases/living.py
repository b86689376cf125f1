"""What it takes to be there: seconds to start, and memory."""

import time
from typing import Protocol

from bench.load import Load, put
from bench.phases import Figures
from bench.phases.submit import calm, requests
from bench.plan import Plan
from bench.processes import memory
from bench.system import System

REST = 1.0  # seconds after which nothing more is loaded


class Startable(System, Protocol):
    """One that can be started and stopped."""

    def start(self) -> None:
        """Until it is ready."""

    def stop(self) -> None:
        """All of it."""


def measure(system: Startable, plan: Plan) -> Figures:
    """A first start makes what is made once; the second one counts. Memory: after it, and at its most under load."""
    system.start()
    system.stop()
    began = time.monotonic()
    system.start()
    start = time.monotonic() - began
    time.sleep(REST)
    idle, most = memory(system.roots), 0.0
    made = requests(system, plan, "memory")
    for _ in range(4):
        put(system.port, made, Load(8, plan.seconds / 4, plan.requests))
        most = max(most, memory(system.roots))
    calm(system)
    return {"start.seconds": start, "memory.idle": idle, "memory.load": max(most, idle)}
