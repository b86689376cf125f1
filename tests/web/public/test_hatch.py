"""The hatch: what was answered before is answered again, the same in every header, and only while it is true."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.store import sites
from moderation.web.public import hatch
from tests.submissions import THREAD
from tests.web.hands import publish

Post = Callable[..., TestResponse]
READ, COUNT = "/v1/sites/news/comments", "/v1/sites/news/counts"
ASKED = {"thread": THREAD}


@dataclass
class Seen:
    """Counts what reaches the application behind the hatch."""

    requests: int = 0

    def count(self) -> None:
        """One more."""
        self.requests += 1


@pytest.fixture
def seen(app: Flask, post: Post, ada: FlaskClient, night_shift: Callable[[], int]) -> Seen:
    """What gets through, with one comment published."""
    identifier = post(body="كلام طويل يستحق الضغط " * 30).get_json()["id"]
    night_shift()
    publish(ada, identifier)
    behind = Seen()
    before = app.before_request_funcs
    app.before_request_funcs = {**before, None: [*before[None], behind.count]}  # this application's alone
    return behind


@pytest.fixture
def two_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Room for two; asked for before the application is made."""
    monkeypatch.setattr(hatch, "MOST", 2)


@pytest.fixture
def little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Room for a few answers, but for no request as long as can be; likewise."""
    monkeypatch.setattr(hatch, "ROOM", 6000)


@pytest.mark.parametrize("path", [READ, COUNT])
@pytest.mark.parametrize("headers", [{}, {"Accept-Encoding": "br"}, {"Origin": "https://news.example"}])
def test_the_second_answer_is_the_first_one_and_does_not_reach_the_application(
    client: FlaskClient, seen: Seen, path: str, headers: dict[str, str]
) -> None:
    first = client.get(path, query_string=ASKED, headers=headers)
    second = client.get(path, query_string=ASKED, headers=headers)
    unchanged = [
        client.get(path, query_string=ASKED, headers={**headers, "If-None-Match": first.headers["ETag"]})
        for _ in range(2)
    ]

    assert first.status_code == 200
    assert (second.status, second.data, list(second.headers)) == (first.status, first.data, list(first.headers))
    assert [answer.status_code for answer in unchanged] == [304, 304]
    assert list(unchanged[0].headers) == list(unchanged[1].headers)
    assert seen.requests == 2


def test_who_asks_otherwise_gets_an_answer_of_their_own(client: FlaskClient, seen: Seen) -> None:
    codings = ["identity", "gzip", "br"]
    answers = [client.get(READ, query_string=ASKED, headers={"Accept-Encoding": coding}) for coding in codings]
    ours = client.get(READ, query_string=ASKED, headers={"Origin": "https://news.example"})
    theirs = client.get(READ, query_string=ASKED, headers={"Origin": "https://elsewhere.example"})

    assert [answer.headers.get("Content-Encoding", "identity") for answer in answers] == codings
    assert ours.headers["Access-Control-Allow-Origin"] == "https://news.example"
    assert "Access-Control-Allow-Origin" not in theirs.headers
    assert seen.requests == 5


@pytest.mark.usefixtures("seen")
def test_what_is_taken_away_is_shown_to_nobody_any_more(client: FlaskClient, ada: FlaskClient) -> None:
    (shown,) = client.get(READ, query_string=ASKED).get_json()["comments"]
    item = {"id": shown["id"], "version": 3}

    rejected = ada.post("/v1/moderation/decisions", json={"action": "reject", "reason": "insult", "items": [item]})

    assert rejected.get_json()["results"][0]["ok"]
    assert client.get(READ, query_string=ASKED).get_json()["comments"] == []
    assert client.get(COUNT, query_string=ASKED).get_json()["counts"] == {THREAD: 0}


@pytest.mark.usefixtures("seen")
def test_a_site_that_was_removed_has_no_answers(client: FlaskClient, ctx: Context) -> None:
    before = [client.get(path, query_string=ASKED).status_code for path in (READ, COUNT)]
    ctx.database.write(lambda connection: sites.remove(connection, "news"))
    ctx.directory.every(age=0)

    after = [client.get(path, query_string=ASKED).status_code for path in (READ, COUNT)]

    assert (before, after) == ([200, 200], [404, 404])


def test_a_refusal_is_never_kept(client: FlaskClient, seen: Seen) -> None:
    answers = [client.get(READ, query_string={"thread": "no page"}).status_code for _ in range(2)]

    assert answers == [422, 422]
    assert seen.requests == 2


@pytest.mark.usefixtures("seen")
def test_what_it_answers_is_counted(client: FlaskClient, ctx: Context) -> None:
    for _ in range(3):
        client.get(READ, query_string=ASKED)

    counted = ctx.meters.expose(()).decode()
    assert 'http_requests_total{method="GET",route="/v1/sites/<site>/comments",status="2xx"} 3.0' in counted


def test_it_keeps_no_more_than_it_has_room_for(two_answers: None, client: FlaskClient, seen: Seen) -> None:
    for limit in (1, 2, 3, 3, 2, 1):
        client.get(READ, query_string={**ASKED, "limit": limit})

    assert seen.requests == 4, "the third and the second were still there, the first was not"


def test_long_requests_take_room_too(little_room: None, client: FlaskClient, seen: Seen) -> None:
    long = {**ASKED, "lang": "x" * 8000}

    answers = [client.get(READ, query_string=long).status_code for _ in range(2)]
    short = [client.get(READ, query_string=ASKED).status_code for _ in range(2)]

    assert (answers, short) == ([200, 200], [200, 200])
    assert seen.requests == 2 + 1
