"""Whether a large store is as quick as a small one, and the review queue in it; how quickly it was filled, and forgets one."""

import time
from itertools import cycle
from statistics import median
from urllib.parse import urlencode

from bench import console, store
from bench.corpus import ORIGIN
from bench.load import Load, put
from bench.ours import Ours, Shape
from bench.phases import Figures
from bench.phases.reading import counts, read
from bench.phases.submit import calm, submit, warm
from bench.plan import Plan
from bench.wire import get

FILTERS: tuple[dict[str, str], ...] = (
    {"language": "ar"},
    {"signal": store.SIGNAL},
    {"language": "fr", "signal": store.SIGNAL},
    {"q": "bibliothèque"},
    {"language": "en", "q": "harbour", "order": "oldest"},
)
OK = 200
LOOKS = 200  # pages of the queue
LOADS = 3  # of which the median counts: how eight connections fall to two web processes is chance


def measure(shape: Shape, plan: Plan) -> Figures:
    """The same load on both, one after the other."""
    small = _store(shape, plan, "small", (plan.small, 0))
    large = _store(shape, plan, "large", (plan.growth, plan.pending))
    ratios = {f"growth.{what}": large[what] / small[what] for what in ("submit", "read", "counts") if small[what]}
    return {**ratios, **{name: value for name, value in large.items() if "." in name}}


def _store(shape: Shape, plan: Plan, name: str, size: tuple[int, int]) -> dict[str, float]:
    with Ours(shape) as system:
        began = time.monotonic()
        store.fill(system.context, store.pages(size[0]), *size)
        filled = size[0] / (time.monotonic() - began)
        store.explain(system.context)
        store.analyse(system.context)
        system.start()
        warm(system, plan)
        figures = {"submit": median(_submit(system, plan, f"{name}-{load}") for load in range(LOADS))}
        system.fill(f"{ORIGIN}/short", plan.page)
        figures["read"] = read(system, plan, f"{ORIGIN}/short", 8, "read")["read.rate"]
        figures["counts"] = counts(system, plan, "counts")["counts.rate"]
        figures |= {**_queue(system, plan), "growth.fill": filled}
        return {**figures, "growth.erase": store.erase(system.context, system.folder / "erasures.jsonl")}


def _submit(system: Ours, plan: Plan, seed: str) -> float:
    """How many are accepted in a second; what follows begins when they are screened."""
    rate = submit(system, plan, 8, seed).rate
    calm(system)
    return rate


def _queue(system: Ours, plan: Plan) -> Figures:
    """The console's first page of what waits for a person, as it is and with filters; one moderator."""
    cookie = console.cookie(system.port)
    pages = [get(f"/console/?{urlencode(one)}", Cookie=cookie) for one in ({}, *FILTERS)]
    load = Load(1, plan.seconds, min(LOOKS, plan.requests))
    search = [page for page, one in zip(pages[1:], FILTERS, strict=True) if "q" in one]
    plain, filtered, searched = (put(system.port, cycle(some), load) for some in (pages[:1], pages[1:], search))
    statuses = plain.statuses + filtered.statuses + searched.statuses
    return {
        "queue.plain.p95": plain.quantile(0.95),
        "queue.filters.p95": filtered.quantile(0.95),
        "queue.search.p95": searched.quantile(0.95),
        "queue.failed": float(statuses.total() - statuses[OK]),
    }
