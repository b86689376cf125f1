"""What was not decided is decided, with or without Redis."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Thread

import pytest
from redis import Redis
from werkzeug.test import TestResponse

from moderation.adapters.broker import QUEUE
from moderation.bootstrap import Context
from moderation.domain.message import Message
from moderation.domain.site import Site
from moderation.store import outbox
from tests.conftest import Clock, status
from tests.servers import RedisServer
from workers import reconciler
from workers.loops import Loop

Post = Callable[..., TestResponse]


def test_without_redis_it_screens_by_itself(ctx: Context, post: Post, clock: Clock) -> None:
    identifier = post().get_json()["id"]
    clock.forward(seconds=2)

    reconciler.reconcile(ctx)

    assert status(ctx, identifier) == "pending"


def test_it_gives_a_ring_the_time_to_be_answered(ctx: Context, post: Post) -> None:
    identifier = post().get_json()["id"]

    reconciler.reconcile(ctx)

    assert status(ctx, identifier) == "received"


@pytest.mark.process
def test_with_redis_it_rings_again_first_and_screens_only_when_nobody_answers(
    make_context: Callable[..., Context], post: Post, clock: Clock, redis_server: RedisServer,
) -> None:  # fmt: skip
    identifier, ctx = post().get_json()["id"], make_context(redis_server.url)
    redis = Redis.from_url(redis_server.url)

    clock.forward(seconds=2)
    reconciler.reconcile(ctx)
    assert redis.llen(f"rq:queue:{QUEUE}") == 1
    assert status(ctx, identifier) == "received"

    clock.forward(seconds=10)
    reconciler.reconcile(ctx)
    assert status(ctx, identifier) == "pending"


def test_it_runs_its_loops_until_it_is_told_to_end(
    ctx: Context, post: Post, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    identifier, stopped, looked = post().get_json()["id"], Event(), Event()
    clock.forward(seconds=2)

    def look(context: Context) -> None:
        reconciler.reconcile(context)
        looked.set()

    monkeypatch.setattr(reconciler, "LOOPS", {**reconciler.LOOPS, "screening": Loop(look, 1.0)})
    thread = Thread(target=reconciler.run, args=(ctx, stopped))
    thread.start()
    assert looked.wait(20)
    stopped.set()
    thread.join(20)

    assert status(ctx, identifier) == "pending"
    assert not thread.is_alive()


def test_screening_and_linking_wait_a_second_at_most() -> None:
    assert reconciler.LOOPS["screening"].period <= 1
    assert reconciler.LOOPS["linking"].period <= 1


def test_it_sends_what_is_due_by_a_channel(ctx: Context, site: Site) -> None:
    past, sent = datetime(2020, 1, 1, tzinfo=UTC), list[Message]()
    message = Message(site.id, "m1", "mail", "comment.decided", "1-abc", past, past)
    ctx.database.write(lambda connection: outbox.put(connection, [message]))

    reconciler.send("mail", sent.append, ctx)

    assert [one.id for one in sent] == ["m1"]


def test_each_channel_has_a_loop_that_sends(ctx: Context, site: Site) -> None:
    """Here there is nothing to say any more, for the site asks nobody; and so the message is gone."""
    past = datetime(2020, 1, 1, tzinfo=UTC)
    message = Message(site.id, "m1", "akismet", "comment.decided", "1-abc", past, past)
    ctx.database.write(lambda connection: outbox.put(connection, [message]))

    reconciler.LOOPS["sending-akismet"].work(ctx)

    with ctx.database.read() as connection:
        assert outbox.list_waiting(connection, 10) == outbox.list_dead(connection, 10) == ()
