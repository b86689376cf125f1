"""Backups of a service that works hard, and commands that are killed while they run."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from moderation.adapters import keyring
from moderation.store import schema
from moderation.store.engine import Database
from tests.journeys.service import Service, wait_until
from tests.promises.canaries import files_with
from tests.servers import Postgres
from tests.store.anything import everything, fill

pytestmark = [pytest.mark.process, pytest.mark.timeout(180)]

ADDRESS = "zahra.canary.7f3e@journal-example.ma"
MANY = 400  # rows of each table: enough to be killed among them

both_kinds = pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
Url = Callable[[Path], str]


@pytest.fixture
def url(request: pytest.FixtureRequest, kind: str) -> Url:
    """Makes the address of an empty database: in this folder, or on our server."""

    def make(folder: Path) -> str:
        if kind == "sqlite":
            return f"sqlite:///{folder / 'moderation.sqlite'}"
        server: Postgres = request.getfixturevalue("postgres")
        return server.create_database(f"backup_{os.urandom(6).hex()}")

    return make


def start(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    """Start a command."""
    command = [sys.executable, "-m", "moderation", *arguments]
    given = os.environ | environment
    return subprocess.Popen(command, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def run(environment: dict[str, str], *arguments: str) -> str:
    """Run a command that has to succeed; what it said."""
    process = start(environment, *arguments)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return said


def rows(url: str) -> dict[str, list[Any]]:
    """Everything that is kept in a database."""
    with closing(Database(url)) as database, database.read() as connection:
        return everything(connection)


def submit(service: Service, number: int) -> str:
    """Hand in a comment; its id, once it was accepted."""
    body = {
        "thread": f"{service.url}/demo/",
        "author": {"name": "زهرة", "email": ADDRESS, "url": ""},
        "body": f"السلام عليكم، مقال زوين bzaf! ({number})",
    }
    answer = service.post("/v1/sites/demo/comments", body)
    assert answer.status == 202, answer.text
    return str(answer.json["id"])


@both_kinds
def test_a_backup_under_load_has_every_comment_that_was_accepted_before(tmp_path: Path, url: Url) -> None:
    accepted: list[str] = []
    enough = Event()
    environment = {"MODERATION_RATE_LIMITS": "off", "MODERATION_DATABASE_URL": url(tmp_path)}
    restored = {"MODERATION_DATA_DIR": str(tmp_path / "new"), "MODERATION_DATABASE_URL": url(tmp_path / "new")}
    file = tmp_path / "backup"
    with Service(tmp_path, environment) as service, ThreadPoolExecutor(2) as pool:
        ours = {"MODERATION_DATA_DIR": str(tmp_path / "data"), **environment}

        def write(number: int) -> int:
            first = len(accepted)
            while not enough.is_set():
                accepted.append(submit(service, number))
                number += 2
            return len(accepted) - first

        writers = [pool.submit(write, number) for number in (0, 1)]
        try:
            wait_until(lambda: len(accepted) >= 40 or any(writer.done() for writer in writers))
            before = set(accepted)
            run(ours, "backup", str(file))
            during = len(accepted) - len(before)
        finally:
            enough.set()
        written = [writer.result() for writer in writers]
    shutil.copytree(tmp_path / "data" / "keys", tmp_path / "new" / "keys")

    run(restored, "restore", str(file))

    assert all(written)
    assert during > 0
    found = {row[1] for row in rows(restored["MODERATION_DATABASE_URL"])["comments"]}
    assert len(before) >= 40
    assert before <= found <= set(accepted)
    assert "The audit is whole." in run(restored, "audit", "verify")
    assert files_with(tmp_path, ADDRESS) == []


@pytest.fixture
def filled(tmp_path: Path, url: Url) -> dict[str, str]:
    """The environment of a database with something of everything, but nobody to be erased."""
    environment = {"MODERATION_DATA_DIR": str(tmp_path), "MODERATION_DATABASE_URL": url(tmp_path)}
    keyring.make_missing(tmp_path / "keys")
    with closing(Database(environment["MODERATION_DATABASE_URL"])) as database:
        schema.upgrade(database)
        database.write(lambda connection: fill(connection, MANY))
        database.write(lambda connection: connection.exec_driver_sql("DELETE FROM erasures") and None)
    return environment


def kill_when(process: subprocess.Popen[str], fact: Callable[[], bool]) -> None:
    """End a command without a chance to tidy up, as soon as a fact is true."""
    until = time.monotonic() + 60
    while not fact():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < until
        time.sleep(0.002)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL


@both_kinds
def test_a_backup_that_is_killed_leaves_no_file(tmp_path: Path, filled: dict[str, str]) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    draft = folder / "backup.partial"

    kill_when(start(filled, "backup", str(folder / "backup")), lambda: draft.exists() and draft.stat().st_size > 0)
    left = list(folder.iterdir())
    run(filled, "backup", str(folder / "backup"))

    assert left == [draft]
    assert [path.name for path in folder.iterdir()] == ["backup"]


def under_way(url: str, folder: Path) -> Callable[[], bool]:
    """Tells whether somebody is in the middle of replacing everything."""
    if url.startswith("sqlite"):
        journal = folder / "moderation.sqlite-journal"
        return lambda: journal.exists() and journal.stat().st_size > 100_000
    database = Database(url)

    def locked() -> bool:
        with database.read() as connection:
            held = (
                "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'contacts'::regclass"
            )
            return bool(connection.exec_driver_sql(held).scalar())

    return locked


@both_kinds
def test_a_restore_that_is_killed_changes_nothing(tmp_path: Path, filled: dict[str, str]) -> None:
    file, url = tmp_path / "backup", filled["MODERATION_DATABASE_URL"]
    run(filled, "backup", str(file))
    with closing(Database(url)) as database:
        database.write(lambda c: c.exec_driver_sql("DELETE FROM verdicts") and None)
    before = rows(url)

    seen = {**filled, "MODERATION_SQLITE_JOURNAL": "truncate"}  # a WAL tells nobody how far a transaction is
    kill_when(start(seen, "restore", str(file), "--replace", "--force"), under_way(url, tmp_path))
    after = rows(url)
    said = run(filled, "restore", str(file), "--replace", "--force")

    assert after == before
    assert "rows restored" in said
    assert len(rows(url)["verdicts"]) == MANY
