"""The lines of a backup: a header, tables and their rows, each a line of JSON.

The last line says how many rows each table has, and the SHA-256 of all lines before it.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from io import BufferedIOBase
from typing import Any

from moderation.adapters.encryption import DAMAGED
from moderation.domain.archive import ArchiveError, Header, Row, Table

FORMAT, VERSION = "moderation-archive", 1
LONGEST = 16 * 1024 * 1024  # bytes of a line; so much, and no more, is ever held in memory
FOREIGN = "is no backup of this service"
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Writer:
    """Puts records into a new file, one line each."""

    def __init__(self, stream: BufferedIOBase) -> None:
        """Write lines to this stream."""
        self.rows: Counter[str] = Counter()  # by table
        self._stream, self._seen, self._table = stream, sha256(), ""

    def add(self, record: Header | Table | Row) -> None:
        """Write the next record: the header, a table, or a row of the table before it."""
        if isinstance(record, Table):
            self._table = record.name
            self.rows[record.name] = 0
            self._line({"table": record.name, "columns": dict(record.columns), "last": record.last})
        elif isinstance(record, Header):
            taken = {**asdict(record), "taken_at": record.taken_at.isoformat()}
            self._line({"format": FORMAT, "version": VERSION, **taken})
        else:
            self.rows[self._table] += 1
            self._line(record)

    def finish(self) -> None:
        """Write the last line."""
        self._line({"rows": dict(self.rows), "sha256": self._seen.hexdigest()})

    def _line(self, value: object) -> None:
        line = encode(value).encode() + b"\n"
        self._seen.update(line)
        self._stream.write(line)


def records(stream: BufferedIOBase) -> Iterator[Header | Table | Row]:
    """The records that were written, first the header. When the last was given, all were found whole and complete.

    Raises:
        ArchiveError: It is something else, or damaged, or newer than this release.
    """
    seen, rows, table = sha256(), Counter[str](), Table("", {})
    lines = iter(lambda: stream.readline(LONGEST), b"")
    first = next(lines, b"")
    yield _header(_parsed(first, FOREIGN))
    seen.update(first)
    for line in lines:
        record = _parsed(line, DAMAGED)
        if isinstance(record, list):
            rows[table.name] += 1
            yield record
        elif isinstance(record, dict) and record.keys() == {"table", "columns", "last"}:
            table = Table(record["table"], record["columns"], record["last"])
            rows[table.name] = 0
            yield table
        else:
            break
        seen.update(line)
    else:
        record = {}
    if record != {"rows": dict(rows), "sha256": seen.hexdigest()} or next(lines, b""):
        raise ArchiveError(DAMAGED)


def _parsed(line: bytes, otherwise: str) -> Any:
    try:
        return json.loads(line.decode())
    except ValueError:
        raise ArchiveError(otherwise) from None


def _header(found: Mapping[str, Any]) -> Header:
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ArchiveError(FOREIGN)
    if found.get("version") != VERSION:
        raise ArchiveError(f"was written by a newer release (format {found.get('version')}): install that release")
    try:
        known = {name: found[name] for name in ("revision", "release", "database", "keys")}
        return Header(taken_at=datetime.fromisoformat(found["taken_at"]), **known)
    except (KeyError, TypeError, ValueError):
        raise ArchiveError(DAMAGED) from None
