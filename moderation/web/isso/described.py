"""What the calls of Isso's client take and are answered, for the description of the interface."""

from collections.abc import Callable
from typing import Any

from moderation.web.fields import BODY, EMAIL, NAME, THREAD, TITLE, URL
from moderation.web.foreign import JSON, PLAIN, TEXT, Content, Schema, View, refusals, speaks

_WHOLE: Schema = {"type": "integer", "minimum": 0}
_MOMENT: Schema = {"type": "number", "description": "Seconds since 1970."}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _closed(**members: Schema) -> Schema:
    """An object with exactly these members."""
    return {"type": "object", "required": [*members], "properties": members, "additionalProperties": False}


_COMMENT: dict[str, Schema] = {
    "id": _WHOLE, "parent": _or_null(_WHOLE), "text": TEXT, "author": _or_null(TEXT), "website": _or_null(TEXT),
    "mode": {"enum": [1, 2, 4]}, "created": _MOMENT, "modified": _or_null(_MOMENT), "likes": _WHOLE, "dislikes": _WHOLE,
    "hash": TEXT, "notification": _WHOLE,
}  # fmt: skip
_CHOICES = (
    "reply-to-self",
    "require-email",
    "require-author",
    "website-field",
    "reply-notifications",
    "gravatar",
    "vote",
    "feed",
)
_COUNTED: dict[str, Schema] = {"total_replies": _WHOLE, "hidden_replies": _WHOLE}
_ANSWER = _closed(**_COMMENT)
_ROOT: Schema = {
    "type": "object", "required": [*_COMMENT],
    "properties": {**_COMMENT, **_COUNTED, "replies": {"type": "array", "items": _ANSWER}}, "additionalProperties": False,
}  # fmt: skip
_SETTINGS = _closed(**{name: {"type": "boolean"} for name in _CHOICES})
COMMENT: Content = {JSON: _ANSWER}
LEFT: Content = {JSON: _or_null(_ANSWER)}
THREAD_OUT: Content = {
    JSON: _closed(id=_or_null(_WHOLE), **_COUNTED, replies={"type": "array", "items": _ROOT}, config=_SETTINGS)
}
COUNTS: Content = {JSON: {"type": "array", "items": _WHOLE}}
CONFIG: Content = {JSON: _closed(config=_SETTINGS)}
INFO: Content = {JSON: _closed(version=TEXT, host=TEXT, origin=TEXT, moderation={"type": "boolean"})}
VOTES: Content = {JSON: _closed(likes=_WHOLE, dislikes=_WHOLE)}
HTML_OUT: Content = {JSON: _closed(text=TEXT)}
PAGE: Schema = {"type": "string", "format": "page-path", "minLength": 1, "maxLength": THREAD}
PLAIN_TEXT: Schema = {**TEXT, "format": "line", "description": "1: the text as it was typed."}
NUMBER: Schema = {"type": "string", "pattern": "^[0-9]{0,18}$"}
URIS: Content = {JSON: {"type": "array", "items": {"description": "A path; whatever else counts 0."}, "maxItems": 500}}
NEW: Content = {
    JSON: {
        "type": "object", "required": ["text"],
        "properties": {
            "text": {"type": "string", "format": "text", "minLength": 3, "maxLength": BODY},
            "author": _or_null({"type": "string", "format": "line", "maxLength": NAME}),
            "email": _or_null({"type": "string", "format": "mail-address", "maxLength": EMAIL}),
            "website": _or_null({"type": "string", "format": "web-address", "maxLength": URL}),
            "title": _or_null({"type": "string", "format": "line", "maxLength": TITLE}),
            "parent": _or_null(_WHOLE),
        },
    }
}  # fmt: skip
EDIT: Content = {
    JSON: {"type": "object", "required": ["text"], "properties": {"text": NEW[JSON]["properties"]["text"]}}
}
SAID: Content = {
    JSON: {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "maxLength": BODY}}}
}
REFUSED: Content = {PLAIN: TEXT, JSON: _closed(message=TEXT)}
READING, CHANGING = (400, 404, 503), (400, 403, 404, 413, 429, 503)


def answers(
    summary: str, status: int, content: Content, refused: tuple[int, ...] = READING, **more: Any
) -> Callable[[View], View]:
    """A call, and its refusals: sentences, or JSON for who prefers that."""
    return speaks("Isso", summary, gives={status: content, **refusals(REFUSED, *refused)}, **more)
