"""OpenAPI 3.1, made from the views and the schemas that validate: what is not described here does not exist."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from moderation import __version__

View = TypeVar("View", bound=Callable[..., Any])
REFERENCE = "#/components/schemas/{model}"

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
QUERIES: Mapping[str, dict[str, Any]] = {
    "thread": {"type": "string", "format": "uri"},
    "order": {"enum": ["oldest", "newest"], "default": "oldest"},
    "cursor": {"type": "string"},
    "limit": {"type": "integer", "minimum": 1, "maximum": 200},
    "site": {"type": "string"},
    "status": {"enum": ["received", "pending", "approved", "spam", "rejected"], "default": "pending"},
    "signal": {"type": "string"},
    "language": {"type": "string"},
    "q": {"type": "string"},
}


@dataclass(frozen=True, slots=True)
class Description:
    """What is said about one view.

    Attributes:
        takes: Schema of the body.
        gives: Schemas by status; None where there is no body.
        queries: Names of query parameters.
        refuses: Statuses that come as problems.
        login: Whether a bearer token or a session is needed.
        forms: Whether the body may also be a form.
    """

    summary: str
    takes: type[BaseModel] | None = None
    gives: Mapping[int, type[BaseModel] | None] | None = None
    queries: tuple[str, ...] = ()
    refuses: tuple[int, ...] = ()
    login: bool = False
    forms: bool = False

    def models(self) -> Iterable[tuple[type[BaseModel], str]]:
        """Every schema with the direction it is used in."""
        if self.takes:
            yield self.takes, "validation"
        yield from ((model, "serialization") for model in (self.gives or {}).values() if model)


def describe(summary: str, **more: Any) -> Callable[[View], View]:
    """Say what a view takes and gives; the arguments are those of ``Description``."""

    def decorate(view: View) -> View:
        vars(view)["description"] = Description(summary, **more)
        return view

    return decorate


def document(app: Flask, outside: str) -> dict[str, Any]:
    """The description of all described views of an application."""
    found = [(rule, app.view_functions[rule.endpoint]) for rule in app.url_map.iter_rules()]
    described = [(rule, view) for rule, view in found if hasattr(view, "description")]
    models: Any = {pair for _, view in described for pair in view.description.models()}
    references, schemas = models_json_schema(sorted(models, key=str), ref_template=REFERENCE)
    paths: dict[str, Any] = {}
    for rule, view in described:
        path = rule.rule.replace("<", "{").replace(">", "}")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            paths.setdefault(path, {})[method.lower()] = _operation(rule.arguments, view, references, method)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Comment moderation",
            "version": __version__,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": outside}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {**schemas.get("$defs", {}), "Problem": PROBLEM},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(arguments: Iterable[str], view: Any, references: Any, method: str) -> dict[str, Any]:
    said: Description = view.description
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in sorted(arguments)
    ]
    parameters += [{"name": name, "in": "query", "schema": QUERIES[name]} for name in said.queries]
    operation: dict[str, Any] = {
        "operationId": view.__name__ if method != "POST" or said.takes else f"{view.__name__}_by_post",
        "summary": said.summary,
        "description": (view.__doc__ or "").strip(),
        "parameters": parameters,
        "responses": _responses(said, references),
    }
    if said.takes:
        types = (
            "application/json",
            *(("application/x-www-form-urlencoded", "multipart/form-data") if said.forms else ()),
        )
        body = {"schema": references[said.takes, "validation"]}
        operation["requestBody"] = {
            "required": True,
            "content": {kind: body if kind == types[0] else {} for kind in types},
        }
    if said.login:
        operation["security"] = [{"token": []}]
    return operation


def _responses(said: Description, references: Any) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    for status, model in (said.gives or {200: None}).items():
        content = {"content": {"application/json": {"schema": references[model, "serialization"]}}} if model else {}
        responses[str(status)] = {"description": said.summary, **content}
    problem = {"application/problem+json": {"schema": {"$ref": REFERENCE.format(model="Problem")}}}
    responses |= {str(status): {"description": "Refused", "content": problem} for status in said.refuses}
    return responses
