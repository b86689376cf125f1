"""Behind the desk, as an admin works there: in a browser, without JavaScript, in three languages, wide and narrow."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import breadth
from tests.browser.test_journey import log_in, say
from tests.journeys.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.timeout(180)]

Window = Callable[..., Page]
SETTINGS = "/console/sites/demo/"
PAGES = (
    "/console/sites/", SETTINGS, f"{SETTINGS}policy", f"{SETTINGS}words", f"{SETTINGS}senders", f"{SETTINGS}origins",
    "/console/people/", "/console/tokens", "/console/insight?days=90", "/console/transparency",
)  # fmt: skip
UNNAMED = """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button, a")]
    .filter(e => !(e.labels?.length || e.textContent.trim() || e.ariaLabel)).map(e => e.outerHTML)"""
FAINT = """() => {
    const paint = document.createElement("canvas").getContext("2d");
    const light = color => {
        paint.clearRect(0, 0, 1, 1); paint.fillStyle = color; paint.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = e => { const c = getComputedStyle(e).backgroundColor; return c === "rgba(0, 0, 0, 0)" && e.parentElement ? behind(e.parentElement) : c; };
    const ratio = e => { const [a, b] = [light(getComputedStyle(e).color), light(behind(e))].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05); };
    return [...document.querySelectorAll("main *")].filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
        .filter(e => !e.closest("svg") && ratio(e) < 4.5).map(e => e.outerHTML);
}"""


def press(page: Page, language: str, sentence: str) -> None:
    """Press the first button of this name."""
    page.get_by_role("button", name=say(language, sentence), exact=True).first.click()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_an_admin_sets_up_a_site_reads_its_figures_and_takes_the_report_along(
    service: Service, window: Window, password: str, language: str, tmp_path: Path
) -> None:
    page = window(language)
    log_in(page, service, password)

    page.get_by_role("link", name=say(language, "Settings"), exact=True).click()
    page.locator("main .row a").first.click()
    page.get_by_role("link", name=say(language, "Thresholds"), exact=True).click()
    page.locator("[name=approve_below]").fill("20")
    press(page, language, "See what would change")
    expect(page.locator("#trial")).to_be_visible()
    press(page, language, "Save the thresholds")
    expect(page.get_by_role("status")).to_have_text(say(language, "Saved."))

    page.get_by_role("link", name=say(language, "Words"), exact=True).click()
    page.locator("#f-word").fill(f"كلمة{language}")
    press(page, language, "Add")
    expect(page.locator(".word").first).to_be_visible()

    page.get_by_role("link", name=say(language, "Blocked and trusted"), exact=True).click()
    page.locator("#f-kind").select_option("domain")
    page.locator("#f-value").fill(f"{language}.spam.example")
    press(page, language, "Add")
    expect(page.get_by_text(f"{language}.spam.example")).to_be_visible()

    page.get_by_role("link", name=say(language, "People"), exact=True).click()
    page.locator("[name=name]").fill("سلمى")
    page.locator("[name=email]").fill(f"salma-{language}@example.ma")
    page.locator("#f-sites-demo").check()
    press(page, language, "Add, and make a password")
    expect(page.locator(".secret")).to_be_visible()

    page.get_by_role("link", name=say(language, "Insight"), exact=True).click()
    expect(page.get_by_role("img").first).to_be_visible()
    page.get_by_role("link", name=say(language, "Transparency report"), exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=say(language, "Download for spreadsheets (CSV)"), exact=True).click()
    download.value.save_as(tmp_path / "report.csv")
    rows = list(csv.reader((tmp_path / "report.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["section", "item", "value"]


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("ar", 320, "dark"), ("fr", 320, "light"), ("en", 1200, "dark"), ("ar", 1200, "light")],
)
def test_every_page_fits_is_named_and_can_be_read(
    service: Service, window: Window, password: str, language: str, width: int, scheme: str
) -> None:
    page = window(language, width)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its words
    log_in(page, service, password)

    for path in PAGES:
        page.goto(service.url + path)
        assert breadth(page) <= width, path
        assert page.evaluate(UNNAMED) == [], path
        assert page.evaluate(FAINT) == [], path
        assert page.locator("h1").count() == 1, path


def test_the_parts_of_the_console_are_reached_by_the_keyboard(service: Service, window: Window, password: str) -> None:
    page = window("ar", 320)
    log_in(page, service, password)

    for _ in range(5):
        page.keyboard.press("Tab")

    assert "/console/sites/" in page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(say("ar", "Sites"))
