"""What has just happened, said once on the next page: in a cookie, signed and bound to the session, that names nobody."""

import base64
import binascii
import json
from dataclasses import asdict, dataclass

from flask import Response, request

from moderation.domain.errors import NotFoundError
from moderation.domain.moderator import Moderator
from moderation.services import queue
from moderation.services.queue import Item
from moderation.store.engine import Connection
from moderation.web import current, login
from moderation.web.console import logbook
from moderation.web.console.logbook import Entry

COOKIE = "notice"
LASTS = 600  # seconds


@dataclass(frozen=True, slots=True)
class Notice:
    """What happened.

    Attributes:
        kind: ``done``, ``undone``, ``conflict``, ``not_ready``, ``not_found``, ``incomplete``, ``too_late``.
        comment: Id of the comment; empty if it is about none.
        undo: Token that takes it back; empty if nothing can be.
    """

    kind: str
    comment: str = ""
    undo: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with what it speaks of: looked up when it is shown, so that the cookie need not hold it."""

    notice: Notice
    item: Item | None = None
    last: Entry | None = None


def leave(response: Response, notice: Notice) -> Response:
    """Have the next page say it."""
    payload = base64.urlsafe_b64encode(json.dumps(asdict(notice)).encode()).decode()
    response.set_cookie(
        COOKIE,
        f"{payload}.{_signature(payload)}",
        max_age=LASTS,
        path=_path(),
        secure=current.context().outside.startswith("https:"),
        httponly=True,
        samesite="Strict",
    )
    return response


def forget(response: Response) -> Response:
    """It has been said."""
    response.delete_cookie(COOKIE, path=_path(), httponly=True, samesite="Strict")
    return response


def read(connection: Connection, person: Moderator) -> Told | None:
    """What is to be said on this page, if this session has left something."""
    payload, _, signature = request.cookies.get(COOKIE, "").partition(".")
    ctx = current.context()
    if not payload or not ctx.signatures.is_csrf(signature, _bound(payload)):
        return None
    try:
        notice = Notice(**json.loads(base64.urlsafe_b64decode(payload)))
    except (binascii.Error, ValueError, TypeError):
        return None
    try:
        item, lines = queue.find(connection, person, notice.comment)
    except NotFoundError:
        return Told(notice)
    return Told(notice, item, next(iter(logbook.entries(connection, item.comment, lines[-1:])), None))


def _signature(payload: str) -> str:
    return current.context().signatures.csrf(_bound(payload))


def _bound(payload: str) -> str:
    """With a blank, which no session's secret has: such a signature is good for no form."""
    return f"notice {login.cookie()} {payload}"


def _path() -> str:
    return f"{request.script_root}/console/"
