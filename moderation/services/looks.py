"""Second looks: a share of what was decided is judged once more by somebody who is not told how. So it is known how far people agree."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from moderation.domain.audit import MACHINE
from moderation.domain.comment import Comment
from moderation.domain.decision import Action, Decision
from moderation.domain.errors import NotFoundError, StaleError
from moderation.domain.look import LEADS_TO, Look, Looked, Opinion
from moderation.domain.moderator import Moderator, Role
from moderation.domain.site import Site
from moderation.services import learn, review
from moderation.store import comments, looks
from moderation.store.engine import Connection, Database

HOURS = 48  # after which a decision is not drawn any more
MOST = 5_000  # rows that one question reads
HUNDRED = 100
Said = tuple[Opinion, str]  # and the reason, where it is a rejection


def draw(database: Database, sites: Iterable[Site], lot: Callable[[str], float], at: datetime) -> int:
    """Draw comments whose decision or verdict is past undoing; how many. Safe to run again, and by many at once.

    Each round reads one hour of the last two days, another one each minute: whatever was missed meanwhile, each has dozens of turns.
    """
    return sum(_draw(database, site, lot, at) for site in sites if site.second_looks)


def hour_of(at: datetime) -> looks.Span:
    """The hour that a round reads, before what can still be undone."""
    until = at - review.SETTLED - timedelta(hours=int(at.timestamp() // 60) % HOURS)
    return until - timedelta(hours=1), until


def _draw(database: Database, site: Site, lot: Callable[[str], float], at: datetime) -> int:
    span = hour_of(at)
    with database.read() as connection:
        found = (
            *looks.list_decided(connection, site.id, span, MOST),
            *looks.list_judged(connection, site.id, span, MOST),
        )
    drawn = [replace(one, asked_at=at) for one in found if lot(one.comment) * HUNDRED < site.second_looks]
    if drawn:
        database.write(lambda connection: looks.ask(connection, drawn))
    return len(drawn)


def next_one(connection: Connection, moderator: Moderator) -> Comment | None:
    """What a moderator is to look at next; never what they have decided themselves. None if there is nothing."""
    open_ = looks.list_open(connection, moderator, 1)
    return comments.find(connection, open_[0].comment) if open_ else None


def answer(
    connection: Connection, moderator: Moderator, item: tuple[str, int], said: Said, sent: tuple[str, datetime]
) -> None:
    """Keep what somebody would have decided. Where the comment stands otherwise, it waits for review again; else nothing changes.

    Args:
        connection: A writing transaction.
        moderator: Whose word it is.
        item: Id and version of the comment they saw.
        said: What they would have decided.
        sent: Digest of an undo token for sending it back, and now.

    Raises:
        ForbiddenError: They may only look.
        NotFoundError: They are not asked about this comment (any more).
        StaleError: Somebody was faster.
    """
    moderator.must(Role.MODERATOR)
    comment, look = _asked(connection, moderator, item)
    (opinion, reason), (batch, at) = said, sent
    second = LEADS_TO.get(opinion)
    if not looks.answer(connection, look, Looked(moderator.id, second, reason, at)):
        raise StaleError("look")
    if second not in {None, look.first}:
        _send_back(connection, moderator, comment, batch, at)
    if second and look.first_by == MACHINE:
        learn.teach(connection, comment, (second, reason), moderator.id, at)


def _asked(connection: Connection, moderator: Moderator, item: tuple[str, int]) -> tuple[Comment, Look]:
    identifier, version = item
    found = looks.list_open(connection, moderator, 1, identifier) if identifier else ()
    comment = comments.find(connection, identifier)
    if not found or comment is None:
        raise NotFoundError("look")
    if comment.version != version:
        raise StaleError("look")
    return comment, found[0]


def _send_back(connection: Connection, moderator: Moderator, comment: Comment, batch: str, at: datetime) -> None:
    """A decision like any other: somebody decides anew."""
    decision = Decision(Action.HOLD, ((comment.id, comment.version),))
    (outcome,) = review.decide(connection, moderator, decision, batch, at)
    if outcome.error:
        raise StaleError("look")
