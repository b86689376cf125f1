"""``keys rotate``: one key for another, without a moment in which an address cannot be opened."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from moderation import bootstrap
from moderation.adapters.opener import Opener
from moderation.adapters.sealer import binding
from moderation.bootstrap import Context
from moderation.store import sealed, tables
from moderation.store.engine import Connection
from tests.cli.conftest import Run, hand_in

MANY = 1_500  # addresses: a rotation that takes long enough to be killed in
DELAYS = (0.5, 2.5)  # seconds of life; a start takes about one


def house() -> Context:
    """The parts as a command sees them now."""
    return bootstrap.build(bootstrap.configure(), "unix:///nonexistent")


@pytest.fixture
def written(news: Context) -> str:
    """A comment."""
    return hand_in(news)


def test_a_rotation_seals_everything_for_the_new_key(run: Run, written: str, data: Path) -> None:
    before = (data / "keys" / "seal.pub").read_text()

    said = run("keys", "rotate")

    assert said.code == 0
    assert "1 addresses were sealed for key" in said.out
    assert "Restart every web process" in said.out
    assert (data / "keys" / "seal.pub").read_text() != before
    assert len((data / "keys" / "seal.key").read_text().split()) == 2
    assert (data / "keys" / "seal.key").stat().st_mode & 0o777 == 0o600


def test_it_can_be_looked_at_before(run: Run, written: str, data: Path) -> None:
    before = (data / "keys" / "seal.key").read_text()

    said = run("keys", "rotate", "--dry-run")

    assert said.out == f"{house().sealer.key_id}\tpresent\t1\n"
    assert (data / "keys" / "seal.key").read_text() == before


def test_run_again_it_makes_no_further_key(run: Run, written: str, data: Path) -> None:
    run("keys", "rotate")
    keys = (data / "keys" / "seal.key").read_text()

    assert run("keys", "rotate").code == 0

    assert (data / "keys" / "seal.key").read_text() == keys


def test_the_old_key_is_retired_when_nothing_needs_it(run: Run, written: str, data: Path) -> None:
    run("keys", "rotate")

    assert run("keys", "rotate", "--retire").code == 0

    assert len((data / "keys" / "seal.key").read_text().split()) == 1
    assert len(opened(house())) == 1
    assert run("audit", "verify").code == 0


def test_a_public_key_that_lags_behind_is_put_right(run: Run, written: str, data: Path) -> None:
    """Killed between the two files, the ring has the new key and the public one is still the old."""
    old = (data / "keys" / "seal.pub").read_text()
    run("keys", "rotate")
    new = (data / "keys" / "seal.pub").read_text()
    (data / "keys" / "seal.pub").write_text(old)

    assert run("keys", "rotate").code == 0

    assert (data / "keys" / "seal.pub").read_text() == new


def test_without_the_private_key_it_says_where_to_go(run: Run, written: str, data: Path) -> None:
    (data / "keys" / "seal.key").unlink()

    said = run("keys", "rotate")

    assert said.code == 1
    assert "run this where seal.key is" in said.err


def test_a_key_from_elsewhere_is_not_replaced_by_us(run: Run, written: str, data: Path) -> None:
    key = (data / "keys" / "seal.key").read_text().strip()
    (data / "keys" / "seal.key").unlink()

    said = run("keys", "rotate", MODERATION_SEAL_PRIVATE_KEY=key)

    assert said.code == 1
    assert key not in said.err
    assert "put a new key before it" in said.err


def opened(context: Context) -> list[str]:
    """All readers' addresses."""
    opener, after, found = Opener(context.ring), (sealed.STAFF + 1, ""), []
    with context.database.read() as connection:
        while page := sealed.list_others(connection, "no such key", after, 500):
            found += [opener.open(one.contact, binding(one.purpose, one.id)) for one in page]
            after = page[-1].site, page[-1].id
    return found


@pytest.mark.process
def test_killed_at_any_moment_every_address_opens(run: Run, written: str, data: Path) -> None:
    """``kill -9`` in six rotations, and two that end: T24."""
    context = house()
    context.database.write(lambda connection: _more(connection, context))
    expected, dice = sorted(opened(context)), random.Random(24)
    command = [sys.executable, "-m", "moderation", "keys", "rotate"]
    for _ in range(6):
        with subprocess.Popen(
            command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as rotation:
            time.sleep(dice.uniform(*DELAYS))
            rotation.kill()
        assert sorted(opened(house())) == expected
    assert run("keys", "rotate").code == 0
    assert run("keys", "rotate", "--retire").code == 0

    assert sorted(opened(house())) == expected
    assert len(house().ring) == 1


def _more(connection: Connection, context: Context) -> None:
    """Comments by the thousand, copied from the one that is there; each with an address of its own."""
    row = dict(connection.execute(tables.comments.select()).mappings().one())
    for number in range(MANY):
        copy = {**row, "id": f"{row['id'][:-6]}{number:06d}"}
        contact = context.sealer.seal(f"reader{number}@example.ma", binding("comment", copy["id"]))
        kept = {"site": 1, "comment": copy["id"], "masked": "", "sealed": contact.sealed, "key_id": contact.key_id}
        connection.execute(tables.comments.insert(), copy)
        connection.execute(tables.contacts.insert(), kept)
