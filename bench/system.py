"""What a system that is measured looks like to the phases, ours and the peers."""

import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from signal import Signals
from typing import Protocol

from bench.corpus import Comment
from bench.wire import Line, get
from tests.chaos.processes import signal_tree

READY = 60.0  # seconds
HEARING = 20.0  # seconds: ours may take ten to end what is under way
STEP = 0.02  # seconds between two looks


class System(Protocol):
    """A comment service that is running."""

    name: str
    port: int

    @property
    def roots(self) -> Sequence[int]:
        """The processes that were started for it, its database included."""

    def submission(self, comment: Comment) -> bytes:
        """The request that hands in a comment."""

    def reading(self, thread: str, coding: str = "identity") -> bytes:
        """The request that reads the first hundred comments of a page; a peer without pages gives all of it."""

    def counting(self, threads: Sequence[str]) -> bytes:
        """The request for the number of comments of pages."""

    def fill(self, thread: str, count: int) -> None:
        """Have so many published comments stand on a page."""

    def waiting(self) -> int:
        """How many comments are accepted and not yet checked; 0 where nothing checks them."""


def launch(command: Sequence[str], environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start a server; it ends when we do, however that is."""
    with log.open("ab") as file:
        return subprocess.Popen(("setpriv", "--pdeathsig", "TERM", *command), env=environment, stdout=file, stderr=file)


def end(process: subprocess.Popen[bytes]) -> None:
    """Stop a server; one that does not hear is killed, with all that it has started."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(HEARING)
        return
    signal_tree(process.pid, Signals.SIGKILL)
    process.wait()


def wait_ready(port: int, path: str, log: Path) -> None:
    """Wait until it answers 200.

    Raises:
        TimeoutError: It does not.
    """
    until = time.monotonic() + READY
    while not _answers(port, path):
        if time.monotonic() > until:
            raise TimeoutError(f"Nothing answers: {log.read_text()[-2000:]}")
        time.sleep(STEP)


def _answers(port: int, path: str) -> bool:
    with suppress(OSError), Line(port) as line:
        return line.ask(get(path)).status == 200  # noqa: PLR2004 - OK
    return False
