"""Verdicts: what the machine thought, once for each revision of a comment."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from moderation.domain.comment import Comment
from moderation.domain.policy import Judgement, Verdict
from moderation.domain.signal import Reason, Signal
from moderation.store.prepared import Prepared
from moderation.store.tables import verdicts


def record(connection: sa.Connection, made: Iterable[tuple[Comment, Judgement]], at: datetime) -> None:
    """Write verdicts down. A second one for the same revision is refused by the primary key."""
    _ADD.change_many(connection, (_row(comment, judgement, at) for comment, judgement in made))


def find_many(connection: sa.Connection, comments: Iterable[Comment]) -> dict[str, Judgement]:
    """The verdicts on the present revisions of some comments, by comment id."""
    present = {comment.id: comment for comment in comments}
    sites = {comment.site for comment in present.values()}
    statement = sa.select(verdicts).where(verdicts.c.site.in_(sites), verdicts.c.comment.in_(present))
    rows = connection.execute(statement) if present else ()
    return {
        row.comment: Judgement(
            Verdict(row.verdict), row.score, tuple(map(_signal, row.signals)), row.offensive, row.model, row.rules
        )
        for row in rows
        if row.revision == present[row.comment].revision
    }


def _row(comment: Comment, judgement: Judgement, at: datetime) -> dict[str, Any]:
    return {
        "site": comment.site,
        "comment": comment.id,
        "revision": comment.revision,
        "verdict": judgement.verdict,
        "score": judgement.score,
        "offensive": judgement.offensive,
        "model": judgement.model,
        "rules": judgement.rules,
        "signals": list(map(_stored, judgement.signals)),
        "judged_at": at,
    }


def _stored(signal: Signal) -> dict[str, Any]:
    """As ``asdict`` would have it, in a tenth of its time."""
    found = {name: getattr(signal, name) for name in _FIELDS}
    return {**found, "reason": {"code": signal.reason.code, "params": signal.reason.params}}


def _signal(stored: Mapping[str, Any]) -> Signal:
    found = dict(stored)
    found["reason"] = Reason(**found["reason"])
    found["spans"] = tuple((start, end) for start, end in found["spans"])
    return Signal(**found)


_ADD = Prepared(sa.insert(verdicts))
_FIELDS = tuple(field.name for field in fields(Signal))
