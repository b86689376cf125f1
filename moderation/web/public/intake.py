"""Reading a request: from bytes to a valid ``CommentIn``."""

import json
from typing import Any
from urllib.parse import parse_qsl

from flask import request
from pydantic import ValidationError

from moderation.domain.errors import FieldError, InvalidError
from moderation.domain.site import Site
from moderation.web import current, faults
from moderation.web.problems import Problem
from moderation.web.schemas import CommentIn

LARGEST = 160 * 1024  # bytes of a request: 10,000 emoji, form-encoded, are 120,000
FIELDS = 50
DEPTH = 8
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
HONEYPOT = "website2"
KEY_LENGTH = 255


def fields() -> dict[str, Any]:
    """The request's members, form fields under their JSON names.

    Raises:
        Problem: 400, 413 or 415.
    """
    if request.mimetype == JSON:
        return _json(request.get_data(cache=False))
    if request.mimetype == FORM:
        return _nested(_urlencoded(request.get_data(cache=False)))
    if request.mimetype == MULTIPART:
        return _nested({name: value for name, value in request.form.items() if len(name) < KEY_LENGTH})
    raise Problem(415, "media_type")


def validate(members: dict[str, Any], site: Site) -> CommentIn:
    """The comment in a request; all that is wrong with it at once.

    Raises:
        InvalidError: Something is.
    """
    try:
        return CommentIn.model_validate(members, context={"site": site})
    except ValidationError as error:
        raise faults.of_validation(error) from None


def key() -> str:
    """A keyed hash of the ``Idempotency-Key``; empty if there is none.

    Raises:
        InvalidError: It is too long, or not printable ASCII.
    """
    value = request.headers.get("Idempotency-Key", "")
    if len(value) > KEY_LENGTH:
        raise InvalidError(FieldError("idempotency_key", "too_long", {"limit": KEY_LENGTH}))
    if value and not (value.isascii() and value.isprintable()):
        raise InvalidError(FieldError("idempotency_key", "invalid"))
    return current.context().fingerprints.receipt(value) if value else ""


def _json(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data.decode(), object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Problem(400, "malformed") from None
    if not isinstance(value, dict) or _depth(value) > DEPTH:
        raise Problem(400, "malformed")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members


def _refuse(_constant: str) -> None:
    raise ValueError("not JSON")


def _depth(value: object) -> int:
    """How deep a value is nested; stops counting where it is too deep anyway."""
    level, depth = [value], 0
    while level and depth <= DEPTH:
        level = [child for one in level for child in _children(one)]
        depth += 1
    return depth


def _children(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _urlencoded(data: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except ValueError:
        raise Problem(400, "malformed") from None
    return dict(reversed(pairs))  # where a field stands twice, the first one counts


def _nested(form: dict[str, str]) -> dict[str, Any]:
    """Form fields as JSON members; those we do not know are left out."""
    names = {"author": "name", "email": "email", "url": "url"}
    members: dict[str, Any] = {
        name: form[name] for name in ("thread", "title", "body", "form_token", HONEYPOT) if name in form
    }
    members["author"] = {names[field]: form[field] for field in names if field in form}
    members["parent"] = form.get("parent") or None
    members["notify_replies"] = form.get("notify_replies", "") not in {"", "0", "false", "off"}
    return members
