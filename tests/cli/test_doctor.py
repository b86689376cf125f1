"""``doctor``: every part is made wrong, named with its remedy, mended, and well again."""

import json
import shutil
import socket
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from moderation.adapters import keyring, wording
from moderation.domain.message import Message
from moderation.runtime.checkup import PARTS
from moderation.store import heartbeats, outbox, schema, tables
from moderation.store.driver import sqlite3
from moderation.store.engine import Connection, Database
from moderation.store.erasures import AUTHOR, Erasure, ask
from moderation.store.inspection import damage
from tests.cli.conftest import Run
from tests.journeys.service import free_port
from tests.outsider import outsider
from tests.servers import Postgres, RedisServer
from workers.reconciler import LOOPS

Ask = Callable[..., str]
NOW, HOUR = datetime.now(UTC), timedelta(hours=1)  # this hour's; what must be of this minute asks again


@pytest.fixture
def database(data: Path, run: Run) -> Iterator[Database]:
    """The database of the machine."""
    found = Database(f"sqlite:///{data}/moderation.sqlite")
    yield found
    found.close()


@pytest.fixture
def ask_about(run: Run) -> Ask:
    """What the doctor says of a part that something needs doing about; empty if all is well: ``ask_about("keys")``."""

    def look(*parts: str, options: tuple[str, ...] = (), **environment: str) -> str:
        said = run("doctor", *options, *(word for part in parts for word in ("--part", part)), **environment)
        wrong = [line.removeprefix("!!  ") for line in said.out.splitlines() if line.startswith("!! ")]
        assert said.code == bool(wrong)
        assert said.err == ""
        return "\n".join(wrong)

    return look


@pytest.fixture
def house(run: Run, database: Database) -> Run:
    """A machine where all is well: a site, an admin, a reconciler."""
    run("site", "add", "news", "--name", "News", "--origin", "https://news.example")
    run("moderator", "add", "ada@news.example", "--name", "Ada", "--role", "admin")
    beat(database, datetime.now(UTC))
    return run


def beat(database: Database, at: datetime, *without: str) -> None:
    """Let all loops of a reconciler have been well until then."""
    beats = {name: at for name in LOOPS if name not in without}
    database.write(lambda connection: heartbeats.write(connection, "a", beats, at))


def change(database: Database, statement: sa.Executable) -> None:
    """Change something."""
    database.write(lambda connection: connection.execute(statement))


def add_comment(database: Database, **columns: Any) -> None:
    """Put a received comment into the first site."""
    thread = {"site": 1, "id": 1, "url": "https://news.example/a", "title": "", "created_at": NOW}
    comment = {"site": 1, "id": "1-a", "thread": 1, "status": "received", "version": 1, "revision": 1, "name": "f"}
    comment |= {"url": "", "fingerprint": "", "body": "b", "arrival": {}, "network": "", "submitted_at": NOW, **columns}
    database.write(
        lambda c: (c.execute(sa.insert(tables.threads), thread), c.execute(sa.insert(tables.comments), comment))
    )


# --- the report -----------------------------------------------------------------------------------


def test_a_well_machine_is_told_so(house: Run) -> None:
    said = house("doctor", "--deep", MODERATION_BIND=f"127.0.0.1:{free_port()}")

    assert said.code == 0, said.out
    assert {line[:4] for line in said.out.splitlines()} == {"ok  "}
    named = {line[4:].partition(":")[0] for line in said.out.splitlines()}
    assert named == {
        "Keys", "Folder", "Disk", "Database", "Redis", "Screening", "Loops", "Outbox", "Audit", "Erasures", "Sites",
        "Moderators", "Opinions", "Words", "Port",
    }  # fmt: skip


def test_a_bare_one_is_told_what_is_missing(bare: Run) -> None:
    said = bare("doctor")

    assert said.code == 1
    for variable in ("SEAL_PUBLIC_KEY", "FINGERPRINT_KEY", "SECRET_KEY"):
        assert f"!!  Keys: MODERATION_{variable} is missing" in said.out
    assert "!!  Folder: " in said.out
    assert "run `moderation keys make`" in said.out


