"""Pages of threads, rendered once and kept as bytes until the thread has another version."""

import gzip
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

import brotli
from flask import Response, request

ROOM = 32 * 1024 * 1024  # bytes kept by one process
SHORTEST = 500  # bytes; less is not worth compressing
CACHE_CONTROL = "public, max-age=0, s-maxage=2, stale-while-revalidate=10"


@dataclass(frozen=True, slots=True)
class Rendered:
    """An answer in every coding a client may ask for.

    Attributes:
        etag: Of the content, whatever its coding: a weak one.
        kind: Its media type.
    """

    etag: str
    codings: dict[str, bytes]
    kind: str = "application/json"

    @property
    def size(self) -> int:
        """Bytes it takes to keep."""
        return sum(map(len, self.codings.values()))

    @classmethod
    def of(cls, body: bytes, kind: str = "application/json") -> "Rendered":
        """Compress once, for everybody who will ask."""
        codings = {"": body}
        if len(body) >= SHORTEST:
            codings |= {"br": brotli.compress(body, quality=5), "gzip": gzip.compress(body, 6, mtime=0)}
        return cls(sha256(body).hexdigest()[:20], codings, kind)

    def answer(self) -> Response:
        """The answer to this request: 304 where the client has it already."""
        if request.if_none_match.contains_weak(self.etag):
            response = Response(status=304)
        else:
            coding = next((c for c in ("br", "gzip") if c in self.codings and request.accept_encodings[c]), "")
            response = Response(self.codings[coding], content_type=self.kind)
            if coding:
                response.headers["Content-Encoding"] = coding
        response.set_etag(self.etag, weak=True)
        response.headers["Cache-Control"] = CACHE_CONTROL
        response.headers["Vary"] = "Accept-Encoding"
        return response


class Shelf:
    """The pages used last; safe to share between threads."""

    def __init__(self) -> None:
        """An empty one."""
        self._pages: OrderedDict[tuple[object, ...], tuple[object, Rendered]] = OrderedDict()
        self._lock = Lock()
        self._size = 0

    def find(self, key: tuple[object, ...], version: object) -> Rendered | None:
        """What was put here, if it still has this version."""
        with self._lock:
            kept = self._pages.get(key)
            if kept is None or kept[0] != version:
                return None
            self._pages.move_to_end(key)
            return kept[1]

    def put(self, key: tuple[object, ...], version: object, page: Rendered) -> Rendered:
        """Keep a page; those that were used longest ago make room."""
        with self._lock:
            replaced = self._pages.pop(key, None)
            self._size += page.size - (replaced[1].size if replaced else 0)
            self._pages[key] = (version, page)
            while self._size > ROOM:
                self._size -= self._pages.popitem(last=False)[1][1].size
        return page
