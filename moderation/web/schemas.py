"""What may come in: allow-lists. Unknown members are refused, and no error repeats what was sent."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from moderation.domain.decision import REASONS, Action
from moderation.web.fields import (
    URL,
    AppealBody,
    Body,
    DecisionReason,
    Email,
    FormVersion,
    Id,
    Name,
    Note,
    Pages,
    ReportReason,
    ThreadUrl,
    Title,
    Version,
    Website,
    Why,
)

OTHERS: dict[str, Any] = {"properties": {"action": {"enum": [one.value for one in Action if one is not Action.REJECT]}}}
REJECTION: dict[str, Any] = {
    "properties": {"action": {"const": Action.REJECT.value}, "reason": {"enum": list(REASONS)}},
    "required": ["reason"],
}


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

    @property
    def seconds(self) -> float | None:
        """How long it took by the sender's own clock, which nobody has signed; None where a form does not say it."""
        return None


class EditIn(Incoming):
    """What an author wants their comment to say instead."""

    body: Body = Field(description="Markdown; at most 10,000 code points.")


class ReportIn(Incoming):
    """What is wrong with a published comment."""

    reason: ReportReason


class AppealIn(Incoming):
    """An author's words against a decision, and the version of the comment they saw."""

    version: FormVersion
    body: AppealBody


class CountsIn(Incoming):
    """Pages whose approved comments are to be counted."""

    thread: Pages = Field([], description="One, or up to 100.")


class DecisionItem(Incoming):
    """A comment and the version that was looked at."""

    id: str = Field(max_length=40)
    version: Version


class DecisionIn(Incoming):
    """What a moderator says of some comments. A rejection needs a reason."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [OTHERS, REJECTION]})

    action: Literal["approve", "reject", "spam", "hold", "restore"]
    items: Annotated[list[DecisionItem], Field(min_length=1, max_length=1000)]
    reason: DecisionReason = Field("", validate_default=True)
    note: Note = ""


class ClaimIn(Incoming):
    """What a moderator is looking at."""

    ids: Annotated[list[Annotated[str, Field(max_length=40)]], Field(min_length=1, max_length=100)]


class RevealIn(Incoming):
    """Why a moderator wants to see an address."""

    reason: Why = Field(description="Kept beside the audit, for those who read it later.")


class UndoIn(Incoming):
    """The token a decision was answered with."""

    undo: str = Field(max_length=100)
