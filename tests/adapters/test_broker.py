"""The bell is rung beside the request, carries nothing, and may fail."""

import os
import signal
import threading
import time
from collections.abc import Callable

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as Disconnected

from moderation.adapters.broker import BELL, QUEUE, Doorbell, connect
from tests.adapters.conftest import Stuffed
from tests.servers import RedisServer

pytestmark = pytest.mark.alone  # nobody is kept waiting: that is a matter of time
NOWHERE = "unix:///nonexistent/redis.sock"


def timed(work: Callable[[], object]) -> float:
    """Seconds it took."""
    start = time.monotonic()
    work()
    return time.monotonic() - start


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether it comes true within twenty seconds."""
    until = time.monotonic() + 20
    while not holds() and time.monotonic() < until:
        time.sleep(0.01)
    return holds()


def ringers() -> int:
    """How many threads of this process ring."""
    return sum(thread.name == "doorbell" for thread in threading.enumerate())


def test_a_dead_redis_keeps_nobody_waiting() -> None:
    failures: list[int] = []
    bell = Doorbell(NOWHERE, lambda: failures.append(1))

    assert timed(bell.ring) < 0.1
    assert eventually(lambda: bool(failures))
    assert bell.ring_now() is False
    assert bell.count_workers() is None
    bell.answer()


def test_a_silent_redis_keeps_nobody_waiting(silent: str) -> None:
    bell = Doorbell(silent)

    assert max(timed(bell.ring) for _ in range(50)) < 0.1
    assert timed(bell.ring_now) < 0.9
    assert timed(bell.count_workers) < 0.9


def test_one_that_is_closed_lets_its_thread_go() -> None:
    bell = Doorbell(NOWHERE)
    before = ringers()
    bell.ring()
    assert ringers() == before + 1

    bell.close()
    assert ringers() == before


def test_many_wishes_are_one_job_and_carry_nothing(redis_server: RedisServer) -> None:
    bell, redis = Doorbell(redis_server.url), Redis.from_url(redis_server.url)

    for _ in range(100):
        bell.ring()

    assert eventually(lambda: redis.llen(f"rq:queue:{QUEUE}") == 1)
    assert bell.ring_now()
    assert redis.llen(f"rq:queue:{QUEUE}") == 1
    bell.answer()
    assert bell.ring_now()
    assert redis.llen(f"rq:queue:{QUEUE}") == 2


def test_a_ring_nobody_answers_may_be_repeated_soon(redis_server: RedisServer) -> None:
    Doorbell(redis_server.url).ring_now()

    assert 0 < int(str(Redis.from_url(redis_server.url).pttl(BELL))) <= 2000


def test_a_redis_that_was_restarted_is_rung_at_the_first_try(redis_server: RedisServer) -> None:
    bell = Doorbell(redis_server.url)
    assert bell.ring_now()
    redis_server.kill()
    redis_server.start()
    bell.answer()

    assert bell.ring_now()


def test_a_redis_that_stops_in_the_middle_costs_half_a_second(redis_server: RedisServer) -> None:
    bell = Doorbell(redis_server.url)
    bell.ring_now()
    os.kill(redis_server.pid, signal.SIGSTOP)

    try:
        assert timed(bell.ring_now) < 0.9
    finally:
        os.kill(redis_server.pid, signal.SIGCONT)


def test_no_worker_is_counted_where_there_is_none(redis_server: RedisServer) -> None:
    assert Doorbell(redis_server.url).count_workers() == 0


def test_a_redis_that_cannot_write_is_as_good_as_away(stuffed: Stuffed) -> None:
    failures: list[int] = []
    bell = Doorbell(stuffed.server.url, lambda: failures.append(1))
    stuffed.fill()

    with connect(stuffed.server.url) as redis, pytest.raises(Disconnected):
        redis.ping()
    assert bell.ring_now() is False
    bell.answer()
    assert failures == [1, 1]

    stuffed.free()
    assert bell.ring_now()
    bell._client.close()  # noqa: SLF001 - errors hold it in a circle, from which sockets may be freed before it


def test_a_redis_without_memory_is_as_good_as_away(redis_server: RedisServer) -> None:
    bell = Doorbell(redis_server.url)
    with connect(redis_server.url) as redis:
        redis.config_set("maxmemory", 1)

        with pytest.raises(Disconnected):
            redis.set("some", "thing")
        assert bell.ring_now() is False

        redis.config_set("maxmemory", 0)
        assert bell.ring_now()
    bell._client.close()  # noqa: SLF001 - likewise
