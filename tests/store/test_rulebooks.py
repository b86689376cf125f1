"""Rulebooks: what is written is read again, by everyone who asks for the site."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from moderation.bootstrap import Context
from moderation.domain.block import Block, Effect, Kind
from moderation.domain.errors import NotFoundError
from moderation.domain.listed import Listed
from moderation.domain.rulebook import Rulebook
from moderation.domain.site import Site
from moderation.store import blocks, rulebooks, sites
from moderation.store.tables import blocks as block_table
from moderation.store.tables import words as word_table
from tests.conftest import Clock
from workers import reconciler

SPAMMER = Block(Kind.FINGERPRINT, "f1", Effect.BLOCK, "sells watches")
PAPER = Block(Kind.DOMAIN, "journal.ma", Effect.TRUST)


@pytest.fixture
def write(ctx: Context, site: Site, clock: Clock) -> Callable[..., None]:
    """Writes a rulebook, as somebody."""

    def work(book: Rulebook, who: str = "ada") -> None:
        ctx.database.write(lambda connection: rulebooks.write(connection, site.id, book, (who, clock())))

    return work


def found(ctx: Context, site: Site) -> Rulebook:
    """The rulebook as it is stored."""
    with ctx.database.read() as connection:
        return rulebooks.find(connection, site.id)


def test_what_is_written_is_read(ctx: Context, site: Site, write: Callable[..., None], clock: Clock) -> None:
    entries = (PAPER, replace(SPAMMER, expires_at=clock() + timedelta(days=1)))
    words = (Listed("mot"), Listed("كلمه", "إهانة"))
    chosen: dict[str, Any] = {
        "hold_first": False,
        "trust_after": 3,
        "links": 5,
        "approve_below": 0.2,
        "spam_above": 0.9,
    }
    book = Rulebook(**chosen, starter_words=True, words=words, blocks=entries)

    write(book)

    assert found(ctx, site) == book
    assert found(ctx, site).mark == book.mark
    fresh = ctx.directory.every(age=-1)[0]
    assert (fresh.rules, fresh.policy) == (book.rules(site.rules.hosts), book.policy())


def test_the_other_choices_of_a_site_stay(ctx: Context, add_site: Callable[..., Site], clock: Clock) -> None:
    site = add_site("other", required=["name"], words=["قديم"])

    assert found(ctx, site).words == (Listed("قديم"),)
    ctx.database.write(
        lambda connection: rulebooks.write(connection, site.id, Rulebook(words=(Listed("new"),)), ("ada", clock()))
    )

    assert found(ctx, site).words == (Listed("new"),)
    assert ctx.directory.every(age=-1)[-1].required == {"name"}


def test_who_listed_something_first_stays_known(
    ctx: Context, site: Site, write: Callable[..., None], clock: Clock
) -> None:
    write(Rulebook(words=(Listed("a"), Listed("b")), blocks=(SPAMMER, PAPER)), "ada")
    clock.forward(days=1)
    write(Rulebook(words=(Listed("a"), Listed("b", "changed")), blocks=(SPAMMER, replace(PAPER, reason="ours"))), "eve")

    with ctx.database.read() as connection:
        words = connection.execute(sa.select(word_table.c.word, word_table.c.moderator)).all()
        entries = connection.execute(sa.select(block_table.c.value, block_table.c.moderator)).all()
    assert set(words) == {("a", "ada"), ("b", "eve")}
    assert set(entries) == {("f1", "ada"), ("journal.ma", "eve")}


def test_one_entry_takes_the_place_of_the_one_before_it(ctx: Context, site: Site, clock: Clock) -> None:
    def work(entry: Block) -> None:
        ctx.database.write(lambda connection: blocks.put(connection, site.id, entry, ("ada", clock())))

    for entry in (SPAMMER, SPAMMER, replace(SPAMMER, effect=Effect.TRUST)):
        work(entry)

    assert found(ctx, site).blocks == (replace(SPAMMER, effect=Effect.TRUST),)


def test_what_is_over_is_swept_away(ctx: Context, site: Site, write: Callable[..., None], clock: Clock) -> None:
    write(Rulebook(blocks=(PAPER, replace(SPAMMER, expires_at=clock() + timedelta(hours=1)))))

    clock.forward(minutes=59)
    reconciler.sweep(ctx)
    assert len(found(ctx, site).blocks) == 2
    clock.forward(minutes=1)
    reconciler.sweep(ctx)
    assert found(ctx, site).blocks == (PAPER,)


def test_a_site_that_is_gone_has_no_rules(ctx: Context, site: Site, write: Callable[..., None]) -> None:
    write(Rulebook(words=(Listed("a"),), blocks=(PAPER,)))
    ctx.database.write(lambda connection: sites.remove(connection, "news"))

    with pytest.raises(NotFoundError):
        found(ctx, site)
