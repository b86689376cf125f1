"""What may come in: allow-lists. Unknown members are refused, and no error repeats what was sent."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from moderation.web.fields import URL, Body, DecisionReason, Email, Id, Name, Note, ThreadUrl, Title, Website, Why


class Incoming(BaseModel):
    """Strict, frozen, and silent about what was wrong."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


class AuthorIn(Incoming):
    """Who says it. Which of these are required is the site's choice; by default name and e-mail."""

    name: Name = Field("", validate_default=True)
    email: Email = Field(
        "", validate_default=True, repr=False, description="Never published; sealed before it is stored."
    )
    url: Website = Field("", validate_default=True)


class CommentIn(Incoming):
    """A comment as it is submitted."""

    thread: ThreadUrl = Field(description="URL of the page; belongs to one of the site's origins.")
    title: Title = ""
    parent: Id | None = None
    author: AuthorIn = Field(default_factory=dict, validate_default=True)
    body: Body = Field(description="Markdown; at most 10,000 code points.")
    notify_replies: bool = False
    form_token: Annotated[str, Field(max_length=200)] | None = Field(
        None, description="From `/form`; without it the comment is looked at more closely."
    )
    website2: Annotated[str, Field(max_length=URL)] = Field("", description="The honeypot: leave it empty.")


class DecisionItem(Incoming):
    """A comment and the version that was looked at."""

    id: str = Field(max_length=40)
    version: int = Field(ge=1)


class DecisionIn(Incoming):
    """What a moderator says of some comments."""

    action: Literal["approve", "reject", "spam", "hold", "restore"]
    items: Annotated[list[DecisionItem], Field(min_length=1, max_length=1000)]
    reason: DecisionReason = Field("", validate_default=True)
    note: Note = ""


class RevealIn(Incoming):
    """Why a moderator wants to see an address."""

    reason: Why = Field("", validate_default=True, description="Kept beside the audit, for those who read it later.")


class UndoIn(Incoming):
    """The token a decision was answered with."""

    undo: str = Field(max_length=100)
