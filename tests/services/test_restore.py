"""A restored database is the one that was backed up, but for those who have asked since then to be forgotten."""

import gzip
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from moderation.adapters import keyring
from moderation.adapters.journal import Journal
from moderation.adapters.opener import Opener
from moderation.adapters.sealer import binding
from moderation.bootstrap import Context
from moderation.domain.archive import ArchiveError, RefusedError
from moderation.domain.site import Site
from moderation.services import backup, erase, ledger, restore
from moderation.services.backup import Place
from moderation.services.erase import Person
from moderation.services.restore import Restoring
from moderation.store import contacts, erasures
from tests.promises.canaries import contains
from tests.store.anything import everything
from tests.submissions import EMAIL

Post = Callable[..., TestResponse]
OTHER = "zahra@example.ma"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Where the backup is."""
    return Place(tmp_path / "backup")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """The journal of erasures."""
    return Journal(tmp_path / "erasures.jsonl")


def silent(_share: float) -> None:
    """Nobody looks on."""


def save(ctx: Context, place: Place) -> None:
    """Take a backup."""
    backup.take(ctx.database, place, {}, ctx.clock(), silent)


def bring_back(ctx: Context, place: Place, journal: Journal, **how: bool) -> int:
    """Restore it in the place of what is there."""
    _, rows = restore.examine(place, silent)
    return restore.restore(
        ctx.database, Restoring(place, journal, **{"replace": True, **how}), rows, ctx.clock(), silent
    )


def forget(ctx: Context, site: Site, journal: Journal, email: str = EMAIL) -> None:
    """Erase somebody, now."""
    people = [Person(site, ctx.fingerprints.author(site.id, email))]
    erase.erase(ctx.database, journal, people, erasures.AUTHOR, ctx.clock())


def names(ctx: Context) -> dict[str, tuple[str, str]]:
    """Name and fingerprint of each comment, by its text."""
    with ctx.database.read() as connection:
        found = connection.exec_driver_sql("SELECT body, name, fingerprint FROM comments").all()
    return {body: (name, fingerprint) for body, name, fingerprint in found}


def rows(ctx: Context) -> dict[str, list[Any]]:
    """Everything that is kept."""
    with ctx.database.read() as connection:
        return everything(connection)


def test_who_was_erased_after_the_backup_stays_erased(
    ctx: Context, site: Site, post: Post, place: Place, journal: Journal
) -> None:
    post(body="قبل", email=EMAIL)
    post(body="آخر", email=OTHER, name="زهرة")
    save(ctx, place)
    forget(ctx, site, journal)

    erased = bring_back(ctx, place, journal)

    assert erased == 1
    assert names(ctx)["قبل"] == ("", "")
    assert names(ctx)["آخر"][0] == "زهرة"
    with ctx.database.read() as connection:
        assert erasures.list_open(connection) == ()
        assert len(erasures.list_all(connection)) == 1
    assert bring_back(ctx, place, journal) == 1


@pytest.mark.parametrize("lost", ["journal", "database"])
def test_the_journal_or_the_database_alone_remembers_it(
    ctx: Context, site: Site, post: Post, place: Place, journal: Journal, lost: str
) -> None:
    post(body="قبل", email=EMAIL)
    save(ctx, place)
    forget(ctx, site, journal)
    lose: dict[str, Callable[[], object]] = {
        "journal": journal.path.unlink,
        "database": lambda: ctx.database.write(lambda c: c.exec_driver_sql("DELETE FROM erasures") and None),
    }
    lose[lost]()

    bring_back(ctx, place, journal)

    assert names(ctx)["قبل"] == ("", "")


def test_the_backup_itself_remembers_it(ctx: Context, site: Site, post: Post, place: Place, journal: Journal) -> None:
    post(body="قبل", email=EMAIL)
    forget(ctx, site, journal)
    save(ctx, place)
    journal.path.unlink()
    ctx.database.write(lambda c: c.exec_driver_sql("DELETE FROM erasures") and None)

    bring_back(ctx, place, journal)

    with ctx.database.read() as connection:
        assert len(erasures.list_all(connection)) == 1


def test_who_has_come_back_after_being_erased_stays(
    ctx: Context, site: Site, post: Post, place: Place, journal: Journal
) -> None:
    post(body="قبل", email=EMAIL)
    forget(ctx, site, journal)
    post(body="بعد", email=EMAIL)
    save(ctx, place)

    bring_back(ctx, place, journal)

    assert names(ctx)["قبل"] == ("", "")
    assert names(ctx)["بعد"] == ("فاطمة", ctx.fingerprints.author(site.id, EMAIL))


def test_sealed_addresses_still_open_and_are_not_in_the_file(
    ctx: Context, site: Site, post: Post, night_shift: Callable[[], int], place: Place, journal: Journal, tmp_path: Path
) -> None:
    identifier = post(email=EMAIL).get_json()["id"]
    night_shift()
    save(ctx, place)
    bring_back(ctx, place, journal)
    with ctx.database.read() as connection:
        contact = contacts.find(connection, site.id, identifier)
    keys = [path.read_text().strip() for path in (tmp_path / "keys").iterdir() if path.name != "seal.pub"]
    opener = Opener([keyring.decode((tmp_path / "keys" / "seal.key").read_text().strip())])

    assert contact
    assert opener.open(contact, binding("comment", identifier)) == EMAIL
    written = place.path.read_bytes()
    text = gzip.decompress(written)
    assert "فاطمة".encode() in text
    assert not contains(written, EMAIL)
    assert len(keys) == 3
    for key in keys:
        assert not contains(written, key)
        assert keyring.decode(key) not in written + text
        assert keyring.decode(key).hex().encode() not in text


def test_the_audit_is_whole_afterwards(
    ctx: Context, post: Post, night_shift: Callable[[], int], place: Place, journal: Journal
) -> None:
    post()
    night_shift()
    ledger.link_new(ctx.database, ctx.fingerprints.chain, ctx.clock())
    save(ctx, place)

    bring_back(ctx, place, journal)
    ledger.link_new(ctx.database, ctx.fingerprints.chain, ctx.clock())

    assert list(ledger.verify(ctx.database, ctx.fingerprints.chain, ctx.clock())) == []
    assert [row[5] for row in rows(ctx)["audit"] if row[0] == 0] == ["restore"]


def test_what_fails_in_the_middle_changes_nothing(
    ctx: Context, post: Post, place: Place, journal: Journal, tmp_path: Path
) -> None:
    """The file is another one when it is read for the second time."""
    save(ctx, place)
    _, expected = restore.examine(place, silent)
    post()
    before = rows(ctx)
    save(ctx, Place(tmp_path / "other"))
    (tmp_path / "other").rename(place.path)

    with pytest.raises(ArchiveError, match="has changed"):
        restore.restore(ctx.database, Restoring(place, journal, replace=True), expected, ctx.clock(), silent)
    place.path.write_bytes(place.path.read_bytes()[:-20])
    with pytest.raises(ArchiveError, match="is damaged"):
        restore.restore(ctx.database, Restoring(place, journal, replace=True), expected, ctx.clock(), silent)

    assert rows(ctx) == before


def test_what_is_there_is_not_replaced_unasked(ctx: Context, post: Post, place: Place, journal: Journal) -> None:
    save(ctx, place)
    post()
    before = rows(ctx)

    with pytest.raises(RefusedError, match="--replace"):
        bring_back(ctx, place, journal, replace=False)

    assert rows(ctx) == before


def test_a_restore_that_died_before_erasing_is_finished_by_the_reconciler(
    ctx: Context, site: Site, post: Post, place: Place, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(body="قبل", email=EMAIL)
    save(ctx, place)
    forget(ctx, site, journal)

    def die(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
        patch.setattr(erase, "complete", die)
        bring_back(ctx, place, journal)
    assert names(ctx)["قبل"][0] == "فاطمة"
    erase.complete(ctx.database, ctx.clock())

    assert names(ctx)["قبل"] == ("", "")


def test_a_passphrase_is_in_no_description(place: Place) -> None:
    assert "hunter2" not in repr(replace(place, passphrase=b"hunter2"))
