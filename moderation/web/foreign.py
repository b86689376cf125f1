"""The doors that speak as other systems do, in OpenAPI's words.

No schema of ours reads what comes in there, for it has to be taken as it comes. So what is said of it stands beside each view.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
Schema = Mapping[str, Any]
Content = Mapping[str, Schema]  # by media type

TEXT: Schema = {"type": "string"}
FORM, MULTIPART, JSON, PLAIN, HTML = (
    "application/x-www-form-urlencoded", "multipart/form-data", "application/json", "text/plain", "text/html",
)  # fmt: skip
PROBLEM: Content = {"application/problem+json": {"$ref": "#/components/schemas/Problem"}}
TAGS = {
    "Akismet": "Asked as Akismet is asked. Fields may also stand in the query; those that are not named here are taken and left aside.",
    "Isso": "As the server of Isso 0.14 answers its client. Other members are left aside.",
    "WordPress": "What the stock form of WordPress 7.1 sends, and what it is answered. Other fields are left aside.",
}


@dataclass(frozen=True, slots=True)
class Wire:
    """What is said about one view.

    Attributes:
        tag: Whose language it speaks, of ``TAGS``.
        queries: Query parameters.
        required: Names of those that have to be there.
        takes: What the body may be.
        needs_body: Whether nothing is accepted without one.
        gives: What is answered, by status; without content where there is no body.
        headers: Headers of its own that answers may have, by status.
    """

    tag: str
    summary: str
    queries: Mapping[str, Schema] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    takes: Content = field(default_factory=dict)
    needs_body: bool = True
    gives: Mapping[int, Content] = field(default_factory=dict)
    headers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def speaks(tag: str, summary: str, **more: Any) -> Callable[[View], View]:
    """Say what a view takes and gives; the arguments are those of ``Wire``."""

    def decorate(view: View) -> View:
        vars(view)["wire"] = Wire(tag, summary, **more)
        return view

    return decorate


def fields(names: str, **formats: str) -> Schema:
    """A form with fields of these names, each of them a text, some of a format, and none of them needed."""
    formed = {name: {**TEXT, "format": kind} for name, kind in formats.items()}
    return {"type": "object", "properties": {**dict.fromkeys(names.split(), TEXT), **formed}}


def refusals(content: Content, *statuses: int) -> dict[int, Content]:
    """The same content for several statuses."""
    return dict.fromkeys(statuses, content)


def operation(view: Any, name: str, in_path: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A view under a name of its own, with the parameters that its path has."""
    said: Wire = view.wire
    queries = [_query(one, schema, required=one in said.required) for one, schema in said.queries.items()]
    body = {"requestBody": {"required": said.needs_body, "content": _content(said.takes)}} if said.takes else {}
    return {
        "operationId": name.replace(".", "_"),
        "tags": [said.tag],
        "summary": said.summary,
        "description": (view.__doc__ or "").strip(),
        "parameters": [*in_path, *queries],
        "responses": {str(status): _response(said, status) for status in sorted(said.gives)},
        **body,
    }


def tags(paths: Mapping[str, Any]) -> list[dict[str, str]]:
    """Whose languages are spoken in a description."""
    spoken = {tag for methods in paths.values() for one in methods.values() for tag in one.get("tags", ())}
    return [{"name": name, "description": about} for name, about in TAGS.items() if name in spoken]


def _query(name: str, schema: Schema, *, required: bool) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": schema}


def _content(content: Content) -> dict[str, Any]:
    return {media: {"schema": schema} for media, schema in content.items()}


def _response(said: Wire, status: int) -> dict[str, Any]:
    content = said.gives[status]
    named = {name: {"schema": TEXT} for name in said.headers.get(status, ())}
    return {
        "description": said.summary if status < 400 else "Refused",  # noqa: PLR2004 - from here on, it is
        **({"content": _content(content)} if content else {}),
        **({"headers": named} if named else {}),
    }
