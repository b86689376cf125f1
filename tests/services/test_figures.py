"""Figures of the house, read from both databases."""

from collections.abc import Callable
from datetime import UTC, datetime

from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from moderation.domain.message import Message
from moderation.domain.site import Site
from moderation.services import figures
from moderation.store import heartbeats, outbox
from tests.conftest import Clock

PAST, FUTURE = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def gather(ctx: Context, workers: int | None = None) -> dict[str, float]:
    """All figures: ``name`` or ``name value-of-label``."""
    return {
        f"{figure.name} {label}".strip(): value
        for figure in figures.gather(ctx.database, lambda: workers, ctx.clock())
        for label, value in figure.values.items()
    }


def test_how_comments_stand(
    ctx: Context, post: Callable[..., TestResponse], night_shift: Callable[[], int], clock: Clock
) -> None:
    post()
    night_shift()
    post(body="تعليق آخر أطول قليلا", email="other@example.ma")
    clock.forward(seconds=30)

    found = gather(ctx)

    assert found["comments_oldest_received_seconds"] == 30
    assert (found["comments pending"], found["comments received"], found["comments approved"]) == (1, 1, 0)
    assert found["audit_unlinked_lines"] == 3
    assert found["audit_unlinked_seconds"] >= 30


def test_how_messages_stand(ctx: Context, site: Site, clock: Clock) -> None:
    due = {"dead": PAST, "due": PAST, "later": FUTURE}
    messages = [Message(site.id, name, "mail", "comment.decided", "1-abc", PAST, at) for name, at in due.items()]
    ctx.database.write(lambda connection: outbox.put(connection, messages))
    dead = ctx.database.write(lambda connection: outbox.claim(connection, "mail", "t1", PAST))
    assert dead
    ctx.database.write(lambda connection: outbox.give_up(connection, dead, "t1", "refused", PAST))

    found = gather(ctx)

    assert [found[f"outbox_{state} mail"] for state in ("due", "later", "dead")] == [1, 1, 1]
    assert found["outbox_late_seconds mail"] > 5 * 365 * 86_400


def test_how_loops_stand(ctx: Context, clock: Clock) -> None:
    ctx.database.write(lambda connection: heartbeats.write(connection, "a", {"screening": clock()}, clock()))
    clock.forward(seconds=40)

    assert gather(ctx)["heartbeat_age_seconds screening"] == 40


def test_redis_away_is_no_word_about_workers(ctx: Context) -> None:
    assert gather(ctx, workers=None)["redis_up"] == 0
    assert "workers" not in gather(ctx, workers=None)
    assert gather(ctx, workers=2)["workers"] == 2
