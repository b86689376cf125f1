"""Figures for Prometheus, and the count of requests. Nothing in them comes from what anybody sent."""

import time

from flask import Blueprint, Flask, Response, current_app, g, request

from moderation.adapters.meters import CONTENT_TYPE
from moderation.domain.errors import NotFoundError
from moderation.services import figures
from moderation.web import current
from moderation.web.openapi import describe

NO_ROUTE = "none"  # what nothing is listening to, however it was called

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
@describe("Figures for Prometheus", refuses=(404,))
def get_metrics() -> Response:
    """On the console's surface for whoever reaches it; where readers come too, for this machine alone."""
    if current_app.extensions["surface"] != "console" and not current.is_from_this_machine():
        raise NotFoundError
    ctx = current.context()
    text = ctx.meters.expose(figures.gather(ctx.database, ctx.doorbell.count_workers, current.now()))
    return Response(text, headers={"Cache-Control": "no-store"}, content_type=CONTENT_TYPE)


def install(app: Flask) -> None:
    """Count every request."""
    app.before_request(_begin)
    app.after_request(_count)


def _begin() -> None:
    g.began = time.perf_counter()


def _count(response: Response) -> Response:
    rule = request.url_rule  # None where nothing matched, whatever stands in the path or as the method
    method, route = (request.method, rule.rule) if rule else ("", NO_ROUTE)
    seconds = time.perf_counter() - g.get("began", time.perf_counter())
    current.context().meters.request(method, route, response.status_code, seconds)
    return response
