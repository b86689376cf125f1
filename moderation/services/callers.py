"""Who asks as an Akismet client does: which site's key it is, what is thought of a text, what is learnt, what is counted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import Lock

from moderation.domain.comment import Comment
from moderation.domain.policy import Judgement, Verdict
from moderation.domain.site import Site
from moderation.services import learn
from moderation.services.directory import MISSED, Directory
from moderation.services.screen import Desk, consider
from moderation.store import calls
from moderation.store.engine import Connection

WHO = "akismet"
SPAM_FROM = 0.8  # of the score: they have no third answer, and what is called spam may never be looked at
DISCARD_FROM = 0.999  # and without what only advises


class Keys:
    """The keys of all sites. None is stored: each is derived from our secret, and found by its hash, not by comparing."""

    def __init__(self, directory: Directory, derive: Callable[[int, int], str]) -> None:
        """Take the sites, and what makes a key from a site's number and how often it was renewed."""
        self._directory, self._derive = directory, derive
        self._lock = Lock()
        self._sites: tuple[Site, ...] = ()
        self._known: dict[tuple[int, int], bytes] = {}
        self._by_key: dict[bytes, Site] = {}

    def of(self, site: Site) -> str:
        """A site's key."""
        return self._derive(site.id, site.keys_renewed)

    def site(self, key: str) -> Site | None:
        """The site with this key; None if no site has it."""
        asked = _hash(key)
        return self._find(asked, self._directory.every()) or self._find(asked, self._directory.every(MISSED))

    def _find(self, asked: bytes, sites: tuple[Site, ...]) -> Site | None:
        with self._lock:
            if sites is not self._sites:
                self._index(sites)
            return self._by_key.get(asked)

    def _index(self, sites: tuple[Site, ...]) -> None:
        before = self._known
        self._known = {
            (one.id, one.keys_renewed): before.get((one.id, one.keys_renewed)) or _hash(self.of(one)) for one in sites
        }
        self._by_key = {self._known[one.id, one.keys_renewed]: one for one in sites}
        self._sites = sites


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client is told.

    Attributes:
        discard: Nobody needs to look at it.
    """

    spam: bool
    discard: bool = False


def think(desk: Desk, site: Site, comment: Comment) -> Answer:
    """What is thought of a comment of somebody else's. Nothing of it is kept."""
    judgement = consider(desk, site, comment)
    return Answer(_is_spam(judgement), judgement.verdict is Verdict.SPAM and judgement.score >= DISCARD_FROM)


def count(connection: Connection, site: Site, blog: str, names: Sequence[str], at: datetime) -> None:
    """Count a call."""
    calls.count(connection, site.id, blog, names, at)


def teach(connection: Connection, site: Site, said: tuple[str, str], spam: bool, asked: tuple[str, datetime]) -> None:  # noqa: FBT001 - the answer
    """Learn what a client says of a text, and count it, once. Safe to run again.

    Args:
        connection: A writing transaction.
        site: Whose filter is taught.
        said: The text, and its keyed hash within the site; with an empty one there is nothing to learn.
        spam: What the client says.
        asked: From which blog, and when.
    """
    blog, at = asked
    if said[1] and learn.teach_text(connection, site.id, said, (spam, WHO), at):
        calls.count(connection, site.id, blog, ["missed_spam" if spam else "false_positives"], at)


def _is_spam(judgement: Judgement) -> bool:
    return judgement.verdict is Verdict.SPAM or judgement.score >= SPAM_FROM


def _hash(key: str) -> bytes:
    return sha256(key.encode("utf-8", "surrogatepass")).digest()
