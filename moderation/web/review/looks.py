"""The moderators' JSON, of second looks: what to look at, and what one would have decided."""

import secrets
from typing import Any, Literal

from flask import Blueprint, Response
from pydantic import ConfigDict, Field

from moderation.domain.comment import Comment
from moderation.domain.decision import REASONS
from moderation.domain.look import Opinion
from moderation.domain.moderator import Role
from moderation.services import looks, people
from moderation.services.looks import Said
from moderation.store import looks as asked
from moderation.store.engine import Connection
from moderation.web import current, login
from moderation.web.fields import DecisionReason, Moment, Version
from moderation.web.openapi import describe
from moderation.web.public.answers import Outgoing
from moderation.web.review.answers import ThreadRef
from moderation.web.review.api import REFUSES, answer, read, site_key
from moderation.web.schemas import Incoming

OTHERS: dict[str, Any] = {"properties": {"action": {"enum": ["approve", "spam", "unsure"]}}}
REJECTION: dict[str, Any] = {
    "properties": {"action": {"const": "reject"}, "reason": {"enum": list(REASONS)}},
    "required": ["reason"],
}

blueprint = Blueprint("looks_api", __name__, url_prefix="/v1/moderation/looks")


class LookOut(Outgoing):
    """A comment to be looked at once more: nothing tells how it was decided."""

    id: str
    version: int
    site: str
    thread: ThreadRef
    author: str
    body: str
    language: str
    submitted_at: Moment


class LooksOut(Outgoing):
    """What there is to look at."""

    next: LookOut | None = Field(description="The one that was asked first; null if there is none.")
    waiting: int


class SecondLookIn(Incoming):
    """What somebody would have decided. A rejection needs a reason."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [OTHERS, REJECTION]})

    version: Version = Field(description="Of the comment, as it was looked at.")
    action: Literal["approve", "reject", "spam", "unsure"] = Field(description="`unsure`: one cannot say.")
    reason: DecisionReason = Field("", validate_default=True)

    @property
    def said(self) -> Said:
        """The opinion, and its reason if it is a rejection."""
        opinion = Opinion(self.action)
        return opinion, self.reason if opinion is Opinion.REJECT else ""


@blueprint.get("")
@describe("The next comment to be looked at once more", gives={200: LooksOut}, login="token", refuses=REFUSES)
@login.needs(Role.MODERATOR)
def get_looks() -> Response:
    """A share of what others, or the machine, have decided; never what one has decided oneself."""
    with current.context().database.read() as connection:
        return answer(_waiting(connection))


@blueprint.post("/<identifier>")
@describe(
    "Say what one would have decided", takes=SecondLookIn, gives={200: LooksOut}, login="token",
    refuses=(*REFUSES, 404, 409, 413, 415, 422),
)  # fmt: skip
@login.needs(Role.MODERATOR)
def post_look(identifier: str) -> Response:
    """Where the comment stands otherwise, it waits for review again. The answer is the next one."""
    sent, at, moderator, batch = (
        read(SecondLookIn),
        current.now(),
        login.moderator(),
        people.digest(secrets.token_urlsafe()),
    )

    def work(connection: Connection) -> LooksOut:
        looks.answer(connection, moderator, (identifier, sent.version), sent.said, (batch, at))
        return _waiting(connection)

    return answer(current.context().database.write(work))


def _waiting(connection: Connection) -> LooksOut:
    person = login.moderator()
    comment = looks.next_one(connection, person)
    return LooksOut(next=_out(comment) if comment else None, waiting=asked.count_open(connection, person))


def _out(comment: Comment) -> LookOut:
    return LookOut(
        id=comment.id,
        version=comment.version,
        site=site_key(comment.site),
        thread=ThreadRef(url=comment.thread.url, title=comment.thread.title),
        author=comment.author.name,
        body=comment.body,
        language=comment.language,
        submitted_at=comment.submitted_at,
    )
