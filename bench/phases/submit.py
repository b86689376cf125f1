"""Handing in: how many are accepted in a second, how long each waits, and what all of it costs."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from bench.corpus import comments
from bench.load import Load, Outcome, put
from bench.phases import Figures
from bench.plan import Plan
from bench.processes import every, processor_seconds
from bench.system import STEP, System, end

CONNECTIONS = (1, 8, 32)
CALM = 120.0  # seconds in which everything that was accepted should have its verdict
TRACED = 200  # submissions while strace counts
ATTACHED = 1.0  # seconds after which it holds all threads
MOST = 6_000  # submissions a second that no server here reaches: so many are made beforehand
SYNCS = ("strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,sync_file_range", "-e", "signal=none")


def measure(system: System, plan: Plan) -> Figures:
    """At one, eight and 32 connections; each until all is checked that came in."""
    warm(system, plan)
    figures: dict[str, float] = {}
    for connections in CONNECTIONS:
        figures |= _at(system, plan, connections)
    return figures | _syncs(system, plan)


def warm(system: System, plan: Plan) -> None:
    """Let everything be loaded that is loaded when it is first needed."""
    put(system.port, requests(system, plan, "warm"), Load(8, plan.seconds / 4, plan.requests))
    calm(system)


def requests(system: System, plan: Plan, seed: str) -> Iterator[bytes]:
    """Submissions, made before they are sent: no measured time is spent on them."""
    return map(system.submission, comments(seed, plan.threads))


def calm(system: System) -> float:
    """Wait until nothing is unchecked; how many seconds that took."""
    began = time.monotonic()
    while system.waiting() and time.monotonic() - began < CALM:
        time.sleep(STEP)
    return time.monotonic() - began


def submit(system: System, plan: Plan, connections: int, seed: str) -> Outcome:
    """Hand in."""
    made = requests(system, plan, seed)
    ready = [next(made) for _ in range(min(plan.requests, int(MOST * plan.seconds)))]
    return put(system.port, ready, Load(connections, plan.seconds, plan.requests))


def _at(system: System, plan: Plan, connections: int) -> Figures:
    name, before = f"submit.{connections}", processor_seconds(system.roots)
    outcome = submit(system, plan, connections, name)
    late = calm(system)
    spent = processor_seconds(system.roots) - before
    cost = {f"{name}.cpu": spent * 1000 / outcome.good} if outcome.good else {}
    return {**outcome.figures(name), f"{name}.late": late, **cost}


def _syncs(system: System, plan: Plan) -> Figures:
    """Counted apart, for what is traced is slow; nothing where strace is missing or may not."""
    pids = [part for pid in every(system.roots) for part in ("-p", str(pid))]
    with tempfile.NamedTemporaryFile("r", prefix="bench-") as told:
        try:
            tracer = subprocess.Popen([*SYNCS, "-o", told.name, *pids], stderr=subprocess.DEVNULL)
        except OSError as error:
            print(f"syncs are not counted: strace: {error.strerror}", file=sys.stderr)
            return {}
        time.sleep(ATTACHED)
        outcome = put(system.port, requests(system, plan, "syncs"), Load(8, CALM, min(TRACED, plan.requests)))
        calm(system)
        end(tracer)
        seen = sum("sync" in line and "resumed" not in line for line in told)
    return {"submit.syncs": seen / outcome.good} if outcome.good and seen else {}
