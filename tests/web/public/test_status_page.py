"""A comment's own page: for its author alone, in words, with everything they can do, and without a script."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.errors import UnavailableError
from tests.conftest import Clock, status
from tests.prepared import application
from tests.submissions import EMAIL, THREAD
from tests.web import html
from tests.web.hands import publish

Post = Callable[..., TestResponse]


@pytest.fixture
def told(post: Post) -> dict[str, Any]:
    """The answer to a comment."""
    found: dict[str, Any] = post().get_json()
    return found


def place(told: dict[str, Any]) -> str:
    return str(urlsplit(told["status_url"]).path)


def see(client: FlaskClient, told: dict[str, Any], language: str = "en") -> html.Element:
    response = client.get(f"{place(told)}?lang={language}")
    assert response.status_code == 200, response.text
    return html.read(response)


def form(page: html.Element, name: str) -> html.Element:
    """The form of a section."""
    return next(one for one in page.all("form") if one.attributes["action"].split("?")[0].endswith(name))


def decide(ada: FlaskClient, told: dict[str, Any], version: int, action: str) -> None:
    said = {"action": action, "items": [{"id": told["id"], "version": version}], "reason": "insult"}
    assert ada.post("/v1/moderation/decisions", json=said).status_code == 200


def test_its_address_is_told_to_its_author_and_works_for_nobody_else(client: FlaskClient, told: dict[str, Any]) -> None:
    own = client.get(f"/v1/comments/{told['id']}", headers={"Authorization": f"Bearer {told['author_token']}"})

    assert told["status_url"] == f"https://comments.example/own/{told['id']}.{told['author_token']}"
    assert own.get_json()["status_url"] == told["status_url"]
    for ticket in (told["id"], f"{told['id']}.", f"{told['id']}.x", f"1-nothing.{told['author_token']}", "."):
        assert client.get(f"/own/{ticket}").status_code == 404, ticket


def test_nobody_may_keep_it_or_find_it(client: FlaskClient, told: dict[str, Any]) -> None:
    response = client.get(place(told))

    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert EMAIL not in response.text


def test_who_sends_a_form_is_led_to_it_and_whoever_copies_that_address_later_is_not(
    client: FlaskClient, clock: Clock
) -> None:
    sent = {"body": "تعليق", "author": "فاطمة", "email": EMAIL, "url": "", "thread": THREAD}
    there = client.post("/v1/sites/news/comments?lang=en", data=sent, headers={"Accept": "text/html"}).headers[
        "Location"
    ]

    now = html.read(client.get(there)).one(id="posted")
    clock.forward(minutes=61)
    later = html.read(client.get(there)).one(id="posted")

    (link,) = [one.attributes["href"] for one in now.all("a")]
    assert "It is waiting for review." in html.read(client.get(link)).text
    assert later.all("a") == []


@pytest.mark.parametrize(
    ("language", "words"), [("en", "It was not published."), ("fr", "n’a pas été publié"), ("ar", "لم يُنشر.")]
)
def test_how_it_stands_is_said_in_words(
    client: FlaskClient,
    told: dict[str, Any],
    ada: FlaskClient,
    night_shift: Callable[[], int],
    language: str,
    words: str,
) -> None:
    assert "It is waiting for review." in see(client, told).text
    night_shift()
    publish(ada, told["id"])
    assert "It is published." in see(client, told).text
    decide(ada, told, 3, "reject")

    page = see(client, told, language)

    assert words in page.one(id="standing-title").text


def test_a_rejection_says_what_who_why_and_what_one_can_do(
    client: FlaskClient, told: dict[str, Any], ada: FlaskClient, night_shift: Callable[[], int]
) -> None:
    night_shift()
    decide(ada, told, 2, "reject")

    said = see(client, told).one("section", class_="statement").text

    for part in (
        "is not shown on this site",
        "Insult",
        "An automatic check noticed it.",
        "A person",
        "once for each decision",
    ):
        assert part in said
    assert "Ada" not in said


def test_the_usual_time_is_told_when_enough_have_waited(
    client: FlaskClient, told: dict[str, Any], post: Post, ada: FlaskClient, ctx: Context, night_shift: Callable[[], int],
    clock: Clock,
) -> None:  # fmt: skip
    others = [post(body=f"تعليق {n}", email=f"r{n}@example.ma").get_json()["id"] for n in range(5)]
    night_shift()
    clock.forward(minutes=20)
    publish(ada, *others)
    typical = ctx.waits.typical(1, clock(), age=-1)

    form_ = client.get("/v1/sites/news/form", query_string={"thread": THREAD}).get_json()

    assert (
        typical == form_["features"]["typical_wait_seconds"] == 20 * 60 + 30
    )  # the third of them came half a minute before the last
    assert "Usual time until a review here: 20 minutes." in see(client, told).text


def test_the_text_is_changed_by_a_form(
    client: FlaskClient, told: dict[str, Any], ctx: Context, night_shift: Callable[[], int]
) -> None:
    page = see(client, told)
    action = form(page, "/change").attributes["action"]

    answer = client.post(action, data={"body": "نص آخر"})

    assert answer.status_code == 303
    after = html.read(client.get(answer.headers["Location"]))
    assert "Your change has been received." in after.text
    assert "نص آخر" in after.one("blockquote").text


@pytest.mark.parametrize(
    ("minutes", "body", "code"), [(0, "\x00 كلام طويل", 422), (0, "", 422), (20, "كلام طويل", 403)]
)
def test_what_cannot_be_saved_is_not_lost(
    client: FlaskClient, told: dict[str, Any], clock: Clock, minutes: int, body: str, code: int
) -> None:
    action = form(see(client, told), "/change").attributes["action"]
    clock.forward(minutes=minutes)

    answer = client.post(action, data={"body": body})

    page = html.read(answer)
    assert answer.status_code == code
    assert page.one("textarea").text == " ".join(body.split())
    assert ("readonly" in page.one("textarea").attributes) == (code == 403)
    assert page.one(id="faults").text


def test_nor_when_the_database_is_away(
    client: FlaskClient, told: dict[str, Any], ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    action = form(see(client, told), "/change").attributes["action"]

    def away(*_: object) -> None:
        raise UnavailableError("database")

    monkeypatch.setattr(type(ctx.database), "write", away)
    answer = client.post(action, data={"body": "كلام طويل"})

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert html.read(answer).one("textarea").text == "كلام طويل"


def test_it_is_withdrawn_by_a_form(client: FlaskClient, told: dict[str, Any]) -> None:
    action = form(see(client, told), "/withdraw").attributes["action"]

    answer = client.post(action)

    assert answer.status_code == 200
    assert "Your comment has been withdrawn." in html.read(answer).text
    assert client.get(place(told)).status_code == 404
    assert client.post(action).status_code == 404


def test_an_appeal_is_lodged_once_and_its_outcome_shown(
    client: FlaskClient, told: dict[str, Any], ada: FlaskClient, ctx: Context, night_shift: Callable[[], int]
) -> None:
    night_shift()
    decide(ada, told, 2, "reject")
    box = form(see(client, told), "/appeal")
    sent = {"body": "لم أشتم أحدا.", **html.hidden(box)}

    first = client.post(box.attributes["action"], data=sent)
    second = client.post(box.attributes["action"], data=sent)
    waiting = see(client, told)
    decide(ada, told, 3, "approve")
    after = see(client, told)

    assert first.status_code == 303
    assert second.status_code == 409
    assert "لم أشتم أحدا." in html.read(second).one("textarea").text
    assert "It is waiting for a moderator." in waiting.text
    assert not [one for one in waiting.all("form") if "/appeal" in one.attributes["action"]]
    assert "the decision was reversed" in after.text
    assert status(ctx, told["id"]) == "approved"


def test_other_sites_cannot_send_its_forms(client: FlaskClient, told: dict[str, Any]) -> None:
    evil = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}

    assert client.post(f"{place(told)}/withdraw", headers=evil).status_code == 403
    assert client.get(place(told)).status_code == 200


def test_what_opens_it_is_in_no_log(
    make_context: Callable[..., Context],
    told: dict[str, Any],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ctx = make_context()

    def broken(*_: object) -> None:
        raise RuntimeError(told["author_token"])

    monkeypatch.setattr(type(ctx.waits), "typical", broken)
    answer = application(ctx).test_client().get(place(told))

    assert answer.status_code == 500
    said = capfd.readouterr()
    assert told["author_token"] not in said.out + said.err
