"""What a URL asks for, read strictly: a name that stands twice, or a number out of range, is an error."""

from datetime import datetime
from urllib.parse import unquote_to_bytes

from flask import Flask, request
from werkzeug.datastructures import MultiDict

from moderation.adapters import pages
from moderation.domain import text
from moderation.domain.errors import FieldError, InvalidError
from moderation.store.listing import Page
from moderation.web import cursors, fields
from moderation.web.problems import Problem


def install(app: Flask) -> None:
    """Refuse every URL whose query is no UTF-8, or that names two languages."""
    app.before_request(_refuse_unreadable)


def _refuse_unreadable() -> None:
    try:
        unquote_to_bytes(request.query_string).decode()
    except UnicodeDecodeError:
        raise Problem(400, "malformed") from None
    if len(request.args.getlist("lang")) > 1:
        raise InvalidError(FieldError("lang", "invalid"))


def one(name: str, otherwise: str = "", of: MultiDict[str, str] | None = None) -> str:
    """The value of a parameter that may stand once, in this URL, or in the query that is given.

    Raises:
        InvalidError: It stands twice, is absurdly long, or holds what nobody types.
    """
    values = (request.args if of is None else of).getlist(name)
    if len(values) > 1:
        raise InvalidError(FieldError(name, "invalid"))
    value = values[0] if values else otherwise
    if len(value) > fields.THREAD:
        raise InvalidError(FieldError(name, "too_long", {"limit": fields.THREAD}))
    if text.controls(value):
        raise InvalidError(FieldError(name, "control_characters"))
    return value


def choice(name: str, among: tuple[str, ...], of: MultiDict[str, str] | None = None) -> str:
    """One of some words; the first if none is given.

    Raises:
        InvalidError: It is none of them.
    """
    value = one(name, among[0], of)
    if value not in among:
        raise InvalidError(FieldError(name, "invalid"))
    return value


def percent(name: str, of: MultiDict[str, str] | None = None) -> int | None:
    """A whole number from 0 to 100; None if none is given.

    Raises:
        InvalidError: It is none.
    """
    value = one(name, of=of)
    if value and not (value.isascii() and value.isdigit() and len(value) <= 3 and int(value) <= 100):  # noqa: PLR2004
        raise InvalidError(FieldError(name, "invalid"))
    return int(value) if value else None


def moment(name: str) -> datetime | None:
    """A point in time with its zone, as in RFC 3339; None if none is given. What is far away is brought nearer.

    Raises:
        InvalidError: It is none.
    """
    value = one(name)
    try:
        at = datetime.fromisoformat(value) if value else None
    except ValueError:
        raise InvalidError(FieldError(name, "invalid")) from None
    if at is not None and at.tzinfo is None:
        raise InvalidError(FieldError(name, "invalid"))
    return at and fields.nearer(at)


def page(default: int, most: int) -> Page:
    """``order``, ``cursor`` and ``limit``.

    Raises:
        InvalidError: One of them is not what it should be.
    """
    order = choice("order", ("oldest", "newest"))
    limit = one("limit", str(default))
    if not (limit.isascii() and limit.isdigit() and 1 <= int(limit[:6]) <= most and len(limit) < 6):  # noqa: PLR2004
        raise InvalidError(FieldError("limit", "invalid"))
    return Page(order == "newest", cursors.read(one("cursor")), int(limit))


def page_url() -> str:
    """``thread``, normalised.

    Raises:
        InvalidError: It is missing or no URL.
    """
    value = one("thread")
    if not value:
        raise InvalidError(FieldError("thread", "required"))
    return normal(value)


def normal(url: str) -> str:
    """One spelling of a page's URL.

    Raises:
        InvalidError: It is none.
    """
    try:
        return pages.normalise(url)
    except pages.UrlError:
        raise InvalidError(FieldError("thread", "invalid")) from None


def threads_asked(sent: list[str]) -> list[str]:
    """Every ``thread`` of the URL, and those that were sent beside it.

    Raises:
        InvalidError: There are too many, or one is absurdly long.
    """
    asked = request.args.getlist("thread")
    if len(asked) > fields.COUNTED:
        raise InvalidError(FieldError("thread", "too_long", {"limit": fields.COUNTED}))
    if any(len(url) > fields.THREAD for url in asked):
        raise InvalidError(FieldError("thread", "invalid"))
    return asked + sent
