"""In front of the application: takes in a whole request before anybody works on it, so that slow senders stop nobody."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO, RawIOBase
from queue import SimpleQueue
from typing import Any, NoReturn

from moderation.domain.errors import UnavailableError
from moderation.web.problems import Problem
from moderation.web.proxy import Wsgi, whole
from moderation.web.public.intake import LARGEST

PATIENCE = 10.0  # seconds a body may take
READERS = 192  # bodies a process takes in at once; more are refused, so that requests without one find a thread
SEATS = 8  # requests a process works on at once: they share a sync to disk; more would only share the interpreter


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A body that is being taken in.

    Attributes:
        address: Who sends it; a proxy, if there is one.
        since: When its head had arrived, in monotonic seconds.
    """

    address: str
    since: float


class Reception:
    """A WSGI application that reads bodies first, and then lets a few requests at a time into another application.

    A body is taken in up to ``LARGEST``; what announces more is not read, and the application refuses it. Somebody else
    must end the connections of ``readings`` that are older than ``PATIENCE``: a read cannot be interrupted from here.
    """

    def __init__(self, application: Wsgi) -> None:
        """Stand in front of this application."""
        self.readings: set[Reading] = set()
        self._application = application
        self._seats: SimpleQueue[None] = SimpleQueue()
        for _ in range(SEATS):
            self._seats.put(None)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        if environ.get("CONTENT_LENGTH", "0") != "0" or "HTTP_TRANSFER_ENCODING" in environ:
            environ["wsgi.input"] = self._body(environ)
        self._seats.get()
        try:
            return self._answer(environ, start_response)
        finally:
            self._seats.put(None)

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """The answer; in one piece if it is ready, so that the server need not come back for each part."""
        ready = False

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            nonlocal ready
            ready = any(name.lower() == "content-length" for name, _ in headers)
            return start_response(status, headers, *more)

        answer: Any = self._application(environ, start)
        if not ready:
            return answer  # type: ignore[no-any-return]
        return [whole(answer)]

    def _body(self, environ: dict[str, Any]) -> BytesIO | RawIOBase:
        announced = environ.get("CONTENT_LENGTH", "")
        if announced.isdecimal() and int(announced) > LARGEST:
            return _Refusal(Problem(413, "too_large"))
        if len(self.readings) >= READERS:
            return _Refusal(UnavailableError("web"))
        reading = Reading(environ["REMOTE_ADDR"], time.monotonic())
        self.readings.add(reading)
        try:
            data = environ["wsgi.input"].read(int(announced) if announced.isdecimal() else LARGEST + 1)
        finally:
            self.readings.discard(reading)
        is_whole = announced.isdecimal() and len(data) == int(announced)
        if not is_whole and time.monotonic() - reading.since >= PATIENCE:  # else it was us who stood still
            return _Refusal(Problem(408, "slow"))
        return BytesIO(data) if len(data) <= LARGEST else _Refusal(Problem(413, "too_large"))


class _Refusal(RawIOBase):
    """A body that is not there: whoever asks for it is told why."""

    def __init__(self, reason: Exception) -> None:
        super().__init__()
        self._reason = reason

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: object) -> NoReturn:
        raise self._reason
