"""Isso: its SQLite file, which is only read."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from moderation.domain.comment import Status
from moderation.domain.moved import TEXT, Left, MoveError, Page, Said, Told, Writer
from moderation.transfer.opened import Progress
from moderation.transfer.reading import MalformedError, of_seconds, text

STATUS = {1: Status.APPROVED, 2: Status.PENDING}
DELETED = 4  # what is left of a comment with replies
STEP = 1_000  # rows between two reports of progress
THREADS = "SELECT id, uri, title FROM threads ORDER BY id"
COMMENTS = "SELECT id, tid, parent, created, modified, mode, text, author, email, website FROM comments ORDER BY id"


def read(path: Path, tell: Progress) -> Iterator[Told]:
    """The threads and comments of a database; Isso may be running. Addresses of networks are not even asked for.

    Raises:
        MoveError: It is none of Isso's, or damaged.
    """
    with path.open("rb"):  # says in its own words that it is not there
        place = f"file:{quote(str(path.resolve()))}?mode=ro"
    try:
        with closing(sqlite3.connect(place, uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA query_only = ON")
            connection.execute("PRAGMA trusted_schema = OFF")
            total = max(connection.execute("SELECT count(*) FROM comments").fetchone()[0], 1)
            yield from map(_page, connection.execute(THREADS))
            for number, row in enumerate(connection.execute(COMMENTS)):
                yield _comment(row)
                if number % STEP == 0:
                    tell(number / total)
    except sqlite3.Error:
        raise MoveError("The file is no database of Isso, or it is damaged.") from None


def _page(row: sqlite3.Row) -> Told:
    title = row["title"] if isinstance(row["title"], str) else ""
    if not isinstance(row["uri"], str):
        return Left(row["id"], "malformed", "no text called “uri”")
    return Page(row["id"], str(row["id"]), row["uri"], title)


def _comment(row: sqlite3.Row) -> Told:
    try:
        return _said(dict(row))
    except MalformedError as error:
        return Left(row["id"], "malformed", str(error))


def _said(row: dict[str, object]) -> Told:
    number, mode = row["id"], row["mode"]
    if not isinstance(number, int):
        raise MalformedError("no number")
    if mode == DELETED:
        return Left(number, "deleted")
    if mode not in STATUS:
        raise MalformedError("no status that is known")
    return Said(
        number,
        str(number),
        str(row["tid"]),
        str(row["parent"] or ""),
        Writer(text(row, "author"), text(row, "email"), text(row, "website")),
        text(row, "text"),
        of_seconds(row["created"]),
        STATUS[mode],
        TEXT,
        of_seconds(row["modified"]) if row["modified"] else None,
    )
