"""The review screen with its script, as moderators work: keys, several at once, undo, colleagues; and all of it without."""

import gzip
import random
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import moderation.web
from moderation.adapters.wording import catalogue
from tests.browser.pages import breadth
from tests.browser.test_journey import log_in, say
from tests.journeys.service import Service, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.timeout(180)]

Window = Callable[..., Page]
Held = Callable[..., list[str]]
STATIC = Path(moderation.web.__file__).parent / "static"
HARSH = "You stupid fucking idiot, shut up, you are a filthy pig and a bitch, go to hell, asshole, I hate you, %s"  # judged before this file teaches anything
OPEN = ".card.open:not([hidden])"
NUMBERS = count(1)
LAYOUTS = {  # what A, R and the first digit are on a keyboard: key and code
    "qwerty": [("a", "KeyA"), ("r", "KeyR"), ("1", "Digit1")],
    "azerty": [("a", "KeyQ"), ("r", "KeyR"), ("&", "Digit1")],
    "arabic": [("ش", "KeyA"), ("ق", "KeyR"), ("١", "Digit1")],
}


def nonsense() -> str:
    """Words that no text had before: what one test decides must not teach what becomes of another's."""
    return " ".join(
        "".join(random.choices("bdfgklmnprt", k=1) + random.choices("aeiou", k=1)) * 2 + "n" for _ in range(4)
    )


@pytest.fixture
def held(service: Service) -> Held:
    """Has comments wait for review: ``held(3)``; gives a word that finds them, and each text."""

    def hand_in(number: int, body: str = "", word: str = "") -> list[str]:
        word = word or f"word{next(NUMBERS)}x"
        texts = [body % word if body else f"{nonsense()} {word} {nonsense()}" for _ in range(number)]
        for text in texts:
            author = {"name": "Ali", "email": f"ali{next(NUMBERS)}@example.ma", "url": ""}
            sent = {"thread": f"{service.url}/demo/", "parent": None, "author": author, "body": text}
            assert service.post("/v1/sites/demo/comments", sent).status == 202
        return [word, *texts]

    return hand_in


def desk(page: Page, service: Service, word: str, number: int) -> None:
    """The queue with the comments of a test alone, oldest first, as soon as they are all there."""
    place = f"{service.url}/console/?q={word}"
    wait_until(lambda: page.goto(place) and page.locator(".row").count() == number, service.said)
    expect(page.locator("html.scripted")).to_have_count(1)


def shown(page: Page) -> str:
    """The text of the comment that is open."""
    return (page.locator(f"{OPEN} .said").text_content() or "").strip()


def strike(page: Page, key: str, code: str) -> None:
    """A key of some layout, where the focus is."""
    page.evaluate(
        "([key, code]) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, code, bubbles: true, cancelable: true}))",
        [key, code],
    )


def pending(page: Page) -> int:
    """The count of the tab."""
    return int(page.locator(".tabs [data-count=pending]").inner_text())


def test_a_harsh_text_is_covered_until_it_is_asked_for(
    service: Service, window: Window, password: str, held: Held
) -> None:
    word, text = held(1, body=HARSH)
    page = window("en", scripts=True)
    log_in(page, service, password)
    page.goto(f"{service.url}/console/")
    wait_until(lambda: page.goto(f"{service.url}/console/?q={word}") and page.locator(".row").count() == 1)

    expect(page.locator(f"{OPEN} .said")).to_be_hidden()
    assert word not in page.locator(".row").inner_text()
    page.keyboard.press("v")
    expect(page.locator(f"{OPEN} .said")).to_have_text(text)
    page.keyboard.press("v")
    expect(page.locator(f"{OPEN} .said")).to_be_hidden()


def pass_minutes(page: Page, number: int) -> None:
    """So many minutes with a hand on the mouse."""
    for minute in range(number):
        page.mouse.move(10 + minute % 2, 10)
        page.clock.run_for(60_000)


def test_after_twenty_minutes_of_harsh_texts_a_break_is_proposed_and_nobody_is_told(
    service: Service, window: Window, password: str, held: Held
) -> None:
    word, _ = held(1, body=HARSH)
    page = window("en", scripts=True)
    log_in(page, service, password)
    wait_until(lambda: page.goto(f"{service.url}/console/?q={word}") and page.locator(".row").count() == 1)
    page.clock.install()
    page.reload()
    page.locator(f"{OPEN} .cover").wait_for()
    hint, sent = page.locator("#care"), []
    page.on("request", lambda request: sent.append(request.post_data or request.url))

    pass_minutes(page, 21)
    expect(hint).to_be_hidden()  # it was covered
    page.keyboard.press("v")
    pass_minutes(page, 19)
    expect(hint).to_be_hidden()
    pass_minutes(page, 2)
    expect(hint).to_contain_text("You have read harsh texts for 20 minutes. How about a break, or something lighter?")
    page.reload()
    expect(hint).to_be_visible()
    page.locator(".habits summary").click()
    expect(page.locator("#care-today")).to_have_text("21 minutes of harsh texts today.")

    page.locator("#care button").click()
    expect(hint).to_be_hidden()
    pass_minutes(page, 50)
    expect(hint).to_contain_text("You have been at it for 50 minutes without a break.")
    page.clock.run_for(8 * 60_000)  # nobody is there: two minutes may pass so, then five are a break
    expect(hint).to_be_hidden()
    assert sent
    assert not [one for one in sent if "harm" in one]


