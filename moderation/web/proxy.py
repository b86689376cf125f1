"""Behind a proxy: the service may live under a path of somebody else's host; and what all that stands before Flask shares."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def whole(answer: Iterable[bytes]) -> bytes:
    """The body that an application has answered with, in one piece."""
    try:
        return b"".join(answer)
    finally:
        getattr(answer, "close", bool)()  # PEP 3333: if it has one


class Mounted:
    """A WSGI application as it is seen from outside: its scheme, host and path are those of the public URL.

    A proxy may pass the path on or cut it off; both are understood. The request's own ``Host`` is not believed: links
    come from the setting alone.
    """

    def __init__(self, application: Wsgi, outside: str) -> None:
        """Wrap an application."""
        parts = urlsplit(outside)
        self._application, self._path = application, parts.path.rstrip("/")
        self._scheme, self._host = parts.scheme, parts.netloc

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        if self._path and (path == self._path or path.startswith(self._path + "/")):
            environ["PATH_INFO"] = path.removeprefix(self._path) or "/"
        environ["SCRIPT_NAME"] = self._path
        environ["wsgi.url_scheme"], environ["HTTP_HOST"] = self._scheme, self._host
        return self._application(environ, start_response)
