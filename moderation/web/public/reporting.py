"""Reporting a published comment: as JSON, or as a form on a page of its own."""

from typing import Any

from flask import Blueprint, Response, g, request, url_for

from moderation.domain.comment import Comment, Status
from moderation.domain.errors import NotFoundError
from moderation.services.report import report
from moderation.store import comments
from moderation.store.reports import Report
from moderation.web import current, pages, queries
from moderation.web.openapi import describe
from moderation.web.public import intake, limits, own, thread_page
from moderation.web.public.answers import ReportedOut
from moderation.web.schemas import ReportIn
from moderation.web.words import review

blueprint = Blueprint("reporting", __name__)


blueprint.url_value_preprocessor(own.find_site)


@blueprint.errorhandler(Exception)
def refused(error: Exception) -> Response:
    """In words for who looks at a page, with the form again where it can be mended; else as a problem."""
    problem, said = pages.refusal(error)
    if not (request.path.startswith("/report/") or thread_page.wanted()):
        return problem
    mendable = {"invalid", "too_many", "unavailable"}
    template = "public/report.html" if request.view_args and said["code"] in mendable and "site" in g else "public/refused.html"  # fmt: skip
    values: dict[str, Any] = {"problem": said, "comment": None, "sent": False, "reasons": review.REASONS}
    page = pages.render(template, problem.status_code, identifier=_identifier(), **values)
    return pages.with_headers_of(problem, page)


@blueprint.post("/v1/comments/<identifier>/reports")
@describe(
    "Report a published comment",
    takes=ReportIn,
    gives={202: ReportedOut},
    forms=True,
    refuses=(403, 404, 413, 415, 422, 429, 503),
)
def post_report(identifier: str) -> Response:
    """Once for each reporter; a moderator will look at it. Of the sender, a keyed hash of their network is kept, for this comment alone."""
    limits.take(limits.of_reports(g.site))
    said = Report(current.reporter(identifier), intake.read(ReportIn, forms=True).reason, current.now())
    current.context().database.write(lambda connection: report(connection, identifier, said))
    if thread_page.wanted():
        asked = request.args.get("lang")
        place = url_for("reporting.get_report", identifier=identifier, sent="1", lang=asked)
        return Response(status=303, headers={"Location": place, "Cache-Control": "no-store"})
    body = ReportedOut(id=identifier, reason=said.reason).model_dump_json()
    return Response(body, 202, {"Cache-Control": "no-store"}, content_type="application/json")


@blueprint.get("/report/<identifier>")
def get_report(identifier: str) -> Response:
    """The form; and, once it was sent, what happens next."""
    sent = queries.choice("sent", ("", "1")) == "1"
    with current.context().database.read() as connection:
        comment = comments.find(connection, identifier)
    if not sent and not _is_public(comment):
        raise NotFoundError("comment")
    shown = comment if _is_public(comment) else None
    values: dict[str, Any] = {"comment": shown, "sent": sent, "reasons": review.REASONS, "problem": {}}
    return thread_page.for_frames(g.site, pages.render("public/report.html", identifier=identifier, **values))


def _is_public(comment: Comment | None) -> bool:
    return comment is not None and comment.status is Status.APPROVED


def _identifier() -> str:
    return str((request.view_args or {}).get("identifier", ""))
