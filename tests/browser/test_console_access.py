"""The console for everybody: axe looks at every view, and at what a view can become, in three languages, light and dark."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from moderation import bootstrap
from moderation.domain.audit import MACHINE
from moderation.domain.comment import Status
from moderation.domain.look import Look
from moderation.settings import read
from moderation.store import looks
from tests.browser.axe import violations
from tests.browser.test_journey import log_in
from tests.browser.test_office import PAGES, SETTINGS, press
from tests.browser.test_review import HARSH, OPEN, desk, nonsense
from tests.conftest import NO_REDIS
from tests.journeys.service import Answer, Service

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.timeout(300)]

Window = Callable[..., Page]
NUMBERS = count(1)
CONTROL = "\u202e"
LONG = "شكرا لكم على هذا المقال المفيد والواضح عن مكتبة الحي."
PILES = ("pending", "approved", "spam", "rejected", "received", "reported", "referred")


@dataclass(frozen=True)
class Scene:
    """Somebody in front of the console, and a word that finds the comments that wait for them."""

    page: Page
    service: Service
    language: str
    word: str

    def go(self, path: str) -> None:
        """Open a page."""
        self.page.goto(self.service.url + path)

    def queue(self, number: int = 3) -> None:
        """Open the queue with their comments alone."""
        desk(self.page, self.service, self.word, number)

    def press(self, sentence: str) -> None:
        """Press a button."""
        press(self.page, self.language, sentence)


def hand_in(service: Service, body: str, parent: str | None = None) -> Answer:
    """A comment by somebody new."""
    author = {"name": "Nadia", "email": f"nadia{next(NUMBERS)}@example.ma", "url": "https://nadia.example"}
    sent = {"thread": f"{service.url}/demo/", "parent": parent, "author": author, "body": body}
    answer = service.post("/v1/sites/demo/comments", sent)
    assert answer.status == 202
    return answer


def first(scene: Scene) -> str:
    """The comment that is open."""
    return scene.page.locator(OPEN).get_attribute("data-id") or ""


def a_comment_is_open(scene: Scene) -> None:
    scene.queue()


def a_long_text_with_what_nobody_sees(scene: Scene) -> None:
    scene.queue()
    scene.page.keyboard.press("j")
    expect(scene.page.locator(f"{OPEN} .said[role]")).to_be_visible()


def a_harsh_text_is_covered(scene: Scene) -> None:
    a_long_text_with_what_nobody_sees(scene)
    scene.page.keyboard.press("j")
    expect(scene.page.locator(f"{OPEN} .cover")).to_be_visible()


def a_harsh_text_is_shown(scene: Scene) -> None:
    a_harsh_text_is_covered(scene)
    scene.page.keyboard.press("v")
    expect(scene.page.locator(f"{OPEN} .said")).to_be_visible()


def reasons_are_asked_for(scene: Scene) -> None:
    scene.queue()
    scene.page.keyboard.press("r")
    expect(scene.page.locator(f"{OPEN} .reject fieldset")).to_be_visible()


def a_note_a_question_and_an_answer_are_written(scene: Scene) -> None:
    scene.queue()
    scene.page.locator(f"{OPEN} details:not(.reject)").evaluate_all("all => all.forEach(one => one.open = true)")
    expect(scene.page.locator(f"{OPEN} .ask textarea")).to_be_visible()


def something_was_decided(scene: Scene) -> None:
    scene.queue()
    scene.page.keyboard.press("s")
    expect(scene.page.locator("#notice.good form")).to_be_visible()


def it_was_taken_back(scene: Scene) -> None:
    scene.page.keyboard.press("z")
    expect(scene.page.locator("#notice.good form")).to_have_count(0)


def somebody_was_faster(scene: Scene) -> None:
    scene.queue()
    scene.page.locator(f"{OPEN} .decide [name=item]").evaluate(
        "field => field.value = field.value.replace(/:.*/, ':1')"
    )
    scene.page.keyboard.press("a")
    expect(scene.page.locator("#notice.bad")).to_be_visible()


def several_are_chosen(scene: Scene) -> None:
    scene.go(f"/console/?q={scene.word}&limit=2")
    scene.page.keyboard.press("x")
    expect(scene.page.locator("#bulk details[open]")).to_be_visible()


def what_is_alike(scene: Scene) -> None:
    scene.queue()
    scene.go(f"/console/?like={first(scene)}")
    expect(scene.page.locator(".group")).to_be_visible()


def the_riskiest_are_read(scene: Scene) -> None:
    scene.go("/console/sample?risk=100")
    expect(scene.page.locator(".sample")).to_be_visible()


def keys_are_listed(scene: Scene) -> None:
    scene.queue()
    scene.page.keyboard.press("?")
    expect(scene.page.locator("#keys")).to_be_visible()


def habits_are_chosen(scene: Scene) -> None:
    scene.queue()
    scene.page.locator(".habits summary").click()
    expect(scene.page.locator(".habits button")).to_be_visible()


def a_search_is_kept(scene: Scene) -> None:
    scene.queue()
    scene.page.locator(".filters").evaluate("details => details.open = true")
    scene.page.locator("#keep-name").fill(scene.word)
    scene.press("Keep")
    expect(scene.page.locator(".searches")).to_be_visible()


def nothing_is_found(scene: Scene) -> None:
    scene.go(f"/console/?q={nonsense().replace(' ', '')}")
    expect(scene.page.locator("#empty")).to_be_visible()


def a_comment_and_its_log(scene: Scene) -> None:
    scene.queue()
    scene.go(f"/console/comments/{first(scene)}")
    expect(scene.page.locator(".log")).to_be_visible()


def an_address_stays_closed(scene: Scene) -> None:
    scene.page.locator("#reveal-reason").fill(" ")
    scene.press("Open the address")
    expect(scene.page.locator("#reveal-trouble")).to_be_visible()


def an_address_is_open(scene: Scene) -> None:
    scene.page.locator("#reveal-reason").fill("Because.")
    scene.press("Open the address")
    expect(scene.page.locator(".opened")).to_be_visible()


def a_conversation(scene: Scene) -> None:
    scene.queue()
    scene.go(f"/console/comments/{first(scene)}/thread")
    expect(scene.page.locator(".turn.here")).to_be_visible()


def a_question_is_asked(scene: Scene) -> None:
    scene.queue()
    scene.page.keyboard.press("e")
    scene.page.locator(f"{OPEN} .ask textarea").fill("؟")
    scene.press("Ask")
    scene.go(f"/console/?status=referred&q={scene.word}")
    expect(scene.page.locator(f"{OPEN} .asked")).to_be_visible()


def appeals_wait(scene: Scene) -> None:
    scene.go("/console/appeals")
    expect(scene.page.locator("article").first).to_be_visible()


def a_second_look(scene: Scene) -> None:
    scene.go("/console/looks")
    scene.page.locator("details.reject summary").click()


def no_second_look(scene: Scene) -> None:
    while scene.page.locator("article").count():
        scene.press("I cannot say")
    expect(scene.page.locator(".empty")).to_be_visible()


def thresholds_are_tried(scene: Scene) -> None:
    scene.go(f"{SETTINGS}policy")
    scene.page.locator("[name=approve_below]").fill("21")
    scene.press("See what would change")
    expect(scene.page.locator("#trial")).to_be_visible()


def thresholds_are_none(scene: Scene) -> None:
    scene.go(f"{SETTINGS}policy")
    scene.page.locator("[name=approve_below]").fill("x")
    scene.press("See what would change")
    expect(scene.page.locator("[aria-invalid=true]")).to_be_visible()


def a_text_is_tried(scene: Scene) -> None:
    scene.go(f"{SETTINGS}words")
    scene.page.locator("#f-word").fill(scene.word)
    scene.press("Add")
    scene.page.locator("#f-text").fill(f"{scene.word} https://a.example https://b.example")
    scene.press("Try")
    expect(scene.page.locator(".reasons")).to_be_visible()


def somebody_is_blocked(scene: Scene) -> None:
    scene.go(f"{SETTINGS}senders")
    scene.page.locator("#f-kind").select_option("domain")
    scene.page.locator("#f-value").fill(f"{scene.word}.example")
    scene.press("Add")
    expect(scene.page.get_by_text(f"{scene.word}.example")).to_be_visible()


def somebody_is_let_in(scene: Scene) -> None:
    scene.go("/console/people/")
    scene.page.locator("[name=name]").fill("سلمى")
    scene.page.locator("[name=email]").fill(f"{scene.word}@example.ma")
    scene.page.locator("#f-sites-demo").check()
    scene.press("Add, and make a password")
    expect(scene.page.locator(".secret")).to_be_visible()


def somebody_is_changed(scene: Scene) -> None:
    scene.page.locator("main .row a").last.click()
    expect(scene.page.locator("[name=role]")).to_be_visible()


def a_token_is_made(scene: Scene) -> None:
    scene.go("/console/tokens")
    scene.page.locator("main form button").last.click()
    expect(scene.page.locator("main")).to_be_visible()


def nothing_is_here(scene: Scene) -> None:
    scene.go("/console/nowhere")
    expect(scene.page.locator("h1")).to_be_visible()


def nobody_is_logged_in(scene: Scene) -> None:
    scene.page.locator("form[action='/console/logout'] button").click()
    expect(scene.page.locator("[role=status]")).to_be_visible()


def a_login_is_wrong(scene: Scene) -> None:
    scene.page.locator("[name=email]").fill("nobody@example.ma")
    scene.page.locator("[name=password]").fill("wrong")
    scene.page.locator("main button[type=submit]").click()
    expect(scene.page.locator("#login-fault")).to_be_visible()


def a_room(path: str) -> Callable[[Scene], None]:
    """A page that only has to be opened."""

    def go(scene: Scene) -> None:
        scene.go(path)

    go.__name__ = path
    return go


STATES = (
    a_comment_is_open, a_long_text_with_what_nobody_sees, a_harsh_text_is_covered, a_harsh_text_is_shown, reasons_are_asked_for,
    a_note_a_question_and_an_answer_are_written, something_was_decided, it_was_taken_back, somebody_was_faster, several_are_chosen,
    what_is_alike, the_riskiest_are_read,
    keys_are_listed, habits_are_chosen, a_search_is_kept, nothing_is_found, a_comment_and_its_log, an_address_stays_closed,
    an_address_is_open, a_conversation, a_question_is_asked, *(a_room(f"/console/?status={pile}") for pile in PILES),
    appeals_wait, a_second_look, no_second_look, *map(a_room, PAGES), thresholds_are_tried, thresholds_are_none, a_text_is_tried,
    somebody_is_blocked, somebody_is_let_in, somebody_is_changed, a_token_is_made, nothing_is_here, nobody_is_logged_in, a_login_is_wrong,
)  # fmt: skip


def furnish(scene: Scene) -> None:
    """What there has to be: an answer, a long and a harsh text that wait; one published and reported, one refused with an appeal, one to look at again."""
    page, service, word = scene.page, scene.service, scene.word
    parent = hand_in(service, f"{nonsense()} {nonsense()}").json
    hand_in(service, f"{nonsense()} {word} https://spam.example/a {nonsense()}", parent["id"])
    hand_in(service, "\n".join([f"{CONTROL}{word}", *(LONG for _ in range(60))]))
    hand_in(service, HARSH % word)
    other = f"{word}other"
    kept, refused = (hand_in(service, f"{nonsense()} {other} {nonsense()}").json for _ in range(2))
    desk(page, service, other, 2)
    page.keyboard.press("a")
    expect(page.locator("#notice.good")).to_be_visible()
    page.keyboard.press("r")
    with page.expect_response(f"{service.url}/console/decisions"):
        page.keyboard.press("1")
    assert service.post(f"/v1/comments/{kept['id']}/reports", {"reason": "hate"}).status == 202
    page.goto(f"{service.url}/own/{_ticket(refused)}")
    page.locator("form[action*=appeal] textarea").fill("لماذا؟")
    page.locator("form[action*=appeal] button").click()
    _draw(service, kept["id"])


def _ticket(sent: dict[str, str]) -> str:
    return sent["status_url"].rsplit("/", 1)[1]


def _draw(service: Service, identifier: str) -> None:
    """Have somebody look again: the service itself waits for an hour."""
    ctx = bootstrap.build(read({"MODERATION_DATA_DIR": str(service.folder / "data")}), NO_REDIS)
    look = Look(1, identifier, MACHINE, Status.APPROVED, "", datetime.now(UTC))
    ctx.database.write(lambda connection: looks.ask(connection, [look]))
    ctx.database.close()


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("ar", "light", 1280), ("fr", "dark", 1200), ("en", "dark", 320)]
)  # fmt: skip
def test_axe_finds_nothing_in_any_view(
    service: Service, window: Window, password: str, language: str, scheme: str, width: int
) -> None:
    page = window(language, width, scripts=True)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of its words
    scene = Scene(page, service, language, f"word{language}{scheme}")
    log_in(page, service, password)
    furnish(scene)

    found = {}
    for state in STATES:
        state(scene)
        if faults := violations(page):
            found[state.__name__] = faults

    assert found == {}
    page.evaluate("document.body.append(document.createElement('img'))")
    assert [fault.split(":")[0] for fault in violations(page)] == ["image-alt"]  # it does look
