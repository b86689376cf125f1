"""What the house says under comments and of them, by plain forms: replies, pins, picks; whom it blocks or trusts."""

import secrets

from flask import Response, request
from pydantic import TypeAdapter, ValidationError

from moderation.adapters import markup
from moderation.domain.block import Effect
from moderation.domain.errors import StaleError
from moderation.domain.identity import site_of
from moderation.domain.moderator import Role
from moderation.services import house, people
from moderation.services.house import Hand
from moderation.web import current
from moderation.web.console import answers, decisions, door
from moderation.web.console.notices import Notice
from moderation.web.fields import Body

ID = 40
MARKS = {"pin": ("pin", True), "unpin": ("pin", False), "pick": ("pick", True), "unpick": ("pick", False)}
_BODY: TypeAdapter[str] = TypeAdapter(Body)

blueprint = door.room("house")


@blueprint.post("/console/marks")
@door.needs(Role.MODERATOR)
def post_mark() -> Response:
    """Pin or pick a published comment, or no longer. Safe to run again."""
    hand, identifier = _hand(), _comment()
    if request.form.get("mark", "") not in MARKS:
        return answers.give(Notice("unknown", identifier))
    what, on = MARKS[request.form["mark"]]
    try:
        current.context().database.write(lambda connection: house.mark(connection, hand, identifier, what, on=on))
    except StaleError:
        return answers.give(Notice("not_public", identifier))
    return answers.give(Notice("marked", identifier))


@blueprint.post("/console/replies")
@door.needs(Role.MODERATOR)
def post_reply() -> Response:
    """Answer as one of the house, published at once; and with it what waits for review and is answered."""
    hand, item, token = _hand(), decisions.item(request.form.get("item", "")), secrets.token_urlsafe(24)
    answered = item["id"], item["version"]
    try:
        body = _BODY.validate_python(request.form.get("body", ""))
    except ValidationError:
        return answers.give(Notice("no_reply", item["id"][:ID]))
    try:
        current.context().database.write(
            lambda connection: house.reply(connection, hand, answered, body, people.digest(token))
        )
    except StaleError:
        return answers.give(Notice("not_public", item["id"]))
    return answers.give(Notice("replied", item["id"]))


@blueprint.post("/console/authors")
@door.needs(Role.ADMIN)
def post_author() -> Response:
    """Block or trust the author of a comment."""
    hand, identifier, word = _hand(), _comment(), request.form.get("effect", "")
    site = current.context().directory.by_id(site_of(identifier))
    if site is None or word not in {one.value for one in Effect}:
        return answers.give(Notice("unknown", identifier))
    known = current.context().database.write(
        lambda connection: house.judge_author(connection, hand, site, identifier, Effect(word))
    )
    return answers.give(Notice(f"{word}ed" if known else "nobody", identifier))


def _hand() -> Hand:
    return Hand(door.moderator(), current.now(), markup.render)


def _comment() -> str:
    return request.form.get("id", "")[:ID]
