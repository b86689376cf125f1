"""Second looks in the console: without what was decided, one after the other."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.comment import Status
from moderation.domain.look import Look
from moderation.domain.moderator import Moderator, Role
from moderation.store import looks
from tests.conftest import Clock, status
from tests.web import html
from tests.web.browser import Browser

PLACE = "/console/looks"


@pytest.fixture
def bob(browser_of: Callable[..., Browser]) -> Browser:
    """A second moderator."""
    return browser_of("Bob", Role.MODERATOR)


@pytest.fixture
def asked(
    ctx: Context,
    browser: Browser,
    moderator: Moderator,
    post: Callable[..., TestResponse],
    night_shift: Callable[[], int],
    clock: Clock,
) -> str:
    """A comment that Ada has rejected, and that somebody else is to look at."""
    identifier: str = post().get_json()["id"]
    night_shift()
    browser.press(browser.see("/console/").one("form", class_="decide"), reject="insult")
    look = Look(1, identifier, moderator.id, Status.REJECTED, "insult", clock())
    ctx.database.write(lambda connection: looks.ask(connection, [look]))
    return identifier


def form_of(page: html.Element) -> html.Element:
    """The one that answers."""
    return page.one("form", class_="answer")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_page_does_not_tell_how_it_was_decided(bob: Browser, asked: str, language: str) -> None:
    page = bob.see(PLACE, language)

    article = page.one("article")
    assert "Ada" not in page.one("main").text
    assert article.all(class_="status") == article.all(class_="why") == article.all("a") == article.all("mark") == []
    assert page.one(data_count="looks").text == "1"


def test_nobody_is_shown_their_own(browser: Browser, bob: Browser, asked: str) -> None:
    page = browser.see(PLACE)

    assert page.all("article") == []
    assert page.one(data_count="looks").text == "0"
    assert "nothing to look at again" in page.one("main").text


def test_an_answer_is_kept_and_the_next_one_comes(ctx: Context, bob: Browser, asked: str) -> None:
    page = bob.press(form_of(bob.see(PLACE)), reject="hate")

    assert "Your answer is kept." in page.one(id="notice").text
    assert page.all("article") == []
    assert status(ctx, asked) == "rejected"


def test_another_answer_sends_it_back(ctx: Context, bob: Browser, asked: str) -> None:
    page = bob.press(form_of(bob.see(PLACE)), action="approve")

    assert "Your answer is kept." in page.one(id="notice").text
    assert status(ctx, asked) == "pending"


def test_two_answers_are_one(ctx: Context, bob: Browser, asked: str) -> None:
    form = form_of(bob.see(PLACE))
    bob.press(form, action="unsure")

    page = bob.press(form, action="approve")

    assert "Somebody was faster" in page.one(id="notice").text
    assert status(ctx, asked) == "rejected"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reject": ""}, "a rejection needs a reason"),
        ({"reject": "because"}, "a rejection needs a reason"),
        ({"action": "hold"}, "not one of ours"),
        ({}, "not one of ours"),
        ({"action": "spam", "item": "x:y"}, "Somebody was faster"),
    ],
)
def test_what_is_no_answer_changes_nothing(bob: Browser, asked: str, typed: dict[str, str], said: str) -> None:
    page = bob.press(form_of(bob.see(PLACE)), **typed)

    assert said in page.one(id="notice").text
    assert len(page.all("article")) == 1


def test_viewers_are_not_asked(browser_of: Callable[..., Browser], asked: str) -> None:
    assert browser_of("Vi", Role.VIEWER).client.get(PLACE).status_code == 403


def test_the_office_shows_what_the_looks_have_said(
    ctx: Context, browser: Browser, bob: Browser, asked: str, clock: Clock
) -> None:
    bob.press(form_of(bob.see(PLACE)), reject="insult")

    page = browser.see("/console/insight")

    assert "Nothing was looked at twice" not in page.text
    assert "Bob" not in page.one("main").text
