"""A real browser, without JavaScript unless a test wants it, and the whole service behind it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.host_page import Newspaper
from tests.browser.pages import PATIENCE
from tests.journeys.service import Service

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    program = shutil.which("chromium")
    assert program, "There is no Chromium: run ./dev test as root, or apt-get install chromium."
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service with its demo; one for all tests of a file."""
    with Service(tmp_path_factory.mktemp("service"), {"MODERATION_RATE_LIMITS": "off"}) as running:
        yield running


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a window: ``window("ar", width=390)``. Nothing may go wrong in it, and nothing be fetched from elsewhere."""
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def open_window(language: str = "ar", width: int = 1200, *, scripts: bool = False) -> Page:
        context = browser.new_context(
            locale=language, viewport={"width": width, "height": 900}, java_script_enabled=scripts
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console", lambda message: wrong.append(message.text) if "Content Security Policy" in message.text else None
        )
        page.on(
            "request",
            lambda request: None if request.url.startswith("http://127.0.0.1:") else wrong.append(request.url),
        )
        opened.append(context)
        return page

    yield open_window
    for context in opened:
        context.close()
    assert wrong == []


@pytest.fixture
def password(service: Service) -> str:
    """The demo's password, as `up` has printed it."""
    return Path(service.folder / "data" / "demo-password").read_text().strip()


@pytest.fixture
def newspaper(browser: Browser) -> Iterator[Callable[..., Newspaper]]:
    """A newspaper's page with the element: ``newspaper(width=390)``. Nothing may be fetched from anywhere else, no policy broken."""
    opened: list[Newspaper] = []

    def found(width: int = 760, **options: Any) -> Newspaper:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        context.set_default_timeout(PATIENCE)
        opened.append(Newspaper(context))
        return opened[-1]

    yield found
    for one in opened:
        one.context.close()
    assert [fault for one in opened for fault in one.wrong] == []
