"""Who may have an address opened by the JSON, and what the answer says."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.moderator import Rights, Role
from moderation.domain.site import Site
from moderation.services import people
from tests.prepared import add_person
from tests.submissions import EMAIL

Post = Callable[..., TestResponse]


@pytest.fixture
def place(post: Post, night_shift: Callable[[], int]) -> str:
    """Where the address of a comment is asked for."""
    identifier = post().get_json()["id"]
    night_shift()
    return f"/v1/moderation/comments/{identifier}/reveal"


@pytest.fixture
def hands(app: Flask, ctx: Context) -> Callable[[Rights], FlaskClient]:
    """A client with the token of somebody with these rights."""

    def make(rights: Rights) -> FlaskClient:
        add_person(ctx, "eve@news.example", "Eve", rights, "a password of some length")
        mark = ctx.fingerprints.moderator("eve@news.example")
        token = ctx.database.write(lambda connection: people.create_token(connection, mark, ctx.clock()))
        client = app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        return client

    return make


@pytest.mark.parametrize("rights", [Rights(Role.ADMIN), Rights(Role.MODERATOR, trusted=True)])
def test_who_may_gets_it(place: str, hands: Callable[[Rights], FlaskClient], rights: Rights) -> None:
    answer = hands(rights).post(place, json={"reason": "A threat against a person"})

    assert (answer.status_code, answer.get_json()) == (200, {"email": EMAIL})
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("rights", [Rights(Role.VIEWER), Rights(Role.VIEWER, trusted=True), Rights(Role.MODERATOR)])
def test_who_may_not_does_not(place: str, hands: Callable[[Rights], FlaskClient], rights: Rights) -> None:
    answer = hands(rights).post(place, json={"reason": "Curiosity"})

    assert (answer.status_code, answer.get_json()["code"]) == (403, "role")
    assert EMAIL not in answer.text


def test_of_another_site_there_is_nothing(
    place: str, hands: Callable[[Rights], FlaskClient], add_site: Callable[..., Site]
) -> None:
    elsewhere = Rights(Role.ADMIN, frozenset({add_site("other").id}))

    assert hands(elsewhere).post(place, json={"reason": "A threat"}).status_code == 404


@pytest.mark.parametrize("reason", [{}, {"reason": ""}, {"reason": " \u200b"}, {"reason": "x" * 201}, {"reason": 7}])
def test_a_reason_is_needed(ada: FlaskClient, place: str, reason: dict[str, object]) -> None:
    answer = ada.post(place, json=reason)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.get_json()["errors"]] == ["reason"]


def test_without_a_login_nothing(client: FlaskClient, place: str) -> None:
    assert client.post(place, json={"reason": "A threat"}).status_code == 401
