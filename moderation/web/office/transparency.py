"""The report that anybody may read: as a page, as JSON, as a table for spreadsheets."""

from flask import Response
from pydantic import BaseModel

from moderation.domain.errors import InvalidError
from moderation.domain.insight import Period
from moderation.domain.moderator import Role
from moderation.domain.transparency import Transparency
from moderation.services import transparency
from moderation.services.insight import Asked
from moderation.web import current, pages, queries, span
from moderation.web.console import door
from moderation.web.office import desk, spreadsheet
from moderation.web.review.stats import TransparencyOut
from moderation.web.words import figures as words
from moderation.web.words import office

blueprint = door.room("transparency")


@blueprint.get("/console/transparency")
@door.needs(Role.MODERATOR)
def get_report() -> Response:
    """The report on a period; if that is none, the usual one, and what is wrong."""
    try:
        period, fault, status = span.period(), "", 200
    except InvalidError:
        period, fault, status = span.latest(span.USUAL), office.FAULTS["period"], desk.FAULTY
    return pages.render(
        "office/transparency.html", status, found=_report(period), site=queries.one("site"), sites=desk.mine(), said=words, fault=fault,
        typed=(queries.one("from"), queries.one("to")) if fault else (str(period.first), str(period.last)),
    )  # fmt: skip


@blueprint.get("/console/transparency.json")
@door.needs(Role.MODERATOR)
def get_json() -> Response:
    """The same for programs."""
    found: BaseModel = TransparencyOut.of(_report(span.period()), queries.one("site"))
    return _file(found.model_dump_json(indent=2), "application/json", "json")


@blueprint.get("/console/transparency.csv")
@door.needs(Role.MODERATOR)
def get_csv() -> Response:
    """The same for spreadsheets."""
    report = TransparencyOut.of(_report(span.period()), queries.one("site"))
    return _file(spreadsheet.table(report.model_dump(mode="json")), "text/csv; charset=utf-8", "csv")


def _report(period: Period) -> Transparency:
    with current.context().database.read() as connection:
        return transparency.report(connection, Asked(span.sites(), period, current.now()), span.tallies())


def _file(content: str, kind: str, suffix: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="transparency.{suffix}"'
    return response
