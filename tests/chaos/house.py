"""The house under test: the service as its operator starts it, with its database and its Redis, all on this machine."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.chaos import processes
from tests.chaos.door import Door
from tests.journeys.service import free_port
from tests.servers import Postgres, RedisServer

READY = 60.0  # seconds; after a host death the next start waits for its predecessor's remains
AGAIN = 0.5  # seconds until a server that was killed is started again
REDIS_NAMES = {"redis", "redis-server", "valkey-server"}
RDB = ("--port", "0", "--unixsocketperm", "700", "--save", "3600 1 300 100 60 10000", "--appendonly", "no")


@dataclass(frozen=True, slots=True)
class Plan:
    """What kind of house.

    Attributes:
        database: ``sqlite`` or ``postgres``.
        redis: ``own`` (``moderation up`` brings it), ``ours`` (beside it, with an append-only file) or ``rdb``
            (beside it, as Debian configures it).
        launcher: Start it through the launcher, so that crash points, clocks and mutants can be reached.
        environment: More settings; those of the launcher too.
    """

    database: str
    redis: str = "ours"
    launcher: bool = False
    environment: dict[str, str] = field(default_factory=dict)


class House:
    """The processes of one run. To be used in the main thread: what it starts ends with the thread that started it."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        """Plan it in this folder; nothing is started yet."""
        self.plan, self.folder = plan, folder
        self.data, self.control, self.histories = folder / "data", folder / "control", folder / "histories"
        self.port = free_port()
        self.log = folder / "service.log"
        self.postgres: Postgres | None = None
        self.redis: RedisServer | None = None
        self.paused: set[int] = set()
        self.tokens: tuple[str, ...] = ()
        self.erased: list[int] = []  # numbers of submissions whose authors were erased
        self.migrated = 0  # how many databases were made to try migrations on
        self.seed = 0

    def __enter__(self) -> Self:
        """Start everything and wait until it is ready."""
        for place in (self.data, self.control, self.histories):
            place.mkdir(parents=True)
        self._start_servers()
        done = subprocess.run(
            [sys.executable, "-m", "tests.chaos.furnish"],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        self.tokens = tuple(done.stdout.split()[-3:])
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop everything."""
        self.wake()
        self.stop()
        for server in (self.redis, self.postgres):
            if server:
                server.__exit__()

    @property
    def environment(self) -> dict[str, str]:
        """Of the service's processes."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("MODERATION_")}
        return inherited | {
            "MODERATION_DATA_DIR": str(self.data),
            "MODERATION_DATABASE_URL": self.database_url,
            "MODERATION_BIND": f"127.0.0.1:{self.port}",
            "MODERATION_TRUSTED_PROXIES": "127.0.0.1/32",
            "MODERATION_RATE_LIMITS": "off",
            "MODERATION_WEB_PROCESSES": "2",
            "MODERATION_WORKER_PROCESSES": "2",
            "CHAOS_CONTROL": str(self.control),
            **({"MODERATION_REDIS_URL": self.redis.url} if self.redis else {}),
            **self.plan.environment,
        }

    @property
    def redis_url(self) -> str:
        """Where Redis answers."""
        return self.redis.url if self.redis else f"unix://{self.data}/run/redis.sock"

    def start(self) -> None:
        """Start the service, also after ``kill`` and ``stop``; wait until it is ready."""
        module = "tests.chaos.launcher" if self.plan.launcher else "moderation"
        command = ["setpriv", "--pdeathsig", "TERM", sys.executable, "-m", module, "up"]
        with self.log.open("ab") as log:
            self._up = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        door = Door(self.port, 2)
        wait_until(lambda: door.ask("GET", "/readyz").status == 200, READY, self.log)
        door.close()

    def stop(self) -> int:
        """Ask the service to stop; its exit code."""
        self._up.terminate()
        return self._up.wait(timeout=30)

    def die(self) -> None:
        """As when the host dies: all of the service at once, without a chance to tidy up. Then it is started again."""
        processes.signal_tree(self._up.pid, signal.SIGKILL)
        self._up.wait()
        self.start()

    def part(self, name: str) -> int | None:
        """The process of a part; of ``web-child``, one of those that answer requests; None while it is being restarted."""
        if name == "web-child":
            parent = self.part("web")
            answering = processes.children(parent) if parent else []
            return answering[0].pid if answering else None
        names = REDIS_NAMES if name == "redis" else {name}
        found = [process.pid for process in processes.children(self._up.pid) if process.name in names]
        return found[0] if found else None

    def parts(self) -> list[int]:
        """All processes of the service, the supervisor first."""
        return processes.tree(self._up.pid)

    def wake(self) -> None:
        """Continue all that was paused."""
        for pid in self.paused:
            processes.signal_tree(pid, signal.SIGCONT)
        self.paused.clear()

    def _start_servers(self) -> None:
        if self.plan.database == "postgres":
            self.postgres = Postgres(self.folder / "postgres")
            self.database_url = self.postgres.create_database("chaos")
        else:
            self.database_url = f"sqlite:///{self.data}/moderation.sqlite"
        if self.plan.redis != "own":
            options = {"rdb": RDB}.get(self.plan.redis, ())
            self.redis = RedisServer(self.folder / "redis", *options)


def make_folder() -> Path:
    """A new folder with a short name: the path of a socket in it must not be long."""
    return Path(tempfile.mkdtemp(prefix="chaos-"))


def wait_until(fact: Callable[[], bool], seconds: float, log: Path) -> None:
    """Wait until something is true.

    Raises:
        TimeoutError: It has not become true in this time.
    """
    until = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > until:
            raise TimeoutError(f"The service is not ready after {seconds:g} seconds: see {log}.")
        time.sleep(0.05)
