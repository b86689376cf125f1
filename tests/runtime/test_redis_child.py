"""The Redis that the service brings along, with the real server."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from moderation.runtime import redis_server
from moderation.runtime.redis_check import check_external, connect
from moderation.runtime.redis_child import RedisPlan, plan, wait_ready
from moderation.runtime.redis_server import Server
from moderation.runtime.trouble import Trouble
from tests.servers import PATIENCE

pytestmark = pytest.mark.process


@contextmanager
def running(planned: RedisPlan) -> Iterator[subprocess.Popen[bytes]]:
    """Start what was planned; killed at the end."""
    process = subprocess.Popen(("setpriv", "--pdeathsig", "TERM", *planned.command))
    try:
        wait_ready(planned.url, PATIENCE)
        yield process
    finally:
        process.kill()
        process.wait()


def test_what_was_said_survives_a_kill(tmp_path: Path) -> None:
    planned = plan(tmp_path)
    with running(planned), connect(planned.url) as client:
        client.set("job", "waits")

    planned = plan(tmp_path)  # the dead one has left its socket behind

    with running(planned), connect(planned.url) as client:
        assert client.get("job") == "waits"


def test_a_second_server_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with running(plan(tmp_path)), pytest.raises(Trouble, match=r"already running on .*redis"):
        plan(tmp_path)


@pytest.fixture
def shelter(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where sockets go whose own place is too long; its path is short, wherever the tests' files are."""
    with tempfile.TemporaryDirectory(prefix="run-") as name:
        monkeypatch.setenv("XDG_RUNTIME_DIR", name)
        yield Path(name)


def test_a_long_path_moves_the_socket_to_a_private_place(tmp_path: Path, shelter: Path) -> None:
    deep = tmp_path / ("مجلد " * 12)

    with running(plan(deep)):
        (place,) = shelter.iterdir()
        assert place.stat().st_mode & 0o777 == 0o700
        assert (place / "redis.sock").is_socket()


def test_a_private_place_that_somebody_else_has_opened_is_refused(tmp_path: Path, shelter: Path) -> None:
    deep = tmp_path / ("long" * 30)
    plan(deep)
    (place,) = shelter.glob("moderation-*")
    place.chmod(0o777)

    with pytest.raises(Trouble, match="not yours alone"):
        plan(deep)


def test_a_strange_language_in_the_environment_does_not_matter(tmp_path: Path) -> None:
    program = "import sys, pathlib, moderation.runtime.redis_child as r; r.plan(pathlib.Path(sys.argv[1])).run()"
    command = ("setpriv", "--pdeathsig", "TERM", sys.executable, "-c", program, str(tmp_path))

    with subprocess.Popen(command, env=os.environ | {"LC_ALL": "xx_XX.UTF-8"}) as child:
        wait_ready(f"unix://{tmp_path}/run/redis.sock", PATIENCE)
        child.kill()


def test_silence_has_an_end_and_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"not answered for 0\.1 seconds: see redis\.log"):
        wait_ready(f"unix://{tmp_path}/nothing", 0.1)


def test_data_of_a_newer_server_are_refused_with_the_remedy(tmp_path: Path) -> None:
    plan(tmp_path)
    note = tmp_path / "redis" / "server.json"
    note.write_text(json.dumps({"kind": "valkey", "version": [99, 1, 0]}))

    with pytest.raises(Trouble, match=r"written by valkey 99\.1\.0, .*install valkey 99\.1\.0 or newer"):
        plan(tmp_path)


def test_a_newer_server_takes_over_and_says_so(tmp_path: Path) -> None:
    planned = plan(tmp_path)
    note = tmp_path / "redis" / "server.json"
    note.write_text(json.dumps({"kind": "redis", "version": [6, 2, 0]}))

    plan(tmp_path)

    assert json.loads(note.read_text()) == {"kind": planned.server.kind, "version": list(planned.server.version)}


def test_a_server_of_the_machine_comes_before_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(tmp_path / "bin", "redis-server", "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc bits=64")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    assert str(plan(tmp_path / "data").server) == "redis 7.0.15"


def test_ours_goes_on_with_its_data_when_another_was_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = plan(tmp_path / "data")
    pretend(tmp_path / "bin", "redis-server", "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc bits=64")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    assert plan(tmp_path / "data") == first


@pytest.mark.parametrize("said", ["Redis server v=6.0.16 sha=0", "something else", ""])
def test_a_server_that_is_too_old_or_broken_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    pretend(tmp_path / "bin", "redis-server", said)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    assert plan(tmp_path / "data").server.kind == "valkey"


def test_a_machine_without_any_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(redis_server, "bundled", lambda: None)

    with pytest.raises(Trouble, match="install redis-server"):
        plan(tmp_path)


@pytest.mark.parametrize(
    ("reader", "writer", "opens"),
    [
        (Server("valkey", (9, 1, 2)), Server("valkey", (8, 1, 8)), True),
        (Server("valkey", (8, 1, 8)), Server("valkey", (9, 1, 2)), False),
        (Server("valkey", (9, 1, 2)), Server("redis", (7, 0, 15)), True),
        (Server("valkey", (9, 1, 2)), Server("redis", (8, 0, 0)), False),
        (Server("redis", (7, 0, 15)), Server("valkey", (9, 1, 2)), False),
        (Server("redis", (6, 2, 14)), Server("redis", (7, 0, 15)), False),
    ],
    ids=str,
)
def test_data_go_upwards_only(reader: Server, writer: Server, opens: bool) -> None:  # noqa: FBT001 - the table's column
    assert reader.opens(writer) is opens


def test_a_foreign_redis_that_could_lose_jobs_is_reported(tmp_path: Path) -> None:
    planned = plan(tmp_path)

    with running(planned), connect(planned.url) as client:
        found: dict[str, str] = {}
        assert check_external(planned.url, found.update) == []
        assert found == {"version": found["version"], "appendonly": "yes", "maxmemory_policy": "noeviction"}
        client.config_set("appendonly", "no")
        client.config_set("maxmemory-policy", "allkeys-lru")
        assert len(check_external(planned.url)) == 2


def test_a_foreign_redis_may_forbid_questions(tmp_path: Path) -> None:
    planned = plan(tmp_path)

    with running(planned), connect(planned.url) as client:
        client.acl_setuser("guest", enabled=True, nopass=True, commands=["+ping"], keys=["*"])
        assert check_external(planned.url.replace("unix://", "unix://guest:x@")) == []


@pytest.mark.parametrize("url", ["unix:///nowhere", "nonsense://secret"])
def test_a_foreign_redis_that_is_away_is_named_without_its_address(url: str) -> None:
    with pytest.raises(Trouble, match=r"check MODERATION_REDIS_URL") as caught:
        check_external(url)

    assert url not in str(caught.value)


def pretend(directory: Path, name: str, said: str) -> None:
    """Put a program there that says this and no more."""
    directory.mkdir()
    program = directory / name
    program.write_text(f"#!/bin/sh\necho '{said}'\n")
    program.chmod(0o755)
