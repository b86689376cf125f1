"""Publishing all that a filter names, once the riskiest of it were read: the machine's word is not enough for many at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from moderation.domain.comment import Comment
from moderation.domain.decision import Action, Decision, Outcome
from moderation.domain.errors import StaleError
from moderation.domain.moderator import Moderator
from moderation.services import queue, review
from moderation.store import verdicts
from moderation.store.engine import Connection
from moderation.store.filters import Filter

READ = 10  # comments, the riskiest ones
MOST = 500  # published at once
Seen = Collection[tuple[str, int]]  # ids and versions


@dataclass(frozen=True, slots=True)
class Sample:
    """What would be published, and what is to be read before.

    Attributes:
        whole: All that the filter names; the first 500.
        riskiest: The ten of these that are most likely spam or an offence, or fewer if there are; the riskiest first.
    """

    whole: tuple[Comment, ...]
    riskiest: tuple[Comment, ...]


def draw(connection: Connection, moderator: Moderator, wanted: Filter) -> Sample:
    """The sample as it is now."""
    whole = queue.list_all(connection, moderator, wanted, MOST)
    judged = verdicts.find_many(connection, whole)
    risks = {identifier: max(one.score, one.offensive or 0.0) for identifier, one in judged.items()}
    by_risk = sorted(whole, key=lambda comment: (-risks.get(comment.id, 1.0), comment.id))
    return Sample(whole, tuple(by_risk[:READ]))


def publish(
    connection: Connection, moderator: Moderator, wanted: Filter, seen: Seen, made: tuple[str, datetime]
) -> tuple[Outcome, ...]:
    """Publish all that a filter names, if what is riskiest of it at this moment has been read.

    Args:
        connection: A writing transaction.
        moderator: Whose word it is.
        wanted: The filter.
        seen: What they have read.
        made: Digest of the undo token they are given, and now.

    Raises:
        ForbiddenError: The person may only look.
        StaleError: Something riskier has come that they have not read, or nothing is left.
    """
    sample = draw(connection, moderator, wanted)
    if not sample.whole or not {_seen(comment) for comment in sample.riskiest} <= set(seen):
        raise StaleError("sample")
    decision = Decision(Action.APPROVE, tuple(map(_seen, sample.whole)))
    return review.decide(connection, moderator, decision, *made)


def _seen(comment: Comment) -> tuple[str, int]:
    return comment.id, comment.version
