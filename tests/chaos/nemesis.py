"""The nemesis: strikes when the work has come so far, mends what it has broken, and says what it has done."""

import heapq
import itertools
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from random import Random
from typing import Any

from tests.chaos.commands import CommandError
from tests.chaos.faults import FAULTS, Fault, Heal, MissedError
from tests.chaos.house import House

FIRST, LAST = 0.05, 0.9  # share of the submissions between which faults are spread
TICK = 0.02  # seconds


def spread(faults: Iterable[Fault], dice: Random) -> list[Fault]:
    """The faults in an order and at moments that the dice choose; those that have a moment keep it."""
    found = list(faults)
    dice.shuffle(found)
    timed = [Fault(one.kind, one.target, one.seconds, one.at or dice.uniform(FIRST, LAST)) for one in found]
    return sorted(timed, key=lambda fault: fault.at)


@dataclass
class Nemesis:
    """Carries out a plan in the thread that started the house.

    Attributes:
        struck: What was done, with the second of the run and what came of it.
        ended: When the last fault was over, in seconds since 1970; 0 if there was none.
    """

    house: House
    plan: list[Fault]
    say: Callable[[str], None]
    struck: list[dict[str, Any]] = field(default_factory=list)
    ended: float = 0.0
    _wounds: list[tuple[float, int, Heal, dict[str, Any]]] = field(default_factory=list)
    _numbers: Any = field(default_factory=itertools.count)

    def run(self, share: Callable[[], float], working: Callable[[], bool]) -> None:
        """Strike as the share of done work grows; until the plan is done, all is mended, and nobody works any more."""
        self._start = time.monotonic()
        waiting = list(self.plan)
        while waiting or self._wounds or working():
            self._mend(time.monotonic())
            if waiting and (share() >= waiting[0].at or not working()):
                self._strike(waiting.pop(0))
            time.sleep(TICK)

    @property
    def busy(self) -> bool:
        """Whether something is still to be done, so that the load should go on."""
        return len(self.struck) < len(self.plan)

    def _strike(self, fault: Fault) -> None:
        facts = {key: value for key, value in asdict(fault).items() if value}
        entry = {"second": round(time.monotonic() - self._start, 2), "began": time.time(), **facts}
        try:
            heal = FAULTS[fault.kind](self.house, fault)
            entry["outcome"] = "struck"
        except (MissedError, CommandError) as error:
            heal = None
            entry["outcome"] = f"missed: {error}"
        self.ended = entry["ended"] = time.time()
        self.struck.append(entry)
        self.say(f"{entry['second']:7.2f} s  {fault.kind} {fault.target} {fault.seconds or ''} {entry['outcome']}")
        if heal and fault.seconds:  # else it lasts for the whole run, and beyond
            heapq.heappush(self._wounds, (time.monotonic() + fault.seconds, next(self._numbers), heal, entry))

    def _mend(self, now: float) -> None:
        while self._wounds and self._wounds[0][0] <= now:
            _, _, heal, entry = heapq.heappop(self._wounds)
            heal()
            self.ended = entry["ended"] = time.time()
