"""Keys are made once, whole, for their owner alone, and never replaced."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from moderation.adapters import keyring

NAMES = {"seal.key", "seal.pub", "fingerprint.key", "secret.key"}


def contents(folder: Path) -> dict[str, str]:
    """Every file of a folder."""
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_all_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    keyring.make_missing(tmp_path / "keys")

    made = contents(tmp_path / "keys")
    assert set(made) == NAMES
    assert len(set(made.values())) == 4
    assert all(len(keyring.decode(text.strip())) == 32 for text in made.values())
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}


def test_those_that_are_there_stay(tmp_path: Path) -> None:
    keyring.make_missing(tmp_path)
    before = contents(tmp_path)

    keyring.make_missing(tmp_path)

    assert contents(tmp_path) == before


def test_a_lost_public_key_is_made_from_the_private_one(tmp_path: Path) -> None:
    """A new pair would leave every address that was ever sealed unreadable."""
    keyring.make_missing(tmp_path)
    before = contents(tmp_path)
    (tmp_path / "seal.pub").unlink()

    keyring.make_missing(tmp_path)

    assert contents(tmp_path) == before


def test_a_host_with_the_public_key_alone_gets_no_private_one(tmp_path: Path) -> None:
    keyring.make_missing(tmp_path)
    (tmp_path / "seal.key").unlink()

    keyring.make_missing(tmp_path)

    assert not (tmp_path / "seal.key").exists()


def test_a_draft_of_a_killed_predecessor_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "secret.new").write_text("half a")

    keyring.make_missing(tmp_path)

    assert set(contents(tmp_path)) == NAMES


def test_the_two_halves_belong_together(tmp_path: Path) -> None:
    keyring.make_missing(tmp_path)

    private = X25519PrivateKey.from_private_bytes(keyring.decode((tmp_path / "seal.key").read_text().strip()))

    assert private.public_key().public_bytes_raw() == keyring.decode((tmp_path / "seal.pub").read_text().strip())


@pytest.mark.parametrize("text", ["", "secret", "A" * 42, "A" * 44, "é" * 43, "\ufffd"])
def test_what_is_no_key_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is not 32 bytes in base64url$"):
        keyring.decode(text)