def test_machines_are_told_in_json(house: Run, database: Database) -> None:
    well: dict[str, Any] = json.loads(house("doctor", "--json", "--part", "sites").out)
    change(database, sa.delete(tables.sites))
    said = house("doctor", "--json", "--part", "sites")
    ill: dict[str, Any] = json.loads(said.out)

    assert well["ok"] is True
    assert [one["level"] for one in well["findings"]] == ["ok", "ok"]
    assert said.code == 1
    assert ill["ok"] is False
    assert ill["findings"][0] == {
        "part": "Sites", "level": "act", "sentence": "there are none: run `moderation site add`."
    }  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [("MODERATION_BIND", "nowhere"), ("MODERATION_BLIND", "1")])
def test_wrong_settings_are_named(ask_about: Ask, name: str, value: str) -> None:
    assert f"Settings: {'There is no setting called ' if name.endswith('BLIND') else ''}{name}" in ask_about(
        **{name: value}
    )
    assert ask_about("keys") == ""


def test_a_part_that_does_not_exist_is_asked_for_in_the_wrong_way(run: Run) -> None:
    assert run("doctor", "--part", "heart").code == 2
    assert set(PARTS) >= {"keys", "database", "redis"}


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


# --- keys -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["seal.pub", "fingerprint.key", "secret.key"])
def test_a_key_that_is_cut_off_is_named(ask_about: Ask, data: Path, name: str) -> None:
    path = data / "keys" / name
    whole = path.read_text()
    path.write_text(whole[:10])
    assert "is not 32 bytes in base64url: restore it" in ask_about("keys")

    path.write_text(whole)
    assert ask_about("keys") == ""


@pytest.mark.parametrize("name", ["", "seal.key", "fingerprint.key", "secret.key"])
def test_a_key_that_others_may_read_is_named_and_told_how_to_close_it(ask_about: Ask, data: Path, name: str) -> None:
    path = data / "keys" / name
    path.chmod(path.stat().st_mode | stat.S_IRGRP)
    said = ask_about("keys")
    assert f"others may reach {path}: run `chmod 0{'6' if name else '7'}00 {path}`" in said

    path.chmod(0o600 if name else 0o700)
    assert ask_about("keys") == ""


def test_the_public_key_may_be_read_but_not_changed(ask_about: Ask, data: Path) -> None:
    path = data / "keys" / "seal.pub"
    path.chmod(0o644)
    assert ask_about("keys") == ""

    path.chmod(0o664)
    assert "chmod 0600" in ask_about("keys")


def test_keys_that_do_not_belong_together_are_told_apart(ask_about: Ask, data: Path) -> None:
    path = data / "keys" / "seal.pub"
    own = path.read_text()
    keyring.make_missing(data / "others")
    path.write_text((data / "others" / "seal.pub").read_text())
    assert "the public key is not that of the private one" in ask_about("keys")

    path.write_text(own)
    assert ask_about("keys") == ""


def test_a_ring_of_several_private_keys_is_fine(ask_about: Ask, data: Path) -> None:
    keyring.rotate(data / "keys")

    assert ask_about("keys") == ""


def test_a_host_without_the_private_key_is_fine_and_told(run: Run, data: Path) -> None:
    (data / "keys" / "seal.key").unlink()

    said = run("doctor", "--part", "keys")

    assert said.code == 0
    assert "no private key here" in said.out


# --- the machine ----------------------------------------------------------------------------------


def test_a_folder_that_others_may_reach_is_named(ask_about: Ask, data: Path) -> None:
    data.chmod(0o755)
    assert f"run `chmod 0700 {data}`" in ask_about("folder")

    data.chmod(0o700)
    assert ask_about("folder") == ""


