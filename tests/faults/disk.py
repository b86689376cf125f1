"""A small disk that can be full: memory mounted as a file system where we may, a limit on our processes where not."""

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

SIZE = 24  # mebibytes
PIECE = 64 * 1024  # bytes


@dataclass
class Disk:
    """A folder with little room."""

    folder: Path

    def fill(self) -> None:
        """Leave no room at all."""
        for piece in (PIECE, 1):
            with (self.folder / "filler").open("ab", buffering=0) as filler, suppress(OSError):
                while filler.write(b"x" * piece):
                    pass

    def free(self) -> None:
        """Make room again."""
        (self.folder / "filler").unlink()


@dataclass
class Limit:
    """The same for processes that may not mount anything: their files must not grow, and no new ones have room."""

    processes: Callable[[], list[int]]

    def fill(self) -> None:
        """Let them write nothing."""
        self._allow(0)

    def free(self) -> None:
        """Let them write."""
        self._allow(resource.RLIM_INFINITY)

    def _allow(self, most: int) -> None:
        for process in self.processes():
            resource.prlimit(process, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk | None]:
    """A disk of its own in this folder, gone with the block; None where we may not mount one."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ("mount", "-t", "tmpfs", "-o", f"size={SIZE}m,mode=0700", "tmpfs", str(folder))
    if os.getuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield Disk(folder)
    finally:
        subprocess.run(("umount", str(folder)), check=True)
