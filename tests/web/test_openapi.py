"""The description of the interface is true: every route is in it, it hangs together, and answers are as it says."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from moderation.web.app import assembled
from tests.web.description import operations

PAGES, FILES = "a page for people, in words", "a file"
UNDESCRIBED = {  # what everybody can reach and is left out, each with its reason
    "demo.start": PAGES, "demo.arabic": PAGES, "demo.english": PAGES, "demo.french": PAGES, "stock.form": PAGES,
    "docs.docs": PAGES, "thread_page.get_thread": PAGES, "reporting.get_report": PAGES,
    "status_page.get_status": PAGES, "status_page.post_appeal": PAGES, "status_page.post_change": PAGES, "status_page.post_withdraw": PAGES,
    "static": FILES, "embed.get_script": FILES, "embed.get_script_for_good": FILES,
    "docs.openapi_json": "the description itself",
    "wordpress.not_a_form": "refuses what no form sends, with 405",
}  # fmt: skip
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    """The description, as everybody gets it."""
    found: dict[str, Any] = client.get("/openapi.json").get_json()
    return found


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
        if rule.rule.startswith("/v1/")
    }

    assert len(routes) >= 9
    assert routes <= {(path, method) for path, method, _ in operations(document)}


def test_all_that_everybody_can_reach_is_described_or_left_out_for_a_reason(document: dict[str, Any]) -> None:
    described = {(path, method) for path, method, _ in operations(document)}
    left_out = {
        rule.endpoint
        for rule in assembled("public").url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if (rule.rule.replace("<", "{").replace(">", "}"), method.lower()) not in described
    }

    assert left_out == set(UNDESCRIBED)


def test_other_systems_languages_have_tags_of_their_own(document: dict[str, Any]) -> None:
    tagged = {path for path, _, operation in operations(document) if operation.get("tags")}

    assert {tag["name"] for tag in document["tags"]} == {"Akismet", "Isso", "WordPress"}
    assert tagged == {path for path in document["paths"] if path.startswith(("/1.", "/isso/", "/wp"))}


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


def test_an_address_is_described_in_one_answer_alone(document: dict[str, Any]) -> None:
    """Only what comes in has a member ``email``, and the answer to who may have one opened, written down."""
    schemas = document["components"]["schemas"]

    assert [name for name, schema in schemas.items() if "email" in schema.get("properties", {})] == [
        "AuthorIn",
        "RevealedOut",
    ]
    giving = [path for path, item in document["paths"].items() if "RevealedOut" in json.dumps(item)]
    assert giving == ["/v1/moderation/comments/{identifier}/reveal"]
