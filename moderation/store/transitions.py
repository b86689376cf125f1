"""Transitions: the only writer of a comment's status, which writes its audit line with it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import sqlalchemy as sa

from moderation.domain.audit import AuditLine
from moderation.domain.comment import Comment, Status
from moderation.store import audit, threads
from moderation.store.prepared import Prepared
from moderation.store.tables import comments


class Transition(NamedTuple):
    """A comment moves from the status and version it was seen in to the line's.

    Attributes:
        comment: As it was seen.
        line: What happens, who does it, and when; its version is the comment's next one.
        findings: Other columns that become true at the same moment.
    """

    comment: Comment
    line: AuditLine
    findings: Mapping[str, Any] = {}


def make(connection: sa.Connection, wanted: Transition) -> bool:
    """Make a transition; False if somebody was faster."""
    comment, line, _ = wanted
    if _MOVE.change(connection, _values(wanted)) != 1:
        return False
    audit.append(connection, comment.site, line)
    difference = _difference(comment, line)
    if difference:
        threads.republish(connection, comment.site, comment.thread.id, difference)
    return True


def make_many(connection: sa.Connection, wanted: Sequence[Transition]) -> list[Transition]:
    """Make those of many comments of one site, in a few statements; which were made: with the others, somebody was faster."""
    if not wanted:
        return []
    site = wanted[0].comment.site
    stands = _lock(connection, site, [one.comment.id for one in wanted])
    made = [one for one in wanted if stands.get(one.comment.id) == _seen(one.comment)]
    for _, alike in groupby(made, key=lambda one: sorted(one.findings)):  # what is set together has the same columns
        _MOVE.change_many(connection, map(_values, alike))
    audit.append_many(connection, site, (one.line for one in made))
    differences: dict[int, int] = defaultdict(int)
    for comment, line, _ in made:
        differences[comment.thread.id] += _difference(comment, line)
    for thread, difference in sorted(differences.items()):
        if difference:
            threads.republish(connection, site, thread, difference)
    return made


def _lock(connection: sa.Connection, site: int, identifiers: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    """How comments stand, which they now do until the end of this transaction; locked in the order all others keep to."""
    columns = comments.c.version, comments.c.status, comments.c.thread
    found = sa.select(comments.c.id, *columns).where(comments.c.site == site, comments.c.id.in_(identifiers))
    rows = connection.execute(found.order_by(comments.c.thread, comments.c.id).with_for_update())
    return {row.id: (row.version, row.status, row.thread) for row in rows}


def _seen(comment: Comment) -> tuple[Any, ...]:
    return comment.version, comment.status.value, comment.thread.id


def _values(wanted: Transition) -> dict[str, Any]:
    comment, line, findings = wanted
    moved = {"status": line.after, "version": line.version, "changed_at": line.at, "lease": None, "leased_until": None}
    seen = dict(zip(("seen_version", "seen_status", "seen_thread"), _seen(comment), strict=True))
    return {**moved, **findings, **seen, "seen_site": comment.site, "seen_id": comment.id}


def _difference(comment: Comment, line: AuditLine) -> int:
    """How many comments more its thread shows."""
    return (line.after is Status.APPROVED) - (comment.status is Status.APPROVED)


_MOVE = Prepared(
    sa.update(comments).where(  # what it sets are the parameters that are columns
        comments.c.site == sa.bindparam("seen_site"),
        comments.c.id == sa.bindparam("seen_id"),
        comments.c.version == sa.bindparam("seen_version"),
        # As expressions: PostgreSQL would rather read all that stand in this status, or on this page, than find one by its key.
        comments.c.status.concat("") == sa.bindparam("seen_status"),
        comments.c.thread + 0 == sa.bindparam("seen_thread"),  # else another thread would count it
    )
)
