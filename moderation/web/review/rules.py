"""The moderators' JSON, of rules: read them, replace them, and try them on what a site has had."""

import time
from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, request

from moderation.domain.audit import AuditLine
from moderation.domain.errors import NotFoundError
from moderation.domain.moderator import Role
from moderation.domain.rulebook import Rulebook, ordered
from moderation.domain.site import Site
from moderation.services import rehearse, rules
from moderation.store import rulebooks
from moderation.store.engine import Connection
from moderation.web import current, login
from moderation.web.openapi import describe
from moderation.web.review.api import REFUSES, read
from moderation.web.review.rulings import RulesIn, RulesOut, TrialIn, TrialOut

PATIENCE = 5.0  # seconds that a rehearsal may take; what was tried by then is told

blueprint = Blueprint("rules", __name__, url_prefix="/v1/moderation")


@blueprint.get("/sites/<site>/rules")
@describe("A site's rules", gives={200: RulesOut}, login="token", refuses=(*REFUSES, 404))
@login.needs(Role.MODERATOR)
def get_rules(site: str) -> Response:
    """When comments are held or published, listed words, and who is blocked or trusted; with an ``ETag``."""
    with current.context().database.read() as connection:
        return _answer(rulebooks.find(connection, _own(site).id))


@blueprint.put("/sites/<site>/rules")
@describe(
    "Replace a site's rules", takes=RulesIn, gives={200: RulesOut}, login="token",
    refuses=(*REFUSES, 404, 412, 413, 415, 422),
)  # fmt: skip
@login.needs(Role.ADMIN)
def put_rules(site: str) -> Response:
    """For admins. With ``If-Match`` and the ``ETag`` that was read, nobody's change is overwritten unseen: ``412`` if there was one.

    What stays as it was keeps the name and time of who listed it. Every process knows the new rules within two seconds.
    """
    own, sent = _own(site), read(RulesIn)
    line = AuditLine("", current.now(), login.moderator().id, "rules", None, None, 0)

    def work(connection: Connection) -> Rulebook:
        book = _made(connection, own, sent, rulebooks.find(connection, own.id, alone=True))
        return rules.substitute(connection, own, book, _matches(), line)

    book = current.context().database.write(work)
    current.context().directory.every(age=-1)
    return _answer(book)


@blueprint.post("/rules/test")
@describe(
    "Try rules out", takes=TrialIn, gives={200: TrialOut}, login="token", refuses=(*REFUSES, 404, 413, 415, 422),
)  # fmt: skip
@login.needs(Role.MODERATOR)
def post_trial() -> Response:
    """Which of the latest 1,000 comments of a site would have been judged otherwise, and how. Nothing is changed.

    It takes five seconds at most; ``tested`` says how far it came. What rules have no say in counts as it did on the day.
    """
    sent = read(TrialIn)
    own, database, end = _own(sent.site), current.context().database, time.monotonic() + PATIENCE
    with database.read() as connection:
        book = _made(connection, own, sent.rules, rulebooks.find(connection, own.id))
    found = rehearse.rehearse(database, own, book, lambda: time.monotonic() > end)
    body = TrialOut.of(found, current.words()).model_dump_json()
    return Response(body, content_type="application/json", headers={"Cache-Control": "no-store"})


def _own(key: str) -> Site:
    site = current.context().directory.by_key(key)
    if not login.moderator().sees(site.id):
        raise NotFoundError("site")
    return site


def _made(connection: Connection, site: Site, sent: RulesIn, present: Rulebook) -> Rulebook:
    """The rules that were sent, every author by their fingerprint."""
    book = sent.made(present)
    words, blocks = ordered(book.words, rules.resolve(connection, site, book.blocks))
    return replace(book, words=words, blocks=blocks)


def _matches() -> Callable[[str], bool]:
    """Whether a mark is one that the request wants to replace; without ``If-Match``, any is."""
    wanted = request.if_match if "If-Match" in request.headers else None
    return lambda mark: wanted is None or wanted.contains(mark)


def _answer(book: Rulebook) -> Response:
    response = Response(RulesOut.model_validate(book).model_dump_json(), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    response.set_etag(book.mark)
    return response
