"""The moderators' JSON, of what changes while they look: claims, and counts as they move."""

import hashlib
import time
from collections.abc import Iterator

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field

from moderation.domain.moderator import Role
from moderation.services import desk, queue
from moderation.store import pulse
from moderation.web import current, login, queries
from moderation.web.openapi import describe
from moderation.web.public.answers import Outgoing
from moderation.web.review.api import REFUSES, answer, asked, read
from moderation.web.schemas import ClaimIn

STREAM = "text/event-stream"
WAIT, STEP = 4.0, 0.5  # seconds that a change is waited for: less than a process has to end; and between two looks
AGAIN = 1000  # milliseconds after which a browser comes back

blueprint = Blueprint("live", __name__, url_prefix="/v1/moderation")


class ClaimsOut(Outgoing):
    """Who is looking at what."""

    claims: dict[str, str] = Field(description="Names of moderators by comment.")


class LiveOut(ClaimsOut):
    """How things stand."""

    counts: dict[str, int]
    new: int = Field(description="Comments of the filter that were submitted since `since`; 100 at most.")


@blueprint.post("/claims")
@describe(
    "Say what one is looking at", takes=ClaimIn, gives={200: ClaimsOut}, login="token",
    refuses=(*REFUSES, 404, 413, 415, 422),
)  # fmt: skip
@login.needs(Role.MODERATOR)
def post_claims() -> Response:
    """For three minutes; who had claimed a comment before keeps it. A claim only shows: it stops nobody from deciding."""
    sent, at, moderator = read(ClaimIn), current.now(), login.moderator()
    held = current.context().database.write(lambda connection: desk.claim(connection, moderator, sent.ids, at))
    return answer(ClaimsOut(claims=held))


@blueprint.get("/events")
@describe(
    "Counts and claims as they change", gives={200: LiveOut}, login="token",
    queries=("site", "status", "signal", "language", "age", "risk", "like", "q", "since"), refuses=(*REFUSES, 404, 422),
)  # fmt: skip
@login.needs(Role.VIEWER)
def get_events() -> Response:
    """JSON at once; or, with ``Accept: text/event-stream``, an event as soon as something is not as ``Last-Event-ID`` says.

    A stream ends after one event, or after four seconds without one, and asks to be opened again: so it takes no
    connection for long, passes every proxy, and ends with its process.
    """
    if STREAM not in request.accept_mimetypes.values():
        return answer(_look())
    known, end = request.headers.get("Last-Event-ID", ""), time.monotonic() + WAIT
    while (mark := _mark(seen := _look())) == known and time.monotonic() < end:
        time.sleep(STEP)
    lines = "".join(_event(mark, seen)) if mark != known else ": nothing new\n\n"
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Response(f"retry: {AGAIN}\n{lines}", content_type=f"{STREAM}; charset=utf-8", headers=headers)


def _look() -> LiveOut:
    person, wanted, since = login.moderator(), asked(), queries.moment("since")
    with current.context().database.read() as connection:
        own = queue.within(connection, person, wanted)
        return LiveOut(
            counts=queue.count(connection, person, wanted),
            new=pulse.count_since(connection, own, since) if since else 0,
            claims=pulse.list_claims(connection, own.sites, current.context().clock()),
        )


def _mark(seen: BaseModel) -> str:
    return hashlib.sha256(seen.model_dump_json().encode()).hexdigest()[:16]


def _event(mark: str, seen: BaseModel) -> Iterator[str]:
    yield f"id: {mark}\ndata: {seen.model_dump_json()}\n\n"
