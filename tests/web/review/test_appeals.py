"""The moderators' JSON of appeals and of second looks."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.comment import Status
from moderation.domain.look import Look
from moderation.domain.moderator import Moderator
from moderation.services import appeals
from moderation.store import looks
from tests.conftest import Clock, status

APPEALS, LOOKS = "/v1/moderation/appeals", "/v1/moderation/looks"


@pytest.fixture
def rejected(post: Callable[..., TestResponse], ada: FlaskClient, night_shift: Callable[[], int]) -> str:
    """A comment that Ada has rejected; it is in its third version."""
    identifier: str = post(title="الإنتربول").get_json()["id"]
    night_shift()
    said = {"action": "reject", "items": [{"id": identifier, "version": 2}], "reason": "insult"}
    ada.post("/v1/moderation/decisions", json=said)
    return identifier


@pytest.fixture
def appealed(ctx: Context, rejected: str, clock: Clock) -> str:
    """The same, and its author appeals."""
    ctx.database.write(lambda connection: appeals.lodge(connection, rejected, (3, "Why?"), clock()))
    return rejected


@pytest.fixture
def asked(ctx: Context, rejected: str, moderator: Moderator, clock: Clock) -> str:
    """The same, and somebody else is to look at it."""
    look = Look(1, rejected, moderator.id, Status.REJECTED, "insult", clock())
    ctx.database.write(lambda connection: looks.ask(connection, [look]))
    return rejected


@pytest.fixture
def bob(hands: Callable[..., FlaskClient]) -> FlaskClient:
    """A second moderator."""
    return hands("moderator")


def test_open_appeals_are_listed_with_what_was_decided(ada: FlaskClient, bob: FlaskClient, appealed: str) -> None:
    (own,), (item,) = (who.get(APPEALS).get_json()["items"] for who in (ada, bob))

    assert (item["id"], item["version"], item["site"], item["words"]) == (appealed, 3, "news", "Why?")
    assert (item["status"], item["reason"], item["decided_by"]) == ("rejected", "insult", "Ada")
    assert (own["yours"], item["yours"]) == (False, True)
    assert "email" not in str(item)


def test_an_answer_is_a_decision_that_can_be_undone(ctx: Context, bob: FlaskClient, appealed: str) -> None:
    given = bob.post(f"{APPEALS}/{appealed}", json={"version": 3, "outcome": "reversed"}).get_json()

    assert given["results"] == [{"id": appealed, "ok": True, "status": "approved", "version": 4}]
    assert bob.post("/v1/moderation/undo", json={"undo": given["undo"]}).status_code == 200
    assert status(ctx, appealed) == "rejected"
    assert [item["version"] for item in bob.get(APPEALS).get_json()["items"]] == [5]


def test_a_decision_that_stays_is_said(ctx: Context, bob: FlaskClient, appealed: str) -> None:
    given = bob.post(f"{APPEALS}/{appealed}", json={"version": 3, "outcome": "upheld"})

    assert given.get_json() == {"results": [{"id": appealed, "ok": True, "status": "rejected", "version": 3}]}
    assert bob.get(APPEALS).get_json() == {"items": []}
    assert bob.post(f"{APPEALS}/{appealed}", json={"version": 3, "outcome": "upheld"}).status_code == 404


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"version": 2, "outcome": "upheld"}, 409),
        ({"version": 3, "outcome": "maybe"}, 422),
        ({"outcome": "upheld"}, 422),
        ({"version": 3, "outcome": "upheld", "more": 1}, 422),
    ],
)
def test_what_is_no_answer_is_a_problem(bob: FlaskClient, appealed: str, sent: dict[str, object], code: int) -> None:
    refused = bob.post(f"{APPEALS}/{appealed}", json=sent)

    assert (refused.status_code, refused.mimetype) == (code, "application/problem+json")


def test_roles_are_kept(
    ada: FlaskClient, bob: FlaskClient, client: FlaskClient, hands: Callable[..., FlaskClient], appealed: str
) -> None:
    viewer = hands("viewer")
    sent = {"version": 3, "outcome": "upheld"}

    assert ada.post(f"{APPEALS}/{appealed}", json=sent).get_json()["code"] == "own_decision"
    assert [who.get(place).status_code for who in (viewer, client) for place in (APPEALS, LOOKS)] == [
        403,
        403,
        401,
        401,
    ]
    assert viewer.post(f"{LOOKS}/{appealed}", json={"version": 3, "action": "spam"}).status_code == 403


def test_a_look_is_blind_and_answered_once(ctx: Context, ada: FlaskClient, bob: FlaskClient, asked: str) -> None:
    assert ada.get(LOOKS).get_json() == {"next": None, "waiting": 0}
    found = bob.get(LOOKS).get_json()
    assert (found["waiting"], found["next"]["id"], found["next"]["version"]) == (1, asked, 3)
    assert set(found["next"]) == {"id", "version", "site", "thread", "author", "body", "language", "submitted_at"}

    given = bob.post(f"{LOOKS}/{asked}", json={"version": 3, "action": "approve"})

    assert given.get_json() == {"next": None, "waiting": 0}
    assert status(ctx, asked) == "pending"
    assert bob.post(f"{LOOKS}/{asked}", json={"version": 3, "action": "approve"}).status_code == 404


def test_a_look_at_another_version_or_without_a_reason_is_a_problem(bob: FlaskClient, asked: str) -> None:
    assert bob.post(f"{LOOKS}/{asked}", json={"version": 9, "action": "approve"}).status_code == 409
    faulty = bob.post(f"{LOOKS}/{asked}", json={"version": 3, "action": "reject"})
    assert (faulty.status_code, faulty.get_json()["errors"][0]["field"]) == (422, "reason")
