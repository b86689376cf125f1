"""What another system tells of its pages and comments, and what we tell when we are left: the same words both ways.

What goes from process to process by the million is a tuple: others are packed slowly.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from moderation.domain.comment import Status
from moderation.domain.errors import ModerationError

HTML, TEXT = "html", "text"  # how a body is written there


class MoveError(ModerationError):
    """A file is not what it was said to be, or ends too early; ``str()`` is a sentence, and nothing of the content."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that has, or may have, comments.

    Attributes:
        place: Line or row of the file.
        name: What it is called there; its comments name it.
        url: As it is written there; a path alone belongs to the site's first origin.
        at: When it was made; None if that is not told.
    """

    place: int
    name: str
    url: str
    title: str = ""
    at: datetime | None = None
    closed: bool = False


class Writer(NamedTuple):
    """Who wrote, as told. The address is sealed, and gone, before anything is stored.

    Attributes:
        mark: Tells their comments apart from others' where no address is told; empty: nothing does.
    """

    name: str = ""
    email: str = ""
    url: str = ""
    mark: str = ""

    def __repr__(self) -> str:
        """Without the address, wherever it is printed."""
        return f"Writer(name={self.name!r}, url={self.url!r}, mark={self.mark!r})"


@dataclass(frozen=True, slots=True)
class Ruling:
    """The last thing a person decided on a comment."""

    action: str
    reason: str
    before: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What else is known of a comment, by those who know it.

    Attributes:
        language: Empty: it has to be found out.
    """

    staff: bool = False
    pinned_at: datetime | None = None
    picked_at: datetime | None = None
    reports: int = 0
    revision: int = 1
    language: str = ""
    ruling: Ruling | None = None


class Said(NamedTuple):
    """A comment.

    Attributes:
        name: What it is called there.
        page: The name of its page, which was told before.
        parent: The name of what it answers; empty: nothing. May be told later.
        form: ``HTML`` or ``TEXT``, of the body.
    """

    place: int
    name: str
    page: str
    parent: str
    writer: Writer
    body: str
    at: datetime
    status: Status
    form: str = HTML
    edited_at: datetime | None = None
    standing: Standing = Standing()


@dataclass(frozen=True, slots=True)
class Left:
    """Something that is not taken over.

    Attributes:
        reason: A code; ``malformed`` ones are told one by one, with their place and ``what`` is wrong.
    """

    place: int
    reason: str
    what: str = ""


Told = Page | Said | Left
