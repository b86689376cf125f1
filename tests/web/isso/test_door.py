"""Isso's interface, as its client uses it: answers in its form, cookies as it wants them, and nothing that is not true."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.comment import Author, Status
from moderation.domain.identity import number_of
from moderation.domain.site import Site
from moderation.store import comments, listing
from moderation.web.isso.shape import Numbers, shown
from tests.builders import a_comment
from tests.conftest import Clock
from tests.store.imports import note
from tests.submissions import EMAIL, THREAD
from tests.web.hands import publish

HERE = "https://news.example"
TYPED = {
    "text": "مقال مفيد، شكرا لكم.",
    "author": "فاطمة",
    "email": EMAIL,
    "website": None,
    "parent": None,
    "title": None,
    "notification": 0,
}
Call = Callable[..., TestResponse]


@pytest.fixture
def call(app: Flask, clock: Clock, site: Site) -> Call:
    """Calls as the client does from a page of the site; headers may be others, or None."""
    client = app.test_client(use_cookies=False)

    def ask(method: str, path: str, body: Any = None, **headers: str | None) -> TestResponse:
        clock.forward(seconds=15)
        given = {
            "Origin": HERE,
            "Accept-Language": "en",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        said = {name: value for name, value in given.items() if value is not None}
        sent = {"json": body} if body is not None else {"content_type": "application/json"}
        return client.open(f"/isso/news{path}", method=method, headers=said, **sent)

    return ask


@pytest.fixture
def say(call: Call, night_shift: Callable[[], int], ada: FlaskClient, ctx: Context, site: Site) -> Callable[..., int]:
    """Writes a comment and has it published; its number."""

    def write(text: str, parent: int | None = None) -> int:
        answer = call("POST", "/new?uri=/interpol", {**TYPED, "text": text, "parent": parent})
        night_shift()
        with ctx.database.read() as connection:
            (newest,) = listing.list_latest(connection, site.id, "", 1)
        for held in {newest.id} if newest.status is Status.PENDING else ():  # later on, the author is known
            publish(ada, held)
        return int(answer.get_json()["id"])

    return write


def read(call: Call, query: str = "") -> Any:
    """The thread."""
    answer = call("GET", f"/?uri=/interpol{query}")
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_a_comment_is_held_and_its_author_told_so(call: Call, ctx: Context, site: Site) -> None:
    answer = call("POST", "/new?uri=%2Finterpol", {**TYPED, "website": "example.ma/x"})
    said = answer.get_json()

    with ctx.database.read() as connection:
        stored = listing.list_latest(connection, site.id, "", 1)[0]
    assert answer.status_code == 202
    assert (stored.thread.url, stored.author.url) == (THREAD, "http://example.ma/x")
    assert (said["id"], said["parent"], said["mode"], said["author"]) == (number_of(stored.id), None, 2, "فاطمة")
    assert said["text"] == "<p>مقال مفيد، شكرا لكم.</p>"
    assert said["created"] == stored.submitted_at.timestamp()
    assert EMAIL not in answer.text + str(answer.headers)


def test_its_cookie_is_signed_short_lived_and_holds_no_address(call: Call, ctx: Context, clock: Clock) -> None:
    answer = call("POST", "/new?uri=/interpol", TYPED)
    number = answer.get_json()["id"]
    cookie, seen = answer.headers["Set-Cookie"], answer.headers["X-Set-Cookie"]

    value, *rules = cookie.split("; ")
    assert re.fullmatch(rf"{number}=[\w.-]+", value)
    assert {rule for rule in rules if not rule.startswith("Expires=")} == {
        "Secure", "HttpOnly", "Max-Age=900", "Path=/isso/news/", "SameSite=None", "Partitioned",
    }  # fmt: skip
    assert seen.startswith(f"isso-{number}=1; Max-Age=900;")
    assert "fatima" not in cookie


def test_ones_own_comment_is_for_who_has_its_cookie_and_not_for_long(call: Call, clock: Clock) -> None:
    first = call("POST", "/new?uri=/interpol", TYPED)
    number, cookie = first.get_json()["id"], first.headers["Set-Cookie"].partition(";")[0]
    mine = {"Cookie": cookie}

    assert call("GET", f"/id/{number}?plain=1", **mine).get_json()["text"] == TYPED["text"]
    assert call("GET", f"/id/{number}", Cookie=f"{number}=x").status_code == 403
    other = call("POST", "/new?uri=/interpol", {**TYPED, "text": "شيء آخر"}).get_json()["id"]
    assert call("GET", f"/id/{other}", Cookie=cookie.replace(str(number), str(other))).status_code == 403
    assert call("GET", "/id/17", **mine).status_code == 404
    clock.forward(minutes=15)
    assert call("GET", f"/id/{number}", **mine).status_code == 403


def mine(call: Call, text: str = "كلام لي وحدي") -> tuple[int, dict[str, str]]:
    """A comment and what proves that it is one's own."""
    answer = call("POST", "/new?uri=/interpol", {**TYPED, "text": text})
    return answer.get_json()["id"], {"Cookie": answer.headers["Set-Cookie"].partition(";")[0]}


