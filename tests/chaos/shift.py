"""What all clients of a run share: how far it has come, what is sent, and where the service listens."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.load import Load

SLOWLY = 0.5  # seconds


class Progress:
    """Hands out numbers until enough are accepted, and as long as the nemesis is not done; safe to use from threads."""

    def __init__(self, wanted: int, most: int) -> None:
        """Plan for so many submissions; not more than ``most``, however long the faults take."""
        self._wanted, self._most = wanted, most
        self._lock = threading.Lock()
        self._next = 0
        self.finished = 0
        self.hold_on: Callable[[], bool] = lambda: False

    def take(self) -> int | None:
        """The next number; None when the work is done."""
        with self._lock:
            if self._next >= self._most or (self._next >= self._wanted and not self.hold_on()):
                return None
            self._next += 1
            return self._next - 1

    def finish(self) -> None:
        """One has been answered for good, or given up."""
        with self._lock:
            self.finished += 1

    @property
    def is_enough(self) -> bool:
        """Whether the plan is fulfilled, and the work goes on for the nemesis alone."""
        return self._next >= self._wanted

    @property
    def share(self) -> float:
        """How much of the plan is done, 0..1, or more when it took longer."""
        return self.finished / self._wanted


@dataclass(frozen=True)
class Shift:
    """A run, as its clients see it.

    Attributes:
        pace: Seconds that each submitter waits between two submissions; when the plan is fulfilled, at least ``SLOWLY``.
        over: Set when moderators and readers may go home.
    """

    port: int
    load: Load
    progress: Progress
    histories: Path
    tokens: tuple[str, ...] = ()
    pace: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)
