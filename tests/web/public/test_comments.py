"""Handing in a comment, as the contract has it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.site import Site
from moderation.store import comments
from tests.conftest import Clock
from tests.submissions import EMAIL, THREAD, a_submission

Post = Callable[..., TestResponse]
URL = "/v1/sites/news/comments"


def test_a_comment_is_accepted_and_waits(post: Post) -> None:
    response = post(name="فاطمة", url="https://fatima.example/", body="سطر أول\nسطر ثان\n\nفقرة")

    answer = response.get_json()
    assert response.status_code == 202
    assert response.headers["Location"] == f"https://comments.example/v1/comments/{answer['id']}"
    assert set(answer) == {
        "id",
        "status",
        "thread",
        "parent",
        "author",
        "body_html",
        "submitted_at",
        "author_token",
        "status_url",
    }
    assert answer["status"] == "pending"
    assert answer["author"] == {"name": "فاطمة", "url": "https://fatima.example/"}
    assert answer["body_html"] == "<p>سطر أول<br>سطر ثان</p><p>فقرة</p>"
    assert answer["submitted_at"].endswith("Z")


def test_nothing_is_public_before_somebody_has_looked(
    post: Post, client: FlaskClient, night_shift: Callable[[], int]
) -> None:
    post()
    before = client.get(URL, query_string={"thread": THREAD}).get_json()
    night_shift()

    after = client.get(URL, query_string={"thread": THREAD}).get_json()

    assert before["comments"] == after["comments"] == []
    assert after == {"thread": THREAD, "count": 0, "closed": False, "comments": [], "next": None}


def test_exactly_the_longest_is_accepted(post: Post) -> None:
    assert post(name="ن" * 80, body="🙂" * 10_000, title="ع" * 300).status_code == 202


def test_a_form_is_as_good_as_json(client: FlaskClient, ctx: Context) -> None:
    form = {
        "author": "Ali",
        "email": "ali@example.ma",
        "url": "",
        "body": "Merci",
        "thread": THREAD,
        "surprise": "ignored",
    }

    response = client.post(URL, data=form)

    assert response.status_code == 202
    assert response.get_json()["author"]["name"] == "Ali"


def test_an_unknown_site_or_parent_is_not_found(client: FlaskClient, post: Post) -> None:
    assert client.post("/v1/sites/nowhere/comments", json=a_submission()).status_code == 404
    assert post(parent="1-" + "0" * 26).status_code == 404


def test_a_reply_keeps_its_parent(post: Post) -> None:
    parent = post().get_json()["id"]

    assert post(parent=parent, body="رد على التعليق").get_json()["parent"] == parent


def test_a_parent_on_another_page_is_not_found(post: Post) -> None:
    parent = post().get_json()["id"]

    assert post(parent=parent, thread=THREAD + "/other").status_code == 404


def test_an_old_thread_is_closed(add_site: Callable[..., Site], client: FlaskClient, clock: Clock) -> None:
    add_site("old", close_after_days=7)
    body = a_submission(thread="https://old.example/a")
    assert client.post("/v1/sites/old/comments", json=body).status_code == 202
    clock.forward(days=8)

    response = client.post("/v1/sites/old/comments", json={**body, "body": "متأخر"})

    assert response.status_code == 403
    assert response.get_json()["code"] == "closed"
    assert client.get("/v1/sites/old/comments", query_string={"thread": "https://old.example/a"}).get_json()["closed"]


def test_a_site_that_asks_for_nothing_gets_nothing(
    add_site: Callable[..., Site], client: FlaskClient, ctx: Context
) -> None:
    add_site("free", required=[])

    response = client.post("/v1/sites/free/comments", json={"thread": "https://free.example/a", "body": "bonjour"})

    assert response.status_code == 202
    with ctx.database.read() as connection:
        comment = comments.find(connection, response.get_json()["id"])
    assert comment
    assert comment.author.fingerprint == ""


def test_a_form_token_says_how_long_it_took(client: FlaskClient, post: Post, ctx: Context, clock: Clock) -> None:
    token = client.get("/v1/sites/news/form", query_string={"thread": THREAD}).get_json()["form_token"]
    clock.forward(seconds=30)

    identifier = post(form_token=token).get_json()["id"]

    with ctx.database.read() as connection:
        comment = comments.find(connection, identifier)
    assert comment
    assert (comment.arrival.token, comment.arrival.seconds) == ("fresh", 45.0)


def test_the_address_is_sealed_masked_and_fingerprinted(post: Post, ctx: Context) -> None:
    first, second = post().get_json()["id"], post(email=EMAIL.upper(), body="تعليق ثان").get_json()["id"]

    with ctx.database.read() as connection:
        found = [comments.find(connection, identifier) for identifier in (first, second)]
    authors = [comment.author for comment in found if comment]
    assert authors[0].fingerprint == authors[1].fingerprint != ""
    assert authors[0].email_masked == "f***@e***.ma"


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "https://evil.example",
        "https://news.example.evil.example",
        "http://news.example",
        "https://NEWS.example",
    ],
)
def test_other_sites_may_not_post(post: Post, origin: str) -> None:
    response = post(headers={"Origin": origin})

    assert response.status_code == 403
    assert "Access-Control-Allow-Origin" not in response.headers


def test_the_sites_own_pages_may(post: Post) -> None:
    response = post(headers={"Origin": "https://news.example"})

    assert response.status_code == 202
    assert response.headers["Access-Control-Allow-Origin"] == "https://news.example"
    assert "Origin" in response.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert post(headers={"Origin": "https://comments.example"}, body="من صفحتنا").status_code == 202


def test_a_preflight_is_answered(client: FlaskClient) -> None:
    response = client.options(URL, headers={"Origin": "https://news.example", "Access-Control-Request-Method": "POST"})

    assert response.status_code in {200, 204}
    assert "Idempotency-Key" in response.headers["Access-Control-Allow-Headers"]
