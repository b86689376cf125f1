"""An address is opened for who may, for a reason, and never unseen: the audit has it first."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.errors import KeylessError
from moderation.domain.moderator import Moderator
from moderation.services import reveal
from moderation.store import audit, reveals
from tests.conftest import Clock
from tests.prepared import application
from tests.submissions import EMAIL

Post = Callable[..., TestResponse]


@pytest.fixture
def comment(post: Post, night_shift: Callable[[], int]) -> str:
    """A comment that waits for review."""
    identifier: str = post().get_json()["id"]
    night_shift()
    return identifier


def actions(ctx: Context, identifier: str) -> list[tuple[str, str]]:
    """Who has done what to a comment."""
    with ctx.database.read() as connection:
        return [(line.who, line.action) for line in audit.list_of(connection, 1, identifier)]


def test_it_is_written_down_before_it_is_seen(ctx: Context, comment: str, moderator: Moderator) -> None:
    address = reveal.reveal(ctx.database, ctx.ring, (moderator, comment, "A threat"), ctx.clock())

    assert address == EMAIL
    assert actions(ctx, comment)[-1] == (moderator.id, "reveal")
    with ctx.database.read() as connection:
        assert reveals.times_since(connection, moderator, ctx.clock() - reveal.SPELL) == (ctx.clock(),)
        lines = audit.list_of(connection, 1, comment)
    assert (lines[-1].before, lines[-1].after, lines[-1].version) == ("pending", "pending", 2)
    assert "A threat" not in str(lines)


def test_without_the_key_nothing_is_written_and_nothing_told(ctx: Context, comment: str, moderator: Moderator) -> None:
    with pytest.raises(KeylessError):
        reveal.reveal(ctx.database, (), (moderator, comment, "A threat"), ctx.clock())

    assert [action for _, action in actions(ctx, comment)] == ["submit", "hold"]


def test_twenty_in_an_hour_and_then_a_pause(ada: FlaskClient, comment: str, clock: Clock) -> None:
    place = f"/v1/moderation/comments/{comment}/reveal"
    answers = []
    for _ in range(21):
        clock.forward(seconds=30)
        answers.append(ada.post(place, json={"reason": "A threat"}))
    wait = int(answers[-1].headers["Retry-After"])
    clock.forward(seconds=wait)

    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert wait == 3600 - 20 * 30
    assert ada.post(place, json={"reason": "A threat"}).status_code == 200


def test_what_is_kept_no_more_is_not_there(ctx: Context, ada: FlaskClient, comment: str) -> None:
    ctx.database.write(lambda connection: connection.exec_driver_sql("DELETE FROM contacts"))

    answer = ada.post(f"/v1/moderation/comments/{comment}/reveal", json={"reason": "A threat"})

    assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")


def test_a_house_without_the_key_says_so(ctx: Context, comment: str, token: str, app: Flask) -> None:
    client = application(replace(ctx, ring=())).test_client()

    answer = client.post(
        f"/v1/moderation/comments/{comment}/reveal",
        json={"reason": "A threat"},
        headers={"Authorization": f"Bearer {token}"},
    )

    assert (answer.status_code, answer.get_json()["code"]) == (503, "keyless")
