"""What the clients did and were told, in their own words: written down before anybody believes it."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Line = dict[str, Any]


class History:
    """The file of one client; its threads may share it. A line is with the kernel before ``write`` returns."""

    def __init__(self, folder: Path, client: str) -> None:
        """Open the file of this client."""
        self.client = client
        self._file = os.open(folder / f"{client}.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def write(self, what: str, **facts: object) -> None:
        """Add a line: what, when (seconds since 1970), and facts."""
        line = json.dumps({"what": what, "at": time.time(), **facts}) + "\n"
        os.write(self._file, line.encode())

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def read(folder: Path) -> Iterator[Line]:
    """All lines of all clients; within a client in their order."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open() as file:
            yield from map(json.loads, file)
