"""Deciding and taking back: each a plain form, answered by the page it came from, which says what happened."""

import secrets
from typing import Any

from flask import Response, request
from pydantic import ValidationError

from moderation.domain.decision import Action, Decision
from moderation.domain.errors import NotFoundError, StaleError
from moderation.domain.moderator import Role
from moderation.services import people, queue, review, sample
from moderation.web import current
from moderation.web.console import answers, door, notices
from moderation.web.console.notices import Notice
from moderation.web.schemas import DecisionIn

DIGITS, MOST = 9, sample.MOST  # of a version; comments decided at once
ID = 40

blueprint = door.room("decisions")


@blueprint.post("/console/decisions")
@door.needs(Role.MODERATOR)
def post_decision() -> Response:
    """Comments in the versions that were looked at; where somebody was faster, they stay as they left them.

    One button may say all: ``reject`` with the reason as its value. With ``everything``, all that the page's filter names
    is meant, as it is now, the first 500 of it; publishing all that is below a risk leads to what is to be read before.
    """
    if _publishes_by_risk():
        return answers.to_sample()
    said = _said()
    if said is None:
        return answers.give(Notice("incomplete", _first(request.form.getlist("item"))))
    token, at, moderator = secrets.token_urlsafe(24), current.now(), door.moderator()
    outcomes = current.context().database.write(
        lambda connection: review.decide(connection, moderator, said, people.digest(token), at)
    )
    return answers.give(notices.of(outcomes, "done", token))


@blueprint.post("/console/undo")
@door.needs(Role.MODERATOR)
def post_undo() -> Response:
    """Take a decision back, once, within an hour."""
    batch, at, moderator = people.digest(request.form.get("undo", "")[:100]), current.now(), door.moderator()
    try:
        outcomes = current.context().database.write(
            lambda connection: review.undo(connection, moderator, batch, at),
        )
    except (NotFoundError, StaleError):
        return answers.give(Notice("too_late"))
    return answers.give(notices.of(outcomes, "undone"), back=[one for one in outcomes if not one.error])


def _publishes_by_risk() -> bool:
    form = request.form
    if not form.get("everything") or "reject" in form or form.get("action") != Action.APPROVE:
        return False
    return answers.filter_of_page().risk is not None


def _said() -> Decision | None:
    """The decision in the form; None if it is not one."""
    form = request.form
    action = Action.REJECT.value if "reject" in form else form.get("action", "")
    reason = form.get("reject", form.get("reason", "")) if action == Action.REJECT else ""
    items = _everything() if form.get("everything") else [item(one) for one in form.getlist("item")[: MOST + 1]]
    try:
        said = DecisionIn.model_validate(
            {"action": action, "items": items, "reason": reason, "note": form.get("note", "")}
        )
    except ValidationError:
        return None
    return Decision(Action(said.action), tuple((item.id, item.version) for item in said.items), said.reason, said.note)


def item(value: str) -> dict[str, Any]:
    """``id:version``, as a page has it."""
    identifier, _, version = value.partition(":")
    return {"id": identifier, "version": int(version) if version.isdecimal() and len(version) <= DIGITS else 0}


def _first(items: list[str]) -> str:
    return items[0].partition(":")[0][:ID] if items else ""


def _everything() -> list[dict[str, Any]]:
    """All that the filter of the page names."""
    wanted, person = answers.filter_of_page(), door.moderator()
    with current.context().database.read() as connection:
        found = queue.list_all(connection, person, wanted, MOST)
    return [{"id": comment.id, "version": comment.version} for comment in found]
