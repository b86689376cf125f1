"""The table: a line for each thing that was measured, a column for each system, and how many times the peer's we are."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bench.ours import SHAPES
from bench.peers import Isso

Medians = Mapping[str, Mapping[str, float]]
SMALL = 10
OURS, PEER = SHAPES[0].name, Isso.name


class Row(NamedTuple):
    """A line.

    Attributes:
        figures: Of which figures; several stand beside each other in one cell.
        better: ``more`` or ``less``; empty: no ratio is told.
        digits: After the point.
    """

    label: str
    figures: tuple[str, ...]
    better: str = ""
    digits: int = 0


def connections(count: int) -> str:
    """How many, in words."""
    return f"{count} connection{'s' * (count > 1)}"


ROWS = (
    *(Row(f"submit, accepted/s, {connections(one)}", (f"submit.{one}.rate",), "more") for one in (1, 8, 32)),
    *(Row(f"submit, p50 / p99 ms, {connections(one)}", (f"submit.{one}.p50", f"submit.{one}.p99"), "less", 1) for one in (1, 8, 32)),
    Row("processors a submission, ms, screening included, 8 connections", ("submit.8.cpu",), "less", 2),
    Row("syncs to disk a submission, 8 connections", ("submit.syncs",), "less", 2),
    Row("seconds until all of that was screened, 8 connections", ("submit.8.late",), digits=1),
    Row("POST to verdict at 20/s, p50 / p99 ms", ("verdict.p50", "verdict.p99"), digits=0),
    Row("screening a backlog, comments/s", ("drain.rate",)),
    *(Row(f"read a page of 100, requests/s, {connections(one)}", (f"read.100.{one}.rate",), "more") for one in (1, 8)),
    *(Row(f"read a page of 1,000 (ours: its first 100), requests/s, {connections(one)}", (f"read.1000.{one}.rate",), "more") for one in (1, 8)),
    Row("the page of 100 again, unchanged (304), requests/s, 8 connections", ("unchanged.8.rate",)),
    Row("bytes of the page of 100: full / gzip / brotli", ("bytes.identity", "bytes.gzip", "bytes.br"), "less"),
    Row("counts of 50 pages, requests/s, 8 connections", ("counts.8.rate",), "more"),
    Row("memory of all processes, MiB: idle / under load", ("memory.idle", "memory.load"), "less"),
    Row("second start until ready, s", ("start.seconds",), "less", 2),
    Row("large store against small: submit / read / counts", ("growth.submit", "growth.read", "growth.counts"), digits=2),
    Row("filling the large store by import, comments/s", ("growth.fill",)),
    Row("review queue (the console's page) in the large store, p95 ms: plain / with filters / searched", ("queue.plain.p95", "queue.filters.p95", "queue.search.p95"), digits=1),
    Row("forgetting who has written each thousandth comment of it, s", ("growth.erase",), digits=2),
    Row("import of a WXR, comments/s; MiB at most", ("import.rate", "import.memory")),
)  # fmt: skip

LIMITS = {
    "limit.sync.1": "fdatasync of 4 KiB a second, one writer",
    "limit.sync.8": "the same, eight writers",
    "limit.sqlite.rollback": "SQLite, commits/s, rollback journal (truncate), synchronous=FULL",
    "limit.sqlite.wal": "SQLite, commits/s, WAL, FULL",
    "limit.sqlite.wal-normal": "SQLite, commits/s, WAL, NORMAL",
    "limit.flask": "Flask, a view that does nothing, Granian with two processes, requests/s, 8 connections",
    "limit.static": "30,000 bytes from a loop that does nothing else, requests/s, 8 connections: what the load itself can reach",
}
AGAINST = {  # what of ours is worth comparing with which limit
    "submit.8.rate": ("limit.flask", "limit.sqlite.wal", "limit.sync.1"),
    "read.100.8.rate": ("limit.flask", "limit.static"),
    "unchanged.8.rate": ("limit.flask",),
    "counts.8.rate": ("limit.flask",),
}


def systems(medians: Medians) -> str:
    """The table of systems."""
    names = [name for name in medians if name != "limits"]
    head = ["", *names, *([f"{OURS} : {PEER}"] if {OURS, PEER} <= set(names) else [])]
    return markdown(head, [_line(row, medians, names) for row in ROWS if _known(row, medians)])


def limits(medians: Medians) -> str:
    """The table of limits, with our share of each."""
    found, ours = medians.get("limits", {}), medians.get(OURS, {})
    lines = []
    for name, label in LIMITS.items():
        shares = [
            f"{figure}: {share(ours[figure] / found[name])}"
            for figure, against in AGAINST.items()
            if name in against and figure in ours and found.get(name)
        ]
        lines.append([label, number(found.get(name)), ", ".join(shares)])
    return markdown(["Limit of this machine", "", f"{OURS} as a share of it"], lines) if found else ""


def markdown(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ["---"] * len(head), *lines))


def number(value: float | None, digits: int = 0) -> str:
    """With groups of three; a dash for nothing. Small ones that are not whole keep a digit."""
    if value is None:
        return "–"
    return f"{value:,.{digits or int(0 < value < SMALL and value != int(value))}f}"


def share(value: float) -> str:
    """Per cent, or a factor where it is more."""
    return f"{value:.0%}" if value < 1 else f"{value:.1f} ×"


def _known(row: Row, medians: Medians) -> bool:
    return any(figure in figures for figures in medians.values() for figure in row.figures)


def _line(row: Row, medians: Medians, names: Sequence[str]) -> list[str]:
    cells = [_cell(row, medians[name]) for name in names]
    return [row.label, *cells, *([_ratio(row, medians)] if {OURS, PEER} <= set(names) else [])]


def _cell(row: Row, figures: Mapping[str, float]) -> str:
    if not any(figure in figures for figure in row.figures):
        return "–"
    return " / ".join(number(figures.get(figure), row.digits) for figure in row.figures)


def _ratio(row: Row, medians: Medians) -> str:
    """How many times better we are, whichever way is better."""
    ours, peer = (medians[name].get(row.figures[0], 0.0) for name in (OURS, PEER))
    if not row.better or not ours or not peer:
        return ""
    return f"{ours / peer if row.better == 'more' else peer / ours:.1f} ×"
