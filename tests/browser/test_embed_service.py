"""The element on a page of another origin, with the whole service behind it: what is written, kept, shown, changed and taken back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from itertools import count
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from moderation.adapters.wording import catalogue
from moderation.web.words import embed
from moderation.web.words.review import REASONS
from tests.browser.test_doors import command
from tests.journeys.service import Service, wait_until
from tests.listening import listening

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.timeout(180)]

BOX = "comment-thread .box"
POLICY = "default-src 'none'; script-src 'nonce-x' 'strict-dynamic'; connect-src %s; style-src 'none'; require-trusted-types-for 'script'"
PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Story</title><meta name="viewport" content="width=device-width">
<script nonce="x" async src="{service}/embed.js"></script></head><body><h1>Story</h1><comment-thread site="paper">
<form method="post" action="{service}/v1/sites/paper/comments"><input type="hidden" name="thread" value="{thread}">
<p><label>Comment <textarea name="body"></textarea></label></p><p><label>Name <input name="author"></label></p>
<p><label>E-mail <input name="email"></label></p><p><button>Send</button></p></form>
<p><a href="{service}/t/paper?thread={thread}">All comments</a></p></comment-thread></body></html>"""

Window = Callable[..., Page]
Visit = Callable[..., Page]
stories = count(1)


def say(language: str, key: str) -> str:
    """A word of the element."""
    return embed.words(language)[list(embed.WORDS).index(key)]


@dataclass(frozen=True)
class Desk:
    """Whoever decides on the comments of a newspaper.

    Attributes:
        host: Where its pages are.
        login: The header of the moderator.
    """

    service: Service
    host: str
    login: dict[str, str]

    def found(self, words: str, status: str = "pending") -> list[dict[str, Any]]:
        """The comments with some words."""
        answer = self.service.get(f"/v1/moderation/queue?site=paper&status={status}", **self.login)
        return [item for item in answer.json["items"] if words in item["body"]]

    def decide(self, words: str, action: str, **more: str) -> None:
        """Decide on the comment with some words, as soon as it waits for that."""
        wait_until(lambda: self.found(words), self.service.said)
        items = [{"id": item["id"], "version": item["version"]} for item in self.found(words)]
        answer = self.service.post("/v1/moderation/decisions", {"action": action, "items": items, **more}, **self.login)
        assert answer.status == 200


