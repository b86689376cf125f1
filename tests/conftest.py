"""What every test can ask for. Databases and servers are real; only the clock stands still."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from werkzeug.test import TestResponse

from moderation import bootstrap
from moderation.bootstrap import Context
from moderation.domain.moderator import Moderator, Rights, Role
from moderation.domain.site import Site
from moderation.services import people
from moderation.services.screen import drain
from moderation.settings import read
from moderation.store import comments, schema, sites
from moderation.store import postgres as limits
from tests import prepared
from tests.outsider import Outsider, outsider
from tests.servers import Postgres, RedisServer, quick_place
from tests.submissions import a_submission

# How fast a machine is, is no test; and each day asks the same, so that a change is not refused for what another one did.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("full", deadline=None, max_examples=2000, stateful_step_count=50)  # by ever new examples
settings.load_profile("house")

NO_REDIS = "unix:///nonexistent/redis.sock"
DATABASES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))
PASSWORD = "correct horse battery staple"
LOGIN = "ada@news.example"


def pytest_addoption(parser: pytest.Parser) -> None:
    """What CONTRIBUTING.md says of them."""
    parser.addoption("--full", action="store_true", help="whole corpora and many examples instead of samples")
    parser.addoption(
        "--accept-pictures", action="store_true", help="take how the element looks now as how it should look"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Where files are quick, and the profile that belongs to ``--full``."""
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(quick_place()))  # where every ``tmp_path`` is
    if config.getoption("--full"):
        settings.load_profile("full")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With ``--full``, a test may take as long as it takes; one that has a limit of its own keeps it."""
    if config.getoption("--full"):
        for item in items:
            item.add_marker(pytest.mark.timeout(0))


def status(ctx: Context, identifier: str) -> str:
    """Where a comment stands."""
    with ctx.database.read() as connection:
        comment = comments.find(connection, identifier)
    assert comment
    return comment.status.value


class Clock:
    """A clock that stands still until it is told to go."""

    def __init__(self) -> None:
        """Begin at a round moment."""
        self.at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time."""
        return self.at

    def forward(self, **time: float) -> None:
        """Let time pass: ``forward(minutes=5)``."""
        self.at += timedelta(**time)


