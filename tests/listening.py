"""An HTTP server on this machine, for as long as a test needs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


class _Server(ThreadingHTTPServer):
    """Has room for all who come at once: who finds none tries again after a second only."""

    request_queue_size = 128


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler], hanging: Event) -> Iterator[str]:
    """Answer on a free port; the URL. At the end ``hanging`` is set, on which answers that hang have waited."""
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            hanging.set()
            server.shutdown()
            thread.join()
