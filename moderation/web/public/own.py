"""A comment as its author may see it, whatever its status: for who holds the token it was accepted with."""

from flask import Blueprint, Response, request

from moderation.domain.comment import Status
from moderation.domain.errors import NotFoundError
from moderation.domain.identity import site_of
from moderation.store import comments
from moderation.web import current, security
from moderation.web.openapi import describe
from moderation.web.problems import Problem
from moderation.web.public.answers import OwnOut

blueprint = Blueprint("own", __name__, url_prefix="/v1/comments/<identifier>")


@blueprint.get("")
@describe("An author's own comment", gives={200: OwnOut}, login="author", refuses=(401, 404, 503))
def get_own(identifier: str) -> Response:
    """With ``Authorization: Bearer {author_token}``; a wrong token is answered like an unknown comment."""
    ctx = current.context()
    site = ctx.directory.by_id(site_of(identifier))
    if site is None:
        raise NotFoundError("comment")
    security.open_to(site)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Problem(401, "unauthenticated")
    with ctx.database.read() as connection:
        comment = comments.find(connection, identifier)
    if comment is None or not ctx.signatures.is_author(token.strip(), identifier):
        raise NotFoundError("comment")
    status = Status.PENDING if comment.status is Status.RECEIVED else comment.status
    body = OwnOut.of(comment, status)
    return Response(body.model_dump_json(), content_type="application/json", headers={"Cache-Control": "no-store"})
