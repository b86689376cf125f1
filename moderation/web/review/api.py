"""The moderators' JSON: the queue, one comment, a decision, and taking it back."""

import secrets
from datetime import timedelta
from typing import Any, TypeVar

from flask import Blueprint, Response
from pydantic import BaseModel
from werkzeug.datastructures import MultiDict

from moderation.domain.comment import Status
from moderation.domain.decision import Action, Decision, Outcome
from moderation.domain.moderator import Role
from moderation.services import people, queue, reveal, review
from moderation.store.filters import Filter
from moderation.web import current, cursors, login, problems, queries
from moderation.web.openapi import describe
from moderation.web.public import intake
from moderation.web.review.answers import AuditOut, CommentOut, ItemOut, QueueOut, RevealedOut
from moderation.web.review.outcomes import DecidedOut, OutcomeOut
from moderation.web.schemas import DecisionIn, RevealIn, UndoIn

REFUSES = (401, 403, 503)
OK, ACCEPTED = 200, 202
Model = TypeVar("Model", bound=BaseModel)
STATUSES = ("pending", "received", "approved", "spam", "rejected")
PILES = ("reported", "referred")
AGES = {"": None, "hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}  # older than

blueprint = Blueprint("review", __name__, url_prefix="/v1/moderation")


@blueprint.get("/queue")
@describe(
    "List comments of one status, with why the machine judged as it did", gives={200: QueueOut}, login="token",
    queries=("site", "status", "signal", "language", "age", "risk", "like", "q", "order", "cursor", "fewer"), refuses=(*REFUSES, 404, 422),
)  # fmt: skip
@login.needs(Role.VIEWER)
def get_queue() -> Response:
    """What waits for a person (``pending``), or what became of the rest; only of the moderator's own sites."""
    wanted, page = asked(), queries.page(default=25, most=100)
    with current.context().database.read() as connection:
        counts = queue.count(connection, login.moderator(), wanted)
        found = queue.look(connection, login.moderator(), wanted, page.and_one_more, current.now())
    items, following = cursors.cut(found, page.limit, lambda item: item.comment)
    return answer(
        QueueOut(counts=counts, items=[ItemOut.of(item, site_key, current.words()) for item in items], next=following)
    )


@blueprint.get("/comments/<identifier>")
@describe("One comment, with its audit", gives={200: CommentOut}, login="token", refuses=(*REFUSES, 404))
@login.needs(Role.VIEWER)
def get_comment(identifier: str) -> Response:
    """Everything that is known of a comment, except the address."""
    with current.context().database.read() as connection:
        item, lines = queue.find(connection, login.moderator(), identifier, current.now())
    shown = ItemOut.of(item, site_key, current.words())
    return answer(CommentOut(**shown.model_dump(), audit=[AuditOut.model_validate(line) for line in lines]))


@blueprint.post("/comments/<identifier>/reveal")
@describe(
    "Open the address of a comment's author",
    takes=RevealIn,
    gives={200: RevealedOut},
    login="token",
    refuses=(*REFUSES, 404, 413, 415, 422, 429),
)
@login.needs(Role.MODERATOR)
def post_reveal(identifier: str) -> Response:
    """For admins, and moderators who are trusted with it; written into the audit first, and at most twenty in an hour."""
    ctx, request_ = current.context(), (login.moderator(), identifier, read(RevealIn).reason)
    return answer(RevealedOut(email=reveal.reveal(ctx.database, ctx.ring, request_, current.now())))


@blueprint.post("/decisions")
@describe(
    "Decide", takes=DecisionIn, gives={200: DecidedOut, 202: DecidedOut}, login="token",
    refuses=(*REFUSES, 409, 413, 415, 422),
)  # fmt: skip
@login.needs(Role.MODERATOR)
def post_decisions() -> Response:
    """Each item names the version that was looked at; where somebody was faster, it is left as it is. All in one transaction.

    ``202`` where all that was done waits for somebody else: `approve`, where the site publishes only what two have approved.
    """
    said = read(DecisionIn)
    items = tuple((item.id, item.version) for item in said.items)
    decision = Decision(Action(said.action), items, said.reason, said.note)
    token, at, moderator = secrets.token_urlsafe(24), current.now(), login.moderator()
    outcomes = current.context().database.write(
        lambda connection: review.decide(connection, moderator, decision, people.digest(token), at),
    )
    if len(outcomes) == 1 and outcomes[0].error == "conflict":
        return _conflict(outcomes[0])
    done = [outcome for outcome in outcomes if not outcome.error]
    results = [OutcomeOut.of(outcome) for outcome in outcomes]
    status = ACCEPTED if done and all(outcome.awaits for outcome in done) else OK
    return answer(DecidedOut(results=results, undo=token if done else None), status)


@blueprint.post("/undo")
@describe(
    "Take a decision back",
    takes=UndoIn,
    gives={200: DecidedOut},
    login="token",
    refuses=(*REFUSES, 404, 409, 413, 415, 422),
)
@login.needs(Role.MODERATOR)
def post_undo() -> Response:
    """Within an hour, once; a comment on which somebody has decided since stays as it is."""
    batch, at, moderator = people.digest(read(UndoIn).undo), current.now(), login.moderator()
    outcomes = current.context().database.write(lambda connection: review.undo(connection, moderator, batch, at))
    return answer(DecidedOut(results=[OutcomeOut.of(outcome) for outcome in outcomes]))


def asked(query: MultiDict[str, str] | None = None) -> Filter:
    """The filter in this URL, or in the query that is given; a site that is not there is an error (404).

    Raises:
        InvalidError: It is none.
        NotFoundError: There is no such site.
    """
    key, which = queries.one("site", of=query), queries.choice("status", (*STATUSES, *PILES), query)
    age = AGES[queries.choice("age", tuple(AGES), query)]
    return Filter(
        status=None if which in PILES else Status(which),
        pile=which if which in PILES else "",
        sites=(current.context().directory.by_key(key).id,) if key else None,
        signal=queries.one("signal", of=query),
        language=queries.one("language", of=query),
        text=queries.one("q", of=query),
        before=current.now() - age if age else None,
        risk=None if (risk := queries.percent("risk", query)) is None else risk / 100,
        like=queries.one("like", of=query),
    )


def site_key(number: int) -> str:
    """What a site is called in the JSON; empty if it is gone."""
    site = current.context().directory.by_id(number)
    return site.key if site else ""


def read(model: type[Model]) -> Model:
    """The request's JSON.

    Raises:
        InvalidError: It is not as the model has it.
        Problem: 400, 413 or 415.
    """
    return intake.read(model)


def _conflict(outcome: Outcome) -> Response:
    result = OutcomeOut.of(outcome)
    members: dict[str, Any] = {"results": [result.model_dump(exclude_none=True)], "current": result.current}
    return problems.problem(409, "stale", members=members)


def answer(body: BaseModel, status: int = 200) -> Response:
    """JSON that nobody keeps."""
    text = body.model_dump_json(exclude_none=isinstance(body, DecidedOut))
    return Response(text, status, content_type="application/json", headers={"Cache-Control": "no-store"})
