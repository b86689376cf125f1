"""A comment's way through the whole house, with real processes: posted, stored, checked, decided, seen."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from moderation.runtime.redis_child import wait_ready
from tests.journeys.service import Service, free_port, wait_until
from tests.promises.canaries import files_with
from tests.servers import Postgres, RedisServer

pytestmark = [pytest.mark.process, pytest.mark.timeout(180)]

ADDRESS = "zahra.canary.7f3e@journal-example.ma"


@pytest.fixture(params=["sqlite and its own redis", pytest.param("postgres and our redis", marks=pytest.mark.postgres)])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    """The service on SQLite with the Redis it brings along, and on PostgreSQL with one that is there."""
    environment = {"MODERATION_RATE_LIMITS": "off"}
    if request.param.startswith("postgres"):
        server: Postgres = request.getfixturevalue("postgres")
        redis: RedisServer = request.getfixturevalue("redis_server")
        environment |= {
            "MODERATION_DATABASE_URL": server.create_database(f"up_{os.urandom(6).hex()}"),
            "MODERATION_REDIS_URL": redis.url,
        }
    with Service(tmp_path, environment) as running:
        yield running


def submission(service: Service, number: int = 0) -> dict[str, Any]:
    """A comment as readers here write: several languages in one."""
    return {
        "thread": f"{service.url}/demo/",
        "author": {"name": "زهرة", "email": ADDRESS, "url": ""},
        "body": f"السلام عليكم، مقال زوين bzaf! merci pour l'article. ({number})",
    }


def make_token(service: Service) -> dict[str, str]:
    """The header of a moderator, made as an operator makes it."""
    ours = {"MODERATION_DATA_DIR": str(service.folder / "data"), **service.environment}
    command = [sys.executable, "-m", "moderation", "token", "create", "admin@demo.example"]
    done = subprocess.run(command, env=os.environ | ours, capture_output=True, text=True, check=True)
    return {"Authorization": f"Bearer {done.stdout.strip()}"}


def pending(service: Service, login: dict[str, str]) -> dict[str, Any]:
    """The review queue, by comment id."""
    queue = service.read("/v1/moderation/queue?limit=100", **login)
    return {item["id"]: item for item in queue["items"]}


def test_posted_stored_checked_decided_and_seen(service: Service) -> None:
    login = make_token(service)

    accepted = service.post("/v1/sites/demo/comments", submission(service))
    assert accepted.status == 202
    identifier = accepted.json["id"]
    wait_until(lambda: identifier in pending(service, login), service.said)
    item = pending(service, login)[identifier]
    decision = {"action": "approve", "items": [{"id": identifier, "version": item["version"]}]}
    assert service.post("/v1/moderation/decisions", decision, **login).status == 200
    assert service.post("/v1/moderation/decisions", decision, **login).status == 409
    public = service.get(f"/v1/sites/demo/comments?thread={service.url}/demo/")

    assert [comment["id"] for comment in public.json["comments"]] == [identifier]
    assert "e-mail" not in public.text
    assert files_with(tmp := service.folder, ADDRESS) == [], tmp


def test_parts_may_be_killed_at_any_time(service: Service) -> None:
    """``kill -9`` of Redis, a worker, the web, the reconciler: every accepted comment is decided, once."""
    login, identifiers = make_token(service), set()
    for number, name in enumerate(["worker-1", "web", "reconciler", "worker-2", "redis", ""] * 2):
        if name in service.parts():
            service.kill(name)
        answer = service.post(
            "/v1/sites/demo/comments", submission(service, number), **{"Idempotency-Key": f"key {number}"}
        )
        assert answer.status == 202, answer.text
        identifiers.add(answer.json["id"])

    wait_until(lambda: identifiers <= set(pending(service, login)), service.said)

    assert len(identifiers) == 12
    for identifier in identifiers:
        comment = service.read(f"/v1/moderation/comments/{identifier}", **login)
        assert [line["who"] for line in comment["audit"]] == ["author", "machine"]
    assert files_with(service.folder, ADDRESS) == []


def test_it_stops_when_asked_and_starts_again_with_everything(tmp_path: Path) -> None:
    with Service(tmp_path) as service:
        login = make_token(service)
        identifier = service.post("/v1/sites/demo/comments", submission(service)).json["id"]
        wait_until(lambda: identifier in pending(service, login))

        assert service.stop(signal.SIGINT) == 0
        assert service.get("/healthz").status == 0
        service.start()

        assert identifier in pending(service, login)


def test_without_redis_it_is_still_accepted_and_decided(tmp_path: Path, redis_server: RedisServer) -> None:
    with Service(tmp_path, {"MODERATION_REDIS_URL": redis_server.url}) as service:
        login = make_token(service)
        redis_server.kill()

        answer = service.post("/v1/sites/demo/comments", submission(service))
        assert answer.status == 202
        wait_until(lambda: answer.json["id"] in pending(service, login), service.said)
        ready = service.get("/readyz")

        assert (ready.status, ready.json["status"], ready.json["redis"]) == (200, "degraded", "away")
        redis_server.start()
        wait_ready(redis_server.url, 10)
        wait_until(lambda: service.get("/readyz").json["workers"] == 2, service.said)


def test_web_and_worker_run_apart_with_services_of_the_operator(
    tmp_path: Path, postgres: Postgres, redis_server: RedisServer
) -> None:
    """What the containers run, natively: `db upgrade`, a public web without the private key, a console, a worker."""
    port, console = free_port(), free_port()
    ours = {
        "MODERATION_DATA_DIR": str(tmp_path / "data"),
        "MODERATION_DATABASE_URL": postgres.create_database(f"apart_{os.urandom(6).hex()}"),
        "MODERATION_REDIS_URL": redis_server.url,
        "MODERATION_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    environment = os.environ | ours

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "moderation", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def keep_running(*arguments: str, **more: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "moderation", *arguments], env=environment | more)

    run("keys", "make")
    run("db", "upgrade")
    run("site", "add", "news", "--name", "News", "--origin", "https://news.example")
    password = run("moderator", "add", "ada@news.example", "--name", "Ada", "--role", "admin").strip()
    (tmp_path / "data" / "keys" / "seal.key").rename(tmp_path / "elsewhere")
    running = [
        keep_running("web", "--surface", "public", MODERATION_BIND=f"127.0.0.1:{port}"),
        keep_running("web", "--surface", "console", MODERATION_BIND=f"127.0.0.1:{console}"),
        keep_running("worker", "--processes", "1"),
    ]
    try:
        service, staff = Service(tmp_path), Service(tmp_path)
        service.url, staff.url = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{console}"
        login = {"Authorization": f"Bearer {run('token', 'create', 'ada@news.example').strip()}"}
        body = {"thread": "https://news.example/a", "author": {"name": "Ali", "email": ADDRESS}, "body": "Merci."}
        identifier = service.post("/v1/sites/news/comments", body).json["id"]
        wait_until(lambda: staff.get("/healthz").status == 200 and identifier in pending(staff, login))

        assert len(password) > 20
        assert service.get("/v1/moderation/queue", **login).status == 404
        assert service.get("/console/").status == 404
    finally:
        for process in running:
            process.terminate()
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
