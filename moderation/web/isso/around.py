"""What Isso's client asks around a thread: how many comments pages have, settings, a preview, how it looks."""

from typing import Any

from flask import Blueprint, Response, json, request

from moderation import __version__
from moderation.adapters import markup
from moderation.domain.errors import FieldError, InvalidError
from moderation.domain.site import Site
from moderation.store import threads
from moderation.web import current, fields, pages
from moderation.web.isso import described
from moderation.web.isso.frame import answered
from moderation.web.isso.shape import address, page, settings
from moderation.web.problems import Problem
from moderation.web.public import feed

COUNTED = 500  # pages counted at once


def install(blueprint: Blueprint) -> None:
    """Answer the calls that change nothing."""
    blueprint.post("/count")(post_count)
    blueprint.get("/config")(get_config)
    blueprint.get("/info")(get_info)
    blueprint.get("/feed")(get_feed)
    blueprint.get("/css/isso.css")(get_style)
    blueprint.post("/preview")(post_preview)


@described.answers("Count comments", 200, described.COUNTS, (400, 403, 404, 413, 503), takes=described.URIS)
def post_count(site: Site) -> Response:
    """How many comments each of some pages has, in the order asked."""
    uris = _sent(list)
    if len(uris) > COUNTED:
        raise InvalidError(FieldError("thread", "too_long", {"limit": COUNTED}))
    urls = [address(site, uri) if isinstance(uri, str) else "" for uri in uris]
    with current.context().database.read() as connection:
        counts = threads.count_approved(connection, site.id, set(urls))
    return answered([counts.get(url, 0) for url in urls])


@described.answers("The settings of its client", 200, described.CONFIG)
def get_config(site: Site) -> Response:
    """What the client has to know before it draws its form."""
    return answered({"config": settings(site)})


@described.answers("Who answers", 200, described.INFO)
def get_info(site: Site) -> Response:
    """Who answers here."""
    said = {"version": __version__, "host": current.context().outside, "origin": site.origins[0], "moderation": True}
    return answered(said)


@described.answers(
    "To the feed of a page", 302, {}, queries={"uri": described.PAGE}, required=("uri",), headers={302: ("Location",)}
)
def get_feed(site: Site) -> Response:
    """The feed of the page is one of ours."""
    return Response(status=302, headers={"Location": feed.address(site, page(site))})


@described.answers("To its style sheet", 302, {}, headers={302: ("Location",)})
def get_style(site: Site) -> Response:  # noqa: ARG001 - the same for every site
    """How it looks, where a page has no style for it of its own: its client asks here."""
    return Response(status=302, headers={"Location": pages.asset("isso.css")})


@described.answers("Preview a text", 200, described.HTML_OUT, (400, 403, 404, 413, 503), takes=described.SAID)
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
