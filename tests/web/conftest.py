"""People in front of the console: Ada, an admin; others with other rights; and a stranger."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.moderator import Moderator, Rights, Role
from moderation.services import people
from tests.conftest import LOGIN, PASSWORD
from tests.prepared import add_person
from tests.web.browser import Browser
from tests.web.routes import CLOSED


@pytest.fixture
def stranger(app: Flask) -> Browser:
    """A browser in which nobody has logged in."""
    return Browser(app.test_client())


@pytest.fixture
def browser(app: Flask, moderator: Moderator) -> Browser:
    """Ada's browser."""
    browser = Browser(app.test_client())
    browser.login()
    return browser


@pytest.fixture
def browser_of(app: Flask, ctx: Context) -> Callable[..., Browser]:
    """The browser of somebody else: ``browser_of("Viktor", Role.VIEWER)``."""

    def make(name: str, role: Role, sites: list[int] | None = None) -> Browser:
        address = f"{name.lower()}@news.example"
        add_person(ctx, address, name, Rights(role, frozenset(sites) if sites else None), PASSWORD)
        browser = Browser(app.test_client())
        browser.login(address)
        return browser

    return make


@pytest.fixture
def identifier(post: Callable[..., TestResponse], night_shift: Callable[[], int]) -> str:
    """A comment there is."""
    found: str = post().get_json()["id"]
    night_shift()
    return found


@pytest.fixture
def visitors(app: Flask, ctx: Context, token: str) -> dict[str, FlaskClient]:
    """Who asks, by the part of the house that is theirs; each sends what a test says, and beside it who they are."""
    secret = people.login(ctx.database, ctx.fingerprints.moderator(LOGIN), PASSWORD, ctx.clock()) or ""
    known = {
        "": {},
        CLOSED[0]: {"HTTP_AUTHORIZATION": f"Bearer {token}"},
        CLOSED[1]: {"HTTP_COOKIE": f"__Host-session={secret}", "HTTP_X_CSRF_TOKEN": ctx.signatures.csrf(secret)},
    }
    clients = {part: app.test_client(use_cookies=False) for part in known}
    for part, client in clients.items():
        client.environ_base.update(known[part])
    return clients
