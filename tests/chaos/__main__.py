"""The command line of the rig: ``./dev chaos``."""

import argparse
import random
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.chaos import copies, ordering, report, soak, teeth
from tests.chaos.result import Result
from tests.chaos.rig import perform
from tests.chaos.runs import BY_NAME, CI, CI_POINTS, DATABASES, Run

Step = Callable[[], list[Result]]
SPECIAL = {"R7": copies.prove, "R11": soak.prove, "R12": ordering.prove, "R13": teeth.prove}  # more than one run each
NAMES = (*BY_NAME, *SPECIAL)


def main() -> int:
    """Run what is asked for; 0 if all promises were kept."""
    wanted = parse(sys.argv[1:])
    report.say(f"seed {wanted.seed}")
    results: list[Result] = []
    for step in steps(wanted):
        done = step()
        report.say(report.table(done))
        results += done
        if wanted.out:
            report.write(wanted.out, results)
    report.say("\n" + report.table(results))
    return 0 if all(result.passed for result in results) else 1


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(prog="./dev chaos", description=__doc__)
    parser.add_argument("--ci", action="store_true", help="the short form: about a minute")
    parser.add_argument("--run", help=f"some of {', '.join(NAMES)}, with commas (default: all)")
    parser.add_argument("--seed", type=int, default=random.randrange(1, 10**6), help="to repeat a run")
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="both")
    parser.add_argument("--submissions", type=int, default=0, help="instead of the run's own number")
    parser.add_argument("--minutes", type=int, default=30, help="of the long run, R11")
    parser.add_argument("--out", type=Path, help="a JSON file for the results")
    found = parser.parse_args(arguments)
    unknown = [name for name in _names(found) if name not in NAMES]
    if unknown:
        parser.error(f"there is no run {', '.join(unknown)}: there are {', '.join(NAMES)}")
    return found


def steps(wanted: argparse.Namespace) -> Iterator[Step]:
    """What is to be done, in order."""
    databases = DATABASES if wanted.database == "both" else (wanted.database,)
    for run in (CI, CI_POINTS) if wanted.ci else (BY_NAME.get(name) for name in _names(wanted)):
        for database in databases:
            if run and database in run.databases:
                yield _once(run, database, wanted)
    for name in () if wanted.ci else _names(wanted):
        for database in databases if name in SPECIAL else ():
            more = {"minutes": wanted.minutes} if name == "R11" else {}
            yield partial(SPECIAL[name], database, wanted.seed, report.say, **more)


def _names(wanted: argparse.Namespace) -> list[str]:
    return wanted.run.split(",") if wanted.run else list(NAMES)


def _once(run: Run, database: str, wanted: argparse.Namespace) -> Step:
    order = run.order(database, wanted.seed, wanted.submissions)
    return lambda: [perform(order, report.say)]


if __name__ == "__main__":
    sys.exit(main())
