"""Logging in and out, and what a stranger learns: nothing."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from moderation.bootstrap import Context
from moderation.domain.moderator import Moderator
from tests.conftest import LOGIN, PASSWORD, Clock
from tests.prepared import application
from tests.web import html
from tests.web.browser import Browser, login_form

COOKIE = "__Host-session"


def session(browser: Browser) -> str:
    """The secret the browser holds."""
    cookie = browser.client.get_cookie(COOKIE)
    assert cookie
    return cookie.value


def test_the_console_asks_who_is_there(client: FlaskClient) -> None:
    response = client.get("/console/")

    assert response.status_code == 303
    assert response.headers["Location"] == "/console/login"
    assert response.headers["Cache-Control"] == "no-store"


def test_after_logging_in_one_is_where_one_wanted_to_go(stranger: Browser, moderator: Moderator) -> None:
    form = login_form(stranger.see("/console/?status=spam&q=%D8%A7"))

    page = stranger.press(form, email="ADA@news.example", password=PASSWORD)

    assert stranger.answer
    assert stranger.answer.request.full_path == "/console/?status=spam&q=%D8%A7"
    assert page.one("div", class_="person").one("bdi").text == "Ada"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/console/\\evil", "/console/../docs", "/docs", "/console/\n"],
)
def test_nobody_is_sent_anywhere_else(stranger: Browser, moderator: Moderator, elsewhere: str) -> None:
    form = login_form(stranger.see("/console/login"))

    stranger.press(form, email=LOGIN, password=PASSWORD, next=elsewhere)

    assert stranger.answer
    assert stranger.answer.request.path == "/console/"


@pytest.mark.parametrize(
    ("email", "password"),
    [(LOGIN, "wrong"), (LOGIN, ""), ("nobody@news.example", PASSWORD), ("no address", PASSWORD), (LOGIN, "x" * 9_000)],
)
def test_every_wrong_login_is_answered_alike(
    stranger: Browser, moderator: Moderator, email: str, password: str
) -> None:
    page = stranger.login(email, password)

    assert stranger.answer
    assert stranger.answer.status_code == 403
    assert page.one(id="login-fault").text == "E-mail address and password do not match a login. Please check both."
    assert page.one(id="login-email").attributes["value"] == email
    assert "value" not in page.one(id="login-password").attributes


def test_a_session_begins_under_a_new_secret(stranger: Browser, moderator: Moderator) -> None:
    form = login_form(stranger.see("/console/login"))
    before = session(stranger)

    stranger.press(form, email=LOGIN, password=PASSWORD)

    assert session(stranger) != before
    stranger.client.set_cookie(COOKIE, before)
    assert stranger.see("/console/").all("form", action="/console/login")


def test_the_cookie_is_out_of_reach(client: FlaskClient) -> None:
    (cookie,) = client.get("/console/login").headers.getlist("Set-Cookie")

    assert cookie.startswith(f"{COOKIE}=")
    for attribute in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
        assert attribute in cookie.split("; ")


def test_a_login_form_is_good_in_its_own_browser_only(app: Flask, stranger: Browser, moderator: Moderator) -> None:
    form = login_form(stranger.see("/console/login"))
    other = Browser(app.test_client())
    other.see("/console/login")

    page = other.press(form, email=LOGIN, password=PASSWORD)

    assert other.answer
    assert other.answer.status_code == 403
    assert page.one("h1").text == "The form has expired. Please try again."


def test_other_sites_cannot_log_anybody_in(stranger: Browser, moderator: Moderator) -> None:
    form = login_form(stranger.see("/console/login"))
    data = {**html.hidden(form), "email": LOGIN, "password": PASSWORD}

    response = stranger.client.post("/console/login", data=data, headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 403


def test_ten_tries_then_a_pause(make_context: Callable[..., Context], moderator: Moderator) -> None:
    browser = Browser(application(make_context(MODERATION_RATE_LIMITS="on")).test_client())
    for _ in range(10):
        browser.login(password="wrong")

    page = browser.login()

    assert browser.answer
    assert browser.answer.status_code == 429
    assert re.fullmatch(r"\d+", browser.answer.headers["Retry-After"])
    assert page.one("h1").text.startswith("Too much at once.")


def test_without_limits_nobody_waits(stranger: Browser, moderator: Moderator) -> None:
    for _ in range(11):
        stranger.login(password="wrong")

    stranger.login()

    assert stranger.answer
    assert stranger.answer.status_code == 200


def test_who_is_logged_in_needs_no_login(browser: Browser) -> None:
    browser.see("/console/login")

    assert browser.answer
    assert browser.answer.request.path == "/console/"


def test_logging_out_ends_the_session_everywhere(browser: Browser) -> None:
    old, queue = session(browser), browser.see("/console/")

    page = browser.press(queue.one("form", action="/console/logout"))

    assert page.one(role="status").text == "You are logged out."
    assert session(browser) != old
    browser.client.set_cookie(COOKIE, old)
    assert browser.see("/console/").all("form", action="/console/login")


def test_a_session_ends_when_it_is_not_used(browser: Browser, clock: Clock) -> None:
    clock.forward(minutes=29)
    first = browser.see("/console/")
    clock.forward(minutes=31)

    assert first.all("nav", class_="tabs")
    assert browser.see("/console/").all("form", action="/console/login")


def test_a_link_from_another_site_takes_one_more_step(browser: Browser) -> None:
    """The browser keeps a strict cookie back; without the step, a new one would end the session."""
    browser.client.delete_cookie(COOKIE)
    for place in ("/console/?status=spam", "/console/login"):
        response = browser.client.get(place, headers={"Sec-Fetch-Site": "cross-site"})

        assert response.status_code == 200
        assert html.read(response).one("meta", http_equiv="refresh").attributes["content"] == "0"
        assert "Set-Cookie" not in response.headers


def test_picking_a_language_is_remembered(stranger: Browser) -> None:
    response = stranger.client.get("/console/login?lang=fr")

    cookie = next(one for one in response.headers.getlist("Set-Cookie") if one.startswith("lang="))
    assert cookie.startswith("lang=fr; Secure; HttpOnly;") or "HttpOnly" in cookie
    assert html.read(stranger.client.get("/console/login")).one("html").attributes["lang"] == "fr"


def test_where_there_is_no_demo_the_console_is_in_front(client: FlaskClient, ctx: Context) -> None:
    assert client.get("/").headers["Location"] == "/console/"
    assert application(ctx, "console").test_client().get("/").headers["Location"] == "/console/"


def test_the_console_works_under_a_path(make_context: Callable[..., Context], moderator: Moderator) -> None:
    app = application(make_context(MODERATION_PUBLIC_URL="https://news.example/talk"))
    browser = Browser(app.test_client())
    form = browser.see("/talk/console/?status=spam").one("form", action="/talk/console/login")

    page = browser.press(form, email=LOGIN, password=PASSWORD)

    assert browser.answer
    assert browser.answer.request.full_path == "/talk/console/?status=spam"
    assert page.all("nav", class_="tabs")
