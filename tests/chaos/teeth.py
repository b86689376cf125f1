"""R13: the rig has teeth. Each mutant of the service must be caught, every time."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.chaos.faults import Fault
from tests.chaos.house import Plan
from tests.chaos.result import Result, Target
from tests.chaos.rig import Order, perform

TIMES = 5
ALARM = 15.0  # seconds: what is not decided then, nobody will decide


@dataclass(frozen=True)
class Bite:
    """How a mutant is made to show itself.

    Attributes:
        sign: The invariant that must be broken, and how.
        slow: Seconds that a check takes.
    """

    mutant: str
    sign: tuple[str, ...]
    faults: tuple[Fault, ...]
    submissions: int = 300
    slow: float = 0.0
    redis: str = "ours"


PAUSES = tuple(Fault("pause", name, 12, at) for name, at in (("worker-1", 0.3), ("worker-2", 0.5), ("worker-1", 0.9)))
BITES = (
    Bite("no-compare-and-set", ("I3 2 lines", "I3 illegal steps"), PAUSES, slow=0.05, submissions=400),
    Bite("no-receipts", ("I2 duplicated",), (), submissions=200),
    Bite("early-answer", ("I1 lost",), tuple(Fault("kill", "web", at=at) for at in (0.2, 0.4, 0.6, 0.8))),
    # Redis forgets all rings when it is killed (as Debian configures it), and comes back when nobody sends any more.
    Bite("no-reconciler", ("I3 undecided",), (Fault("down", "redis", 15, 0.6),), redis="rdb"),
    Bite("no-lease", ("I3 claimed",), (), slow=0.02),
)  # fmt: skip


def prove(database: str, seed: int, say: Callable[[str], None], times: int = TIMES) -> list[Result]:
    """Each mutant, so many times; a result for each, which has passed if it was caught each time."""
    return [_prove(bite, database, seed, say, times) for bite in BITES]


def _prove(bite: Bite, database: str, seed: int, say: Callable[[str], None], times: int) -> Result:
    runs = [perform(_order(bite, database, seed + turn), say) for turn in range(times)]
    caught = sum(any(said.startswith(bite.sign) for said in run.by_invariant()) for run in runs)
    whole = Result(f"R13 {bite.mutant}", database, seed, bite.submissions)
    whole.faults = [fault for run in runs for fault in run.faults]
    whole.figures = {"caught": caught, "times": times, "signs": [run.by_invariant() for run in runs]}
    whole.targets = [Target("times it was caught", f"{times}", caught, caught == times)]
    whole.seconds = sum(run.seconds for run in runs)
    say(f"  {bite.mutant} was caught {caught} of {times} times: {runs[-1].by_invariant()}")
    return whole


def _order(bite: Bite, database: str, seed: int) -> Order:
    environment = {"MUTANT": bite.mutant, "SLOW_CHECK": str(bite.slow)}
    plan = Plan(database, bite.redis, launcher=True, environment=environment)
    return Order(bite.mutant, plan, seed, bite.submissions, list(bite.faults), settle=3.0, alarm=ALARM, drop=True)
