"""Reading threads, counting them, and what the form needs to know."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.submissions import THREAD
from tests.web.hands import publish

Post = Callable[..., TestResponse]
URL = "/v1/sites/news/comments"


def test_a_thread_is_read_page_by_page(
    post: Post, client: FlaskClient, ada: FlaskClient, night_shift: Callable[[], int]
) -> None:
    identifiers = [post(body=f"تعليق {number}", email=f"r{number}@example.ma").get_json()["id"] for number in range(5)]
    night_shift()
    publish(ada, *identifiers)

    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get(URL, query_string={"thread": THREAD, "limit": 2, "cursor": cursor}).get_json()
        seen += [comment["id"] for comment in page["comments"]]
        assert page["count"] == 5
        cursor = page["next"]
    newest = client.get(URL, query_string={"thread": THREAD, "order": "newest"}).get_json()

    assert seen == identifiers
    assert [comment["id"] for comment in newest["comments"]] == identifiers[::-1]


def test_a_published_comment_shows_these_members_and_no_others(
    post: Post, client: FlaskClient, ada: FlaskClient, night_shift: Callable[[], int]
) -> None:
    identifier = post(body="**مهم** هذا كلام طويل يكفي لمعرفة لغته <script>alert(1)</script>").get_json()["id"]
    night_shift()
    publish(ada, identifier)

    (comment,) = client.get(URL, query_string={"thread": THREAD}).get_json()["comments"]

    plain = {"id", "parent", "author", "body_html", "language", "submitted_at", "edited_at"}
    assert set(comment) == {*plain, "pinned", "picked", "staff"}
    assert [comment[name] for name in ("pinned", "picked", "staff")] == [False, False, False]
    assert comment["author"] == {"name": "فاطمة", "url": "", "avatar": None}
    assert (
        comment["body_html"]
        == "<p><strong>مهم</strong> هذا كلام طويل يكفي لمعرفة لغته &lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )
    assert comment["language"] == "ar"


def test_who_has_it_already_gets_304_until_it_changes(
    post: Post, client: FlaskClient, ada: FlaskClient, night_shift: Callable[[], int]
) -> None:
    identifier = post().get_json()["id"]
    night_shift()
    etag = client.get(URL, query_string={"thread": THREAD}).headers["ETag"]

    unchanged = client.get(URL, query_string={"thread": THREAD}, headers={"If-None-Match": etag})
    publish(ada, identifier)
    changed = client.get(URL, query_string={"thread": THREAD}, headers={"If-None-Match": etag})

    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert changed.status_code == 200
    assert "Cache-Control" in changed.headers


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_long_threads_come_compressed(
    post: Post, client: FlaskClient, ada: FlaskClient, night_shift: Callable[[], int], coding: str
) -> None:
    identifier = post(body="كلام " * 200).get_json()["id"]
    night_shift()
    publish(ada, identifier)

    response = client.get(URL, query_string={"thread": THREAD}, headers={"Accept-Encoding": coding})

    assert response.headers["Content-Encoding"] == coding
    assert "Accept-Encoding" in response.headers["Vary"]


@pytest.mark.parametrize(
    "query",
    ["", "thread=no-url", f"thread={THREAD}&limit=0", f"thread={THREAD}&limit=201", f"thread={THREAD}&order=up", f"thread={THREAD}&cursor=x",
     f"thread={THREAD}&thread={THREAD}", f"thread={THREAD}&limit=%D9%A3"],
)  # fmt: skip
def test_a_list_that_cannot_be_had_is_a_clear_error(client: FlaskClient, query: str) -> None:
    response = client.get(f"{URL}?{query}")

    assert response.status_code == 422
    assert response.get_json()["errors"]


def test_counts_come_under_the_names_they_were_asked_by(
    post: Post, client: FlaskClient, ada: FlaskClient, night_shift: Callable[[], int]
) -> None:
    publish_me = post().get_json()["id"]
    night_shift()
    publish(ada, publish_me)
    asked = [THREAD, THREAD.upper().replace("INTERPOL", "interpol"), "https://news.example/none"]

    by_get = client.get("/v1/sites/news/counts", query_string=[("thread", url) for url in asked])
    by_json = client.post("/v1/sites/news/counts", json={"thread": asked})
    by_form = client.post("/v1/sites/news/counts", data={"thread": asked})

    assert by_get.get_json() == {"counts": {asked[0]: 1, asked[1]: 1, asked[2]: 0}}
    assert by_get.get_json() == by_json.get_json() == by_form.get_json()


def test_at_most_a_hundred_are_counted(client: FlaskClient) -> None:
    assert client.post("/v1/sites/news/counts", json={"thread": [THREAD] * 101}).status_code == 422
    assert client.post("/v1/sites/news/counts", json={"thread": [1]}).status_code == 422


def test_the_form_knows_its_rules(client: FlaskClient) -> None:
    form = client.get(
        "/v1/sites/news/form", query_string={"thread": THREAD}, headers={"Accept-Language": "fr"}
    ).get_json()

    assert form["required"] == ["name", "email"]
    assert form["limits"]["body"] == 10_000
    assert (form["language"], form["closed"], form["honeypot"]) == ("fr", False, "website2")
    assert form["features"] == {"notify_replies": False, "edit_minutes": 15, "typical_wait_seconds": None}
