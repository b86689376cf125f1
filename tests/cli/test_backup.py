"""``backup`` and ``restore``, as an operator types them: what they say, and what they refuse and leave alone."""

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from moderation.adapters import archive_file, keyring
from moderation.domain.archive import Header, Row, Table
from moderation.runtime.instance import Instance
from moderation.store import schema
from moderation.store.engine import Database
from tests.cli.conftest import Run
from tests.cli.test_commands import one_sentence
from tests.servers import Postgres
from tests.store.anything import everything, fill

PASSPHRASE = "correct horse battery staple"


def database_of(data: Path) -> Database:
    """The SQLite file of a data folder."""
    return Database(f"sqlite:///{data / 'moderation.sqlite'}")


def rows(database: Database) -> dict[str, list[Any]]:
    """Everything in it."""
    with closing(database), database.read() as connection:
        return everything(connection)


@pytest.fixture
def filled(run: Run, data: Path) -> dict[str, list[Any]]:
    """What is in the database: something of everything, but nobody who has asked to be forgotten."""
    with closing(database_of(data)) as database:
        database.write(fill)
        database.write(lambda connection: connection.exec_driver_sql("DELETE FROM erasures"))
    return rows(database_of(data))


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    """A file with a passphrase, for its owner alone."""
    path = tmp_path / "passphrase"
    path.write_text(PASSPHRASE + "\n")
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("encrypted", [False, True])
def test_there_and_back(
    run: Run, data: Path, tmp_path: Path, filled: dict[str, list[Any]], passphrase: Path, *, encrypted: bool
) -> None:
    options = ["--passphrase-file", str(passphrase)] if encrypted else []
    file = tmp_path / "backup"

    saved = run("backup", str(file), *options)
    with closing(database_of(data)) as database:
        database.write(lambda connection: connection.exec_driver_sql("DELETE FROM comments"))
    back = run("restore", str(file), "--replace", *options)

    assert (saved.code, saved.err, back.code, back.err) == (0, "", 0, "")
    assert "Keys are not inside" in saved.out
    assert ("NOT encrypted" in saved.out) is not encrypted
    total = sum(map(len, filled.values()))
    assert f"{total} rows" in saved.out
    assert f"{total} rows restored" in back.out
    found = rows(database_of(data))
    assert len(found.pop("audit")) == len(filled.pop("audit")) + 1  # the restore has its own line
    assert found == filled
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("backup")] == ["backup"]
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_is_in_the_database_is_not_lost_by_accident(run: Run, data: Path, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "backup"))
    run("site", "add", "news", "--name", "News", "--origin", "https://news.example")

    said = run("restore", str(tmp_path / "backup"))

    assert said.code == 1
    assert one_sentence(said.err)
    assert "--replace" in said.err
    assert "news" in run("site", "list").out
    assert run("restore", str(tmp_path / "backup"), "--replace").code == 0
    assert "news" not in run("site", "list").out


def test_while_the_service_runs_it_is_refused(run: Run, data: Path, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "backup"))

    with closing(Instance(data)):
        (data / "run" / "up.lock").write_text("1\n")  # as if a living process other than ours had it
        said = run("restore", str(tmp_path / "backup"), "--replace")

    assert said.code == 1
    assert one_sentence(said.err)
    assert "stop it" in said.err


@pytest.mark.postgres
def test_while_others_use_the_database_it_is_refused_unless_forced(
    run: Run, tmp_path: Path, postgres: Postgres
) -> None:
    run("backup", str(tmp_path / "backup"))
    url = postgres.create_database(f"used_{os.urandom(6).hex()}")
    stranger = url.replace("postgresql+psycopg", "postgresql")  # a session of somebody else's: ours have a name
    with psycopg.connect(stranger):
        said = run("restore", str(tmp_path / "backup"), MODERATION_DATABASE_URL=url)
        forced = run("restore", str(tmp_path / "backup"), "--force", MODERATION_DATABASE_URL=url)

    assert said.code == 1
    assert one_sentence(said.err)
    assert "1 other sessions" in said.err
    assert forced.code == 0


def cut(path: Path) -> None:
    """Lose the end."""
    path.write_bytes(path.read_bytes()[:-20])


