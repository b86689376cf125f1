"""Feeds: the newest approved comments of a page or of the whole site, as Atom (RFC 4287) with threading (RFC 4685)."""

import re
from datetime import UTC, datetime
from urllib.parse import urlencode
from xml.etree import ElementTree as ET  # writes only; nothing that comes in is parsed

from flask import Blueprint, Response, g, request

from moderation.adapters.wording import catalogue
from moderation.domain.comment import Comment, Thread
from moderation.domain.site import Site
from moderation.store import listing, public, threads
from moderation.store.listing import Page
from moderation.web import current, queries, security
from moderation.web.openapi import describe
from moderation.web.public.shelf import Rendered
from moderation.web.words import N_

ATOM, THREADING, TYPE = "http://www.w3.org/2005/Atom", "http://purl.org/syndication/thread/1.0", "application/atom+xml"
NEWEST = 50  # comments in a feed
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # when a feed without comments was last changed
BROKEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold
ON_PAGE, ON_SITE, BY = N_("Comments on “%(title)s”"), N_("Comments on %(site)s"), N_("Comment by %(name)s")
ET.register_namespace("", ATOM)
ET.register_namespace("thr", THREADING)

blueprint = Blueprint("feed", __name__)


@blueprint.get("/v1/sites/<site>/feed.atom")
@describe(
    "The newest comments as a feed",
    gives={200: None, 304: None},
    queries=("page",),
    refuses=(404, 422, 503),
)
def get_feed(site: str) -> Response:
    """Atom, with what each comment answers (RFC 4685): of one page, or of the whole site. Approved comments only; ``ETag`` and ``304``."""
    found = current.context().directory.by_key(site)
    g.site_language = found.language
    security.open_to(found)
    url = queries.page_url() if "thread" in request.args else ""
    with current.context().database.read() as connection:
        thread = threads.find_or_empty(connection, found.id, url) if url else None
        comments = (
            listing.list_public(connection, thread, Page(newest_first=True, limit=NEWEST))
            if thread
            else public.list_newest(connection, found.id, NEWEST)
        )
    return Rendered.of(render(found, thread, comments), f"{TYPE}; charset=utf-8").answer()


def address(site: Site, thread: str = "") -> str:
    """Where the feed of a page, or of a site, is."""
    query = f"?{urlencode({'thread': thread})}" if thread else ""
    return f"{current.context().outside}/v1/sites/{site.key}/feed.atom{query}"


def render(site: Site, thread: Thread | None, comments: tuple[Comment, ...]) -> bytes:
    """The feed in the site's language: the same bytes for the same comments."""
    feed = ET.Element(f"{{{ATOM}}}feed", {"xml:lang": site.language})
    own, name = address(site, thread.url if thread else ""), {"site": site.name}
    title = ON_PAGE if thread and thread.title else ON_SITE
    named = {"title": thread.title} if thread and thread.title else name
    _add(feed, "id", own)
    _add(feed, "title", catalogue(site.language).gettext(title) % named)
    _add(feed, "updated", _time(max((one.edited_at or one.submitted_at for one in comments), default=LONG_AGO)))
    _add(feed, "link", rel="self", type=TYPE, href=own)
    _add(feed, "link", rel="alternate", type="text/html", href=thread.url if thread else site.origins[0])
    for comment in comments:
        _entry(feed, site, comment)
    rendered: bytes = ET.tostring(feed, "utf-8", xml_declaration=True)
    return rendered


def _entry(feed: ET.Element, site: Site, comment: Comment) -> None:
    entry, words = ET.SubElement(feed, f"{{{ATOM}}}entry"), catalogue(site.language)
    name = comment.author.name or words.gettext("Anonymous")
    _add(entry, "id", _name(comment.id))
    _add(entry, "title", words.gettext(BY) % {"name": name})
    author = ET.SubElement(entry, f"{{{ATOM}}}author")
    _add(author, "name", name)
    if comment.author.url:
        _add(author, "uri", comment.author.url)
    _add(entry, "published", _time(comment.submitted_at))
    _add(entry, "updated", _time(comment.edited_at or comment.submitted_at))
    _add(entry, "link", rel="alternate", type="text/html", href=_place(site, comment))
    answered = _name(comment.parent) if comment.parent else comment.thread.url
    ET.SubElement(entry, f"{{{THREADING}}}in-reply-to", {"ref": _clean(answered), "href": _clean(comment.thread.url), "type": "text/html"})  # fmt: skip
    content = _add(entry, "content", comment.body_html, type="html")
    if comment.language != "und":
        content.set("xml:lang", comment.language)


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    cleaned = {key: _clean(value) for key, value in attributes.items()}
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}", cleaned)
    child.text = _clean(text) or None
    return child


def _name(comment: str) -> str:
    """What a comment is called in every feed, for good."""
    return f"{current.context().outside}/v1/comments/{comment}"


def _place(site: Site, comment: Comment) -> str:
    page = urlencode({"thread": comment.thread.url, "order": "newest"})
    return f"{current.context().outside}/t/{site.key}?{page}#comment-{comment.id}"


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _clean(text: str) -> str:
    return BROKEN.sub("\ufffd", text)
