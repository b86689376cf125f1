"""The review queue: comments with everything a person needs to decide, and how many of each status there are."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from moderation.domain.audit import AuditLine
from moderation.domain.comment import Comment
from moderation.domain.errors import NotFoundError
from moderation.domain.evidence import History
from moderation.domain.moderator import Moderator
from moderation.domain.policy import Judgement
from moderation.store import audit, comments, evidence, listing, verdicts
from moderation.store.engine import Connection
from moderation.store.listing import Filter, Page


@dataclass(frozen=True, slots=True)
class Item:
    """A comment as a moderator sees it.

    Attributes:
        judgement: What the machine thought; None while it has not.
        history: What became of all comments of this author on this site, this one included.
    """

    comment: Comment
    judgement: Judgement | None
    history: History


def look(connection: Connection, moderator: Moderator, wanted: Filter, page: Page) -> tuple[Item, ...]:
    """What the moderator asked for, as far as it is theirs to see."""
    return _items(connection, listing.list_queue(connection, _visible(moderator, wanted), page))


def count(connection: Connection, moderator: Moderator, wanted: Filter) -> dict[str, int]:
    """Comments of each status in the sites the moderator asked for, and how many were reported."""
    return listing.count_by_status(connection, _visible(moderator, wanted).sites)


def find(connection: Connection, moderator: Moderator, identifier: str) -> tuple[Item, tuple[AuditLine, ...]]:
    """One comment with its audit.

    Raises:
        NotFoundError: There is none, or it is not theirs to see.
    """
    comment = comments.find(connection, identifier)
    if comment is None or not moderator.sees(comment.site):
        raise NotFoundError("comment")
    return _items(connection, [comment])[0], audit.list_of(connection, comment.site, comment.id)


def _visible(moderator: Moderator, wanted: Filter) -> Filter:
    if moderator.sites is None:
        return wanted
    asked = moderator.sites if wanted.sites is None else moderator.sites & frozenset(wanted.sites)
    return replace(wanted, sites=asked)


def _items(connection: Connection, found: Iterable[Comment]) -> tuple[Item, ...]:
    shown = tuple(found)
    judgements = verdicts.find_many(connection, shown)
    histories: dict[tuple[int, str], History] = {}
    for site in {comment.site for comment in shown}:
        authors = {comment.author.fingerprint for comment in shown if comment.site == site}
        histories |= {(site, author): past for author, past in evidence.histories(connection, site, authors).items()}
    return tuple(Item(c, judgements.get(c.id), histories.get((c.site, c.author.fingerprint), History())) for c in shown)
