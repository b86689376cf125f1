"""The command as a whole: help everywhere, exit codes, and one sentence where something is wrong."""

from pathlib import Path

import click
import pytest

from moderation import __version__
from moderation.cli import commands
from tests.cli.conftest import Run


def names(command: click.Command, *above: str) -> list[tuple[str, ...]]:
    """Every command below one, as it is typed."""
    below = command.commands if isinstance(command, click.Group) else {}
    return [above, *(found for name, one in below.items() for found in names(one, *above, name))]


@pytest.mark.parametrize("command", names(commands), ids=" ".join)
def test_every_command_explains_itself(bare: Run, command: tuple[str, ...]) -> None:
    said = bare(*command, "--help")

    assert said.code == 0
    assert said.out.startswith("Usage:")
    assert len(said.out.splitlines()) > 4


def test_it_knows_its_version(bare: Run) -> None:
    said = bare("--version")

    assert (said.code, said.out) == (0, f"moderation, version {__version__}\n")


@pytest.mark.parametrize(
    "typed",
    [("nothing",), ("site", "nothing"), ("site", "add"), ("site", "list", "--no"), ("worker", "--processes", "0")],
)
def test_what_is_asked_in_the_wrong_way_is_explained_with_code_2(bare: Run, typed: tuple[str, ...]) -> None:
    said = bare(*typed)

    assert said.code == 2
    assert "--help" in said.err


def one_sentence(text: str) -> bool:
    """Whether it is what an operator can read, and nothing else."""
    lines = [line for line in text.splitlines() if not line.startswith("{")]  # beside the log's own line
    return len(lines) == 1 and lines[0].startswith("moderation: ") and lines[0].endswith(".")


def test_a_machine_without_keys_is_told_how_to_make_them(bare: Run) -> None:
    said = bare("site", "list")

    assert said.code == 1
    assert one_sentence(said.err)
    assert "MODERATION_SEAL_PUBLIC_KEY is missing" in said.err


def test_a_database_without_tables_is_told_how_to_make_them(bare: Run) -> None:
    bare("keys", "make")

    said = bare("site", "list")

    assert said.code == 1
    assert "run `moderation db upgrade`" in said.err


def test_a_database_of_a_newer_release_is_left_alone(run: Run, data: Path) -> None:
    import sqlite3  # noqa: PLC0415 - as somebody else's release would

    with sqlite3.connect(data / "moderation.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    for typed in (("site", "list"), ("db", "upgrade")):
        said = run(*typed)
        assert said.code == 1
        assert one_sentence(said.err)
        assert "newer release" in said.err


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("MODERATION_DATABASE_URL", "postgresql+psycopg://u:hunter2@127.0.0.1:1/x", "MODERATION_DATABASE_URL"),
        ("MODERATION_DATABASE_URL", "hunter2", "MODERATION_DATABASE_URL"),
        ("MODERATION_DATABASE_URL", "sqlite:////hunter2/x", "MODERATION_DATABASE_URL"),
        ("MODERATION_SECRET_KEY", "hunter2", "MODERATION_SECRET_KEY"),
        ("MODERATION_PUBLIC_URL", "hunter2", "MODERATION_PUBLIC_URL"),
        ("MODERATION_TYPO", "hunter2", "MODERATION_TYPO"),
    ],
)
def test_a_wrong_setting_is_named_and_not_repeated(run: Run, name: str, value: str, named: str) -> None:
    said = run("site", "list", **{name: value})

    assert said.code == 1
    assert one_sentence(said.err)
    assert named in said.err
    assert "hunter2" not in said.err + said.out


@pytest.mark.parametrize("typed", ["web", "worker"])
def test_without_redis_the_remedy_is_told(run: Run, typed: str) -> None:
    said = run(typed, MODERATION_BIND="127.0.0.1:0")

    assert said.code == 1
    assert one_sentence(said.err)


def test_keys_and_database_may_be_made_again(bare: Run, data: Path) -> None:
    first = [bare("keys", "make"), bare("db", "upgrade")]
    before = (data / "keys" / "seal.key").read_bytes()

    again = [bare("keys", "make"), bare("db", "upgrade")]

    assert [said.code for said in (*first, *again)] == [0, 0, 0, 0]
    assert (data / "keys" / "seal.key").read_bytes() == before
    assert (data / "moderation.sqlite").stat().st_mode & 0o077 == 0
