"""An author may look at their own comment, with the token it was accepted with."""

from collections.abc import Callable

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Post = Callable[..., TestResponse]


def test_an_author_sees_how_their_comment_stands(
    post: Post, client: FlaskClient, ada: FlaskClient, night_shift: Callable[[], int]
) -> None:
    accepted = post()
    answer, path = accepted.get_json(), accepted.headers["Location"].removeprefix("https://comments.example")
    bearer = {"Authorization": f"Bearer {answer.pop('author_token')}"}

    before = client.get(path, headers=bearer).get_json()
    night_shift()
    ada.post("/v1/moderation/decisions", json={"action": "spam", "items": [{"id": answer["id"], "version": 2}]})
    after = client.get(path, headers=bearer).get_json()

    assert before == answer
    assert after == {**answer, "status": "spam"}


def test_nobody_else_does(post: Post, client: FlaskClient) -> None:
    one, other = post().get_json(), post(body="تعليق آخر").get_json()
    path = f"/v1/comments/{one['id']}"

    assert client.get(path).status_code == 401
    assert client.get(path, headers={"Authorization": f"Bearer {other['author_token']}"}).status_code == 404
    assert client.get("/v1/comments/1-nothing", headers={"Authorization": "Bearer x"}).status_code == 404
    assert client.get("/v1/comments/nothing", headers={"Authorization": "Bearer x"}).status_code == 404
