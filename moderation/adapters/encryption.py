"""Encryption of a file of any length with a passphrase: detects every change, and needs the memory of one chunk.

The key is made by scrypt (RFC 7914). The file is cut into chunks, each sealed with AES-256-GCM under a nonce that holds its
number and whether it is the last: the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár (2015), "Online
Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance". A chunk that was changed, moved, dropped or added does
not open, and neither does a file that was cut off. The prelude is authenticated by a key of its own, which also tells a
wrong passphrase from a damaged file.
"""

import hmac
import io
import secrets
import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from moderation.domain.archive import ArchiveError

MAGIC = b"moderation-sealed-archive/1\n"
CHUNK = 64 * 1024  # bytes of plain text in each but the last
TAG = 16  # bytes that AES-GCM adds
COST = 17  # 2 to the power of it is scrypt's N: 128 MiB and some tenths of a second (OWASP's cheat sheet)
COSTS = range(10, 21)  # what is read: a file must not make us use more than a gigabyte
SALT, PREFIX, PROOF = 16, 7, 32  # bytes
PRELUDE = struct.Struct(f">{len(MAGIC)}sB{SALT}s{PREFIX}s")
DAMAGED = "is damaged: a part of it was changed, moved or cut off; use another backup"


class Keys(NamedTuple):
    """What is made of a passphrase and a prelude: for the chunks, and for the prelude itself."""

    chunks: bytes
    proof: bytes


class EncryptingWriter(io.RawIOBase):
    """Seals what is written to it. ``close`` writes the last chunk; without it, the file will not open."""

    def __init__(self, file: BinaryIO, passphrase: bytes, cost: int = COST) -> None:
        """Begin with a prelude that fits no other file."""
        prelude = PRELUDE.pack(MAGIC, cost, secrets.token_bytes(SALT), secrets.token_bytes(PREFIX))
        keys = derive(passphrase, prelude)
        self._file, self._sealing = file, _Chunks(keys.chunks, prelude)
        self._waiting = bytearray()
        file.write(prelude + keys.proof)

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # anything with a buffer does
        """Take some plain text; whole chunks go on at once, but never what may be the last one."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._file.write(self._sealing.seal(bytes(self._waiting[:CHUNK]), last=False))
            del self._waiting[:CHUNK]
        return len(data)

    def finish(self) -> None:
        """Write the last chunk: now the file is whole."""
        self._file.write(self._sealing.seal(bytes(self._waiting), last=True))


class DecryptingReader(io.RawIOBase):
    """Opens what ``EncryptingWriter`` has sealed, chunk by chunk; nothing is given out that was not authenticated."""

    def __init__(self, file: BinaryIO, passphrase: bytes) -> None:
        """Read the prelude.

        Raises:
            ArchiveError: The passphrase is another one.
        """
        prelude, proof = file.read(PRELUDE.size), file.read(PROOF)
        keys = derive(passphrase, prelude)
        if not hmac.compare_digest(proof, keys.proof):
            raise ArchiveError("was encrypted with another passphrase, or is damaged at its beginning")
        self._plain = _opened(file, _Chunks(keys.chunks, prelude))
        self._rest = b""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # likewise
        """Fill as much of a buffer as this chunk can.

        Raises:
            ArchiveError: The next chunk is not what was written there.
        """
        self._rest = self._rest or next(self._plain, b"")
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def derive(passphrase: bytes, prelude: bytes) -> Keys:
    """The keys of a file; takes some tenths of a second.

    Raises:
        ArchiveError: This is no prelude of ours.
    """
    if len(prelude) != PRELUDE.size:
        raise ArchiveError(DAMAGED)
    _, cost, salt, _ = PRELUDE.unpack(prelude)
    if cost not in COSTS:
        raise ArchiveError(DAMAGED)
    made = Scrypt(salt=salt, length=64, n=2**cost, r=8, p=1).derive(passphrase)
    return Keys(made[:32], hmac.digest(made[32:], prelude, "sha256"))


def _opened(file: BinaryIO, chunks: "_Chunks") -> Iterator[bytes]:
    sealed = file.read(CHUNK + TAG)
    while True:
        following = file.read(CHUNK + TAG)
        yield chunks.open(sealed, last=not following)
        if not following:
            return
        sealed = following


class _Chunks:
    """The chunks of one file, in their order."""

    def __init__(self, key: bytes, prelude: bytes) -> None:
        self._cipher, self._prelude = AESGCM(key), prelude
        self._prefix, self._number = prelude[-PREFIX:], 0

    def seal(self, plain: bytes, *, last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(last=last), plain, self._prelude)

    def open(self, sealed: bytes, *, last: bool) -> bytes:
        try:
            return self._cipher.decrypt(self._nonce(last=last), sealed, self._prelude)
        except (InvalidTag, ValueError):
            raise ArchiveError(DAMAGED) from None

    def _nonce(self, *, last: bool) -> bytes:
        nonce = self._prefix + struct.pack(">IB", self._number, last)
        self._number += 1  # 2 to the power of 32 chunks are 256 TiB: more raises here
        return nonce
