"""What a moderator sees before deciding."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.audit import AuditLine
from moderation.domain.listed import Listed
from moderation.domain.moderator import Role
from moderation.domain.site import Site
from moderation.services import rules
from moderation.store import sites
from moderation.web.words.review import REASONS
from tests.conftest import Clock, status
from tests.submissions import EMAIL
from tests.web import html
from tests.web.browser import Browser

Post = Callable[..., TestResponse]
Shift = Callable[[], int]


@pytest.fixture
def held(post: Post, night_shift: Shift) -> str:
    """A comment that waits for a person."""
    identifier: str = post(name="فاطمة", title="Interpol", url="https://fatima.example/").get_json()["id"]
    night_shift()
    return identifier


def card(page: html.Element) -> html.Element:
    """The only comment on a page."""
    return page.one("article", class_="card")


def test_a_comment_is_shown_with_all_that_is_needed(browser: Browser, held: str, clock: Clock) -> None:
    clock.forward(minutes=5)

    page = browser.see("/console/")

    shown = card(page)
    assert shown.one("h2").one("a").attributes["href"] == f"/console/comments/{held}"
    assert shown.one("div", class_="said").text == "مقال مفيد، شكرا لكم."
    assert [one.text for one in shown.one("p", class_="on").all("a")] == ["Interpol", "The whole conversation"]
    assert "5 minutes ago" in shown.text
    assert "f***@e***.ma" in shown.text
    assert browser.answer
    assert EMAIL not in browser.answer.text
    assert "Nothing by this author has been published yet." in shown.one("section", class_="why").text
    assert "Probably fine likelihood of spam:" in shown.text
    decide = shown.one("form", class_="decide")
    assert {one.attributes["value"] for one in decide.all("button", name="action")} == {"approve", "spam"}
    assert {one.attributes["value"] for one in decide.all("button", name="reject")} == set(REASONS)


def test_tabs_count_every_status(browser: Browser, held: str, post: Post) -> None:
    post(body="لم يُفحص بعد")

    tabs = browser.see("/console/").one("nav", class_="tabs")

    assert [tab.text for tab in tabs.all("a")] == [
        "To review 1", "Published 0", "Spam 0", "Rejected 0", "Being checked 1", "Reported 0", "Second opinion 0",
        "Appeals 0", "Second looks 0",
    ]  # fmt: skip
    assert tabs.one("a", aria_current="page").text == "To review 1"


def test_what_is_being_checked_can_be_read_but_not_decided(browser: Browser, post: Post) -> None:
    post()

    shown = card(browser.see("/console/?status=received"))

    assert shown.all("form", class_="decide") == []
    assert "still checking" in shown.text


def test_what_a_check_means_is_marked_and_what_nobody_sees_is_named(
    browser: Browser, post: Post, ctx: Context, site: Site, night_shift: Shift
) -> None:
    ctx.database.write(lambda connection: sites.choose(connection, "news", {"words": ["كذاب"]}))
    ctx.directory.every(age=-1)
    post(body="هذا كذّاب <b>\u202eفعلا\u202c")
    night_shift()

    said = card(browser.see("/console/")).one("div", class_="said")

    assert said.all("mark")[0].text == "كذّاب"
    assert [one.text for one in said.all("span", class_="control")] == ["U+202E", "U+202C"]
    assert said.all("b") == []
    assert "\u202e" not in said.text


def test_an_answer_shows_what_it_answers(browser: Browser, held: str, post: Post, night_shift: Shift) -> None:
    post(name="Ali", email="ali@example.ma", body="D'accord. " + "x" * 300, parent=held)
    night_shift()

    page = browser.see("/console/?order=newest")

    parent = page.all("article", class_="card")[0].one("div", class_="parent")
    assert "In reply to فاطمة" in parent.text
    assert parent.one("blockquote").text == "مقال مفيد، شكرا لكم."


def test_a_past_is_told_in_words(browser: Browser, held: str, post: Post, night_shift: Shift) -> None:
    page = browser.see("/console/")
    browser.press(card(page).one("form", class_="decide"), reject="insult")
    post(body="تعليق ثان")
    night_shift()

    author = card(browser.see("/console/", "ar")).one("section", class_="author")

    assert "لا منشور · مرفوض واحد · لا مزعج" in author.text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("q=مفيد", 1), ("q=فاطمة", 1), ("q=nothing", 0), ("language=ar", 1), ("language=fr", 0),
        ("signal=first_comment", 1), ("signal=homoglyphs", 0), ("site=news", 1), ("site=other", 0), ("order=newest", 1),
    ],
)  # fmt: skip
def test_the_queue_can_be_filtered(
    browser: Browser, held: str, add_site: Callable[..., Site], query: str, count: int
) -> None:
    add_site("other")

    page = browser.see(f"/console/?{query}")

    assert len(page.all("article", class_="card")) == count
    assert "open" in page.one("details", class_="filters").attributes
    assert page.one("div", class_="empty").text if not count else True


@pytest.mark.parametrize("query", ["status=nonsense", "cursor=nonsense", "site=nobody", "limit=9999"])
def test_a_filter_that_is_none_is_refused_in_words(browser: Browser, query: str) -> None:
    page = browser.see(f"/console/?{query}")

    assert browser.answer
    assert browser.answer.status_code in {404, 422}
    assert page.one("a", class_="button").text == "To the review queue"


def test_a_long_queue_has_pages(browser: Browser, post: Post, night_shift: Shift, clock: Clock) -> None:
    for number in range(3):
        clock.forward(minutes=2)
        post(body=f"تعليق {number}", email=f"r{number}@example.ma")
    night_shift()

    first = browser.see("/console/?limit=2")
    following = first.one("nav", class_="pages").one("a").attributes["href"]
    second = browser.see(following)

    assert [one.text for one in first.all("div", class_="said")] == ["تعليق 0", "تعليق 1"]
    assert [one.text for one in second.all("div", class_="said")] == ["تعليق 2"]


def test_one_site_is_not_named_and_several_are(browser: Browser, held: str, add_site: Callable[..., Site]) -> None:
    alone = browser.see("/console/")
    add_site("other")

    page = browser.see("/console/")

    assert alone.all("select", id="site") == []
    assert [one.attributes["value"] for one in page.one("select", id="site").all("option")] == ["", "news", "other"]
    assert card(page).one("p", class_="on").text.endswith("· News · The whole conversation")


def test_what_the_machine_is_sure_of_is_said_clearly(browser: Browser, post: Post, night_shift: Shift) -> None:
    post(website2="https://spam.example/", body="https://a.example/ https://b.example/ https://c.example/")
    night_shift()

    why = card(browser.see("/console/?status=spam")).one("section", class_="why")

    assert why.one("strong").text == "Probably spam"
    assert why.one("h3").text == "What the checks saw"
    assert why.all("li", class_="against")[0].one("bdi").text == "+4.0"


def test_each_hit_says_by_which_version_of_the_rules(
    browser: Browser, ctx: Context, site: Site, post: Post, night_shift: Shift
) -> None:
    line = AuditLine("", ctx.clock(), "operator", "rules", None, None, 0)
    ctx.database.write(lambda c: rules.list_word(c, site, Listed("كذاب"), line))
    ctx.directory.every(age=-1)
    post(body="هذا كذاب فعلا")
    night_shift()

    why = card(browser.see("/console/")).one("section", class_="why")
    assert why.one("p", class_="version").text == "Judged by the rules, version 2."
    hits = {one.one("span", class_="reason").text: one.all("bdi", class_="version") for one in why.all("li")}
    assert [one.text for one in hits["“كذاب” is on the word list."]] == ["rules, version 2"]
    assert [one.text for one in hits["Sent without our form."]] == []
    assert any(one.text.startswith("model ") for found in hits.values() for one in found)

    ctx.database.write(lambda c: rules.strike_word(c, site, "كذاب", line))
    ctx.directory.every(age=-1)
    again = card(browser.see("/console/")).one("p", class_="version").text
    assert again == "Judged by the rules, version 2. They have changed since: now version 3."


def test_a_viewer_sees_no_buttons(browser_of: Callable[..., Browser], held: str) -> None:
    viewer = browser_of("Viktor", Role.VIEWER)

    page = viewer.see("/console/")

    assert card(page).all("form") == []
    assert "Viewer" in page.one("div", class_="person").text


def test_a_moderator_sees_their_own_sites_only(
    browser_of: Callable[..., Browser], held: str, add_site: Callable[..., Site]
) -> None:
    other = browser_of("Olga", Role.MODERATOR, [add_site("other").id])

    page = other.see("/console/")
    missing = other.see(f"/console/comments/{held}")

    assert page.all("article") == []
    assert missing.one("h1").text == "There is nothing here."


def test_a_comments_history_is_told_line_by_line(browser: Browser, held: str) -> None:
    browser.press(card(browser.see("/console/")).one("form", class_="decide"), reject="insult")

    log = browser.see(f"/console/comments/{held}").one("section", class_="log")

    lines = [line.text for line in log.all("li")]
    assert [line.split(" 24 November")[0] for line in lines] == [
        "Comment received the author",
        "Comment held for review automatic check",
        "Comment rejected: Insult Ada",
    ]
    assert lines[2].endswith("from “waiting for review” to “rejected”")


def test_what_was_noted_for_colleagues_stands_in_the_history(browser: Browser, held: str, ada: FlaskClient) -> None:
    items = [{"id": held, "version": 2}]
    ada.post("/v1/moderation/decisions", json={"action": "spam", "note": "راجع التعليق السابق", "items": items})

    page = browser.see(f"/console/comments/{held}")

    assert "راجع التعليق السابق" in page.text


def test_a_page_that_is_not_there_is_said_in_words(browser: Browser) -> None:
    for place in ("/console/nowhere", "/console/comments/1-00000000000000000000000000", "/console/comments/x/y"):
        page = browser.see(place)

        assert browser.answer
        assert browser.answer.status_code == 404
        assert page.one("h1").text == "There is nothing here."


def test_what_somebody_types_cannot_become_html(browser: Browser, post: Post, night_shift: Shift) -> None:
    post(
        name='"><script>1</script>', title="<i>x</i>", body="</div><script>2</script>", url="https://x.example/?a='\"b"
    )
    night_shift()

    page = browser.see("/console/")

    assert all("src" in one.attributes for one in page.all("script"))
    assert page.all("i") == []
    assert card(page).one("div", class_="said").text == "</div><script>2</script>"


@pytest.fixture
def offers(post: Post, night_shift: Shift) -> list[str]:
    """Three comments that say the same, and one that does not."""
    same = "هذا المقال يتجاهل رأي سكان المدينة في مشروع الميناء الجديد وتكاليفه"
    found = [post(body=same, email=f"r{number}@example.ma").get_json()["id"] for number in range(3)]
    found.append(post(body="مقال مفيد، شكرا لكم.", email="other@example.ma").get_json()["id"])
    night_shift()
    return found


def test_what_is_alike_is_one_link_away_and_decided_at_once_with_one_undo(
    browser: Browser, offers: list[str], ctx: Context
) -> None:
    cards = browser.see("/console/").all("article", class_="card")
    link = cards[0].one("a", class_="alike")
    assert link.text == "2 others like this wait"
    assert cards[3].all("a", class_="alike") == []

    page = browser.see(link.attributes["href"])
    assert [one.attributes["data-id"] for one in page.all("article", class_="card")] == offers[:3]
    told = browser.press(page.one("form", id="bulk"), action="spam", everything="1").one(id="notice")

    assert told.one("p").text == "Decided: 3 comments."
    assert browser.answer
    assert browser.answer.request.args["like"] == offers[0]
    assert [status(ctx, one) for one in offers] == ["spam", "spam", "spam", "pending"]
    browser.press(told.one("form"))
    assert {status(ctx, one) for one in offers} == {"pending"}


def test_a_filter_for_what_is_alike_goes_with_the_other_filters_and_can_be_left(
    browser: Browser, offers: list[str]
) -> None:
    page = browser.see(f"/console/?like={offers[0]}&order=newest")

    assert html.hidden(page.one("form", role="search"))["like"] == offers[0]
    assert page.one("div", class_="group").all("a")[1].attributes["href"] == "/console/?order=newest"
    assert page.all("a", class_="alike") == []


@pytest.mark.parametrize("like", ["nonsense", "1-00000000000000000000000000", "2-00000000000000000000000000"])
def test_nothing_is_like_what_is_not_there(browser: Browser, offers: list[str], like: str) -> None:
    page = browser.see(f"/console/?like={like}")

    assert page.all("article", class_="card") == []
    assert page.one("div", class_="empty").text == "Nothing matches this filter."


def test_what_is_alike_on_another_site_is_not_told(
    browser_of: Callable[..., Browser], offers: list[str], add_site: Callable[..., Site]
) -> None:
    olga = browser_of("Olga", Role.MODERATOR, [add_site("other").id])

    assert olga.see(f"/console/?like={offers[0]}").all("article", class_="card") == []