def test_authors_change_what_they_wrote(call: Call, night_shift: Callable[[], int]) -> None:
    number, proof = mine(call)
    night_shift()
    changed = call("PUT", f"/id/{number}", {"text": "كلام أفضل", "author": "x", "website": None}, **proof)

    assert (changed.status_code, changed.get_json()["mode"], changed.get_json()["text"]) == (200, 2, "<p>كلام أفضل</p>")
    assert changed.get_json()["author"] == "فاطمة"
    assert call("GET", f"/id/{number}?plain=1", **proof).get_json()["text"] == "كلام أفضل"
    assert call("PUT", f"/id/{number}", {"text": "x"}, **proof).status_code == 400
    assert call("PUT", f"/id/{number}", {"text": "a" * 10_001}, **proof).status_code == 400
    assert call("PUT", f"/id/{number}", {"text": "كلام غيري"}).status_code == 403
    assert (
        call("PUT", f"/id/{number}", {"text": "كلام غيري"}, **proof, Origin="https://evil.example").status_code == 403
    )


def test_authors_take_back_what_they_wrote(call: Call) -> None:
    number, proof = mine(call)

    assert call("DELETE", f"/id/{number}").status_code == 403
    gone = call("DELETE", f"/id/{number}", **proof)
    assert (gone.status_code, gone.get_json()) == (200, None)
    assert call("DELETE", f"/id/{number}", **proof).status_code == 404


def test_what_has_answers_leaves_their_place(
    call: Call, say: Callable[..., int], ctx: Context, site: Site, clock: Clock
) -> None:
    number = say("الأول هنا")
    with ctx.database.read() as connection:
        (first,) = listing.list_latest(connection, site.id, "", 1)
    answer = say("رد على الأول", number)
    proof = {"Cookie": f"{number}={ctx.signatures.isso(first.id, clock.at + timedelta(minutes=1))}"}
    gone = call("DELETE", f"/id/{number}", **proof).get_json()

    assert (gone["id"], gone["mode"], gone["author"], gone["text"]) == (number, 4, None, "")
    assert [one["id"] for one in read(call)["replies"]] == [answer]


def test_a_thread_is_shown_one_level_deep(call: Call, say: Callable[..., int]) -> None:
    first, second = say("الأول هنا"), say("الثاني هنا")
    answer = say("رد على الأول", first)
    deeper = say("رد على الرد", answer)
    found = read(call)

    assert (found["id"], found["total_replies"], found["hidden_replies"]) == (None, 4, 0)
    assert [one["id"] for one in found["replies"]] == [first, second]
    assert [(one["id"], one["parent"]) for one in found["replies"][0]["replies"]] == [(answer, first), (deeper, first)]
    assert found["replies"][0]["mode"] == 1
    assert (found["replies"][0]["likes"], found["replies"][0]["dislikes"]) == (0, 0)
    assert found["config"]["vote"] is False


