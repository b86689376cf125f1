"""In front of the application: what was answered before is answered again, as long as it shows what it would show now.

A view leaves beside its answer how to see whether that is so (``keep``); it is asked each time, so nobody is shown what
has been taken away. What one request is answered is only given to requests that are the same in all that views look at.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import request

from moderation.adapters.meters import Meters
from moderation.domain.errors import ModerationError
from moderation.web.proxy import Wsgi, whole
from moderation.web.public.room import Room

ROOM = 8 * 1024 * 1024  # bytes of answers, and of the requests they belong to, kept by one process
MOST = 4096  # answers kept by one process: a 304 takes no room
LOOKED_AT = ("PATH_INFO", "QUERY_STRING", "HTTP_ORIGIN", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH")
KEPT = ("200 ", "304 ")
NOTE = "moderation.hatch"  # in the environment of a request: what a view has left
Key = tuple[str | None, ...]
Start = tuple[str, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Note:
    """What a view leaves.

    Attributes:
        is_current: Whether it would answer the same now.
        route: As requests are counted.
    """

    is_current: Callable[[], bool]
    route: str


@dataclass(frozen=True, slots=True)
class _Answer:
    status: str
    headers: list[tuple[str, str]]
    body: bytes
    note: Note


def keep(is_current: Callable[[], bool]) -> None:
    """Let the answer to this request be given again while this is true. It depends on nothing but ``LOOKED_AT``."""
    if request.url_rule and request.method == "GET":
        request.environ[NOTE] = Note(is_current, request.url_rule.rule)


class Hatch:
    """A WSGI application in front of another one; safe to share between threads."""

    def __init__(self, application: Wsgi, meters: Meters) -> None:
        """Stand in front of this application, and count there what does not reach it."""
        self._application, self._meters = application, meters
        self._answers = Room(_size, ROOM, MOST)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        if environ["REQUEST_METHOD"] != "GET":
            return self._application(environ, start_response)
        began, key = time.perf_counter(), tuple(map(environ.get, LOOKED_AT))
        answer = self._answers.find(key)
        if answer is None or not _is_current(answer.note):
            return self._ask(environ, start_response, key)
        start_response(answer.status, answer.headers.copy())
        self._meters.request("GET", answer.note.route, int(answer.status[:3]), time.perf_counter() - began)
        return [answer.body]

    def _ask(self, environ: dict[str, Any], start_response: Any, key: Key) -> Iterable[bytes]:
        said: list[Start] = []

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            said[:] = [(status, headers.copy())]
            return start_response(status, headers, *more)

        answer: Any = self._application(environ, start)
        note = environ.get(NOTE)
        if not (note and said and said[0][0].startswith(KEPT)):
            return answer  # type: ignore[no-any-return]
        body = whole(answer)
        self._answers.put(key, _Answer(*said[0], body, note))
        return [body]


def _size(key: Key, answer: _Answer) -> int:
    return len(answer.body) + sum(map(len, filter(None, key)))


def _is_current(note: Note) -> bool:
    try:
        return note.is_current()
    except ModerationError:  # the site is gone, or the database: the application knows how to say so
        return False
