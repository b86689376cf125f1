"""Kept searches: one for each name, each person's own, gone with the person."""

from functools import partial

import sqlalchemy as sa

from moderation.bootstrap import Context
from moderation.domain.moderator import Moderator
from moderation.store import searches
from moderation.store.tables import moderators
from tests.conftest import Clock


def of(ctx: Context, moderator: str) -> list[tuple[str, str]]:
    with ctx.database.read() as connection:
        return list(searches.list_of(connection, moderator).items())


def test_one_name_is_one_search(ctx: Context, moderator: Moderator, clock: Clock) -> None:
    for name, query in (("أ", "q=1"), ("ب", "q=2"), ("أ", "q=3")):
        ctx.database.write(partial(searches.keep, moderator=moderator.id, named=(name, query), at=clock()))
        clock.forward(minutes=1)

    assert of(ctx, moderator.id) == [("ب", "q=2"), ("أ", "q=3")]


def test_forgetting_may_happen_twice(ctx: Context, moderator: Moderator, clock: Clock) -> None:
    ctx.database.write(lambda c: searches.keep(c, moderator.id, ("أ", "q=1"), clock()))
    for _ in range(2):
        ctx.database.write(lambda c: searches.forget(c, moderator.id, "أ"))

    assert of(ctx, moderator.id) == []


def test_searches_go_with_who_kept_them(ctx: Context, moderator: Moderator, clock: Clock) -> None:
    ctx.database.write(lambda c: searches.keep(c, moderator.id, ("أ", "q=1"), clock()))

    ctx.database.write(lambda c: c.execute(sa.delete(moderators).where(moderators.c.id == moderator.id)))

    assert of(ctx, moderator.id) == []
