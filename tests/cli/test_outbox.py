"""``outbox``: dead letters are seen, and sent again when somebody says so."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from moderation.domain.message import Message
from moderation.store import outbox
from moderation.store.engine import Connection, Database
from tests.cli.conftest import Run

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def letters(run: Run, data: Path) -> None:
    """One message that waits, and two that are dead."""
    run("site", "add", "news", "--name", "News", "--origin", "https://news.example")

    def work(connection: Connection) -> None:
        for name, channel in (("m1", "mail"), ("d1", "webhook"), ("d2", "webhook")):
            outbox.put(connection, [Message(1, name, channel, "comment.decided", "1-abc", AT, AT)])
        for token in ("t1", "t2"):
            message = outbox.claim(connection, "webhook", token, AT)
            assert message
            outbox.give_up(connection, message, token, "http_410", AT)

    database = Database(f"sqlite:///{data}/moderation.sqlite")
    database.write(work)
    database.close()


def test_all_that_has_not_left_is_listed(run: Run, letters: None) -> None:
    lines = [line.split("\t") for line in run("outbox", "list").out.splitlines()]

    assert lines[0] == ["m1", "mail", "comment.decided", "1-abc", "0", "-", "due 2026-11-24T09:00:00Z"]
    assert sorted(line[0] for line in lines) == ["d1", "d2", "m1"]


def test_dead_letters_are_listed_with_why(run: Run, letters: None) -> None:
    lines = [line.split("\t") for line in run("outbox", "list", "--dead").out.splitlines()]

    assert sorted(line[0] for line in lines) == ["d1", "d2"]
    assert {(line[4], line[5], line[6]) for line in lines} == {("1", "http_410", "dead 2026-11-24T09:00:00Z")}


def test_one_or_all_are_sent_again(run: Run, letters: None) -> None:
    assert run("outbox", "retry", "d1").out == "Sent again soon: 1.\n"
    assert [line.split("\t")[0] for line in run("outbox", "list", "--dead").out.splitlines()] == ["d2"]

    assert run("outbox", "retry", "--all").out == "Sent again soon: 1.\n"
    assert run("outbox", "list", "--dead").out == ""
    assert run("outbox", "retry", "--all").code == 0


def test_what_is_not_dead_is_named(run: Run, letters: None) -> None:
    said = run("outbox", "retry", "m1")

    assert said.code == 1
    assert said.err == "moderation: There is no dead message m1.\n"


@pytest.mark.parametrize("words", [(), ("d1", "--all")])
def test_it_must_be_said_which(run: Run, letters: None, words: tuple[str, ...]) -> None:
    assert run("outbox", "retry", *words).code == 2
