"""A journal of erasures outside the database: a backup that is restored later must not bring an erased person back.

One line of JSON each: numbers of sites, keyed hashes and times; no address. Only ever appended to.
"""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


class Journal:
    """A file of its owner's alone, in the data folder."""

    def __init__(self, path: Path) -> None:
        """Take the place; nothing is opened before the first line."""
        self.path = path

    def append(self, entries: Iterable[dict[str, Any]]) -> None:
        """Write lines down; when this returns, they are on disk."""
        text = "".join(json.dumps(entry) + "\n" for entry in entries)
        descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "r+b", buffering=0) as file:
            file.write((b"" if _ends_a_line(file.fileno()) else b"\n") + text.encode())
            os.fsync(file.fileno())

    def read(self) -> Iterator[dict[str, Any]]:
        """Every line; one that was cut short by a crash is left out, for nothing was promised for it."""
        if not self.path.exists():
            return
        with self.path.open(encoding="utf-8") as file:
            for line in file:
                try:
                    entry = json.loads(line)
                except ValueError:
                    continue
                if isinstance(entry, dict):
                    yield entry


def _ends_a_line(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    return not size or os.pread(descriptor, 1, size - 1) == b"\n"
