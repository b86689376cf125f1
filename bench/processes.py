"""What processes cost, as the kernel tells it: time of processors, and memory."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from tests.chaos.processes import tree

TICKS = os.sysconf("SC_CLK_TCK")  # in a second
FIRST = 11  # the first of four columns after the state in /proc/PID/stat: own and buried children's, user and system


def every(roots: Iterable[int]) -> list[int]:
    """These processes and all that they have started."""
    return [pid for root in roots for pid in tree(root)]


def processor_seconds(roots: Iterable[int]) -> float:
    """What they have used until now, all together, those that have ended included."""
    return sum(map(_ticks, every(roots))) / TICKS


def memory(roots: Iterable[int]) -> float:
    """MiB of all of them; pages they share are counted once (PSS)."""
    return sum(map(_pss, every(roots))) / 1024


def _ticks(pid: int) -> int:
    with suppress(OSError):
        columns = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, columns[FIRST : FIRST + 4]))
    return 0


def _pss(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
