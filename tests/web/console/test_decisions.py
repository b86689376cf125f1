"""Deciding with plain forms, being told what happened, and taking it back."""

import base64
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.comment import Status
from moderation.domain.moderator import Role
from moderation.store import comments
from tests.conftest import Clock
from tests.web import html
from tests.web.browser import Browser

Post = Callable[..., TestResponse]
Shift = Callable[[], int]


@pytest.fixture
def held(post: Post, night_shift: Shift) -> str:
    """A comment that waits for a person."""
    identifier: str = post(name="فاطمة").get_json()["id"]
    night_shift()
    return identifier


@pytest.fixture
def status(ctx: Context, held: str) -> Callable[[], str]:
    """How that comment stands."""

    def look() -> str:
        with ctx.database.read() as connection:
            comment = comments.find(connection, held)
        assert comment
        return comment.status.value

    return look


def decision(page: html.Element) -> html.Element:
    """The form of the only comment on a page."""
    return page.one("form", class_="decide")


def notice(page: html.Element) -> html.Element:
    """What has just happened."""
    return page.one(id="notice")


@pytest.mark.parametrize(
    ("typed", "after", "said"),
    [
        ({"action": "approve"}, "approved", "The comment by فاطمة is published."),
        ({"action": "reject", "reason": "off_topic"}, "rejected", "The comment by فاطمة is rejected: Off topic."),
        ({"reject": "privacy"}, "rejected", "The comment by فاطمة is rejected: Personal data."),
        ({"action": "spam", "reason": "insult"}, "spam", "The comment by فاطمة is marked as spam."),
        ({"action": "hold", "note": "سأسأل الزملاء"}, "pending", "The comment by فاطمة waits for review again."),
    ],
)
def test_a_decision_is_carried_out_and_told(
    browser: Browser, status: Callable[[], str], typed: dict[str, str], after: str, said: str
) -> None:
    page = browser.press(decision(browser.see("/console/")), **typed)

    assert status() == after
    assert notice(page).one("p").text == said
    assert notice(page).attributes["role"] == "status"


def test_after_a_decision_one_is_on_the_same_page_of_the_queue(browser: Browser, held: str) -> None:
    page = browser.see("/console/?q=%D9%81%D8%A7%D8%B7%D9%85%D8%A9&order=newest&surprise=1&lang=en")

    browser.press(decision(page), action="approve")

    assert browser.answer
    assert browser.answer.request.full_path == "/console/?q=%D9%81%D8%A7%D8%B7%D9%85%D8%A9&order=newest"


def test_no_other_page_can_be_named(browser: Browser, held: str) -> None:
    form = decision(browser.see("/console/"))

    browser.press(form, action="approve", back="https://evil.example/?status=x", stay="")

    assert browser.answer
    assert browser.answer.request.full_path == "/console/?"


def test_a_decision_can_be_taken_back_once(browser: Browser, status: Callable[[], str]) -> None:
    told = notice(browser.press(decision(browser.see("/console/")), action="approve"))

    page = browser.press(told.one("form"))
    again = browser.press(told.one("form"))

    assert status() == "pending"
    assert notice(page).one("p").text == "Undone. The comment by فاطمة stands as before: waiting for review."
    assert "can no longer be undone" in notice(again).text


def test_a_notice_is_said_once_and_names_nobody_in_a_cookie(browser: Browser, held: str) -> None:
    page = browser.see("/console/")
    form = {**html.hidden(decision(page)), "action": "approve"}
    answer = browser.client.post("/console/decisions", data=form)

    first, second = browser.see("/console/"), browser.see("/console/")

    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert answer.status_code == 303
    assert "Path=/console/" in cookie
    assert "HttpOnly" in cookie
    assert first.all("div", role="status")
    assert second.all("div", role="status") == []


@pytest.mark.parametrize("cookie", ["nonsense", "e30.nonsense", "."])
def test_a_notice_that_is_not_ours_is_not_said(browser: Browser, cookie: str) -> None:
    browser.client.set_cookie("notice", cookie, path="/console/")

    assert browser.see("/console/").all("div", role="status") == []


