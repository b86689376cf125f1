"""Appeals: what authors say against decisions, and the two buttons that answer them."""

import secrets

from flask import Response, request, url_for

from moderation.domain.appeal import Result
from moderation.domain.errors import ForbiddenError, NotFoundError, StaleError
from moderation.domain.moderator import Role
from moderation.services import appeals, docket, people, queue
from moderation.store.filters import Filter
from moderation.web import current, pages
from moderation.web.console import decisions, door, notices
from moderation.web.console.notices import Notice

blueprint = door.room("appeals")


@blueprint.get("/console/appeals")
@door.needs(Role.MODERATOR)
def get_appeals() -> Response:
    """Open ones, the oldest first."""
    person = door.moderator()
    with current.context().database.read() as connection:
        cases, notice = docket.look(connection, person), notices.read(connection, person)
        counts = queue.count(connection, person, Filter())
    sites = {site.id: site for site in current.context().directory.every()}
    page = pages.render(
        "console/appeals.html", cases=cases, notice=notice, counts=counts, sites=sites, asked={"pile": "appeals"}
    )
    return notices.forget(page) if notice else page


@blueprint.post("/console/appeals")
@door.needs(Role.MODERATOR)
def post_appeals() -> Response:
    """Decline an appeal, or publish the comment after all; the latter can be undone like any decision."""
    item, word = decisions.item(request.form.get("item", "")), request.form.get("outcome", "")
    if word not in {one.value for one in Result}:
        return _told(Notice("unknown"))
    said, token = (item["id"], item["version"], Result(word)), secrets.token_urlsafe(24)
    at, moderator = current.now(), door.moderator()
    try:
        outcome = current.context().database.write(
            lambda connection: appeals.close(connection, moderator, said, people.digest(token), at)
        )
    except ForbiddenError:
        return _told(Notice("own_decision", item["id"]))
    except (NotFoundError, StaleError):
        return _told(Notice("answered"))
    return _told(Notice("upheld", item["id"]) if word == Result.UPHELD else notices.of([outcome], "done", token))


def _told(notice: Notice) -> Response:
    return notices.leave(door.see_other(url_for("appeals.get_appeals")), notice)
