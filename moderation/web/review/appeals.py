"""The moderators' JSON, of appeals: list the open ones, and answer one."""

import secrets
from typing import Literal

from flask import Blueprint, Response
from pydantic import Field

from moderation.domain.appeal import Result
from moderation.domain.moderator import Role
from moderation.services import appeals, docket, people
from moderation.services.docket import Case
from moderation.web import current, login
from moderation.web.fields import Moment, Version
from moderation.web.openapi import describe
from moderation.web.public.answers import Outgoing
from moderation.web.review.answers import ThreadRef
from moderation.web.review.api import ACCEPTED, OK, REFUSES, answer, read, site_key
from moderation.web.review.outcomes import DecidedOut, OutcomeOut
from moderation.web.schemas import Incoming

blueprint = Blueprint("appeals_api", __name__, url_prefix="/v1/moderation/appeals")


class AppealOut(Outgoing):
    """An open appeal with the comment it is about."""

    id: str = Field(description="Of the comment.")
    version: int = Field(description="Of the comment, as it stands now.")
    site: str
    thread: ThreadRef
    author: str = Field(description="Name of the comment's author.")
    body: str = Field(description="The comment.")
    status: str
    reason: str = Field(description="Of the rejection; empty if none was given.")
    decided_by: str = Field(description="Name of who decided; empty: the machine, or somebody who is gone.")
    words: str = Field(description="What the author says against it; empty after they were erased.")
    appealed_at: Moment
    yours: bool = Field(description="Whether you may answer; nobody does on an appeal against themselves.")


class AppealsOut(Outgoing):
    """Open appeals."""

    items: list[AppealOut]


class AppealAnswerIn(Incoming):
    """What becomes of an appeal."""

    version: Version = Field(description="Of the comment, as it was looked at.")
    outcome: Literal["upheld", "reversed"] = Field(description="The decision stays; or the comment is published.")


@blueprint.get("")
@describe("List open appeals", gives={200: AppealsOut}, login="token", refuses=REFUSES)
@login.needs(Role.MODERATOR)
def get_appeals() -> Response:
    """Of the moderator's own sites, the oldest first, at most 50."""
    with current.context().database.read() as connection:
        found = docket.look(connection, login.moderator())
    return answer(AppealsOut(items=[_out(case) for case in found]))


@blueprint.post("/<identifier>")
@describe(
    "Answer an appeal", takes=AppealAnswerIn, gives={200: DecidedOut, 202: DecidedOut}, login="token",
    refuses=(*REFUSES, 404, 409, 413, 415, 422),
)  # fmt: skip
@login.needs(Role.MODERATOR)
def post_answer(identifier: str) -> Response:
    """``reversed`` publishes the comment, and can be undone like any decision. ``403`` for who has decided themselves.

    ``202`` where two have to approve it: the appeal stays open until somebody else does so too.
    """
    sent, at, moderator, token = read(AppealAnswerIn), current.now(), login.moderator(), secrets.token_urlsafe(24)
    result = Result(sent.outcome)
    said = identifier, sent.version, result
    outcome = current.context().database.write(
        lambda connection: appeals.close(connection, moderator, said, people.digest(token), at)
    )
    undo = token if result is Result.REVERSED else None
    return answer(DecidedOut(results=[OutcomeOut.of(outcome)], undo=undo), ACCEPTED if outcome.awaits else OK)


def _out(case: Case) -> AppealOut:
    comment = case.comment
    return AppealOut(
        id=comment.id,
        version=comment.version,
        site=site_key(comment.site),
        thread=ThreadRef(url=comment.thread.url, title=comment.thread.title),
        author=comment.author.name,
        body=comment.body,
        status=comment.status,
        reason=case.statement.reason if case.statement else "",
        decided_by=case.decided_by,
        words=case.appeal.body,
        appealed_at=case.appeal.at,
        yours=case.may_close,
    )
