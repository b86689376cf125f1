"""Changing the key: at every moment every address opens, whoever is killed in the middle of it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from moderation import bootstrap
from moderation.adapters import keyring
from moderation.adapters.opener import Opener
from moderation.adapters.sealer import Sealer, binding
from moderation.bootstrap import Context
from moderation.domain.moderator import Moderator
from moderation.services import keys
from moderation.settings import read
from moderation.store import sealed
from moderation.store.sealed import START, Sealed

Post = Callable[..., TestResponse]


@pytest.fixture
def addresses(post: Post, moderator: Moderator) -> set[str]:
    """Addresses that are kept: of seven readers and of Ada."""
    readers = [f"reader{number}@example.ma" for number in range(7)]
    for number, address in enumerate(readers):
        post(body=f"تعليق {number}", email=address)
    return {*readers, "ada@news.example"}


def again(ctx: Context, environment: dict[str, str]) -> Context:
    """The same house after a restart: with the keys that are there now."""
    settings = read(environment)
    return replace(bootstrap.build(settings, "unix:///nonexistent"), database=ctx.database, clock=ctx.clock)


def everything(ctx: Context) -> list[Sealed]:
    """Every sealed address."""
    with ctx.database.read() as connection:
        readers = sealed.list_others(connection, "no such key", (sealed.STAFF + 1, ""), 100)
        return [*readers, *(one for one in sealed.list_others(connection, "no such key", START, 100) if one.site == 0)]


def opened(ctx: Context) -> set[str]:
    """All addresses, with the keys of this house."""
    opener = Opener(ctx.ring)
    return {opener.open(one.contact, binding(one.purpose, one.id)) for one in everything(ctx)}


def test_all_are_sealed_for_the_new_key(
    ctx: Context, addresses: set[str], environment: dict[str, str], tmp_path: Path
) -> None:
    keyring.rotate(tmp_path / "keys")
    new = again(ctx, environment)
    assert opened(new) == addresses

    assert keys.reseal(new.database, new.ring, new.sealer, lambda _: None) == 0

    assert keys.count_by_key(new.database) == {new.sealer.key_id: 8}
    assert opened(replace(new, ring=new.ring[:1])) == addresses
    with pytest.raises(ValueError, match="another key"):
        opened(replace(new, ring=ctx.ring))


def test_killed_in_the_middle_it_goes_on(
    ctx: Context, addresses: set[str], environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each batch of two: every address opens, and the next call does the rest."""
    monkeypatch.setattr(keys, "BATCH", 2)
    keyring.rotate(tmp_path / "keys")
    new = again(ctx, environment)
    for _ in range(4):
        with pytest.raises(KeyboardInterrupt):
            keys.reseal(new.database, new.ring, new.sealer, interrupt_at_once)
        assert opened(new) == addresses

    assert keys.reseal(new.database, new.ring, new.sealer, lambda _: None) == 0

    assert keys.count_by_key(new.database) == {new.sealer.key_id: 8}


def interrupt_at_once(_done: int) -> None:
    """What Ctrl-C does."""
    raise KeyboardInterrupt


def test_what_comes_in_meanwhile_under_the_old_key_still_opens(
    ctx: Context, addresses: set[str], post: Post, environment: dict[str, str], tmp_path: Path
) -> None:
    """A web process that has not been restarted goes on sealing for the key it knows."""
    keyring.rotate(tmp_path / "keys")
    new = again(ctx, environment)
    keys.reseal(new.database, new.ring, new.sealer, lambda _: None)

    post(body="تعليق متأخر", email="late@example.ma")

    assert keys.count_by_key(new.database) == {new.sealer.key_id: 8, ctx.sealer.key_id: 1}
    assert opened(new) == {*addresses, "late@example.ma"}
    assert keys.reseal(new.database, new.ring, new.sealer, lambda _: None) == 0
    assert keys.count_by_key(new.database) == {new.sealer.key_id: 9}


def test_what_nobody_here_can_open_is_counted_and_left(ctx: Context, addresses: set[str]) -> None:
    ring = (bytes(range(32)),)

    assert keys.reseal(ctx.database, ring, Sealer(keyring.public_of(ring[0])), lambda _: None) == 8
    assert opened(ctx) == addresses


def test_an_address_that_was_erased_meanwhile_stays_erased(
    ctx: Context, addresses: set[str], environment: dict[str, str], tmp_path: Path
) -> None:
    keyring.rotate(tmp_path / "keys")
    new = again(ctx, environment)
    found = everything(ctx)
    ctx.database.write(lambda connection: connection.exec_driver_sql("DELETE FROM contacts"))

    changed = [(one, new.sealer.seal("x@example.ma", b"")) for one in found]
    assert ctx.database.write(lambda connection: sealed.replace(connection, changed)) == 1

    assert [one.site for one in everything(ctx)] == [sealed.STAFF]
