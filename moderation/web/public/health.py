"""Alive, and ready: for load balancers. Neither tells versions or secrets."""

from flask import Blueprint, Response, json

from moderation.services import health
from moderation.web import current
from moderation.web.openapi import describe

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@describe("Whether this process is alive")
def healthz() -> Response:
    """Asks nobody else."""
    return Response("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@blueprint.get("/readyz")
@describe("Whether requests should come here", gives={200: None, 503: None})
def readyz() -> Response:
    """``503`` only if the database is away or outdated, or a comment has waited over a minute; Redis away is ``degraded``."""
    ctx = current.context()
    found = health.examine(ctx.database, ctx.doorbell.count_workers, current.now())
    body = {
        "status": found.status,
        "database": found.database,
        "redis": found.redis,
        "workers": found.workers,
        "oldest_received_seconds": round(found.oldest, 1),
    }
    status = 200 if found.ready else 503
    headers = {"Cache-Control": "no-store"} | ({} if found.ready else {"Retry-After": "2"})
    return Response(json.dumps(body), status, headers, content_type="application/json")
