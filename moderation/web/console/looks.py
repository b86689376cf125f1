"""Second looks: one comment after the other, without what was decided and by whom."""

import secrets

from flask import Response, request, url_for
from pydantic import ValidationError

from moderation.domain.errors import NotFoundError, StaleError
from moderation.domain.evidence import History
from moderation.domain.look import Opinion
from moderation.domain.moderator import Role
from moderation.services import looks, people, queue
from moderation.services.queue import Item
from moderation.store import comments
from moderation.store.engine import Connection
from moderation.store.filters import Filter
from moderation.web import current, pages
from moderation.web.console import cards, decisions, door, habits, notices
from moderation.web.console.cards import Card
from moderation.web.console.notices import Notice
from moderation.web.review.looks import SecondLookIn

blueprint = door.room("looks")


@blueprint.get("/console/looks")
@door.needs(Role.MODERATOR)
def get_look() -> Response:
    """The next comment. What would tell how it was decided is left out: its status, its history, why it was held."""
    person = door.moderator()
    with current.context().database.read() as connection:
        card, notice = _card(connection), notices.read(connection, person)
        counts, chosen = queue.count(connection, person, Filter()), habits.read(connection, person.id)
    page = pages.render(
        "console/look.html", card=card, notice=notice, counts=counts, habits=chosen, asked={"pile": "looks"}
    )
    return notices.forget(page) if notice else page


@blueprint.post("/console/looks")
@door.needs(Role.MODERATOR)
def post_look() -> Response:
    """What this person would have decided. One button may say all: ``reject`` with the reason as its value."""
    form, item = request.form, decisions.item(request.form.get("item", ""))
    word = Opinion.REJECT.value if "reject" in form else form.get("action", "")
    try:
        said = SecondLookIn.model_validate(
            {"version": max(item["version"], 1), "action": word, "reason": form.get("reject", "")}
        )
    except ValidationError:
        return _told("no_reason" if word == Opinion.REJECT else "unknown")
    at, moderator, batch = current.now(), door.moderator(), people.digest(secrets.token_urlsafe(24))
    seen = item["id"], item["version"]
    try:
        current.context().database.write(
            lambda connection: looks.answer(connection, moderator, seen, said.said, (batch, at))
        )
    except (NotFoundError, StaleError):
        return _told("look_over")
    return _told("looked")


def _card(connection: Connection) -> Card | None:
    """The comment without verdict and marks."""
    comment = looks.next_one(connection, door.moderator())
    if comment is None:
        return None
    parent = comments.find(connection, comment.parent) if comment.parent else None
    return cards.of(Item(comment, None, History(), History()), parent)


def _told(kind: str) -> Response:
    return notices.leave(door.see_other(url_for("looks.get_look")), Notice(kind))