def test_one_key_publishes_two_reject_and_the_next_comment_has_the_focus(
    service: Service, window: Window, password: str, held: Held
) -> None:
    word, first, second, third = held(3)
    page = window("en", scripts=True)
    log_in(page, service, password)
    desk(page, service, word, 3)
    before, loads = pending(page), page.evaluate("performance.timeOrigin")
    assert shown(page) == first

    page.keyboard.press("a")
    assert shown(page) == second
    assert page.evaluate("document.activeElement.closest('.card')?.matches('.open')")
    expect(page.locator("#notice")).to_contain_text("is published")
    expect(page.locator(".tabs [data-count=pending]")).to_have_text(str(before - 1))

    page.keyboard.press("r")
    page.keyboard.press("3")
    assert shown(page) == third
    expect(page.locator("#notice")).to_contain_text("is rejected: Threat or violence")

    page.keyboard.press("s")
    expect(page.locator("#empty")).to_be_visible()
    expect(page.locator("#notice")).to_contain_text("marked as spam")
    assert page.evaluate("performance.timeOrigin") == loads  # the page was never left


def test_a_decision_arrives_also_when_the_page_is_left_at_once(
    service: Service, window: Window, password: str, held: Held
) -> None:
    word, *_ = held(1)
    page = window("en", scripts=True)
    log_in(page, service, password)
    desk(page, service, word, 1)
    page.evaluate(
        "window.asked = []; const ask = fetch; window.fetch = (to, how) => (asked.push([to, how]), ask(to, how))"
    )

    page.keyboard.press("a")
    page.wait_for_function("asked.some(([to, how]) => `${to}`.endsWith('/decisions') && how.keepalive)")
    page.goto(f"{service.url}/console/tokens")
    wait_until(lambda: page.goto(f"{service.url}/console/?q={word}") and not page.locator(".row").count(), service.said)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_keys_work_on_every_layout(service: Service, window: Window, password: str, held: Held, layout: str) -> None:
    publish, refuse, digit = LAYOUTS[layout]
    word, *_ = held(2)
    page = window("ar", scripts=True)
    log_in(page, service, password)
    desk(page, service, word, 2)

    strike(page, *publish)
    expect(page.locator("#notice.good")).to_be_visible()
    strike(page, *refuse)
    strike(page, *digit)

    expect(page.locator("#notice")).to_contain_text(say("ar", "Insult"))
    expect(page.locator("#empty")).to_be_visible()


def test_a_key_never_presses_a_button_of_another_comment(
    service: Service, window: Window, password: str, held: Held
) -> None:
    word, alone = held(1)
    same = f"{nonsense()} {nonsense()} {nonsense()}"
    held(2, body=f"{same} %s", word=word)
    page = window("en", scripts=True)
    log_in(page, service, password)
    desk(page, service, word, 3)
    assert shown(page) == alone

    page.keyboard.press("g")
    assert shown(page) == alone
    page.keyboard.press("j")
    page.keyboard.press("g")

    expect(page.locator(".group")).to_be_visible()
    expect(page.locator(".row")).to_have_count(2)


def test_keys_are_left_alone_while_typing_and_can_be_switched_off(
    service: Service, window: Window, password: str, held: Held
) -> None:
    word, first, second = held(2)
    page = window("en", scripts=True)
    log_in(page, service, password)
    desk(page, service, word, 2)

    page.keyboard.press("n")
    page.keyboard.type("asrejk")
    assert page.evaluate("document.activeElement.value") == "asrejk"
    assert shown(page) == first
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Control+a")
    page.keyboard.press("j")
    assert shown(page) == second
    page.keyboard.press("k")
    assert shown(page) == first

    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    assert page.locator(".row:not([hidden])").count() == 2

    habits = page.locator(".habits")
    habits.locator("summary").click()
    habits.locator("[name=keys]").uncheck()
    habits.locator("button").click()
    desk(page, service, word, 2)
    page.keyboard.press("a")
    page.keyboard.press("j")
    assert shown(page) == first
    habits.locator("summary").click()
    habits.locator("[name=keys]").check()
    habits.locator("button").click()