@pytest.fixture(autouse=True)
def unhurried(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server on a machine that other tests keep busy does not hang: only those that run alone give it up as we do."""
    if "alone" not in request.keywords:
        monkeypatch.setattr(limits, "STATEMENT", 30_000)  # milliseconds
        monkeypatch.setattr(limits, "SILENCE", 40.0)  # seconds
        monkeypatch.setattr(limits, "PING", 10.0)
        monkeypatch.setattr(limits, "IDLE_WITHIN", 60_000)  # milliseconds: a test may have to wait itself


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether ``--full`` was asked for."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL server of our own."""
    with Postgres(tmp_path_factory.mktemp("postgres"), quick_place()) as server:
        yield server


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis of our own, with its append-only file."""
    with RedisServer(tmp_path / "redis") as server:
        yield server


@pytest.fixture
def friend() -> Iterator[Outsider]:
    """Somebody who is asked for opinions, and sees no spam."""
    with outsider() as found:
        yield found


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with keys and a SQLite database of today's shape, to be copied."""
    folder = tmp_path_factory.mktemp("furnished")
    prepared.furnish(folder)
    return folder


@pytest.fixture(scope="session")
def shaped(postgres: Postgres) -> str:
    """The name of a PostgreSQL database of today's shape, to be copied."""
    prepared.shape(postgres.create_database("shaped"))
    return "shaped"


@pytest.fixture
def sqlite_url(tmp_path: Path, furnished: Path) -> str:
    """A SQLite database of today's shape, without rows."""
    return f"sqlite:///{shutil.copy(furnished / prepared.FILE, tmp_path)}"


@pytest.fixture
def postgres_url(postgres: Postgres, shaped: str) -> Iterator[str]:
    """A PostgreSQL database of today's shape, without rows."""
    with prepared.lent(postgres, f"test_{os.urandom(6).hex()}", shaped) as url:
        yield url


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A database of today's shape, without rows: once SQLite, once PostgreSQL."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=DATABASES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables: once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    with prepared.lent(request.getfixturevalue("postgres"), f"test_{os.urandom(6).hex()}", "template1") as url:
        yield url


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
def environment(tmp_path: Path, furnished: Path, database_url: str) -> dict[str, str]:
    """The settings of a test."""
    prepared.copy_keys(furnished, tmp_path)
    return {
        "MODERATION_DATA_DIR": str(tmp_path),
        "MODERATION_DATABASE_URL": database_url,
        "MODERATION_PUBLIC_URL": "https://comments.example",
        "MODERATION_RATE_LIMITS": "off",  # they run by the real clock; who tests them turns them on
    }


@pytest.fixture
def make_context(environment: dict[str, str], clock: Clock) -> Iterator[Callable[..., Context]]:
    """Builds the parts of the service: ``make_context(redis_url=…, MODERATION_…=…)``."""
    built: list[Context] = []

    def make(redis_url: str = NO_REDIS, **more: str) -> Context:
        context = bootstrap.build(read({**environment, **more}), redis_url)
        schema.upgrade(context.database)
        built.append(replace(context, clock=clock))
        return built[-1]

    yield make
    for context in built:
        context.doorbell.close()
        context.meters.close()
        context.database.close()
        context.database.engine.clear_compiled_cache()  # a process of tests has hundreds of them, and keeps them for its forks


@pytest.fixture
def ctx(make_context: Callable[..., Context]) -> Context:
    """The parts of the service, without Redis."""
    return make_context()


@pytest.fixture
def add_site(ctx: Context) -> Callable[..., Site]:
    """Adds a site: ``add_site("news", hold_first=False)``."""

    def add(key: str, origin: str = "", **choices: Any) -> Site:
        row = {"key": key, "name": key.title(), "origins": [origin or f"https://{key}.example"], "choices": choices}
        ctx.database.write(lambda connection: sites.add(connection, row, ctx.clock()))
        ctx.directory.every(age=-1)
        return ctx.directory.by_key(key)

    return add


@pytest.fixture
def site(add_site: Callable[..., Site]) -> Site:
    """The site ``news`` at https://news.example, as a new site is."""
    return add_site("news")


@pytest.fixture
def app(ctx: Context, site: Site) -> Flask:
    """The application over ``ctx``, both surfaces."""
    return prepared.application(ctx)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody on the web."""
    return app.test_client()


@pytest.fixture
def post(client: FlaskClient, clock: Clock) -> Callable[..., TestResponse]:
    """Hands in a comment, an ordinary one unless told otherwise; a quarter of a minute after the one before."""

    def hand_in(headers: dict[str, str] | None = None, **changes: Any) -> TestResponse:
        clock.forward(seconds=15)
        address = changes.pop("remote_addr", "198.51.100.7")
        return client.post(
            "/v1/sites/news/comments",
            data=json.dumps(a_submission(**changes)),
            content_type="application/json",
            headers={"Accept-Language": "en", **(headers or {})},
            environ_base={"REMOTE_ADDR": address},
        )

    return hand_in


@pytest.fixture
def night_shift(ctx: Context) -> Callable[[], int]:
    """Screens everything that waits, as a worker would."""
    return lambda: drain(ctx.desk)


@pytest.fixture
def moderator(ctx: Context) -> Moderator:
    """Ada, an admin."""
    prepared.add_person(ctx, LOGIN, "Ada", Rights(Role.ADMIN), PASSWORD)
    with ctx.database.read() as connection:
        return people.find(connection, ctx.fingerprints.moderator(LOGIN))


@pytest.fixture
def token(ctx: Context, moderator: Moderator) -> str:
    """Ada's API token."""
    mark = ctx.fingerprints.moderator(LOGIN)
    return ctx.database.write(lambda connection: people.create_token(connection, mark, ctx.clock()))


@pytest.fixture
def ada(app: Flask, token: str) -> FlaskClient:
    """Ada's hands on the JSON: a client that sends her token."""
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client
