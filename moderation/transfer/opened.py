"""Opening what is read: compressed or not, and saying how far we are."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from moderation.domain.moved import MoveError

Progress = Callable[[float], None]  # is told the share that is done, 0..1
GZIP = b"\x1f\x8b"


@contextmanager
def opened(path: Path, tell: Progress) -> Iterator[tuple[BinaryIO, Callable[[], None]]]:
    """The content of a file, decompressed, and what tells how much of it was read.

    Raises:
        MoveError: The compressed content is damaged or cut off.
    """
    size = max(path.stat().st_size, 1)
    with path.open("rb") as file:
        packed = file.peek(len(GZIP)).startswith(GZIP)
        stream = gzip.GzipFile(fileobj=file) if packed else file
        try:
            yield stream, lambda: tell(min(file.tell() / size, 1))  # type: ignore[misc]  # both read bytes
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise MoveError("The compressed file is damaged or was cut off; what came before is there.") from None
