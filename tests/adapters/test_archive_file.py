"""The file of a backup: whole under its name, or not there; and never read unless it is what was written."""

import fcntl
import gzip
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from moderation.adapters import archive_file
from moderation.adapters.archive_lines import Writer
from moderation.domain.archive import ArchiveError, Header, Row, Table

HEADER = Header("0001", "0.1.0", datetime(2026, 11, 24, 9, tzinfo=UTC), "sqlite", {"seal": "abc"})
RECORDS: list[Header | Table | Row] = [
    HEADER,
    Table("sites", {"id": "plain", "name": "plain"}, 7),
    [1, "جريدة\u2028الساحل\n"],
    [2, None],
    Table("threads", {"site": "plain"}),
]
PASSPHRASE = b"correct horse battery staple"

either_way = pytest.mark.parametrize("passphrase", [b"", PASSPHRASE], ids=["clear", "encrypted"])


def write(path: Path, passphrase: bytes = b"") -> Path:
    """A backup of a few records."""
    with archive_file.create(path, passphrase) as file:
        for record in RECORDS:
            file.add(record)
    return path


def refused(path: Path, why: str, passphrase: bytes = b"") -> None:
    """Assert that a file is refused for this reason."""
    with pytest.raises(ArchiveError, match=why):
        list(archive_file.read(path, passphrase))


@either_way
def test_what_was_written_is_read(tmp_path: Path, passphrase: bytes) -> None:
    path = write(tmp_path / "backup", passphrase)

    assert list(archive_file.read(path, passphrase)) == RECORDS
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["backup"]


def test_an_encrypted_file_shows_nothing(tmp_path: Path) -> None:
    assert b"moderation-archive" in gzip.decompress(write(tmp_path / "clear").read_bytes())
    data = write(tmp_path / "sealed", PASSPHRASE).read_bytes()

    assert b"moderation-archive" not in data
    assert b"\x1f\x8b\x08" not in data[:200]


@either_way
def test_a_failed_one_leaves_the_older_one_alone(tmp_path: Path, passphrase: bytes) -> None:
    path = write(tmp_path / "backup", passphrase)

    with suppress(LookupError), archive_file.create(path, passphrase) as file:
        file.add(HEADER)
        raise LookupError

    assert list(archive_file.read(path, passphrase)) == RECORDS
    assert [file.name for file in tmp_path.iterdir()] == ["backup"]


def test_what_a_killed_one_left_behind_is_overwritten_and_for_its_owner_alone(tmp_path: Path) -> None:
    draft = tmp_path / "backup.partial"
    draft.write_bytes(b"x" * 10_000)
    draft.chmod(0o644)

    assert list(archive_file.read(write(tmp_path / "backup"), b"")) == RECORDS
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600
    assert not draft.exists()


def test_two_cannot_write_the_same_file(tmp_path: Path) -> None:
    with (tmp_path / "backup.partial").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        with pytest.raises(ArchiveError, match="is being written already"):
            write(tmp_path / "backup")

    assert not (tmp_path / "backup").exists()


def test_what_cannot_be_read_back_gets_no_name(tmp_path: Path) -> None:
    """A disk that does not keep what it was given is found out while there is still time for another one."""
    path = tmp_path / "backup"

    def lie(file: Writer) -> None:
        file.add(HEADER)
        file.rows["sites"] = 1

    with pytest.raises(ArchiveError, match="is damaged"), archive_file.create(path, b"") as file:
        lie(file)

    assert list(tmp_path.iterdir()) == []


@either_way
def test_every_cut_is_noticed(tmp_path: Path, passphrase: bytes) -> None:
    whole = write(tmp_path / "backup", passphrase).read_bytes()
    cut = tmp_path / "cut"

    for size in (len(whole) - 1, len(whole) // 2):
        cut.write_bytes(whole[:size])
        refused(cut, "is damaged", passphrase)


def test_changed_bytes_are_noticed(tmp_path: Path) -> None:
    whole = bytearray(write(tmp_path / "backup").read_bytes())
    changed = tmp_path / "changed"

    for place in range(200, len(whole), 29):
        whole[place] ^= 0x10
        changed.write_bytes(whole)
        refused(changed, "is damaged")
        whole[place] ^= 0x10


def lines() -> list[Any]:
    """The lines of a backup, as they would be written."""
    header = {"format": "moderation-archive", "version": 1, "revision": "0001", "release": "0.1.0", "keys": {}}
    return [
        {**header, "taken_at": "2026-11-24T09:00:00Z", "database": "sqlite"},
        {"table": "sites", "columns": {"id": "plain"}, "last": 7},
        [1],
        [2],
    ]


def put(path: Path, written: list[Any], **trailer: Any) -> Path:
    """A file of these lines, with the last line that belongs to them unless told otherwise."""
    text = b"".join(json.dumps(line).encode() + b"\n" for line in written)
    last = {"rows": {"sites": 2}, "sha256": sha256(text).hexdigest(), **trailer}
    path.write_bytes(gzip.compress(text + json.dumps(last).encode() + b"\n"))
    return path


def test_such_lines_are_read(tmp_path: Path) -> None:
    """The refusals below are for what is wrong in them, and nothing else."""
    assert len(list(archive_file.read(put(tmp_path / "x", lines()), b""))) == 4


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: put(path, lines(), rows={"sites": 3}),
        lambda path: put(path, lines(), sha256="0" * 64),
        lambda path: put(path, lines()[:3]),
        lambda path: put(path, [*lines(), [3]]),
        lambda path: put(path, [*lines(), {"sha256": "0" * 64}]),
        lambda path: path.write_bytes(put(path, lines()).read_bytes() + gzip.compress(b"[3]\n")),
        lambda path: path.write_bytes(gzip.compress(json.dumps(lines()[0]).encode() + b"\n")),
        lambda path: path.write_bytes(gzip.compress(json.dumps(lines()[0]).encode() + b"\n[\n")),
        lambda path: path.write_bytes(gzip.compress(json.dumps(lines()[0]).encode() + b"\nnull\n")),
    ],
    ids=["count", "hash", "a row less", "a row more", "two ends", "an appendix", "no end", "no json", "no record"],
)
def test_what_does_not_add_up_is_damaged(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    spoil(tmp_path / "x")

    refused(tmp_path / "x", "is damaged")


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"SQLite format 3\0", gzip.compress(b""), gzip.compress(b"hello\n"), gzip.compress(b'{"format": "zip"}\n'), gzip.compress(b"[]\n")],
    ids=["empty", "short", "a database", "nothing, compressed", "text", "another format", "a list"],
)  # fmt: skip
def test_something_else_is_no_backup(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)

    refused(tmp_path / "x", "is no backup")


def test_a_newer_format_asks_for_its_release(tmp_path: Path) -> None:
    first = {**lines()[0], "version": 2, "taken_at": None}

    refused(put(tmp_path / "x", [first, *lines()[1:]]), r"newer release \(format 2\)")


def test_encrypted_or_not_has_to_be_as_one_expects(tmp_path: Path) -> None:
    refused(write(tmp_path / "sealed", PASSPHRASE), "give --passphrase-file")
    refused(write(tmp_path / "clear"), "leave --passphrase-file out", PASSPHRASE)
    refused(tmp_path / "sealed", "another passphrase", PASSPHRASE + b"r")
