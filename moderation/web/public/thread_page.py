"""The thread as a page: for readers without JavaScript, for frames on the site's own pages, and as the answer to a form."""

from typing import Any

from flask import Blueprint, Response, g, request, url_for
from werkzeug.exceptions import HTTPException

from moderation.adapters import pages as urls
from moderation.adapters.wording import LANGUAGES
from moderation.domain.errors import FieldError, InvalidError, ModerationError
from moderation.domain.site import Site
from moderation.web import current, pages, queries, security
from moderation.web.public import conversation, feed, form, intake, tickets
from moderation.web.public.accept import accept
from moderation.web.public.form import Form

blueprint = Blueprint("thread_page", __name__)
blueprint.register_error_handler(Exception, pages.refusals("public/refused.html"))


@blueprint.get("/t/<key>")
def get_thread(key: str) -> Response:
    """Approved comments and the form; after sending one, what became of it."""
    site = current.context().directory.by_key(key)
    g.site_language = site.language
    url, wanted = _own_page(site), conversation.asked()
    with current.context().database.read() as connection:
        found = conversation.read(connection, site, url, wanted)
    shown = Form(
        site, url, found.thread.title, parent=found.answered.id if found.answered else "", answered=found.answered
    )
    return for_frames(
        site,
        pages.render("public/thread.html", site=site, conversation=found, form=shown, feed=feed.address(site, url)),
    )


def wanted() -> bool:
    """Whether this is a form sent by a browser that wants to see a page next."""
    accepts = request.accept_mimetypes
    named = any(kind == "text/html" and quality > 0 for kind, quality in accepts)
    is_form = request.mimetype in {intake.FORM, intake.MULTIPART}
    return is_form and named and accepts["text/html"] >= accepts["application/json"]


def take_form(site: Site) -> Response:
    """Accept a comment and lead its author to the thread; or show the form again with everything they typed."""
    members = form.typed()
    try:
        comment = accept(site)
    except (ModerationError, HTTPException) as error:
        return _again(site, members, error)
    asked = request.args.get("lang", "")
    lang = asked if asked in LANGUAGES else None
    posted = tickets.posted(comment.id)
    place = url_for("thread_page.get_thread", key=site.key, thread=comment.thread.url, posted=posted, lang=lang)
    return Response(status=303, headers={"Location": place, "Cache-Control": "no-store"})


def _again(site: Site, members: dict[str, Any], error: Exception) -> Response:
    """The form once more. Nothing is read from the database, which may be what is away."""
    problem, said = pages.refusal(error)
    shown = form.again(site, members, said)
    article = shown.thread if _is_own(site, shown.thread) else ""
    page = pages.render("public/again.html", problem.status_code, site=site, form=shown, article=article, problem=said)
    return for_frames(site, pages.with_headers_of(problem, page))


def _own_page(site: Site) -> str:
    url = queries.page_url()
    if urls.origin_of(url) not in site.origins:
        raise InvalidError(FieldError("thread", "foreign"))
    return url


def _is_own(site: Site, url: str) -> bool:
    try:
        return urls.origin_of(urls.normalise(url)) in site.origins
    except urls.UrlError:
        return False


def for_frames(site: Site, page: Response) -> Response:
    """The site's pages may show this in a frame; nobody may keep it, for it holds a form that was made just now."""
    page.headers["Content-Security-Policy"] = security.page_policy(site.origins)
    page.headers["Cache-Control"] = "no-store"
    return page
