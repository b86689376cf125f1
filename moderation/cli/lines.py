"""Texts as lines of JSON: read as they come, refused with the number of their line."""

import json
import os
from collections.abc import Iterator, Mapping
from typing import IO, Any

Line = tuple[int, bytes]
_CHUNK = 1 << 18  # bytes: some hundred comments, enough to judge them together


class LineError(ValueError):
    """A line is not what it must be; ``str()`` says which, and why."""


def arriving(stream: IO[bytes]) -> Iterator[list[Line]]:
    """Numbered lines, as many at once as have come: whoever sends one and waits for the answer gets it."""
    number, rest = 0, b""
    while chunk := os.read(stream.fileno(), _CHUNK):
        *whole, rest = (rest + chunk).split(b"\n")
        yield [(number + at, line) for at, line in enumerate(whole, 1) if line.strip()]
        number += len(whole)
    if rest.strip():
        yield [(number + 1, rest)]


def read(line: Line, *wanted: str) -> Mapping[str, Any]:
    """The object in a line, which must have texts of these names.

    Raises:
        LineError: It is none, or has not.
    """
    number, content = line
    try:
        found = json.loads(content)
    except ValueError:
        raise LineError(f"line {number}: not JSON in UTF-8") from None
    if not isinstance(found, dict):
        raise LineError(f"line {number}: not an object")
    for name in wanted:
        if not isinstance(found.get(name), str):
            raise LineError(f"line {number}: no text called “{name}”")
    return found
