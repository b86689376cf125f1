"""Claims, and what changes while somebody looks: as JSON, and as a stream of one event."""

import json
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.domain.site import Site
from moderation.web.review import live
from tests.conftest import Clock

Post = Callable[..., TestResponse]
Hands = Callable[..., FlaskClient]
CLAIMS, EVENTS = "/v1/moderation/claims", "/v1/moderation/events"
STREAM = {"Accept": "text/event-stream"}


@pytest.fixture
def held(post: Post, night_shift: Callable[[], int]) -> str:
    """A comment that waits for a person."""
    identifier: str = post().get_json()["id"]
    night_shift()
    return identifier


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream that does not wait."""
    monkeypatch.setattr(live, "WAIT", 0.0)


def event(answer: TestResponse) -> tuple[str, dict[str, object]]:
    """The id and the data of the only event of a stream."""
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines() if line)
    return fields["id"], json.loads(fields["data"])


def test_a_claim_is_told_by_name_and_stays_with_who_was_first(ada: FlaskClient, hands: Hands, held: str) -> None:
    salma = hands("moderator")

    assert ada.post(CLAIMS, json={"ids": [held]}).get_json() == {"claims": {held: "Ada"}}
    assert salma.post(CLAIMS, json={"ids": [held]}).get_json() == {"claims": {held: "Ada"}}
    assert salma.get(EVENTS).get_json()["claims"] == {held: "Ada"}


@pytest.mark.parametrize("sent", [{}, {"ids": []}, {"ids": "x"}, {"ids": ["x" * 41]}, {"ids": [], "more": 1}])
def test_a_claim_that_is_none_is_refused(ada: FlaskClient, sent: dict[str, object]) -> None:
    answer = ada.post(CLAIMS, json=sent)

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"


def test_who_may_only_look_sees_claims_and_makes_none(ada: FlaskClient, hands: Hands, held: str) -> None:
    viewer = hands("viewer")
    ada.post(CLAIMS, json={"ids": [held]})

    assert viewer.post(CLAIMS, json={"ids": [held]}).status_code == 403
    assert viewer.get(EVENTS).get_json()["claims"] == {held: "Ada"}


def test_other_sites_are_not_told(
    ada: FlaskClient, hands: Hands, held: str, add_site: Callable[..., Site], clock: Clock
) -> None:
    since = clock().isoformat()
    olga = hands("moderator", [add_site("other").id])
    ada.post(CLAIMS, json={"ids": [held]})

    seen = olga.get(EVENTS, query_string={"since": "2026-11-24T00:00:00Z"}).get_json()

    assert (seen["claims"], seen["new"], seen["counts"]["pending"]) == ({}, 0, 0)
    assert olga.post(CLAIMS, json={"ids": [held]}).status_code == 404
    assert since


def test_what_has_come_since_is_counted_by_the_filter(
    ada: FlaskClient, held: str, post: Post, night_shift: Callable[[], int], clock: Clock
) -> None:
    since = clock().isoformat()
    post(body="Un commentaire en français, tout à fait ordinaire.", email="ali@example.ma")
    night_shift()

    def new(**query: str) -> int:
        return int(ada.get(EVENTS, query_string={"since": since, **query}).get_json()["new"])

    assert (new(), new(language="fr"), new(language="en"), new(status="approved")) == (1, 1, 0, 0)
    assert ada.get(EVENTS).get_json()["new"] == 0


@pytest.mark.parametrize(
    ("query", "code"),
    [("since=yesterday", 422), ("since=2026-11-24T09:00:00", 422),
     ("status=nonsense", 422), ("site=nobody", 404), ("since=a&since=b", 422)],
)  # fmt: skip
def test_a_question_that_is_none_is_refused(ada: FlaskClient, query: str, code: int) -> None:
    for headers in ({}, STREAM):
        answer = ada.get(f"{EVENTS}?{query}", headers=headers)

        assert answer.status_code == code
        assert answer.mimetype == "application/problem+json"


def test_a_stream_gives_one_event_and_asks_to_be_opened_again(ada: FlaskClient, held: str) -> None:
    answer = ada.get(EVENTS, headers=STREAM)

    mark, seen = event(answer)
    assert answer.mimetype == "text/event-stream"
    assert (answer.headers["Cache-Control"], answer.headers["X-Accel-Buffering"]) == ("no-store", "no")
    assert answer.text.startswith("retry: ")
    assert mark
    assert seen == ada.get(EVENTS).get_json()


def test_a_stream_says_nothing_while_nothing_is_new(ada: FlaskClient, held: str, impatient: None) -> None:
    mark, _ = event(ada.get(EVENTS, headers=STREAM))

    answer = ada.get(EVENTS, headers={**STREAM, "Last-Event-ID": mark})

    assert answer.status_code == 200
    assert "data:" not in answer.text
    assert answer.text.endswith(": nothing new\n\n")


def test_a_stream_says_what_has_changed_since_its_last_event(ada: FlaskClient, held: str) -> None:
    mark, _ = event(ada.get(EVENTS, headers=STREAM))
    ada.post(CLAIMS, json={"ids": [held]})

    again, seen = event(ada.get(EVENTS, headers={**STREAM, "Last-Event-ID": mark}))

    assert again != mark
    assert seen["claims"] == {held: "Ada"}


def test_nobody_listens_without_a_login(client: FlaskClient) -> None:
    assert client.get(EVENTS, headers=STREAM).status_code == 401
    assert client.post(CLAIMS, json={"ids": ["x"]}).status_code == 401
