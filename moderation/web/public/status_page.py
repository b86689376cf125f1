"""A comment's own page, for its author alone: how it stands and why, and what they can do: change it, withdraw it, appeal.

Its address holds what proves the author; it is in no log and no metric, and other sites' pages never learn it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, g, request, url_for
from werkzeug.exceptions import HTTPException

from moderation.adapters import markup
from moderation.domain.appeal import Appeal, Statement
from moderation.domain.comment import Comment, Status
from moderation.domain.errors import ModerationError, NotFoundError
from moderation.domain.identity import site_of
from moderation.domain.site import Site
from moderation.services import appeals, own
from moderation.store import appeals as appeals_made
from moderation.store import comments
from moderation.store.engine import Connection
from moderation.web import current, fields, pages, queries, security
from moderation.web.problems import Problem
from moderation.web.public import intake, limits, tickets
from moderation.web.public.own import change
from moderation.web.public.thread_page import for_frames
from moderation.web.schemas import AppealIn, EditIn
from moderation.web.words import review

DONE = ("", "changed", "appealed")
AGAIN = {408, 413, 422, 429, 500, 503}  # refusals after which sending again, perhaps with other words, can succeed

blueprint = Blueprint("status_page", __name__, url_prefix="/own/<ticket>")
blueprint.register_error_handler(Exception, pages.refusals("public/refused.html"))


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything the template needs.

    Attributes:
        minutes: How long the text can still be changed; 0 if it cannot (any more).
        statement: What was decided against it, if anything was.
        may_appeal: Whether this decision has not been appealed against.
    """

    comment: Comment
    minutes: int
    statement: Statement | None
    made: tuple[Appeal, ...]

    @property
    def status(self) -> str:
        """As its author is told it."""
        return Status.PENDING if self.comment.status is Status.RECEIVED else self.comment.status

    @property
    def html(self) -> str:
        """The text, safe."""
        return self.comment.body_html or markup.paragraphs(self.comment.body)

    @property
    def may_appeal(self) -> bool:
        """Whether an appeal would be taken."""
        is_new = all(one.outcome and one.version != self.comment.version for one in self.made)
        return self.statement is not None and is_new


@blueprint.url_value_preprocessor
def open_ticket(_endpoint: str | None, values: dict[str, object] | None) -> None:
    """The ticket names the comment, and the comment its site."""
    identifier = tickets.read(str((values or {}).get("ticket", "")))
    site = current.context().directory.by_id(site_of(identifier))
    if site is None:
        raise NotFoundError("comment")
    g.site, g.comment, g.site_language = site, identifier, site.language
    security.from_here()


@blueprint.get("")
def get_status(ticket: str) -> Response:
    """How it stands."""
    site: Site = g.site
    done = queries.choice("done", DONE)
    with current.context().database.read() as connection:
        standing = _read(connection, site)
    waits = current.context().waits.typical(site.id, current.now()) if standing.status == Status.PENDING else None
    values: dict[str, Any] = {
        "standing": standing,
        "ticket": ticket,
        "done": done,
        "wait": waits,
        "reasons": review.REASONS,
    }
    return _private(pages.render("public/status.html", site=site, limits={"body": fields.BODY, "appeal": fields.APPEAL}, **values))  # fmt: skip


@blueprint.post("/change")
def post_change(ticket: str) -> Response:
    """Another text."""

    def work() -> None:
        change(g.site, g.comment, intake.read(EditIn, forms=True).body)

    return _do(ticket, work, "changed")


@blueprint.post("/appeal")
def post_appeal(ticket: str) -> Response:
    """Ask somebody else to look again."""

    def work() -> None:
        said, at = intake.read(AppealIn, forms=True), current.now()
        current.context().database.write(
            lambda connection: appeals.lodge(connection, g.comment, (said.version, said.body), at)
        )

    return _do(ticket, work, "appealed")


@blueprint.post("/withdraw")
def post_withdraw(ticket: str) -> Response:  # noqa: ARG001 - of the address
    """Take it back, for good."""
    limits.take(limits.of_changes(g.site, g.comment))
    at = current.now()
    was = current.context().database.write(lambda connection: own.withdraw(connection, g.comment, at))
    return _private(pages.render("public/withdrawn.html", site=g.site, thread=was.thread))


def _do(ticket: str, work: Callable[[], object], done: str) -> Response:
    """Do it, and show how the comment stands now; or show everything that was typed again, and why it was refused."""
    try:
        limits.take(limits.of_changes(g.site, g.comment))
        work()
    except (ModerationError, HTTPException) as error:
        return _again(ticket, error)
    place = url_for("status_page.get_status", ticket=ticket, done=done, lang=request.args.get("lang"))
    return Response(status=303, headers={"Location": place, "Cache-Control": "no-store"})


def _again(ticket: str, error: Exception) -> Response:
    """Nothing is read from the database, which may be what is away."""
    problem, said = pages.refusal(error)
    try:
        typed = dict(reversed(intake.form_pairs()))
    except (ModerationError, Problem, HTTPException):
        typed = {}
    values = {"ticket": ticket, "typed": typed, "problem": said, "again": problem.status_code in AGAIN}
    page = pages.render("public/unsaved.html", problem.status_code, site=g.site, action=request.path, **values)
    return _private(pages.with_headers_of(problem, page))


def _read(connection: Connection, site: Site) -> Standing:
    comment = comments.find(connection, g.comment)
    if comment is None:
        raise NotFoundError("comment")
    left = own.until(site, comment) - current.now()
    minutes = -(-int(left.total_seconds()) // 60)
    is_late = own.why_not(connection, site, comment, current.now())
    return Standing(
        comment,
        0 if is_late else max(minutes, 1),
        appeals.state(connection, comment),
        appeals_made.list_of(connection, comment),
    )


def _private(page: Response) -> Response:
    page.headers["X-Robots-Tag"] = "noindex"
    return for_frames(g.site, page)
