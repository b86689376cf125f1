"""What was not decided is decided, with or without Redis."""

from collections.abc import Callable

import pytest
from redis import Redis
from werkzeug.test import TestResponse

from moderation.adapters.broker import QUEUE
from moderation.bootstrap import Context
from moderation.domain.errors import UnavailableError
from tests.conftest import Clock, status
from tests.servers import RedisServer
from workers import reconciler

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


def test_it_ends_when_it_is_told_to(ctx: Context, post: Post, clock: Clock) -> None:
    identifier = post().get_json()["id"]
    clock.forward(seconds=2)
    looks = iter([False, True])

    reconciler.run(ctx, lambda _seconds: next(looks))

    assert status(ctx, identifier) == "pending"


def test_it_goes_on_when_the_database_is_away(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def fail(_ctx: Context) -> None:
        calls.append(1)
        raise UnavailableError

    looks = iter([False, False, True])
    monkeypatch.setattr(reconciler, "reconcile", fail)
    reconciler.run(ctx, lambda _seconds: next(looks))

    assert len(calls) == 2