@pytest.fixture(scope="module")
def desk(service: Service) -> Iterator[Desk]:
    """A newspaper of pages with the element, each of its own thread; and a moderator of its site."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            language = (self.headers["Accept-Language"] or "en")[:2]
            thread = f"http://{self.headers['Host']}{self.path}"
            body = PAGE.format(service=service.url, thread=thread, language=language).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY % service.url)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with listening(Answer, Event()) as host:
        command(service, "site", "add", "paper", "--name", "Paper", "--origin", host, "--language", "en")
        token = command(service, "token", "create", "admin@demo.example").strip()
        yield Desk(service, host, {"Authorization": f"Bearer {token}"})


@pytest.fixture
def visit(window: Window, desk: Desk) -> Visit:
    """Opens the page of a story of this test alone, as another reader each time."""
    story = f"{desk.host}/story-{next(stories)}"

    def opened(language: str = "en", *, scripts: bool = True) -> Page:
        page = window(language, 760, scripts=scripts)
        page.goto(story)
        return page

    return opened


def fill(page: Page, body: str, email: str = "nora@example.ma") -> None:
    """Type a comment."""
    for name, value in {"body": body, "name": "Nora", "email": email}.items():
        page.locator(f"{BOX} #{name}").fill(value)


def send(page: Page) -> None:
    """Press the button."""
    page.locator(f"{BOX} .main").first.click()


def press(within: Locator, key: str, language: str = "en") -> None:
    """Press a button by its word."""
    within.get_by_role("button", name=say(language, key)).click()


def write(page: Page, body: str, email: str = "nora@example.ma") -> Locator:
    """Send a comment; where it stands then."""
    fill(page, body, email)
    send(page)
    own = page.locator("article", has_text=body)
    expect(own).to_contain_text(say("en", "pending"))
    return own


def test_r04_without_scripts_it_is_a_form_and_a_link_to_all_comments(
    service: Service, visit: Visit, desk: Desk
) -> None:
    page = visit("fr", scripts=False)
    page.locator("[name=body]").fill("Sans aucun script.")
    page.locator("[name=author]").fill("Paul")
    page.locator("[name=email]").fill("paul@")
    page.get_by_role("button").click()

    assert page.locator("[name=body]").input_value() == "Sans aucun script."
    assert page.locator("[name=email]").get_attribute("aria-invalid") == "true"
    page.locator("[name=email]").fill("paul@example.fr")
    page.locator("#comment-form [type=submit]").click()

    expect(page.get_by_role("status")).to_be_visible()
    desk.decide("Sans aucun script.", "approve")
    other = visit("fr", scripts=False)
    other.get_by_role("link").click()
    expect(other.get_by_text("Sans aucun script.")).to_be_visible()


def test_r10_what_the_service_refuses_is_said_where_it_is_wrong(visit: Visit) -> None:
    page = visit("ar")
    fill(page, "نص كتبته بعناية", "ليس عنوانا")
    send(page)

    expect(page.locator(f"{BOX} .summary")).to_be_focused()
    expect(page.locator(f"{BOX} .summary a")).to_have_count(1)
    expect(page.locator(f"{BOX} #email-fault")).to_contain_text("name@example.com")
    assert page.locator(f"{BOX} #email").get_attribute("aria-invalid") == "true"
    assert page.locator(f"{BOX} #body").input_value() == "نص كتبته بعناية"


def test_r11_nothing_typed_is_lost_and_nothing_is_sent_twice(visit: Visit, desk: Desk) -> None:
    page = visit()
    keys: list[str | None] = []
    fill(page, "Typed once.")
    page.reload()
    expect(page.locator(f"{BOX} #body")).to_have_value("Typed once.")
    fill(page, "Typed once.")

    def stored_but_not_heard(route: Route) -> None:
        keys.append(route.request.headers.get("idempotency-key"))
        route.fetch()
        route.abort("connectionreset")

    def broken(route: Route) -> None:
        keys.append(route.request.headers.get("idempotency-key"))
        route.fulfill(status=500, body="Oops", headers={"Access-Control-Allow-Origin": desk.host})

    def stored_but_half_heard(route: Route) -> None:
        keys.append(route.request.headers.get("idempotency-key"))
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.body()[:20])

    for trouble in (broken, stored_but_not_heard, stored_but_half_heard):
        page.route("**/v1/sites/paper/comments", trouble, times=1)
        send(page)
        expect(page.locator(f"{BOX} .summary")).to_contain_text(say("en", "unsent"))
        expect(page.locator(f"{BOX} #body")).to_have_value("Typed once.")
    page.on("request", lambda sent: keys.append(sent.headers.get("idempotency-key")) if sent.method == "POST" else None)
    page.locator(f"{BOX} .main").dblclick()
    expect(page.locator("article", has_text="Typed once.")).to_have_count(1)

    assert len(keys) == 4
    assert len(set(keys)) == 1
    expect(page.locator(f"{BOX} #body")).to_have_value("")
    wait_until(lambda: desk.found("Typed once."), desk.service.said)
    assert len(desk.found("Typed once.")) == 1


def test_r12_a_comment_stands_in_its_place_until_it_is_published(visit: Visit, desk: Desk) -> None:
    page = visit()
    own = write(page, "Waits in its place.")
    expect(own).to_be_focused()
    page.reload()
    expect(own).to_contain_text(say("en", "pending"))
    expect(visit().locator("article")).to_have_count(0)

    desk.decide("Waits in its place.", "approve")

    expect(own).to_contain_text(say("en", "approved"))  # it asks by itself
    page.reload()
    expect(page.locator("article")).to_have_count(1)
    expect(own).to_contain_text(say("en", "own"))
    other = visit()
    expect(other.locator("article", has_text="Waits in its place.")).to_have_count(1)
    expect(other.locator("article")).not_to_contain_text(say("en", "own"))


def test_r12_a_refused_one_leads_to_the_reason_and_the_appeal(visit: Visit, desk: Desk) -> None:
    page = visit()
    own = write(page, "Will be refused.")
    desk.decide("Will be refused.", "reject", reason="off_topic")
    page.reload()
    expect(own).to_contain_text(say("en", "refused"))

    own.get_by_role("link", name=say("en", "why")).click()

    expect(page.locator("main")).to_contain_text(REASONS["off_topic"])
    expect(page.get_by_role("button", name=catalogue("en").gettext("Send the appeal"))).to_be_attached()


def test_r12_an_own_one_can_be_changed_and_withdrawn(visit: Visit, desk: Desk) -> None:
    page = visit()
    own = write(page, "First words.")
    desk.decide("First words.", "approve")
    page.reload()
    press(own, "edit")
    expect(own.locator("textarea")).to_have_value("First words.")
    own.locator("textarea").fill("Second words.")
    send_changed = own.locator("form .main")
    send_changed.click()

    changed = page.locator("article", has_text="Second words.")
    expect(changed).to_contain_text(say("en", "pending"))
    expect(page.get_by_text("First words.")).to_have_count(0)
    wait_until(lambda: desk.found("Second words.") or desk.found("Second words.", "approved"), desk.service.said)
    press(changed, "withdraw")
    press(changed, "cancel")
    press(changed, "withdraw")
    changed.locator("form .main").click()

    expect(page.locator("article")).to_have_count(0)
    expect(page.get_by_role("status").last).to_have_text(say("en", "withdrawn"))
    page.reload()
    expect(page.locator(f"{BOX} h2").first).to_have_text(say("en", "none"))
    assert desk.found("Second words.") == desk.found("Second words.", "approved") == []


def test_r12_readers_answer_and_report_each_other_for_any_reason_the_service_takes(visit: Visit, desk: Desk) -> None:
    write(visit(), "Something to argue about.")
    desk.decide("Something to argue about.", "approve")
    page = visit("fr")
    first = page.locator("article", has_text="Something to argue about.")
    press(first, "report", "fr")
    assert first.locator("option").evaluate_all("all => all.map(one => one.value)") == list(REASONS)
    first.locator("select").select_option("threat")
    first.locator("form .main").click()
    expect(page.get_by_role("status").last).to_have_text(say("fr", "reported"))
    assert desk.found("Something to argue about.", "reported")[0]["reports"] == 1

    press(first, "reply", "fr")
    fill(page, "Je réponds.", "paul@example.fr")
    send(page)

    below = page.locator("li", has=first).locator("> ol > li > article")
    expect(below).to_contain_text("Je réponds.")
