"""Reading a request: from bytes to a valid ``CommentIn``."""

from typing import Any, TypeVar
from urllib.parse import parse_qsl

from flask import request
from pydantic import BaseModel, ValidationError

from moderation.domain.errors import FieldError, InvalidError
from moderation.domain.site import Site
from moderation.web import current, faults, strict_json
from moderation.web.problems import Problem
from moderation.web.schemas import CommentIn, CountsIn

Model = TypeVar("Model", bound=BaseModel)
LARGEST = 160 * 1024  # bytes of a request: 10,000 emoji, form-encoded, are 120,000
FIELDS = 120  # of a form: a hundred pages to be counted, and some more
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
HONEYPOT = "website2"
KEY_LENGTH = 255
Shape = TypeVar("Shape", bound=CommentIn)


def fields() -> dict[str, Any]:
    """The request's members, form fields under their JSON names.

    Raises:
        Problem: 400, 413 or 415.
    """
    if request.mimetype == JSON:
        return strict_json.read(request.get_data(cache=False))
    return _nested(dict(reversed(form_pairs())))  # where a field stands twice, the first one counts


def form_pairs() -> list[tuple[str, str]]:
    """The names and values of a form, in order.

    Raises:
        Problem: 400, 413, or 415 where it is no form.
    """
    if request.mimetype == FORM:
        return _urlencoded(request.get_data())
    if request.mimetype == MULTIPART:
        return _multipart(request.get_data())
    raise Problem(415, "media_type")


def validate(members: dict[str, Any], site: Site) -> CommentIn:
    """The comment in a request; all that is wrong with it at once.

    Raises:
        InvalidError: Something is.
    """
    return validate_as(CommentIn, members, site)


def validate_as(shape: type[Shape], members: dict[str, Any], site: Site) -> Shape:
    """The same for a comment of another shape, as other systems' forms have it.

    Raises:
        InvalidError: Something is.
    """
    try:
        return shape.model_validate(members, context={"site": site})
    except ValidationError as error:
        raise faults.of_validation(error) from None


def read(model: type[Model], *, forms: bool = False) -> Model:
    """The request's JSON, or, with ``forms``, a form with the same names; all that is wrong with it at once.

    Raises:
        InvalidError: It is not as the model has it.
        Problem: 400, 413 or 415.
    """
    if request.mimetype == JSON:
        sent = strict_json.read(request.get_data(cache=False))
    elif forms:
        sent = {name: value for name, value in reversed(form_pairs()) if name in model.model_fields}
    else:
        raise Problem(415, "media_type")
    try:
        return model.model_validate(sent)
    except ValidationError as error:
        raise faults.of_validation(error) from None


def pages() -> list[str]:
    """The pages in a request that asks about several; none if it has no body.

    Raises:
        InvalidError: One of them is no text, or there are too many.
        Problem: 400, 413 or 415.
    """
    if request.method != "POST" or not request.mimetype:
        return []
    is_json = request.mimetype == JSON
    sent = fields() if is_json else {"thread": [value for name, value in form_pairs() if name == "thread"]}
    try:
        return CountsIn.model_validate(sent).thread
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


def _urlencoded(data: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except ValueError:
        raise Problem(400, "malformed") from None


def _multipart(data: bytes) -> list[tuple[str, str]]:
    """The fields that have a name; files and nameless parts are none of ours."""
    try:
        data.decode()  # the parser would put something else in the place of what is no UTF-8
    except UnicodeDecodeError:
        raise Problem(400, "malformed") from None
    return [(name, value) for name, value in request.form.items(multi=True) if name]


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
