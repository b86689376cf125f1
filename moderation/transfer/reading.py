"""What all formats share: reading times, and refusing what is none."""

from datetime import UTC, datetime, timedelta
from typing import Any

EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)  # ids begin with their time, and count from there
LATEST = datetime(9999, 1, 1, tzinfo=UTC)


class MalformedError(ValueError):
    """A record cannot be read; ``str()`` says which part, and never what stands there."""


def moment(value: object) -> datetime:
    """A time in ISO form, or as databases write it; UTC where it does not say.

    Raises:
        MalformedError: It is none.
    """
    try:
        at = datetime.fromisoformat(_shortened(str(value).strip()))
        return within(at if at.tzinfo else at.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        raise MalformedError("no date that can be read") from None


def of_seconds(value: object) -> datetime:
    """A time in seconds since 1970.

    Raises:
        MalformedError: It is none.
    """
    if not isinstance(value, int | float):
        raise MalformedError("no date that can be read")
    try:
        return within(datetime.fromtimestamp(0, UTC) + timedelta(seconds=value))
    except (ValueError, OverflowError):
        raise MalformedError("no date that can be read") from None


def within(at: datetime) -> datetime:
    """The same moment, in UTC.

    Raises:
        ValueError: No comment can have been written then.
    """
    found = at.astimezone(UTC)
    if not EARLIEST <= found <= LATEST:
        raise ValueError
    return found


def text(record: Any, name: str, *, needed: bool = False) -> str:
    """A text of a record; empty if there is none.

    Raises:
        MalformedError: It is something else, or it is needed and not there.
    """
    value = record.get(name)
    if (value is None or value == "") and not needed:
        return ""
    if not isinstance(value, str) or not value:
        raise MalformedError(f"no text called “{name}”")
    return value


def _shortened(value: str) -> str:
    """With six digits of a second at most: others count in nanoseconds."""
    head, point, rest = value.partition(".")
    digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
    return f"{head}{point}{digits[:6].ljust(6, '0')}{rest[len(digits) :]}" if point and digits else value
