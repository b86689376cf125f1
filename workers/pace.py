"""How quickly work without a hurry is done: a piece at a time, and most of the time nothing."""

import time
from collections.abc import Callable

SHARE = 0.1  # of the time that may be spent, for whoever writes waits for a piece meanwhile
LONGEST = 2.0  # seconds between two pieces
NOTHING = 0.005  # seconds: what finds nothing to do is done by then, and nobody has noticed


class Pace:
    """Asked before each piece whether that is enough; waits until it is time for another one."""

    def __init__(self, seconds: float, sleep: Callable[[float], object] = time.sleep) -> None:
        """Go on for so many seconds."""
        self._sleep = sleep
        self._began = time.monotonic()
        self._end = self._began + seconds

    def __call__(self) -> bool:
        """Whether the time is over."""
        took = time.monotonic() - self._began
        if took > NOTHING:
            self._sleep(min(took * (1 / SHARE - 1), LONGEST))
        self._began = time.monotonic()
        return self._began > self._end
