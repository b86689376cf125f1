"""Isso, from PyPI, in a virtual environment of its own; behind gunicorn with three processes, moderation on, as its manual advises."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from sqlite3 import connect
from typing import Self
from urllib.parse import quote

from bench.corpus import ORIGIN, Comment, comments
from bench.system import end, launch, wait_ready
from bench.wire import Line, get, post
from tests.journeys.service import free_port

HERE = Path(__file__).parent
PLACE = HERE / ".venv-isso"
LOCKS = HERE / "peers-build.lock", HERE / "peers.lock"
PROCESSES = 3
CONFIGURATION = """\
[general]
dbpath = {folder}/comments.db
host = {origin}
[moderation]
enabled = true
[guard]
enabled = false
[hash]
algorithm = pbkdf2
"""


class MissingPeerError(Exception):
    """It cannot be installed here; the text says why."""


def install() -> Path:
    """Isso's virtual environment, made once for each content of the lock files; its folder of programs.

    Raises:
        MissingPeerError: It could not be built.
    """
    note, wanted = PLACE / "installed", "".join(lock.read_text() for lock in LOCKS)
    if not note.exists() or note.read_text() != wanted:
        print("Installing Isso (once) ...", file=sys.stderr)
        _run(sys.executable, "-m", "venv", "--clear", str(PLACE))
        for lock in LOCKS:  # the second one is built with the first
            pip = (str(PLACE / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
            _run(*pip, "--require-hashes", "--no-build-isolation", "-r", str(lock))
        note.write_text(wanted)
    return PLACE / "bin"


class Isso:
    """An installation that is forgotten afterwards."""

    name = f"Isso, gunicorn, {PROCESSES} processes"

    def __init__(self) -> None:
        """Nothing is made yet."""
        self.port, self._stack = free_port(), ExitStack()
        self._running: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        """Make it.

        Raises:
            MissingPeerError: It could not be built.
        """
        self._programs = install()
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        (self.folder / "isso.cfg").write_text(CONFIGURATION.format(folder=self.folder, origin=ORIGIN))
        return self

    def __exit__(self, *_: object) -> None:
        """Stop and forget it."""
        self.stop()
        self._stack.close()

    @property
    def roots(self) -> Sequence[int]:
        """Gunicorn."""
        return [process.pid for process in self._running]

    def start(self) -> None:
        """Until it answers."""
        command = [str(self._programs / "gunicorn"), "--workers", str(PROCESSES), "--bind", f"127.0.0.1:{self.port}"]
        environment = {**os.environ, "ISSO_SETTINGS": str(self.folder / "isso.cfg")}
        log = self.folder / "log.txt"
        self._running.append(launch([*command, "--preload", "isso.run"], environment, log))
        wait_ready(self.port, "/config", log)

    def stop(self) -> None:
        """Stop what runs."""
        while self._running:
            end(self._running.pop())

    def submission(self, comment: Comment) -> bytes:
        """With a title, else it asks the page for it."""
        body = {"author": comment.name, "email": comment.email, "text": comment.body, "title": "Article"}
        return post(f"/new?uri={_path(comment.thread)}", body, Origin=ORIGIN)

    def reading(self, thread: str, coding: str = "identity") -> bytes:
        """All of the page: it has no other way."""
        return get(f"/?uri={_path(thread)}", Accept_Encoding=coding, Origin=ORIGIN)

    def counting(self, threads: Sequence[str]) -> bytes:
        """In one request."""
        return post("/count", [thread.removeprefix(ORIGIN) for thread in threads], Origin=ORIGIN)

    def fill(self, thread: str, count: int) -> None:
        """One comes in by the door; the others are copies of its row with texts of their own."""
        written = comments(thread, 1)
        with Line(self.port) as line:
            first = next(written)
            line.ask(post(f"/new?uri={_path(thread)}", {"text": first.body, "title": "Article"}, Origin=ORIGIN))
        columns = "tid, created, modified, mode, remote_addr, likes, dislikes, voters, notification"
        copy = f"INSERT INTO comments ({columns}, text, author, email) SELECT {columns}, ?, ?, ? FROM comments WHERE id = ?"  # noqa: S608 - our own names
        with closing(connect(self.folder / "comments.db", timeout=30)) as connection, connection:
            newest = connection.execute("SELECT max(id), max(tid) FROM comments").fetchone()
            rows = [
                (one.body, one.name, one.email, newest[0]) for one, _ in zip(written, range(count - 1), strict=False)
            ]
            connection.executemany(copy, rows)
            connection.execute("UPDATE comments SET mode = 1 WHERE tid = ?", newest[1:])

    def waiting(self) -> int:
        """Nothing checks them."""
        return 0


def _path(thread: str) -> str:
    return quote(thread.removeprefix(ORIGIN), safe="")


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise MissingPeerError((done.stderr or done.stdout).strip().splitlines()[-1])
