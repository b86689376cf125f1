"""The description of the interface, for machines and for people. No script, no foreign host: it reads under our own policy."""

from typing import Any

from flask import Blueprint, Response, current_app, json

from moderation.web import current, openapi, pages, words
from moderation.web.problems import CODES
from moderation.web.public.embed import script

blueprint = Blueprint("docs", __name__)


@blueprint.get("/openapi.json")
def openapi_json() -> Response:
    """OpenAPI 3.1, made from the schemas that validate."""
    return Response(json.dumps(_document(), ensure_ascii=False), content_type="application/json")


@blueprint.get("/docs")
def docs() -> Response:
    """The same as a page."""
    lines = script().lines(current.context().outside, "news", "ar")
    return pages.render(
        "public/docs.html", document=_document(), problems=words.TITLES, statuses=CODES, embed=script(), lines=lines
    )


def _document() -> dict[str, Any]:
    return openapi.document(current_app, current.context().outside)
