"""Which comments two people have to publish, and who has said so first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from moderation.domain.approval import First, needs_two
from moderation.domain.comment import Comment
from moderation.store import approvals, verdicts
from moderation.store.engine import Connection


@dataclass(frozen=True, slots=True)
class Approvals:
    """What of some comments is to be approved twice.

    Attributes:
        needed: Ids of those that need two.
        firsts: What was said of these so far, by comment.
    """

    needed: frozenset[str] = frozenset()
    firsts: Mapping[str, First] = field(default_factory=dict)


def read(connection: Connection, found: Iterable[Comment]) -> Approvals:
    """As their sites have it now; where no site asks for two, nothing more is read."""
    present = tuple(found)
    chosen = approvals.chosen_by(connection, {comment.site for comment in present}) if present else {}
    concerned = [comment for comment in present if comment.site in chosen]
    if not concerned:
        return Approvals()
    judged, reported = verdicts.find_many(connection, concerned), approvals.list_reported(connection, concerned)
    needed = [
        comment
        for comment in concerned
        if needs_two(
            chosen[comment.site],
            comment,
            (signal.reason.code for signal in judged[comment.id].signals) if comment.id in judged else (),
            was_reported=comment.id in reported,
        )
    ]
    return Approvals(frozenset(comment.id for comment in needed), approvals.standing(connection, needed))