def test_parts_of_a_thread_can_be_asked_for(call: Call, say: Callable[..., int]) -> None:
    first, second, third = (say(text) for text in ("الأول هنا", "الثاني هنا", "الثالث هنا"))
    below = [say(text, first) for text in ("رد أول هنا", "رد ثان هنا")]

    some = read(call, "&limit=1&nested_limit=1&offset=1")
    assert ([one["id"] for one in some["replies"]], some["hidden_replies"]) == ([second], 1)
    top = read(call, "&limit=1&nested_limit=1")["replies"][0]
    assert ([one["id"] for one in top["replies"]], top["total_replies"], top["hidden_replies"]) == (below[:1], 2, 1)
    rest = read(call, f"&parent={first}&offset=1")
    assert (rest["id"], [one["id"] for one in rest["replies"]], rest["hidden_replies"]) == (first, below[1:], 0)
    assert [one["id"] for one in read(call, "&sort=newest")["replies"]] == [third, second, first]
    assert read(call, "&plain=1")["replies"][0]["text"] == "الأول هنا"


def test_a_page_without_comments_is_empty(call: Call) -> None:
    assert read(call)["replies"] == []
    assert read(call)["total_replies"] == 0


def test_who_looks_again_asks_again(call: Call) -> None:
    answer = call("GET", "/?uri=/interpol")

    assert answer.headers["Cache-Control"] == "no-cache"
    assert call("GET", "/?uri=/interpol", If_None_Match=answer.headers["ETag"]).status_code == 304


def test_what_was_imported_from_isso_keeps_its_number(
    call: Call, say: Callable[..., int], ctx: Context, site: Site
) -> None:
    first = say("الأول هنا")
    with ctx.database.read() as connection:
        identifier = listing.list_latest(connection, site.id, "", 1)[0].id
    note(ctx, site, ("isso", "comment", "7"), identifier)
    answer = call("POST", "/new?uri=/interpol", {**TYPED, "text": "رد عليه", "parent": 7}).get_json()

    assert first != 7
    assert answer["parent"] == 7
    with ctx.database.read() as connection:
        stored = listing.list_latest(connection, site.id, "", 1)[0]
        assert comments.find(connection, stored.parent or "")


def test_comments_are_counted_in_the_order_asked(call: Call, say: Callable[..., int]) -> None:
    say("الأول هنا")

    assert call("POST", "/count", ["/a", "/interpol", "https://evil.example/", 7, "/interpol"]).get_json() == [
        0,
        1,
        0,
        0,
        1,
    ]
    assert call("POST", "/count", ["/a"] * 501).status_code == 400
    assert call("POST", "/count", {"a": 1}).status_code == 400


def test_settings_say_what_the_site_requires(call: Call, client: FlaskClient, add_site: Callable[..., Site]) -> None:
    add_site("blog", required=[])

    assert call("GET", "/config").get_json()["config"]["require-email"] is True
    assert client.get("/isso/blog/config").get_json()["config"]["require-author"] is False
    info = call("GET", "/info").get_json()
    assert (info["host"], info["origin"], info["moderation"]) == ("https://comments.example", HERE, True)


def test_a_preview_is_what_will_be_shown(call: Call) -> None:
    assert call("POST", "/preview", {"text": "**a** <script>"}).get_json() == {
        "text": "<p><strong>a</strong> &lt;script&gt;</p>"
    }
    assert call("POST", "/preview", {"text": "a" * 10_001}).status_code == 400
    assert call("POST", "/preview", {}).status_code == 400


def test_its_client_finds_a_style_that_runs_both_ways(call: Call, client: FlaskClient) -> None:
    style = client.get(call("GET", "/css/isso.css").headers["Location"], buffered=True)

    assert (style.status_code, style.mimetype) == (200, "text/css")
    assert re.search(r"^ *(margin-|padding-|max-)?(left|right|width|height)\s*:", style.text, re.MULTILINE) is None


def test_votes_are_not_kept(call: Call, say: Callable[..., int]) -> None:
    number = say("الأول هنا")

    for vote in ("like", "dislike"):
        assert call("POST", f"/id/{number}/{vote}").get_json() == {"likes": 0, "dislikes": 0}
        assert call("POST", f"/id/9/{vote}").status_code == 404


def test_the_feed_is_ours(call: Call) -> None:
    answer = call("GET", "/feed?uri=/interpol")

    assert answer.headers["Location"].endswith("/v1/sites/news/feed.atom?thread=https%3A%2F%2Fnews.example%2Finterpol")


