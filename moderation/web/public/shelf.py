"""Pages of threads, rendered once and kept as bytes until the thread has another version."""

import gzip
from dataclasses import dataclass
from hashlib import sha256

import brotli
from flask import Response, request

from moderation.web.public.room import Room

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
        self._pages: Room[tuple[object, ...], tuple[object, Rendered]] = Room(lambda _key, kept: kept[1].size, ROOM)

    def find(self, key: tuple[object, ...], version: object) -> Rendered | None:
        """What was put here, if it still has this version."""
        kept = self._pages.find(key)
        return kept[1] if kept and kept[0] == version else None

    def put(self, key: tuple[object, ...], version: object, page: Rendered) -> Rendered:
        """Keep a page."""
        self._pages.put(key, (version, page))
        return page
