"""How long a worker works at a stretch: less where others want the processors, as long as nothing has waited for long."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from moderation.bootstrap import Context
from workers import backlog

LONGEST = 5.0  # seconds: a worker that is asked to stop ends soon
ENOUGH = 0.4  # seconds of work beside others
REST, STEP = 3.0, 0.1  # seconds of rest, and between two looks whether it is still a rush
CROWDED = (
    0.2  # of the time ready to work, and others did; with as many workers as processors and nobody else, it is a tenth
)
LAG = timedelta(seconds=8)  # what has waited for longer is screened all the same; soon after, a reconciler would do it
_SCHEDULER = Path("/proc/self/schedstat")


def _waited() -> float:
    """Seconds in which the main thread of this process was ready, and others had the processors; 0 where no kernel tells."""
    try:
        return int(_SCHEDULER.read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


@dataclass(slots=True)
class Shift:
    """The time of one job, from now on.

    Attributes:
        ended: Whether it was found to be over; there may be more to do.
    """

    context: Context
    began: float = field(default_factory=time.monotonic)
    waited: float = field(default_factory=_waited)
    ended: bool = False

    def is_over(self) -> bool:
        """Whether it was long enough."""
        self.ended = time.monotonic() - self.began > LONGEST or (self._is_crowded() and self._may_wait())
        return self.ended

    def rest(self, sleep: Callable[[float], object] = time.sleep) -> None:
        """Leave the processors to others for a while, if they want them: until no more comments come, or one has waited for long."""
        if self._is_crowded():
            end = time.monotonic() + REST
            while time.monotonic() < end and self._may_wait():
                sleep(STEP)

    def _is_crowded(self) -> bool:
        passed = time.monotonic() - self.began
        return passed > ENOUGH and _waited() - self.waited > CROWDED * passed

    def _may_wait(self) -> bool:
        """Whether it is a rush, and nothing has waited for long: a backlog alone is no reason to rest."""
        age = backlog.age(self.context)
        return age is not None and age < LAG and backlog.grows(self.context)
