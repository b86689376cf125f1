"""Cursors: where a list was left, as an opaque word."""

import base64
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from moderation.domain.comment import Comment
from moderation.domain.errors import FieldError, InvalidError
from moderation.domain.identity import site_of
from moderation.store.listing import Place

Shown = TypeVar("Shown")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def write(comment: Comment) -> str:
    """The place of a comment in any list that is ordered by time."""
    return (
        base64.urlsafe_b64encode(f"{(comment.submitted_at - EPOCH) // MICROSECOND}.{comment.id}".encode())
        .decode()
        .rstrip("=")
    )


def cut(found: Sequence[Shown], limit: int, comment: Callable[[Shown], Comment]) -> tuple[Sequence[Shown], str | None]:
    """What belongs on a page of ``limit``, of a list that was asked for one more; and the cursor of the next page."""
    shown = found[:limit]
    return shown, write(comment(shown[-1])) if len(found) > limit else None


def read(cursor: str) -> Place | None:
    """The place a cursor names; None for an empty one.

    Raises:
        InvalidError: It is not one of ours.
    """
    if not cursor:
        return None
    try:
        microseconds, _, identifier = (
            base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii").partition(".")
        )
        at = EPOCH + int(microseconds) * MICROSECOND
    except (ValueError, OverflowError):
        raise InvalidError(FieldError("cursor", "invalid")) from None
    if not site_of(identifier):
        raise InvalidError(FieldError("cursor", "invalid"))
    return at, identifier
