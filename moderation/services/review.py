"""Reviewing: a person's word on comments, and taking it back. Status, audit line and decision are written together."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from moderation.domain.approval import FIRST
from moderation.domain.audit import AuditLine
from moderation.domain.comment import Comment, Status
from moderation.domain.decision import TARGETS, Action, Decision, Outcome
from moderation.domain.desk import Referral
from moderation.domain.errors import NotFoundError, StaleError
from moderation.domain.moderator import Moderator, Role
from moderation.services import approvals, feedback, learn
from moderation.services.approvals import Approvals
from moderation.store import appeals, claims, comments, decisions, referrals, reports, transitions
from moderation.store.decisions import Made
from moderation.store.engine import Connection
from moderation.store.transitions import Transition

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
    places, hand = _places(found.values()), _hand(connection, moderator, found.values(), batch, at)
    in_order = sorted(set(decision.items), key=lambda item: (places.get(item[0], -1), item))
    outcomes = {item: _decide(connection, decision, *item, hand) for item in in_order}
    _clear(connection, outcomes.values(), hand)
    feedback.promise(connection, [one for one in outcomes.values() if not one.awaits], at, at + SETTLED)
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


@dataclass(frozen=True, slots=True)
class _Hand:
    """Who decides, under which token, and when; which comments somebody has referred to others, and which need two approvals."""

    moderator: Moderator
    batch: str
    at: datetime
    referred: Mapping[str, Referral] = field(default_factory=dict)
    approvals: Approvals = field(default_factory=Approvals)

    def has_referred(self, comment: Comment) -> bool:
        """Whether it is this person who wanted somebody else to decide."""
        referral = self.referred.get(comment.id)
        return referral is not None and referral.asked_by == self.moderator.id

    def is_first(self, comment: Comment, action: Action) -> bool:
        """Whether this is an approval that has to wait for another one."""
        is_needed = action is Action.APPROVE and comment.id in self.approvals.needed
        return is_needed and comment.id not in self.approvals.firsts

    def has_approved(self, comment: Comment, action: Action) -> bool:
        """Whether it is this person who has approved it first, and somebody else is to do so too."""
        first = self.approvals.firsts.get(comment.id)
        return action is Action.APPROVE and first is not None and first.by == self.moderator.id

    def made(self, comment: Comment, after: Status, *, first: bool) -> Made:
        """The decision as it will be remembered."""
        return Made(
            comment.site, decisions.new_id(self.at), self.batch, comment.id, self.moderator.id,
            comment.status, after, comment.version + 1, self.at, None, first=first,
        )  # fmt: skip


def _hand(connection: Connection, moderator: Moderator, found: Collection[Comment], batch: str, at: datetime) -> _Hand:
    asked = referrals.find_many(connection, found)
    return _Hand(moderator, batch, at, asked, approvals.read(connection, found))


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
    if hand.has_approved(comment, decision.action):
        return Outcome(identifier, "own_approval", comment)
    return _carry_out(connection, decision, comment, hand)


def _carry_out(connection: Connection, decision: Decision, comment: Comment, hand: _Hand) -> Outcome:
    first = hand.is_first(comment, decision.action)
    after = _kept(comment) if first else _target(connection, decision.action, comment)
    line = _line(hand, comment, FIRST if first else decision.action, after, decision.reason)
    if not transitions.make(connection, Transition(comment, line)):
        return Outcome(comment.id, "conflict", comments.find(connection, comment.id))
    decisions.record(connection, comment, decision, hand.made(comment, after, first=first))
    if first:  # it answers nobody yet, and teaches nothing
        return Outcome(comment.id, comment=replace(comment, status=after, version=line.version), awaits=True)
    _answer_readers(connection, comment, after, hand)
    learn.teach(connection, comment, (after, decision.reason), hand.moderator.id, hand.at)
    return Outcome(comment.id, comment=replace(comment, status=after, version=line.version, reports=0))


def _kept(comment: Comment) -> Status:
    """Where a comment stands while it waits for a second approval: what is public stays so."""
    return comment.status if comment.status is Status.APPROVED else Status.PENDING


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
    if comment.version != made.version or not transitions.make(connection, Transition(comment, line)):
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
