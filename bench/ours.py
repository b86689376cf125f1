"""Our service as its operator starts it, on SQLite or PostgreSQL, in a folder that is forgotten afterwards."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import quote, urlencode

from bench import store
from bench.corpus import Comment
from bench.furnish import SITE
from bench.system import end, launch, wait_ready
from bench.wire import get, post
from moderation.bootstrap import Context, build
from moderation.settings import read
from tests.journeys.service import free_port
from tests.servers import Postgres, RedisServer

NO_REDIS = "unix:///nonexistent"


@dataclass(frozen=True, slots=True)
class Shape:
    """Which of ours.

    Attributes:
        journal: SQLite's.
        postgres: PostgreSQL instead.
    """

    name: str
    journal: str = "auto"
    postgres: bool = False


SHAPES = (
    Shape("SQLite"),
    Shape("SQLite, rollback journal", journal="truncate"),
    Shape("PostgreSQL", postgres=True),
)


class Ours:
    """An installation. ``start`` runs all of it, ``start_web`` and ``start_workers`` the parts."""

    def __init__(self, shape: Shape) -> None:
        """Nothing is made yet."""
        self.name, self._shape, self.port = shape.name, shape, free_port()
        self._stack, self._running = ExitStack(), list[subprocess.Popen[bytes]]()
        self._postgres: Postgres | None = None
        self._redis: RedisServer | None = None

    def __enter__(self) -> Self:
        """Make it: folder, database, keys, site, login."""
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        self.log = self.folder / "log.txt"
        self.database = f"sqlite:///{self.folder}/moderation.sqlite"
        if self._shape.postgres:
            self._postgres = self._stack.enter_context(Postgres(self.folder))
            self.database = self._postgres.create_database("bench")
        self.furnish()
        self.context: Context = build(read(self.environment), NO_REDIS)
        return self

    def furnish(self) -> None:
        """Keys, tables, site and login, as far as they are missing."""
        command = [sys.executable, "-m", "bench.furnish"]
        with self.log.open("ab") as log:
            subprocess.run(command, env=self.environment, stdout=log, stderr=log, check=True)

    def __exit__(self, *_: object) -> None:
        """Stop and forget it."""
        self.stop()
        self.context.database.close()
        self._stack.close()

    @property
    def environment(self) -> dict[str, str]:
        """Of its processes: what everybody has who changes nothing, but on a port of its own and without limits."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("MODERATION_")}
        return inherited | {
            "MODERATION_DATA_DIR": str(self.folder),
            "MODERATION_DATABASE_URL": self.database,
            "MODERATION_SQLITE_JOURNAL": self._shape.journal,
            "MODERATION_BIND": f"127.0.0.1:{self.port}",
            "MODERATION_TRUSTED_PROXIES": "127.0.0.1/32",
            "MODERATION_RATE_LIMITS": "off",
            **({"MODERATION_REDIS_URL": self._redis.url} if self._redis else {}),
        }

    @property
    def roots(self) -> Sequence[int]:
        """The service, its Redis if that was started apart, and PostgreSQL."""
        servers = [server.pid for server in (self._redis, self._postgres) if server]
        return [process.pid for process in self._running] + servers

    def start(self) -> None:
        """``moderation up``, until it is ready."""
        self._launch("up")
        wait_ready(self.port, "/readyz", self.log)

    def start_web(self) -> None:
        """The web alone; a Redis beside it."""
        self._redis = self._stack.enter_context(RedisServer(self.folder / "redis"))
        self._launch("web")
        wait_ready(self.port, "/readyz", self.log)

    def start_workers(self) -> None:
        """The workers, after ``start_web``."""
        self._launch("worker")

    def stop(self) -> None:
        """Stop what runs."""
        while self._running:
            end(self._running.pop())

    def submission(self, comment: Comment) -> bytes:
        """As of a page's script, through a proxy that tells the reader's address."""
        author = {"name": comment.name, "email": comment.email, "url": ""}
        body = {"thread": comment.thread, "author": author, "body": comment.body}
        return post(f"/v1/sites/{SITE}/comments", body, X_Forwarded_For=comment.network)

    def reading(self, thread: str, coding: str = "identity") -> bytes:
        """The first hundred."""
        return get(f"/v1/sites/{SITE}/comments?limit=100&thread={quote(thread, safe='')}", Accept_Encoding=coding)

    def counting(self, threads: Sequence[str]) -> bytes:
        """In one request."""
        return get(f"/v1/sites/{SITE}/counts?" + urlencode([("thread", thread) for thread in threads]))

    def fill(self, thread: str, count: int) -> None:
        """By an import, while it runs."""
        store.fill(self.context, [thread], count)

    def waiting(self) -> int:
        """As the database knows it."""
        return store.waiting(self.context)

    def _launch(self, verb: str) -> None:
        self._running.append(launch((sys.executable, "-m", "moderation", verb), self.environment, self.log))
