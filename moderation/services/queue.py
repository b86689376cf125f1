"""The review queue: comments with everything a person needs to decide, and how many of each status there are."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from moderation.domain.approval import First
from moderation.domain.audit import AuditLine
from moderation.domain.comment import Comment
from moderation.domain.desk import Referral
from moderation.domain.errors import NotFoundError
from moderation.domain.evidence import History
from moderation.domain.identity import site_of
from moderation.domain.moderator import Moderator
from moderation.domain.policy import Judgement
from moderation.services import approvals
from moderation.store import (
    alike,
    appeals,
    audit,
    claims,
    comments,
    evidence,
    listing,
    looks,
    moderators,
    referrals,
    verdicts,
)
from moderation.store.engine import Connection
from moderation.store.filters import Filter
from moderation.store.listing import Page

LATELY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Item:
    """A comment as a moderator sees it.

    Attributes:
        judgement: What the machine thought; None while it has not.
        history: What became of all comments of this author on this site, this one included.
        lately: The same, of those that were submitted in the last 90 days.
        claimed_by: Name of who is looking at it now; empty if nobody is.
        referral: The question that somebody has asked about it.
        asked_by: Name of who asked.
        needs_two: Whether two people have to publish it.
        first: Who has said "publish", where somebody else is to say so too.
        first_by: Their name.
    """

    comment: Comment
    judgement: Judgement | None
    history: History
    lately: History
    claimed_by: str = ""
    referral: Referral | None = None
    asked_by: str = ""
    needs_two: bool = False
    first: First | None = None
    first_by: str = ""


def look(connection: Connection, moderator: Moderator, wanted: Filter, page: Page, at: datetime) -> tuple[Item, ...]:
    """What the moderator asked for, as far as it is theirs to see."""
    return items_of(connection, listing.list_queue(connection, within(connection, moderator, wanted), page), at)


def list_all(connection: Connection, moderator: Moderator, wanted: Filter, most: int) -> tuple[Comment, ...]:
    """The first of what the moderator asked for, the comments alone."""
    return listing.list_queue(connection, within(connection, moderator, wanted), Page(limit=most))


def count(connection: Connection, moderator: Moderator, wanted: Filter) -> dict[str, int]:
    """Comments of each status in the sites the moderator asked for, and of those for another reason; appeals and second looks of all theirs."""
    counts = listing.count_by_status(connection, visible(moderator, wanted).sites)
    open_ = {
        "appeals": appeals.count_open(connection, moderator.sites),
        "looks": looks.count_open(connection, moderator),
    }
    return {**counts, **open_}


def find(
    connection: Connection, moderator: Moderator, identifier: str, at: datetime
) -> tuple[Item, tuple[AuditLine, ...]]:
    """One comment with its audit.

    Raises:
        NotFoundError: There is none, or it is not theirs to see.
    """
    comment = own(connection, moderator, identifier)
    return items_of(connection, [comment], at)[0], audit.list_of(connection, comment.site, comment.id)


def own(connection: Connection, moderator: Moderator, identifier: str) -> Comment:
    """A comment of the moderator's sites.

    Raises:
        NotFoundError: There is none, or it is not theirs to see.
    """
    comment = comments.find(connection, identifier)
    if comment is None or not moderator.sees(comment.site):
        raise NotFoundError("comment")
    return comment


def visible(moderator: Moderator, wanted: Filter) -> Filter:
    """The same, within the moderator's sites."""
    if moderator.sites is None:
        return wanted
    asked = moderator.sites if wanted.sites is None else moderator.sites & frozenset(wanted.sites)
    return replace(wanted, sites=asked)


def within(connection: Connection, moderator: Moderator, wanted: Filter) -> Filter:
    """The same, within the moderator's sites, and with the names of what is alike if that is asked for."""
    own = visible(moderator, wanted)
    if not wanted.like:
        return own
    seen = moderator.sees(site_of(wanted.like))
    return replace(own, among=alike.find(connection, wanted.like) if seen else frozenset())


def items_of(connection: Connection, found: Iterable[Comment], at: datetime) -> tuple[Item, ...]:
    """Comments as a moderator sees them."""
    shown = tuple(found)
    judgements, histories = verdicts.find_many(connection, shown), _histories(connection, shown)
    recent = _histories(connection, shown, at - LATELY)
    held, asked = claims.holders(connection, shown, at), referrals.find_many(connection, shown)
    twice = approvals.read(connection, shown)
    people = {*held.values(), *(one.asked_by for one in asked.values()), *(one.by for one in twice.firsts.values())}
    names = moderators.names(connection, people)

    def item(comment: Comment) -> Item:
        author = comment.site, comment.author.fingerprint
        past = histories.get(author, History()), recent.get(author, History())
        referral = asked.get(comment.id)
        asker = names.get(referral.asked_by, "") if referral else ""
        first = twice.firsts.get(comment.id)
        return Item(
            comment, judgements.get(comment.id), *past, names.get(held.get(comment.id, ""), ""), referral, asker,
            comment.id in twice.needed, first, names.get(first.by, "") if first else "",
        )  # fmt: skip

    return tuple(map(item, shown))


def _histories(
    connection: Connection, shown: Iterable[Comment], since: datetime | None = None
) -> dict[tuple[int, str], History]:
    authors: dict[int, set[str]] = {}
    for comment in shown:
        authors.setdefault(comment.site, set()).add(comment.author.fingerprint)
    return {
        (site, author): past
        for site, ours in authors.items()
        for author, past in evidence.histories(connection, site, ours, since).items()
    }
