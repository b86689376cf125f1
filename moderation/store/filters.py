"""What of the comments a moderator wants to look at, as conditions of a statement."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from moderation.domain.comment import Status
from moderation.domain.identity import site_of
from moderation.store.approvals import said_by
from moderation.store.referrals import answered
from moderation.store.tables import claims, comments, is_reported, referrals, verdicts


@dataclass(frozen=True, slots=True)
class Filter:
    """What a moderator wants to look at.

    Attributes:
        status: None: whatever their status.
        pile: Of these, the ``reported`` ones, or those that were ``referred`` to somebody else; empty: all.
        sites: Numbers of sites; None means all.
        signal: Code of a signal the verdict must carry.
        text: Part of the text or the name, as typed.
        before: Submitted earlier; None: whenever.
        risk: At most so likely to be spam, and to offend, 0..1; where a check failed nobody knows. None: whatever it is.
        like: Id of the comment that these are like; what that means is found by ``alike`` and put into ``among``.
        among: Ids; None: any.
        free_for: The id of a moderator and the present: what nobody else is looking at, and waits for no other's approval than
            theirs; None: that too.
    """

    status: Status | None = Status.PENDING
    pile: str = ""
    sites: Collection[int] | None = None
    signal: str = ""
    language: str = ""
    text: str = ""
    before: datetime | None = None
    risk: float | None = None
    like: str = ""
    among: Collection[str] | None = None
    free_for: tuple[str, datetime] | None = None


def conditions(wanted: Filter) -> Iterator[sa.ColumnElement[bool]]:
    """All of them must hold."""
    if wanted.pile:
        yield PILES[wanted.pile]
    if wanted.status:  # as an expression where names are given: then they are the better index
        yield (comments.c.status if wanted.among is None else comments.c.status.concat("")) == wanted.status.value
    if wanted.among is not None:
        yield _is_among(wanted.among)
    if wanted.sites is not None:
        yield comments.c.site.in_(wanted.sites)
    yield from _narrower(wanted)


def _narrower(wanted: Filter) -> Iterator[sa.ColumnElement[bool]]:
    for name, condition in NARROWER.items():
        value = getattr(wanted, name)
        if value not in {"", None}:
            yield condition(value)


def _is_among(identifiers: Collection[str]) -> sa.ColumnElement[bool]:
    """By the primary key, whatever sites are asked for."""
    return sa.and_(comments.c.site.in_({site_of(one) for one in identifiers}), comments.c.id.in_(identifiers))


def _says(text: str) -> sa.ColumnElement[bool]:
    return sa.or_(*(column.icontains(text, autoescape=True) for column in (comments.c.body, comments.c.name)))


def _held_by_others(moderator: str, at: datetime) -> sa.Exists:
    same = claims.c.site == comments.c.site, claims.c.comment == comments.c.id
    return sa.exists().where(*same, claims.c.until > at, claims.c.moderator != moderator).correlate(comments)


def _carries(code: str) -> sa.Exists:
    return _judged(_SIGNALS.contains(f'"code": "{code}"', autoescape=True))


def _is_safe(risk: float) -> sa.Exists:
    offence = sa.func.coalesce(verdicts.c.offensive, 0.0)
    return _judged(verdicts.c.score <= risk, offence <= risk, ~_SIGNALS.contains('"failed": true'))


def _judged(*how: sa.ColumnElement[bool]) -> sa.Exists:
    """The verdict on the present revision is so.

    ``OFFSET 0`` keeps PostgreSQL at asking this of each comment in the queue's order until a page is full. It takes it that hardly a
    verdict is so, and would else read them all to find the few.
    """
    same = verdicts.c.site == comments.c.site, verdicts.c.comment == comments.c.id
    of_it = sa.select(sa.literal(1)).where(*same, verdicts.c.revision == comments.c.revision, *how)
    return of_it.offset(0).correlate(comments).exists()


def _referred() -> sa.ColumnElement[bool]:
    """As a list of keys: they are few, and the comments many."""
    open_ones = sa.select(referrals.c.site, referrals.c.comment).where(~answered)
    return sa.tuple_(comments.c.site, comments.c.id).in_(open_ones)


NARROWER: Mapping[str, Callable[[Any], sa.ColumnElement[bool]]] = {  # by the name of what is asked for
    "language": lambda language: comments.c.language == language,
    "text": _says,
    "signal": _carries,
    "before": lambda before: comments.c.submitted_at < before,
    "risk": _is_safe,
    "free_for": lambda whom: ~_held_by_others(*whom) & ~said_by(whom[0]),
}
_SIGNALS = sa.cast(verdicts.c.signals, sa.Text)
PILES = {"reported": is_reported, "referred": _referred()}
