"""Sketches: kept with their comment, and no longer than a week."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from moderation.bootstrap import Context
from moderation.domain.site import Site
from moderation.domain.text import Trace
from moderation.store import sketches
from moderation.store.tables import comments
from moderation.store.tables import sketches as table
from tests.conftest import Clock
from tests.store.test_echoes import OFFER, Say, say, trace

__all__ = ["say"]


def kept(ctx: Context) -> set[str]:
    """The comments that have left a trace."""
    with ctx.database.read() as connection:
        return set(connection.execute(sa.select(table.c.comment)).scalars())


def test_a_trace_is_kept_as_it_is(ctx: Context, say: Say) -> None:
    comment = say(OFFER)

    with ctx.database.read() as connection:
        rows = connection.execute(sa.select(table.c.band, table.c.sketch, table.c.at)).all()
    assert {row.band: row.sketch for row in rows} == trace(comment).bands
    assert {row.at for row in rows} == {comment.submitted_at}


def test_what_leaves_no_trace_has_no_row(ctx: Context, say: Say) -> None:
    say("شكرا جزيلا")

    assert kept(ctx) == set()


def test_a_new_revision_takes_the_place_of_the_old_one(ctx: Context, say: Say) -> None:
    comment = say(OFFER)
    edited = replace(comment, revision=2)

    ctx.database.write(lambda connection: sketches.record(connection, [(edited, Trace(5))]))

    with ctx.database.read() as connection:
        assert set(connection.execute(sa.select(table.c.sketch)).scalars()) == {5}


def test_a_trace_goes_with_its_comment(ctx: Context, say: Say) -> None:
    first, second = say(OFFER), say(OFFER)

    ctx.database.write(lambda connection: connection.execute(sa.delete(comments).where(comments.c.id == first.id)))

    assert kept(ctx) == {second.id}


def test_what_is_too_old_goes_in_small_pieces(ctx: Context, say: Say, site: Site, clock: Clock) -> None:
    for hour in range(3):
        say(OFFER, ago=timedelta(days=8, hours=hour))
    young = say(OFFER, ago=timedelta(days=6))
    before = clock() - sketches.KEPT

    def forget() -> int:
        return ctx.database.write(lambda connection: sketches.forget(connection, site.id, before, 5))

    assert len(kept(ctx)) == 4
    while rows := forget():
        assert rows <= 10
    assert kept(ctx) == {young.id}
    assert forget() == 0
