"""Appeals: an author asks once for each decision against their comment; somebody else than who decided looks at it again."""

from datetime import datetime

from moderation.domain.appeal import APPEALED, Appeal, Result, Statement
from moderation.domain.audit import AUTHOR, AuditLine
from moderation.domain.comment import Comment
from moderation.domain.decision import Action, Decision, Outcome
from moderation.domain.errors import DuplicateError, ForbiddenError, NotFoundError, StaleError
from moderation.domain.moderator import Moderator, Role
from moderation.domain.policy import Verdict
from moderation.services import desk, review
from moderation.store import appeals, audit, comments, decisions, reports, verdicts
from moderation.store.engine import Connection


def state(connection: Connection, comment: Comment) -> Statement | None:
    """What is to be told of the decision against a comment; None if there is none."""
    if comment.status not in APPEALED:
        return None
    last, judgement = decisions.last(connection, comment), verdicts.find_many(connection, [comment]).get(comment.id)
    was_held = judgement is not None and judgement.verdict is not Verdict.APPROVE
    if last and last.after is comment.status:
        was_reported = reports.was_answered(connection, comment, last.decided_at)
        found = "report" if was_reported else "machine" if was_held else "person"
        return Statement(comment.status, last.reason, last.decided_at, "person", found, last.moderator)
    by = "machine" if judgement and judgement.verdict is Verdict.SPAM else ""
    return Statement(comment.status, "", None, by, by)


def lodge(connection: Connection, identifier: str, said: tuple[int, str], at: datetime) -> Appeal:
    """An author appeals, with (the version they saw, their words).

    Raises:
        DuplicateError: They have appealed against this decision, or an earlier appeal waits.
        NotFoundError: There is no such comment, or nothing was decided against it.
        StaleError: Something else was decided since.
    """
    comment, (version, body) = comments.find(connection, identifier), said
    statement = state(connection, comment) if comment else None
    if comment is None or statement is None:
        raise NotFoundError("comment")
    if comment.version != version:
        raise StaleError("comment")
    if any(one.outcome is None for one in appeals.list_of(connection, comment)):
        raise DuplicateError
    appeal = Appeal(comment.site, comment.id, version, statement.moderator, body, at)
    if not appeals.add(connection, appeal):
        raise DuplicateError
    _write_down(connection, comment, AUTHOR, "appeal", at)
    return appeal


def list_open(connection: Connection, moderator: Moderator, limit: int = 100) -> tuple[tuple[Appeal, Comment], ...]:
    """Open appeals of a moderator's sites with their comments, as they stand now; the oldest first."""
    found = appeals.list_open(connection, moderator.sites, limit)
    about = comments.find_many(connection, [appeal.comment for appeal in found])
    return tuple((appeal, about[appeal.comment]) for appeal in found)


def count_open(connection: Connection, moderator: Moderator) -> int:
    """How many there are."""
    return appeals.count_open(connection, moderator.sites)


def may_close(connection: Connection, moderator: Moderator, appeal: Appeal) -> bool:
    """Whether a moderator may decide on an appeal: nobody does on one against themselves, unless nobody else is left."""
    if not moderator.may(Role.MODERATOR) or not moderator.sees(appeal.site):
        return False
    return moderator.id != appeal.decided_by or not _others(connection, moderator, appeal.site)


def close(
    connection: Connection, moderator: Moderator, said: tuple[str, int, Result], batch: str, at: datetime
) -> Outcome:
    """Decide on the open appeal of a comment: its id, the version they saw, the result. Reversing is a decision like any other.

    Args:
        connection: A writing transaction.
        moderator: Whose word it is.
        said: On which comment in which version, and what.
        batch: Digest of the undo token they are given; used only if the result is a decision, which can be undone.
        at: Now.

    Raises:
        ForbiddenError: They may only look (``role``), or have decided themselves (``own_decision``).
        NotFoundError: There is no open appeal with this comment for them.
        StaleError: Somebody was faster.
    """
    moderator.must(Role.MODERATOR)
    identifier, version, result = said
    comment, appeal = _open_one(connection, moderator, identifier)
    if not may_close(connection, moderator, appeal):
        raise ForbiddenError("own_decision")
    if comment.version != version or not appeals.close(connection, appeal, result, moderator.id, at):
        raise StaleError("appeal")
    if result is Result.UPHELD:
        _write_down(connection, comment, moderator.id, "uphold", at)
        return Outcome(identifier, comment=comment)
    return _reverse(connection, moderator, comment, batch, at)


def _open_one(connection: Connection, moderator: Moderator, identifier: str) -> tuple[Comment, Appeal]:
    comment = comments.find(connection, identifier)
    if comment is None or not moderator.sees(comment.site):
        raise NotFoundError("appeal")
    appeal = next((one for one in appeals.list_of(connection, comment) if one.outcome is None), None)
    if appeal is None:
        raise NotFoundError("appeal")
    return comment, appeal


def _reverse(connection: Connection, moderator: Moderator, comment: Comment, batch: str, at: datetime) -> Outcome:
    decision = Decision(Action.APPROVE, ((comment.id, comment.version),))
    (outcome,) = review.decide(connection, moderator, decision, batch, at)
    if outcome.error or outcome.comment is None:
        raise StaleError("appeal")
    if outcome.awaits:  # the second approval will answer it
        appeals.reopen(connection, comment, at)
        return outcome
    _write_down(connection, outcome.comment, moderator.id, "reverse", at)
    return outcome


def _others(connection: Connection, moderator: Moderator, site: int) -> bool:
    """Whether anybody else could decide on this site."""
    return any(one.sees(site) for one in desk.colleagues(connection, moderator))


def _write_down(connection: Connection, comment: Comment, who: str, action: str, at: datetime) -> None:
    line = AuditLine(comment.id, at, who, action, comment.status, comment.status, comment.version)
    audit.append(connection, comment.site, line)
