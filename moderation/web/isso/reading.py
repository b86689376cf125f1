"""What Isso's client reads: a thread, how many comments pages have, settings, a preview."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, json, request

from moderation import __version__
from moderation.adapters import markup
from moderation.domain.comment import Comment, Thread
from moderation.domain.errors import FieldError, InvalidError
from moderation.domain.site import Site
from moderation.store import listing, numbers, threads
from moderation.store.engine import Connection
from moderation.store.listing import Page
from moderation.web import current, fields, pages, queries
from moderation.web.isso.frame import answered
from moderation.web.isso.shape import SOURCE, Numbers, address, page, settings, shown
from moderation.web.problems import Problem
from moderation.web.public import feed
from moderation.web.public.conversation import Branch, nest
from moderation.web.public.shelf import Rendered, Shelf

MOST = 5_000  # comments of a thread that are shown
COUNTED = 500  # pages counted at once
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
    """Answer the calls that change nothing."""
    blueprint.get("/")(get_thread)
    blueprint.post("/count")(post_count)
    blueprint.get("/config")(get_config)
    blueprint.get("/info")(get_info)
    blueprint.get("/feed")(get_feed)
    blueprint.get("/css/isso.css")(get_style)
    blueprint.post("/preview")(post_preview)


def get_thread(site: Site) -> Response:
    """Approved comments and, below them, all answers; rendered once for each version of the thread."""
    url, wanted = page(site), _wanted()
    shelf: Shelf = current_app.extensions["shelf"]
    with current.context().database.read() as connection:
        thread = threads.find(connection, site.id, url) or Thread(site.id, 0, url)
        key, version = (SOURCE, site.id, url, wanted), (thread.version, site.required)
        rendered = shelf.find(key, version) or shelf.put(key, version, _render(connection, site, thread, wanted))
    answer = rendered.answer()
    answer.headers["Cache-Control"] = "no-cache"  # who has just written looks again, and must not see what was before
    return answer


def post_count(site: Site) -> Response:
    """How many comments each of some pages has, in the order asked."""
    uris = _sent(list)
    if len(uris) > COUNTED:
        raise InvalidError(FieldError("thread", "too_long", {"limit": COUNTED}))
    urls = [address(site, uri) if isinstance(uri, str) else "" for uri in uris]
    with current.context().database.read() as connection:
        counts = threads.count_approved(connection, site.id, set(urls))
    return answered([counts.get(url, 0) for url in urls])


def get_config(site: Site) -> Response:
    """What the client has to know before it draws its form."""
    return answered({"config": settings(site)})


def get_info(site: Site) -> Response:
    """Who answers here."""
    said = {"version": __version__, "host": current.context().outside, "origin": site.origins[0], "moderation": True}
    return answered(said)


def get_feed(site: Site) -> Response:
    """The feed of the page is one of ours."""
    return Response(status=302, headers={"Location": feed.address(site, page(site))})


def get_style(site: Site) -> Response:  # noqa: ARG001 - the same for every site
    """How it looks, where a page has no style for it of its own: its client asks here."""
    return Response(status=302, headers={"Location": pages.asset("isso.css")})


def post_preview(site: Site) -> Response:  # noqa: ARG001 - the same for every site
    """A text as it would be shown."""
    body = _sent(dict).get("text")
    if not isinstance(body, str):
        raise InvalidError(FieldError("body", "required"))
    if len(body) > fields.BODY:
        raise InvalidError(FieldError("body", "too_long", {"limit": fields.BODY}))
    return answered({"text": markup.render(body)})


def _sent(kind: type[Any]) -> Any:
    try:
        found = json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise Problem(400, "malformed") from None
    if not isinstance(found, kind):
        raise Problem(400, "malformed")
    return found


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
