"""A classifier that answers by HTTP: ``{"id", "text", "language"}`` in, ``{"spam": 0..1, "offensive": 0..1}`` out."""

import json
from collections.abc import Callable
from typing import Any

from moderation.adapters.outward import Answer
from moderation.domain import discretion
from moderation.domain.message import SendingError
from moderation.domain.opinion import Opinion, Who

Post = Callable[[str, bytes, str], Answer]  # raises SendingError


def classify(post: Post, url: str, identifier: str, text: str, language: str) -> Opinion:
    """What it thinks of a text; ``offensive`` may be missing in its answer, and others are not looked at.

    Raises:
        SendingError: It gave no answer that can be used.
    """
    asked = {"id": identifier, "text": discretion.text(text), "language": language}
    body = json.dumps(asked, ensure_ascii=False).encode("utf-8", "replace")
    said = _read(post(url, body, "application/json").body)
    spam, offensive = _share(said.get("spam")), said.get("offensive")
    return Opinion(Who.CLASSIFIER, spam, None if offensive is None else _share(offensive))


def _read(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise SendingError("garbage")
    return said


def _share(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise SendingError("garbage")
    return float(value)
