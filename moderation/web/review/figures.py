"""The moderators' JSON, of figures: what the page of insight shows."""

from flask import Blueprint, Response

from moderation.domain.moderator import Role
from moderation.services import insight
from moderation.services.insight import Asked
from moderation.web import current, login, span
from moderation.web.openapi import describe
from moderation.web.review.api import REFUSES
from moderation.web.review.stats import StatsOut

blueprint = Blueprint("figures", __name__, url_prefix="/v1/moderation")


@blueprint.get("/stats")
@describe(
    "Figures of a period", gives={200: StatsOut}, login="token", queries=("site", "from", "to"), refuses=(*REFUSES, 404, 422),
)  # fmt: skip
@login.needs(Role.MODERATOR)
def get_stats() -> Response:
    """Of one site, or of all of the moderator's; days are by UTC, both included, the last 30 unless others are named, 366 at most.

    What machine and people decided is counted in the audit, also of comments that age has removed since.
    """
    with current.context().database.read() as connection:
        found = insight.look(connection, Asked(span.sites(), span.period(), current.now()), span.tallies())
    body = StatsOut.of(found).model_dump_json()
    return Response(body, content_type="application/json", headers={"Cache-Control": "no-store"})
