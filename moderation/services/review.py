"""Reviewing: a person's word on comments, and taking it back. Status, audit line and decision are written together."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from moderation.domain.audit import AuditLine
from moderation.domain.comment import Comment, Status
from moderation.domain.decision import TARGETS, Action, Decision, Outcome
from moderation.domain.desk import Referral
from moderation.domain.errors import NotFoundError, StaleError
from moderation.domain.moderator import Moderator, Role
from moderation.services import feedback, learn
from moderation.store import appeals, claims, comments, decisions, referrals, reports
from moderation.store.decisions import Made
from moderation.store.engine import Connection

UNDO_LASTS = timedelta(hours=1)
SETTLED = UNDO_LASTS + timedelta(minutes=1)  # from then on nothing is taken back, whosever clock it is by


def decide(
    connection: Connection, moderator: Moderator, decision: Decision, batch: str, at: datetime,
) -> tuple[Outcome, ...]:  # fmt: skip
    """Carry out a decision, item by item; one that cannot be done does not stop the others.

    Args:
        connection: A writing transaction.
        moderator: Whose word it is.
        decision: What they said, with the versions they saw.
        batch: Digest of the undo token they are given.
        at: Now.

    Raises:
        ForbiddenError: The person may only look.
    """
    moderator.must(Role.MODERATOR)
    found = comments.find_many(connection, {identifier for identifier, _ in decision.items})
    places, hand = _places(found.values()), _Hand(moderator, batch, at, referrals.find_many(connection, found.values()))
    in_order = sorted(set(decision.items), key=lambda item: (places.get(item[0], -1), item))
    outcomes = {item: _decide(connection, decision, *item, hand) for item in in_order}
    _clear(connection, outcomes.values(), hand)
    feedback.promise(connection, outcomes.values(), at, at + SETTLED)
    return tuple(outcomes[item] for item in decision.items)


def undo(connection: Connection, moderator: Moderator, batch: str, at: datetime) -> tuple[Outcome, ...]:
    """Take back what was decided at once; a comment on which somebody has decided since stays as it is.

    Raises:
        NotFoundError: Nobody has decided under this token, or somebody else has.
        StaleError: It was taken back before, or too long ago.
    """
    made = decisions.list_batch(connection, batch)
    if not made or any(one.moderator != moderator.id for one in made):
        raise NotFoundError("undo")
    if made[0].decided_at + UNDO_LASTS < at or not decisions.take_back(connection, batch, at):
        raise StaleError("undo")
    places = _places(comments.find_many(connection, {one.comment for one in made}).values())
    in_order = sorted(made, key=lambda one: (places.get(one.comment, -1), one.id))
    outcomes = {one.id: _take_back(connection, one, moderator, at) for one in in_order}
    feedback.promise(connection, outcomes.values(), at, at + SETTLED)
    return tuple(outcomes[one.id] for one in made)


def _places(found: Iterable[Comment]) -> dict[str, int]:
    """When each comment's turn is; one that is not there has none."""
    return {comment.id: place for place, comment in enumerate(comments.in_lock_order(found))}


def _clear(connection: Connection, outcomes: Iterable[Outcome], hand: "_Hand") -> None:
    """Nobody needs to look at what is decided, and what was asked about it is answered, as long as this stands."""
    done = [one.comment for one in outcomes if one.comment and not one.error]
    claims.release(connection, done)
    referrals.close(connection, [hand.referred[comment.id] for comment in done if comment.id in hand.referred], hand.at)


class _Hand:
    """Who decides, under which token, and when; and which comments somebody has referred to others."""

    def __init__(
        self, moderator: Moderator, batch: str, at: datetime, referred: Mapping[str, Referral] = MappingProxyType({})
    ) -> None:
        self.moderator, self.batch, self.at, self.referred = moderator, batch, at, referred

    def has_referred(self, comment: Comment) -> bool:
        """Whether it is this person who wanted somebody else to decide."""
        referral = self.referred.get(comment.id)
        return referral is not None and referral.asked_by == self.moderator.id

    def made(self, comment: Comment, after: Status) -> Made:
        """The decision as it will be remembered."""
        return Made(
            comment.site, decisions.new_id(self.at), self.batch, comment.id, self.moderator.id,
            comment.status, after, comment.version + 1, self.at, None,
        )  # fmt: skip


def _decide(connection: Connection, decision: Decision, identifier: str, version: int, hand: _Hand) -> Outcome:
    comment = comments.find(connection, identifier)
    if comment is None or not hand.moderator.sees(comment.site):
        return Outcome(identifier, "not_found")
    if comment.status is Status.RECEIVED:
        return Outcome(identifier, "not_ready", comment)
    if comment.version != version:
        return Outcome(identifier, "conflict", comment)
    if hand.has_referred(comment):
        return Outcome(identifier, "forbidden", comment)
    after = _target(connection, decision.action, comment)
    line = _line(hand, comment, decision.action, after, decision.reason)
    if not comments.transition(connection, comment, line):
        return Outcome(identifier, "conflict", comments.find(connection, identifier))
    decisions.record(connection, comment, decision, hand.made(comment, after))
    _answer_readers(connection, comment, after, hand)
    learn.teach(connection, comment, (after, decision.reason), hand.moderator.id, hand.at)
    return Outcome(identifier, comment=replace(comment, status=after, version=line.version, reports=0))


def _answer_readers(connection: Connection, comment: Comment, after: Status, hand: _Hand) -> None:
    """A decision answers the reports on a comment; publishing it, also its author's appeal."""
    reports.close(connection, comment, hand.at)
    if after is Status.APPROVED:
        appeals.grant(connection, comment, hand.moderator.id, hand.at)


def _target(connection: Connection, action: Action, comment: Comment) -> Status:
    if action is not Action.RESTORE:
        return TARGETS[action]
    last = decisions.last(connection, comment)
    return last.before if last else comment.status


def _take_back(connection: Connection, made: Made, moderator: Moderator, at: datetime) -> Outcome:
    comment = comments.find(connection, made.comment)
    if comment is None:
        return Outcome(made.comment, "not_found")
    line = _line(_Hand(moderator, made.batch, at), comment, "undo", made.before, "")
    if comment.version != made.version or not comments.transition(connection, comment, line):
        return Outcome(made.comment, "conflict", comment)
    reports.reopen(connection, comment, made.decided_at)
    appeals.reopen(connection, comment, made.decided_at)
    _unlearn(connection, comment, at)
    return Outcome(made.comment, comment=replace(comment, status=made.before, version=line.version))


def _unlearn(connection: Connection, comment: Comment, at: datetime) -> None:
    """Teach what was decided before, by whoever did; nothing, if nobody had decided."""
    last = decisions.last(connection, comment)
    said = (last.after, last.reason) if last else (Status.PENDING, "")
    learn.teach(connection, comment, said, last.moderator if last else "", at)


def _line(hand: _Hand, comment: Comment, action: str, after: Status, reason: str) -> AuditLine:
    return AuditLine(comment.id, hand.at, hand.moderator.id, action, comment.status, after, comment.version + 1, reason)
