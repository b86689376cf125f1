"""How fast it is: ours on SQLite and PostgreSQL, beside Isso and the limits of this machine, one after the other in one run.

Talks to this machine alone, stops all it has started, and ends by itself: after about an hour, or with --quick after some
minutes. Nothing else should run meanwhile.
"""

import argparse
import shlex
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

from bench import machine, report
from bench.plan import FULL, QUICK, Plan
from bench.session import measures, perform

HERE = Path(__file__).parent
TERMINATED = 143  # exit code
NAMES = tuple(measures(FULL))


def main() -> None:
    """Measure, print, and write down."""
    wanted = parse(sys.argv[1:])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))  # so that what was started is stopped
    plan, found = plan_of(wanted), machine.describe()
    began = time.monotonic()
    results = perform(plan, tuple(wanted.only or NAMES), say)
    found["took"] = f"{(time.monotonic() - began) / 60:.0f} minutes"
    command = shlex.join(["./dev", "bench", *sys.argv[1:]])
    text = report.describe(results, plan, {**found, "command": f"`{command}`"})
    print(text)
    folder = wanted.out or (None if wanted.quick or wanted.only else HERE)
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        report.write(folder, text, results, report.facts(found, command, plan))
        say(f"written: {folder / report.README}")


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(
        prog="./dev bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--quick", action="store_true", help="once, with short loads: to try it; writes nothing unless --out is given"
    )
    parser.add_argument("--runs", type=int, help=f"how often each system is measured (default: {FULL.runs})")
    parser.add_argument("--growth", type=int, help=f"comments in the large store (default: {FULL.growth:,})")
    parser.add_argument("--pending", type=int, help=f"of them, waiting for a person (default: {FULL.pending:,})")
    parser.add_argument(
        "--only",
        action="append",
        choices=NAMES,
        metavar="NAME",
        help=f"this alone; may be given again: {'; '.join(NAMES)}",
    )
    parser.add_argument("--out", type=Path, help="folder for README.md, speed.svg and speed.json (default: bench/)")
    return parser.parse_args(arguments)


def plan_of(wanted: argparse.Namespace) -> Plan:
    """The sizes that were asked for."""
    plan = QUICK if wanted.quick else FULL
    changed = {name: getattr(wanted, name) for name in ("runs", "growth", "pending") if getattr(wanted, name)}
    return replace(plan, **changed)


def say(line: str) -> None:
    """What goes on now."""
    print(f"-- {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
