"""Looking for what must not be anywhere: an address in every form it could leave in."""

import base64
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

INFLATED, PORTION = 1 << 20, 1 << 10  # bytes of a compressed piece that are read, and how many at a time


def forms(word: str) -> Iterator[bytes]:
    """A word as it is, encoded, and hashed without a key, as a stranger could."""
    for spelling in {word, word.lower(), word.upper()}:
        raw = spelling.encode()
        yield raw
        yield raw.hex().encode()
        yield quote(spelling, safe="").encode()
        yield json_escaped(spelling)
        for shift in range(3):  # base64 looks different at each offset; the middle does not
            yield base64.b64encode(b"x" * shift + raw)[4:-4]
        for algorithm in ("md5", "sha1", "sha256", "sha512"):
            digest = hashlib.new(algorithm, raw)
            yield digest.hexdigest().encode()
            yield digest.digest()


def json_escaped(word: str) -> bytes:
    """As JSON writes what is not ASCII."""
    return word.encode("unicode_escape")


def contains(haystack: bytes, word: str) -> bool:
    """Whether any form of the word is there, also inside compressed pieces."""
    pieces = unfolded(haystack)
    return any(form in piece for form in forms(word) for piece in pieces)


def unfolded(haystack: bytes) -> list[bytes]:
    """The bytes, and what is inside compressed pieces of them."""
    return [haystack, *_inflated(haystack)]


def files_with(folder: Path, word: str) -> list[str]:
    """The files below a folder that hold any form of the word."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return [str(path) for path in found if contains(path.read_bytes(), word)]


def any_with(answers: Iterable[bytes], word: str) -> list[bytes]:
    """The answers that hold any form of the word."""
    return [answer for answer in answers if contains(answer, word)]


def _inflated(data: bytes) -> Iterator[bytes]:
    """What comes out where a compressed piece may begin: up to its end, its damage, or a megabyte of it."""
    view = memoryview(
        data
    )  # a slice of it copies nothing: a database has thousands of places that look like a beginning
    for header in (b"\x1f\x8b\x08", b"\x78\x9c", b"\x78\x01", b"\x78\xda"):
        start = data.find(header)
        while start >= 0:
            if inside := _out_of(view[start : start + INFLATED]):
                yield inside
            start = data.find(header, start + 1)


def _out_of(piece: memoryview) -> bytes:
    inflating, out = zlib.decompressobj(zlib.MAX_WBITS | 32), bytearray()  # 32: gzip or zlib, as its header says
    with suppress(zlib.error):
        for start in range(0, len(piece), PORTION):
            out += inflating.decompress(piece[start : start + PORTION])
            if inflating.eof:
                break
    return bytes(out)
