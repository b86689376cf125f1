"""Two approvals in the console: what the first, and what the second is told; several at once; the page where it is chosen."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.moderator import Role
from moderation.domain.site import Site
from moderation.store import rulebooks, sites
from tests.conftest import status
from tests.web import html
from tests.web.browser import Browser

BrowserOf = Callable[..., Browser]
POLICY = "/console/sites/news/policy"


@pytest.fixture
def held(
    ctx: Context, site: Site, post: Callable[..., TestResponse], night_shift: Callable[[], int]
) -> tuple[str, ...]:
    """Two comments of newcomers that wait on a site which wants two approvals for such, the oldest first."""
    ctx.database.write(lambda connection: sites.choose(connection, "news", {"two_approvals": ["newcomers"]}))
    found = tuple(post(name=name, email=f"{name}@example.ma").get_json()["id"] for name in ("Ali", "Zohra"))
    night_shift()
    return found


def card(page: html.Element, place: int = 0) -> html.Element:
    """A comment of a page."""
    return page.all("article", class_="card")[place]


def notice(page: html.Element) -> str:
    """What has just happened."""
    return page.one(id="notice").one("p").text


def actions(shown: html.Element) -> set[str]:
    """What can be decided with one button."""
    return {one.attributes["value"] for one in shown.one("form", class_="decide").all("button", name="action")}


def test_the_first_is_told_that_one_more_is_needed_and_can_take_it_back(
    browser: Browser, held: tuple[str, ...], ctx: Context
) -> None:
    before = card(browser.see("/console/"))
    assert "Two have to approve it" in before.text

    page = browser.press(before.one("form", class_="decide"), action="approve")

    assert notice(page) == (
        "Your approval of the comment by Ali is kept. It is published as soon as somebody else approves it too."
    )
    assert card(page).one("p", class_="approval").text == "You have approved it. Somebody else has to do so too."
    assert "approve" not in actions(card(page))
    log = browser.see(f"/console/comments/{held[0]}").one("section", class_="log")
    assert "First of two approvals" in log.text
    page = browser.press(page.one(id="notice").one("form"))
    assert "stands as before" in notice(page)
    assert card(page).all("p", class_="approval") == []


def test_the_second_sees_who_was_first_and_publishes(
    browser: Browser, browser_of: BrowserOf, held: tuple[str, ...], ctx: Context
) -> None:
    browser.press(card(browser.see("/console/")).one("form", class_="decide"), action="approve")
    salma = browser_of("Salma", Role.MODERATOR)

    shown = card(salma.see("/console/"))
    assert shown.one("p", class_="approval").text == "Ada has approved it. One more approval publishes it."
    page = salma.press(shown.one("form", class_="decide"), action="approve")

    assert notice(page) == "The comment by Ali is published."
    assert status(ctx, held[0]) == "approved"


def test_who_says_it_twice_is_told_that_somebody_else_has_to(
    browser: Browser, held: tuple[str, ...], ctx: Context
) -> None:
    form = card(browser.see("/console/")).one("form", class_="decide")
    browser.press(form, action="approve")

    page = browser.press(form, action="approve", item=f"{held[0]}:3")

    assert "You have approved this comment before." in notice(page)
    assert status(ctx, held[0]) == "pending"


def test_several_at_once_wait_and_are_published_by_somebody_else_at_once(
    browser: Browser, browser_of: BrowserOf, held: tuple[str, ...], ctx: Context
) -> None:
    def publish(whose: Browser) -> str:
        page = whose.see("/console/?q=a")
        return notice(whose.press(page.one("form", id="bulk"), everything="1", action="approve"))

    first, second = publish(browser), publish(browser_of("Salma", Role.MODERATOR))

    assert first == "Decided: 2 comments. 2 of them wait until somebody else approves them too."
    assert second == "Decided: 2 comments."
    assert {status(ctx, one) for one in held} == {"approved"}


def test_what_two_have_to_approve_is_chosen_on_the_page_of_the_policy(
    browser: Browser, held: tuple[str, ...], ctx: Context
) -> None:
    form = browser.see(POLICY).one("form", class_="sheet")
    boxes = [one.attributes["value"] for one in form.all("input", name="two_approvals") if "checked" in one.attributes]
    assert boxes == ["newcomers"]
    typed = {one.attributes["name"]: one.attributes["value"] for one in form.all("input", autocomplete="off")}

    tried = browser.press(form, **typed, two_approvals=["any", "links", "nonsense"], step="try")
    save = next(one for one in tried.all("form") if one.all("button", value="save"))
    kept = [one.attributes["value"] for one in save.all("input", name="two_approvals")]
    browser.press(save, two_approvals=kept, step="save")

    with ctx.database.read() as connection:
        assert rulebooks.find(connection, 1).two_approvals == ("links", "any")
