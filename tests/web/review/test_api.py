"""The moderators' JSON, as the contract has it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.moderator import Role
from moderation.domain.site import Site
from moderation.store import sites
from tests.prepared import application
from tests.submissions import THREAD

Post = Callable[..., TestResponse]
QUEUE, DECISIONS, UNDO = "/v1/moderation/queue", "/v1/moderation/decisions", "/v1/moderation/undo"


@pytest.fixture
def held(post: Post, night_shift: Callable[[], int]) -> str:
    """A comment that waits for a person; its version is 2."""
    identifier: str = post(title="الإنتربول").get_json()["id"]
    night_shift()
    return identifier


def test_the_queue_shows_what_waits_and_why(ada: FlaskClient, held: str) -> None:
    queue = ada.get(QUEUE, headers={"Accept-Language": "en"}).get_json()

    (item,) = queue["items"]
    assert queue["counts"] == {
        "received": 0,
        "pending": 1,
        "approved": 0,
        "spam": 0,
        "rejected": 0,
        "reported": 0,
        "referred": 0,
        "appeals": 0,
        "looks": 0,
    }
    assert (item["id"], item["version"], item["site"], item["status"]) == (held, 2, "news", "pending")
    assert item["thread"] == {"url": THREAD, "title": "الإنتربول"}
    assert item["author"]["email_masked"] == "f***@e***.ma"
    assert item["author"]["history"] == {"approved": 0, "rejected": 0, "spam": 0}
    assert 0 < item["score"] < 1
    assert {"check", "code", "weight", "reason", "spans"} == set(item["signals"][0])
    assert "first_comment" in {signal["code"] for signal in item["signals"]}
    assert queue["next"] is None


def test_the_queue_can_be_narrowed(ada: FlaskClient, post: Post, held: str, night_shift: Callable[[], int]) -> None:
    post(body="Un commentaire en français, tout à fait ordinaire.", email="ali@example.ma")
    night_shift()

    def found(**query: str) -> int:
        return len(ada.get(QUEUE, query_string=query).get_json()["items"])

    assert found() == 2
    assert found(language="fr") == 1
    assert found(q="ordinaire") == 1
    assert found(q="%") == 0
    assert found(signal="first_comment") == 2
    assert found(signal="honeypot_filled") == 0
    assert found(status="approved") == 0
    assert found(site="news") == 2
    assert found(limit="1") == 1
    assert found(risk="100") == 2
    assert found(risk="0") == 0
    assert found(like=held) == 1
    assert found(like="nonsense") == 0
    assert ada.get(QUEUE, query_string={"risk": "101"}).status_code == 422


def test_the_queue_goes_on_where_it_was_left(ada: FlaskClient, post: Post, night_shift: Callable[[], int]) -> None:
    for number in range(5):
        post(body=f"تعليق {number}", email=f"r{number}@example.ma")
    night_shift()

    first = ada.get(QUEUE, query_string={"limit": 3}).get_json()
    second = ada.get(QUEUE, query_string={"limit": 3, "cursor": first["next"]}).get_json()

    assert [len(first["items"]), len(second["items"])] == [3, 2]
    assert second["next"] is None


def test_a_decision_is_carried_out_and_can_be_undone_once(ada: FlaskClient, client: FlaskClient, held: str) -> None:
    decided = ada.post(DECISIONS, json={"action": "approve", "items": [{"id": held, "version": 2}]}).get_json()
    assert decided["results"] == [{"id": held, "ok": True, "status": "approved", "version": 3}]
    assert client.get("/v1/sites/news/comments", query_string={"thread": THREAD}).get_json()["count"] == 1

    undone = ada.post(UNDO, json={"undo": decided["undo"]})
    again = ada.post(UNDO, json={"undo": decided["undo"]})

    assert undone.get_json()["results"] == [{"id": held, "ok": True, "status": "pending", "version": 4}]
    assert client.get("/v1/sites/news/comments", query_string={"thread": THREAD}).get_json()["count"] == 0
    assert again.status_code == 409


def test_a_stale_decision_is_refused(ada: FlaskClient, held: str) -> None:
    ada.post(DECISIONS, json={"action": "approve", "items": [{"id": held, "version": 2}]})

    late = ada.post(DECISIONS, json={"action": "spam", "items": [{"id": held, "version": 2}]})

    assert late.status_code == 409
    assert late.content_type == "application/problem+json"
    assert late.get_json()["results"][0]["error"] == "conflict"
    assert late.get_json()["current"] == {"status": "approved", "version": 3}


def test_of_several_items_each_has_its_own_result(ada: FlaskClient, held: str) -> None:
    items = [{"id": held, "version": 1}, {"id": "1-nothing", "version": 1}]

    response = ada.post(DECISIONS, json={"action": "spam", "items": items})

    assert response.status_code == 200
    assert [result["error"] for result in response.get_json()["results"]] == ["conflict", "not_found"]
    assert "undo" not in response.get_json()


@pytest.mark.parametrize(
    ("decision", "field"),
    [
        ({"action": "reject", "items": [{"id": "1-x", "version": 1}]}, "reason"),
        ({"action": "reject", "items": [{"id": "1-x", "version": 1}], "reason": "ugly"}, "reason"),
        ({"action": "burn", "items": [{"id": "1-x", "version": 1}]}, "action"),
        ({"action": "approve", "items": []}, "items"),
        ({"action": "approve", "items": [{"id": "1-x", "version": "1"}]}, "items.0.version"),
        ({"action": "approve"}, "items"),
    ],
)
def test_an_unclear_decision_is_refused(ada: FlaskClient, decision: dict[str, object], field: str) -> None:
    response = ada.post(DECISIONS, json=decision)

    assert response.status_code == 422
    assert field in {error["field"] for error in response.get_json()["errors"]}


def test_a_comment_comes_with_its_audit(ada: FlaskClient, held: str, moderator: object) -> None:
    ada.post(
        DECISIONS, json={"action": "reject", "reason": "insult", "note": "صريح", "items": [{"id": held, "version": 2}]}
    )

    comment = ada.get(f"/v1/moderation/comments/{held}").get_json()

    assert comment["status"] == "rejected"
    assert [line["action"] for line in comment["audit"]] == ["submit", "hold", "reject"]
    assert comment["audit"][2]["reason"] == "insult"
    assert "صريح" not in str(comment["audit"])


def test_without_a_token_nothing_is_said(app: Flask, held: str) -> None:
    nobody = app.test_client()
    assert nobody.get(QUEUE).status_code == 401
    assert nobody.get(QUEUE, headers={"Authorization": "Bearer mod_wrong"}).status_code == 401
    assert nobody.post(DECISIONS, json={}).status_code == 401


def test_a_viewer_sees_and_does_not_decide(hands: Callable[..., FlaskClient], held: str) -> None:
    viewer = hands("viewer")

    assert viewer.get(QUEUE).status_code == 200
    assert viewer.post(DECISIONS, json={"action": "approve", "items": [{"id": held, "version": 2}]}).status_code == 403


def test_another_sites_comments_do_not_exist(
    hands: Callable[..., FlaskClient], add_site: Callable[..., Site], held: str
) -> None:
    stranger = hands("moderator", [add_site("other").id])

    assert stranger.get(QUEUE).get_json()["items"] == []
    assert stranger.get(QUEUE).get_json()["counts"]["pending"] == 0
    assert stranger.get(QUEUE, query_string={"site": "news"}).get_json()["items"] == []
    assert stranger.get(f"/v1/moderation/comments/{held}").status_code == 404
    result = stranger.post(
        DECISIONS, json={"action": "spam", "items": [{"id": held, "version": 2}, {"id": held, "version": 1}]}
    )
    assert [one["error"] for one in result.get_json()["results"]] == ["not_found", "not_found"]


def test_every_route_for_moderators_names_the_role_it_needs(ctx: Context) -> None:
    """Denied by default: a new view under /v1/moderation without ``login.needs`` fails here."""
    app = application(ctx)
    views = [
        app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules() if rule.rule.startswith("/v1/moderation")
    ]

    assert views
    assert all(isinstance(getattr(view, "role", None), Role) for view in views)


def test_the_public_surface_has_no_door_for_moderators(ctx: Context, site: Site) -> None:
    public = application(ctx, "public").test_client()

    assert public.get(QUEUE).status_code == 404
    assert public.get("/console/").status_code == 404
    assert public.get("/healthz").status_code == 200


def test_the_console_surface_takes_no_comments(ctx: Context, site: Site) -> None:
    console = application(ctx, "console").test_client()

    assert console.post("/v1/sites/news/comments", json={}).status_code == 404
    assert console.get("/healthz").status_code == 200


def test_a_first_approval_is_accepted_and_a_second_one_publishes(
    ada: FlaskClient, ctx: Context, held: str, hands: Callable[..., FlaskClient]
) -> None:
    ctx.database.write(lambda connection: sites.choose(connection, "news", {"two_approvals": ["any"]}))

    def approve(whose: FlaskClient, version: int) -> TestResponse:
        item = {"id": held, "version": version}
        return whose.post("/v1/moderation/decisions", json={"action": "approve", "items": [item]})

    first = approve(ada, 2)
    again = approve(ada, 3)
    shown = ada.get(f"/v1/moderation/comments/{held}").get_json()
    second = approve(hands("moderator"), 3)

    kept = {"id": held, "ok": True, "status": "pending", "version": 3, "awaits": "approval"}
    assert (first.status_code, first.get_json()["results"]) == (202, [kept])
    assert first.get_json()["undo"]
    assert again.get_json()["results"][0]["error"] == "own_approval"
    assert (shown["needs_two"], shown["approved_by"]) == (True, "Ada")
    assert (second.status_code, second.get_json()["results"][0]["status"]) == (200, "approved")


def test_an_item_says_by_which_rules_and_which_model_it_was_judged(ada: FlaskClient, held: str) -> None:
    (item,) = ada.get(QUEUE).get_json()["items"]

    assert item["rules_version"] == 1
    assert item["model"]
