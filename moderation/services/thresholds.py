"""Thresholds for a site, from what its people have decided lately: proposals that somebody takes over, or not."""

from dataclasses import dataclass

from moderation.domain.comment import Status
from moderation.domain.thresholds import FEWEST, Proposal, above, below
from moderation.services.learn import ADVERTISING
from moderation.store import scored
from moderation.store.engine import Connection
from moderation.store.scored import Spoken

__all__ = ("FEWEST", "FINE", "SPAM", "Proposals", "propose")

NEWEST = 2_000  # decisions that are read, and as many second looks
SPAM, FINE = 0.99, 0.995  # of what is called spam, and of what is published, so much is to be right


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed, and from how many decisions; None where too few lie beyond any threshold, or none is good enough."""

    number: int
    approve_below: Proposal | None
    spam_above: Proposal | None


def propose(connection: Connection, site: int) -> Proposals:
    """Thresholds beyond which the machine alone would have been right often enough."""
    spoken = scored.list_newest(connection, site, NEWEST)
    return Proposals(
        len(spoken),
        below([(one.score, one.after == Status.APPROVED) for one in spoken], FINE),
        above([(one.score, _is_spam(one)) for one in spoken], SPAM),
    )


def _is_spam(one: Spoken) -> bool:
    return one.after == Status.SPAM or (one.after == Status.REJECTED and one.reason == ADVERTISING)
