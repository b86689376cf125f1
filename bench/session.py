"""A whole run: every system several times in turn, so that a slow minute of the machine hurts them all; then what is measured once."""

import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from statistics import median

from bench import limits, machine
from bench.ours import SHAPES, Ours, Shape
from bench.peers import Isso, MissingPeerError
from bench.phases import Figures, drain, growth, importing, living, reading, submit, verdict
from bench.plan import Plan

LIMITS = "limits"


@dataclass(slots=True)
class Results:
    """What was measured.

    Attributes:
        runs: Of each system, the figures of each of its runs.
        missing: What could not be measured, and why.
    """

    runs: dict[str, list[Figures]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, figures: Figures) -> None:
        """Figures of one run of a system."""
        self.runs.setdefault(name, []).append(figures)

    def medians(self) -> dict[str, dict[str, float]]:
        """Of each figure of each system."""
        return {name: _medians(runs) for name, runs in self.runs.items()}


def perform(plan: Plan, names: tuple[str, ...], say: Callable[[str], None]) -> Results:
    """Measure these systems; the names of all are those of ``measures``."""
    results, chosen = Results(), {name: one for name, one in measures(plan).items() if name in names}
    if "PostgreSQL" in chosen and not machine.postgres():
        del chosen["PostgreSQL"]
        results.missing["PostgreSQL"] = "no PostgreSQL server is installed"
    for number in range(plan.runs):
        for name, measure in chosen.items():
            say(f"run {number + 1} of {plan.runs}: {name}")
            _add(results, name, measure)
    for name, (what, measure) in once(plan, tuple(chosen)):
        say(f"{what}: {name}")
        _add(results, name, measure)
    return results


def once(plan: Plan, names: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, Callable[[], Figures]]]]:
    """What is measured once, of which of these systems: it takes long."""
    for shape in SHAPES:
        if shape.name in names and shape.journal == "auto":  # how it commits makes no difference there
            yield shape.name, (f"growth to {plan.growth:,}", partial(growth.measure, shape, plan))
    if SHAPES[0].name in names:
        yield SHAPES[0].name, (f"import of {plan.imported:,}", partial(importing.measure, plan))


def measures(plan: Plan) -> dict[str, Callable[[], Figures]]:
    """How each system is measured once, and the machine's limits."""
    ours = {shape.name: partial(of_ours, shape, plan) for shape in SHAPES}
    return {LIMITS: partial(limits.measure, plan), **ours, Isso.name: partial(of_isso, plan)}


def of_ours(shape: Shape, plan: Plan) -> Figures:
    """One of ours, with an empty store. The last phase leaves it without its workers."""
    with Ours(shape) as system:
        figures = {**living.measure(system, plan), **submit.measure(system, plan)}
        figures |= {**verdict.measure(system, plan), **reading.measure(system, plan)}
        return {**figures, **drain.measure(system, plan)}


def of_isso(plan: Plan) -> Figures:
    """The peer."""
    with Isso() as system:
        return {**living.measure(system, plan), **submit.measure(system, plan), **reading.measure(system, plan)}


def _add(results: Results, name: str, measure: Callable[[], Figures]) -> None:
    if name in results.missing:
        return
    try:
        results.add(name, measure())
    except MissingPeerError as error:
        results.missing[name] = str(error)
    except Exception as error:  # noqa: BLE001 - whatever it was, an hour of the others' figures is not thrown away
        results.missing[name] = f"{type(error).__name__}: {error}"
        traceback.print_exc()


def _medians(runs: list[Figures]) -> dict[str, float]:
    names = dict.fromkeys(name for figures in runs for name in figures)
    return {name: median(figures[name] for figures in runs if name in figures) for name in names}
