"""The public JSON: hand in a comment, read a thread, count, and what the form needs to know."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, current_app, g

from moderation.bootstrap import Context
from moderation.domain.comment import Thread
from moderation.domain.site import Site
from moderation.services.submit import is_closed
from moderation.store import listing, threads
from moderation.store.engine import Connection
from moderation.store.listing import Page
from moderation.web import current, cursors, fields, pages, queries, security
from moderation.web.openapi import describe
from moderation.web.public import hatch, intake, thread_page, tickets
from moderation.web.public.accept import accept
from moderation.web.public.answers import AcceptedOut, CountsOut, FeaturesOut, FormOut, ThreadOut
from moderation.web.public.intake import HONEYPOT
from moderation.web.public.shelf import Rendered, Shelf
from moderation.web.schemas import CommentIn, CountsIn

LIMITS = {
    "name": fields.NAME,
    "email": fields.EMAIL,
    "url": fields.URL,
    "title": fields.TITLE,
    "body": fields.BODY,
}

blueprint = Blueprint("comments", __name__, url_prefix="/v1/sites/<site>")


@blueprint.url_value_preprocessor
def find_site(_endpoint: str | None, values: dict[str, object] | None) -> None:
    """Every address here names a site: an unknown one is a 404."""
    if values:
        site = current.context().directory.by_key(str(values["site"]))
        values["site"] = site
        g.site_language = site.language
        security.open_to(site)


@blueprint.errorhandler(Exception)
def refused(error: Exception) -> Response:
    """In words for who has sent a form from a browser, else as a problem."""
    if thread_page.wanted():
        return pages.refusals("public/refused.html")(error)
    return pages.refusal(error)[0]


@blueprint.post("/comments")
@describe(
    "Hand in a comment",
    takes=CommentIn,
    gives={202: AcceptedOut},
    forms=True,
    refuses=(403, 404, 409, 413, 415, 422, 429, 503),
)
def post_comment(site: Site) -> Response:
    """Store a comment. ``202`` means that it is on disk and will reach exactly one verdict."""
    if thread_page.wanted():
        return thread_page.take_form(site)
    comment = accept(site)
    token = current.context().signatures.author(comment.id)
    answer = AcceptedOut.accepted(comment, token, tickets.status_url(comment.id))
    headers = {"Location": f"{current.context().outside}/v1/comments/{comment.id}", "Cache-Control": "no-store"}
    return Response(answer.model_dump_json(), 202, headers, content_type="application/json")


@blueprint.get("/comments")
@describe(
    "Read the approved comments of a thread",
    gives={200: ThreadOut, 304: None},
    queries=("thread", "order", "cursor", "limit"),
    refuses=(404, 422, 503),
)
def get_comments(site: Site) -> Response:
    """One page of a thread, oldest first unless asked otherwise; with ``ETag`` and ``304``."""
    url, page = queries.page_url(), queries.page(default=50, most=200)
    shelf: Shelf = current_app.extensions["shelf"]
    ctx, key = current.context(), (site.id, url, page)
    version = _present(ctx, site, url)
    rendered = shelf.find(key, version)
    if rendered is None:
        with ctx.database.read() as connection:
            thread = threads.find_or_empty(connection, site.id, url)
            version = _version(ctx, site, thread)
            rendered = shelf.put(key, version, _render(connection, thread, page, closed=version[1]))
    _keep(site, lambda: _present(ctx, site, url), version)
    return rendered.answer()


def _keep(site: Site, look: Callable[[], object], shown: object) -> None:
    """Let this answer be given again while one would see the same, and the site is as it was."""
    directory = current.context().directory
    hatch.keep(lambda: directory.by_key(site.key) is site and look() == shown)


def _present(ctx: Context, site: Site, url: str) -> tuple[int, bool]:
    with ctx.database.glance() as connection:
        return _version(ctx, site, threads.find_or_empty(connection, site.id, url))


def _version(ctx: Context, site: Site, thread: Thread) -> tuple[int, bool]:
    """What an answer about a thread depends on: its version, and whether it is closed."""
    return thread.version, is_closed(site, thread, ctx.clock())


def _render(connection: Connection, thread: Thread, page: Page, *, closed: bool) -> Rendered:
    found = listing.list_public(connection, thread, page.and_one_more)
    shown, following = cursors.cut(found, page.limit, lambda comment: comment)
    return Rendered.of(ThreadOut.of(thread, shown, closed, following).model_dump_json().encode())


@blueprint.route("/counts", methods=["GET", "POST"])
@describe(
    "Count the approved comments of threads",
    takes=CountsIn,
    gives={200: CountsOut, 304: None},
    forms=True,
    queries=("threads",),
    refuses=(403, 404, 413, 415, 422, 503),
)
def get_counts(site: Site) -> Response:
    """The number of approved comments of up to 100 threads, under the names they were asked by."""
    urls = {name: queries.normal(name) for name in queries.threads_asked(intake.pages())}
    ctx, asked = current.context(), tuple(set(urls.values()))
    counts = _count(ctx, site, asked)
    _keep(site, lambda: _count(ctx, site, asked), counts)
    body = CountsOut(counts={name: counts.get(url, 0) for name, url in urls.items()})
    return Rendered.of(body.model_dump_json().encode()).answer()


def _count(ctx: Context, site: Site, urls: tuple[str, ...]) -> Mapping[str, int]:
    with ctx.database.glance() as connection:
        return threads.count_approved(connection, site.id, urls)


@blueprint.get("/form")
@describe("What the form needs to know", gives={200: FormOut}, queries=("thread",), refuses=(404, 422, 503))
def get_form(site: Site) -> Response:
    """Required fields, limits, and a token that says when the form was made."""
    ctx, at = current.context(), current.now()
    with ctx.database.read() as connection:
        thread = threads.find(connection, site.id, queries.page_url())
    body = FormOut(
        required=[name for name in ("name", "email", "url") if name in site.required],
        limits=LIMITS,
        language=current.language(site.language),
        closed=bool(thread and is_closed(site, thread, at)),
        form_token=ctx.signatures.form(site.key, at),
        honeypot=HONEYPOT,
        features=FeaturesOut(edit_minutes=site.edit_minutes, typical_wait_seconds=ctx.waits.typical(site.id, at)),
    )
    return Response(body.model_dump_json(), headers={"Cache-Control": "no-store"}, content_type="application/json")
