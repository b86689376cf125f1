"""How the element looks, as pictures: in three languages and widths, with all letters boxes, so that no machine's fonts matter."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.box_font import box_font
from tests.browser.host_page import PAGE, Newspaper, comment
from tests.browser.pictures import OPTION, Pictures

pytestmark = [pytest.mark.browser, pytest.mark.process]

Show = Callable[..., Page]
NOW, EARLIER = "2026-11-24T12:00:00Z", "2026-11-24T10:00:00Z"
PATIENCE = 30_000  # milliseconds, on a machine that other tests keep busy
STYLE = f"""<style>
@font-face {{ font-family: Boxes; src: url(data:font/ttf;base64,{b64encode(box_font()).decode()}); }}
body {{ margin: 8px; background: #fff; font: 16px/1.5 Boxes; font-synthesis: none; }}
comment-thread::part(field) {{ resize: none; }}
</style>"""
RULE = "<style>comment-thread{}</style>"
OTHERWISE = {  # what a slip in the style would do
    "all a little to the side": RULE.format(" { position: relative; left: 2px; }"),
    "each name a little lower": RULE.format("::part(name) { position: relative; top: 3px; }"),
    "names from right to left": RULE.format("::part(name) { order: 1; }"),
    "the form mirrored": RULE.format("::part(form) { direction: rtl; }"),
    "labels at the other end": RULE.format("::part(label) { text-align: end; }"),
    "no edges of fields": RULE.format("::part(field) { border-color: transparent; }"),
}
FRENCH = "<p>Très juste&nbsp;: « tout est dit », à 100&nbsp;%&nbsp;!</p><blockquote><p>Et pourtant…</p></blockquote>"
MIXED = "<p>قرأت تقرير <strong>BBC News</strong> (2024) كاملا، وهذا رابطه:</p><p><a href='https://news.example/a/long/address/that/does/not/end?page=1'>https://news.example/a/long/address/that/does/not/end?page=1</a></p>"
ENGLISH = "<p>I agree.</p><ul><li>First, العربية stays within its line.</li><li>Second</li></ul>"
THREAD = [
    comment(1, body_html="<p>مقال ممتاز، شكرا لكم على هذا العمل. هل من جزء ثان؟</p>", pinned=True, submitted_at=EARLIER),
    comment(2, 1, body_html=FRENCH, language="fr", author={"name": "Zoé Lefèvre", "url": "https://zoe.example/"}, submitted_at=EARLIER),
    comment(3, 2, body_html=ENGLISH, language="en", author={"name": "Nora", "url": ""}, staff=True, submitted_at=EARLIER),
    comment(4, body_html=MIXED, edited_at=NOW, submitted_at=EARLIER),
]  # fmt: skip
OWN = {
    **comment(900, 4, body_html="<p>تعليقي أنا، and mine.</p>", submitted_at=NOW, author={"name": "سلمى", "url": ""}),
    "status": "pending", "token": "t", "body": "تعليقي", "until": 4e12, "wait": 1100,
}  # fmt: skip


@pytest.fixture
def pictures(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Pictures]:
    """The accepted pictures; with ``--accept-pictures``, those of today."""
    context = browser.new_context()
    yield Pictures(context.new_page(), tmp_path, accept=bool(request.config.getoption(OPTION)))
    context.close()


@pytest.fixture
def show(newspaper: Callable[..., Newspaper]) -> Show:
    """Shows the element always in the same way: ``show("ar", 320)``."""

    def shown(language: str, width: int, comments: list[dict[str, Any]], style: str = "") -> Page:
        paper = newspaper(width, device_scale_factor=1, timezone_id="UTC", reduced_motion="reduce")
        paper.policy, paper.comments, paper.said["GET 1-900"] = "", comments, (200, OWN)
        own = json.dumps(json.dumps([OWN] if comments else []))
        paper.context.add_init_script(f"localStorage.setItem('comment-thread:own:news {PAGE}', {own})")
        paper.context.clock.set_fixed_time(NOW)
        paper.context.set_default_timeout(PATIENCE)
        page = paper.open(language, before=STYLE + style)
        expect(page.locator("article")).to_have_count(5 if comments else 0, timeout=PATIENCE)
        expect(page.locator("comment-thread h2").first).not_to_be_empty(timeout=PATIENCE)
        assert page.evaluate("document.fonts.ready.then(fonts => [...fonts].map(font => font.status))") == ["loaded"]
        return page

    return shown


def picture(page: Page) -> bytes:
    """The page; the box to tick, which each browser draws as it likes, is covered."""
    return page.screenshot(full_page=True, mask=[page.locator("[type=checkbox]")], mask_color="#888888")


@pytest.mark.parametrize("width", [320, 390, 760])
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_r06_it_looks_as_accepted(show: Show, pictures: Pictures, language: str, width: int) -> None:
    page = show(language, width, THREAD)

    assert pictures.difference(f"thread-{language}-{width}", picture(page)) == ""


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_r06_faults_look_as_accepted(show: Show, pictures: Pictures, language: str) -> None:
    page = show(language, 390, [])

    page.locator("comment-thread .main").click()

    assert pictures.difference(f"faults-{language}-390", picture(page)) == ""


@pytest.mark.parametrize("slip", OTHERWISE)
def test_what_has_moved_is_found(show: Show, pictures: Pictures, slip: str) -> None:
    """The tests above have teeth."""
    page = show("fr", 390, THREAD, OTHERWISE[slip])

    assert pictures.difference("thread-fr-390", picture(page)) != ""
    assert {path.name for path in pictures.out.iterdir()} >= {"thread-fr-390.png", "thread-fr-390-difference.png"}


def test_a_picture_differs_from_itself_in_nothing(show: Show, pictures: Pictures) -> None:
    assert pictures.share("thread-fr-390", picture(show("fr", 390, THREAD))) == 0
