"""The fields of what comes in, and what each may hold.

A validator's error type is the code of contract and catalogue; lengths are in code points after NFC and trimming.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from moderation.adapters import addresses, pages
from moderation.domain import text
from moderation.domain.decision import REASONS, Action
from moderation.domain.site import Site

NAME, EMAIL, URL, TITLE, BODY = 80, 254, 500, 300, 10_000
THREAD, NOTE, WHY, APPEAL, COUNTED = 2_000, 1_000, 200, 2_000, 100
PAGE: dict[str, Any] = {"type": "string", "format": "uri", "minLength": 1, "maxLength": THREAD}

EARLIEST, LATEST = (
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(9998, 1, 1, tzinfo=UTC),
)  # what every database has is between
Moment = Annotated[datetime, PlainSerializer(lambda at: at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), return_type=str)]


def nearer(at: datetime) -> datetime:
    """A point in time as it can be kept: what is far away is brought nearer."""
    return min(max(at, EARLIEST), LATEST)


def cleaned(limit: int) -> Callable[[str], str]:
    """A line or text of at most ``limit`` code points; blank becomes empty."""

    def check(value: str) -> str:
        if text.controls(value):
            raise PydanticCustomError("control_characters", "control characters")
        cleaned = text.clean(value)
        if len(cleaned) > limit:
            raise PydanticCustomError("too_long", "too long", {"limit": limit})
        return "" if text.blank(cleaned) else cleaned

    return check


def line(value: str) -> str:
    """Refuse a text of several lines."""
    if any(letter in value for letter in "\n\t"):
        raise PydanticCustomError("control_characters", "more than one line")
    return value


def if_required(name: str) -> Callable[[str, ValidationInfo], str]:
    """Refuse an empty text where the site demands this field."""

    def check(value: str, info: ValidationInfo) -> str:
        if not value and name in _site(info).required:
            raise PydanticCustomError("required", "required")
        return value

    return check


def _address(value: str) -> str:
    if len(value.encode("utf-8", "surrogatepass")) > EMAIL:
        raise PydanticCustomError("too_long", "too long", {"limit": EMAIL})
    try:
        return addresses.normal(value) if value else ""
    except addresses.AddressError:
        raise PydanticCustomError("invalid", "not an address") from None


def _website(value: str) -> str:
    try:
        return pages.normalise(value) if value else ""
    except pages.UrlError:
        raise PydanticCustomError("invalid", "not a web address") from None


def present(value: str) -> str:
    """Refuse an empty text."""
    if not value:
        raise PydanticCustomError("required", "required")
    return value


def _own_page(value: str, info: ValidationInfo) -> str:
    if len(value) > THREAD:  # normalised, an Arabic letter has six: no index of PostgreSQL could hold so many
        raise PydanticCustomError("too_long", "too long", {"limit": THREAD})
    if pages.origin_of(value) not in _site(info).origins:
        raise PydanticCustomError("foreign", "not a page of the site")
    return value


def _site(info: ValidationInfo) -> Site:
    site: Site = (info.context or {})["site"]
    return site


def size(limit: int, kind: str, least: int = 0) -> Any:
    """What is said of a text: its format (``described``), and how many code points it may have."""
    shape: dict[str, Any] = {"minLength": least} if least else {}
    return Field(json_schema_extra={"maxLength": limit, "format": kind, **shape})


def whole(value: object) -> object:
    """``2.0`` is an integer in JSON (JSON Schema 2020-12, 6.1.1)."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _digits(value: object) -> object:
    """A number as a form has it."""
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10 else value  # noqa: PLR2004 - digits of a number


def _several(value: object) -> object:
    """One text is a list of one."""
    return [value] if isinstance(value, str) else value


def _known(value: str) -> str:
    if value and value not in REASONS:
        raise PydanticCustomError("invalid", "not a reason")
    return value


def _with_reason(value: str, info: ValidationInfo) -> str:
    if not value and info.data.get("action") == Action.REJECT:
        raise PydanticCustomError("required", "a rejection needs a reason")
    return value


Name = Annotated[
    str,
    size(NAME, "line"),
    AfterValidator(cleaned(NAME)),
    AfterValidator(line),
    AfterValidator(if_required("name")),
]
Email = Annotated[
    str, size(EMAIL, "mail-address"), AfterValidator(cleaned(EMAIL)), AfterValidator(_address), AfterValidator(if_required("email")),
]  # fmt: skip
Website = Annotated[
    str, size(URL, "web-address"), AfterValidator(cleaned(URL)), AfterValidator(_website), AfterValidator(if_required("url")),
]  # fmt: skip
ThreadUrl = Annotated[
    str, size(THREAD, "uri", least=1), AfterValidator(cleaned(THREAD)), AfterValidator(present), AfterValidator(_website),
    AfterValidator(_own_page),
]  # fmt: skip
Title = Annotated[str, size(TITLE, "line"), AfterValidator(cleaned(TITLE)), AfterValidator(line)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Body = Annotated[str, size(BODY, "text", least=1), AfterValidator(cleaned(BODY)), AfterValidator(present)]
DecisionReason = Annotated[
    str, Field(json_schema_extra={"enum": ["", *REASONS]}), AfterValidator(_known), AfterValidator(_with_reason),
]  # fmt: skip
ReportReason = Annotated[
    str, Field(json_schema_extra={"enum": list(REASONS)}), AfterValidator(present), AfterValidator(_known),
]  # fmt: skip
AppealBody = Annotated[str, size(APPEAL, "text", least=1), AfterValidator(cleaned(APPEAL)), AfterValidator(present)]
Why = Annotated[
    str, size(WHY, "line", least=1), AfterValidator(cleaned(WHY)), AfterValidator(line), AfterValidator(present),
]  # fmt: skip
Note = Annotated[str, size(NOTE, "text"), AfterValidator(cleaned(NOTE))]
Version = Annotated[int, Field(ge=1), BeforeValidator(whole)]
FormVersion = Annotated[int, Field(ge=1), BeforeValidator(_digits)]
Pages = Annotated[
    list[Annotated[str, Field(max_length=THREAD)]], Field(max_length=COUNTED), BeforeValidator(_several),
    WithJsonSchema({"anyOf": [{"type": "array", "maxItems": COUNTED, "items": PAGE}, PAGE]}),
]  # fmt: skip
