"""From the demo page to the console and back, as people do it: in a browser, without JavaScript, in three languages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from moderation.adapters.wording import catalogue, direction
from tests.browser.pages import breadth
from tests.journeys.service import Service, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.timeout(180)]

Window = Callable[..., Page]
DEMO = {"ar": "/demo/", "fr": "/demo/fr/", "en": "/demo/en/"}
BODY = "شكرا على المقال، c'est très utile، keep it up! رقم %s"


def say(language: str, sentence: str) -> str:
    """A sentence of the service, in words of a language."""
    return catalogue(language).gettext(sentence)


def write(page: Page, body: str, name: str = "زهرة", email: str = "zahra@example.ma") -> None:
    """Fill in the form and send it."""
    page.locator("[name=body]").fill(body)
    page.locator("[name=author]").fill(name)
    page.locator("[name=email]").fill(email)
    page.locator("#comment-form button[type=submit]").click()


def log_in(page: Page, service: Service, password: str) -> None:
    """Go to the console and in."""
    page.goto(f"{service.url}/console/")
    page.locator("[name=email]").fill("admin@demo.example")
    page.locator("[name=password]").fill(password)
    page.locator("main button[type=submit]").click()
    expect(page.locator("nav, [role=navigation]").first).to_be_visible()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_comment_is_written_held_published_seen_and_taken_back(
    service: Service, window: Window, password: str, language: str
) -> None:
    body = BODY % language
    reader, staff = window(language), window(language)

    reader.goto(service.url + DEMO[language])
    write(reader, body, email=f"zahra-{language}@example.ma")
    assert "/t/demo" in reader.url
    expect(reader.get_by_role("status")).to_be_visible()
    assert "zahra" not in reader.url + reader.content()
    reader.goto(service.url + DEMO[language])
    expect(reader.get_by_text(body)).to_have_count(0)

    log_in(staff, service, password)
    card = staff.locator("article", has_text=body)  # it stands in the list as well
    wait_until(lambda: staff.reload() and card.count() == 1, service.said)
    assert "z***@e***.ma" in card.inner_text()
    card.get_by_role("button", name=say(language, "Publish"), exact=True).click()
    expect(staff.locator("#notice")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text(body)).to_be_visible()

    staff.locator("#notice").get_by_role("button", name=say(language, "Undo")).click()
    reader.reload()
    expect(reader.get_by_text(body)).to_have_count(0)
    expect(card).to_be_visible()


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(service: Service, window: Window) -> None:
    page = window("ar", 390)
    page.goto(service.url + DEMO["ar"])

    write(page, "نص طويل كتبته بعناية", name="زهرة", email="ليس عنوانا")

    assert page.locator("[name=body]").input_value() == "نص طويل كتبته بعناية"
    assert page.locator("[name=email]").input_value() == "ليس عنوانا"
    field = page.locator("[name=email]")
    assert field.get_attribute("aria-invalid") == "true"
    described = (field.get_attribute("aria-describedby") or "").split()
    messages = [page.locator(f"#{identifier}").inner_text() for identifier in described]
    assert any("name@example.com" in message for message in messages)


def test_a_rejection_needs_a_reason_and_leaves_the_queue(service: Service, window: Window, password: str) -> None:
    reader, staff = window("fr"), window("fr")
    reader.goto(service.url + DEMO["fr"])
    write(reader, "Un commentaire à refuser.", name="Paul", email="paul@example.fr")
    log_in(staff, service, password)
    card = staff.locator("article", has_text="Un commentaire à refuser.")
    wait_until(lambda: staff.reload() and card.count() == 1, service.said)

    card.locator("details.reject summary").click()
    card.locator("button[name=reject][value=off_topic]").click()

    expect(staff.locator("main").get_by_text("Un commentaire à refuser.")).to_have_count(0)
    staff.goto(f"{service.url}/console/?status=rejected")
    expect(staff.get_by_text("Un commentaire à refuser.").first).to_be_visible()


def test_everything_can_be_reached_by_the_keyboard(service: Service, window: Window, password: str) -> None:
    page = window("en")
    log_in(page, service, password)

    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.outerHTML").split(">")[0])

    assert any("href" in one for one in reached)
    assert "#" in reached[0]  # first of all, past the navigation to the content


@pytest.mark.parametrize("width", [320, 760, 1200])
def test_the_description_of_the_interface_fits(service: Service, window: Window, width: int) -> None:
    page = window("en", width)
    page.goto(f"{service.url}/docs")

    assert breadth(page) <= width


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("width", [320, 760, 1200])
def test_every_page_fits_and_runs_the_right_way(
    service: Service, window: Window, password: str, language: str, width: int
) -> None:
    page = window(language, width)
    log_in(page, service, password)
    demo = DEMO[language]

    for path in (demo, f"/t/demo?thread={service.url}{demo}", "/console/", "/console/?status=approved"):
        page.goto(service.url + path)
        root = page.locator("html")
        assert breadth(page) <= width, path
        assert (root.get_attribute("lang") or "")[:2] == language, path
        assert root.get_attribute("dir") == direction(language), path
