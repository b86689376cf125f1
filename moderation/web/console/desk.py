"""Working beside each other, by plain forms: start reviewing, notes, second opinions, saved searches, habits."""

import re

from flask import Response, request, url_for
from pydantic import TypeAdapter, ValidationError

from moderation.domain.desk import Referral
from moderation.domain.errors import InvalidError
from moderation.domain.moderator import Role
from moderation.services import desk
from moderation.store import searches
from moderation.store.engine import Connection
from moderation.store.listing import Page
from moderation.web import current
from moderation.web.console import answers, door, habits, notices
from moderation.web.console.habits import Habits
from moderation.web.console.notices import Notice
from moderation.web.fields import Note

ID, NAME = 40, 60  # of an id, and of a saved search
LONGEST = 600  # minutes
_MINUTES = re.compile(r"[0-9]{1,3}")
_NOTE: TypeAdapter[str] = TypeAdapter(Note)

blueprint = door.room("desk")


@blueprint.post("/console/start")
@door.needs(Role.MODERATOR)
def post_start() -> Response:
    """Claim the first comment of the page's filter that nobody else is looking at, and go to it: two never get the same."""
    wanted, at, moderator = answers.filter_of_page(), current.now(), door.moderator()
    page = Page(newest_first="order=newest" in request.form.get("back", ""))
    found = current.context().database.write(lambda connection: desk.start(connection, moderator, wanted, page, at))
    if found is None:
        return answers.give(Notice("nothing_free"))
    return door.see_other(answers.at_comment(answers.place(), found.id))


@blueprint.post("/console/notes")
@door.needs(Role.MODERATOR)
def post_note() -> Response:
    """Leave a note about an author, for colleagues."""
    identifier, body, at, moderator = _comment(), _note("body"), current.now(), door.moderator()
    if not body:
        return answers.give(Notice("no_note", identifier))
    current.context().database.write(lambda connection: desk.note(connection, moderator, identifier, body, at))
    return answers.give(Notice("noted", identifier))


@blueprint.post("/console/referrals")
@door.needs(Role.MODERATOR)
def post_referral() -> Response:
    """Ask somebody else to decide."""
    question = Referral(0, _comment(), "", request.form.get("asked_of", "")[:ID], _note("note") or "", current.now())
    moderator = door.moderator()
    try:
        asked = current.context().database.write(lambda connection: desk.refer(connection, moderator, question))
    except InvalidError:
        return answers.give(Notice("nobody_asked", question.comment))
    return answers.give(Notice("referred" if asked else "asked_before", question.comment))


@blueprint.post("/console/searches")
@door.needs(Role.VIEWER)
def post_search() -> Response:
    """Keep the page's filter under a name, or a kept one no longer. Safe to run again."""
    name, query, at = request.form.get("name", "").strip()[:NAME], request.form.get("back", "")[:1000], current.now()
    moderator = door.moderator().id
    answers.filter_of_page()
    if not name:
        return answers.give(Notice("no_name"))

    def work(connection: Connection) -> bool:
        if request.form.get("forget"):
            searches.forget(connection, moderator, name)
            return True
        return searches.keep(connection, moderator, (name, query), at)

    done = current.context().database.write(work)
    return notices.leave(door.see_other(answers.place()), Notice("saved" if done else "searches_full"))


@blueprint.post("/console/habits")
@door.needs(Role.VIEWER)
def post_habits() -> Response:
    """How one likes to work."""
    said, moderator, usual = request.form, door.moderator().id, Habits()
    chosen = Habits("keys" in said, "cover" in said, _minutes("harm", usual.harm), _minutes("work", usual.work))
    current.context().database.write(lambda connection: habits.write(connection, moderator, chosen))
    return notices.leave(door.see_other(url_for("queue.get_queue")), Notice("saved"))


def _comment() -> str:
    return request.form.get("id", "")[:ID]


def _minutes(field: str, otherwise: int) -> int:
    """A number of minutes up to ten hours; as for everybody, if it is none."""
    typed = request.form.get(field, "")
    return int(typed) if _MINUTES.fullmatch(typed) and int(typed) <= LONGEST else otherwise


def _note(field: str) -> str | None:
    """A text for colleagues; None if it is none."""
    try:
        return _NOTE.validate_python(request.form.get(field, ""))
    except ValidationError:
        return None
