"""What a person reads of the results, and what a machine reads."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.chaos.result import Result, versions

COLUMNS = ("acknowledged", "lost", "unexpected", "duplicated", "undecided", "recovered")


def say(text: str) -> None:
    """Tell a person, now."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def table(results: list[Result]) -> str:
    """One line for each run, then everything that is not as promised."""
    heads = ("run", "database", "seed", "faults", *COLUMNS, "per s", "p50 ms", "p99 ms", "last decision s", "")
    rows = [heads, *(_row(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([*lines, *(line for result in results for line in _wrong(result))])


def write(path: Path, results: list[Result]) -> None:
    """Everything, as JSON."""
    facts = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "passed": all(result.passed for result in results),
        "versions": versions(),
        "results": [result.json() for result in results],
    }
    path.write_text(json.dumps(facts, indent=1) + "\n")


def _row(result: Result) -> tuple[str, ...]:
    figures = (result.figures.get(name, "") for name in ("per_second", "p50_ms", "p99_ms", "quiet_seconds"))
    sets = (result.sets.get(name, "") for name in COLUMNS)
    verdict = "passed" if result.passed else "FAILED"
    facts = (result.run, result.database, result.seed, len(result.faults), *sets, *figures, verdict)
    return tuple(map(str, facts))


def _wrong(result: Result) -> list[str]:
    name = f"{result.run} on {result.database}"
    lines = [f"{name}: {what}: {count} times" for what, count in result.by_invariant().items()]
    lines += [f"{name}: for example {breach.what}: {breach.subject}" for breach in result.breaches[:5]]
    return lines + [
        f"{name}: {target.name} is {target.got}, and should be {target.wanted}"
        for target in result.targets
        if not target.met
    ]
