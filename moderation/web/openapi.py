"""OpenAPI 3.1, made from the views and the schemas that validate: what is not described here does not exist."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from moderation import __version__
from moderation.web import foreign
from moderation.web.described import LINKS, PROBLEM, QUERIES, form_of, in_path

View = TypeVar("View", bound=Callable[..., Any])
REFERENCE = "#/components/schemas/{model}"

ALWAYS = (400,)  # where the query is no UTF-8
SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "A moderator's token; or the console's session."},
    "author": {"type": "http", "scheme": "bearer", "description": "The `author_token` of the answer to the comment."},
}


@dataclass(frozen=True, slots=True)
class Description:
    """What is said about one view.

    Attributes:
        takes: Schema of the body.
        gives: Schemas by status; None where there is no body.
        queries: Query parameters, by their names in ``described.QUERIES``.
        refuses: Statuses that come as problems.
        login: Whose bearer token is needed, by its name in ``SCHEMES``; empty if nobody's.
        forms: Whether the body may also be a form.
    """

    summary: str
    takes: type[BaseModel] | None = None
    gives: Mapping[int, type[BaseModel] | None] | None = None
    queries: tuple[str, ...] = ()
    refuses: tuple[int, ...] = ()
    login: str = ""
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
    models: Any = {pair for _, view in found if hasattr(view, "description") for pair in view.description.models()}
    references, schemas = models_json_schema(sorted(models, key=str), ref_template=REFERENCE)
    paths = _paths(found, references, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Comment moderation",
            "version": __version__,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": outside}],
        "tags": foreign.tags(paths),
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {**schemas.get("$defs", {}), "Problem": PROBLEM},
            "securitySchemes": SCHEMES,
        },
    }


def _paths(found: Iterable[tuple[Rule, Any]], references: Any, schemas: Mapping[str, Any]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for rule, view in found:
        path = rule.rule.replace("<", "{").replace(">", "}")
        for method in sorted(method.lower() for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if hasattr(view, "description"):
                operation = _operation(rule.arguments, view, references, method)
                paths.setdefault(path, {})[method] = operation | _body(view, references, schemas, method)
            elif hasattr(view, "wire"):
                paths.setdefault(path, {})[method] = foreign.operation(view, rule.endpoint, in_path(rule.arguments))
    return paths


def _operation(arguments: Iterable[str], view: Any, references: Any, method: str) -> dict[str, Any]:
    said: Description = view.description
    operation: dict[str, Any] = {
        "operationId": view.__name__ if view.__name__.startswith(method) else f"{view.__name__}_by_{method}",
        "summary": said.summary,
        "description": (view.__doc__ or "").strip(),
        "parameters": [*in_path(arguments), *(QUERIES[name] for name in said.queries)],
        "responses": _responses(view, references),
    }
    if said.login:
        operation["security"] = [{said.login: []}]
    return operation


def _body(view: Any, references: Any, schemas: Mapping[str, Any], method: str) -> dict[str, Any]:
    said: Description = view.description
    if said.takes is None or method == "get":
        return {}
    content = {"application/json": {"schema": references[said.takes, "validation"]}}
    if said.forms:
        form = {"schema": form_of(said.takes.__name__, schemas["$defs"])}
        content |= {"application/x-www-form-urlencoded": form, "multipart/form-data": form}
    required = any(field.is_required() for field in said.takes.model_fields.values())
    return {"requestBody": {"required": required, "content": content}}


def _responses(view: Any, references: Any) -> dict[str, Any]:
    said: Description = view.description
    responses: dict[str, Any] = {}
    for status, model in (said.gives or {200: None}).items():
        content = {"content": {"application/json": {"schema": references[model, "serialization"]}}} if model else {}
        links = {"links": LINKS[view.__name__]} if model and view.__name__ in LINKS else {}
        responses[str(status)] = {"description": said.summary, **content, **links}
    problem = {"application/problem+json": {"schema": {"$ref": REFERENCE.format(model="Problem")}}}
    refused = {
        str(status): {"description": "Refused", "content": problem} for status in sorted({*ALWAYS, *said.refuses})
    }
    return responses | refused
