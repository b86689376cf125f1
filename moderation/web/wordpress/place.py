"""Where a stock form belongs: which site it came from, which page it is about, which comment it answers, and where it leads."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from flask import request

from moderation.adapters import pages
from moderation.domain.comment import Comment, Status
from moderation.domain.errors import FieldError, ForbiddenError, InvalidError, NotFoundError
from moderation.domain.identity import number_of
from moderation.domain.site import Site
from moderation.store import comments, numbers
from moderation.store.engine import Connection
from moderation.web import current
from moderation.web.wordpress.stock import Stock

SOURCE = "wordpress"  # in ``imported``
_NUMBER = re.compile(r"\A\s*\+?0*([0-9]{1,18})", re.ASCII)  # what PHP reads as one


def site_of(stock: Stock) -> Site:
    """The site of a form whose address names none: by its origin, or the page it came from.

    From our own page, which shows a refused form again, it is the site of the page it is about.

    Raises:
        ForbiddenError: It came from a page of no site.
        NotFoundError: Nobody says where it came from.
    """
    origin = request.headers.get("Origin") or _origin(request.headers.get("Referer", ""))
    if origin in current.context().origins:
        origin = (_of_site(origin) and origin) or _origin(stock["thread"])
    if not origin:
        raise NotFoundError("site")
    found = _of_site(origin)
    if found is None:
        raise ForbiddenError("origin")
    return found


def page(connection: Connection, site: Site, stock: Stock) -> str:
    """The URL of the page that a form is about.

    Raises:
        InvalidError: It names none; or one of another site, in the field that is made for it.
    """
    if stock["thread"]:
        return urljoin(_base(site), stock["thread"])
    number = _number(stock["comment_post_ID"])
    named = next(_named(site, stock), "") or (number and site.permalink.replace("{id}", number))
    found = named or (number and numbers.page(connection, site.id, SOURCE, number))
    if not found:
        raise InvalidError(FieldError("thread", "required"))
    return found


def parent(connection: Connection, site: Site, stock: Stock, url: str) -> str | None:
    """The comment of this page that is answered; None if none is.

    Raises:
        NotFoundError: It is not there, or not published.
    """
    number = _number(stock["comment_parent"])
    if not number:
        return None
    identifier = numbers.find(connection, site.id, SOURCE, number)
    found = comments.find(connection, identifier) if identifier else None
    if found is None or found.status is not Status.APPROVED or found.thread.url != _normal(url):
        raise NotFoundError("parent")
    return found.id


def after(site: Site, stock: Stock, comment: Comment) -> str:
    """Where the reader is led, as WordPress does it: to the page, or where the form says, if that is of the site."""
    asked = _normal(urljoin(_base(site), stock["redirect_to"])) if stock["redirect_to"] else ""
    parts = urlsplit(asked if asked and pages.origin_of(asked) in site.origins else comment.thread.url)
    number, query = str(number_of(comment.id)), parts.query
    if not stock.consents and comment.author.email_masked:
        shown = {"unapproved": number, "moderation-hash": current.context().signatures.glimpse(comment.id)}
        others = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] not in shown]
        query = urlencode([*others, *shown.items()], quote_via=quote)
    return urlunsplit(parts._replace(query=query, fragment=f"comment-{number}"))


def _named(site: Site, stock: Stock) -> Iterator[str]:
    """Pages of the site that the form leads to, or comes from; of a page, browsers often tell other hosts only the host."""
    referer = request.headers.get("Referer", "")
    for candidate in (stock["redirect_to"] and urljoin(_base(site), stock["redirect_to"]), referer):
        url = _normal(candidate)
        if url and pages.origin_of(url) in site.origins and (candidate is not referer or _is_full(url)):
            yield url


def _is_full(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)


def _base(site: Site) -> str:
    origin = request.headers.get("Origin", "")
    return f"{origin if origin in site.origins else site.origins[0]}/"


def _number(value: str) -> str:
    found = _NUMBER.match(value)
    return found[1] if found and int(found[1]) else ""


def _of_site(origin: str) -> Site | None:
    return next((site for site in current.context().directory.every() if origin in site.origins), None)


def _origin(url: str) -> str:
    normal = _normal(url)
    return pages.origin_of(normal) if normal else ""


def _normal(url: str) -> str:
    try:
        return pages.normalise(url) if url else ""
    except pages.UrlError:
        return ""
