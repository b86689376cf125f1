"""How long a worker works at a stretch: less where others want the processors, as long as nothing has waited for long."""

import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from moderation.bootstrap import Context
from workers import backlog

LONGEST = 5.0  # seconds: a worker that is asked to stop ends soon
ENOUGH = 0.4  # seconds of work beside others
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
        self.ended = time.monotonic() - self.began > LONGEST or self.should_rest()
        return self.ended

    def should_rest(self) -> bool:
        """Whether others want the processors more urgently."""
        passed = time.monotonic() - self.began
        if passed < ENOUGH or _waited() - self.waited < CROWDED * passed:
            return False
        age = backlog.age(self.context)
        return age is not None and age < LAG
