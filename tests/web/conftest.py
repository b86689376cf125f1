"""People in front of the console: Ada, an admin; others with other rights; and a stranger."""

from collections.abc import Callable

import pytest
from flask import Flask

from moderation.bootstrap import Context
from moderation.domain.moderator import Moderator, Rights, Role
from tests.conftest import PASSWORD
from tests.prepared import add_person
from tests.web.browser import Browser


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
