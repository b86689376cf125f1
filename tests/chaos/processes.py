"""The machine's processes, as the kernel tells them; ended and paused by number, with all they have started."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")


class Process(NamedTuple):
    """A process: its number, its parent's, and its name as in ``ps``."""

    pid: int
    parent: int
    name: str


def every() -> list[Process]:
    """All processes of this machine."""
    numbers = (entry.name for entry in PROC.iterdir() if entry.name.isdigit())
    return [found for number in numbers if (found := _read(number))]


def children(pid: int) -> list[Process]:
    """What a process has started and not yet buried; zombies do not count."""
    return [process for process in every() if process.parent == pid]


def tree(pid: int) -> list[int]:
    """A process and all below it, parents first."""
    below: dict[int, list[int]] = {}
    for process in every():
        below.setdefault(process.parent, []).append(process.pid)
    return list(_walk(pid, below))


def signal_tree(pid: int, number: signal.Signals) -> list[int]:
    """Send a signal to a process and all below it; to whom."""
    found = tree(pid)
    for one in found:
        with suppress(ProcessLookupError):
            os.kill(one, number)
    return found


def memory(pid: int) -> int:
    """Resident memory in KiB; 0 if the process has gone."""
    with suppress(OSError):
        for line in (PROC / str(pid) / "status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    return 0


def descriptors(pid: int) -> int:
    """How many files a process has open; 0 if it has gone."""
    with suppress(OSError):
        return len(list((PROC / str(pid) / "fd").iterdir()))
    return 0


def _walk(pid: int, below: dict[int, list[int]]) -> Iterator[int]:
    yield pid
    for child in below.get(pid, ()):
        yield from _walk(child, below)


def _read(number: str) -> Process | None:
    with suppress(OSError):
        text = (PROC / number / "stat").read_text()
        name, rest = text[text.index("(") + 1 : text.rindex(")")], text[text.rindex(")") + 2 :].split()
        if rest[0] not in "ZX":
            return Process(int(number), int(rest[1]), name)
    return None
