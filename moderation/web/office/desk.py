"""What all rooms of the office have in common: whose site it is, who changes it, and how its pages are shown."""

from typing import Any

from flask import Response, request, url_for

from moderation.domain.audit import AuditLine
from moderation.domain.errors import NotFoundError
from moderation.domain.site import Site
from moderation.web import current, pages
from moderation.web.console import door
from moderation.web.office.sheet import Sheet
from moderation.web.words import office as words

FAULTY, CHANGED = 422, 412


def own(key: str) -> Site:
    """A site of this person.

    Raises:
        NotFoundError: There is none with this key, or it is not theirs.
    """
    site = current.context().directory.by_key(key)
    if not door.moderator().sees(site.id):
        raise NotFoundError("site")
    return site


def mine() -> tuple[Site, ...]:
    """All sites of this person."""
    return tuple(site for site in current.context().directory.every() if door.moderator().sees(site.id))


def line(action: str, reason: str = "") -> AuditLine:
    """For the audit of a site: what this person does now, to no comment alone."""
    return AuditLine("", current.now(), door.moderator().id, action, None, None, 0, reason)


def show(template: str, sheet: Sheet, status: int = 200, **values: Any) -> Response:
    """A page with a form; what was done just before is said once, by a code in its URL."""
    shown = FAULTY if sheet.faults and status < FAULTY and status != CHANGED else status
    done = words.DONE.get(request.args.get("done", ""), "") if request.method == "GET" else ""
    return pages.render(f"office/{template}.html", shown, sheet=sheet, done=done, said=words, **values)


def back(endpoint: str, done: str, **values: Any) -> Response:
    """To a page that says what was done; every process of this one knows of it now, the others in two seconds."""
    current.context().directory.every(age=-1)
    return door.see_other(url_for(endpoint, done=done, **values))
