"""What the machine itself can do, in the same run: nobody can be quicker than its disk, its SQLite, its Flask and its loopback."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import repeat
from pathlib import Path
from threading import Thread

from bench.load import Load, put
from bench.phases import Figures
from bench.plan import Plan
from bench.system import end, launch, wait_ready
from bench.wire import get
from moderation.store.driver import sqlite3
from tests.journeys.service import free_port

BLOCK = b"\0" * 4096
ROW = "x" * 600  # bytes: a comment with what belongs to it
JOURNALS = {"rollback": ("truncate", "full"), "wal": ("wal", "full"), "wal-normal": ("wal", "normal")}
STATIC = 30_000  # bytes
FLASK = (
    "-m",
    "granian",
    "--interface",
    "wsgi",
    "--workers",
    "2",
    "--no-ws",
    "--log-level",
    "error",
    "--workers-kill-timeout",
    "2",
)


def measure(plan: Plan) -> Figures:
    """All of them."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        figures = {f"limit.sync.{writers}": _syncs(folder, plan.seconds / 4, writers) for writers in (1, 8)}
        for journal, modes in JOURNALS.items():
            figures[f"limit.sqlite.{journal}"] = _commits(folder / journal, plan.seconds / 4, modes)
        with _flask(folder) as port:
            figures |= _rate("limit.flask", port, plan)
        with _static() as port:
            figures |= _rate("limit.static", port, plan)
        return figures


def _rate(name: str, port: int, plan: Plan) -> dict[str, float]:
    return {name: put(port, repeat(get("/")), Load(8, plan.seconds / 2, plan.requests * 4)).rate}


def _syncs(folder: Path, seconds: float, writers: int) -> float:
    """``fdatasync`` of 4 KiB a second, each writer in a file of its own."""
    counts = [0] * writers

    def sync(file: int) -> None:
        os.pwrite(file, BLOCK, 0)
        os.fdatasync(file)

    def write(number: int) -> None:
        file = os.open(folder / f"sync-{number}", os.O_CREAT | os.O_WRONLY)
        try:
            counts[number] = _repeat(partial(sync, file), seconds)
        finally:
            os.close(file)

    threads = [Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def _commits(path: Path, seconds: float, modes: tuple[str, str]) -> float:
    """Transactions of one row a second, one after the other."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA journal_mode = {modes[0]}")
        connection.execute(f"PRAGMA synchronous = {modes[1]}")
        connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)")
        return _repeat(lambda: connection.execute("INSERT INTO t (body) VALUES (?)", (ROW,)), seconds) / seconds


def _repeat(work: Callable[[], object], seconds: float) -> int:
    count, until = 0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        work()
        count += 1
    return count


@contextmanager
def _flask(folder: Path) -> Iterator[int]:
    """Flask with one view, under the server that we use, two processes."""
    port = free_port()
    command = (sys.executable, *FLASK, "--host", "127.0.0.1", "--port", str(port), "bench.tiny:app")
    with _ending(launch(command, {**os.environ}, folder / "flask.txt")):
        wait_ready(port, "/", folder / "flask.txt")
        yield port


@contextmanager
def _static() -> Iterator[int]:
    """The same bytes for everybody, from a loop that does nothing else: what the load itself can reach here."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        log = Path(folder) / "static.txt"
        command = (sys.executable, "-m", "bench.static", str(port), str(STATIC))
        with _ending(launch(command, {**os.environ}, log)):
            wait_ready(port, "/", log)
            yield port


@contextmanager
def _ending(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        end(process)
