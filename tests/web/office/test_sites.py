"""What a site is called, has chosen, and where its pages are: changed in plain forms."""

from collections.abc import Callable

import pytest

from moderation.bootstrap import Context
from moderation.domain.moderator import Role
from moderation.domain.site import Site
from moderation.store import audit
from tests.web import html
from tests.web.browser import Browser

PLACE = "/console/sites/news/"


def values(form: html.Element) -> dict[str, str | list[str]]:
    """What a browser would send of a form without anything being typed."""
    boxes = ("checkbox", "submit")
    typed = {
        one.attributes["name"]: one.attributes.get("value", "")
        for one in form.all("input")
        if one.attributes.get("type") not in boxes
    }
    chosen = {
        one.attributes["name"]: next(o.attributes["value"] for o in one.all("option") if "selected" in o.attributes)
        for one in form.all("select")
    }
    ticked: dict[str, list[str]] = {}
    for one in form.all("input", checked=""):
        ticked.setdefault(one.attributes["name"], []).append(one.attributes["value"])
    found: dict[str, str | list[str]] = {**typed, **chosen}
    return found | dict(ticked)


def lines(ctx: Context, site: Site) -> list[tuple[str, str]]:
    """The audit of a site, of no comment alone: what, and which part of it; the clock stands still, so by name."""
    with ctx.database.read() as connection:
        return sorted((line.action, line.reason) for line in audit.list_of(connection, site.id, ""))


def form_of(page: html.Element, place: str) -> html.Element:
    """The form that is sent there."""
    return page.one("form", action=place)


def test_a_choice_is_changed_and_written_down(browser: Browser, ctx: Context, site: Site) -> None:
    form = form_of(browser.see(PLACE), PLACE)

    page = browser.press(form, **{**values(form), "name": "الأخبار", "close_after_days": "30", "language": "fr"})

    assert page.one(role="status").text == "Saved."
    found = ctx.directory.by_key("news")
    assert (found.name, found.close_after_days, found.language) == ("الأخبار", 30, "fr")
    assert lines(ctx, site) == [("site", "name close_after_days language")]


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(
    browser: Browser, ctx: Context, site: Site
) -> None:
    form = form_of(browser.see(PLACE), PLACE)

    page = browser.press(form, **{**values(form), "name": "", "keep_audit_days": "soon", "classifier_url": "ftp://x"})

    assert browser.answer
    assert browser.answer.status_code == 422
    field = page.one("input", id="f-keep_audit_days")
    assert (field.attributes["value"], field.attributes["aria-invalid"]) == ("soon", "true")
    assert page.one("p", id="fault-keep_audit_days").text == "Please give a whole number that is not negative."
    assert page.one("p", id="fault-classifier_url").text == "Please give a web address that begins with https://."
    assert len(page.one(role="alert").all("a")) == 3
    assert (ctx.directory.by_key("news").name, lines(ctx, site)) == ("News", [])


def test_of_two_admins_nobody_overwrites_the_other_unseen(browser: Browser, ctx: Context) -> None:
    early = form_of(browser.see(PLACE), PLACE)
    browser.press(early, **{**values(early), "name": "First"})

    page = browser.press(early, **{**values(early), "name": "Second"})

    assert browser.answer
    assert browser.answer.status_code == 412
    assert page.one("input", id="f-name").attributes["value"] == "Second"
    assert "First" in page.one("dl", class_="facts").text
    assert ctx.directory.by_key("news").name == "First"
    late = form_of(page, PLACE)
    browser.press(late, **values(late))
    assert ctx.directory.by_key("news").name == "Second"


def test_a_stored_key_is_never_shown_and_stays_unless_it_is_forgotten(browser: Browser, ctx: Context) -> None:
    form = form_of(browser.see(PLACE), PLACE)
    typed = {**values(form), "akismet_url": "https://akismet.example", "akismet_key": "s3cret-key"}
    page = browser.press(form, **typed)
    again = form_of(page, PLACE)
    page = browser.press(again, **values(again))

    assert browser.answer
    assert "s3cret-key" not in browser.answer.text
    assert ctx.directory.by_key("news").asked.akismet_key == "s3cret-key"
    last = form_of(page, PLACE)
    browser.press(last, **values(last), forget_akismet_key="on")
    assert ctx.directory.by_key("news").asked.akismet_key == ""


def test_origins_come_and_go_but_not_the_last(browser: Browser, ctx: Context, site: Site) -> None:
    place = PLACE + "origins"
    page = browser.press(form_of(browser.see(place), place), origin="https://أخبار.المغرب/about")
    assert ctx.directory.by_key("news").origins == ("https://news.example", "https://xn--igbicxr.xn--mgbc0a9azcg")

    for _ in range(2):
        page = browser.press(page.all("form", action=f"{place}/remove")[0])

    assert page.one("p", id="fault-origin").text == "A site needs at least one address."
    assert ctx.directory.by_key("news").origins == ("https://xn--igbicxr.xn--mgbc0a9azcg",)
    assert lines(ctx, site) == [("site", "origins"), ("site", "origins")]


@pytest.mark.parametrize("typed", ["", "news.example", "ftp://news.example", "https://u@news.example"])
def test_an_origin_is_a_web_address(browser: Browser, typed: str) -> None:
    place = PLACE + "origins"

    page = browser.press(form_of(browser.see(place), place), origin=typed)

    assert page.one("p", id="fault-origin").text == "Please give a web address such as https://news.example."
    assert page.one("input", id="f-origin").attributes["value"] == typed


@pytest.mark.parametrize(
    "place", ["/console/sites/", PLACE, f"{PLACE}policy", f"{PLACE}words", f"{PLACE}senders", "/console/people/"]
)
def test_settings_are_for_admins(browser_of: Callable[..., Browser], site: Site, place: str) -> None:
    moderator = browser_of("Mo", Role.MODERATOR)

    moderator.see(place)

    assert moderator.answer
    assert moderator.answer.status_code == 403


def test_an_admin_sees_their_own_sites_only(
    browser_of: Callable[..., Browser], add_site: Callable[..., Site], site: Site
) -> None:
    other = add_site("other")
    bo = browser_of("Bo", Role.ADMIN, [other.id])

    assert [row.one("a").text for row in bo.see("/console/sites/").all("li", class_="row")] == ["Other"]
    bo.see(PLACE)
    assert bo.answer
    assert bo.answer.status_code == 404


def test_the_parts_of_the_console_lead_everywhere(browser: Browser, browser_of: Callable[..., Browser]) -> None:
    def parts(page: html.Element) -> list[str]:
        return [link.attributes["href"] for link in page.one("nav", class_="rooms").all("a")]

    assert parts(browser.see("/console/")) == ["/console/", "/console/insight", "/console/sites/"]
    assert parts(browser_of("Mo", Role.MODERATOR).see("/console/")) == [
        "/console/",
        "/console/insight",
        "/console/tokens",
    ]
    assert parts(browser_of("Vi", Role.VIEWER).see("/console/")) == ["/console/", "/console/tokens"]
