"""The Flask application, for one surface: what everybody can reach, what moderators can, or both."""

from typing import Literal

from flask import Flask

from moderation.bootstrap import Context
from moderation.services.tallies import Tallies
from moderation.web import (
    akismet,
    console,
    demo,
    isso,
    metrics,
    office,
    pages,
    problems,
    public,
    queries,
    review,
    security,
    wordpress,
)
from moderation.web.proxy import Mounted
from moderation.web.public import intake
from moderation.web.public.hatch import Hatch
from moderation.web.public.shelf import Shelf

Surface = Literal["public", "console", "all"]

_OPEN = (*public.BLUEPRINTS, *wordpress.BLUEPRINTS, *akismet.BLUEPRINTS, *isso.BLUEPRINTS, *demo.BLUEPRINTS)
_CLOSED = (*review.BLUEPRINTS, *console.BLUEPRINTS, *office.BLUEPRINTS, metrics.blueprint)
BLUEPRINTS = {"public": _OPEN, "console": _CLOSED, "all": (*_OPEN, *_CLOSED)}


def create_app(context: Context, surface: Surface = "all") -> Flask:
    """An application over ready parts; nothing is opened here."""
    return over(context, surface, assembled(surface))


def assembled(surface: Surface) -> Flask:
    """Routes, templates and errors of a surface, over nothing yet."""
    app = Flask("moderation.web", static_folder="static", static_url_path="/static")
    app.config.update(
        MAX_CONTENT_LENGTH=intake.LARGEST, MAX_FORM_MEMORY_SIZE=intake.LARGEST, MAX_FORM_PARTS=intake.FIELDS
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    metrics.install(app)
    problems.install(app)
    security.install(app)
    queries.install(app)
    pages.install(app)
    for blueprint in (*public.COMMON, *BLUEPRINTS[surface]):
        app.register_blueprint(blueprint)
    return app


def over(context: Context, surface: Surface, app: Flask) -> Flask:
    """The same application, with the parts that it works with."""
    app.extensions = {"moderation": context, "shelf": Shelf(), "surface": surface, "tallies": Tallies()}
    hatch = Hatch(app.wsgi_app, context.meters)
    app.wsgi_app = Mounted(hatch, context.outside)  # type: ignore[method-assign]
    return app
