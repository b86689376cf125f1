"""``moderation web`` and ``moderation up`` as real processes, and what their surroundings do to them."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Self

from moderation import bootstrap
from moderation.adapters import keyring
from moderation.settings import read
from moderation.store import schema, sites
from tests.journeys.service import Answer, free_port, wait_until
from tests.servers import PATIENCE
from tests.submissions import a_submission

PATH = "/v1/sites/news/comments"


@dataclass
class Web:
    """A service with the site ``news``, started by one command: ``web`` with a Redis that is there, or ``up``.

    Attributes:
        environment: Settings; ``MODERATION_DATA_DIR`` is made if it is not there.
        command: What to start.
        before: What the command is started by, such as ``prlimit``.
    """

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    command: tuple[str, ...] = ("up",)
    before: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        """Make keys, database and site; start it; wait until it answers."""
        self.port = free_port()
        self.log = self.folder / "web.log"
        self.environment = {
            "MODERATION_DATA_DIR": str(self.folder / "data"),
            "MODERATION_RATE_LIMITS": "off",
            "MODERATION_BIND": f"127.0.0.1:{self.port}",
            **self.environment,
        }
        self._prepare()
        self.process = self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it, if it still runs."""
        if self.process.poll() is None:
            self.stop()

    def start(self) -> subprocess.Popen[bytes]:
        """Start one more of it, and wait until somebody answers."""
        with self.log.open("ab") as log:
            command = [*self.before, sys.executable, "-m", "moderation", *self.command]
            process = subprocess.Popen(command, env=self._everything(), stdout=log, stderr=log)
        wait_until(lambda: self.get("/healthz").status == 200, self.said)
        return process

    def stop(self) -> int:
        """Ask it to stop; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=PATIENCE)

    def said(self) -> str:
        """Everything it has written."""
        return self.log.read_text()

    def count(self, event: str) -> int:
        """How often it has logged this."""
        return self.said().count(f'"{event}"')

    def get(self, path: str) -> Answer:
        """GET; status 0 if nobody answers."""
        return self.ask("GET", path)

    def post(self, number: int, **headers: str) -> Answer:
        """Hand in the comment of this number, under a key of its own; status 0 if nobody answers."""
        body = json.dumps(a_submission(email=f"r{number}@example.ma", body=f"مقال مفيد، شكرا لكم ({number})."))
        given = {"Content-Type": "application/json", "Idempotency-Key": f"key-{number}", **headers}
        return self.ask("POST", PATH, body.encode(), given)

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        """One request on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, dict(response.headers), response.read().decode())
        except OSError:
            return Answer(0, {}, "")
        finally:
            connection.close()

    def tree(self) -> list[int]:
        """Its process and all that came from it."""
        found = [self.process.pid]
        for process in found:
            for children in Path(f"/proc/{process}/task").glob("*/children"):
                found += [int(child) for child in children.read_text().split()]
        return found

    def _prepare(self) -> None:
        """What the commands for keys, database and sites do, without starting a process for each."""
        keyring.make_missing(self.folder / "data" / "keys")
        context = bootstrap.build(read(self.environment), "unix:///nonexistent/redis.sock")
        schema.upgrade(context.database)
        site = {"key": "news", "name": "News", "origins": ["https://news.example"], "choices": {}}
        context.database.write(lambda connection: sites.add(connection, site, context.clock()))
        context.database.close()

    def _everything(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("MODERATION_")}
        return inherited | {"MODERATION_LOG_FORMAT": "json"} | self.environment


def resident(processes: list[int]) -> int:
    """Memory of the processes, in bytes; pages they share are counted once for each of them."""
    pages = sum(int(Path(f"/proc/{process}/statm").read_text().split()[1]) for process in processes)
    return pages * os.sysconf("SC_PAGE_SIZE")


def seconds_of(work: Any) -> tuple[float, Any]:
    """How long a call takes, and what it gives."""
    start = time.monotonic()
    result = work()
    return time.monotonic() - start, result
