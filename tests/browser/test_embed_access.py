"""The element for everybody: what axe finds, what is labelled, how large it is, and whether each word of it is in the catalogue."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from moderation.web.words import embed
from tests.browser.axe import violations
from tests.browser.host_page import Newspaper, comment

pytestmark = [pytest.mark.browser, pytest.mark.process]

Open = Callable[..., Newspaper]
BOX = "comment-thread .box"
AGAIN = "const e = document.querySelector('comment-thread'); e.replaceWith(e.cloneNode(true))"
SEEN = """() => {
  const root = document.querySelector('comment-thread').shadowRoot, found = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.parentElement;
    if (!at.closest('.said, bdi, time') && at.checkVisibility()) found.push(walker.currentNode.data);
  }
  root.querySelectorAll('[aria-label]:not(article), [placeholder], [title]:not(time)').forEach(e => found.push(e.ariaLabel ?? e.placeholder ?? e.title));
  return found;
}"""
SMALL = """([selector, least]) => [...document.querySelector('comment-thread').shadowRoot.querySelectorAll(selector)]
  .filter(e => e.checkVisibility() && !e.closest('.away')).map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
  .filter(([, box]) => box.height < least || box.width < Math.min(least, 44)).map(([html, box]) => `${html} ${box.width}x${box.height}`)"""


def say(language: str, key: str) -> str:
    """A word of the element."""
    return embed.words(language)[list(embed.WORDS).index(key)]


def unworded(page: Page, language: str) -> list[str]:
    """What is seen and stands in no catalogue, but for names and texts of people."""
    known = [
        re.escape(word).replace(re.escape(embed.GIVEN), ".+")
        for word in (*embed.words(language), *embed.counts(language).values())
    ]
    sentence = f"({'|'.join(known)})"
    pattern = re.compile(rf"[·\s]*({sentence}([:：]\s.+)?|\*|)\s*")
    return [text for text in page.evaluate(SEEN) if not pattern.fullmatch(text)]


def loading(paper: Newspaper, page: Page, language: str) -> None:
    paper.held = True
    page.evaluate(AGAIN)
    expect(page.locator(BOX)).to_contain_text(say(language, "loading"))


def empty(paper: Newspaper, page: Page, language: str) -> None:
    page.evaluate(AGAIN)
    expect(page.locator(f"{BOX} h2").first).to_have_text(say(language, "none"))


def listed(paper: Newspaper, page: Page, language: str) -> None:
    marks: dict[str, Any] = {"pinned": True, "picked": True, "staff": True, "edited_at": "2026-11-24T03:07:13Z"}
    rich = (
        "<p>a <a href='https://a.example'>b</a> <code>c</code></p><blockquote><p>d</p></blockquote><ul><li>e</li></ul>"
    )
    paper.comments = [comment(1, **marks), comment(2, 1), comment(3, 99, body_html=rich.replace("'", '"'))]
    paper.following = "next"
    page.evaluate(AGAIN)
    expect(page.locator("article")).to_have_count(3)


def wrong(paper: Newspaper, page: Page, language: str) -> None:
    listed(paper, page, language)
    page.locator(f"{BOX} .main").click()
    expect(page.locator(f"{BOX} .summary li")).to_have_count(3)


def replying(paper: Newspaper, page: Page, language: str) -> None:
    listed(paper, page, language)
    page.locator("article").nth(1).get_by_role("button", name=say(language, "report")).click()
    page.locator("article").nth(0).get_by_role("button", name=say(language, "reply")).click()
    expect(page.locator(f"{BOX} h2").last).to_have_text(say(language, "write_reply"))


def waiting(paper: Newspaper, page: Page, language: str) -> None:
    page.evaluate(AGAIN)
    for name, value in {"body": "نص", "name": "زهرة", "email": "zahra@example.ma"}.items():
        page.locator(f"{BOX} #{name}").fill(value)
    page.locator(f"{BOX} .main").click()
    expect(page.locator(f"{BOX} .state")).to_contain_text(say(language, "pending"))


def closed(paper: Newspaper, page: Page, language: str) -> None:
    paper.closed = True
    listed(paper, page, language)
    expect(page.locator(BOX)).to_contain_text(say(language, "closed"))


def unloaded(paper: Newspaper, page: Page, language: str) -> None:
    paper.said["GET comments"] = None
    page.evaluate(AGAIN)
    expect(page.locator(BOX)).to_contain_text(say(language, "failed"))


STATES = (empty, listed, wrong, replying, waiting, closed, unloaded, loading)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize(("theme", "ground"), [("light", "#ffffff"), ("dark", "#141414")])
def test_r08_axe_finds_nothing_and_every_word_is_in_the_catalogue(
    newspaper: Open, language: str, theme: str, ground: str
) -> None:
    paper = newspaper(390, color_scheme=theme, reduced_motion="reduce")
    paper.policy = ""
    ink = "#eeeeee" if theme == "dark" else "#111111"
    page = paper.open(language, style=f' style="background: {ground}; color: {ink}"')

    for state in STATES:
        paper.comments, paper.closed, paper.following = [], False, None
        page.evaluate("localStorage.clear()")
        state(paper, page, language)

        assert (state.__name__, violations(page)) == (state.__name__, [])
        assert (state.__name__, unworded(page, language)) == (state.__name__, [])


@pytest.mark.parametrize("width", [320, 760])
def test_r09_fields_are_labelled_filled_in_by_the_browser_and_large_enough(newspaper: Open, width: int) -> None:
    paper = newspaper(width)
    page = paper.open("fr")
    replying(paper, page, "fr")

    for name, autocomplete, required in (
        ("body", None, True), ("name", "name", True), ("email", "email", True), ("url", "url", False),
    ):  # fmt: skip
        field = page.locator(f"{BOX} #{name}")
        expect(page.locator(f"{BOX} label[for={name}]")).to_be_visible()
        expect(page.locator(f"{BOX} label[for={name}]")).to_contain_text("*" if required else say("fr", "optional"))
        assert field.get_attribute("autocomplete") == autocomplete
        assert (field.get_attribute("required") is not None) is required
    assert page.evaluate(SMALL, ["button, select, textarea, input:not([type=checkbox])", 44]) == []
    assert page.evaluate(SMALL, ["a:not(.said a), input[type=checkbox]", 24]) == []


def test_r10_faults_are_summed_up_linked_and_said_beside_each_field(newspaper: Open) -> None:
    paper = newspaper()
    page = paper.open("en")
    page.locator(f"{BOX} #name").fill("Nora")

    page.locator(f"{BOX} .main").click()

    summary = page.locator(f"{BOX} .summary")
    expect(summary).to_be_focused()
    expect(summary.locator("a")).to_have_count(2)
    summary.locator("a").nth(1).click()
    email = page.locator(f"{BOX} #email")
    expect(email).to_be_focused()
    for name, invalid in (("body", "true"), ("name", None), ("email", "true"), ("url", None)):
        assert page.locator(f"{BOX} #{name}").get_attribute("aria-invalid") == invalid
    assert page.locator(f"{BOX} #{email.get_attribute('aria-describedby')}").inner_text() == say("en", "required")
    assert page.locator(f"{BOX} #name").input_value() == "Nora"
    assert paper.requests("POST") == []


def test_r12_how_long_it_usually_takes_is_said_in_words(newspaper: Open) -> None:
    paper = newspaper()
    page = paper.open("fr")

    waiting(paper, page, "fr")

    expect(page.locator(f"{BOX} .state")).to_contain_text("19 minutes")
    expect(page.locator(f"{BOX} .state")).to_contain_text(say("fr", "only_you"))
