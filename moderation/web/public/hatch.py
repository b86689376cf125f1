"""In front of the application: what was answered before is answered again, as long as it shows what it would show now.

A view leaves beside its answer how to see whether that is so (``keep``); it is asked each time, so nobody is shown what
has been taken away. What one request is answered is only given to requests that are the same in all that views look at.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from flask import request

from moderation.adapters.meters import Meters
from moderation.domain.errors import ModerationError
from moderation.web.proxy import Wsgi

ROOM = 8 * 1024 * 1024  # bytes of answers kept by one process
MOST = 4096  # answers kept by one process: a 304 takes no room
LOOKED_AT = ("PATH_INFO", "QUERY_STRING", "HTTP_ORIGIN", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH")
KEPT = ("200 ", "304 ")
NOTE = "moderation.hatch"  # in the environment of a request: what a view has left
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
        self._answers: OrderedDict[tuple[str | None, ...], _Answer] = OrderedDict()
        self._lock = Lock()
        self._size = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        if environ["REQUEST_METHOD"] != "GET":
            return self._application(environ, start_response)
        began, key = time.perf_counter(), tuple(map(environ.get, LOOKED_AT))
        answer = self._find(key)
        if answer is None or not _is_current(answer.note):
            return self._ask(environ, start_response, key)
        start_response(answer.status, answer.headers.copy())
        self._meters.request("GET", answer.note.route, int(answer.status[:3]), time.perf_counter() - began)
        return [answer.body]

    def _ask(self, environ: dict[str, Any], start_response: Any, key: tuple[str | None, ...]) -> Iterable[bytes]:
        said: list[Start] = []

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            said[:] = [(status, headers.copy())]
            return start_response(status, headers, *more)

        answer: Any = self._application(environ, start)
        note = environ.get(NOTE)
        if not (note and said and said[0][0].startswith(KEPT)):
            return answer  # type: ignore[no-any-return]
        try:
            body = b"".join(answer)
        finally:
            getattr(answer, "close", bool)()  # PEP 3333: if it has one
        self._put(key, _Answer(*said[0], body, note))
        return [body]

    def _find(self, key: tuple[str | None, ...]) -> _Answer | None:
        with self._lock:
            found = self._answers.get(key)
            if found:
                self._answers.move_to_end(key)
            return found

    def _put(self, key: tuple[str | None, ...], answer: _Answer) -> None:
        """Keep an answer; those that were used longest ago make room."""
        with self._lock:
            replaced = self._answers.pop(key, None)
            self._size += len(answer.body) - (len(replaced.body) if replaced else 0)
            self._answers[key] = answer
            while self._size > ROOM or len(self._answers) > MOST:
                self._size -= len(self._answers.popitem(last=False)[1].body)


def _is_current(note: Note) -> bool:
    try:
        return note.is_current()
    except ModerationError:  # the site is gone, or the database: the application knows how to say so
        return False
