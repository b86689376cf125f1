"""What is outside, misbehaving."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from moderation.runtime.redis_child import OPTIONS
from tests.journeys.service import wait_until
from tests.servers import RedisServer


@pytest.fixture
def silent(tmp_path: Path) -> Iterator[str]:
    """The address of a Redis that accepts and never answers."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"{tmp_path}/s")
        server.listen(64)
        yield f"unix://{tmp_path}/s"


@dataclass
class Stuffed:
    """A Redis that can be kept from writing to its disk: it then refuses to be told anything."""

    server: RedisServer
    directory: Path

    def fill(self) -> None:
        """Let its next copy on disk fail."""
        (self.directory / "dump.rdb" / "in the way").mkdir(parents=True)
        self._save()
        wait_until(lambda: self._state() == "err")

    def free(self) -> None:
        """Let it succeed."""
        (self.directory / "dump.rdb" / "in the way").rmdir()
        (self.directory / "dump.rdb").rmdir()
        self._save()
        wait_until(lambda: self._state() == "ok")

    def _save(self) -> None:
        with Redis.from_url(self.server.url) as redis:
            redis.bgsave()

    def _state(self) -> str:
        with Redis.from_url(self.server.url, decode_responses=True) as redis:
            info: Any = redis.info("persistence")
            return "busy" if info["rdb_bgsave_in_progress"] else str(info["rdb_last_bgsave_status"])


@pytest.fixture
def stuffed(tmp_path: Path) -> Iterator[Stuffed]:
    """One that still has room."""
    with RedisServer(tmp_path / "stuffed", *OPTIONS, "--save", "3600 1") as server:
        yield Stuffed(server, tmp_path / "stuffed")
