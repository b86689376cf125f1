"""Publishing everything below a risk: the riskiest of it is read first, on a page whose form says so."""

import secrets
from collections.abc import Collection, Mapping
from urllib.parse import urlencode

from flask import Response, request
from werkzeug.datastructures import MultiDict

from moderation.domain.errors import FieldError, InvalidError, StaleError
from moderation.domain.moderator import Role
from moderation.services import people, queue, sample
from moderation.web import current, pages
from moderation.web.console import answers, decisions, door, habits, notices
from moderation.web.console.queue import cards_of
from moderation.web.review.api import asked

UNREAD = 422

blueprint = door.room("sample")


@blueprint.get("/console/sample")
@door.needs(Role.MODERATOR)
def get_sample() -> Response:
    """The ten riskiest comments of a filter, to be read before all of them are published."""
    return _page(answers.kept(request.query_string.decode("ascii", "replace")))


@blueprint.post("/console/sample")
@door.needs(Role.MODERATOR)
def post_sample() -> Response:
    """Publish all, if each of the ten was read; where there is something riskier by now, that is to be read as well."""
    read = [decisions.item(one) for one in request.form.getlist("item")[: 2 * sample.READ]]
    seen, wanted = {(one["id"], one["version"]) for one in read}, answers.filter_of_page()
    token, at, moderator = secrets.token_urlsafe(24), current.now(), door.moderator()
    try:
        outcomes = current.context().database.write(
            lambda connection: sample.publish(connection, moderator, wanted, seen, (people.digest(token), at))
        )
    except StaleError:
        return _page(answers.kept(request.form.get("back", "")), {identifier for identifier, _ in seen}, UNREAD)
    return notices.leave(door.see_other(answers.place()), notices.of(outcomes, "done", token))


def _page(back: Mapping[str, str], read: Collection[str] = (), status: int = 200) -> Response:
    """The sample; ``read`` are ids of what was ticked before."""
    wanted, person = asked(MultiDict(back)), door.moderator()
    if wanted.risk is None:
        raise InvalidError(FieldError("risk", "required"))
    with current.context().database.read() as connection:
        drawn = sample.draw(connection, person, wanted)
        cards = cards_of(connection, queue.items_of(connection, drawn.riskiest, current.now()))
        chosen = habits.read(connection, person.id)
    shown = {"cards": cards, "number": len(drawn.whole), "risk": wanted.risk, "read": read, "habits": chosen}
    return pages.render("console/sample.html", status, back=urlencode(back), is_unread=status == UNREAD, **shown)