def test_a_folder_that_cannot_be_written_is_named_where_it_is_needed(
    run: Run, ask_about: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patch:  # root may write wherever it is allowed to, and tests run as root, too
        patch.setattr("moderation.runtime.checkup.machine.tempfile.TemporaryFile", refuse)
        assert "cannot be written (Read-only file system)" in ask_about("folder")
        elsewhere = {
            "MODERATION_DATABASE_URL": "postgresql+psycopg://u@127.0.0.1:1/x",
            "MODERATION_REDIS_URL": "redis://x",
        }
        assert run("doctor", "--part", "folder", **elsewhere).out.startswith("??  Folder: ")

    assert ask_about("folder") == ""


def test_a_disk_that_is_nearly_full_is_named(run: Run, ask_about: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    gibibyte = 1024**3

    def free(size: float) -> Callable[[Path], SimpleNamespace]:
        return lambda _place: SimpleNamespace(total=100 * gibibyte, free=int(size * gibibyte))

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", free(0.5))
        assert "only 0.5 GiB free" in ask_about("disk")
        patch.setattr(shutil, "disk_usage", free(4))
        assert "??  Disk: 4.0 GiB free" in run("doctor", "--part", "disk").out
        patch.setattr(shutil, "disk_usage", free(50))
        assert ask_about("disk") == ""


def test_a_port_that_somebody_else_has_is_named(ask_about: Ask) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        bind = f"127.0.0.1:{other.getsockname()[1]}"
        assert "is taken: stop the other program" in ask_about("port", MODERATION_BIND=bind)

    assert ask_about("port", MODERATION_BIND=bind) == ""


class Ours(BaseHTTPRequestHandler):
    """Answers as our web does."""

    def do_GET(self) -> None:
        """Alive."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok\n")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_port_that_is_ours_is_fine(run: Run) -> None:
    with HTTPServer(("127.0.0.1", 0), Ours) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        said = run("doctor", "--part", "port", MODERATION_BIND=f"127.0.0.1:{server.server_port}")
        thread.join()

    assert said.out.endswith("is served by this service.\n")


# --- the database ---------------------------------------------------------------------------------


def test_an_old_database_is_told_what_to_run(bare: Run) -> None:
    bare("keys", "make")
    assert "run `moderation db upgrade`" in bare("doctor", "--part", "database").out

    bare("db", "upgrade")
    assert bare("doctor", "--part", "database").code == 0


def test_a_newer_database_is_told_to_install_the_newer_release(ask_about: Ask, database: Database) -> None:
    change(database, sa.text("UPDATE alembic_version SET version_num = '9999'"))
    assert "has the shape of a newer release (9999): install that release" in ask_about()

    change(database, sa.text("UPDATE alembic_version SET version_num = :head").bindparams(head=schema.HEAD))
    assert ask_about("database") == ""


def test_what_is_no_address_of_a_database_is_named(ask_about: Ask) -> None:
    said = ask_about("database", "sites", MODERATION_DATABASE_URL="hunter2")

    assert "MODERATION_DATABASE_URL is no SQLAlchemy URL" in said
    assert "hunter2" not in said


def test_damaged_pages_are_found_when_it_looks_deep(house: Run, ask_about: Ask, data: Path, database: Database) -> None:
    database.close()
    path = data / "moderation.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # all pages are in the file itself
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_decisions_comment'"
        ).fetchone()
    connection.close()
    whole = path.read_bytes()
    size = int.from_bytes(whole[16:18], "big")
    path.write_bytes(whole[: (root - 1) * size] + b"\x55" * size + whole[root * size :])

    assert ask_about("database") == ""
    assert "is damaged (" in ask_about("database", options=("--deep",))

    path.write_bytes(whole)
    assert ask_about("database", options=("--deep",)) == ""


def test_rows_that_refer_to_nothing_are_found_when_it_looks_deep(
    house: Run, ask_about: Ask, data: Path, database: Database
) -> None:
    add_comment(database)
    with sqlite3.connect(data / "moderation.sqlite") as connection:  # where references are not checked
        connection.execute("DELETE FROM threads")
    connection.close()
    assert "is damaged (rows of comments)" in ask_about("database", options=("--deep",))

    change(database, sa.delete(tables.comments))
    assert ask_about("database", options=("--deep",)) == ""


@pytest.mark.postgres
def test_a_postgres_that_may_lose_commits_is_named(run: Run, ask_about: Ask, postgres: Postgres) -> None:
    url = postgres.create_database("risky")
    assert run("db", "upgrade", MODERATION_DATABASE_URL=url).code == 0
    address = url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER DATABASE risky SET synchronous_commit = off")
        assert "synchronous_commit is off" in ask_about("database", MODERATION_DATABASE_URL=url)

        connection.execute("ALTER DATABASE risky RESET synchronous_commit")
        assert ask_about("database", options=("--deep",), MODERATION_DATABASE_URL=url) == ""

        connection.execute("ALTER TABLE comments ADD CONSTRAINT later CHECK (version > 0) NOT VALID")
        found = Database(url)
        with found.read() as looking:
            assert damage(looking) == ("constraint later",)
        found.close()


# --- the work -------------------------------------------------------------------------------------


def test_a_comment_that_waits_too_long_is_named(house: Run, ask_about: Ask, database: Database) -> None:
    add_comment(database, submitted_at=NOW - HOUR)
    assert "is `moderation worker`, or `moderation up`, running?" in ask_about("screening")

    change(database, sa.update(tables.comments).values(status="pending"))
    assert ask_about("screening") == ""


def test_leases_that_ran_out_are_worth_knowing(house: Run, database: Database) -> None:
    add_comment(database, leased_until=NOW - HOUR)
    assert "??  Screening: 1 comments were claimed and not finished" in house("doctor", "--part", "screening").out

    change(database, sa.update(tables.comments).values(leased_until=None))
    assert "??" not in house("doctor", "--part", "screening").out


def test_a_reconciler_that_was_never_heard_of_is_worth_knowing(run: Run, database: Database) -> None:
    assert "??  Loops: no reconciler has been heard of yet" in run("doctor", "--part", "loops").out

    beat(database, datetime.now(UTC))
    assert run("doctor", "--part", "loops").out.startswith("ok ")


def test_a_loop_that_is_silent_or_missing_is_named(ask_about: Ask, database: Database) -> None:
    beat(database, NOW - HOUR)
    said = ask_about("loops")
    assert all(f"{name} has not been well for" in said for name in LOOPS)

    beat(database, datetime.now(UTC))
    assert ask_about("loops") == ""

    change(database, sa.delete(tables.heartbeats))
    beat(database, datetime.now(UTC), "sweeping")
    assert "nobody runs sweeping" in ask_about("loops")


def put(connection: Connection, due_at: datetime = NOW) -> None:
    """A message that is due."""
    outbox.put(connection, [Message(1, "m1", "mail", "comment.decided", "1-abc", NOW, due_at)])


def test_dead_letters_are_named(house: Run, ask_about: Ask, database: Database) -> None:
    def die(connection: Connection) -> None:
        put(connection)
        message = outbox.claim(connection, "mail", "t1", NOW)
        assert message
        outbox.give_up(connection, message, "t1", "http_410", NOW)

    database.write(die)
    assert "1 messages of the channel mail were given up: see `moderation outbox list --dead`" in ask_about("outbox")

    change(database, sa.delete(tables.outbox))
    assert ask_about("outbox") == ""


def test_messages_that_nothing_sends_or_that_are_late_are_named(
    house: Run, ask_about: Ask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.write(lambda connection: put(connection, NOW - HOUR))
    assert "nothing sends by the channel mail" in ask_about("outbox")

    monkeypatch.setattr("moderation.services.relay.ROUTES", {"mail": print})
    assert "seconds late" in ask_about("outbox")

    change(database, sa.update(tables.outbox).values(due_at=NOW + HOUR))
    assert ask_about("outbox") == ""


def test_lines_without_their_place_are_named(house: Run, ask_about: Ask, database: Database) -> None:
    line = {"site": 0, "id": "a", "comment": "", "at": NOW - HOUR, "who": "operator", "action": "rotate", "version": 0}
    change(database, sa.insert(tables.audit).values(**line, reason=""))
    assert "1 lines have waited for their place" in ask_about("audit")

    change(database, sa.update(tables.audit).values(number=1, hash="x"))
    assert ask_about("audit") == ""


def test_an_erasure_that_is_not_carried_out_is_named(house: Run, ask_about: Ask, database: Database) -> None:
    database.write(lambda connection: ask(connection, Erasure(1, "mark", AUTHOR, NOW - HOUR)))
    assert "1 erasures have not been carried out" in ask_about("audit")

    change(database, sa.update(tables.erasures).values(completed_at=NOW))
    assert ask_about("audit") == ""


# --- opinions -------------------------------------------------------------------------------------


def test_an_outsider_that_answers_is_well_and_one_that_does_not_is_named(house: Run, ask_about: Ask) -> None:
    with outsider() as friend:
        assert house("doctor", "--part", "opinions").out == "ok  Opinions: no site asks anybody outside.\n"

        house("site", "set", "news", *(f"{name}={value}" for name, value in friend.choices().items()))
        assert ask_about("opinions") == ""
        assert [name for name, _ in friend.calls] == ["verify-key", "classify"]

        house("site", "set", "news", "akismet_key=wrong-key-hunter2")
        said = ask_about("opinions")
        assert "the akismet server of news does not take the key" in said
        assert "hunter2" not in said
        friend.status = 503
        said = ask_about("opinions")
        assert "gives no answer that can be used (http_503): people decide" in said
        assert "run `moderation site set news akismet_url= akismet_key=`" in said

    said = ask_about("opinions")
    assert "the classifier server of news gives no answer that can be used (unreachable)" in said
    assert "run `moderation site set news classifier_url=`" in said


def test_an_outsider_at_a_private_place_is_named_with_the_setting(house: Run, ask_about: Ask) -> None:
    house("site", "set", "news", "classifier_url=https://10.0.0.1:1")

    assert "that MODERATION_OPINION_NETWORKS does not name" in ask_about("opinions")
    # what it names is connected to; here nobody is there
    house("site", "set", "news", "classifier_url=https://127.0.0.1:1")
    assert "(unreachable)" in ask_about("opinions", MODERATION_OPINION_NETWORKS="127.0.0.0/8")


def test_half_a_choice_is_named(house: Run, ask_about: Ask) -> None:
    house("site", "set", "news", "akismet_key=abcdef123456")

    assert "news has only one of akismet_url and akismet_key, so Akismet is not asked" in ask_about("opinions")


# --- Redis ----------------------------------------------------------------------------------------


@pytest.mark.process
def test_a_redis_of_the_machine_is_asked(run: Run, ask_about: Ask, redis_server: RedisServer) -> None:
    import redis  # noqa: PLC0415 - here only

    client = redis.Redis.from_url(redis_server.url)
    said = run("doctor", "--part", "redis", MODERATION_REDIS_URL=redis_server.url)
    assert said.out.startswith("??  Redis: reachable, but no worker has been heard of")

    client.config_set("maxmemory-policy", "allkeys-lru")
    client.config_set("appendonly", "no")
    said_ill = ask_about("redis", MODERATION_REDIS_URL=redis_server.url)
    assert "set its maxmemory-policy to noeviction" in said_ill
    assert "append-only file" in said_ill

    client.config_set("maxmemory-policy", "noeviction")
    client.config_set("appendonly", "yes")
    assert ask_about("redis", MODERATION_REDIS_URL=redis_server.url) == ""

    redis_server.kill()
    assert "check MODERATION_REDIS_URL" in ask_about("redis", MODERATION_REDIS_URL=redis_server.url)


# --- sites, moderators, words ---------------------------------------------------------------------


def test_without_a_site_or_an_admin_something_needs_doing(run: Run, ask_about: Ask) -> None:
    said = ask_about("sites")
    assert "Sites: there are none: run `moderation site add`." in said
    assert "Moderators: nobody has the role admin" in said

    run("site", "add", "news", "--name", "News", "--origin", "https://news.example")
    run("moderator", "add", "bo@news.example", "--name", "Bo", "--role", "moderator")
    assert "nobody has the role admin" in ask_about("sites")

    run("moderator", "set", "bo@news.example", "--role", "admin")
    assert ask_about("sites") == ""


@pytest.mark.parametrize("origins", [["https://news.example/"], ["news.example"], []])
def test_origins_no_browser_would_send_are_named(
    house: Run, ask_about: Ask, database: Database, origins: list[str]
) -> None:
    change(database, sa.update(tables.sites).values(origins=origins))
    assert "of news is no origin" in ask_about("sites")

    change(database, sa.update(tables.sites).values(origins=["https://news.example"]))
    assert ask_about("sites") == ""


def test_a_catalogue_with_a_hole_is_named(ask_about: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(wording.LOCALE, tmp_path / "locale")
    monkeypatch.setattr(wording, "LOCALE", tmp_path / "locale")
    path = tmp_path / "locale" / "fr.po"
    whole = path.read_text()
    entry = 'msgid "There is no such sentence"\nmsgstr ""\n'
    path.write_text(f"{whole}\n{entry}")
    assert "1 sentences are missing in fr" in ask_about("words")
    assert "1 sentences are missing in ar" in ask_about("words")

    path.write_text(whole)
    assert ask_about("words") == ""
