"""The demo's article once more, by the form that a theme of WordPress prints: it is sent as it is to where WordPress takes it."""

from typing import Any

from flask import Blueprint, Response, g, request, url_for

from moderation.adapters import pages as urls
from moderation.adapters.wording import LANGUAGES
from moderation.web import current, pages, queries
from moderation.web.demo.article import SITE, TITLE

ARTICLES = {"ar": "demo.arabic", "fr": "demo.french", "en": "demo.english"}

blueprint = Blueprint("stock", __name__)


@blueprint.get("/demo/wordpress/")
def form() -> Response:
    """The form; and, once it was sent, that it has arrived: WordPress leads back with a mark in the address."""
    g.language = queries.choice("lang", ("ar", *(one for one in LANGUAGES if one != "ar")))
    ctx = current.context()
    site, article = ctx.directory.by_key(SITE), url_for(ARTICLES[g.language])
    thread = urls.normalise(ctx.outside + article.removeprefix(request.script_root))
    back = ctx.outside + url_for("stock.form", lang=g.language).removeprefix(request.script_root)
    values: dict[str, Any] = {"site": site, "thread": thread, "article": article, "back": back}
    title, sent = current.words().gettext(TITLE), "unapproved" in request.args
    page = pages.render("demo/wordpress.html", title=title, sent=sent, **values)
    page.headers["Cache-Control"] = "no-store"
    return page
