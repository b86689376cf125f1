"""Working beside each other: claiming, asking for a second opinion, leaving notes. None of it changes what readers see."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from moderation.domain.comment import Comment
from moderation.domain.desk import Note, Referral
from moderation.domain.errors import FieldError, InvalidError
from moderation.domain.moderator import Moderator, Role
from moderation.services import queue
from moderation.store import claims, decisions, listing, moderators, notes, referrals
from moderation.store.engine import Connection
from moderation.store.filters import Filter
from moderation.store.listing import Page


@dataclass(frozen=True, slots=True)
class Signed:
    """A note with the name of who wrote it; empty if they are gone."""

    note: Note
    name: str


def claim(connection: Connection, moderator: Moderator, identifiers: Iterable[str], at: datetime) -> dict[str, str]:
    """Tell colleagues what one is looking at, for three minutes; who looks at what, by name. Safe to run again.

    A claim binds nobody: it only shows. What somebody else has claimed before stays theirs.

    Raises:
        ForbiddenError: The person may only look.
        NotFoundError: A comment is not there, or not theirs to see.
    """
    moderator.must(Role.MODERATOR)
    found = [queue.own(connection, moderator, one) for one in dict.fromkeys(identifiers)]
    for comment in sorted(found, key=lambda one: (one.site, one.id)):  # so that nobody waits in a circle
        claims.claim(connection, comment, moderator.id, at)
    held = claims.holders(connection, found, at)
    names = moderators.names(connection, set(held.values()))
    return {identifier: names.get(holder, "") for identifier, holder in held.items()}


def start(connection: Connection, moderator: Moderator, wanted: Filter, page: Page, at: datetime) -> Comment | None:
    """Claim the first comment of a list that nobody else is looking at; None if there is none."""
    moderator.must(Role.MODERATOR)
    free = replace(queue.within(connection, moderator, wanted), free_for=(moderator.id, at))
    found = listing.list_queue(connection, free, replace(page, limit=1))
    for comment in found:
        claims.claim(connection, comment, moderator.id, at)
    return found[0] if found else None


def note(connection: Connection, moderator: Moderator, identifier: str, body: str, at: datetime) -> None:
    """Leave a note about the author of a comment.

    Raises:
        ForbiddenError: The person may only look.
        NotFoundError: The comment is not there, or not theirs to see.
    """
    moderator.must(Role.MODERATOR)
    notes.add(connection, queue.own(connection, moderator, identifier), moderator.id, body, at)


def read_notes(connection: Connection, shown: Iterable[Comment]) -> dict[str, tuple[Signed, ...]]:
    """The newest notes about the authors of some comments, by comment."""
    found = notes.find_many(connection, shown)
    names = moderators.names(connection, {one.moderator for many in found.values() for one in many})
    return {
        comment: tuple(Signed(one, names.get(one.moderator, "")) for one in many) for comment, many in found.items()
    }


def refer(connection: Connection, moderator: Moderator, question: Referral) -> bool:
    """Ask for a second opinion; False if somebody has asked before.

    Raises:
        ForbiddenError: The person may only look.
        NotFoundError: The comment is not there, or not theirs to see.
        InvalidError: Who is asked cannot decide on it.
    """
    moderator.must(Role.MODERATOR)
    comment = queue.own(connection, moderator, question.comment)
    able = {one.id for one in colleagues(connection, moderator) if one.sees(comment.site)}
    if question.asked_of and question.asked_of not in able:
        raise InvalidError(FieldError("asked_of", "invalid"))
    claims.release(connection, [comment])
    last = decisions.last(connection, comment)
    if last and last.decided_at >= question.at:  # by another clock: what was decided before answers nothing
        question = replace(question, at=last.decided_at + timedelta(microseconds=1))
    return referrals.ask(connection, replace(question, site=comment.site, asked_by=moderator.id))


def colleagues(connection: Connection, moderator: Moderator) -> tuple[Moderator, ...]:
    """Who else decides; not everybody sees every site."""
    everybody = moderators.list_all(connection)
    return tuple(one for one in everybody if one.id != moderator.id and one.may(Role.MODERATOR))
