"""What moderators get: more than the public, never an address."""

from collections.abc import Callable
from gettext import NullTranslations
from typing import Self

from pydantic import Field

from moderation.adapters.markup import paragraphs
from moderation.domain.comment import Comment
from moderation.domain.evidence import History
from moderation.domain.signal import Signal
from moderation.services.queue import Item
from moderation.web import words
from moderation.web.fields import Moment
from moderation.web.public.answers import Outgoing

SiteKey = Callable[[int], str]


class ThreadRef(Outgoing):
    """The page a comment stands on."""

    url: str
    title: str


class HistoryOut(Outgoing):
    """What became of the author's comments on this site."""

    approved: int
    rejected: int
    spam: int


class AuthorSeen(Outgoing):
    """The author, as far as a moderator may know."""

    name: str
    email_masked: str = Field(description="Like `f***@e***.ma`, made when the comment came in.")
    url: str
    fingerprint: str
    history: HistoryOut

    @classmethod
    def of(cls, comment: Comment, history: History) -> Self:
        """An author with their past."""
        author = comment.author
        past = HistoryOut.model_validate(history)
        return cls(
            name=author.name,
            email_masked=author.email_masked,
            url=author.url,
            fingerprint=author.fingerprint,
            history=past,
        )


class SignalOut(Outgoing):
    """One thing a check saw."""

    check: str
    code: str
    weight: float = Field(description="Log-odds towards spam, in nats.")
    reason: str
    spans: list[tuple[int, int]] = Field(description="Half-open, in code points of `body`.")

    @classmethod
    def of(cls, signal: Signal, catalogue: NullTranslations) -> Self:
        """A signal in words."""
        reason = words.of_reason(catalogue, signal.reason)
        return cls(
            check=signal.check, code=signal.reason.code, weight=signal.weight, reason=reason, spans=list(signal.spans)
        )


class ItemOut(Outgoing):
    """A comment in the queue."""

    id: str
    version: int
    site: str
    thread: ThreadRef
    parent: str | None
    author: AuthorSeen
    body: str
    body_html: str
    language: str
    status: str
    score: float | None = Field(description="Probability of spam, 0..1; null before the verdict.")
    rules_version: int | None = Field(description="Version of the site's rules it was judged by; null: not known.")
    model: str | None = Field(
        description="Digest of the shipped model, and version of the site's own; null: none was asked."
    )
    signals: list[SignalOut]
    submitted_at: Moment
    reports: int
    claimed_by: str | None = Field(description="Name of who is looking at it now.")
    referred_by: str | None = Field(description="Name of who wants somebody else to decide.")
    needs_two: bool = Field(description="Whether two people have to approve it.")
    approved_by: str | None = Field(
        description="Name of who has approved it first, where somebody else is to do so too."
    )

    @classmethod
    def of(cls, item: Item, site_key: SiteKey, catalogue: NullTranslations) -> Self:
        """An item as it is shown."""
        comment, judgement = item.comment, item.judgement
        return cls(
            id=comment.id,
            version=comment.version,
            site=site_key(comment.site),
            thread=ThreadRef(url=comment.thread.url, title=comment.thread.title),
            parent=comment.parent,
            author=AuthorSeen.of(comment, item.history),
            body=comment.body,
            body_html=comment.body_html or paragraphs(comment.body),
            language=comment.language,
            status=comment.status,
            score=judgement.score if judgement else None,
            signals=[SignalOut.of(signal, catalogue) for signal in judgement.signals] if judgement else [],
            rules_version=(judgement.rules or None) if judgement else None,
            model=(judgement.model or None) if judgement else None,
            submitted_at=comment.submitted_at,
            reports=comment.reports,
            claimed_by=item.claimed_by or None,
            referred_by=item.asked_by or None,
            needs_two=item.needs_two,
            approved_by=item.first_by or None,
        )


class RevealedOut(Outgoing):
    """An address, opened for one person, for a reason that is kept."""

    email: str


class QueueOut(Outgoing):
    """A page of the review queue."""

    counts: dict[str, int]
    items: list[ItemOut]
    next: str | None


class AuditOut(Outgoing):
    """One change of the comment's status."""

    at: Moment
    who: str = Field(description="`machine`, `author`, `operator`, or the id of a moderator.")
    action: str
    before: str | None
    after: str | None
    version: int
    reason: str


class CommentOut(ItemOut):
    """A comment with everything that happened to it."""

    audit: list[AuditOut]