def test_one_and_several_are_taken_back_to_where_they_stood(
    service: Service, window: Window, password: str, held: Held
) -> None:
    word, first, *_ = held(4)
    page = window("en", scripts=True)
    log_in(page, service, password)
    desk(page, service, word, 4)
    before = pending(page)
    order = page.locator(".row").evaluate_all("rows => rows.map(row => row.dataset.id)")

    page.keyboard.press("a")
    expect(page.locator("#notice form")).to_be_visible()
    page.keyboard.press("z")
    expect(page.locator("#notice")).to_contain_text("stands as before")
    expect(page.locator(".tabs [data-count=pending]")).to_have_text(str(before))
    assert shown(page) == first

    page.keyboard.press("x")
    page.locator(".row [type=checkbox]").nth(2).click(modifiers=["Shift"])
    expect(page.locator("[data-selected]")).to_have_text("3")
    page.locator("#bulk button[value=reject]").click()  # without a reason: refused, and still chosen
    expect(page.locator("#notice.bad")).to_be_visible()
    expect(page.locator("[data-selected]")).to_have_text("3")
    page.locator("#bulk-reason").select_option("off_topic")
    page.locator("#bulk button[value=reject]").click()
    expect(page.locator("#notice")).to_contain_text("Decided: 3 comments.")
    expect(page.locator(".row:not([hidden])")).to_have_count(1)

    page.locator("#notice button").click()
    expect(page.locator("#notice")).to_contain_text("Undone: 3 comments")
    expect(page.locator(".row:not([hidden])")).to_have_count(4)
    expect(page.locator(".tabs [data-count=pending]")).to_have_text(str(before))
    assert page.locator(".row").evaluate_all("rows => rows.map(row => row.dataset.id)") == order
    page.keyboard.press("a")  # in the version they have now
    expect(page.locator("#notice")).to_contain_text("is published")


def test_everything_of_a_filter_is_decided_with_one_form(
    service: Service, window: Window, password: str, held: Held
) -> None:
    word, *_ = held(3)
    page = window("en", scripts=True)
    log_in(page, service, password)
    desk(page, service, word, 3)
    page.goto(f"{service.url}/console/?q={word}&limit=1")

    page.locator("#bulk summary").click()
    page.locator("#bulk [name=everything]").check()
    page.locator("#bulk button[value=approve]").click()

    expect(page.locator(".row")).to_have_count(0)
    page.goto(f"{service.url}/console/?q={word}&status=approved")
    expect(page.locator(".row")).to_have_count(3)


