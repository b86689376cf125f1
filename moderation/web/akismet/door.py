"""Asked about comments, and taught: ``/1.1/``."""

import secrets

from flask import Blueprint, Response

from moderation.adapters.limiter import Limit
from moderation.domain import text
from moderation.domain.site import Site
from moderation.services import callers
from moderation.services.callers import Answer
from moderation.web import current
from moderation.web.akismet.call import Call, invalid, plain, read
from moderation.web.akismet.described import COMMENT, LESSON, WHOSE, asks
from moderation.web.public import limits

THANKS = "Thanks for making the web a better place."
SPAMMER, SPAM_ADDRESS = "akismet-guaranteed-spam", "akismet-guaranteed-spam@example.com"  # their values for tests
MOST = 600  # questions and lessons of a key in a minute; each takes as long to answer as a comment to screen
UNKNOWN_KEY = "This key is not known here: see `moderation site key`."

blueprint = Blueprint("akismet", __name__, url_prefix="/1.1")


@blueprint.post("/verify-key")
@asks("Check a key", WHOSE, "valid")
def post_verify_key() -> Response:
    """Whether a key is one of ours."""
    call = read()
    if not call["blog"]:
        return invalid("Empty blog value.")
    return plain("valid") if current.context().keys.site(call.key) else invalid(UNKNOWN_KEY)


@blueprint.post("/comment-check")
@asks("Ask about a comment", COMMENT, "true", "false", headers=("X-akismet-guid", "X-akismet-pro-tip"))
def post_comment_check() -> Response:
    """Whether a comment is spam."""
    call = read()
    site, fault = asked(call, "user_ip")
    if site is None:
        return invalid(fault)
    ctx, at = current.context(), current.now()
    answer = _answer(call, site)
    if not call.is_test:
        names = ["asked", "spam" if answer.spam else "ham"]
        ctx.database.write(lambda connection: callers.count(connection, site, call.blog, names, at))
    tip = {"pro_tip": "discard"} if answer.discard else {}
    return plain("true" if answer.spam else "false", guid=secrets.token_hex(16), **tip)


@blueprint.post("/submit-spam")
@asks("Teach that something is spam", LESSON, THANKS)
def post_submit_spam() -> Response:
    """Teach the site's filter that something is spam."""
    return _learn(spam=True)


@blueprint.post("/submit-ham")
@asks("Teach that something is none", LESSON, THANKS)
def post_submit_ham() -> Response:
    """Teach the site's filter that something is none."""
    return _learn(spam=False)


@blueprint.post("/deactivate")
@asks("Say that a blog goes", WHOSE, "deactivated")
def post_deactivate() -> Response:
    """A blog goes. We keep nothing of it but numbers, and they stay."""
    call = read()
    return plain("deactivated") if current.context().keys.site(call.key) else invalid(UNKNOWN_KEY)


def asked(call: Call, *needed: str) -> tuple[Site | None, str]:
    """The site that is asked; or what is wrong with the call.

    Raises:
        TooManyError: Its key was used too often; clients take any answer but theirs for "ask again later".
    """
    for name in ("blog", *needed):
        if not call[name]:
            return None, f"Empty {name} value."
    site = current.context().keys.site(call.key)
    if site:
        limits.take([Limit(f"{site.id}:asked", MOST, limits.MINUTE)])
    return site, UNKNOWN_KEY


def _answer(call: Call, site: Site) -> Answer:
    if call["user_role"] == "administrator":
        return Answer(spam=False)
    if call["comment_author"] == SPAMMER or call["comment_author_email"] == SPAM_ADDRESS:
        return Answer(spam=True)
    return callers.think(current.context().desk, site, call.comment(site, current.now()))


def _learn(*, spam: bool) -> Response:
    call = read()
    site, fault = asked(call)
    if site is None:
        return invalid(fault)
    ctx, at = current.context(), current.now()
    said = call.body, ctx.fingerprints.text(site.id, text.read(call.body).squeezed)
    if not call.is_test:
        ctx.database.write(lambda connection: callers.teach(connection, site, said, spam, (call.blog, at)))
    return plain(THANKS)
