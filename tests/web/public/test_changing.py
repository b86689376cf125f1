"""What an author can do by HTTP with what they wrote, and what readers can say of it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.site import Site
from moderation.store import sites
from tests.conftest import Clock, status
from tests.prepared import application
from tests.submissions import THREAD
from tests.web import html
from tests.web.hands import publish

Post = Callable[..., TestResponse]
ORIGIN = "https://news.example"


@pytest.fixture
def told(post: Post) -> dict[str, Any]:
    """The answer to a comment."""
    found: dict[str, Any] = post().get_json()
    return found


@pytest.fixture
def published(told: dict[str, Any], ada: FlaskClient, night_shift: Callable[[], int]) -> str:
    """It, published."""
    night_shift()
    publish(ada, told["id"])
    return str(told["id"])


def path(told: dict[str, Any]) -> str:
    return f"/v1/comments/{told['id']}"


def bearer(told: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {told['author_token']}", "Accept-Language": "en"}


def test_an_author_changes_their_comment(
    told: dict[str, Any], client: FlaskClient, night_shift: Callable[[], int]
) -> None:
    answer = client.patch(path(told), json={"body": " **نص** آخر "}, headers=bearer(told))
    night_shift()
    later = client.get(path(told), headers=bearer(told)).get_json()

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert (answer.get_json()["status"], answer.get_json()["body_html"]) == ("pending", "<p>**نص** آخر</p>")
    assert later["body_html"] == "<p><strong>نص</strong> آخر</p>"


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "body", "required"),
        ({"body": "  "}, "body", "required"),
        ({"body": "x" * 10_001}, "body", "too_long"),
        ({"body": "a\x00"}, "body", "control_characters"),
        ({"body": "x", "author": {}}, "author", "unknown_field"),
    ],
)
def test_what_is_wrong_with_a_change_is_said(
    told: dict[str, Any], client: FlaskClient, body: dict[str, Any], field: str, code: str
) -> None:
    answer = client.patch(path(told), json=body, headers=bearer(told))

    assert answer.status_code == 422
    assert [(one["field"], one["code"]) for one in answer.get_json()["errors"]] == [(field, code)]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "The time in which"), ("fr", "Le délai"), ("ar", "انتهت المدة")]
)
def test_too_late_is_said_in_ones_language(
    told: dict[str, Any], client: FlaskClient, clock: Clock, language: str, words: str
) -> None:
    clock.forward(minutes=15)

    answer = client.patch(path(told), json={"body": "x"}, headers={**bearer(told), "Accept-Language": language})

    assert answer.status_code == 403
    assert answer.get_json()["code"] == "late"
    assert answer.get_json()["title"].startswith(words)


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_nobody_else_changes_or_withdraws_it(told: dict[str, Any], client: FlaskClient, method: str) -> None:
    ask = getattr(client, method)

    assert ask(path(told), json={"body": "x"}).status_code == 401
    assert ask(path(told), json={"body": "x"}, headers={"Authorization": "Bearer x"}).status_code == 404
    foreign = {**bearer(told), "Origin": "https://evil.example"}
    assert ask(path(told), json={"body": "x"}, headers=foreign).status_code == 403


def test_withdrawn_is_not_found_any_more(told: dict[str, Any], published: str, client: FlaskClient) -> None:
    answer = client.delete(path(told), headers=bearer(told))

    assert (answer.status_code, answer.data) == (204, b"")
    assert client.get(path(told), headers=bearer(told)).status_code == 404
    assert client.delete(path(told), headers=bearer(told)).status_code == 404
    listed = client.get("/v1/sites/news/comments", query_string={"thread": THREAD}).get_json()
    assert (listed["count"], listed["comments"]) == (0, [])


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_preflight_lets_the_sites_pages_change_and_withdraw(
    told: dict[str, Any], client: FlaskClient, method: str
) -> None:
    asked = {"Origin": ORIGIN, "Access-Control-Request-Method": method}

    answer = client.options(path(told), headers=asked)

    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert method in answer.headers["Access-Control-Allow-Methods"]
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    assert client.options(path(told), headers={"Origin": "https://evil.example"}).headers.get("Access-Control-Allow-Origin") is None  # fmt: skip


def test_the_form_tells_the_sites_own_time(client: FlaskClient, ctx: Context, site: Site) -> None:
    ctx.database.write(lambda connection: sites.choose(connection, "news", {"edit_minutes": 3}))
    ctx.directory.every(age=-1)

    form = client.get("/v1/sites/news/form", query_string={"thread": THREAD}).get_json()

    assert form["features"]["edit_minutes"] == 3


def test_changes_are_limited(make_context: Callable[..., Context], told: dict[str, Any]) -> None:
    limited = application(make_context(MODERATION_RATE_LIMITS="on")).test_client()

    answers = [
        limited.patch(path(told), json={"body": f"نص {number}"}, headers=bearer(told), environ_base={"REMOTE_ADDR": "198.51.100.9"})
        for number in range(8)
    ]  # fmt: skip

    assert [answer.status_code for answer in answers][-1] == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1


def test_readers_report_a_published_comment(
    ctx: Context, published: str, client: FlaskClient, ada: FlaskClient, clock: Clock
) -> None:
    there = f"/v1/comments/{published}/reports"
    origin = {"Origin": ORIGIN}

    answers = [
        client.post(there, json={"reason": "insult"}, headers=origin, environ_base={"REMOTE_ADDR": "198.51.100.1"}),
        client.post(there, data={"reason": "hate"}, environ_base={"REMOTE_ADDR": "198.51.100.2"}),
    ]
    clock.forward(days=1)
    answers.append(client.post(there, json={"reason": "hate"}, environ_base={"REMOTE_ADDR": "198.51.100.2"}))

    assert [answer.status_code for answer in answers] == [202, 202, 202]
    assert answers[0].get_json() == {"id": published, "reason": "insult"}
    assert answers[0].headers["Access-Control-Allow-Origin"] == ORIGIN
    counts = ada.get("/v1/moderation/queue", query_string={"status": "approved"}).get_json()
    assert counts["items"][0]["reports"] == 2
    assert counts["counts"]["reported"] == 1


@pytest.mark.parametrize("reason", ["", "because", None])
def test_a_report_needs_a_reason_we_know(published: str, client: FlaskClient, reason: object) -> None:
    answer = client.post(f"/v1/comments/{published}/reports", json={"reason": reason})

    assert answer.status_code == 422
    assert [one["field"] for one in answer.get_json()["errors"]] == ["reason"]


def test_what_nobody_sees_cannot_be_reported(told: dict[str, Any], client: FlaskClient) -> None:
    for identifier in (told["id"], "1-00000000000000000000000000", "nothing"):
        answer = client.post(f"/v1/comments/{identifier}/reports", json={"reason": "hate"})
        assert answer.status_code == 404, identifier


def test_without_a_script_a_report_is_a_form(ctx: Context, published: str, client: FlaskClient) -> None:
    thread = html.read(client.get(f"/t/news?thread={THREAD}&lang=en"))
    link = next(one for one in thread.all("a") if one.text == "Report").attributes["href"]

    page = html.read(client.get(link))
    action = page.one("form").attributes["action"]
    browser = {"Accept": "text/html"}
    wrong = client.post(action, data={"other": "x"}, headers=browser)
    sent = client.post(action, data={"reason": "hate"}, headers=browser)

    assert {one.attributes["value"] for one in page.all("input")} >= {"insult", "hate", "other"}
    assert wrong.status_code == 422
    assert "Please give a reason." in html.read(wrong).one(id="faults").text
    assert sent.status_code == 303
    assert "A moderator will look" in html.read(client.get(sent.headers["Location"])).text
    assert status(ctx, published) == "approved"
