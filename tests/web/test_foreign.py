"""The doors that speak as other systems do answer as the description says: with comments, keys and figures, which a machine does not think of."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.site import Site
from tests.conftest import Clock
from tests.submissions import EMAIL, THREAD, a_submission
from tests.web.hands import publish

Told = Callable[[str, str], Any]


@pytest.fixture(params=["sqlite"])
def database_url(sqlite_url: str) -> str:
    """The description is of the door; what is behind it has its own tests."""
    return sqlite_url


@pytest.fixture
def told(client: FlaskClient) -> Told:
    """What the description says of a method and a path."""
    schema = schemathesis.openapi.from_dict(client.get("/openapi.json").get_json())
    return lambda method, path: schema[path][method]


@pytest.fixture
def conversation(post: Callable[..., TestResponse], night_shift: Callable[[], int], ada: FlaskClient) -> None:
    """A comment with an answer, both published."""
    first = post().get_json()["id"]
    night_shift()
    publish(ada, first)
    answer = post(body="Bien dit, merci beaucoup.", parent=first).get_json()["id"]
    night_shift()
    publish(ada, answer)


def test_isso_answers_as_described(client: FlaskClient, told: Told, conversation: None, clock: Clock) -> None:
    clock.forward(minutes=5)
    new = {"text": "رأي آخر كتبته بعناية.", "author": "فاطمة", "email": EMAIL, "website": None, "parent": None}
    page = "uri=/interpol"
    written = client.post(f"/isso/news/new?{page}", json=new)
    own = f"/isso/news/id/{written.get_json()['id']}"
    read = client.get(f"/isso/news/?{page}")
    answers = {
        ("POST", "/isso/{site}/new"): written,
        ("GET", "/isso/{site}/"): read,
        ("POST", "/isso/{site}/count"): client.post("/isso/news/count", json=["/interpol", "/a", None]),
        ("GET", "/isso/{site}/config"): client.get("/isso/news/config"),
        ("GET", "/isso/{site}/info"): client.get("/isso/news/info"),
        ("GET", "/isso/{site}/feed"): client.get(f"/isso/news/feed?{page}"),
        ("GET", "/isso/{site}/css/isso.css"): client.get("/isso/news/css/isso.css"),
        ("POST", "/isso/{site}/preview"): client.post("/isso/news/preview", json={"text": "*a*"}),
        ("GET", "/isso/{site}/id/{number}"): client.get(f"{own}?plain=1"),
        ("POST", "/isso/{site}/id/{number}/like"): client.post(f"/isso/news/id/{read.get_json()['replies'][0]['id']}/like"),
        ("PUT", "/isso/{site}/id/{number}"): client.put(own, json={"text": "Un autre texte, plus long."}),
        ("DELETE", "/isso/{site}/id/{number}"): client.delete(own),
    }  # fmt: skip

    assert read.get_json()["replies"][0]["replies"]
    assert {place: answer.status_code for place, answer in answers.items() if answer.status_code >= 400} == {}
    for place, answer in answers.items():
        told(*place).validate_response(answer)


def test_akismet_answers_as_described(client: FlaskClient, told: Told, ctx: Context, site: Site) -> None:
    sent = {
        "api_key": ctx.keys.of(site),
        "blog": "https://news.example/",
        "user_ip": "192.0.2.7",
        "comment_content": "Merci.",
    }
    forms = ("comment-check", "submit-spam", "submit-ham", "verify-key", "get-stats", "deactivate")
    answers = {("POST", f"/1.1/{call}"): client.post(f"/1.1/{call}", data=sent) for call in forms}
    answers |= {
        ("GET", f"/1.2/{call}"): client.get(f"/1.2/{call}", query_string=sent) for call in ("usage-limit", "key-sites")
    }

    assert [place for place, answer in answers.items() if "invalid" in answer.text] == []
    for place, answer in answers.items():
        told(*place).validate_response(answer)


def test_the_form_of_wordpress_is_answered_as_described(client: FlaskClient, told: Told, site: Site) -> None:
    sent = {"thread": THREAD, "author": "زهرة", "email": EMAIL, "comment": a_submission()["body"]}
    path = ("POST", "/wp/{site}/wp-comments-post.php")
    answers = [
        client.post("/wp/news/wp-comments-post.php", data=form) for form in (sent, {**sent, "email": "x@"}, sent)
    ]
    answers.append(
        client.post("/wp/news/wp-comments-post.php", data={"url": "ftp://x"}, headers={"Accept": "application/json"})
    )

    assert [answer.status_code for answer in answers] == [302, 200, 409, 422]
    for answer in answers:
        told(*path).validate_response(answer)


def test_an_answer_that_is_not_as_described_is_found_out(client: FlaskClient, told: Told, site: Site) -> None:
    """The tests above have teeth."""
    config = client.get("/isso/news/config")

    with pytest.raises(schemathesis.errors.FailureGroup):
        told("GET", "/isso/{site}/info").validate_response(config)