def test_a_colleague_sees_the_claim_and_who_is_slower_the_decision(
    service: Service, window: Window, password: str, held: Held
) -> None:
    word, first, second = held(2)
    mine, theirs = window("en", scripts=True), window("en", scripts=True)
    for page in (mine, theirs):
        log_in(page, service, password)
    mine.goto(f"{service.url}/console/people/")
    mine.locator("[name=name]").fill("Salma")
    mine.locator("[name=email]").fill("salma@example.ma")
    mine.locator("#f-sites-demo").check()
    mine.get_by_role("button", name=say("en", "Add, and make a password"), exact=True).click()
    secret = mine.locator(".secret").inner_text().split()[-1]
    theirs.locator("form[action='/console/logout'] button").click()
    theirs.goto(f"{service.url}/console/login")
    theirs.locator("[name=email]").fill("salma@example.ma")
    theirs.locator("[name=password]").fill(secret)
    theirs.locator("main button[type=submit]").click()

    desk(mine, service, word, 2)
    desk(theirs, service, word, 2)
    expect(theirs.locator(f"{OPEN} .claimed")).to_have_text("Demo is looking at it")
    title = theirs.title()
    theirs.keyboard.press("j")
    theirs.keyboard.press("r")
    theirs.keyboard.press("1")
    expect(theirs.locator("#notice")).to_contain_text("is rejected: Insult")
    expect(theirs.locator(".tabs [data-count=pending]")).not_to_have_text("")
    mine.keyboard.press("j")
    assert shown(mine) == second
    mine.keyboard.press("a")

    expect(mine.locator("#notice")).to_contain_text("Comment rejected (Salma)")
    assert shown(mine) == first
    wait_until(lambda: theirs.title() != title)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_what_has_come_since_is_offered_and_nothing_jumps(
    service: Service, window: Window, password: str, held: Held, language: str
) -> None:
    word, *_ = held(1)
    page = window(language, scripts=True)
    log_in(page, service, password)
    desk(page, service, word, 1)

    held(2, word=word)

    said = catalogue(language).ngettext("%(num)d new comment", "%(num)d new comments", 2) % {"num": 2}
    expect(page.locator(".fresh a")).to_have_text(said)
    assert page.locator(".row").count() == 1
    page.locator(".fresh a").click()
    expect(page.locator(".row")).to_have_count(3)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_on_a_telephone_the_decision_is_always_in_reach(
    service: Service, window: Window, password: str, held: Held, language: str
) -> None:
    word, *_ = held(2)
    page = window(language, 320, scripts=True)
    log_in(page, service, password)
    desk(page, service, word, 2)

    def boxes() -> list[dict[str, float]]:
        places = page.locator(f"{OPEN} .decide .buttons > *").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().toJSON())"
        )
        return [place for place in places if place["width"]]

    for place in (0, 4000):
        page.evaluate("y => scrollTo(0, y)", place)
        assert len(boxes()) == 4
        assert all(box["height"] >= 44 and box["width"] >= 44 for box in boxes())
        assert len({box["top"] for box in boxes()}) == 1
        assert all(box["top"] >= 0 and box["bottom"] <= 900 for box in boxes())
    assert breadth(page) <= 320
    page.evaluate("scrollTo(0, 0)")

    page.locator(f"{OPEN} .publish").click()
    expect(page.locator("#notice.good")).to_be_visible()
    notice = page.locator("#notice").bounding_box()
    assert notice
    assert all(box["top"] >= notice["y"] + notice["height"] for box in boxes())
    assert breadth(page) <= 320


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_tabs_hold_one_row_whatever_they_count_and_the_chosen_one_is_seen(
    service: Service, window: Window, password: str, language: str
) -> None:
    page = window(language, scripts=True)
    log_in(page, service, password)

    for width in (1280, 1200, 768, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{service.url}/console/?status=referred")
        chosen = page.locator(".tabs [aria-current]").bounding_box()
        page.locator(".tabs .count").evaluate_all("all => all.forEach(one => one.textContent = '123456')")
        tops = page.locator(".tabs a").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")

        assert chosen
        assert chosen["x"] >= 0
        assert chosen["x"] + chosen["width"] <= width
        assert len(set(tops)) == 1
        assert breadth(page) <= width


def test_without_scripts_everything_works_by_plain_forms(
    service: Service, window: Window, password: str, held: Held
) -> None:
    word, *texts = held(3)
    page = window("fr", 390)
    log_in(page, service, password)
    place = f"{service.url}/console/?q={word}"
    wait_until(lambda: page.goto(place) and page.locator(".row").count() == 3, service.said)

    page.get_by_role("button", name=say("fr", "Start reviewing"), exact=True).click()
    assert "open=" in page.url
    card = page.locator("article", has_text=texts[0])
    card.locator(".notes summary").click()
    card.locator("[name=body]").first.fill("Auteur sérieux")
    card.get_by_role("button", name=say("fr", "Keep the note"), exact=True).click()
    expect(page.get_by_text("Auteur sérieux")).to_be_visible()
    card.locator(".house summary").click()
    card.locator(".house textarea").fill("Merci !")
    card.get_by_role("button", name=say("fr", "Publish both"), exact=True).click()
    expect(page.locator("#notice")).to_have_text(
        say("fr", "Your answer is published under your name, marked as the editors'.")
        + "\n"
        + say("fr", "Show the comment"),
        use_inner_text=True,
    )
    page.get_by_role("link", name=say("fr", "Show the comment"), exact=True).click()
    page.get_by_role("button", name=say("fr", "Pin above the others")).click()
    expect(page.locator(".status", has_text=say("fr", "Pinned"))).to_be_visible()

    page.goto(place)
    for box in page.locator(".row [type=checkbox]").all():
        box.check()
    page.locator("#bulk summary").click()
    page.locator("#bulk button[value=spam]").click()
    expect(page.locator(".row")).to_have_count(0)
    page.locator("#notice button").click()
    expect(page.locator(".row")).to_have_count(2)
    card = page.locator("article", has_text=texts[1])
    card.locator(".ask summary").click()
    card.locator(".ask textarea").fill("Est-ce trop dur ?")
    card.get_by_role("button", name=say("fr", "Ask"), exact=True).click()
    page.goto(f"{service.url}/console/?status=referred&q={word}")
    expect(page.get_by_text("Est-ce trop dur ?")).to_be_visible()


def test_all_that_the_queue_loads_is_small() -> None:
    names = ("base.css", "console.css", "console.js", "care.js", "vendor/htmx-4.0.1.min.js")

    assert sum(len(gzip.compress((STATIC / name).read_bytes())) for name in names) <= 40 * 1024
