"""Working beside each other by plain forms: starting, notes, second opinions, kept searches, habits, several at once."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.moderator import Role
from tests.conftest import status
from tests.submissions import EMAIL
from tests.web import html
from tests.web.browser import Browser

Post = Callable[..., TestResponse]
BrowserOf = Callable[..., Browser]


@pytest.fixture
def held(post: Post, night_shift: Callable[[], int]) -> tuple[str, ...]:
    """Three comments that wait for a person, the oldest first."""
    people = (("فاطمة", EMAIL), ("Ali", "ali@example.ma"), ("Zoé", "zoe@example.fr"))
    found = tuple(post(name=name, email=email, body=f"تعليق {name}").get_json()["id"] for name, email in people)
    night_shift()
    return found


def notice(page: html.Element) -> str:
    """What has just happened."""
    return page.one(id="notice").one("p").text


def card(page: html.Element, identifier: str) -> html.Element:
    """A comment on the page."""
    return page.one("article", id=f"c{identifier}")


def form(page: html.Element, action: str) -> html.Element:
    """The only form that leads there."""
    return page.one("form", action=f"/console/{action}")


def opened(browser: Browser) -> str:
    """Which comment the URL opens."""
    assert browser.answer
    return browser.answer.request.args.get("open", "")


def test_starting_gives_two_people_different_comments(
    browser: Browser, browser_of: BrowserOf, held: tuple[str, ...]
) -> None:
    salma = browser_of("Salma", Role.MODERATOR)

    browser.press(form(browser.see("/console/"), "start"))
    page = salma.press(form(salma.see("/console/"), "start"))

    assert (opened(browser), opened(salma)) == held[:2]
    assert "Ada is looking at it" in card(page, held[0]).text
    assert page.one(id="desk").attributes["data-opened"] == held[1]


def test_when_everything_is_being_looked_at_that_is_said(
    browser: Browser, browser_of: BrowserOf, held: tuple[str, ...]
) -> None:
    salma = browser_of("Salma", Role.MODERATOR)
    one = f"/console/?q={'Ali'}"
    browser.press(form(browser.see(one), "start"))

    page = salma.press(form(salma.see(one), "start"))

    assert notice(page) == "Nothing is left that no colleague is looking at."


def test_a_note_is_kept_and_one_is_back_at_its_comment(browser: Browser, held: tuple[str, ...]) -> None:
    page = browser.press(form(card(browser.see("/console/?order=newest"), held[1]), "notes"), body="يكتب بأدب")

    assert notice(page) == "The note is kept for your colleagues."
    assert opened(browser) == held[1]
    assert "order=newest" in (browser.answer.request.full_path if browser.answer else "")
    assert "يكتب بأدبAda" in card(page, held[1]).one("section", class_="notes").text
    assert card(page, held[0]).all("blockquote", class_="remark") == []


@pytest.mark.parametrize("body", ["", "   ", "x" * 1001])
def test_a_note_that_is_none_is_refused(browser: Browser, held: tuple[str, ...], body: str) -> None:
    page = browser.press(form(card(browser.see("/console/"), held[0]), "notes"), body=body)

    assert notice(page) == "An empty note was not kept."


def test_who_asks_for_a_second_opinion_leaves_the_decision_to_another(
    browser: Browser, browser_of: BrowserOf, ctx: Context, held: tuple[str, ...]
) -> None:
    salma = browser_of("Salma", Role.MODERATOR)
    asking = form(card(browser.see("/console/"), held[0]), "referrals")
    colleague = asking.one("select").all("option")[1]
    assert colleague.text == "Salma"

    browser.press(asking, asked_of=colleague.attributes["value"], note="هل هذا تشهير؟")
    mine = browser.press(form(card(browser.see("/console/?status=referred"), held[0]), "decisions"), action="approve")
    seen = card(salma.see("/console/?status=referred"), held[0])

    assert "somebody else has to decide" in notice(mine)
    assert status(ctx, held[0]) == "pending"
    assert "Ada asks for a second opinion" in seen.text
    assert "هل هذا تشهير؟" in seen.text
    assert seen.all("form", action="/console/referrals") == []
    salma.press(form(seen, "decisions"), action="approve")
    assert status(ctx, held[0]) == "approved"
    assert browser.see("/console/?status=referred").all("article") == []


def test_a_question_that_cannot_be_asked_is_refused(browser: Browser, held: tuple[str, ...]) -> None:
    asking = form(card(browser.see("/console/"), held[0]), "referrals")

    assert "Nobody was asked." in notice(browser.press(asking, asked_of="nobody", note=""))
    browser.press(asking, asked_of="", note="")
    assert "before you" in notice(browser.press(asking, asked_of="", note=""))


def test_a_search_is_kept_under_a_name_and_forgotten(browser: Browser, held: tuple[str, ...]) -> None:
    page = browser.see("/console/?q=Ali&order=newest")

    page = browser.press(form(page, "searches"), name="  كلام علي  ")
    kept = page.one("nav", class_="searches")
    link = kept.one("a")
    assert (link.text, link.attributes["href"]) == ("كلام علي", "/console/?q=Ali&order=newest")
    assert link.attributes["aria-current"] == "page"
    assert kept.one("button").attributes["aria-label"] == "Forget the search “كلام علي”"

    page = browser.press(kept.one("form"), forget="1")
    assert page.all("nav", class_="searches") == []


def test_a_search_without_a_name_is_not_kept(browser: Browser, held: tuple[str, ...]) -> None:
    page = browser.press(form(browser.see("/console/?q=Ali"), "searches"), name=" ")

    assert notice(page) == "A search is kept under a name. Nothing was kept."
    assert page.all("nav", class_="searches") == []


def test_when_there_are_too_many_searches_that_is_said(browser: Browser, held: tuple[str, ...]) -> None:
    keep = form(browser.see("/console/?q=Ali"), "searches")
    for number in range(30):
        browser.press(keep, name=f"بحث {number}")

    page = browser.press(keep, name="one more")

    assert "Thirty searches are kept already" in notice(page)
    assert len(page.one("nav", class_="searches").all("li")) == 30


def test_searches_are_ones_own(browser: Browser, browser_of: BrowserOf, held: tuple[str, ...]) -> None:
    browser.press(form(browser.see("/console/?q=Ali"), "searches"), name="Ali")

    assert browser_of("Salma", Role.VIEWER).see("/console/").all("nav", class_="searches") == []


def test_habits_are_kept_with_the_person(browser: Browser, held: tuple[str, ...]) -> None:
    before = browser.see("/console/").one(id="desk")

    page = browser.press(form(browser.see("/console/"), "habits"), cover="1")

    assert (before.attributes["data-keys"], page.one(id="desk").attributes["data-keys"]) == ("on", "off")
    boxes = form(page, "habits").all("input", type="checkbox")
    assert [(box.attributes["name"], "checked" in box.attributes) for box in boxes] == [
        ("keys", False),
        ("cover", True),
    ]


def test_breaks_are_proposed_after_as_long_as_one_likes(browser: Browser, held: tuple[str, ...]) -> None:
    before = browser.see("/console/").one(id="care").attributes

    page = browser.press(form(browser.see("/console/"), "habits"), harm="5", work="0")

    after = page.one(id="care").attributes
    assert (before["data-harm"], before["data-work"]) == ("20", "50")
    assert (after["data-harm"], after["data-work"]) == ("5", "0")
    assert [one.attributes["value"] for one in form(page, "habits").all("input", type="number")] == ["5", "0"]


@pytest.mark.parametrize("typed", ["", "-1", "601", "x", "٢٠", "1.5", "9999"])
def test_a_break_after_no_number_of_minutes_is_as_for_everybody(
    browser: Browser, held: tuple[str, ...], typed: str
) -> None:
    page = browser.press(form(browser.see("/console/"), "habits"), harm=typed, work=typed)

    found = page.one(id="care").attributes
    assert (found["data-harm"], found["data-work"]) == ("20", "50")


def test_several_are_decided_at_once_and_taken_back_at_once(
    browser: Browser, ctx: Context, held: tuple[str, ...]
) -> None:
    page = browser.see("/console/")
    chosen = [box.attributes["value"] for box in page.all("input", name="item", form="bulk")][:2]

    page = browser.press(page.one("form", id="bulk"), item=chosen, action="spam")
    assert notice(page) == "Decided: 2 comments."
    assert [status(ctx, one) for one in held] == ["spam", "spam", "pending"]

    page = browser.press(page.one(id="notice").one("form"))
    assert notice(page) == "Undone: 2 comments stand as before."
    assert [status(ctx, one) for one in held] == ["pending"] * 3


def test_everything_is_what_the_filter_names(browser: Browser, ctx: Context, held: tuple[str, ...]) -> None:
    page = browser.see("/console/?limit=1&q=%D8%AA%D8%B9%D9%84%D9%8A%D9%82")
    assert "everything that matches the filter" in page.one("form", id="bulk").text

    page = browser.press(page.one("form", id="bulk"), everything="1", action="approve", back="q=Ali")

    assert [status(ctx, one) for one in held] == ["pending", "approved", "pending"]
    assert "published" in notice(page)


def test_nothing_chosen_or_no_reason_decides_nothing(browser: Browser, ctx: Context, held: tuple[str, ...]) -> None:
    bulk = browser.see("/console/").one("form", id="bulk")

    assert "choose at least one" in notice(browser.press(bulk, action="approve"))
    page = browser.press(bulk, item=[f"{one}:2" for one in held], action="reject", reason="")
    assert "needs a reason" in notice(page)
    assert {status(ctx, one) for one in held} == {"pending"}


def test_what_somebody_decided_meanwhile_stays_and_is_counted(
    browser: Browser, ctx: Context, held: tuple[str, ...]
) -> None:
    page = browser.see("/console/")
    browser.press(form(card(page, held[0]), "decisions"), action="approve")

    page = browser.press(page.one("form", id="bulk"), item=[f"{one}:2" for one in held], action="spam")

    assert notice(page).startswith("Decided: 2 comments. 1 comment was left as it is")
    assert [status(ctx, one) for one in held] == ["approved", "spam", "spam"]
