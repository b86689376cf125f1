"""What a form of the console is answered with: the page it stood on; or, for a script, only what has changed on it."""

import json
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, urlencode

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from moderation.domain.decision import Outcome
from moderation.services import queue
from moderation.store.filters import Filter
from moderation.web import current, pages
from moderation.web.console import door, notices
from moderation.web.console.notices import Notice
from moderation.web.review.api import asked
from moderation.web.words import review as vocabulary

# Of a queue's URL, through a form.
KEPT = ("status", "site", "language", "signal", "age", "risk", "like", "q", "order", "cursor")
STATUSES = {"done": 200, "undone": 200, "incomplete": 422, "not_ready": 422, "forbidden": 403}  # others: 409


def give(notice: Notice, back: Iterable[Outcome] = ()) -> Response:
    """Say what happened; ``back`` are comments that stand again as before."""
    if not current.is_scripted():
        return notices.leave(door.see_other(_again(notice)), notice)
    with current.context().database.read() as connection:
        told = notices.tell(connection, door.moderator(), notice)
        counts = queue.count(connection, door.moderator(), filter_of_page())
    page = pages.render(
        "console/told.html",
        STATUSES.get(notice.kind, 409),
        notice=told,
        counts=counts,
        back=request.form.get("back", ""),
    )
    returned = [{"id": one.id, "version": one.comment.version} for one in back if one.comment]
    if returned:
        page.headers["HX-Trigger"] = json.dumps({"desk:back": {"items": returned}})
    return page


def _again(notice: Notice) -> str:
    """The page the form stood on; what was done beside deciding leads back to the comment beside which it was done."""
    back = place()
    if request.form.get("stay") or notice.kind not in vocabulary.SAID or not notice.comment:
        return back
    return at_comment(back, notice.comment)


def at_comment(queue_: str, identifier: str) -> str:
    """A queue's URL, with one comment of it open."""
    return f"{queue_}{'&' if '?' in queue_ else '?'}{urlencode({'open': identifier})}#c{quote(identifier)}"


def place() -> str:
    """The page the form stood on: only its filters are taken over, so that no other page can be named."""
    if request.form.get("stay"):
        return url_for("queue.get_comment", identifier=request.form.get("stay", ""))
    filters = kept(request.form.get("back", ""))
    return url_for("queue.get_queue") + (f"?{urlencode(filters)}" if filters else "")


def to_sample() -> Response:
    """To what is to be read before all of the page's filter is published."""
    sample = f"{url_for('sample.get_sample')}?{urlencode(kept(request.form.get('back', '')))}"
    if current.is_scripted():
        return Response(status=409, headers={"HX-Redirect": sample})
    return door.see_other(sample)


def filter_of_page() -> Filter:
    """The filter of the queue the form stood on.

    Raises:
        InvalidError: It is none.
    """
    return asked(MultiDict(kept(request.form.get("back", ""))))


def kept(query: str) -> dict[str, str]:
    """What of a queue's URL is a filter of ours."""
    return {name: value for name, value in parse_qsl(query) if name in KEPT}
