"""What authors do with their own comments by Isso's client: another text, or none."""

from dataclasses import replace

from flask import Blueprint, Response
from pydantic import ValidationError

from moderation.domain.comment import Comment
from moderation.domain.site import Site
from moderation.services import own as services
from moderation.store import comments, listing
from moderation.store.engine import Connection
from moderation.store.listing import Page
from moderation.web import current, faults
from moderation.web.isso import described
from moderation.web.isso.frame import answered
from moderation.web.isso.reading import MOST
from moderation.web.isso.shape import emptied, shown
from moderation.web.isso.writing import own, read
from moderation.web.public import limits
from moderation.web.public.own import change
from moderation.web.schemas import EditIn


def install(blueprint: Blueprint) -> None:
    """Answer the calls that change a comment."""
    blueprint.put("/id/<number>")(put_own)
    blueprint.delete("/id/<number>")(delete_own)


@described.answers("Change one's own comment", 200, described.COMMENT, described.CHANGING, takes=described.EDIT)
def put_own(site: Site, number: str) -> Response:
    """Another text, as long as the site allows; held until it has been checked. Name and website stay as they are."""
    comment, named = own(site, number)
    try:
        body = EditIn.model_validate({"body": read()["text"]}).body
    except ValidationError as error:
        raise faults.of_validation(error) from None
    limits.take(limits.of_changes(site, comment.id))
    return answered(shown(change(site, comment.id, body), named))


@described.answers("Withdraw one's own comment", 200, described.LEFT, described.CHANGING)
def delete_own(site: Site, number: str) -> Response:
    """Gone for good; where it has answers, they stay, and what the client is told leaves their place."""
    comment, named = own(site, number)
    limits.take(limits.of_changes(site, comment.id))
    ctx, at = current.context(), current.now()

    def work(connection: Connection) -> bool:
        has_answers = _has_answers(connection, comment)
        services.withdraw(connection, comment.id, at)
        return has_answers

    has_answers = ctx.database.write(work)
    return answered(emptied(shown(replace(comment, body_html=""), named)) if has_answers else None)


def _has_answers(connection: Connection, comment: Comment) -> bool:
    found = comments.find(connection, comment.id)
    shown_here = listing.list_public(connection, found.thread, Page(limit=MOST)) if found else ()
    return any(one.parent == comment.id for one in shown_here)
