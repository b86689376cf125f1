"""A circuit breaker: a server that does not answer is left alone for a while, so that it slows nobody down."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

import structlog

ENOUGH = 3  # failures in a row
SHORTEST, LONGEST = 30.0, 300.0  # seconds of rest: doubled each time a trial fails
log = structlog.get_logger()


@dataclass(slots=True)
class _State:
    failures: int = 0
    rest: float = 0.0  # seconds; 0: it is asked
    until: float = 0.0
    on_trial: bool = False


class Breaker:
    """One for each process; safe for threads, and to hold across a fork."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Take a clock that only goes forward, in seconds."""
        self._clock = clock
        self._forget()
        os.register_at_fork(after_in_child=self._forget)

    def allows(self, server: str) -> bool:
        """Whether a server may be asked now; one that has rested, by the first who comes."""
        with self._lock:
            state = self._states.get(server)
            if state is None or not state.rest:
                return True
            if self._clock() < state.until:
                return False
            state.until, state.on_trial = self._clock() + state.rest, True
            return True

    def heard(self, server: str) -> None:
        """It has answered."""
        with self._lock:
            self._states.pop(server, None)

    def missed(self, server: str, who: str, error: str) -> None:
        """It has not; ``who`` and ``error`` are for the log."""
        with self._lock:
            state = self._states.setdefault(server, _State())
            state.failures += 1
            if state.failures < ENOUGH or (state.rest and not state.on_trial):
                return  # the latter was asked before somebody else gave up
            state.rest = min(max(2 * state.rest, SHORTEST), LONGEST)
            state.until, state.on_trial = self._clock() + state.rest, False
        log.warning("opinion_resting", who=who, error=error, seconds=state.rest)

    def _forget(self) -> None:
        self._lock = Lock()
        self._states: dict[str, _State] = {}
