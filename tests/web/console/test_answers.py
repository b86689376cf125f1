"""What a script of the console is answered: what has changed, and nothing that a browser would follow by itself."""

import json
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.moderator import Role
from tests.conftest import status
from tests.web import html
from tests.web.browser import Browser

Post = Callable[..., TestResponse]
SCRIPT = {"HX-Request": "true", "HX-Current-URL": "https://comments.example/console/?q=x&order=newest"}


@pytest.fixture
def held(post: Post, night_shift: Callable[[], int]) -> str:
    """A comment that waits for a person."""
    identifier: str = post(name="فاطمة").get_json()["id"]
    night_shift()
    return identifier


def send(browser: Browser, place: str, form: html.Element, **typed: str | list[str]) -> TestResponse:
    """Send a form as the script does."""
    return browser.client.post(f"/console/{place}", data={**html.hidden(form), **typed}, headers=SCRIPT)


def decide(page: html.Element) -> html.Element:
    """The decision's form of the only comment."""
    return page.one("form", class_="decide")


def test_a_decision_is_answered_with_a_notice_and_the_counts(browser: Browser, held: str) -> None:
    answer = send(browser, "decisions", decide(browser.see("/console/")), action="approve")

    part = html.read(answer)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert part.one(id="notice").one("p").text == "The comment by فاطمة is published."
    assert "autofocus" not in part.one(id="notice").attributes
    counts = {one.attributes["data-count"]: one.text for one in part.all("span", class_="count")}
    assert (counts["pending"], counts["approved"]) == ("0", "1")
    assert part.all("html") == []


def test_an_undo_tells_which_comments_come_back_and_in_which_version(browser: Browser, held: str) -> None:
    told = html.read(send(browser, "decisions", decide(browser.see("/console/")), action="approve"))

    answer = send(browser, "undo", told.one("form"))

    assert answer.status_code == 200
    assert json.loads(answer.headers["HX-Trigger"]) == {"desk:back": {"items": [{"id": held, "version": 4}]}}


def test_undoing_twice_is_a_conflict(browser: Browser, held: str) -> None:
    told = html.read(send(browser, "decisions", decide(browser.see("/console/")), action="approve"))
    send(browser, "undo", told.one("form"))

    answer = send(browser, "undo", told.one("form"))

    assert answer.status_code == 409
    assert "HX-Trigger" not in answer.headers


def test_who_was_slower_gets_a_conflict_with_the_others_decision(
    browser: Browser, browser_of: Callable[..., Browser], held: str
) -> None:
    page = decide(browser.see("/console/"))
    salma = browser_of("Salma", Role.MODERATOR)
    salma.press(decide(salma.see("/console/")), reject="insult")

    answer = send(browser, "decisions", page, action="approve")

    assert answer.status_code == 409
    assert "Comment rejected (Salma)" in html.read(answer).text


def test_a_rejection_without_a_reason_is_incomplete(browser: Browser, held: str, ctx: Context) -> None:
    answer = send(browser, "decisions", decide(browser.see("/console/")), action="reject")

    assert answer.status_code == 422
    assert status(ctx, held) == "pending"


def test_who_asked_for_a_second_opinion_is_forbidden_and_keeps_the_comment(browser: Browser, held: str) -> None:
    page = browser.see("/console/")
    browser.press(page.one("form", action="/console/referrals"), asked_of="", note="")

    answer = send(browser, "decisions", decide(page), action="approve")

    assert answer.status_code == 403
    assert "somebody else has to decide" in html.read(answer).one(id="notice").text


def test_what_is_still_checked_comes_back(browser: Browser, held: str, post: Post) -> None:
    fresh = post(body="لم يُفحص بعد").get_json()["id"]

    answer = send(browser, "decisions", decide(browser.see("/console/")), action="approve", item=f"{fresh}:1")

    assert answer.status_code == 422


def test_a_script_without_a_session_is_sent_to_the_login_and_back(client: FlaskClient, held: str) -> None:
    asked = client.get("/console/?cursor=x", headers=SCRIPT)
    sent = client.post("/console/decisions", data={"action": "approve"}, headers=SCRIPT)

    for answer in (asked, sent):
        assert answer.status_code == 401
        assert answer.data == b""
        assert answer.headers["HX-Redirect"] == "/console/login?next=%2Fconsole%2F%3Fq%3Dx%26order%3Dnewest"


@pytest.mark.parametrize("page", ["", "https://comments.example/console/", "https://comments.example/console/?"])
def test_from_the_queue_itself_the_login_leads_there_anyway(client: FlaskClient, page: str) -> None:
    answer = client.post("/console/undo", headers={**SCRIPT, "HX-Current-URL": page})

    assert answer.headers["HX-Redirect"] == "/console/login"


def test_a_script_is_refused_in_a_notice_that_goes_to_its_place(browser: Browser, held: str) -> None:
    wrong = browser.client.get("/console/?cursor=nonsense", headers=SCRIPT)
    foreign = send(browser, "decisions", decide(browser.see("/console/")), action="approve", csrf_token="x")

    for answer, code in ((wrong, 422), (foreign, 403)):
        assert answer.status_code == code
        assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("#notice", "outerHTML")
        part = html.read(answer)
        assert part.one("div", id="notice").attributes["role"] == "alert"
        assert part.all("html") == []


def test_the_next_page_is_rows_and_cards_alone(
    browser: Browser, held: str, post: Post, night_shift: Callable[[], int]
) -> None:
    post(name="Ali", email="ali@example.ma", body="ثان")
    night_shift()
    link = browser.see("/console/?limit=1").one("li", id="more").one("a").attributes["hx-get"]

    part = html.read(browser.client.get(link, headers=SCRIPT))

    assert len(part.all("li", class_="row")) == 1
    assert len(part.one("div", hx_swap_oob="beforeend:#cards").all("article")) == 1
    assert part.all("li", id="more") == []
    assert part.all("html") == []
