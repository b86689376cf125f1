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

    @classmethod
    def of(cls, comment: Comment, status: Status) -> Self:
        """The author's comment, as it stands."""
        return cls(**_own(comment, status))


class AcceptedOut(OwnOut):
    """The answer to a stored submission: always `pending`, for nothing is published unseen."""

    author_token: str = Field(description="Proves later that this comment is the sender's.")

    @classmethod
    def accepted(cls, comment: Comment, author_token: str) -> Self:
        """The same for the same comment, whatever has become of it since."""
        as_sent = replace(comment, body_html="")
        return cls(**_own(as_sent, Status.PENDING), author_token=author_token)


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


class CountsOut(Outgoing):
    """Approved comments of each thread, under the names they were asked by."""

    counts: dict[str, int]


class FeaturesOut(Outgoing):
    """What the form may offer."""

    notify_replies: bool = False
    edit_minutes: int = 0


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
