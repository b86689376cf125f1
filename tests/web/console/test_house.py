"""What the house says, by plain forms: answers, pins, picks; whom it blocks or trusts."""

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
PUBLIC = "/t/news?thread=https://news.example/interpol"


@pytest.fixture
def held(post: Post, night_shift: Callable[[], int]) -> str:
    """A comment that waits for a person."""
    identifier: str = post(name="فاطمة").get_json()["id"]
    night_shift()
    return identifier


def form(page: html.Element, action: str) -> html.Element:
    """The only form that leads there."""
    return page.one("form", action=f"/console/{action}")


def notice(page: html.Element) -> str:
    """What has just happened."""
    return page.one(id="notice").one("p").text


def test_an_answer_is_published_with_what_it_answers(
    browser: Browser, held: str, client: FlaskClient, ctx: Context
) -> None:
    page = browser.press(form(browser.see("/console/"), "replies"), body="شكرا، صححنا **الخطأ**.")

    assert notice(page) == "Your answer is published under your name, marked as the editors'."
    assert status(ctx, held) == "approved"
    public = html.read(client.get(PUBLIC))
    assert len(public.all("article")) == 2
    assert "Ada" in public.text
    assert [one.text for one in public.all("strong") if one.text == "الخطأ"]


@pytest.mark.parametrize("body", ["", " \n ", "x" * 10_001])
def test_an_answer_without_a_text_publishes_nothing(browser: Browser, held: str, ctx: Context, body: str) -> None:
    page = browser.press(form(browser.see("/console/"), "replies"), body=body)

    assert "Nothing was published." in notice(page)
    assert status(ctx, held) == "pending"


def test_an_answer_to_what_has_changed_publishes_nothing(browser: Browser, held: str, ctx: Context) -> None:
    page = browser.press(form(browser.see("/console/"), "replies"), body="شكرا", item=f"{held}:1")

    assert "Nothing was done." in notice(page)
    assert status(ctx, held) == "pending"


def test_a_published_comment_is_pinned_and_picked_on_its_page_and_in_the_list(browser: Browser, held: str) -> None:
    browser.press(browser.see("/console/").one("form", class_="decide"), action="approve")

    browser.press(form(browser.see(f"/console/comments/{held}"), "marks"), mark="pin")
    page = browser.press(form(browser.see("/console/?status=approved"), "marks"), mark="pick")
    assert {"Pinned", "Picked"} <= {one.text for one in page.one("article").all("p", class_="status")}

    page = browser.press(form(page, "marks"), mark="unpin")
    assert notice(page) == "Done. Readers see it."
    assert "Pinned" not in {one.text for one in page.one("article").all("p", class_="status")}
    log = browser.see(f"/console/comments/{held}").one("section", class_="log").text
    assert "Comment pinned" in log
    assert "Comment no longer pinned" in log


def test_what_waits_cannot_be_pinned_even_with_a_form(browser: Browser, held: str) -> None:
    page = browser.see("/console/")
    assert page.all("form", action="/console/marks") == []
    token = html.hidden(form(page, "replies"))

    for mark, said in (("pin", "is not published"), ("hammer", "not one of ours")):
        answer = browser.client.post("/console/marks", data={**token, "id": held, "mark": mark}, follow_redirects=True)
        assert said in notice(html.read(answer))


def test_an_admin_blocks_or_trusts_the_author(browser: Browser, held: str, post: Post, ctx: Context) -> None:
    standing = form(browser.see("/console/"), "authors")

    assert "becomes spam" in notice(browser.press(standing, effect="block"))
    assert "no longer waits" in notice(browser.press(standing, effect="trust"))
    assert "not one of ours" in notice(browser.press(standing, effect="forgive"))


def test_a_moderator_is_not_offered_to_block_and_cannot(
    browser_of: Callable[..., Browser], browser: Browser, held: str
) -> None:
    salma = browser_of("Salma", Role.MODERATOR)
    page = salma.see("/console/")
    theirs = html.hidden(form(page, "notes"))

    page_of_admin = form(browser.see("/console/"), "authors")
    salma.press(page_of_admin, effect="block", csrf_token=theirs["csrf_token"])

    assert page.all("form", action="/console/authors") == []
    assert salma.answer
    assert salma.answer.status_code == 403


def test_the_conversation_shows_what_stands_around_a_comment(
    browser: Browser, held: str, post: Post, night_shift: Callable[[], int]
) -> None:
    post(name="Ali", email="ali@example.ma", body="جواب", parent=held)
    post(name="Zoé", email="zoe@example.fr", body="Ailleurs")
    night_shift()

    turns = browser.see(f"/console/comments/{held}/thread").all("li", class_="turn")

    assert [turn.one("div", class_="said").text for turn in turns] == ["مقال مفيد، شكرا لكم.", "جواب", "Ailleurs"]
    assert [next(one for one in turn.attributes["class"].split() if "deep" in one) for turn in turns] == [
        "deep0", "deep1", "deep0",
    ]  # fmt: skip
    assert turns[0].attributes["aria-current"] == "true"
    assert "waiting for review" in turns[1].text


def test_a_viewer_reads_the_conversation_and_others_do_not(
    browser_of: Callable[..., Browser], held: str, add_site: Callable[..., object]
) -> None:
    other = add_site("other")
    browser_of("Viktor", Role.VIEWER).see(f"/console/comments/{held}/thread").one("li", class_="turn")
    olga = browser_of("Olga", Role.MODERATOR, [other.id])  # type: ignore[attr-defined]  # a site

    page = olga.see(f"/console/comments/{held}/thread")

    assert page.one("h1").text == "There is nothing here."
