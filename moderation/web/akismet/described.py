"""What Akismet's calls take and are answered, for the description of the interface."""

from collections.abc import Callable
from typing import Any

from moderation.web.foreign import FORM, JSON, PLAIN, PROBLEM, TEXT, Schema, View, fields, refusals, speaks

WHOSE = "api_key key blog"
LESSON = f"{WHOSE} is_test comment_content"
COMMENT = (
    f"{LESSON} user_ip user_role comment_author comment_author_email comment_author_url "
    "honeypot_field_name POST_ak_hp_textarea POST_ak_js"
)
WHY = "X-akismet-debug-help"
REFUSED = refusals(PROBLEM, 400, 413, 429, 503)
_NUMBERS = ("spam", "ham", "missed_spam", "false_positives")
_WHOLE: Schema = {"type": "integer", "minimum": 0}
LIMIT: Schema = {
    "type": "object", "required": ["limit", "usage", "percentage", "throttled"],
    "properties": {"limit": TEXT, "usage": _WHOLE, "percentage": TEXT, "throttled": {"type": "boolean"}},
}  # fmt: skip
BLOG: Schema = {
    "type": "object", "required": ["site", "api_calls", *_NUMBERS, "is_revoked"],
    "properties": {"site": TEXT, "api_calls": _WHOLE, **dict.fromkeys(_NUMBERS, _WHOLE), "is_revoked": {"type": "boolean"}},
}  # fmt: skip
BLOGS: Schema = {
    "type": "object", "required": ["limit", "offset", "total"],
    "properties": dict.fromkeys(("limit", "offset", "total"), _WHOLE),
    "additionalProperties": {"type": "array", "items": BLOG},
}  # fmt: skip
STATS: Schema = {
    "type": "object", "required": [*_NUMBERS, "accuracy", "time_saved", "breakdown"],
    "properties": {
        **dict.fromkeys(_NUMBERS, _WHOLE), "accuracy": {"type": "number"}, "time_saved": _WHOLE, "breakdown": {"type": "object"},
    },
}  # fmt: skip


def asks(summary: str, names: str, *words: str, headers: tuple[str, ...] = ()) -> Callable[[View], View]:
    """A call with a form, answered by one of some words; by ``invalid`` and status 200 where something is wrong with it."""
    said = {PLAIN: {"type": "string", "enum": [*words, "invalid"]}}
    more: Any = {
        "takes": {FORM: fields(names)},
        "needs_body": False,
        "gives": {200: said, **REFUSED},
        "headers": {200: (WHY, *headers)},
    }
    return speaks("Akismet", summary, **more)


def counts(summary: str, figures: Schema, *others: str, form: str = "", queries: str = "") -> Callable[[View], View]:
    """A call answered by figures, also of other kinds; by ``invalid`` and status 200 where something is wrong with it."""
    said = {JSON: figures, PLAIN: {"type": "string", "enum": ["invalid"]}, **dict.fromkeys(others, TEXT)}
    takes: Any = (
        {"takes": {FORM: fields(form)}, "needs_body": False}
        if form
        else {"queries": dict.fromkeys(queries.split(), TEXT)}
    )
    return speaks("Akismet", summary, **takes, gives={200: said, **REFUSED}, headers={200: (WHY,)})
