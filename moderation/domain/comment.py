"""Comments and what surrounds them. No type here has an e-mail attribute: what has no name cannot leak."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

NOBODY = ""  # the fingerprint of an author who gave no address: nobody's comments are linked


class Status(StrEnum):
    """Where a comment stands. The machine moves it out of RECEIVED; people move it between the other four."""

    RECEIVED = "received"
    PENDING = "pending"
    APPROVED = "approved"
    SPAM = "spam"
    REJECTED = "rejected"


class Token(StrEnum):
    """What the form token said about the form that was sent."""

    FRESH = "fresh"
    MISSING = "missing"
    STALE = "stale"
    FORGED = "forged"


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote, as far as anyone may know.

    Attributes:
        name: As typed, NFC.
        url: Website, http(s), or empty.
        fingerprint: Keyed hash of the address within one site; ``NOBODY`` without an address.
        email_masked: Like ``f***@e***.ma``, made at the door; empty without an address. For moderators only.
    """

    name: str
    url: str = ""
    fingerprint: str = NOBODY
    email_masked: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the door saw of the sender, kept as facts for the checks.

    Attributes:
        token: State of the form token.
        seconds: Between making and sending the form, in seconds; None without a readable token.
        honeypot: Whether the field that people do not see was filled.
        network: Keyed hash of the sender's network under a key of the day; empty if unknown.
        flags: What their mail domain and network are to the site: some of ``block.FLAGS``.
    """

    token: Token = Token.MISSING
    seconds: float | None = None
    honeypot: bool = False
    network: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """One page of a site.

    Attributes:
        url: Normalised, without fragment; unique within its site.
        approved: Number of approved comments.
        version: Grows whenever the public list may have changed.
    """

    site: int
    id: int
    url: str
    title: str = ""
    closed: bool = False
    approved: int = 0
    version: int = 0
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """A comment as handed in, cleaned and valid, its address already sealed and gone.

    Attributes:
        id: Chosen at the door, because the address is sealed for this comment and no other.
        thread: Normalised URL of the page.
        digest: Keyed hash of thread, parent, author and text: equal for equal submissions.
        key: Keyed hash of the ``Idempotency-Key``; empty if none was sent.
    """

    site: int
    id: str
    thread: str
    title: str
    parent: str | None
    author: Author
    body: str
    arrival: Arrival
    digest: str
    key: str = ""


class Contact(NamedTuple):
    """A sealed address. Only who holds the private key can open it, and only for its own comment."""

    sealed: bytes
    key_id: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as remembered.

    Attributes:
        id: Opaque; starts with the number of its site, so that it can be found by id alone.
        body: As typed (NFC, trimmed), at most 10,000 code points.
        body_html: The safe rendering; empty until a worker made it.
        language: ``ar``, ``fr``, ``en``, or ``und`` as long as nobody has read it.
        version: Grows with every transition; a decision names the one it saw.
        revision: Grows with every edit by the author; each revision gets one verdict.
        staff: Written by a moderator, as one.
        pinned: Shown before all others of its thread.
        picked: Marked as worth reading.
    """

    site: int
    id: str
    thread: Thread
    parent: str | None
    author: Author
    body: str
    submitted_at: datetime
    language: str = "und"
    status: Status = Status.RECEIVED
    version: int = 1
    revision: int = 1
    body_html: str = ""
    arrival: Arrival = Arrival()
    edited_at: datetime | None = None
    reports: int = 0
    staff: bool = False
    pinned: bool = False
    picked: bool = False
