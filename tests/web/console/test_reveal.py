"""Opening an address in the console: with a reason, once, and on no other page."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.moderator import Moderator, Role
from moderation.services.reveal import MOST
from tests.prepared import application
from tests.submissions import EMAIL
from tests.web import html
from tests.web.browser import Browser

Post = Callable[..., TestResponse]


@pytest.fixture
def page(post: Post, night_shift: Callable[[], int]) -> str:
    """Where a comment that waits is shown."""
    identifier = post().get_json()["id"]
    night_shift()
    return f"/console/comments/{identifier}"


def ask(browser: Browser, page: str, reason: str = "A threat") -> html.Element:
    """Ask for the address on a comment's page."""
    form = browser.see(page).one("section", class_="sealed").one("form")
    return browser.press(form, reason=reason)


def test_it_is_shown_on_the_page_that_answers(browser: Browser, page: str) -> None:
    shown = ask(browser, page)

    assert shown.one("section", class_="sealed").one("bdi", class_="address").text == EMAIL
    assert "E-mail address opened" in shown.one("section", class_="log").text
    assert browser.answer
    assert browser.answer.headers["Cache-Control"] == "no-store"
    assert EMAIL not in browser.answer.request.url


def test_and_on_no_other(browser: Browser, page: str) -> None:
    ask(browser, page)

    browser.see(page)

    assert browser.answer
    assert EMAIL not in browser.answer.text


def test_a_reason_is_asked_for(browser: Browser, page: str) -> None:
    shown = ask(browser, page, reason=" ")

    assert browser.answer
    assert browser.answer.status_code == 422
    assert shown.one("section", class_="sealed").one("p", class_="fault").text == "Please give a reason."


def test_too_many_are_told_to_wait(browser: Browser, page: str) -> None:
    for _ in range(MOST):
        ask(browser, page)

    shown = ask(browser, page)

    assert browser.answer
    assert browser.answer.status_code == 429
    assert "Please wait 3600 seconds" in shown.one("p", class_="fault").text


def test_where_the_key_is_not_it_says_so(ctx: Context, page: str, moderator: Moderator) -> None:
    browser = Browser(application(replace(ctx, ring=())).test_client())
    browser.login()

    assert "the key is kept elsewhere" in ask(browser, page).one("p", class_="fault").text


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MODERATOR])
def test_who_may_not_is_not_asked(browser_of: Callable[..., Browser], page: str, role: Role) -> None:
    browser = browser_of("Viktor", role)

    assert browser.see(page).all("section", class_="sealed") == []


@pytest.mark.parametrize(("language", "words"), [("ar", "كشف العنوان"), ("fr", "Ouvrir l’adresse")])
def test_it_speaks_the_moderators_language(browser: Browser, page: str, language: str, words: str) -> None:
    assert browser.see(page, language).one("section", class_="sealed").one("button").text == words
