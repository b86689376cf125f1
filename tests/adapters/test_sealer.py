"""Who seals cannot open; who opens needs the key and the right row."""

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from moderation.adapters.opener import Opener
from moderation.adapters.sealer import Sealer, binding, key_id
from moderation.domain.comment import Contact

PRIVATE = X25519PrivateKey.generate()
PUBLIC = PRIVATE.public_key().public_bytes_raw()
SEALER, OPENER = Sealer(PUBLIC), Opener([PRIVATE.private_bytes_raw()])
ROW = binding("comment", "1-abc")


@given(st.text(max_size=254, alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_was_sealed_can_be_opened(address: str) -> None:
    assert OPENER.open(SEALER.seal(address, ROW), ROW) == address


def test_sealing_twice_looks_different_and_names_its_key() -> None:
    one, other = SEALER.seal("a@b.ma", ROW), SEALER.seal("a@b.ma", ROW)

    assert one.sealed != other.sealed
    assert one.key_id == other.key_id == key_id(PUBLIC)
    assert b"a@b.ma" not in one.sealed


@pytest.mark.parametrize("row", [binding("comment", "1-abd"), binding("moderator", "1-abc"), b""])
def test_it_opens_in_its_own_row_only(row: bytes) -> None:
    with pytest.raises(ValueError, match="something else") as refused:
        OPENER.open(SEALER.seal("a@b.ma", ROW), row)

    assert "a@b.ma" not in str(refused.value)


@pytest.mark.parametrize("cut", [0, 1, 16, 31, 40])
def test_a_cut_or_changed_one_does_not_open(cut: int) -> None:
    sealed = SEALER.seal("a@b.ma", ROW)
    changed = bytes([*sealed.sealed[:-1], sealed.sealed[-1] ^ 1])

    for broken in (sealed.sealed[:cut], changed):
        with pytest.raises(ValueError, match="something else"):
            OPENER.open(Contact(broken, sealed.key_id), ROW)


def test_another_key_does_not_open_it() -> None:
    stranger = Opener([X25519PrivateKey.generate().private_bytes_raw()])

    with pytest.raises(ValueError, match="another key"):
        stranger.open(SEALER.seal("a@b.ma", ROW), ROW)
