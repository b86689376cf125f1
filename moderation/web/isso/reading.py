"""A thread, as Isso's client reads it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, json

from moderation.domain.comment import Comment, Thread
from moderation.domain.errors import FieldError, InvalidError
from moderation.domain.site import Site
from moderation.store import listing, numbers, threads
from moderation.store.engine import Connection
from moderation.store.listing import Page
from moderation.web import current, queries
from moderation.web.isso import described
from moderation.web.isso.shape import SOURCE, Numbers, page, settings, shown
from moderation.web.public.conversation import Branch, nest
from moderation.web.public.shelf import Rendered, Shelf

MOST = 5_000  # comments of a thread that are shown
SORTS = ("oldest", "newest", "upvotes")
_NUMBER = re.compile(r"\A[0-9]{1,18}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What part of a thread.

    Attributes:
        parent: Number of the comment whose answers are wanted; 0 for the thread itself.
        limit: Comments; of these, each with ``nested`` answers.
    """

    parent: int
    limit: int
    nested: int
    offset: int
    newest_first: bool
    plain: bool


def install(blueprint: Blueprint) -> None:
    """Answer what its client asks first."""
    blueprint.get("/")(get_thread)


@described.answers(
    "Read a thread", 200, described.THREAD_OUT, required=("uri",),
    queries={
        "uri": described.PAGE, **dict.fromkeys(("parent", "limit", "nested_limit", "offset"), described.NUMBER),
        "sort": {"type": "string", "enum": [*SORTS]}, "plain": described.PLAIN_TEXT,
    },
)  # fmt: skip
def get_thread(site: Site) -> Response:
    """Approved comments and, below them, all answers; rendered once for each version of the thread."""
    url, wanted = page(site), _wanted()
    shelf: Shelf = current_app.extensions["shelf"]
    with current.context().database.read() as connection:
        thread = threads.find_or_empty(connection, site.id, url)
        key, version = (SOURCE, site.id, url, wanted), (thread.version, site.required)
        rendered = shelf.find(key, version) or shelf.put(key, version, _render(connection, site, thread, wanted))
    answer = rendered.answer()
    answer.headers["Cache-Control"] = "no-cache"  # who has just written looks again, and must not see what was before
    return answer


def _wanted() -> Wanted:
    sort = queries.choice("sort", SORTS) if queries.one("sort") else SORTS[0]
    return Wanted(
        parent=_number("parent", 0), limit=_number("limit", MOST), nested=_number("nested_limit", MOST),
        offset=_number("offset", 0), newest_first=sort != SORTS[0], plain=queries.one("plain", "0") == "1",
    )  # fmt: skip


def _number(name: str, otherwise: int) -> int:
    value = queries.one(name)
    if value and not _NUMBER.match(value):
        raise InvalidError(FieldError(name, "invalid"))
    return int(value) if value else otherwise


def _render(connection: Connection, site: Site, thread: Thread, wanted: Wanted) -> Rendered:
    found = listing.list_public(connection, thread, Page(limit=MOST))
    named = numbers.of(connection, site.id, SOURCE, [one.id for one in found])
    branches = nest(found)
    if wanted.parent:
        answers = [answer for one in branches if named[one.comment.id] == wanted.parent for answer, _ in one.answers]
        said, total = _cut(answers, wanted, wanted.limit, wanted.offset), len(answers)
        replies = [_said(one, Numbers(named[one.id], wanted.parent), wanted) for one in said]
        hidden = max(total - len(said) - wanted.offset, 0)
    else:
        roots = _cut(branches, wanted, wanted.limit, wanted.offset)
        replies = [_branch(one, named, wanted) for one in roots]
        total, hidden = len(found), max(len(branches) - len(roots) - wanted.offset, 0)
    about = {"id": wanted.parent or None, "total_replies": total, "hidden_replies": hidden, "replies": replies}
    return Rendered.of(json.dumps({**about, "config": settings(site)}).encode())


def _branch(branch: Branch, named: Any, wanted: Wanted) -> dict[str, Any]:
    own, answers = named[branch.comment.id], [answer for answer, _ in branch.answers]
    below = _cut(answers, wanted, wanted.nested, 0)
    return {
        **_said(branch.comment, Numbers(own), wanted),
        "total_replies": len(answers),
        "hidden_replies": len(answers) - len(below),
        "replies": [_said(one, Numbers(named[one.id], own), wanted) for one in below],
    }


def _said(comment: Comment, named: Numbers, wanted: Wanted) -> dict[str, Any]:
    return shown(comment, named, plain=wanted.plain)


def _cut(found: Sequence[Any], wanted: Wanted, limit: int, offset: int) -> Sequence[Any]:
    ordered = found[::-1] if wanted.newest_first else found
    return ordered[offset : offset + limit]
