"""What need not outlive an import, and does not fit into memory: SQLite's own temporary file, gone with us however we end."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from moderation.store.driver import sqlite3
from moderation.store.imports import Found

PIECE = 500  # rows at once


class Scratch:
    """Names that were told while nothing is written, and comments that answer something not told yet."""

    def __init__(self) -> None:
        """Begin empty."""
        self._db = sqlite3.connect("", isolation_level=None)  # nameless: on disk, and nobody else's
        for statement in (
            "PRAGMA journal_mode = OFF",
            "CREATE TABLE comments (name TEXT PRIMARY KEY, subject TEXT, thread INTEGER) WITHOUT ROWID",
            "CREATE TABLE pages (name TEXT PRIMARY KEY, thread INTEGER) WITHOUT ROWID",
            "CREATE TABLE threads (url TEXT PRIMARY KEY, thread INTEGER) WITHOUT ROWID",
            "CREATE TABLE late (child TEXT, parent TEXT)",
        ):
            self._db.execute(statement)

    def close(self) -> None:
        """Forget everything."""
        self._db.close()

    def keep(self, rows: Iterable[tuple[str, str, int]]) -> None:
        """Remember comments: name, id, thread."""
        self._db.executemany("INSERT OR IGNORE INTO comments VALUES (?, ?, ?)", rows)

    def find(self, names: Iterable[str]) -> dict[str, Found]:
        """The comments with these names."""
        return {name: Found(subject, thread, "") for name, subject, thread in self._rows("comments", "name", names)}

    def keep_pages(self, rows: Iterable[tuple[str, str, int]]) -> None:
        """Remember pages: name, URL, thread."""
        for name, url, thread in rows:
            self._db.execute("INSERT OR IGNORE INTO pages VALUES (?, ?)", (name, thread))
            self._db.execute("INSERT OR IGNORE INTO threads VALUES (?, ?)", (url, thread))

    def find_pages(self, names: Iterable[str]) -> dict[str, int]:
        """The threads of pages with these names."""
        return dict(self._rows("pages", "name", names))

    def find_threads(self, urls: Iterable[str]) -> dict[str, int]:
        """The threads of pages with these URLs."""
        return dict(self._rows("threads", "url", urls))

    def put_late(self, rows: Sequence[tuple[str, str]]) -> None:
        """Remember comments (id) that answer something (its name) that was not told yet."""
        self._db.executemany("INSERT INTO late VALUES (?, ?)", rows)

    def late(self) -> Iterator[list[tuple[str, str]]]:
        """All of those, piece by piece."""
        cursor = self._db.execute("SELECT child, parent FROM late")
        while rows := cursor.fetchmany(PIECE):
            yield rows

    def _rows(self, table: str, key: str, wanted: Iterable[str]) -> Iterator[Any]:
        listed = list(wanted)
        for at in range(0, len(listed), PIECE):
            some = listed[at : at + PIECE]
            marks = ",".join("?" * len(some))
            yield from self._db.execute(f"SELECT * FROM {table} WHERE {key} IN ({marks})", some)  # noqa: S608 - names of ours
