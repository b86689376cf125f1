"""Thresholds that decisions speak for, on the page of the thresholds."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from tests import decided
from tests.web.browser import Browser
from tests.web.hands import publish

PLACE = "/console/sites/news/policy"


def test_a_proposal_is_taken_into_the_form_and_nothing_is_saved(
    ctx: Context,
    browser: Browser,
    post: Callable[..., TestResponse],
    ada: FlaskClient,
    night_shift: Callable[[], int],
) -> None:
    identifier: str = post().get_json()["id"]
    night_shift()
    publish(ada, identifier)
    decided.copy(ctx, identifier, [(0.97, "spam", "")] * 250 + [(0.6, "approved", "")] * 20)
    link = browser.see(PLACE).one("section", aria_labelledby="proposed-title").one("a", class_="button")

    form = browser.see(link.attributes["href"]).one("form", action=PLACE)

    assert form.one("input", name="spam_above").attributes["value"] == "60"
    assert form.one("input", name="approve_below").attributes["value"] == "35"
    assert ctx.directory.by_key("news").policy.spam_above == 0.95


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_that_there_is_too_little_is_said(browser: Browser, language: str) -> None:
    page = browser.see(PLACE, language)

    assert "200" in page.one("section", aria_labelledby="proposed-title").text
