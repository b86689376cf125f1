"""What has just happened, said once on the next page: in a cookie, signed and bound to the session, that names nobody."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from flask import Response, request

from moderation.domain.decision import Outcome
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
        kind: ``done``, ``undone``, ``conflict``, ``not_ready``, ``not_found``, ``forbidden``, ``incomplete``, ``too_late``;
            or what else was done: ``noted``, ``referred``, ``asked_before``, ``nothing_free``, ``saved``, ….
        comment: Id of the comment; empty if it is about none, or about several.
        undo: Token that takes it back; empty if nothing can be.
        number: How many comments it happened to.
        others: To how many of those that were meant it did not.
        waiting: How many of them wait for a second approval.
    """

    kind: str
    comment: str = ""
    undo: str = ""
    number: int = 1
    others: int = 0
    waiting: int = 0


def of(outcomes: Sequence[Outcome], kind: str, undo: str = "") -> Notice:
    """What became of comments that were decided at once, or taken back."""
    done = [one for one in outcomes if not one.error]
    if len(outcomes) == 1:
        only = outcomes[0]
        return Notice(only.error, only.id) if only.error else Notice(kind, only.id, undo, waiting=int(only.awaits))
    others, waiting = len(outcomes) - len(done), sum(one.awaits for one in done)
    first = done[0].id if done else ""
    return Notice(kind if done else "conflict", first, undo if done else "", len(done), others, waiting)


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
    return tell(connection, person, notice)


def tell(connection: Connection, person: Moderator, notice: Notice) -> Told:
    """A notice with what it speaks of."""
    try:
        item, lines = queue.find(connection, person, notice.comment, current.now())
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
