"""The element in a page: loading, showing, theming, living and dying. Numbers as r02 name the requirement a test is for."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from moderation.web.words import embed
from tests.browser.host_page import HOST, Newspaper, comment
from tests.browser.pages import breadth

pytestmark = [pytest.mark.browser, pytest.mark.process]

Open = Callable[..., Newspaper]
SPACE = '<svg width="1" height="3000"></svg>'  # an article, without a style that a policy would have to allow
BOX = "comment-thread .box"
LUMINANCE = """color => { const c = document.createElement('canvas').getContext('2d'); c.fillStyle = color; c.fillRect(0, 0, 1, 1);
  const [r, g, b] = [...c.getImageData(0, 0, 1, 1).data].map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b; }"""


def say(language: str, key: str) -> str:
    """A word of the element."""
    return embed.words(language)[list(embed.WORDS).index(key)]


def near(page: Page) -> None:
    """Scroll to the element, and wait until its comments are there."""
    page.locator("comment-thread").scroll_into_view_if_needed()
    expect(page.locator(f"{BOX} h2").first).not_to_be_empty()


def luminance(page: Page, colour: str) -> float:
    """Of a computed colour."""
    found: float = page.evaluate(LUMINANCE, colour)
    return found


def test_r01_two_requests_show_a_thread(newspaper: Open) -> None:
    paper = newspaper()
    paper.comments = [comment(n) for n in range(1, 40)]

    page = paper.open()
    expect(page.locator("article")).to_have_count(39)

    assert [one for one in paper.asked if "form" not in one] == ["GET /embed.js", "GET /v1/sites/news/comments"]
    assert not paper.requests("GET /v1/sites/news/form")  # it is below thirty-nine comments
    page.locator(f"{BOX} textarea").scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    assert len(paper.requests("GET /v1/sites/news/form")) == 1


def test_r02_nothing_is_asked_before_it_is_near_and_nothing_jumps(newspaper: Open) -> None:
    paper = newspaper()
    paper.comments = [comment(1)]
    page = paper.open(before=SPACE)
    page.evaluate("""() => { window.shift = 0;
      new PerformanceObserver(l => l.getEntries().forEach(e => { window.shift += e.value })).observe({type: 'layout-shift', buffered: true}) }""")

    page.mouse.wheel(0, 1000)
    page.wait_for_timeout(300)
    assert paper.asked == ["GET /embed.js"]
    page.mouse.wheel(0, 1000)
    expect(page.locator("article")).to_have_count(1)
    page.mouse.wheel(0, 2000)
    page.wait_for_timeout(200)

    assert page.evaluate("window.shift") <= 0.02


def test_r05_it_runs_under_the_strictest_policy_and_shows_nothing_but_comments(newspaper: Open) -> None:
    """The fixture fails on any violation; what somebody slips into the HTML of a comment stays text or goes."""
    paper = newspaper()
    evil = '<p onclick="x()">a&lt;b&gt; &amp;amp; &#x27;q&#39;<script>alert(1)</script><img src=x onerror=alert(1)></p><a href="javascript:x">j</a> <a href="https://a.example/?b=1&amp;c=&quot;">k</a>'
    paper.comments = [comment(1, body_html=evil, author={"name": "<b>x</b>", "url": "javascript:alert(1)"})]

    page = paper.open()

    said = page.locator("article .said")
    assert said.locator("p").inner_text() == "a<b> &amp; 'q'alert(1)"
    assert page.locator("article script, article img").count() == 0
    assert (
        page.evaluate(
            "[...document.querySelector('comment-thread').shadowRoot.querySelectorAll('article *')].some(e => e.onclick)"
        )
        is False
    )
    links = said.locator("a")
    assert links.nth(0).get_attribute("href") is None
    assert links.nth(1).get_attribute("href") == 'https://a.example/?b=1&c="'
    assert set((links.nth(1).get_attribute("rel") or "").split()) >= {"nofollow", "ugc", "noopener"}
    assert page.locator("article h3 a").get_attribute("href") is None
    assert page.locator("article h3").inner_text() == "<b>x</b>"


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
@pytest.mark.parametrize("width", [320, 760])
def test_r06_every_language_runs_its_way_and_fits(newspaper: Open, lang: str, direction: str, width: int) -> None:
    paper = newspaper(width)
    paper.comments = [
        comment(1, author={"name": "x" * 80, "url": ""}),
        comment(2, 1),
        comment(3, 2),
        comment(4, 3),
        comment(5, 4),
        comment(6, 5),
    ]

    page = paper.open(lang)
    near(page)

    way = "e => getComputedStyle(e).direction"
    assert page.locator(BOX).evaluate(way) == direction
    for name in ("email", "url"):
        assert page.locator(f"{BOX} #{name}").evaluate(way) == "ltr"
    assert page.locator(f"{BOX} .said").first.get_attribute("dir") == "auto"
    assert page.locator(f"{BOX} .said p").first.evaluate("e => getComputedStyle(e).unicodeBidi") == "plaintext"
    assert page.locator(f"{BOX} h3 bdi").count() == 6
    assert breadth(page) <= width


@pytest.mark.parametrize(
    ("number", "form"),
    [(0, None), (1, "one"), (2, "two"), (3, "few"), (10, "few"), (11, "many"), (99, "many"), (100, "other"), (101, "other"), (102, "other"), (103, "few")],
)  # fmt: skip
def test_r07_comments_are_counted_as_arabic_counts(newspaper: Open, number: int, form: str | None) -> None:
    paper = newspaper()
    paper.count = number

    page = paper.open()

    words = embed.counts("ar")[form].replace("#", str(number)) if form else say("ar", "none")
    expect(page.locator(f"{BOX} h2").first).to_have_text(words)


def test_r07_dates_have_western_digits_in_morocco_and_others_in_egypt(newspaper: Open) -> None:
    paper = newspaper()
    paper.comments = [comment(1, submitted_at="2019-03-02T10:00:00Z")]
    page = paper.open(lang="ar")
    time = page.locator("article time")

    expect(time).to_contain_text("2019")
    assert time.get_attribute("datetime") == "2019-03-02T10:00:00Z"
    page.evaluate("document.querySelector('comment-thread').lang = 'ar-EG'")
    expect(time).to_contain_text("٢٠١٩")


@pytest.mark.parametrize(
    ("named", "language", "locale"),
    [
        ("ary", "ar", "ar-MA"), ("arq", "ar", "ar-MA"), ("ar_EG", "ar", "ar-EG"), ("fr_CA", "fr", "fr-CA"), ("EN-us", "en", "en-US"),
        ("fr-", "fr", "fr"), ("arg", "en", "en"), ("frp", "en", "en"), ("constructor", "en", "en"), ("de-DE-formal", "en", "en"),
    ],
)  # fmt: skip
def test_r07_a_language_is_understood_as_pages_name_it(newspaper: Open, named: str, language: str, locale: str) -> None:
    """Moroccan Arabic as WordPress has it, locales as Jekyll has them, and what is none; Aragonese is no Arabic."""
    paper = newspaper()
    paper.comments = [comment(number) for number in range(1, 4)]

    page = paper.open(named)

    expect(page.locator("article")).to_have_count(3)
    expect(page.locator(f"{BOX} .main")).to_have_text(say(language, "send"))
    assert page.locator(BOX).get_attribute("lang") == locale


def test_replies_stand_below_what_they_answer_and_more_come_when_asked(newspaper: Open) -> None:
    paper = newspaper()
    paper.comments = [comment(1), comment(2), comment(3, 1), comment(4, 99), comment(5, 3, pinned=True, staff=True)]
    paper.following = "next"
    page = paper.open("en")

    expect(page.locator(f"{BOX} section > .list > li")).to_have_count(3)
    expect(page.locator(f"{BOX} li:has(> #comment-1-1) > ol > li > article")).to_have_attribute("id", "comment-1-3")
    expect(page.locator("#comment-1-4")).to_contain_text(say("en", "in_reply_other"))
    expect(page.locator("#comment-1-5")).to_contain_text(say("en", "pinned"))
    expect(page.locator("#comment-1-5")).to_contain_text(say("en", "staff"))
    paper.comments, paper.following = [comment(99), comment(2)], None
    page.get_by_role("button", name=say("en", "more")).click()

    expect(page.locator("article")).to_have_count(6)
    expect(page.locator("li:has(> #comment-1-99) > ol #comment-1-4")).to_have_count(1)
    expect(page.get_by_role("button", name=say("en", "more"))).to_have_count(0)


def test_the_order_can_be_turned(newspaper: Open) -> None:
    paper = newspaper()
    paper.comments = [comment(1), comment(2)]
    page = paper.open("en", order="newest")

    page.get_by_role("button", name=say("en", "oldest")).click()
    expect(page.get_by_role("button", name=say("en", "newest"))).to_be_visible()

    assert ["order=newest" in url for url in paper.urls if "/comments?" in url] == [True, False]


def test_what_cannot_be_loaded_can_be_tried_again(newspaper: Open) -> None:
    paper = newspaper()
    paper.said["GET comments"] = None
    page = paper.open("fr")
    expect(page.locator(BOX)).to_contain_text(say("fr", "failed"))

    del paper.said["GET comments"]
    paper.comments = [comment(1)]
    page.get_by_role("button", name=say("fr", "retry")).click()

    expect(page.locator("article")).to_have_count(1)
    expect(page.get_by_text(say("fr", "failed"))).to_have_count(0)


def test_an_answer_that_breaks_off_is_none_and_the_form_works_all_the_same(newspaper: Open) -> None:
    paper = newspaper()
    paper.said["GET form"] = 200, b'{"required": ["na'
    page = paper.open("fr")
    page.locator(f"{BOX} #name").fill("Nora")
    page.wait_for_timeout(100)
    page.locator(f"{BOX} .main").click()

    expect(page.locator(f"{BOX} .summary li")).to_have_count(2)

    del paper.said["GET form"]
    page.locator(f"{BOX} #body").fill("Dit une fois.")
    page.locator(f"{BOX} #email").fill("nora@example.ma")
    page.locator(f"{BOX} .main").click()

    expect(page.locator("article", has_text="Dit une fois.")).to_have_count(1)
    assert [said["form_token"] for _, said, _ in paper.sent] == ["t"]


def test_r13_it_lives_and_dies_with_its_page(newspaper: Open) -> None:
    paper = newspaper()
    paper.comments = [comment(1)]
    page = paper.open("en")
    before = set(page.evaluate("Object.getOwnPropertyNames(window)"))
    near(page)

    def counted() -> int:
        return len(paper.requests("GET /v1/sites/news/comments"))

    page.evaluate(
        "const e = document.querySelector('comment-thread'); document.body.append(e); document.querySelector('main').append(e)"
    )
    page.wait_for_timeout(200)
    assert counted() == 1
    page.evaluate(
        "const e = document.querySelector('comment-thread'); e.setAttribute('thread', '/other'); e.setAttribute('order', 'newest')"
    )
    page.wait_for_timeout(200)
    assert counted() == 2
    page.evaluate("const e = document.querySelector('comment-thread'); e.replaceWith(e.cloneNode(true))")
    page.wait_for_timeout(300)
    assert counted() == 3
    page.evaluate("const e = document.querySelector('comment-thread'); const two = e.cloneNode(true); e.after(two)")
    page.wait_for_timeout(300)

    assert page.locator(f"{BOX} form").count() == 2
    page.evaluate("document.querySelectorAll('comment-thread').forEach(e => e.remove())")
    page.wait_for_timeout(100)
    page.evaluate("document.documentElement.className = 'other'")
    assert set(page.evaluate("Object.getOwnPropertyNames(window)")) == before


def test_r13_it_comes_back_as_it_was_left(newspaper: Open) -> None:
    paper = newspaper()
    paper.comments = [comment(1)]
    page = paper.open("en")
    near(page)
    page.locator(f"{BOX} #name").fill("Nora")

    page.goto(f"{HOST}/elsewhere")
    page.go_back()

    expect(page.locator(f"{BOX} form")).to_have_count(1)
    expect(page.locator("article")).to_have_count(1)


@pytest.mark.parametrize("host", ["#ffffff", "#141414", "oklch(0.2 0.02 250)"])
@pytest.mark.parametrize("system", ["light", "dark"])
def test_r14_it_can_be_read_on_any_ground(newspaper: Open, host: str, system: str) -> None:
    paper = newspaper(color_scheme=system)
    paper.policy = ""
    paper.comments = [comment(1)]
    page = paper.open("en", style=f' style="background: {host}"')
    near(page)

    for theme in ("auto", "light", "dark"):
        page.evaluate("theme => document.querySelector('comment-thread').setAttribute('theme', theme)", theme)
        box = page.locator(BOX)
        own = box.evaluate("e => getComputedStyle(e).backgroundColor")
        ground = luminance(page, host if own == "rgba(0, 0, 0, 0)" else own)
        for part in (BOX, f"{BOX} .quiet", f"{BOX} .plain"):
            ink = luminance(page, page.locator(part).first.evaluate("e => getComputedStyle(e).color"))
            assert (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05) >= 4.5, (theme, part)


def test_r14_it_follows_when_the_host_turns_dark_and_takes_its_colours(newspaper: Open) -> None:
    paper = newspaper()
    paper.policy = ""
    page = paper.open("en", style=' style="background: white; --comments-accent: rgb(1, 2, 3)"')
    near(page)

    assert page.locator(f"{BOX} .main").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(1, 2, 3)"
    page.evaluate("document.documentElement.style.background = 'black'")

    expect(page.locator(f"{BOX}.dark")).to_have_count(1)


def test_r15_nothing_is_kept_that_nobody_asked_for_and_nobody_else_is_asked(newspaper: Open) -> None:
    """The fixture fails on any request to a third origin."""
    paper = newspaper()
    paper.comments = [comment(1)]
    page = paper.open("en")
    near(page)

    assert page.evaluate("[JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie]") == [
        "{}",
        "{}",
        "",
    ]
    page.locator(f"{BOX} #name").fill("Nora")
    page.locator(f"{BOX} #email").fill("nora@example.ma")
    page.locator(f"{BOX} #body").fill("Text")
    kept = page.evaluate("JSON.stringify(localStorage)")

    assert "Text" in kept
    assert "ora" not in kept
    assert paper.context.cookies() == []


def test_counts_are_asked_once_for_all_links_of_a_page(newspaper: Open) -> None:
    paper = newspaper()
    links = "".join(f'<a href="/{"a" * n}#x" data-comment-count="news">c</a>' for n in range(1, 4))
    page = paper.open("ar", before=links)

    for n in range(1, 4):
        count = len(f"{HOST}/{'a' * n}") % 7
        word = embed.counts("ar")
        shown = [form.replace("#", str(count)) for form in word.values()] + [say("ar", "none")]
        expect(page.locator("a[data-comment-count]").nth(n - 1)).not_to_have_text("c")
        assert page.locator("a[data-comment-count]").nth(n - 1).inner_text() in shown
    page.evaluate(
        "document.querySelector('main').append(Object.assign(document.createElement('a'), {href: '/late', textContent: 'c'}))"
    )
    page.evaluate(
        "document.querySelector('main > a:last-of-type').dataset.commentCount = 'news'; document.querySelector('main').append('x')"
    )
    page.wait_for_timeout(300)

    assert paper.requests("POST") == ["POST /v1/sites/news/counts"] * 2


def test_a_page_without_a_thread_is_named_by_its_address(newspaper: Open) -> None:
    paper = newspaper()
    paper.closed = True

    page = paper.open("en", thread="")
    expect(page.locator(BOX)).to_contain_text(say("en", "closed"))

    assert any("thread=https%3A%2F%2Fnews.example%2Finterpol&" in url for url in paper.urls)


def test_until_it_takes_over_the_pages_own_form_is_seen(newspaper: Open) -> None:
    paper = newspaper()
    page = paper.open("en", before=SPACE)

    expect(page.locator("comment-thread > form")).to_be_visible()
    near(page)

    expect(page.locator("comment-thread > form")).to_be_hidden()
