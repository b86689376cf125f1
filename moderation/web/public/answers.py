"""What leaves by the public door: these members and no others."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from moderation.adapters import markup
from moderation.domain.comment import Comment, Status, Thread
from moderation.web.fields import Moment


class Outgoing(BaseModel):
    """An allow-list: of what it is made from, only these members leave."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class AuthorOut(Outgoing):
    """Who wrote, as everybody may know."""

    name: str
    url: str


class OwnOut(Outgoing):
    """A comment as its author may see it."""

    id: str
    status: str
    thread: str
    parent: str | None
    author: AuthorOut
    body_html: str
    submitted_at: Moment
    status_url: str = Field(description="A page for its author alone: how it stands, and what can be done about it.")

    @classmethod
    def of(cls, comment: Comment, status: Status, status_url: str) -> Self:
        """The author's comment, as it stands."""
        return cls(**_own(comment, status), status_url=status_url)


class AcceptedOut(OwnOut):
    """The answer to a stored submission: always `pending`, for nothing is published unseen."""

    author_token: str = Field(description="Proves later that this comment is the sender's.")

    @classmethod
    def accepted(cls, comment: Comment, author_token: str, status_url: str) -> Self:
        """The same for the same comment, whatever has become of it since."""
        as_sent = replace(comment, body_html="")
        return cls(**_own(as_sent, Status.PENDING), author_token=author_token, status_url=status_url)


def _own(comment: Comment, status: Status) -> dict[str, Any]:
    return {
        "id": comment.id,
        "status": status,
        "thread": comment.thread.url,
        "parent": comment.parent,
        "author": AuthorOut(name=comment.author.name, url=comment.author.url),
        "body_html": comment.body_html or markup.paragraphs(comment.body),
        "submitted_at": comment.submitted_at,
    }


class PublicAuthorOut(AuthorOut):
    """The author of a published comment."""

    avatar: str | None = Field(None, description="Null, or a picture of ours that says nothing about the address.")


class PublicCommentOut(Outgoing):
    """A published comment."""

    id: str
    parent: str | None
    author: PublicAuthorOut
    body_html: str
    language: str
    submitted_at: Moment
    edited_at: Moment | None
    pinned: bool = Field(default=False, description="The moderators want it to be read before the others.")
    picked: bool = Field(default=False, description="The moderators find it worth reading.")
    staff: bool = Field(default=False, description="Written by a moderator, as one.")

    @classmethod
    def of(cls, comment: Comment) -> Self:
        """An approved comment as everybody sees it."""
        return cls(
            id=comment.id,
            parent=comment.parent,
            author=PublicAuthorOut(name=comment.author.name, url=comment.author.url),
            body_html=comment.body_html,
            language=comment.language,
            submitted_at=comment.submitted_at,
            edited_at=comment.edited_at,
            pinned=comment.pinned,
            picked=comment.picked,
            staff=comment.staff,
        )


class ThreadOut(Outgoing):
    """A page of a thread."""

    thread: str
    count: int = Field(description="All approved comments of the thread.")
    closed: bool
    comments: list[PublicCommentOut]
    next: str | None = Field(description="`cursor` of the next page; null at the end.")

    @classmethod
    def of(cls, thread: Thread, comments: Sequence[Comment], closed: bool, following: str | None) -> Self:  # noqa: FBT001 - a member of the answer
        """A thread with the comments of one page."""
        shown = [PublicCommentOut.of(comment) for comment in comments]
        return cls(thread=thread.url, count=thread.approved, closed=closed, comments=shown, next=following)


class ReportedOut(Outgoing):
    """A report that was taken."""

    id: str
    reason: str


class CountsOut(Outgoing):
    """Approved comments of each thread, under the names they were asked by."""

    counts: dict[str, int]


class FeaturesOut(Outgoing):
    """What the form may offer."""

    notify_replies: bool = False
    edit_minutes: int = Field(15, description="How long an author may change a comment; 0: not at all.")
    typical_wait_seconds: int | None = Field(
        None,
        description="From sending to a person's decision, the median of seven days; null where there were too few.",
    )


class FormOut(Outgoing):
    """What a page needs to know to draw the form."""

    required: list[str]
    limits: dict[str, int]
    language: str
    closed: bool
    form_token: str
    honeypot: str
    proof_of_work: None = None
    features: FeaturesOut = FeaturesOut()
