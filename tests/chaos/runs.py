"""The runs: which load, which faults, which promises. A run is a row; the rig does the rest."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from moderation.store.driver import sqlite3
from moderation.store.sqlite import journal_mode
from tests.chaos.failpoints import IN_COMMANDS, POINTS
from tests.chaos.faults import Fault
from tests.chaos.house import Plan
from tests.chaos.result import Result, Target, at_least, at_most
from tests.chaos.rig import Order

PAUSE = 13.0  # seconds: longer than a lease
CI_PAUSE = 11.0
DATABASES = ("sqlite", "postgres")
Promise = Callable[[Result], Target]

DECIDED: Promise = at_most("seconds to the last decision", 30, lambda figures: figures["quiet_seconds"])
STRUCK: Promise = at_most("faults that found nothing to strike", 0, lambda figures: figures["missed"])
ANSWERED: Promise = at_most("clients without an answer", 0, lambda figures: figures["given_up_clients"])
UNTANGLED: Promise = at_most("deadlocks", 0, lambda figures: figures["deadlocks"])
ALWAYS = (DECIDED, STRUCK, ANSWERED, UNTANGLED)


def fast_enough(result: Result) -> Target:
    """R6: submissions a second while everything is killed; each commit of a rollback journal costs three syncs."""
    journal = journal_mode(sqlite3.sqlite_version_info) if result.database == "sqlite" else ""
    wanted, got = (40 if journal == "TRUNCATE" else 100), float(result.figures["per_second"])
    return Target("submissions a second", f">= {wanted}", got, got >= wanted)


@dataclass(frozen=True)
class Run:
    """A row of the table.

    Attributes:
        faults: What is done to it, by database and number of submissions.
        plan: What kind of house, by database.
        submissions: How many in the full form.
        changes: What else is different in the order.
    """

    name: str
    title: str
    faults: Callable[[str, int], list[Fault]]
    plan: Callable[[str], Plan] = lambda database: Plan(database, "own" if database == "sqlite" else "ours")
    submissions: int = 10_000
    databases: tuple[str, ...] = DATABASES
    promises: tuple[Promise, ...] = ALWAYS
    changes: dict[str, object] = field(default_factory=dict)

    def order(self, database: str, seed: int, submissions: int = 0) -> Order:
        """What the rig is to do."""
        wanted = submissions or self.submissions
        order = Order(
            self.name, self.plan(database), seed, wanted, self.faults(database, wanted), targets=self.promises
        )
        return replace(order, **self.changes)  # type: ignore[arg-type]


def kills(database: str, _submissions: int) -> list[Fault]:
    """R1: twenty times ``kill -9``."""
    spare = [Fault("kill", "postgres")] * 3 if database == "postgres" else [Fault("kill", "web-child")] * 3
    return [
        *([Fault("kill", "web")] * 4),
        *([Fault("kill", "worker-1"), Fault("kill", "worker-2")] * 2),
        *([Fault("kill", "redis")] * 3),
        *([Fault("kill", "reconciler")] * 2),
        *spare,
        *([Fault("kill", "host")] * 2),
        *([Fault("kill", "web-child")] * 2),
    ]


def mixed(database: str, _submissions: int) -> list[Fault]:
    """R2: F1 to F8, F10, F11, F13, F14; the check is slow (F18)."""
    common = [
        *(
            Fault("kill", target)
            for target in ("web", "web-child", "worker-1", "worker-2", "redis", "reconciler", "host")
        ),
        *(Fault("pause", target, PAUSE) for target in ("worker-1", "worker-2", "web", "reconciler", "redis")),
        *([Fault("flush")] * 3),
        Fault("starve", "noeviction", 5),
        Fault("starve", "allkeys-lru", 5),
        Fault("lock", seconds=15),
    ]
    clocks = [Fault("clock", "worker-1+", 10), Fault("clock", "worker-2-", 10)]
    return (
        [*common, Fault("kill", "postgres"), Fault("pause", "postgres", PAUSE), *clocks]
        if database == "postgres"
        else common
    )


def points(times: int) -> list[Fault]:
    """R5: each crash point, so many times."""
    return [Fault("point", name) for name in POINTS] * times


def commands(times: int) -> list[Fault]:
    """R5: likewise in the middle of what operators do."""
    return [Fault("command", name) for name in IN_COMMANDS] * times


def crashes(_database: str, submissions: int) -> list[Fault]:
    """R5: fifty times each in the full form."""
    times = max(submissions // 200, 1)
    return [*points(times), *commands(times)]


def ci(database: str, _submissions: int) -> list[Fault]:
    """The six of the short form."""
    last = Fault("kill", "postgres") if database == "postgres" else Fault("kill", "redis")
    targets = ("web", "worker-1", "reconciler")
    return [*(Fault("kill", target) for target in targets), Fault("flush"), Fault("pause", "worker-2", CI_PAUSE), last]


def launched(database: str, **environment: str) -> Plan:
    """A house with everything built in."""
    return Plan(database, "ours", launcher=True, environment=environment)


RUNS = (
    Run(
        "R1", "kill -9 of everything, also of the host", kills,
        promises=(*ALWAYS, at_most("p99 in ms", 1500, lambda figures: figures["p99_ms"]),
                  fast_enough),
    ),
    Run(
        "R2", "kills, pauses, a forgetful, full and silent Redis, held locks, wrong clocks, slow checks", mixed,
        plan=lambda database: launched(database, SLOW_CHECK="0.005"), changes={"skew": 3600.0},
    ),
    Run(
        "R3", "Redis is away for the whole run", lambda *_: [Fault("down", "redis", at=0.0001)],
        plan=lambda database: Plan(database, "ours"),
        promises=(*ALWAYS, at_least("accepted at the first try", 0.999, lambda figures: figures["first_try"]),
                  at_most("p99 in ms", 1000, lambda figures: figures["p99_ms"])),
    ),
    Run(
        "R4", "PostgreSQL is away for 20 seconds", lambda *_: [Fault("down", "postgres", 20, 0.4)],
        databases=("postgres",),
        promises=(*ALWAYS, at_most("disorderly answers", 0, lambda figures: figures["disorderly"]),
                  at_most("slowest answer in seconds", 3, lambda figures: figures["slowest_seconds"]),
                  at_most("recovery in seconds", 10, lambda figures: figures["recovery_seconds"])),
    ),
    Run("R5", "a crash at each point, 50 times", crashes, plan=lambda database: launched(database, OUTBOX="1")),
    Run(
        "R8", "the web is renewed and the others are restarted under load",
        lambda *_: [Fault("renew"), *(Fault("term", name) for name in ("worker-1", "worker-2", "reconciler"))] * 2,
        promises=(*ALWAYS, at_most("share of requests without an answer", 0.001, lambda figures: figures["errors"])),
    ),
    Run("R10", "for 10 seconds no file of SQLite may grow, and PostgreSQL is read-only", lambda *_: [Fault("full", seconds=10, at=0.4)]),
    Run(
        "poison", "five comments that no worker survives", lambda *_: [], submissions=300,
        plan=lambda database: launched(database, POISON="1"), changes={"poison": 5, "alarm": 120.0},
        promises=(STRUCK, ANSWERED),
    ),
    Run("rdb", "kill -9 of a Redis that is configured as Debian does it", lambda *_: [Fault("kill", "redis")] * 5,
        plan=lambda database: Plan(database, "rdb"), submissions=3000),
)  # fmt: skip
BY_NAME = {run.name: run for run in RUNS}
CI = Run("CI", "the short form", ci, submissions=1000, changes={"settle": 2.0})
CI_POINTS = Run("CI-points", "crash points, twice each", lambda *_: points(2), plan=lambda database: launched(database, OUTBOX="1"), submissions=300,
                databases=("sqlite",), changes={"settle": 2.0})  # fmt: skip
