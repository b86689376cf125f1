"""Turns that processes take by a lock on a file: in order, without busy-waiting, and no longer than one likes.

The kernel's lock on a file knows no time limit, and who asks for it again and again loses it to who waits for it.
So a thread waits for it, and who needs it waits for the thread; it ends when it has not been needed for a while.
"""

import fcntl
import os
import time
from pathlib import Path
from threading import Condition, Thread

QUIET = 1.0  # seconds


class Turns:
    """The turns of one process, for one of its threads at a time.

    Who gives up leaves the place in the queue to who comes next; if nobody has come when it is our turn, it is passed on.
    """

    def __init__(self, lock_file: Path) -> None:
        """Take turns by this file, which is made if it is not there."""
        self.lock_file = lock_file
        self._changed = Condition()
        self._queueing = self._wanted = self._running = False
        self._held: int | None = None
        self._error: OSError | None = None

    def take(self, until: float) -> int:
        """Wait for our turn until then, in monotonic seconds; it is given back by closing the descriptor.

        Raises:
            TimeoutError: It has not come.
            OSError: The file cannot be opened.
        """
        free = self._try()
        if free is not None:
            return free
        with self._changed:
            self._wanted = True
            if not self._queueing:
                self._queueing = True
                self._set_out()
            self._changed.wait_for(lambda: not self._queueing, until - time.monotonic())
            self._wanted = False
            return self._outcome()

    def _try(self) -> int | None:
        with self._changed:
            if self._queueing:  # somebody has left a place in the queue
                return None
        descriptor = self._open()
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    def _outcome(self) -> int:
        held, error = self._held, self._error
        self._held = self._error = None
        if error:
            raise error
        if held is None:
            raise TimeoutError
        return held

    def _set_out(self) -> None:
        if self._running:
            self._changed.notify_all()
        else:
            self._running = True
            Thread(target=self._queue, name="writers-turn", daemon=True).start()

    def _queue(self) -> None:
        while self._is_needed():
            try:
                descriptor = self._wait()
            except OSError as error:
                self._tell(None, error)
            else:
                self._tell(descriptor, None)

    def _is_needed(self) -> bool:
        with self._changed:
            self._running = self._changed.wait_for(lambda: self._queueing, QUIET)
            return self._running

    def _tell(self, descriptor: int | None, error: OSError | None) -> None:
        with self._changed:
            if self._wanted:
                self._held, self._error = descriptor, error
            elif descriptor is not None:
                os.close(descriptor)
            self._queueing = False
            self._changed.notify_all()

    def _wait(self) -> int:
        descriptor = self._open()
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        return descriptor

    def _open(self) -> int:
        return os.open(self.lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