def flip(path: Path) -> None:
    """One bit is another."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def grow_up(path: Path) -> None:
    """As the release after the next would write it."""
    header, *others = list(archive_file.read(path, b""))
    assert isinstance(header, Header)
    rewrite(path, [Header("9999", "9", header.taken_at, header.database, header.keys), *others])


def rewrite(path: Path, records: list[Header | Table | Row]) -> None:
    """A backup of these records."""
    with archive_file.create(path, b"") as file:
        for record in records:
            file.add(record)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (cut, "The backup is damaged"),
        (flip, "The backup is damaged"),
        (grow_up, "The backup was written by a newer release"),
        (lambda path: path.write_text("hello"), "The backup is no backup of this service"),
        (lambda path: path.unlink(), "No such file"),
    ],
    ids=["cut off", "flipped", "newer", "foreign", "missing"],
)
def test_what_cannot_be_restored_is_refused_before_anything_is_touched(
    run: Run, data: Path, tmp_path: Path, spoil: Callable[[Path], object], why: str
) -> None:
    run("site", "add", "news", "--name", "News", "--origin", "https://news.example")
    run("backup", str(tmp_path / "backup"))
    spoil(tmp_path / "backup")
    before = (data / "moderation.sqlite").read_bytes()

    said = run("restore", str(tmp_path / "backup"), "--replace")

    assert said.code == 1
    assert len(said.err.splitlines()) == 1
    assert why in said.err
    assert (data / "moderation.sqlite").read_bytes() == before


def test_a_backup_of_an_older_release_is_brought_up_to_date(run: Run, tmp_path: Path, empty_url: str) -> None:
    """It can be taken by this release too: before the database is brought up to date."""
    with closing(Database(empty_url)) as old:
        old.reshape(lambda connection: schema.reshape_empty(connection, "0001"))
        old.write(
            lambda connection: connection.exec_driver_sql(
                "INSERT INTO sites (key, name, origins, choices, created_at)"
                " VALUES ('old', 'Old', '[]', '{}', '2026-11-24 09:00:00.000000')"
            )
        )

    saved = run("backup", str(tmp_path / "backup"), MODERATION_DATABASE_URL=empty_url)
    back = run("restore", str(tmp_path / "backup"), "--replace", MODERATION_DATABASE_URL=empty_url)
    listed = run("site", "list", MODERATION_DATABASE_URL=empty_url)

    assert (saved.code, back.code, listed.code) == (0, 0, 0)
    assert "old" in listed.out


def test_a_passphrase_has_to_be_one(run: Run, tmp_path: Path, passphrase: Path) -> None:
    file = str(tmp_path / "backup")
    short = tmp_path / "short"
    short.write_text("\n")
    short.chmod(0o600)

    refused = run("backup", file, "--passphrase-file", str(short))
    passphrase.chmod(0o640)
    warned = run("backup", file, "--passphrase-file", str(passphrase))
    without = run("restore", file, "--replace")
    passphrase.write_text("correct horse battery stable\n")
    wrong = run("restore", file, "--replace", "--passphrase-file", str(passphrase))

    assert [said.code for said in (refused, warned, without, wrong)] == [1, 0, 1, 1]
    assert "openssl rand" in refused.err
    assert f"chmod 600 {passphrase}" in warned.err
    assert "give --passphrase-file" in without.err
    assert "another passphrase" in wrong.err
    assert PASSPHRASE not in "".join(said.out + said.err for said in (refused, warned, without, wrong))


def test_keys_that_do_not_belong_to_it_are_named(run: Run, data: Path, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "backup"))
    (data / "keys" / "fingerprint.key").unlink()
    keyring.make_missing(data / "keys")

    said = run("restore", str(tmp_path / "backup"), "--replace")

    assert said.code == 0
    assert "another fingerprint.key" in said.err
    assert "seal.key" not in said.err


def test_without_a_database_there_is_nothing_to_back_up(bare: Run, tmp_path: Path) -> None:
    bare("keys", "make")

    said = bare("backup", str(tmp_path / "backup"))

    assert said.code == 1
    assert one_sentence(said.err)
    assert not (tmp_path / "backup").exists()


def test_without_a_folder_it_names_it(run: Run, tmp_path: Path) -> None:
    said = run("backup", str(tmp_path / "nowhere" / "backup"))

    assert said.code == 1
    assert len(said.err.splitlines()) == 1
    assert "nowhere" in said.err


def test_a_newer_database_is_left_alone(run: Run, data: Path, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "backup"))
    with closing(database_of(data)) as database:
        database.write(lambda c: c.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))

    for typed in (("backup", str(tmp_path / "other")), ("restore", str(tmp_path / "backup"), "--replace")):
        said = run(*typed)
        assert said.code == 1
        assert "newer release" in said.err
    assert not (tmp_path / "other").exists()
