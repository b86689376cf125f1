"""A part's place in the service: who holds it now, and how it went so far."""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass

import structlog

from moderation.runtime.child import AWAY, Part, fork

SHORTEST, LONGEST = 0.2, 5.0  # seconds before a restart: doubled each time
SETTLED = 10.0  # seconds of life after which the next restart is prompt again
STILLBORN = 1.0  # seconds; ending earlier is a failed start
FAILED_STARTS = 10  # of a part that has never lived: the configuration is wrong, not the weather
log = structlog.get_logger()


@dataclass(slots=True)
class Post:
    """One part and its process.

    Attributes:
        part: What should be running.
        pid: Its process; 0 while the place is vacant.
        since: When the process was made, in monotonic seconds.
        due: When a vacant place is to be filled, in monotonic seconds; 0 before the first start.
        delay: Seconds to wait before the next restart.
        failed_starts: How often it ended at once, by itself and for no outside reason, before it had ever lived.
        proven: It has lived for a second once.
    """

    part: Part
    pid: int = 0
    since: float = 0.0
    due: float = 0.0
    delay: float = SHORTEST
    failed_starts: int = 0
    proven: bool = False

    @property
    def hopeless(self) -> bool:
        """Whether further attempts are in vain."""
        return self.failed_starts >= FAILED_STARTS

    def fill(self) -> None:
        """Start the part if its place is vacant and its time has come; if the machine has no process to give, later."""
        self.since = time.monotonic()
        if self.pid or self.due > self.since:
            return
        again = bool(self.due)
        try:
            self.pid = fork(self.part)
        except OSError:
            self._vacate(AWAY)
        else:
            log.info("part_restarted" if again else "part_started", name=self.part.name, pid=self.pid)

    def ask_to_end(self) -> None:
        """Send SIGTERM to its process, if there is one."""
        if self.pid:
            os.kill(self.pid, signal.SIGTERM)

    def ask_to_renew(self) -> None:
        """Send SIGHUP to its process, if there is one and it knows what to do then."""
        if self.pid and self.part.renews:
            log.info("part_renewing", name=self.part.name, pid=self.pid)
            os.kill(self.pid, signal.SIGHUP)

    def kill(self) -> None:
        """End its process and all that this one has made, now."""
        log.warning("part_killed", name=self.part.name, pid=self.pid)
        os.kill(self.pid, signal.SIGKILL)
        self.reap()

    def reap(self) -> None:
        """Bury the dead process, end what it has left in its group, note how it went."""
        os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)  # not yet reaped, it guards the number of the group
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._vacate(os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]))

    def _vacate(self, code: int) -> None:
        """Plan the restart. A negative code is the signal that killed the process."""
        now = time.monotonic()
        lived = now - self.since
        log.info("part_ended", name=self.part.name, pid=self.pid, code=code)
        self.pid = 0
        self.proven = self.proven or lived >= STILLBORN
        self.failed_starts += code >= 0 and code != AWAY and not self.proven
        self.delay = SHORTEST if lived >= SETTLED else self.delay
        self.due = now + self.delay
        self.delay = min(self.delay * 2, LONGEST)
