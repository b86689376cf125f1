"""Domain values for tests: plain unless told otherwise, so that a test shows the one field that matters."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from moderation.domain.comment import Arrival, Author, Comment, Thread, Token
from moderation.domain.evidence import Evidence, History
from moderation.domain.text import read

BODY = "مقال مفيد، شكرا لكم."


def a_comment(body: str = BODY, **changes: Any) -> Comment:
    """A comment by a named author, typed in half a minute, in a form of ours."""
    plain = Comment(
        site=1,
        id="1-abc",
        thread=Thread(site=1, id=1, url="https://news.example/interpol"),
        parent=None,
        author=Author(name="فاطمة", fingerprint="f1"),
        body=body,
        language="ar",
        submitted_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        arrival=Arrival(token=Token.FRESH, seconds=30.0),
    )
    return replace(plain, **changes)


def evidence_of(body: str = BODY, **changes: Any) -> Evidence:
    """What is known of a comment with this body; the author is new. Facts are named as in ``Evidence``."""
    return replace(Evidence(comment=a_comment(body), reading=read(body)), **changes)


def evidence_of_arrival(**facts: Any) -> Evidence:
    """What is known of a plain comment that arrived like this; facts are named as in ``Arrival``."""
    arrival = replace(Arrival(token=Token.FRESH, seconds=30.0), **facts)
    return evidence_of(comment=a_comment(arrival=arrival))


def evidence_of_author(**counts: int) -> Evidence:
    """What is known of a plain comment whose author has this ``History``."""
    return evidence_of(history=History(**counts))
