"""From a submission to its verdict, as its author sees it: twenty come in each second, and each is asked for until it is decided."""

import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from queue import SimpleQueue

from bench.corpus import Comment, comments
from bench.load import Outcome
from bench.ours import Ours
from bench.phases import Figures
from bench.plan import Plan
from bench.wire import Line, get

RATE = 20  # submissions a second
LOOK, SHARE = 0.002, 0.1  # seconds between two looks, and of the time passed: each look is a load too
PATIENCE = 5.0  # seconds; what a person has to decide never changes by itself
HANDS = 128  # comments that are followed at a time, at most: those that are left to a person are followed until patience ends


def measure(system: Ours, plan: Plan) -> Figures:
    """The milliseconds from the moment a submission was due to its verdict; how many were left to a person."""
    made = list(islice(comments("verdict", plan.threads), plan.verdicts))
    lines: SimpleQueue[Line] = SimpleQueue()
    for _ in range(HANDS):
        lines.put(Line(system.port))
    with ThreadPoolExecutor(HANDS) as hands:
        began = time.perf_counter()
        seen = list(hands.map(lambda due: _follow(system, lines, due), _dues(began, made)))
    while not lines.empty():
        lines.get().close()
    outcome = Outcome(1.0, [one for one in seen if one])
    figures = {"verdict.held": float(seen.count(0.0))}
    return figures | (
        {"verdict.p50": outcome.quantile(0.5), "verdict.p99": outcome.quantile(0.99)} if outcome.good else {}
    )


def _dues(began: float, made: Sequence[Comment]) -> list[tuple[float, Comment]]:
    return [(began + number / RATE, comment) for number, comment in enumerate(made)]


def _follow(system: Ours, lines: SimpleQueue[Line], due: tuple[float, Comment]) -> float:
    """Milliseconds to the verdict; 0 if there was none that its author can see."""
    at, comment = due
    time.sleep(max(at - time.perf_counter(), 0))
    line = lines.get()
    try:
        answer = line.ask(system.submission(comment))
        told = json.loads(answer.body)
        look = get(f"/v1/comments/{told['id']}", Authorization=f"Bearer {told['author_token']}")
        while time.perf_counter() - at < PATIENCE:
            if json.loads(line.ask(look).body)["status"] != "pending":
                return (time.perf_counter() - at) * 1000
            time.sleep(max(LOOK, SHARE * (time.perf_counter() - at)))
    finally:
        lines.put(line)
    return 0.0
