"""Keyed hashes: equal things look equal to us, and like noise to everybody else (HMAC-SHA-256)."""

import base64
import hmac
import json
from datetime import date
from hashlib import sha256

_ENCODE = json.JSONEncoder(ensure_ascii=False, default=str).encode  # made once
LENGTH = 16  # bytes kept: no two authors of a site share them by chance


class Fingerprints:
    """Holds the fingerprint key. Every kind of hash has a name of its own, so that none can be taken for another."""

    def __init__(self, key: bytes) -> None:
        """Take the key's 32 bytes."""
        self._key = key

    @property
    def id(self) -> str:
        """A short name of the key, kept in backups: tells whether they belong together."""
        return self._of("key")

    def author(self, site: int, address: str) -> str:
        """Links the comments of one address within one site; another site's tell nothing."""
        return self._of("author", site, address)

    def guest(self, site: int, source: str, mark: str) -> str:
        """Links the comments of somebody whose address another system has not told; the author's own are another's."""
        return self._of("guest", site, source, mark)

    def moderator(self, address: str) -> str:
        """Finds a login."""
        return self._of("moderator", address)

    def network(self, network: str, day: date) -> str:
        """Recognises a network for one day."""
        return self._of("network", day.isoformat(), network)

    def reporter(self, comment: str, network: str) -> str:
        """Recognises a network that reports one comment; another comment's mark tells nothing."""
        return self._of("reporter", comment, network)

    def submission(self, *parts: object) -> str:
        """Recognises the same submission, word for word."""
        return self._of("submission", *parts)

    def receipt(self, key: str) -> str:
        """Recognises an ``Idempotency-Key``."""
        return self._of("receipt", key)

    def text(self, site: int, squeezed: str) -> str:
        """Recognises the same folded text within a site; empty for an empty one."""
        return self._of("text", site, squeezed) if squeezed else ""

    @property
    def sketching(self) -> bytes:
        """The key under which texts are sketched: nobody else can make one that is near another."""
        return self._of("sketching").encode()

    def pseudonym(self, site: int, author: str) -> str:
        """What an outsider may call an author of a site: it links what they are asked, and is none of our marks."""
        return self._of("pseudonym", site, author) if author else ""

    def chain(self, *parts: object) -> str:
        """Ties a line of the audit to the one before it, and signs where a chain stands."""
        return self._of("chain", *parts)

    def lot(self, comment: str) -> float:
        """A number of 0..1 by which a comment is drawn, or not: the same each time, and nobody else can tell it."""
        return int.from_bytes(base64.urlsafe_b64decode(self._of("lot", comment) + "==")[:6]) / (1 << 48)

    def _of(self, kind: str, *parts: object) -> str:
        message = _ENCODE([kind, *parts])
        digest = hmac.digest(self._key, message.encode("utf-8", "surrogatepass"), sha256)
        return base64.urlsafe_b64encode(digest[:LENGTH]).decode().rstrip("=")
