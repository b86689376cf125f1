"""JSON read strictly: an object in UTF-8, not deep, no member twice, no numbers that JSON does not have."""

import json
from typing import Any

from moderation.web.problems import Problem

DEPTH = 8


def read(data: bytes) -> dict[str, Any]:
    """The members of a JSON object.

    Raises:
        Problem: 400, it is none.
    """
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
