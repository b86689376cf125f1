"""``wp-comments-post.php``: takes what the stock form sends, and answers as WordPress does."""

from collections.abc import Callable

from flask import Blueprint, Response, g
from werkzeug.exceptions import HTTPException

from moderation.domain.errors import ModerationError
from moderation.domain.site import Site
from moderation.web import current, security
from moderation.web.foreign import FORM, HTML, MULTIPART, PROBLEM, TEXT, Content, fields, refusals, speaks
from moderation.web.public.accept import take
from moderation.web.wordpress import place, refused, stock
from moderation.web.wordpress.stock import Stock

OTHERS = ["GET", "PUT", "PATCH", "DELETE"]
ANYWHERE, OF_SITE = "/wp-comments-post.php", "/wp/<site>/wp-comments-post.php"

REFUSED: Content = {HTML: TEXT, **PROBLEM}
_FIELDS = fields(
    " ".join(stock.FIELDS),
    author="line",
    comment="text",
    title="line",
    email="mail-address",
    url="web-address",
    thread="uri",
)
takes_form = speaks(
    "WordPress", "Hand in a comment with the stock form", takes={FORM: _FIELDS, MULTIPART: _FIELDS},
    gives={302: {}, 200: {HTML: TEXT}, **refusals(REFUSED, 400, 403, 404, 409, 413, 415, 422, 429, 503)},
    headers={302: ("Location", "X-Redirect-By")},
)  # fmt: skip

blueprint = Blueprint("wordpress", __name__)


@blueprint.post(ANYWHERE)
@takes_form
def post_anywhere() -> Response:
    """A form of any site: which one, its browser says."""
    return _answer(place.site_of)


@blueprint.post(OF_SITE)
@takes_form
def post_of_site(site: str) -> Response:
    """A form of one site."""
    return _answer(lambda _: current.context().directory.by_key(site))


@blueprint.route(ANYWHERE, methods=OTHERS)
@blueprint.route(OF_SITE, methods=OTHERS)
def not_a_form(site: str = "") -> Response:  # noqa: ARG001 - the same for every site
    """As the original says it."""
    return Response(status=405, headers={"Allow": "POST"}, content_type="text/plain")


def _answer(find: Callable[[Stock], Site]) -> Response:
    """Accept a comment and lead its author to the article; or say what is wrong, with everything they typed."""
    sent, site = stock.typed(), None
    try:
        site = find(sent)
        g.site_language = site.language
        security.open_to(site)
        return _accept(site)
    except (ModerationError, HTTPException) as error:
        return refused.answer(error, sent, site)


def _accept(site: Site) -> Response:
    form = stock.read()
    with current.context().database.read() as connection:
        url = place.page(connection, site, form)
        parent = place.parent(connection, site, form, url)
    comment = take(site, form.comment(url, parent, site, current.now()))
    headers = {"Location": place.after(site, form, comment), "X-Redirect-By": "WordPress", "Cache-Control": "no-store"}
    return Response(status=302, headers=headers, content_type="text/html; charset=UTF-8")
