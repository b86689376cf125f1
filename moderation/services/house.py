"""What the house says for itself, under comments and of them: replies, pins, picks; and whom it blocks or trusts from there."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from moderation.domain import text
from moderation.domain.audit import AuditLine
from moderation.domain.block import Block, Effect, Kind
from moderation.domain.comment import NOBODY, Comment, Status
from moderation.domain.decision import Action, Decision
from moderation.domain.errors import StaleError
from moderation.domain.identity import NOISE, identify_in
from moderation.domain.moderator import Moderator, Role
from moderation.domain.site import Site
from moderation.services import queue, review, rules
from moderation.store import marks
from moderation.store.engine import Connection


@dataclass(frozen=True, slots=True)
class Hand:
    """A moderator at a moment, and how what they write is rendered."""

    moderator: Moderator
    at: datetime
    render: Callable[[str], str]

    def line(self, comment: Comment, action: str) -> AuditLine:
        """What they did to a comment that stays where it stands."""
        return AuditLine(
            comment.id, self.at, self.moderator.id, action, comment.status, comment.status, comment.version
        )


def mark(connection: Connection, hand: Hand, identifier: str, what: str, *, on: bool) -> None:
    """Pin or pick a published comment (``pin``, ``pick``), or no longer. Safe to run again.

    Raises:
        ForbiddenError: The person may only look.
        NotFoundError: The comment is not there, or not theirs to see.
        StaleError: It is not public any more.
    """
    hand.moderator.must(Role.MODERATOR)
    comment = queue.own(connection, hand.moderator, identifier)
    if not marks.mark(connection, comment, what, hand.line(comment, what if on else f"un{what}"), on=on):
        raise StaleError("mark")


def reply(connection: Connection, hand: Hand, item: tuple[str, int], body: str, batch: str) -> str:
    """Answer a comment as one of the house: published at once, under the moderator's name; the id of the answer.

    One that waits for review is published with it, if it still is in the version that was looked at.

    Args:
        connection: A writing transaction.
        hand: Who answers.
        item: The comment that is answered, and the version that was looked at.
        body: Clean and not empty.
        batch: Digest of the undo token, for the decision that publishes it.

    Raises:
        ForbiddenError: The person may only look.
        NotFoundError: The comment is not there, or not theirs to see.
        StaleError: It is not public, and nothing may answer it.
    """
    hand.moderator.must(Role.MODERATOR)
    parent = queue.own(connection, hand.moderator, item[0])
    if parent.status is Status.PENDING:
        publish = Decision(Action.APPROVE, (item,))
        (outcome,) = review.decide(connection, hand.moderator, publish, batch, hand.at)
        if outcome.error or outcome.awaits:  # an answer to what is not public yet would be read alone
            raise StaleError("reply")
    elif parent.status is not Status.APPROVED:
        raise StaleError("reply")
    own = identify_in(parent.site, hand.at, secrets.token_bytes(NOISE))
    line = AuditLine(own, hand.at, hand.moderator.id, "reply", None, Status.APPROVED, 1)
    language = text.read(body).language
    marks.reply(
        connection,
        parent,
        {"name": hand.moderator.name, "body": body, "body_html": hand.render(body), "language": language},
        line,
    )
    return own


def judge_author(connection: Connection, hand: Hand, site: Site, identifier: str, effect: Effect) -> bool:
    """Block or trust the author of a comment on its site; False if nobody knows who that is. Safe to run again.

    Raises:
        ForbiddenError: The person may not change the site's rules.
        NotFoundError: The comment is not there, or not theirs to see.
    """
    hand.moderator.must(Role.ADMIN)
    comment = queue.own(connection, hand.moderator, identifier)
    if comment.author.fingerprint == NOBODY:
        return False
    line = AuditLine("", hand.at, hand.moderator.id, "rules", None, None, 0)
    rules.put(connection, site, Block(Kind.FINGERPRINT, comment.author.fingerprint, effect), line)
    return True
