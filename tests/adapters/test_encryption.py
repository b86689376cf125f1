"""An encrypted file: opens with its passphrase and byte for byte, or not at all."""

import io
from contextlib import suppress
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.adapters import encryption
from moderation.adapters.encryption import CHUNK, PRELUDE, PROOF, TAG, DecryptingReader, EncryptingWriter
from moderation.domain.archive import ArchiveError

PASSPHRASE = b"correct horse battery staple"
QUICK = 10  # of scrypt's cost: what is tested here is not how long guessing takes
BEGIN = PRELUDE.size + PROOF
lengths = st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])


def sealed(plain: bytes, *, step: int = 10_000) -> bytes:
    """An encrypted file, written in pieces."""
    file = io.BytesIO()
    writer = EncryptingWriter(file, PASSPHRASE, QUICK)
    for start in range(0, len(plain), step):
        writer.write(plain[start : start + step])
    writer.finish()
    return file.getvalue()


def opened(file: bytes, passphrase: bytes = PASSPHRASE) -> bytes:
    """What is in it."""
    return io.BufferedReader(DecryptingReader(io.BytesIO(file), passphrase)).read()


def chunks(file: bytes) -> list[bytes]:
    """Its chunks, without what comes before them."""
    return [file[start : start + CHUNK + TAG] for start in range(BEGIN, len(file), CHUNK + TAG)]


@given(lengths, st.binary(min_size=1, max_size=64), st.integers(1, 3 * CHUNK))
def test_what_was_written_is_read_whatever_its_length(length: int, pattern: bytes, step: int) -> None:
    plain = (pattern * (length // len(pattern) + 1))[:length]

    assert opened(sealed(plain, step=step)) == plain


@given(st.sampled_from([0, 1, CHUNK, CHUNK + 1]), st.data())
def test_no_byte_can_be_changed(length: int, data: st.DataObject) -> None:
    file = bytearray(sealed(b"x" * length))
    place = data.draw(st.integers(len(encryption.MAGIC), len(file) - 1))
    file[place] ^= data.draw(st.integers(1, 255))

    with pytest.raises(ArchiveError):
        opened(bytes(file))


@given(st.data())
def test_nothing_can_be_cut_off_at_the_end(data: st.DataObject) -> None:
    file = sealed(b"x" * (2 * CHUNK))
    border = st.sampled_from([0, PRELUDE.size, BEGIN, BEGIN + CHUNK + TAG])

    with pytest.raises(ArchiveError):
        opened(file[: data.draw(border | st.integers(0, len(file) - 1))])


def test_chunks_cannot_be_dropped_moved_doubled_or_added() -> None:
    file = sealed(b"a" * CHUNK + b"b" * CHUNK + b"c" * CHUNK)
    begin, parts = file[:BEGIN], chunks(file)
    others = chunks(sealed(b"a" * CHUNK + b"b" * CHUNK + b"c" * CHUNK))
    wrong = [list(order) for order in permutations(parts) if list(order) != parts]
    wrong += [parts[1:], parts[:1] + parts[2:], parts[:2], [parts[0], *parts], [*parts, parts[-1]], [*parts, b"x"]]
    wrong += [[others[0], *parts[1:]], [*parts[:2], others[2]], []]

    for order in wrong:
        with pytest.raises(ArchiveError):
            opened(begin + b"".join(order))
    assert opened(begin + b"".join(parts))[:1] == b"a"


def test_nothing_is_given_out_that_was_not_authenticated() -> None:
    file = bytearray(sealed(b"a" * CHUNK + b"b" * CHUNK))
    file[-TAG - 1] ^= 1
    reader = DecryptingReader(io.BytesIO(bytes(file)), PASSPHRASE)
    given_out = b""

    with suppress(ArchiveError):
        while piece := reader.read(CHUNK):
            given_out += piece

    assert given_out == b"a" * CHUNK


def test_another_passphrase_is_told_from_damage() -> None:
    file = sealed(b"x")

    with pytest.raises(ArchiveError, match="another passphrase"):
        opened(file, b"correct horse battery stable")
    with pytest.raises(ArchiveError, match="is damaged"):
        opened(file[:-1])


def test_the_same_text_never_looks_the_same() -> None:
    one, other = sealed(b"x" * 100), sealed(b"x" * 100)

    assert one[len(encryption.MAGIC) + 1 : BEGIN] != other[len(encryption.MAGIC) + 1 : BEGIN]
    assert one[BEGIN:] != other[BEGIN:]


def test_a_file_cannot_ask_for_more_memory_than_there_may_be() -> None:
    file = bytearray(sealed(b"x"))
    file[len(encryption.MAGIC)] = 30

    with pytest.raises(ArchiveError, match="is damaged"):
        opened(bytes(file))
