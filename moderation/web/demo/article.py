"""The demo's articles. Their site is ``demo``, their threads are their own addresses."""

from flask import Blueprint, Response, g, request, url_for

from moderation.adapters import pages as urls
from moderation.domain.errors import NotFoundError
from moderation.web import current, pages
from moderation.web.public import conversation
from moderation.web.public.embed import script
from moderation.web.public.form import Form
from moderation.web.words import N_

SITE = "demo"
TITLE = N_("The reading room at the old port opens its doors again")

blueprint = Blueprint("demo", __name__)


@blueprint.get("/")
def start() -> Response:
    """To the demo, where there is one; else to the console."""
    try:
        current.context().directory.by_key(SITE)
    except NotFoundError:
        return Response(status=302, headers={"Location": f"{request.script_root}/console/"})
    return Response(status=302, headers={"Location": url_for("demo.arabic")})


@blueprint.get("/demo/")
def arabic() -> Response:
    """The Arabic article."""
    return _article("ar", url_for("demo.arabic"))


@blueprint.get("/demo/fr/")
def french() -> Response:
    """The French one."""
    return _article("fr", url_for("demo.french"))


@blueprint.get("/demo/en/")
def english() -> Response:
    """The English one."""
    return _article("en", url_for("demo.english"))


def _article(language: str, path: str) -> Response:
    """An article is in one language, and so is all that stands around it, whatever the browser prefers."""
    g.language = language
    ctx = current.context()
    site, wanted = ctx.directory.by_key(SITE), conversation.asked()
    url = urls.normalise(ctx.outside + path.removeprefix(request.script_root))
    with ctx.database.read() as connection:
        found = conversation.read(connection, site, url, wanted)
    title = current.words().gettext(TITLE)
    form = Form(site, url, title, parent=found.answered.id if found.answered else "", answered=found.answered)
    page = pages.render(f"demo/{language}.html", site=site, conversation=found, form=form, title=title, embed=script())
    page.headers["Cache-Control"] = "no-store"
    return page
