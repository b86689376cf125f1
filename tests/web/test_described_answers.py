"""Answers are as the description of the interface says: these members, these refusals."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.audit import MACHINE
from moderation.domain.comment import Status
from moderation.domain.look import Look
from moderation.services import appeals
from moderation.store import looks
from moderation.store.engine import Connection
from tests.conftest import Clock
from tests.submissions import THREAD, a_submission
from tests.web.description import operations

URL = "/v1/sites/news/comments"
RULES = {
    "hold_first": True, "trust_after": 1, "links": 2, "approve_below": 0.35, "spam_above": 0.95,
    "words": [{"word": "mot", "note": "?"}],
    "blocks": [{"kind": "network", "value": "192.0.2.0/24", "effect": "block", "reason": "?", "expires_at": "2099-01-01T00:00:00Z"}],
}  # fmt: skip


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    """The description, as everybody gets it."""
    found: dict[str, Any] = client.get("/openapi.json").get_json()
    return found


def members(document: dict[str, Any], schema: dict[str, Any], value: object) -> Iterator[str]:
    """Where a value has other members than its schema."""
    name = schema.get("$ref", "").removeprefix("#/components/schemas/")
    schema = document["components"]["schemas"][name] if name else schema
    if isinstance(value, dict) and "properties" in schema:
        yield from (f"{name}.{one}" for one in set(value) ^ set(schema["properties"]))
        for one, child in schema["properties"].items():
            yield from members(document, child, value.get(one))
    elif isinstance(value, list) and "items" in schema:
        for child in value:
            yield from members(document, schema["items"], child)


@pytest.fixture
def appealed(
    ctx: Context, ada: FlaskClient, post: Callable[..., TestResponse], night_shift: Callable[[], int], clock: Clock
) -> str:
    """A refused comment whose author appeals, and that is to be looked at again."""
    identifier: str = post(body="تعليق ثالث").get_json()["id"]
    night_shift()
    items = [{"id": identifier, "version": 2}]
    ada.post("/v1/moderation/decisions", json={"action": "reject", "items": items, "reason": "insult"})
    look = Look(1, identifier, MACHINE, Status.REJECTED, "", clock())

    def work(connection: Connection) -> None:
        appeals.lodge(connection, identifier, (3, "?"), clock())
        looks.ask(connection, [look])

    ctx.database.write(work)
    return identifier


@pytest.fixture
def answers(
    client: FlaskClient,
    ada: FlaskClient,
    post: Callable[..., TestResponse],
    night_shift: Callable[[], int],
    appealed: str,
) -> dict[tuple[str, str], TestResponse]:
    """One good answer of every view that gives JSON."""
    accepted = post(body="تعليق طويل بما يكفي لمعرفة لغته، شكرا لكم")
    night_shift()
    told = accepted.get_json()
    items = [{"id": told["id"], "version": 2}]
    decided = ada.post("/v1/moderation/decisions", json={"action": "approve", "items": items})
    page = {"thread": THREAD}
    rules = ada.put("/v1/moderation/sites/news/rules", json=RULES)
    trial = {"site": "news", "rules": {**RULES, "approve_below": 1.0, "spam_above": 0.0}}
    path = f"/v1/comments/{told['id']}"
    own = {"Authorization": f"Bearer {told['author_token']}"}
    other = post(body="تعليق آخر").get_json()
    return {
        ("/v1/comments/{identifier}/reports", "post"): client.post(f"{path}/reports", json={"reason": "insult"}),
        ("/v1/comments/{identifier}", "patch"): client.patch(path, json={"body": told["body_html"][3:-4]}, headers=own),
        ("/v1/comments/{identifier}", "delete"): client.delete(
            f"/v1/comments/{other['id']}", headers={"Authorization": f"Bearer {other['author_token']}"}
        ),
        ("/v1/sites/{site}/feed.atom", "get"): client.get("/v1/sites/news/feed.atom"),
        ("/v1/moderation/sites/{site}/rules", "get"): ada.get("/v1/moderation/sites/news/rules"),
        ("/v1/moderation/sites/{site}/rules", "put"): rules,
        ("/v1/moderation/rules/test", "post"): ada.post("/v1/moderation/rules/test", json=trial),
        ("/v1/sites/{site}/comments", "post"): accepted,
        ("/v1/sites/{site}/comments", "get"): client.get(URL, query_string=page),
        ("/v1/sites/{site}/counts", "get"): client.get("/v1/sites/news/counts", query_string=page),
        ("/v1/sites/{site}/counts", "post"): client.post("/v1/sites/news/counts", json=page),
        ("/v1/sites/{site}/form", "get"): client.get("/v1/sites/news/form", query_string=page),
        ("/v1/comments/{identifier}", "get"): client.get(path, headers=own),
        ("/v1/moderation/queue", "get"): ada.get("/v1/moderation/queue", query_string={"status": "approved"}),
        ("/v1/moderation/comments/{identifier}", "get"): ada.get(f"/v1/moderation/comments/{told['id']}"),
        ("/v1/moderation/comments/{identifier}/reveal", "post"): ada.post(
            f"/v1/moderation/comments/{told['id']}/reveal", json={"reason": "A threat"}
        ),
        ("/v1/moderation/decisions", "post"): decided,
        ("/v1/moderation/appeals", "get"): ada.get("/v1/moderation/appeals"),
        ("/v1/moderation/appeals/{identifier}", "post"): ada.post(
            f"/v1/moderation/appeals/{appealed}", json={"version": 3, "outcome": "upheld"}
        ),
        ("/v1/moderation/looks", "get"): ada.get("/v1/moderation/looks"),
        ("/v1/moderation/looks/{identifier}", "post"): ada.post(
            f"/v1/moderation/looks/{appealed}", json={"version": 3, "action": "unsure"}
        ),
        ("/v1/moderation/claims", "post"): ada.post("/v1/moderation/claims", json={"ids": [told["id"]]}),
        ("/v1/moderation/events", "get"): ada.get("/v1/moderation/events"),
        ("/v1/moderation/stats", "get"): ada.get("/v1/moderation/stats", query_string={"site": "news"}),
        ("/v1/moderation/undo", "post"): ada.post("/v1/moderation/undo", json={"undo": decided.get_json()["undo"]}),
    }


def test_good_answers_have_exactly_the_described_members(
    document: dict[str, Any], answers: dict[tuple[str, str], TestResponse]
) -> None:
    """But what a decision leaves out: members that have nothing to say (``error``, ``current``, ``awaits``; ``undo`` of an undo)."""
    told = {(path, method): operation for path, method, operation in operations(document)}
    silent = {"OutcomeOut.error", "OutcomeOut.current", "OutcomeOut.awaits", "DecidedOut.undo"}
    different = {
        place: found
        for place, answer in answers.items()
        for described in [told[place]["responses"][str(answer.status_code)].get("content")]
        if described
        for schema in [described["application/json"]["schema"]]
        if (found := set(members(document, schema, answer.get_json())) - silent)
    }

    assert different == {}


def test_every_described_view_was_asked(document: dict[str, Any], answers: dict[tuple[str, str], TestResponse]) -> None:
    described = {(path, method) for path, method, operation in operations(document) if path.startswith("/v1/")}

    assert described == set(answers)


def test_refusals_are_among_the_described(client: FlaskClient, document: dict[str, Any]) -> None:
    refusals = [
        client.post(URL, data=b"{", content_type="application/json"),
        client.post(URL, json=a_submission(), headers={"Origin": "https://evil.example"}),
        client.post("/v1/sites/nowhere/comments", json={}),
        client.post(URL, data=b"x" * 200_000, content_type="application/json"),
        client.post(URL, data=b"x", content_type="text/plain"),
        client.post(URL, json={}),
    ]
    described = document["paths"]["/v1/sites/{site}/comments"]["post"]["responses"]
    required = document["components"]["schemas"]["Problem"]["required"]

    assert [answer.status_code for answer in refusals] == [400, 403, 404, 413, 415, 422]
    assert all(str(answer.status_code) in described for answer in refusals)
    assert all(set(required) <= set(answer.get_json()) for answer in refusals)
