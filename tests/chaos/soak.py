"""R11: a long run at an even pace with a fault a minute: memory and files stay as they are, and nobody waits long."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.chaos import processes
from tests.chaos.door import Door
from tests.chaos.faults import Fault
from tests.chaos.house import House, Plan
from tests.chaos.result import Result, at_most
from tests.chaos.rig import SUBMITTERS, Order, perform

PACE = 50  # submissions a second
MINUTE = 60  # seconds
KINDS = (
    Fault("kill", "worker-1"), Fault("kill", "redis"), Fault("flush"), Fault("kill", "reconciler"), Fault("pause", "worker-2", 11),
)  # fmt: skip
PART = "web-child"  # whose memory is looked at: it is never killed here, so it is as old as the run


def prove(database: str, seed: int, say: Callable[[str], None], minutes: int = 30) -> list[Result]:
    """So many minutes."""
    submissions = PACE * MINUTE * minutes
    faults = [replace(KINDS[turn % len(KINDS)], at=(turn + 0.5) / minutes) for turn in range(minutes)]
    plan = Plan(database, "own" if database == "sqlite" else "ours")
    samples: list[dict[str, float]] = []
    order = Order(
        "R11", plan, seed, submissions, faults, pace=SUBMITTERS / PACE, watch=lambda *scene: _watch(samples, *scene)
    )
    found = perform(order, say)
    found.figures |= _figures(samples)
    promises = (
        at_most("growth of memory in percent an hour", 5, lambda figures: figures["growth_percent_an_hour"]),
        at_most("growth of open files", 5, lambda figures: figures["files_more"]),
        at_most("p99 of the oldest waiting in seconds", 15, lambda figures: figures["oldest_p99_seconds"]),
    )
    found.targets = [*found.targets, *(promise(found) for promise in promises)]
    return [found]


def _watch(samples: list[dict[str, float]], house: House, over: threading.Event) -> None:
    door, pid = Door(house.port, 5), house.part(PART) or 0
    while not over.wait(1):
        answer = door.ask("GET", "/readyz")
        oldest: Any = answer.json.get("oldest_received_seconds", 0) if answer.status in {200, 503} else 0
        samples.append(
            {
                "at": time.monotonic(),
                "memory": processes.memory(pid),
                "files": processes.descriptors(pid),
                "oldest": oldest,
            }
        )
    door.close()


def _figures(samples: list[dict[str, float]]) -> dict[str, float]:
    """The last third against the middle one: in the first, caches fill."""
    third = len(samples) // 3
    middle, last = samples[third : 2 * third], samples[2 * third :]
    before, after = (sum(one["memory"] for one in part) / len(part) for part in (middle, last))
    hours = (last[0]["at"] - middle[0]["at"]) / 3600
    oldest = sorted(one["oldest"] for one in samples)
    return {
        "memory_kib": round(after),
        "growth_percent_an_hour": round(100 * (after / before - 1) / hours, 2),
        "files_more": last[-1]["files"] - middle[0]["files"],
        "oldest_p99_seconds": oldest[int(0.99 * len(oldest))],
    }
