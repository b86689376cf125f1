"""``doctor``: looks at every part, says what to do, and tells by its exit code."""

import pytest

from tests.cli.conftest import Run
from tests.servers import RedisServer


def test_a_well_machine_is_told_so(run: Run) -> None:
    said = run("doctor")

    assert said.code == 0
    assert all(line.startswith("ok ") for line in said.out.splitlines())
    assert {"Keys:", "Database", "Screening:", "SQLite", "Redis:"} <= {
        line.split()[1] for line in said.out.splitlines()
    }


def test_a_bare_one_is_told_what_is_missing(bare: Run) -> None:
    said = bare("doctor")

    assert said.code == 1
    assert "!!  MODERATION_SEAL_PUBLIC_KEY is missing" in said.out


def test_an_old_database_is_told_what_to_run(bare: Run) -> None:
    bare("keys", "make")

    said = bare("doctor")

    assert said.code == 1
    assert "run `moderation db upgrade`" in said.out


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODERATION_DATABASE_URL", "postgresql+psycopg://u:hunter2@127.0.0.1:1/x"),
        ("MODERATION_REDIS_URL", "redis://:hunter2@127.0.0.1:1"),
    ],
)
def test_what_is_away_is_named_without_its_address(run: Run, name: str, value: str) -> None:
    said = run("doctor", **{name: value})

    assert said.code == 1
    assert f"check {name}" in said.out
    assert "hunter2" not in said.out + said.err


@pytest.mark.process
def test_a_redis_of_the_machine_is_asked(run: Run, redis_server: RedisServer) -> None:
    said = run("doctor", MODERATION_REDIS_URL=redis_server.url)

    assert said.code == 0
    assert "ok  Redis: reachable." in said.out


def test_a_host_without_the_private_key_is_fine_and_told(run: Run, bare: Run) -> None:
    from os import environ  # noqa: PLC0415 - the folder is the fixture's
    from pathlib import Path  # noqa: PLC0415

    (Path(environ["MODERATION_DATA_DIR"]) / "keys" / "seal.key").unlink()

    said = run("doctor")

    assert said.code == 0
    assert "no private key here" in said.out
