"""The description of the interface is true: every route is in it, it hangs together, and answers are as it says."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.submissions import THREAD, a_submission

UNDESCRIBED: set[str] = set()  # /v1 routes that are left out, each with its reason beside it: none
METHODS = {"get", "post", "put", "patch", "delete"}
URL = "/v1/sites/news/comments"


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    """The description, as everybody gets it."""
    found: dict[str, Any] = client.get("/openapi.json").get_json()
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every path, method and operation."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def references(value: object) -> Iterator[str]:
    """Every ``$ref`` below a value."""
    if isinstance(value, dict):
        yield from ([value["$ref"]] if "$ref" in value else [])
        for child in value.values():
            yield from references(child)
    elif isinstance(value, list):
        for child in value:
            yield from references(child)


def test_every_route_of_the_interface_is_described(app: Flask, document: dict[str, Any]) -> None:
    routes = {
        (rule.rule.replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/v1/") and rule.rule not in UNDESCRIBED
    }

    assert len(routes) >= 9
    assert routes <= {(path, method) for path, method, _ in operations(document)}


def test_the_document_has_the_shape_of_openapi(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert {"title", "version"} <= set(document["info"])
    assert document["servers"] == [{"url": "https://comments.example"}]
    for path, method, operation in operations(document):
        assert method in METHODS
        assert operation["summary"]
        assert operation["responses"], (path, method)
        assert all(answer["description"] for answer in operation["responses"].values())
        in_path = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
        assert in_path == {part[1:-1] for part in path.split("/") if part.startswith("{")}
        assert all(one["schema"] for one in operation["parameters"])


def test_no_two_operations_have_one_name(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for *_, operation in operations(document)]

    assert len(names) == len(set(names))


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    found = set(references(document))

    assert found
    assert {reference.removeprefix("#/components/schemas/") for reference in found} <= set(schemas)


def test_what_comes_in_is_closed(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    incoming = [name for name in schemas if name.endswith("In") or name == "DecisionItem"]

    assert len(incoming) >= 5
    assert all(schemas[name]["additionalProperties"] is False for name in incoming)


def test_no_address_is_described_in_any_answer(document: dict[str, Any]) -> None:
    """Only what comes in has a member ``email``."""
    schemas = document["components"]["schemas"]

    assert [name for name, schema in schemas.items() if "email" in schema.get("properties", {})] == ["AuthorIn"]


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
def answers(
    client: FlaskClient, ada: FlaskClient, post: Callable[..., TestResponse], night_shift: Callable[[], int]
) -> dict[tuple[str, str], TestResponse]:
    """One good answer of every view that gives JSON."""
    accepted = post(body="تعليق طويل بما يكفي لمعرفة لغته، شكرا لكم")
    night_shift()
    told = accepted.get_json()
    items = [{"id": told["id"], "version": 2}]
    decided = ada.post("/v1/moderation/decisions", json={"action": "approve", "items": items})
    page = {"thread": THREAD}
    return {
        ("/v1/sites/{site}/comments", "post"): accepted,
        ("/v1/sites/{site}/comments", "get"): client.get(URL, query_string=page),
        ("/v1/sites/{site}/counts", "get"): client.get("/v1/sites/news/counts", query_string=page),
        ("/v1/sites/{site}/counts", "post"): client.post("/v1/sites/news/counts", json=page),
        ("/v1/sites/{site}/form", "get"): client.get("/v1/sites/news/form", query_string=page),
        ("/v1/comments/{identifier}", "get"): client.get(
            f"/v1/comments/{told['id']}", headers={"Authorization": f"Bearer {told['author_token']}"}
        ),
        ("/v1/moderation/queue", "get"): ada.get("/v1/moderation/queue", query_string={"status": "approved"}),
        ("/v1/moderation/comments/{identifier}", "get"): ada.get(f"/v1/moderation/comments/{told['id']}"),
        ("/v1/moderation/decisions", "post"): decided,
        ("/v1/moderation/undo", "post"): ada.post("/v1/moderation/undo", json={"undo": decided.get_json()["undo"]}),
    }


def test_good_answers_have_exactly_the_described_members(
    document: dict[str, Any], answers: dict[tuple[str, str], TestResponse]
) -> None:
    """But what a decision leaves out: members that have nothing to say (``error``, ``current``; ``undo`` of an undo)."""
    told = {(path, method): operation for path, method, operation in operations(document)}
    silent = {"OutcomeOut.error", "OutcomeOut.current", "DecidedOut.undo"}
    different = {
        place: found
        for place, answer in answers.items()
        for schema in [told[place]["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]]
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
