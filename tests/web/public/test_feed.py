"""Feeds: valid Atom whatever anybody wrote, approved comments only, and who has it already gets nothing again."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from moderation.domain.comment import Author, Comment, Thread
from moderation.domain.site import Site
from moderation.web.public import feed
from tests.builders import a_comment
from tests.submissions import EMAIL, THREAD
from tests.web.hands import publish

Post = Callable[..., TestResponse]
URL = "/v1/sites/news/feed.atom"
ATOM, THR = "{http://www.w3.org/2005/Atom}", "{http://purl.org/syndication/thread/1.0}"


@pytest.fixture
def published(post: Post, ada: FlaskClient, night_shift: Callable[[], int]) -> list[str]:
    """A comment, an answer to it, and one on another page."""
    first = post(title="إنتربول & <b>", url="https://fatima.example/").get_json()["id"]
    answer = post(body="رد", parent=first, email="ali@example.ma").get_json()["id"]
    other = post(body="آخر", thread="https://news.example/other", email="z@example.ma").get_json()["id"]
    post(body="ينتظر", email="w@example.ma")
    night_shift()
    publish(ada, first, answer, other)
    return [first, answer, other]


def read(client: FlaskClient, thread: str = "") -> ET.Element:
    response = client.get(URL, query_string={"thread": thread} if thread else {})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert EMAIL not in response.text
    return ET.fromstring(response.data)  # noqa: S314 - our own


def test_a_page_has_a_feed_with_what_each_comment_answers(client: FlaskClient, published: list[str]) -> None:
    found = read(client, THREAD)

    entries = found.findall(f"{ATOM}entry")
    names = [f"https://comments.example/v1/comments/{identifier}" for identifier in published]
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [names[1], names[0]]
    assert found.findtext(f"{ATOM}title") == "التعليقات على «إنتربول & <b>»"
    answered = [entry.find(f"{THR}in-reply-to").attrib["ref"] for entry in entries]  # type: ignore[union-attr]
    assert answered == [names[0], THREAD]
    assert entries[1].findtext(f"{ATOM}author/{ATOM}uri") == "https://fatima.example/"
    assert entries[1].findtext(f"{ATOM}content") == "<p>مقال مفيد، شكرا لكم.</p>"
    for needed in ("id", "title", "updated", "published"):
        assert all(entry.findtext(f"{ATOM}{needed}") for entry in entries), needed
    assert found.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")


def test_a_site_has_one_too(client: FlaskClient, published: list[str]) -> None:
    assert len(read(client).findall(f"{ATOM}entry")) == 3


def test_where_nobody_has_commented_it_is_empty(client: FlaskClient, site: Site) -> None:
    found = read(client, "https://news.example/nothing")

    assert found.findall(f"{ATOM}entry") == []
    assert found.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


def test_who_has_it_already_gets_304(client: FlaskClient, published: list[str]) -> None:
    first = client.get(URL, headers={"Accept-Encoding": "br"})
    again = client.get(URL, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Content-Encoding"] == "br"
    assert first.headers["Cache-Control"] == client.get("/v1/sites/news/comments", query_string={"thread": THREAD}).headers["Cache-Control"]  # fmt: skip
    assert (again.status_code, again.data) == (304, b"")


def test_what_is_wrong_is_said(client: FlaskClient, site: Site) -> None:
    assert client.get("/v1/sites/nowhere/feed.atom").status_code == 404
    assert client.get(URL, query_string={"thread": "nonsense"}).status_code == 422
    assert client.get(URL, query_string={"thread": ""}).status_code == 422


def test_the_thread_page_leads_to_it(client: FlaskClient, published: list[str]) -> None:
    page = client.get("/t/news", query_string={"thread": THREAD}).text

    assert page.count("/v1/sites/news/feed.atom?thread=https%3A%2F%2Fnews.example%2Finterpol") == 2
    assert 'rel="alternate" type="application/atom+xml"' in page


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_it_is_xml_whatever_anybody_wrote(app: Flask, site: Site) -> None:
    """Imports bring what our own door would refuse."""

    @given(st.text(st.characters(), max_size=50), st.text(st.characters(codec="utf-8"), max_size=50))
    def check(name: str, text: str) -> None:
        thread = Thread(1, 1, THREAD, title=text)
        comment: Comment = a_comment(text, body_html=text, author=Author(name, url=text), thread=thread)
        with app.app_context():
            rendered = feed.render(site, thread, (comment,))
        found = ET.fromstring(rendered)  # noqa: S314 - our own
        assert len(found.findall(f"{ATOM}entry")) == 1

    check()
