"""Who says they come from elsewhere: no stranger's page is let in, and nobody chooses where they are counted."""

import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from moderation.bootstrap import Context
from moderation.domain.site import Site
from moderation.store import comments
from tests import corpora
from tests.prepared import application
from tests.submissions import THREAD, a_submission

URL = "/v1/sites/news/comments"
SENDER = "198.51.100.7"


@pytest.fixture(params=["sqlite"])
def database_url(sqlite_url: str) -> str:
    """No question of databases: one is enough."""
    return sqlite_url


def origins() -> Iterator[str]:
    """Origins of strangers, told of our own site's."""
    for line in (*corpora.own("origin"), *corpora.beside("origin_attacks")):
        if line["origin"] and line.get("id") != "org-ok":
            yield line["origin"].replace("blog.example.com", "news.example").encode().decode("latin-1")


def test_no_strangers_origin_is_let_in(client: FlaskClient) -> None:
    answers = [(origin, way) for origin in origins() for way in (
        client.post(URL, json=a_submission(), headers={"Origin": origin}),
        client.get(URL, query_string={"thread": THREAD}, headers={"Origin": origin}),
        client.options(URL, headers={"Origin": origin, "Access-Control-Request-Method": "POST"}),
    )]  # fmt: skip

    assert [origin for origin, answer in answers if answer.request.method == "POST" and answer.status_code != 403] == []
    assert [origin for origin, answer in answers if "Access-Control-Allow-Origin" in answer.headers] == []
    assert [origin for origin, answer in answers if "Origin" not in str(answer.headers.getlist("Vary"))] == []


def claims() -> list[dict[str, str]]:
    """Headers that name a sender's address."""
    return [*corpora.own("forwarded"), *corpora.beside("xff_attacks")]


def sendable(value: str) -> str:
    """A value as a server hands it over; it lets no line break through."""
    return value.encode().decode("latin-1").replace("\r", "").replace("\n", "")


def networks(app: Flask, peer: str, behind: str) -> set[str]:
    """The networks the limiter sees for one sender, whatever is claimed; ``behind`` is what our proxy adds."""
    ctx: Context = app.extensions["moderation"]
    seen = set()
    for number, line in enumerate(claims()):
        headers = {line["header"]: sendable(line["value"])}
        if behind:
            headers["X-Forwarded-For"] = f"{headers.get('X-Forwarded-For', '')}, {behind}"
        body = a_submission(email=f"r{number}@example.ma", body=f"{peer} {behind} {number}")
        answer = app.test_client().post(URL, json=body, headers=headers, environ_base={"REMOTE_ADDR": peer})
        with ctx.database.read() as connection:
            comment = comments.find(connection, answer.get_json()["id"])
        seen.add(comment.arrival.network if comment else "")
    return seen


def test_nobody_chooses_the_network_they_are_counted_in(app: Flask) -> None:
    assert len(networks(app, SENDER, "")) == 1


def test_behind_our_proxy_only_what_it_says_itself_counts(make_context: Callable[..., Context], site: Site) -> None:
    app = application(make_context(MODERATION_TRUSTED_PROXIES="10.0.0.0/8"))
    plain = networks(application(make_context()), SENDER, "")

    assert networks(app, "10.0.0.1", SENDER) == networks(app, "10.0.0.1", f"{SENDER}:4711") == plain != {""}


def test_no_claim_buys_another_comment(make_context: Callable[..., Context], site: Site) -> None:
    """The limiter counts all of them as one: six in a minute, and one more for each ten seconds that this takes."""
    door = application(make_context(MODERATION_RATE_LIMITS="on")).test_client()
    begun = time.monotonic()

    statuses = [claim(door, number, line) for number, line in enumerate(claims())]

    assert set(statuses) == {202, 429}
    assert 6 <= statuses.count(202) <= 6 + (time.monotonic() - begun) / 10


def claim(door: FlaskClient, number: int, line: dict[str, str]) -> int:
    """The status of a comment by somebody else, each time, who says that they come from elsewhere."""
    body = a_submission(email=f"r{number}@example.ma", body=f"{number}")
    sent = {line["header"]: sendable(line["value"])}
    return door.post(URL, json=body, headers=sent, environ_base={"REMOTE_ADDR": SENDER}).status_code