def test_a_notice_of_another_release_is_not_said(browser: Browser, ctx: Context) -> None:
    session = browser.client.get_cookie("__Host-session")
    assert session
    payload = base64.urlsafe_b64encode(b'{"another": "member"}').decode()
    signature = ctx.signatures.csrf(f"notice {session.value} {payload}")
    browser.client.set_cookie("notice", f"{payload}.{signature}", path="/console/")

    assert browser.see("/console/").all("div", role="status") == []


def test_who_was_slower_is_told_what_the_other_decided(
    browser: Browser, browser_of: Callable[..., Browser], status: Callable[[], str]
) -> None:
    other = browser_of("Salma", Role.MODERATOR)
    mine, theirs = decision(browser.see("/console/")), decision(other.see("/console/"))
    other.press(theirs, action="reject", reason="insult")

    page = browser.press(mine, action="approve")

    assert status() == "rejected"
    told = notice(page)
    assert "your decision was not carried out" in told.text
    assert "Comment rejected (Salma)" in told.text
    assert told.all("form") == []


def test_a_rejection_needs_a_reason(browser: Browser, status: Callable[[], str]) -> None:
    page = browser.press(decision(browser.see("/console/")), action="reject", reason="")

    assert status() == "pending"
    assert notice(page).one("p").text == "Nothing was decided: a rejection needs a reason."


@pytest.mark.parametrize(
    "changed", [{"action": "explode"}, {"item": "x"}, {"item": f"{'x' * 99}:2"}, {"item": ""}, {"note": "x" * 1001}]
)
def test_a_form_that_was_tampered_with_decides_nothing(
    browser: Browser, status: Callable[[], str], changed: dict[str, str]
) -> None:
    page = browser.press(decision(browser.see("/console/")), **{"action": "approve", **changed})

    assert status() == "pending"
    assert "bad" in notice(page).attributes["class"]


def test_a_comment_that_is_gone_or_not_ready_is_said(browser: Browser, held: str, post: Post) -> None:
    fresh = post(body="لم يُفحص بعد", name="Ali").get_json()["id"]
    form = decision(browser.see("/console/"))

    gone = browser.press(form, action="approve", item="1-00000000000000000000000000:2")
    early = browser.press(form, action="approve", item=f"{fresh}:1")

    assert notice(gone).one("p").text == "This comment is not there any more."
    assert "still being checked" in notice(early).text


def test_on_a_comments_own_page_one_stays_there(browser: Browser, held: str, status: Callable[[], str]) -> None:
    page = browser.press(decision(browser.see(f"/console/comments/{held}")), action="approve")

    assert browser.answer
    assert browser.answer.request.path == f"/console/comments/{held}"
    actions = {one.attributes["value"] for one in decision(page).all("button", name="action")}
    assert actions == {"spam", "hold", "restore"}
    browser.press(notice(page).one("form"))
    assert browser.answer.request.path == f"/console/comments/{held}"
    assert status() == "pending"


def test_a_viewer_cannot_decide_even_with_a_form(
    browser_of: Callable[..., Browser], browser: Browser, status: Callable[[], str]
) -> None:
    viewer = browser_of("Viktor", Role.VIEWER)
    token = html.hidden(viewer.see("/console/").one("form", action="/console/logout"))["csrf_token"]
    form = decision(browser.see("/console/"))

    page = viewer.press(form, action="approve", csrf_token=token)

    assert viewer.answer
    assert viewer.answer.status_code == 403
    assert page.one("h1").text == "This is not allowed for your role."
    assert status() == "pending"


def test_a_form_of_another_session_is_refused(browser: Browser, status: Callable[[], str]) -> None:
    form = decision(browser.see("/console/"))
    browser.press(browser.see("/console/").one("form", action="/console/logout"))
    browser.login()

    page = browser.press(form, action="approve")

    assert page.one("h1").text == "The form has expired. Please try again."
    assert status() == "pending"


def test_without_a_session_a_decision_leads_to_the_login(client: FlaskClient) -> None:
    response = client.post("/console/decisions", data={"action": "approve"})

    assert response.headers["Location"] == "/console/login"


def test_a_decision_published_is_public(
    browser: Browser, held: str, client: FlaskClient, clock: Clock, status: Callable[[], str]
) -> None:
    browser.press(decision(browser.see("/console/")), action="approve")

    page = html.read(client.get("/t/news?thread=https://news.example/interpol"))

    assert page.all("article", id=f"comment-{held}")
    assert status() == Status.APPROVED
