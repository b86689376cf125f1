"""What of the interface no schema says: parameters, problems, forms, and which answer leads to which question.

Formats beside the registered ones: ``line`` is a text without control characters, ``text`` may have line breaks and tabs;
``web-address`` is empty or an http(s) URL, ``mail-address`` is empty or what ``docs/addresses.md`` takes.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from moderation.web.fields import COUNTED, PAGE, THREAD

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {name: {"type": "string"} for name in ("field", "code", "message")},
            },
        },
    },
}

_WORD = {"type": "string", "maxLength": THREAD, "format": "text"}
_IDENTIFIER = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$"}
_SITE = {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,39}$"}


def _query(name: str, schema: Mapping[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": schema}


def _or_empty(schema: Mapping[str, Any]) -> dict[str, Any]:
    """As a form sends it where nothing was filled in."""
    return {"anyOf": [schema, {"type": "string", "maxLength": 0}]}


QUERIES: Mapping[str, dict[str, Any]] = {
    "thread": _query("thread", PAGE, required=True),
    "page": _query("thread", PAGE),
    "threads": _query("thread", {"type": "array", "maxItems": COUNTED, "items": PAGE}),
    "order": _query("order", {"type": "string", "enum": ["oldest", "newest"], "default": "oldest"}),
    "cursor": _query("cursor", {"type": "string", "format": "cursor", "maxLength": THREAD}),
    "limit": _query("limit", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}),
    "fewer": _query("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 25}),
    "site": _query("site", _SITE),
    "status": _query(
        "status",
        {
            "type": "string", "default": "pending",
            "enum": ["received", "pending", "approved", "spam", "rejected", "reported", "referred"],
        },
    ),
    "age": _query("age", {"type": "string", "enum": ["hour", "day", "week"]}),
    "risk": _query("risk", _or_empty({"type": "integer", "minimum": 0, "maximum": 100})),
    "like": _query("like", _WORD),
    "since": _query("since", _or_empty({"type": "string", "format": "date-time"})),
    "signal": _query("signal", _WORD),
    "language": _query("language", _WORD),
    "q": _query("q", _WORD),
    "from": _query("from", _or_empty({"type": "string", "format": "date"})),
    "to": _query("to", _or_empty({"type": "string", "format": "date"})),
}  # fmt: skip
IN_PATH = {"site": _SITE, "identifier": _IDENTIFIER, "number": {"type": "string", "pattern": "^[0-9]{1,18}$"}}

# Names of a form, and where they stand in JSON.
FORMS = {
    "CommentIn": {
        "author": "AuthorIn.name", "email": "AuthorIn.email", "url": "AuthorIn.url",
        **{name: f"CommentIn.{name}" for name in ("thread", "title", "body", "form_token", "website2")},
    },
    "CountsIn": {"thread": "CountsIn.thread"},
    "ReportIn": {"reason": "ReportIn.reason"},
}  # fmt: skip
_AS_PARENT = {"identifier": "$response.body#/id"}
_OF_QUEUE = {"id": "$response.body#/items/0/id", "version": "$response.body#/items/0/version"}
LINKS: Mapping[str, dict[str, Any]] = {
    "post_comment": {"Own": {"operationId": "get_own", "parameters": _AS_PARENT}},
    "get_queue": {
        "One": {"operationId": "get_comment", "parameters": {"identifier": _OF_QUEUE["id"]}},
        "Hold": {"operationId": "post_decisions", "requestBody": {"action": "hold", "items": [_OF_QUEUE]}},
    },
    "post_decisions": {"Undo": {"operationId": "post_undo", "requestBody": {"undo": "$response.body#/undo"}}},
}


def in_path(names: Iterable[str]) -> list[dict[str, Any]]:
    """The parameters of a path."""
    return [{"name": name, "in": "path", "required": True, "schema": IN_PATH[name]} for name in sorted(names)]


def form_of(schema: str, schemas: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a form that says the same as a JSON body; what else a form holds is left out."""
    places = {name: place.split(".") for name, place in FORMS[schema].items()}
    members = {name: schemas[model]["properties"][member] for name, (model, member) in places.items()}
    required = [name for name in schemas[schema].get("required", ()) if name in members]
    return {"type": "object", "properties": members, "required": required}
