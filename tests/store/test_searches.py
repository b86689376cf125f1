"""Kept searches: one for each name, each person's own, gone with the person."""

from datetime import timedelta
from functools import partial

import sqlalchemy as sa

from moderation.bootstrap import Context
from moderation.domain.moderator import Moderator
from moderation.services import people
from moderation.store import searches, tables
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


def test_the_thirty_first_is_not_kept_and_a_kept_one_can_still_be_changed(
    ctx: Context, moderator: Moderator, clock: Clock
) -> None:
    def keep(name: str, query: str = "q=1") -> bool:
        clock.forward(minutes=1)
        return ctx.database.write(lambda c: searches.keep(c, moderator.id, (name, query), clock()))

    assert all(keep(f"{number:02}") for number in range(searches.MOST))

    assert not keep("more")
    assert keep("00", "q=2")
    assert of(ctx, moderator.id)[-1] == ("00", "q=2")
    assert len(of(ctx, moderator.id)) == searches.MOST


def test_of_too_many_the_newest_are_listed(ctx: Context, moderator: Moderator, clock: Clock) -> None:
    rows = [
        {"moderator": moderator.id, "name": f"{number:02}", "query": "q=1", "at": clock() + timedelta(minutes=number)}
        for number in range(searches.MOST + 2)  # as an earlier release has let them be kept
    ]
    ctx.database.write(lambda c: c.execute(sa.insert(tables.searches), rows))

    assert [name for name, _ in of(ctx, moderator.id)] == [f"{number:02}" for number in range(2, searches.MOST + 2)]


def test_searches_go_with_a_login_that_ends(ctx: Context, moderator: Moderator, clock: Clock) -> None:
    ctx.database.write(lambda c: searches.keep(c, moderator.id, ("أ", "q=1"), clock()))

    ctx.database.write(lambda c: people.remove(c, moderator, clock()))

    assert of(ctx, moderator.id) == []


def test_searches_go_with_who_kept_them(ctx: Context, moderator: Moderator, clock: Clock) -> None:
    ctx.database.write(lambda c: searches.keep(c, moderator.id, ("أ", "q=1"), clock()))

    ctx.database.write(lambda c: c.execute(sa.delete(moderators).where(moderators.c.id == moderator.id)))

    assert of(ctx, moderator.id) == []
