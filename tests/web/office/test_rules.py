"""Thresholds, words and senders: tried on what a site has had, then changed, and never over somebody else's change."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.block import Effect, Kind
from moderation.domain.rulebook import Rulebook
from moderation.domain.site import Site
from moderation.store import rulebooks
from tests.submissions import EMAIL
from tests.web import html
from tests.web.browser import Browser
from tests.web.office.test_sites import form_of, lines, values

PLACE = "/console/sites/news/"


@pytest.fixture
def had(post: Callable[..., TestResponse], night_shift: Callable[[], int]) -> str:
    """A comment that the site has had; its id."""
    identifier: str = post(body="هذا كذاب كبير، شكرا لكم").get_json()["id"]
    night_shift()
    return identifier


@pytest.fixture
def book(ctx: Context, site: Site) -> Callable[[], Any]:
    """The rules as they are stored."""

    def find() -> Any:
        with ctx.database.read() as connection:
            return rulebooks.find(connection, site.id)

    return find


def trial(page: html.Element) -> str:
    """What a page says would change."""
    return page.one("section", id="trial").text


def test_thresholds_are_tried_before_they_count(
    browser: Browser, had: str, ctx: Context, site: Site, book: Any
) -> None:
    place = PLACE + "policy"
    form = form_of(browser.see(place), place)

    page = browser.press(form, **{**values(form), "spam_above": "0.5", "approve_below": "0", "step": "try"})

    assert "1 of the latest comments would have been judged otherwise." in trial(page)
    assert "“spam” instead of “hold for review”" in trial(page)
    assert "كذاب" in trial(page)
    assert book().spam_above == 0.95
    page = browser.press(form_of(page, place), step="save")
    assert page.one(role="status").text == "Saved."
    assert (book().approve_below, book().spam_above) == (0.0, 0.005)
    assert lines(ctx, site) == [("rules", "approve_below spam_above")]


def test_one_can_go_back_from_the_trial_with_what_was_typed(browser: Browser, had: str, book: Any) -> None:
    place = PLACE + "policy"
    form = form_of(browser.see(place), place)
    page = browser.press(form, **{**values(form), "approve_below": "12,5", "step": "try"})

    page = browser.press(form_of(page, place), step="back")

    assert page.one("input", id="f-approve_below").attributes["value"] == "12,5"
    assert book().approve_below == 0.35


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("approve_below", "101"),
        ("approve_below", "nan"),
        ("spam_above", "x"),
        ("spam_above", "10"),
        ("trust_after", "0"),
        ("links", "٣x"),
    ],
)
def test_a_threshold_that_is_none_is_said_beside_it(browser: Browser, book: Any, name: str, typed: str) -> None:
    place = PLACE + "policy"
    form = form_of(browser.see(place), place)

    page = browser.press(form, **{**values(form), name: typed, "step": "save"})

    assert page.one("p", id=f"fault-{name}").text
    assert page.one("input", id=f"f-{name}").attributes["value"] == typed
    assert (book().approve_below, book().spam_above) == (0.35, 0.95)


def test_of_two_admins_the_second_sees_the_firsts_thresholds(browser: Browser, book: Any) -> None:
    place = PLACE + "policy"
    form = form_of(browser.see(place), place)
    browser.press(form, **{**values(form), "links": "5", "step": "save"})

    page = browser.press(form, **{**values(form), "links": "7", "step": "save"})

    assert browser.answer
    assert browser.answer.status_code == 412
    assert book().links == 5
    late = form_of(page, place)
    assert values(late)["links"] == "7"
    browser.press(late, **{**values(late), "step": "save"})
    assert book().links == 7


def test_a_word_is_tried_listed_and_struck(browser: Browser, had: str, ctx: Context, site: Site, book: Any) -> None:
    place = PLACE + "words"
    ctx.database.write(lambda c: rulebooks.write(c, site.id, Rulebook(hold_first=False), ("x", ctx.clock())))
    ctx.directory.every(age=-1)
    form = form_of(browser.see(place), place)

    page = browser.press(form, word="كـذّاب", note="?", step="try")
    assert "“hold for review” instead of “publish”" in trial(page)
    assert page.one("section", id="trial").one("mark").text == "كذاب"
    assert book().words == ()

    page = browser.press(form_of(page, place), word="كـذّاب", note="?", step="add")
    assert [one.word for one in book().words] == ["كذاب"]
    page = browser.press(form_of(page, place + "/remove"))
    assert book().words == ()
    assert lines(ctx, site) == [("rules", "words"), ("rules", "words")]


@pytest.mark.parametrize("typed", ["", "!!!", "three whole words", "\0"])
def test_what_is_no_word_is_not_listed(browser: Browser, book: Any, typed: str) -> None:
    place = PLACE + "words"

    page = browser.press(form_of(browser.see(place), place), word=typed, step="add")

    assert page.one("p", id="fault-word").text
    assert book().words == ()


def test_a_text_shows_what_it_trips_and_is_not_stored(browser: Browser, ctx: Context, book: Any) -> None:
    place = PLACE + "words"
    browser.press(form_of(browser.see(place), place), word="كذاب", step="add")
    page = browser.see(place)

    page = browser.press(form_of(page, place + "/text#text"), text="يا كذاب! <b>")

    said = page.one("section", id="text")
    assert "Verdict: hold for review" in said.text
    assert "“كذاب” is on the word list." in said.text
    assert said.one("mark").text == "كذاب"


def test_the_list_that_comes_with_it_is_switched(browser: Browser, book: Any, had: str) -> None:
    place = PLACE + "words/starter"
    page = browser.press(form_of(browser.see(PLACE + "words"), place), step="try")
    assert "judged otherwise" in trial(page)
    assert not book().starter_words

    page = browser.press(form_of(page, place), step="save")

    assert book().starter_words
    assert "It counts." in page.text


def test_a_sender_is_blocked_by_an_address_that_is_not_kept(
    browser: Browser, had: str, ctx: Context, site: Site, book: Any
) -> None:
    place = PLACE + "senders"
    form = form_of(browser.see(place), place)
    typed = {"effect": "block", "kind": "fingerprint", "value": EMAIL, "reason": "insists", "until": "2099-01-31"}

    page = browser.press(form, **typed, step="try")
    assert "“spam” instead of “hold for review”" in trial(page)
    page = browser.press(form, **typed, step="add")

    (entry,) = book().blocks
    assert (entry.effect, entry.kind, entry.reason) == (Effect.BLOCK, Kind.FINGERPRINT, "insists")
    assert f"{entry.expires_at:%Y-%m-%d}" == "2099-01-31"
    assert browser.answer
    assert EMAIL not in browser.answer.text
    browser.press(form_of(page, place + "/remove"))
    assert book().blocks == ()
    assert lines(ctx, site) == [("block", "fingerprint"), ("unblock", "fingerprint")]


def test_a_comment_names_its_author(browser: Browser, had: str, book: Any) -> None:
    place = PLACE + "senders"
    form = form_of(browser.see(place), place)

    browser.press(form, effect="trust", kind="fingerprint", value=had, reason="", until="")

    assert [len(entry.value) for entry in book().blocks] == [22]


@pytest.mark.parametrize(
    ("kind", "value", "until", "field"),
    [
        ("fingerprint", "nobody", "", "value"), ("domain", "-", "", "value"), ("network", "203.0.113.7/32", "", "value"),
        ("network", "203.0.113.0/24", "2020-01-01", "until"), ("network", "203.0.113.0/24", "soon", "until"),
        ("fingerprint", "1-" + "0" * 26, "", "value"), ("domain", "mail\0.example", "", "value"),
    ],
)  # fmt: skip
def test_what_names_nobody_is_said_beside_it(
    browser: Browser, book: Any, kind: str, value: str, until: str, field: str
) -> None:
    place = PLACE + "senders"
    form = form_of(browser.see(place), place)

    page = browser.press(form, effect="block", kind=kind, value=value, reason="", until=until, step="add")

    assert page.one("p", id=f"fault-{field}").text
    assert page.one("input", id="f-value").attributes["value"] == value
    assert book().blocks == ()
