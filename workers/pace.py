"""How quickly work without a hurry is done: a piece at a time, and most of the time nothing."""

import time
from collections.abc import Callable

SHARE = 0.1  # of the time that may be spent: who writes meanwhile waits for a piece at most
LONGEST = 2.0  # seconds between two pieces


class Pace:
    """Asked before each piece whether that is enough; waits until it is time for another one."""

    def __init__(self, seconds: float, sleep: Callable[[float], object] = time.sleep) -> None:
        """Go on for so many seconds."""
        self._sleep = sleep
        self._end = time.monotonic() + seconds
        self._began: float | None = None  # the last piece

    def __call__(self) -> bool:
        """Whether the time is over."""
        if self._began is not None:
            took = time.monotonic() - self._began
            self._sleep(min(took * (1 / SHARE - 1), LONGEST))
        self._began = time.monotonic()
        return self._began > self._end
