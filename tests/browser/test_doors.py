"""Pages that were there before us: the stock form of WordPress without JavaScript, and Isso's own script, unchanged."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.newspaper import newspaper
from tests.browser.pages import breadth
from tests.journeys.service import Service, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.timeout(180)]

Window = Callable[..., Page]
TEXT = {"ar": "نص طويل كتبته بعناية، c'est utile.", "en": "A long text, written with care."}
REFUSAL = {"ar": "خطأ: يرجى إدخال عنوان بريد إلكتروني صالح.", "en": "Error: Please enter a valid email address."}
RECEIVED = {"ar": "وصلنا تعليقك", "en": "has been received"}


def command(service: Service, *words: str) -> str:
    """What an operator's command says."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MODERATION_")}
    ours = {"MODERATION_DATA_DIR": str(service.folder / "data"), "MODERATION_BIND": f"127.0.0.1:{service.port}"}
    done = subprocess.run(
        [sys.executable, "-m", "moderation", *words], env=inherited | ours, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture(scope="module")
def paper(service: Service) -> Iterator[str]:
    """The newspaper; its sites are known to the service."""
    with newspaper(service.url) as url:
        for language in TEXT:
            command(
                service, "site", "add", f"blog-{language}", "--name", "Blog", "--origin", url, "--language", language
            )
        yield url


@pytest.fixture(scope="module")
def publish(service: Service, paper: str) -> Callable[[str], None]:
    """Publishes the comment with some words, as soon as it waits for that."""
    token = command(service, "token", "create", "admin@demo.example").strip()

    def by_words(words: str) -> None:
        def waiting() -> list[dict[str, str]]:
            answer = service.get("/v1/moderation/queue?site=blog-en", Authorization=f"Bearer {token}")
            return [item for item in answer.json["items"] if words in item["body"]]

        wait_until(waiting, service.said)
        items = [{"id": item["id"], "version": item["version"]} for item in waiting()]
        body = {"action": "approve", "items": items}
        assert service.post("/v1/moderation/decisions", body, Authorization=f"Bearer {token}").status == 200

    return by_words


def write(page: Page, text: str, email: str) -> None:
    """Fill in the stock form and send it."""
    page.locator("[name=comment]").fill(text)
    page.locator("[name=author]").fill("زهرة")
    page.locator("[name=email]").fill(email)
    page.locator("[type=submit]").click()


@pytest.mark.parametrize(("language", "width"), [("ar", 390), ("en", 1200)])
def test_the_stock_form_is_refused_corrected_and_sent(
    service: Service, paper: str, window: Window, language: str, width: int
) -> None:
    page = window(language, width)
    page.goto(f"{paper}/{language}/")

    write(page, TEXT[language], "zahra@")
    assert page.locator("html").get_attribute("dir") == {"ar": "rtl", "en": "ltr"}[language]
    expect(page.get_by_role("alert")).to_contain_text(REFUSAL[language])
    assert page.locator("[name=comment]").input_value() == TEXT[language]
    assert page.locator("[name=email]").input_value() == "zahra@"
    assert breadth(page) <= width
    page.locator("[name=email]").fill(f"zahra-{language}@example.ma")
    page.locator("[type=submit]").click()

    place = urlsplit(page.url)
    assert f"{place.scheme}://{place.netloc}{place.path}" == f"{paper}/{language}/"
    assert place.fragment.startswith("comment-")
    page.goto(f"{service.url}/t/blog-{language}?thread={paper}/{language}/&{place.query}")
    expect(page.locator("#posted")).to_contain_text(RECEIVED[language])


def test_who_goes_back_finds_everything_that_was_typed(paper: str, window: Window) -> None:
    page = window("ar")
    page.goto(f"{paper}/ar/")

    write(page, TEXT["ar"], "zahra@")
    expect(page.get_by_role("alert")).to_be_visible()
    page.go_back()

    assert page.locator("[name=comment]").input_value() == TEXT["ar"]
    assert page.locator("[name=author]").input_value() == "زهرة"


def say(box: Locator, text: str) -> None:
    """Fill in a form of Isso's client and send it."""
    box.locator(".isso-textarea").fill(text)
    box.locator("[name=author]").fill("Amina <b>")
    box.locator("[name=email]").fill("amina@example.ma")
    box.locator("[type=submit]").click()


def test_isso_s_client_shows_sends_answers_changes_and_counts(
    paper: str, window: Window, publish: Callable[[str], None]
) -> None:
    page = window("en", scripts=True)
    page.goto(f"{paper}/isso/")
    box = page.locator(".isso-postbox").first

    box.locator(".isso-textarea").fill("**First** words here")
    box.locator("[name=preview]").click()
    expect(box.locator(".isso-preview strong")).to_have_text("First")
    box.locator("[name=edit]").click()
    say(box, "**First** words here")
    own = page.locator(".isso-comment[id]", has_text="words here")
    expect(own.locator(".isso-note")).to_contain_text("queue")
    expect(own.locator(".isso-author")).to_have_text("Amina <b>")

    publish("First")
    page.reload()
    expect(own.locator(".isso-text strong")).to_have_text("First")
    expect(own.locator(".isso-note")).to_be_empty()
    own.locator("a.isso-reply").click()
    say(own.locator(".isso-postbox"), "An answer to that")
    expect(own.locator(".isso-follow-up .isso-comment")).to_contain_text("An answer to that")

    answer = own.locator(".isso-follow-up .isso-comment")
    answer.locator("a.isso-edit").click()
    expect(answer.locator("textarea")).to_have_value("An answer to that")
    answer.locator("textarea").fill("A better answer")
    answer.locator("a.isso-edit").click()
    expect(answer.locator(".isso-text")).to_have_text("A better answer")
    answer.locator("a.isso-delete").click()
    answer.locator("a.isso-delete").click()
    expect(answer).to_have_count(0)

    page.goto(f"{paper}/all/")
    expect(page.locator("#counted")).to_have_text("One Comment")
