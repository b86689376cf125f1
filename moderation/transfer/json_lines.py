"""Lines of JSON, one object each: a broken one is told, and the next is read."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from moderation.transfer.reading import MalformedError

LONGEST = 1 << 26  # bytes of a line; the first one of Remark42 lists all its users


def objects(stream: BinaryIO) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """The number of each line that is not empty, and its object, or what is wrong with it."""
    number = 0
    while line := stream.readline(LONGEST):
        number += 1
        if len(line) == LONGEST and not line.endswith(b"\n"):
            while (rest := stream.readline(LONGEST)) and not rest.endswith(b"\n"):
                pass
            yield number, "longer than any comment"
        elif line.strip():
            yield number, _object(line)


def flag(record: dict[str, Any], name: str) -> bool:
    """Whether something is true of a record."""
    return record.get(name) is True


def part(record: dict[str, Any], name: str, *, needed: bool = False) -> dict[str, Any]:
    """An object in a record; an empty one if it is not there.

    Raises:
        MalformedError: It is something else, or it is needed and not there.
    """
    value = record.get(name)
    if value is None and not needed:
        return {}
    if not isinstance(value, dict):
        raise MalformedError(f"no object called “{name}”")
    return value


def _object(line: bytes) -> dict[str, Any] | str:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return "not JSON in UTF-8, or cut off"
    return found if isinstance(found, dict) else "not an object"
