"""What a backup is made of: a header, then for each table its name and columns and then its rows, and how many there were."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from moderation.domain.errors import ModerationError

Row = list[Any]  # values as JSON has them; ``Table.columns`` says what they stand for


class ArchiveError(ModerationError):
    """A file cannot be used as a backup. ``str()`` says what is wrong with it and what to do, and follows the file's name."""


class RefusedError(ModerationError):
    """The database is not as it must be for this. ``str()`` is one sentence that says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of a backup before its first row.

    Attributes:
        revision: Of the schema its tables have.
        release: Of the software that wrote it.
        database: ``sqlite`` or ``postgresql``; for people only, either can be restored into either.
        keys: Short names of the keys that belong to it; never the keys.
    """

    revision: str
    release: str
    taken_at: datetime
    database: str
    keys: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """What the rows that follow belong to.

    Attributes:
        columns: Names, in the order of the values, with their kinds:
            ``moment`` (RFC 3339), ``bytes`` (base64), ``json`` (a value of its own), ``boolean``, ``plain``.
        last: The highest number the table has ever given, where it numbers its rows itself.
    """

    name: str
    columns: Mapping[str, str]
    last: int | None = None
