"""Reading: a page of a hundred comments, the first hundred of a thousand, what has not changed, and counts."""

from collections.abc import Mapping
from itertools import repeat

from bench.corpus import ORIGIN, page
from bench.load import Load, put
from bench.phases import Figures
from bench.plan import Plan
from bench.system import System
from bench.wire import Line, get

CONNECTIONS = (1, 8)
CODINGS = ("identity", "gzip", "br")
COUNTED = 50  # pages


def measure(system: System, plan: Plan) -> Figures:
    """Everything a page asks for."""
    short, long = f"{ORIGIN}/short", f"{ORIGIN}/long"
    system.fill(short, plan.page)
    system.fill(long, plan.long_page)
    figures = {**_reads(system, plan, {"read.100": short, "read.1000": long}), **_sizes(system, short)}
    return {**figures, **_unchanged(system, plan, short), **counts(system, plan, "counts.8")}


def counts(system: System, plan: Plan, name: str) -> Figures:
    """How many comments some pages have, again and again."""
    threads = [page(number) for number in range(COUNTED)]
    return put(system.port, repeat(system.counting(threads)), _load(plan, 8)).figures(name)


def read(system: System, plan: Plan, thread: str, connections: int, name: str) -> Figures:
    """The same page, again and again."""
    return put(system.port, repeat(system.reading(thread)), _load(plan, connections)).figures(name)


def _reads(system: System, plan: Plan, pages: Mapping[str, str]) -> dict[str, float]:
    figures: dict[str, float] = {}
    for name, thread in pages.items():
        for connections in CONNECTIONS:
            figures |= read(system, plan, thread, connections, f"{name}.{connections}")
    return figures


def _sizes(system: System, thread: str) -> dict[str, float]:
    """Bytes of the answer, for each coding the server speaks."""
    sizes = {}
    with Line(system.port) as line:
        for coding in CODINGS:
            answer = line.ask(system.reading(thread, coding))
            if answer.header("content-encoding") in {coding, ""} and (
                coding == "identity" or answer.header("content-encoding")
            ):
                sizes[f"bytes.{coding}"] = float(len(answer.body))
    return sizes


def _unchanged(system: System, plan: Plan, thread: str) -> Figures:
    """What a reader asks who has it already; nothing where there is no ETag."""
    with Line(system.port) as line:
        etag = line.ask(system.reading(thread)).header("etag")
    if not etag:
        return {}
    path = system.reading(thread).split(b" ", 2)[1].decode()
    return put(system.port, repeat(get(path, If_None_Match=etag)), _load(plan, 8)).figures("unchanged.8")


def _load(plan: Plan, connections: int) -> Load:
    return Load(connections, plan.seconds, plan.requests * 4)
