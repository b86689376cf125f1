"""I10: no address and no IP is in any file that the run has left: databases, logs, Redis' files, core dumps."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from redis import Redis

from tests.chaos.load import Load
from tests.promises.canaries import forms, unfolded

HASHES = re.compile(rb"[0-9a-fA-F]{32,128}")
ALGORITHMS = ("md5", "sha1", "sha256", "sha512")


def files_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    """All files of a folder, with their contents."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield str(path.relative_to(folder)), path.read_bytes()


def keys_of(url: str) -> Iterator[tuple[str, bytes]]:
    """All keys of a Redis, and what they hold."""
    with Redis.from_url(url, socket_timeout=5) as client:
        for key in client.scan_iter(count=1000):
            yield f"redis key {key!r}", key + (client.dump(key) or b"")


def found_in(places: Iterable[tuple[str, bytes]], load: Load, numbers: Iterable[int], sample: int = 1) -> list[str]:
    """The places that hold an address or an IP of these submissions.

    What all canaries have in common is searched in every form and inside compressed pieces; the hashes of every single
    one in hexadecimal; the other forms for a few of them.
    """
    some = list(numbers)
    words = [load.address_token, load.network_token]
    words += [word for number in some[:sample] for word in _canaries(load, number)]
    hashes = {digest for number in some for word in _canaries(load, number) for digest in _digests(word)}
    wanted = {form for word in words for form in forms(word)}
    return [place for place, content in places if _has_hash(content, hashes) or _has_any(content, wanted)]


def _canaries(load: Load, number: int) -> tuple[str, str]:
    planned = load.planned(number)
    return planned.address, planned.network


def _digests(word: str) -> Iterator[bytes]:
    for algorithm in ALGORITHMS:
        yield hashlib.new(algorithm, word.encode()).hexdigest().encode()


def _has_hash(content: bytes, hashes: set[bytes]) -> bool:
    return any(found.lower() in hashes for found in HASHES.findall(content))


def _has_any(content: bytes, wanted: set[bytes]) -> bool:
    return any(form in piece for piece in unfolded(content) for form in wanted)
