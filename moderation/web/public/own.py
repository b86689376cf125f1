"""A comment as its author may see, change and withdraw it, whatever its status: for who holds the token it was accepted with."""

from flask import Blueprint, Response, g, request

from moderation.domain.comment import Comment, Status
from moderation.domain.errors import NotFoundError
from moderation.domain.identity import site_of
from moderation.domain.site import Site
from moderation.services import own
from moderation.store import comments
from moderation.web import current, security
from moderation.web.openapi import describe
from moderation.web.problems import Problem
from moderation.web.public import intake, limits, tickets
from moderation.web.public.answers import OwnOut
from moderation.web.schemas import EditIn

blueprint = Blueprint("own", __name__, url_prefix="/v1/comments/<identifier>")


@blueprint.url_value_preprocessor
def find_site(_endpoint: str | None, values: dict[str, object] | None) -> None:
    """The id names the site: its pages may ask, and its language is spoken."""
    site = current.context().directory.by_id(site_of(str((values or {}).get("identifier", ""))))
    if site is None:
        raise NotFoundError("comment")
    g.site, g.site_language = site, site.language
    security.open_to(site)


@blueprint.get("")
@describe("An author's own comment", gives={200: OwnOut}, login="author", refuses=(401, 404, 503))
def get_own(identifier: str) -> Response:
    """With ``Authorization: Bearer {author_token}``; a wrong token is answered like an unknown comment."""
    _prove(identifier)
    with current.context().database.read() as connection:
        comment = comments.find(connection, identifier)
    if comment is None:
        raise NotFoundError("comment")
    return _shown(comment)


@blueprint.patch("")
@describe(
    "Change an author's own comment",
    takes=EditIn,
    gives={200: OwnOut},
    login="author",
    refuses=(401, 403, 404, 409, 413, 415, 422, 429, 503),
)
def patch_own(identifier: str) -> Response:
    """As long as the site allows (``edit_minutes`` of ``/form``), and nobody has decided against it: a new revision, not public until its verdict."""
    _prove(identifier)
    site: Site = g.site
    limits.take(limits.of_changes(site, identifier))
    return _shown(change(site, identifier, intake.read(EditIn).body))


@blueprint.delete("")
@describe("Withdraw an author's own comment", gives={204: None}, login="author", refuses=(401, 403, 404, 409, 429, 503))
def delete_own(identifier: str) -> Response:
    """For good, with its address and all that was said about it; answers to it stay where they are. Afterwards it is not found."""
    _prove(identifier)
    limits.take(limits.of_changes(g.site, identifier))
    at = current.now()
    current.context().database.write(lambda connection: own.withdraw(connection, identifier, at))
    return Response(status=204, headers={"Cache-Control": "no-store"})


def change(site: Site, identifier: str, body: str) -> Comment:
    """Store another text, and have it screened if it is one. When this returns, it is on disk.

    Raises:
        ModerationError: It was refused; nothing was stored.
    """
    ctx, at = current.context(), current.now()
    changed = ctx.database.write(lambda connection: own.edit(connection, site, (identifier, body), at))
    if changed.status is Status.RECEIVED:
        ctx.doorbell.ring()
    return changed


def _prove(identifier: str) -> None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Problem(401, "unauthenticated")
    if not current.context().signatures.is_author(token.strip(), identifier):
        raise NotFoundError("comment")


def _shown(comment: Comment) -> Response:
    status = Status.PENDING if comment.status is Status.RECEIVED else comment.status
    body = OwnOut.of(comment, status, tickets.status_url(comment.id))
    return Response(body.model_dump_json(), content_type="application/json", headers={"Cache-Control": "no-store"})
