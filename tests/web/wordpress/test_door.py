"""The stock form of WordPress, posted here: the same fields, statuses, words and redirections."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.comment import Comment
from moderation.domain.identity import number_of
from moderation.domain.site import Site
from moderation.store import comments, listing, sites
from tests.conftest import Clock
from tests.prepared import application
from tests.store.imports import note
from tests.submissions import EMAIL, THREAD
from tests.web import html
from tests.web.hands import publish

HERE = "https://news.example"
STOCK = {
    "author": "فاطمة",
    "email": EMAIL,
    "url": "",
    "comment": "مقال مفيد، شكرا لكم.",
    "submit": "أضف تعليق",
    "comment_post_ID": "17",
    "comment_parent": "0",
}
BROWSER = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Origin": HERE,
    "Referer": THREAD,
}
Send = Callable[..., TestResponse]


@pytest.fixture
def send(client: FlaskClient, clock: Clock, site: Site) -> Send:
    """Sends the stock form from an article of the site; headers and fields may be others, or None."""

    def post(
        path: str = "/wp-comments-post.php", headers: dict[str, str | None] | None = None, **changes: Any
    ) -> TestResponse:
        clock.forward(seconds=15)
        form = {name: value for name, value in {**STOCK, **changes}.items() if value is not None}
        said = {name: value for name, value in {**BROWSER, **(headers or {})}.items() if value is not None}
        return client.post(path, data=form, headers=said)

    return post


def stored(ctx: Context, site: Site) -> Comment:
    """The newest comment."""
    with ctx.database.read() as connection:
        return listing.list_latest(connection, site.id, "", 1)[0]


def place(answer: TestResponse) -> tuple[str, dict[str, list[str]], str]:
    """Where an answer leads: the page, the query, the anchor."""
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["Location"])
    return parts._replace(query="", fragment="").geturl(), parse_qs(parts.query), parts.fragment


def said(answer: TestResponse) -> str:
    """What WordPress would say here."""
    return html.read(answer).one("div", class_="wp-die-message").all("p")[0].text


def test_it_is_stored_and_its_author_led_back_to_the_article(send: Send, ctx: Context, site: Site) -> None:
    answer = send()
    comment = stored(ctx, site)
    page, query, anchor = place(answer)

    assert (comment.thread.url, comment.author.name, comment.body) == (THREAD, "فاطمة", STOCK["comment"])
    assert answer.headers["X-Redirect-By"] == "WordPress"
    assert (page, anchor) == (THREAD, f"comment-{number_of(comment.id)}")
    assert query["unapproved"] == [str(number_of(comment.id))]
    assert ctx.signatures.is_glimpse(query["moderation-hash"][0], comment.id)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_who_consents_to_cookies_or_gives_no_address_gets_no_hash(send: Send, ctx: Context, add_site: Any) -> None:
    assert place(send(**{"wp-comment-cookies-consent": "yes"}))[1] == {}
    add_site("blog", required=[])
    asked = {"Origin": "https://blog.example", "Referer": "https://blog.example/a"}
    assert place(send(headers=asked, email=""))[1] == {}


def test_the_hash_says_nothing_of_the_address(send: Send) -> None:
    one, other = (place(send(comment=body))[1]["moderation-hash"] for body in ("واحد اثنان", "ثلاثة أربعة"))

    assert one != other


@pytest.mark.parametrize(
    ("status", "sentence", "changes"),
    [
        (200, "Error: Please fill the required fields.", {"author": ""}),
        (200, "Error: Please fill the required fields.", {"email": None, "comment": ""}),
        (200, "Error: Please enter a valid email address.", {"email": "fatima@", "comment": ""}),
        (200, "Error: Please type your comment text.", {"comment": "  \r\n "}),
        (200, "Error: Your name is too long.", {"author": "ن" * 123}),
        (200, "Error: Your email address is too long.", {"email": f"{'a' * 250}@example.ma"}),
        (200, "Error: Your URL is too long.", {"url": "https://example.ma/" + "a" * 500}),
        (200, "Error: Your comment is too long.", {"comment": "a" * 10_001}),
        (422, "Something is missing or not right.", {"url": "ftp://example.ma"}),
        (403, "Sorry, replies to unapproved comments are not allowed.", {"comment_parent": "4"}),
        (403, "Sorry, replies to unapproved comments are not allowed.", {"comment_parent": "9" * 18}),
        (200, "It is not clear which page this comment belongs to.", {"thread": "https://other.example/"}),
    ],
)
def test_what_is_wrong_is_said_as_wordpress_says_it(
    send: Send, ctx: Context, site: Site, add_site: Any, status: int, sentence: str, changes: dict[str, str]
) -> None:
    add_site("english", HERE + ":8443", language="en")
    headers = {"Origin": f"{HERE}:8443", "Referer": f"{HERE}:8443/interpol"}

    answer = send(headers=headers, **changes)

    assert (answer.status_code, said(answer)) == (status, sentence)
    assert html.read(answer).one("html").attributes["lang"] == "en"


def test_a_refusal_speaks_the_language_of_the_site_and_shows_everything_that_was_typed(send: Send) -> None:
    answer = send(headers={"Accept-Language": "en"}, email="ليس عنوانا", url="https://example.ma", comment="سطر\n<b>")
    page = html.read(answer)
    form = page.one("form")

    assert (page.one("html").attributes["lang"], page.one("html").attributes["dir"]) == ("ar", "rtl")
    assert said(answer) == "خطأ: يرجى إدخال عنوان بريد إلكتروني صالح."
    fields = {one.attributes["name"]: one.attributes for one in form.all("input")}
    assert fields["email"]["value"] == "ليس عنوانا"
    assert fields["email"]["aria-invalid"] == "true"
    assert fields["author"]["value"] == "فاطمة"
    assert form.one("textarea").words == ["\nسطر\n<b>"]
    assert html.hidden(form) == {"thread": THREAD, "comment_post_ID": "17", "comment_parent": "0"}
    assert "action" not in form.attributes
    assert page.one("a", class_="back").attributes["href"] == THREAD


def test_the_form_of_a_refusal_can_be_sent_again_from_our_own_page(send: Send, ctx: Context, site: Site) -> None:
    again = html.hidden(html.read(send(email="")).one("form"))
    ours = {"Origin": "https://comments.example", "Referer": "https://comments.example/wp-comments-post.php"}

    assert place(send(headers=ours, **again))[0] == THREAD


def test_a_refusal_can_be_seen_through_the_sites_own_host(send: Send) -> None:
    answer = send(email="")

    links = [one.attributes["href"] for one in html.read(answer).all("link")]
    assert all(link.startswith("https://comments.example/static/") for link in links)
    policy = answer.headers["Content-Security-Policy"]
    assert "style-src https://comments.example;" in policy
    assert f"form-action 'self' {HERE};" in policy


def test_the_same_again_is_a_duplicate(send: Send) -> None:
    send()
    answer = send()

    assert answer.status_code == 409
    assert "سبق" in said(answer)


def test_who_prefers_json_gets_the_problem_with_its_proper_status(send: Send) -> None:
    answer = send(headers={"Accept": "application/json"}, email="", author="")

    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert [one["field"] for one in answer.get_json()["errors"]] == ["author.name", "author.email"]
    assert send(headers={"Accept": "application/json"}, comment_parent="4").status_code == 404


def test_too_many_are_told_to_wait(make_context: Callable[..., Context], site: Site, clock: Clock) -> None:
    client = application(make_context(MODERATION_RATE_LIMITS="on", MODERATION_BIND="127.0.0.1:1")).test_client()

    answers = [
        client.post("/wp-comments-post.php", data={**STOCK, "comment": f"رقم {n}"}, headers=BROWSER) for n in range(6)
    ]

    assert [answer.status_code for answer in answers] == [302] * 4 + [429] * 2
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_other_methods_are_not_allowed(client: FlaskClient, site: Site) -> None:
    for path in ("/wp-comments-post.php", "/wp/news/wp-comments-post.php"):
        answers = [client.open(path, method=method) for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH")]
        assert {(one.status_code, one.headers["Allow"], one.mimetype, one.data) for one in answers} == {
            (405, "POST", "text/plain", b"")
        }


def test_a_foreign_page_is_refused(send: Send, ctx: Context, add_site: Any) -> None:
    foreign = {"Origin": "https://evil.example", "Referer": "https://evil.example/a"}

    assert send(headers=foreign).status_code == 403
    assert send("/wp/news/wp-comments-post.php", headers=foreign, thread=THREAD).status_code == 403
    assert send(headers={"Origin": "null"}).status_code == 403
    assert send(headers={"Origin": None, "Referer": "https://evil.example/a"}, thread=THREAD).status_code == 403
    assert send(headers={"Origin": None, "Referer": None}, thread=THREAD).status_code == 404
    assert send("/wp/nobody/wp-comments-post.php").status_code == 404


def test_the_site_is_that_of_the_origin_or_of_the_referer(send: Send, ctx: Context, add_site: Any) -> None:
    blog = add_site("blog")

    assert send(headers={"Origin": "https://blog.example", "Referer": "https://blog.example/a"}).status_code == 302
    assert stored(ctx, blog).thread.url == "https://blog.example/a"
    assert send(headers={"Origin": None, "Referer": "https://blog.example/b"}).status_code == 302
    assert stored(ctx, blog).thread.url == "https://blog.example/b"


SHORT = {"Referer": HERE + "/"}


@pytest.mark.parametrize(
    ("url", "headers", "changes"),
    [
        ("/a", {}, {"thread": HERE + "/a#respond", "redirect_to": HERE + "/b"}),
        ("/a", {}, {"thread": "/a"}),
        ("/b", {}, {"redirect_to": HERE + "/b"}),
        ("/b?x=1", {}, {"redirect_to": "/b?x=1"}),
        ("/interpol", {}, {"redirect_to": "https://other.example/"}),
        ("/?p=3", {"Referer": HERE + "/?p=3"}, {}),
        ("/?p=17", SHORT, {}),
        ("/?p=17", {"Referer": None}, {"comment_post_ID": " 17 "}),
    ],
)
def test_the_thread_is_what_is_said_most_clearly(
    send: Send, ctx: Context, site: Site, url: str, headers: dict[str, str | None], changes: dict[str, str]
) -> None:
    ctx.database.write(lambda connection: sites.choose(connection, "news", {"permalink": HERE + "/?p={id}"}))
    ctx.directory.every(age=-1)

    send(headers=headers, **changes)

    assert stored(ctx, site).thread.url == HERE + url


def test_a_page_may_be_known_by_the_number_it_had_in_wordpress(send: Send, ctx: Context, site: Site) -> None:
    send()
    thread = stored(ctx, site).thread
    note(ctx, site, ("wordpress", "thread", "99"), str(thread.id))

    assert place(send(headers=SHORT, comment_post_ID="99", comment="مرة أخرى"))[0] == THREAD
    assert stored(ctx, site).thread == thread
    assert "أي صفحة" in said(send(headers=SHORT, comment_post_ID="98", comment="مرة ثالثة"))


def test_a_reply_names_its_parent_by_our_number_or_by_the_one_it_had_in_wordpress(
    send: Send, ctx: Context, site: Site, ada: FlaskClient, night_shift: Callable[[], int]
) -> None:
    send()
    parent = stored(ctx, site)
    refused = send(comment_parent=str(number_of(parent.id)), comment="رد مبكر")
    night_shift()
    publish(ada, parent.id)
    note(ctx, site, ("wordpress", "comment", "4"), parent.id)

    assert refused.status_code == 403
    assert "comment_parent" not in html.hidden(html.read(refused).one("form"))
    assert send(comment_parent=str(number_of(parent.id)), comment="رد أول").status_code == 302
    assert stored(ctx, site).parent == parent.id
    assert send(comment_parent="4", comment="رد ثان").status_code == 302
    assert stored(ctx, site).parent == parent.id
    assert send(comment_parent="4", comment="رد ثالث", thread=HERE + "/other").status_code == 403


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        (HERE + "/thanks?x=1&unapproved=9#top", HERE + "/thanks"),
        ("/thanks", HERE + "/thanks"),
        ("https://evil.example/", THREAD),
        ("//evil.example/", THREAD),
        ("https://news.example@evil.example/", THREAD),
        ("javascript:alert(1)", THREAD),
        ("https://news.example\\@evil.example/", THREAD),
    ],
)
def test_nobody_is_led_away_from_the_site(send: Send, ctx: Context, site: Site, asked: str, led: str) -> None:
    answer = send(redirect_to=asked, thread=THREAD)
    comment = stored(ctx, site)

    assert place(answer)[0] == led
    assert place(answer)[1]["unapproved"] == [str(number_of(comment.id))]


def test_what_the_akismet_plugin_adds_is_a_fact(send: Send, ctx: Context, site: Site, clock: Clock) -> None:
    shown = str(int(clock.at.timestamp() * 1000))

    send(ak_js=shown, ak_hp_textarea="")
    assert (stored(ctx, site).arrival.seconds, stored(ctx, site).arrival.honeypot) == (15.0, False)
    send(ak_js="173", ak_hp_textarea="buy", comment="غيره")
    assert (stored(ctx, site).arrival.seconds, stored(ctx, site).arrival.honeypot) == (None, True)
    send(ak_js=str(int(clock.at.timestamp() + 999) * 1000), comment="ثالث")
    assert stored(ctx, site).arrival.seconds is None


def test_a_name_may_be_as_long_as_in_wordpress_and_loses_its_tags(send: Send, ctx: Context, site: Site) -> None:
    assert send(author="<b>" + "ن" * 122 + "</b>").status_code == 302
    assert stored(ctx, site).author.name == "ن" * 122


def test_a_website_without_a_scheme_gets_one(send: Send, ctx: Context, site: Site) -> None:
    send(url="example.ma/فاطمة")
    assert stored(ctx, site).author.url.startswith("http://example.ma/")
    send(url="http://", comment="غيره")
    assert stored(ctx, site).author.url == ""


def test_the_last_of_two_fields_counts_and_a_list_is_none(client: FlaskClient, ctx: Context, site: Site) -> None:
    form = {**STOCK, "author": ["أمينة", "فاطمة"], "comment[]": "x"}

    assert client.post("/wp-comments-post.php", data=form, headers=BROWSER).status_code == 302
    assert stored(ctx, site).author.name == "فاطمة"


def test_a_closed_page_takes_none(send: Send, ctx: Context, add_site: Any, clock: Clock) -> None:
    add_site("old", close_after_days=1)
    headers = {"Origin": "https://old.example", "Referer": "https://old.example/a"}
    send(headers=headers)
    clock.forward(days=2)
    answer = send(headers=headers, comment="متأخر")

    assert (answer.status_code, said(answer)) == (403, "عذرًا، التعليقات مغلقة على هذه الصفحة.")


def test_an_unreadable_form_and_an_odd_one_are_refused(client: FlaskClient, site: Site) -> None:
    kinds = {"application/json": 415, "text/plain": 415, "application/x-www-form-urlencoded": 400}

    for kind, status in kinds.items():
        answer = client.post("/wp-comments-post.php", data=b"\xff=\xff", content_type=kind, headers=BROWSER)
        assert answer.status_code == status


def test_the_address_is_nowhere_but_where_it_was_typed(send: Send, ctx: Context, site: Site) -> None:
    answer = send()

    assert EMAIL not in str(answer.headers) + answer.text
    assert re.search("fatima", str(answer.headers)) is None
    with ctx.database.read() as connection:
        assert comments.find(connection, stored(ctx, site).id)


def test_our_page_shows_what_was_sent_to_who_has_the_hash_only(send: Send, client: FlaskClient) -> None:
    query = urlsplit(send().headers["Location"]).query
    number = parse_qs(query)["unapproved"][0]

    def notices(asked: str) -> int:
        return len(html.read(client.get(f"/t/news?thread={THREAD}&{asked}")).all("div", id="posted"))

    assert notices(query) == 1
    assert notices(f"unapproved={number}") == 0
    assert notices(f"unapproved={number}&moderation-hash=x") == 0
