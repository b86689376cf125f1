"""Deciding and taking back: each a plain form, answered by the page it came from, which says what happened."""

import secrets
from urllib.parse import parse_qsl, urlencode

from flask import Response, request, url_for
from pydantic import ValidationError

from moderation.domain.decision import Action, Decision
from moderation.domain.errors import NotFoundError, StaleError
from moderation.domain.moderator import Role
from moderation.services import people, review
from moderation.web import current
from moderation.web.console import door, notices
from moderation.web.console.notices import Notice
from moderation.web.schemas import DecisionIn

KEPT = ("status", "site", "language", "signal", "q", "order", "cursor")  # of a queue's URL, through a decision
ID, DIGITS = 40, 9  # of an id and of a version; what is longer was not made here, and is not carried on

blueprint = door.room("decisions")


@blueprint.post("/console/decisions")
@door.needs(Role.MODERATOR)
def post_decision() -> Response:
    """One comment, in the version that was looked at; where somebody was faster, it stays as they left it."""
    said = _said()
    if said is None:
        return _back(Notice("incomplete", request.form.get("id", "")[:ID]))
    token, at, moderator = secrets.token_urlsafe(24), current.now(), door.moderator()
    outcome = current.context().database.write(
        lambda connection: review.decide(connection, moderator, said, people.digest(token), at)
    )[0]
    return _back(Notice(outcome.error, outcome.id) if outcome.error else Notice("done", outcome.id, token))


@blueprint.post("/console/undo")
@door.needs(Role.MODERATOR)
def post_undo() -> Response:
    """Take a decision back, once, within an hour."""
    batch, at, moderator = people.digest(request.form.get("undo", "")[:100]), current.now(), door.moderator()
    try:
        outcome = current.context().database.write(
            lambda connection: review.undo(connection, moderator, batch, at),
        )[0]
    except (NotFoundError, StaleError):
        return _back(Notice("too_late"))
    return _back(Notice(outcome.error or "undone", outcome.id))


def _said() -> Decision | None:
    """The decision in the form; None if it is not one."""
    form, version = request.form, request.form.get("version", "")[:DIGITS]
    reason = form.get("reason", "") if form.get("action") == Action.REJECT else ""
    try:
        said = DecisionIn.model_validate(
            {
                "action": form.get("action", ""),
                "items": [{"id": form.get("id", ""), "version": int(version) if version.isdecimal() else 0}],
                "reason": reason,
                "note": form.get("note", ""),
            }
        )
    except ValidationError:
        return None
    items = tuple((item.id, item.version) for item in said.items)
    return Decision(Action(said.action), items, said.reason, said.note)


def _back(notice: Notice) -> Response:
    """To the page the form stood on: only its filters are taken over, so that no other page can be named."""
    if request.form.get("stay"):
        place = url_for("queue.get_comment", identifier=request.form.get("stay", ""))
    else:
        kept = {name: value for name, value in parse_qsl(request.form.get("back", "")) if name in KEPT}
        place = url_for("queue.get_queue") + (f"?{urlencode(kept)}" if kept else "")
    return notices.leave(door.see_other(place), notice)
