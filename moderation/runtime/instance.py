"""One ``moderation up`` for each data directory."""

import fcntl
import os
import time
from pathlib import Path

from moderation.runtime.trouble import Trouble

PATIENCE = 10.0  # seconds; what a killed predecessor left behind has ended by then
PAUSE = 0.05  # seconds between two looks


class Instance:
    """The right to use a data directory, held until ``close`` by this process and by all that it starts.

    The processes a killed ``up`` leaves behind still hold it while they end. So who gets it also finds Redis and the
    web's port given back.
    """

    def __init__(self, data_dir: Path) -> None:
        """Take the directory; waits a little for the remains of a predecessor that has died.

        Raises:
            Trouble: Somebody else is using it.
        """
        path = data_dir / "run" / "up.lock"
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._wait(data_dir)
        except BaseException:
            os.close(self._descriptor)
            raise
        os.set_inheritable(self._descriptor, True)  # noqa: FBT003 - the name says what is true
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)

    def close(self) -> None:
        """Give the directory back, as far as this process is concerned."""
        os.close(self._descriptor)

    def _wait(self, data_dir: Path) -> None:
        until = time.monotonic() + PATIENCE
        while not self._taken():
            owner = self._owner()
            if _alive(owner) or time.monotonic() > until:
                raise Trouble(
                    f"Another `moderation up` (process {owner}) uses {data_dir}: "
                    "stop it, or set MODERATION_DATA_DIR to another directory."
                )
            time.sleep(PAUSE)

    def _taken(self) -> bool:
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _owner(self) -> int:
        """Process number of the last owner; 0 if it has not said yet."""
        return int(os.pread(self._descriptor, 20, 0).strip() or b"0")


def _alive(process: int) -> bool:
    """Whether another process of this number exists; a number that is now our own was given back."""
    if process in {0, os.getpid()}:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
