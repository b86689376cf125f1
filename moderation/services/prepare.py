"""From what another system tells of a comment to the rows it becomes. The address ends here."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from moderation.adapters import addresses, markup, pages
from moderation.adapters.fingerprints import Fingerprints
from moderation.adapters.sealer import Sealer
from moderation.domain import text
from moderation.domain.comment import NOBODY, Arrival, Status
from moderation.domain.decision import Action
from moderation.domain.identity import NOISE, identify, identify_in, site_of
from moderation.domain.moved import HTML, Left, Ruling, Said, Writer
from moderation.domain.site import LANGUAGES
from moderation.services.sealing import close, describe
from moderation.store.comments import form_of
from moderation.store.imports import Entry, Origin
from moderation.transfer.markup import to_markdown

JSONL = "jsonl"
OPERATOR = "operator"
BODY, NAME, URL = 65_536, 1_000, 2_000  # code points; what is longer was typed by no person
TELLING = 120  # code points that tell the language of a text
KNOWN = 20_000  # addresses whose marks are remembered while we are at it
_ARABIC, _LATIN = re.compile("[\u0620-\u064a\u0671-\u06d3]"), re.compile("[A-Za-z\u00c0-\u024f]")


class Ready(NamedTuple):
    """A comment that can be written, once its thread and what it answers are known.

    Attributes:
        dropped: What of it was not taken over: ``address``, ``website``.
    """

    place: int
    page: str
    parent: str
    entry: Entry
    dropped: tuple[str, ...] = ()


class Preparer:
    """Makes rows; knows the site and the keys that seal and mark, and no database."""

    def __init__(self, origin: Origin, sealer: Sealer, fingerprints: Fingerprints, at: datetime) -> None:
        """Prepare comments that come from there, to be written now."""
        self._origin, self._sealer, self._fingerprints, self._at = origin, sealer, fingerprints, at
        self._marks: Callable[[str], tuple[str, str, str]] = lru_cache(KNOWN)(self._describe)

    def prepare(self, said: Sequence[Said]) -> list[Ready | Left]:
        """Each comment ready to be written, or left out."""
        return [self._one(one) for one in said]

    def _one(self, said: Said) -> Ready | Left:
        body = text.tidy(to_markdown(said.body) if said.form == HTML else said.body)
        if not body:
            return Left(said.place, "empty")
        if len(body) > BODY:
            return Left(said.place, "long")
        identifier = own_id(self._origin, said)
        email, mark, masked = self._marks(text.clean(said.writer.email))
        website = _website(said.writer.url)
        row = self._row(said, identifier, body) | {
            "name": " ".join(text.tidy(said.writer.name).split())[:NAME],
            "url": website,
            "fingerprint": mark or self._guest(said),
        }
        contact = (close(self._sealer, identifier, email), masked) if email else None
        ruling = _ruling(row, said.standing.ruling) if said.standing.ruling else None
        return Ready(
            said.place,
            said.page,
            said.parent,
            Entry(said.name, row, contact, ruling),
            _dropped(said.writer, email, website),
        )

    def _row(self, said: Said, identifier: str, body: str) -> dict[str, Any]:
        standing, language = said.standing, said.standing.language
        return {
            "site": self._origin.site,
            "id": identifier,
            "status": said.status.value,
            "version": 1,
            "revision": standing.revision,
            "body": body,
            "body_html": "" if said.status is Status.RECEIVED else markup.render(body),
            "language": language if language in (*LANGUAGES, "und") else language_of(body),
            "arrival": form_of(Arrival()),
            "network": "",
            "submitted_at": said.at,
            "changed_at": self._at,
            "edited_at": said.edited_at,
            "reports": standing.reports,
            "staff": standing.staff,
            "pinned_at": standing.pinned_at,
            "picked_at": standing.picked_at,
        }

    def _describe(self, email: str) -> tuple[str, str, str]:
        """The address as one would write to it, its fingerprint, and it masked; nothing of one that is none."""
        try:
            normal = addresses.normal(email) if email else ""
        except addresses.AddressError:
            normal = ""
        return (normal, *describe(self._fingerprints, self._origin.site, normal)) if normal else ("", NOBODY, "")

    def _guest(self, said: Said) -> str:
        """Where no address is told, what else links the comments of an author. Our own marks stay what they are on their site."""
        mark, (site, source) = said.writer.mark, self._origin
        if not mark or (source == JSONL and site_of(said.name) == site):
            return mark
        return self._fingerprints.guest(site, source, mark)


def own_id(origin: Origin, said: Said) -> str:
    """What a comment is called here: the same each time, and in the order of time."""
    ours = renamed(origin, said.name)
    if ours:
        return ours
    noise = sha256(f"{origin.site}/{origin.source}/{said.name}".encode()).digest()[:NOISE]
    return identify_in(origin.site, said.at, noise)


def renamed(origin: Origin, name: str) -> str:
    """The id of a comment that had one of ours on any site; empty for other names."""
    is_ours = origin.source == JSONL and site_of(name)
    return f"{origin.site}-{name.partition('-')[2]}" if is_ours else ""


def language_of(body: str) -> str:
    """The language of a text by its beginning: reading a million texts to their ends would take minutes."""
    begins = body[:TELLING]
    if len(_ARABIC.findall(begins)) > len(_LATIN.findall(begins)):
        return "ar"
    return text.language(begins)


def _website(url: str) -> str:
    typed = text.tidy(url)
    for one in (typed, f"http://{typed}"):
        try:
            found = pages.normalise(one) if typed else ""
        except pages.UrlError:
            continue
        return found if len(found) <= URL else ""
    return ""


def _dropped(writer: Writer, email: str, website: str) -> tuple[str, ...]:
    given = {"address": (writer.email, email), "website": (writer.url, website)}
    return tuple(name for name, (told, kept) in given.items() if told.strip() and not kept)


def _ruling(row: dict[str, Any], ruling: Ruling) -> dict[str, Any] | None:
    """The last decision, as one that nobody here has made and nobody can undo."""
    if ruling.action not in set(Action):
        return None
    return {
        "site": row["site"], "id": identify(ruling.at, sha256(row["id"].encode()).digest()[:NOISE]), "batch": "", "comment": row["id"],
        "moderator": OPERATOR, "action": ruling.action, "reason": ruling.reason, "note": "",
        "before": ruling.before, "after": row["status"], "version": row["version"], "decided_at": ruling.at,
    }  # fmt: skip
