"""People are let in, changed and let go; tokens are one's own."""

from collections.abc import Callable

import pytest
from flask import Flask

from moderation.bootstrap import Context
from moderation.domain.moderator import Moderator, Role
from moderation.domain.site import Site
from moderation.store import moderators
from tests.web import html
from tests.web.browser import Browser
from tests.web.office.test_sites import form_of, values

PLACE = "/console/people/"
BO = {"name": "Bo", "email": "bo@news.example", "role": "moderator", "sites": "news"}


def person(ctx: Context, name: str) -> Moderator:
    """Somebody by their name."""
    with ctx.database.read() as connection:
        return next(one for one in moderators.list_all(connection) if one.name == name)


def test_somebody_is_let_in_with_a_password_that_is_shown_once(
    browser: Browser, ctx: Context, app: Flask, site: Site
) -> None:
    page = browser.press(form_of(browser.see(PLACE), PLACE), **BO)

    password = page.one("bdi", class_="secret").text
    assert person(ctx, "Bo").sites == frozenset({site.id})
    assert person(ctx, "Bo").role is Role.MODERATOR
    assert password not in browser.see(PLACE).text
    bo = Browser(app.test_client())
    assert "Log out" in bo.login(BO["email"], password).text


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"email": "nobody"}, "email"), ({"name": ""}, "name"), ({"sites": "other"}, "sites"), ({"email": "ada@news.example"}, "email")],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    browser: Browser, site: Site, changed: dict[str, str], field: str
) -> None:
    page = browser.press(form_of(browser.see(PLACE), PLACE), **{**BO, **changed})

    assert page.one("p", id=f"fault-{field}").text
    assert page.one("input", id="f-email").attributes["value"] == {**BO, **changed}["email"]
    assert len(page.all("li", class_="row")) == 1


def test_rights_are_changed_and_a_new_password_is_made(
    browser: Browser, ctx: Context, browser_of: Callable[..., Browser]
) -> None:
    bo = browser_of("Bo", Role.VIEWER)
    place = PLACE + person(ctx, "Bo").id
    form = form_of(browser.see(place), place)

    page = browser.press(form, **{**values(form), "role": "admin"})
    assert page.one(role="status").text == "Saved."
    assert person(ctx, "Bo").role is Role.ADMIN
    assert "Log in" in bo.see("/console/").one("h1").text  # their session has ended

    page = browser.press(form_of(browser.see(place), place + "/password"))
    assert "Log out" in bo.login("bo@news.example", page.one("bdi", class_="secret").text).text


def test_the_last_admin_cannot_lock_themselves_out(browser: Browser, ctx: Context, moderator: Moderator) -> None:
    place = PLACE + moderator.id
    form = form_of(browser.see(place), place)

    page = browser.press(form, **{**values(form), "role": "viewer"})
    assert page.one("p", id="fault-role").text == "Nobody would be left to administer these sites."
    page = browser.press(form_of(page, place + "/remove"))
    assert page.one("p", id="fault-role").text == "Nobody would be left to administer these sites."
    assert person(ctx, "Ada").role is Role.ADMIN


def test_who_is_removed_is_out_at_once(browser: Browser, ctx: Context, browser_of: Callable[..., Browser]) -> None:
    bo = browser_of("Bo", Role.MODERATOR)
    place = PLACE + person(ctx, "Bo").id

    browser.press(form_of(browser.see(place), place + "/remove"))

    assert "Log in" in bo.see("/console/").one("h1").text
    browser.see(place)
    assert browser.answer
    assert browser.answer.status_code == 404


def test_an_admin_of_one_site_gives_no_more_than_that(
    browser_of: Callable[..., Browser], add_site: Callable[..., Site], site: Site, moderator: Moderator
) -> None:
    add_site("other")
    bo = browser_of("Bo", Role.ADMIN, [site.id])
    page = bo.see(PLACE)

    assert [row.one("a").text for row in page.all("li", class_="row")] == ["Bo"]
    assert [one.attributes["value"] for one in page.all("input", type="checkbox")] == ["on", "news"]
    bo.press(form_of(page, PLACE), **{**BO, "email": "cy@news.example", "sites": "all"})
    assert bo.answer
    assert bo.answer.status_code == 403
    bo.see(PLACE + moderator.id)
    assert bo.answer.status_code == 404


def test_a_token_is_made_shown_once_used_and_revoked(browser_of: Callable[..., Browser], app: Flask) -> None:
    vi, place = browser_of("Vi", Role.VIEWER), "/console/tokens"

    page = vi.press(form_of(vi.see(place), place))
    token = page.one("bdi", class_="secret").text
    login = {"Authorization": f"Bearer {token}"}
    assert app.test_client().get("/v1/moderation/queue", headers=login).status_code == 200
    assert token not in vi.see(place).text

    vi.press(form_of(vi.see(place), place + "/remove"))
    assert app.test_client().get("/v1/moderation/queue", headers=login).status_code == 401


def test_nobody_revokes_somebody_elses_token(browser: Browser, browser_of: Callable[..., Browser]) -> None:
    place = "/console/tokens"
    browser.press(form_of(browser.see(place), place))
    removal = form_of(browser.see(place), place + "/remove")
    vi = browser_of("Vi", Role.VIEWER)
    own = vi.press(form_of(vi.see(place), place)).one("form", action=place + "/remove")

    vi.press(own, token=html.hidden(removal)["token"])

    assert vi.answer
    assert vi.answer.status_code == 404
    assert len(browser.see(place).all("form", action=place + "/remove")) == 1
