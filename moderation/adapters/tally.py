"""Tallies: numbers that only grow, counted by many processes. Each has a file of its own, in the form of prometheus_client.

A file is locked by its process for as long as that lives; so whoever adds up can tell, in any container, who has ended.
"""

import fcntl
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from prometheus_client.mmap_dict import MmapedDict

SIZE = 256 * 1024  # bytes; on disk before it is mapped, because writing to a hole on a full disk ends a process
PAST = "past"  # instead of a process: what those counted that have ended
OVERHEAD = 40  # bytes of an entry, at most, that are not its name


class Tally:
    """The numbers of one kind, counted by one process. Not safe for threads."""

    def __init__(self, folder: Path, kind: str, owner: str = "") -> None:
        """Make a file in the folder and hold it; with an owner, open the one of this name if it is there.

        Raises:
            OSError: There is no place for it.
        """
        path = folder / f"{kind}_{owner or f'{os.getpid()}_{secrets.token_hex(4)}'}.db"
        self.descriptor = _held(path)
        self._numbers = MmapedDict(str(path))
        self._room = SIZE - int.from_bytes(os.pread(self.descriptor, 4, 0), sys.byteorder)

    def add(self, name: str, amount: float) -> None:
        """Count. What finds no room is not counted: names are few, and nothing else may make the file grow."""
        if name not in self._numbers._positions:  # noqa: SLF001 - the library has no other way to ask
            self._room -= len(name.encode()) + OVERHEAD
            if self._room < 0:
                return
        value, _ = self._numbers.read_value(name)
        self._numbers.write_value(name, value + amount, 0.0)

    def close(self) -> None:
        """Let go of the file; it stays."""
        self._numbers.close()
        os.close(self.descriptor)


def bury(folder: Path) -> None:
    """Add up what processes that have ended have counted, in one file of each kind. Call it ``alone``. Safe to run again."""
    for path in _files_of_the_dead(folder):
        past = Tally(folder, path.name.partition("_")[0], PAST)
        for name, value, *_ in MmapedDict.read_all_values_from_file(str(path)):
            past.add(name, value)
        past.close()
        path.unlink()


def clear(folder: Path) -> None:
    """Begin from zero, if nobody counts here. Call it ``alone``."""
    everything = set(folder.glob("*.db"))
    if everything == {*_files_of_the_dead(folder), *folder.glob(f"*_{PAST}.db")}:
        for path in (*everything, *folder.glob("*.new")):
            path.unlink(missing_ok=True)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the only one who adds up."""
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _held(path: Path) -> int:
    """Make a file of full size, locked before anybody can see it; or open the one that is there."""
    if path.exists():
        return os.open(path, os.O_RDWR | os.O_CLOEXEC)
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        os.posix_fallocate(descriptor, 0, SIZE)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        draft.rename(path)
    except OSError:
        os.close(descriptor)
        draft.unlink(missing_ok=True)
        raise
    return descriptor


def _files_of_the_dead(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.glob("*_*_*.db")):
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        try:
            with suppress(BlockingIOError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                yield path
        finally:
            os.close(descriptor)
