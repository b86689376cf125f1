"""The file of a backup: compressed lines, encrypted if there is a passphrase."""

import fcntl
import gzip
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from moderation.adapters.archive_lines import FOREIGN, Writer, records
from moderation.adapters.encryption import DAMAGED, MAGIC, DecryptingReader, EncryptingWriter
from moderation.domain.archive import ArchiveError, Header, Row, Table

GZIP = b"\x1f\x8b"
LEVEL = 6  # of gzip's nine: the next ones take twice the time for a percent
STEP = 1_000  # records between two reports of progress
Progress = Callable[[float], None]  # is told the share that is done, 0..1


@contextmanager
def create(path: Path, passphrase: bytes) -> Iterator[Writer]:
    """A new backup, for its owner alone. It has its name only when it is whole, on disk, and was read back once.

    Until then it is called ``….partial``; one that a killed predecessor has left behind is overwritten. An older backup of
    the same name stays until the new one takes its place.

    Raises:
        ArchiveError: Another backup is being written to the same file, or what was written cannot be read back.
    """
    draft = path.with_name(f"{path.name}.partial")
    with os.fdopen(_alone(draft), "wb") as file:
        try:
            yield from _filled(file, passphrase)
            os.fsync(file.fileno())
            for _ in read(draft, passphrase):
                pass
            draft.rename(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    _sync(path.parent)


def read(path: Path, passphrase: bytes, progress: Progress = lambda _: None) -> Iterator[Header | Table | Row]:
    """The records of a backup, first its header. When the last was given, all were found whole and complete.

    Raises:
        ArchiveError: It is something else, or damaged, or newer than this release, or the passphrase does not fit.
    """
    with path.open("rb") as file:
        size = max(path.stat().st_size, 1)
        try:
            stream = gzip.GzipFile(fileobj=_plain(file, passphrase))
            for number, record in enumerate(records(stream)):
                yield record
                if number % STEP == 0:
                    progress(file.tell() / size)
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise ArchiveError(DAMAGED) from None


def _filled(file: BinaryIO, passphrase: bytes) -> Iterator[Writer]:
    sealing = EncryptingWriter(file, passphrase) if passphrase else None
    with gzip.GzipFile("", "wb", LEVEL, sealing or file, mtime=0) as stream:
        writer = Writer(stream)
        yield writer
        writer.finish()
    if sealing:
        sealing.finish()
    file.flush()


def _alone(path: Path) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if not _taken(descriptor, path):
        os.close(descriptor)
        raise ArchiveError("is being written already: wait for it, or choose another name")
    os.fchmod(descriptor, 0o600)
    os.ftruncate(descriptor, 0)
    return descriptor


def _taken(descriptor: int, path: Path) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return path.stat().st_ino == os.fstat(descriptor).st_ino  # else whoever had it has just finished it
    except (BlockingIOError, FileNotFoundError):
        return False


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def _plain(file: BufferedReader, passphrase: bytes) -> BinaryIO:
    begins = file.peek(len(MAGIC))
    if begins.startswith(MAGIC):
        if not passphrase:
            raise ArchiveError("is encrypted: give --passphrase-file")
        return BufferedReader(DecryptingReader(file, passphrase))
    if not begins.startswith(GZIP):
        raise ArchiveError(FOREIGN)
    if passphrase:  # whoever gives one relies on it that nobody else can have written the file
        raise ArchiveError("is not encrypted: leave --passphrase-file out if you know where it comes from")
    return file
