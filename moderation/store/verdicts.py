"""Verdicts: what the machine thought, once for each revision of a comment."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from moderation.domain.comment import Comment
from moderation.domain.policy import Judgement, Verdict
from moderation.domain.signal import Reason, Signal
from moderation.store.tables import verdicts


def record(connection: sa.Connection, comment: Comment, judgement: Judgement, at: datetime) -> None:
    """Write a verdict down. A second one for the same revision is refused by the primary key."""
    connection.execute(
        _ADD,
        {
            "site": comment.site,
            "comment": comment.id,
            "revision": comment.revision,
            "verdict": judgement.verdict,
            "score": judgement.score,
            "offensive": judgement.offensive,
            "model": judgement.model,
            "signals": [asdict(signal) for signal in judgement.signals],
            "judged_at": at,
        },
    )


def find_many(connection: sa.Connection, comments: Iterable[Comment]) -> dict[str, Judgement]:
    """The verdicts on the present revisions of some comments, by comment id."""
    present = {comment.id: comment for comment in comments}
    sites = {comment.site for comment in present.values()}
    statement = sa.select(verdicts).where(verdicts.c.site.in_(sites), verdicts.c.comment.in_(present))
    rows = connection.execute(statement) if present else ()
    return {
        row.comment: Judgement(
            Verdict(row.verdict), row.score, tuple(map(_signal, row.signals)), row.offensive, row.model
        )
        for row in rows
        if row.revision == present[row.comment].revision
    }


def _signal(stored: Mapping[str, Any]) -> Signal:
    fields = dict(stored)
    fields["reason"] = Reason(**fields["reason"])
    fields["spans"] = tuple((start, end) for start, end in fields["spans"])
    return Signal(**fields)


_ADD = sa.insert(verdicts)  # made once: building it takes longer than running it
