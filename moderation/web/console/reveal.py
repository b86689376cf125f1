"""Opening an address: shown once, on the page that answers, and never in a URL."""

from flask import Response, request
from pydantic import ValidationError

from moderation.domain.errors import ForbiddenError, ModerationError, NotFoundError
from moderation.domain.moderator import Role
from moderation.services import reveal
from moderation.web import current, faults, pages
from moderation.web.console import door, queue
from moderation.web.schemas import RevealIn

blueprint = door.room("reveal")


@blueprint.post("/console/comments/<identifier>/reveal")
@door.needs(Role.MODERATOR)
def post_reveal(identifier: str) -> Response:
    """The comment's page with the address, or with why it stays closed."""
    ctx = current.context()
    try:
        why = _reason()
        address = reveal.reveal(ctx.database, ctx.ring, (door.moderator(), identifier, why), current.now())
    except (ForbiddenError, NotFoundError):
        raise
    except ModerationError as error:
        problem, said = pages.refusal(error)
        sentences = [fault["message"] for fault in said.get("errors", [])] or [said["title"]]
        return pages.with_headers_of(problem, queue.comment_page(identifier, problem.status_code, trouble=sentences[0]))
    return queue.comment_page(identifier, address=address)


def _reason() -> str:
    try:
        return RevealIn.model_validate({"reason": request.form.get("reason", "")}).reason
    except ValidationError as error:
        raise faults.of_validation(error) from None
