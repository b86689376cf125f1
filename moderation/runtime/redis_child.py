"""The Redis that ``moderation up`` brings along: how it is started, and when it is ready."""

import hashlib
import os
import socket
import stat
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

import redis

from moderation.runtime.redis_check import connect
from moderation.runtime.redis_server import Server, choose
from moderation.runtime.trouble import Trouble

LONGEST_SOCKET = 100  # bytes; the kernel takes 107
PAUSE = 0.02  # seconds between two looks
OPTIONS = (
    *("--port", "0", "--unixsocketperm", "700", "--daemonize", "no"),
    *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
    *("--aof-use-rdb-preamble", "no"),  # plain commands: readable by every later server
    *("--maxmemory-policy", "noeviction"),  # a job is never thrown away
)


@dataclass(frozen=True, slots=True)
class RedisPlan:
    """A server ready to be started.

    Attributes:
        command: The program and its arguments.
        url: Where it will answer, for redis-py.
        server: Kind and version.
    """

    command: tuple[str, ...]
    url: str
    server: Server

    def run(self) -> NoReturn:
        """Become the server. An unknown language in the environment would keep some versions from starting."""
        os.execve(self.command[0], self.command, os.environ | {"LC_ALL": "C"})  # noqa: S606 - no shell is meant


def plan(data_dir: Path) -> RedisPlan:
    """Choose the server for a data directory, and make its places.

    Raises:
        Trouble: No server can open the data, or one is already running on them.
    """
    data_dir = data_dir.resolve()
    directory = data_dir / "redis"
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = _socket_path(data_dir)
    if _answers(path):
        raise Trouble(f"A Redis is already running on {directory}: stop the `moderation up` that started it.")
    server = choose(directory)
    places = ("--unixsocket", str(path), "--dir", str(directory), "--logfile", str(data_dir / "redis.log"))
    return RedisPlan((server.binary, *OPTIONS, *places), f"unix://{quote(os.fsencode(path))}", server)


def running(data_dir: Path) -> str:
    """Where the Redis of a ``moderation up`` answers now; empty if there is none."""
    path = _socket_path(data_dir.resolve(), make=False)
    return f"unix://{quote(os.fsencode(path))}" if _answers(path) else ""


def wait_ready(url: str, seconds: float) -> None:
    """Return as soon as the server answers and has loaded its data.

    Raises:
        Trouble: It has not, for so many seconds.
    """
    until = time.monotonic() + seconds
    with connect(url) as client:
        while True:
            with suppress(redis.ConnectionError, redis.TimeoutError):
                client.ping()
                return
            if time.monotonic() > until:
                raise Trouble(
                    f"Redis has not answered for {seconds:g} seconds: "
                    "see redis.log in the data directory, or check MODERATION_REDIS_URL."
                )
            time.sleep(PAUSE)


def _socket_path(data_dir: Path, *, make: bool = True) -> Path:
    path = data_dir / "run" / "redis.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET:
        if make:
            path.parent.mkdir(mode=0o700, exist_ok=True)
        return path
    name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    shelter = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    place = Path(shelter) / f"moderation-{os.getuid()}-{name}"
    if not make and not place.exists():
        return place / "redis.sock"
    place.mkdir(mode=0o700, exist_ok=True)
    found = place.lstat()  # a directory for all: somebody else may have been here first
    if found.st_uid != os.getuid() or stat.filemode(found.st_mode) != "drwx------":
        raise Trouble(f"{place} is not yours alone: remove it, or set MODERATION_DATA_DIR to a shorter path.")
    return place / "redis.sock"


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            return False
    return True