def test_its_pages_may_read_with_cookies_and_nobody_else(call: Call) -> None:
    headers = call("GET", "/config").headers

    assert headers["Access-Control-Allow-Origin"] == HERE
    assert headers["Access-Control-Allow-Credentials"] == "true"
    assert headers["Access-Control-Allow-Methods"] == "HEAD, GET, POST, PUT, DELETE"
    assert headers["Access-Control-Allow-Headers"] == "Origin, Referer, Content-Type"
    assert headers["Access-Control-Expose-Headers"] == "X-Set-Cookie, Date"
    assert "Origin" in headers["Vary"]
    assert "Access-Control-Allow-Origin" not in call("GET", "/config", Origin="https://evil.example").headers
    assert "Access-Control-Allow-Origin" not in call("GET", "/config", Origin="null").headers
    preflight = call("OPTIONS", "/new")
    assert (preflight.status_code, preflight.mimetype) == (200, "text/plain")
    assert preflight.headers["Access-Control-Allow-Origin"] == HERE
    refused = call("POST", "/new?uri=/interpol", {"text": ""})
    assert (refused.status_code, refused.headers["Access-Control-Allow-Origin"]) == (400, HERE)


def test_other_pages_and_forms_cannot_write(call: Call, client: FlaskClient) -> None:
    assert call("POST", "/new?uri=/interpol", TYPED, Origin="https://evil.example").status_code == 403
    assert call("POST", "/new?uri=/interpol", TYPED, Origin="null").status_code == 403
    assert call("POST", "/new?uri=/interpol", TYPED, Origin=None).status_code == 202
    form = client.post("/isso/news/new?uri=/interpol", data={"text": "abc"}, headers={"Origin": HERE})
    assert (form.status_code, form.text) == (403, "CSRF")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "ab"}, "This is too short."),
        ({"text": None}, "Please write a comment."),
        ({"text": 7}, "Please write a comment."),
        ({"email": "no"}, "This is not a valid e-mail address, such as name@example.com."),
        ({"author": None, "email": None}, "Please enter your name. Please enter your e-mail address."),
        ({"author": 7}, "This is not valid."),
        ({"website": "ftp://x.example"}, "This is not a valid web address: it begins with http:// or https://."),
    ],
)
def test_what_is_wrong_is_said_in_words(call: Call, changes: dict[str, Any], said: str) -> None:
    answer = call("POST", "/new?uri=/interpol", {**TYPED, **changes})

    assert (answer.status_code, answer.mimetype, answer.text) == (400, "text/plain", said)
    message = call("POST", "/new?uri=/interpol", {**TYPED, **changes}, Accept="application/json")
    assert message.get_json() == {"message": said}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/new", 400), ("/new?uri=//evil.example/", 400), ("/new?uri=https://evil.example/", 400),
        ("/new?uri=http://[", 400), ("/new?uri=/a&uri=/b", 400),
    ],
)  # fmt: skip
def test_a_page_is_one_of_the_site(call: Call, path: str, status: int) -> None:
    assert call("POST", path, TYPED).status_code == status


@pytest.mark.parametrize(
    "query", ["&limit=x", "&limit=-1", "&sort=best", "&parent=a", "&offset=1e3", f"&limit={'9' * 30}"]
)
def test_odd_questions_are_refused(call: Call, query: str) -> None:
    assert call("GET", f"/?uri=/interpol{query}").status_code == 400


def test_twice_the_same_is_refused_and_so_is_an_answer_to_nothing(call: Call) -> None:
    assert call("POST", "/new?uri=/interpol", TYPED).status_code == 202
    assert call("POST", "/new?uri=/interpol", TYPED).status_code == 409
    assert call("POST", "/new?uri=/interpol", {**TYPED, "parent": 12}).status_code == 404
    assert call("POST", "/new?uri=/interpol", {**TYPED, "parent": "x"}).status_code == 404


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_name_and_no_website_breaks_out_of_the_clients_page(name: str, url: str) -> None:
    said = shown(a_comment(author=Author(name, url)), Numbers(1))

    assert not set("<>\"'") & set(f"{said['author'] or ''}{said['website'] or ''}{said['hash']}")


def test_the_picture_says_nothing_of_the_address() -> None:
    one, other = (shown(a_comment(author=Author("A", fingerprint=mark)), Numbers(1)) for mark in ("f1", "f2"))

    assert one["hash"] == other["hash"]
