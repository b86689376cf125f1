"""Appeals in the console: read, answered by two buttons, and not by who decided."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.moderator import Role
from moderation.services import appeals
from moderation.store import dossier
from tests.conftest import Clock, status
from tests.web import html
from tests.web.browser import Browser

PLACE = "/console/appeals"


@pytest.fixture
def bob(browser_of: Callable[..., Browser]) -> Browser:
    """A second moderator."""
    return browser_of("Bob", Role.MODERATOR)


@pytest.fixture
def appealed(
    ctx: Context,
    browser: Browser,
    post: Callable[..., TestResponse],
    night_shift: Callable[[], int],
    clock: Clock,
) -> str:
    """A comment that Ada has rejected, and whose author appeals."""
    identifier: str = post(author={"name": "<b>Fatima</b>", "email": "fatima@example.ma", "url": ""}).get_json()["id"]
    night_shift()
    form = browser.see("/console/").one("form", class_="decide")
    browser.press(form, reject="insult")
    said = 3, "لم أشتم أحدا. <script>"
    ctx.database.write(lambda connection: appeals.lodge(connection, identifier, said, clock()))
    return identifier


def form_of(page: html.Element) -> html.Element:
    """The one that answers."""
    return page.one("form", class_="answer")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_an_appeal_is_shown_with_what_was_decided(bob: Browser, appealed: str, language: str) -> None:
    page = bob.see(PLACE, language)

    card = page.one("article")
    assert "لم أشتم أحدا. <script>" in card.one("blockquote").text
    assert "Ada" in card.one(class_="decided").text
    assert {"ar": "شتم", "fr": "Insulte", "en": "Insult"}[language] in card.one(class_="decided").text
    assert page.one(data_count="appeals").text == "1"


def test_who_decided_is_told_that_somebody_else_has_to_answer(browser: Browser, bob: Browser, appealed: str) -> None:
    page = browser.see(PLACE)

    assert page.all("form", class_="answer") == []
    assert "somebody else has to answer" in page.one("article").text
    assert form_of(bob.see(PLACE))


def test_who_decided_cannot_answer_past_the_page(ctx: Context, browser: Browser, bob: Browser, appealed: str) -> None:
    own = browser.see("/console/").all("input", name="csrf_token")[0].attributes["value"]

    sent = {"csrf_token": own, "item": f"{appealed}:3", "outcome": "reversed"}
    browser.client.post(PLACE, data=sent)

    assert "against your own decision" in browser.see(PLACE).one(id="notice").text
    assert status(ctx, appealed) == "rejected"


def test_the_only_moderator_may_answer(ctx: Context, browser: Browser, appealed: str) -> None:
    page = browser.press(form_of(browser.see(PLACE)), outcome="upheld")

    assert "The decision stays." in page.one(id="notice").text
    assert page.all("article") == []
    assert status(ctx, appealed) == "rejected"


def test_a_granted_appeal_publishes_and_can_be_undone(ctx: Context, bob: Browser, appealed: str) -> None:
    page = bob.press(form_of(bob.see(PLACE)), outcome="reversed")

    assert "is published" in page.one(id="notice").text
    assert status(ctx, appealed) == "approved"
    bob.press(page.one("form", action="/console/undo"))
    assert status(ctx, appealed) == "rejected"
    assert len(bob.see(PLACE).all("article")) == 1


def test_what_was_answered_meanwhile_is_said(ctx: Context, browser: Browser, bob: Browser, appealed: str) -> None:
    form = form_of(bob.see(PLACE))
    bob.press(form, outcome="upheld")

    page = bob.press(form, outcome="reversed")

    assert "This appeal has been answered" in page.one(id="notice").text
    assert status(ctx, appealed) == "rejected"


@pytest.mark.parametrize(
    "typed", [{"outcome": "maybe"}, {}, {"outcome": "upheld", "item": "x"}, {"outcome": "upheld", "item": ":" * 99}]
)
def test_what_is_no_answer_changes_nothing(ctx: Context, bob: Browser, appealed: str, typed: dict[str, str]) -> None:
    page = bob.press(form_of(bob.see(PLACE)), **typed)

    assert "bad" in page.one(id="notice").attributes["class"]
    assert len(page.all("article")) == 1


def test_words_that_were_erased_are_not_shown_but_the_appeal_is(ctx: Context, bob: Browser, appealed: str) -> None:
    ctx.database.write(lambda connection: dossier.silence_appeals(connection, 1, appealed))

    assert "erased at the author" in bob.see(PLACE).one("article").text


def test_viewers_have_no_appeals(browser_of: Callable[..., Browser], appealed: str) -> None:
    viewer = browser_of("Vi", Role.VIEWER)

    page = viewer.see("/console/")

    assert page.all(data_count="appeals") == []
    assert viewer.client.get(PLACE).status_code == 403
    assert re.search("looks|appeals", page.one("nav", class_="tabs").text) is None


def test_a_form_of_another_session_is_refused(ada: FlaskClient, bob: Browser, appealed: str) -> None:
    sent = {"csrf_token": "other", "item": f"{appealed}:3", "outcome": "reversed"}

    assert bob.client.post(PLACE, data=sent).status_code == 403
