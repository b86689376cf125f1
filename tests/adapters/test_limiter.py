"""Limits count the same with Redis and without, and cost no time when Redis is silent."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from moderation.adapters import limiter as module
from moderation.adapters.broker import connect
from moderation.adapters.limiter import Limit, Limiter
from tests.adapters.conftest import Stuffed
from tests.servers import RedisServer

NOWHERE = "unix:///nonexistent/redis.sock"


@pytest.fixture(params=["here", pytest.param("redis", marks=pytest.mark.alone)])
def limiter(request: pytest.FixtureRequest) -> Limiter:
    """One that counts in Redis, and one that has none."""
    url = NOWHERE if request.param == "here" else request.getfixturevalue("redis_server").url
    return Limiter(connect(url))


def test_so_many_go_through_and_then_one_has_to_wait(limiter: Limiter) -> None:
    limit = (Limit("bucket", 3, 60),)

    assert [limiter.wait(limit) for _ in range(5)] == [0, 0, 0, 20, 20]


def test_a_permit_comes_back_with_time(limiter: Limiter) -> None:
    limit = (Limit("bucket", 5, 5),)  # one a second: a busy machine asks six times in less
    assert [limiter.wait(limit) for _ in range(6)] == [0] * 5 + [1]

    time.sleep(1.1)

    assert limiter.wait(limit) == 0


def test_who_is_refused_by_one_limit_uses_up_none_of_the_others(limiter: Limiter) -> None:
    narrow, wide = Limit("narrow", 1, 60), Limit("wide", 3, 60)
    assert limiter.wait((narrow, wide)) == 0

    assert [limiter.wait((narrow, wide)) for _ in range(5)] == [60] * 5
    assert [limiter.wait((wide,)) for _ in range(3)] == [0, 0, 20]


def test_buckets_do_not_know_each_other(limiter: Limiter) -> None:
    assert [limiter.wait((Limit(f"bucket {number}", 1, 60),)) for number in range(20)] == [0] * 20


def test_of_many_at_once_only_so_many_go_through(limiter: Limiter) -> None:
    limit = (Limit("bucket", 5, 3600),)

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: limiter.wait(limit), range(40)))

    assert waits.count(0) == 5


@pytest.mark.alone
def test_processes_count_together_and_what_is_idle_is_forgotten(redis_server: RedisServer) -> None:
    one, other = Limiter(connect(redis_server.url)), Limiter(connect(redis_server.url))
    limit = (Limit("bucket", 2, 1),)

    assert [one.wait(limit), other.wait(limit), one.wait(limit)] == [0, 0, 1]
    time.sleep(1.2)
    assert connect(redis_server.url).keys() == []


@pytest.mark.alone
def test_it_asks_again_when_redis_is_back(redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.05)
    limiter, limit = Limiter(connect(redis_server.url)), (Limit("bucket", 1, 60),)
    redis_server.kill()
    assert [limiter.wait(limit), limiter.wait(limit)] == [0, 60]

    redis_server.start()
    time.sleep(0.1)

    assert [limiter.wait(limit), limiter.wait(limit)] == [0, 60]  # the count in Redis is another one


def timed(work: Callable[[], object]) -> float:
    """Seconds it took."""
    start = time.monotonic()
    work()
    return time.monotonic() - start


@pytest.mark.alone
def test_a_silent_redis_costs_half_a_second_once_and_later_one_request_at_a_time(
    silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    limiter, limit = Limiter(connect(silent)), (Limit("bucket", 1000, 60),)
    first = timed(lambda: limiter.wait(limit))
    others = [timed(lambda: limiter.wait(limit)) for _ in range(20)]
    limiter._asking_again_at = time.monotonic()  # noqa: SLF001 - the pause is over
    with ThreadPoolExecutor(8) as pool:
        later = sorted(pool.map(lambda _: timed(lambda: limiter.wait(limit)), range(8)))

    assert first < 0.9
    assert max(others) < 0.1
    assert later[-1] < 0.9
    assert later[-3] < 0.2


def test_a_crowd_is_forgotten_where_it_has_permits_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CROWD", 10)
    limiter = Limiter(connect(NOWHERE))
    for number in range(50):
        limiter.wait((Limit(f"b{number}", 1000, 1),))
        time.sleep(0.002)

    assert len(limiter._due) < 20  # noqa: SLF001 - its memory is the promise


@pytest.mark.alone
def test_where_redis_cannot_write_it_counts_alone(stuffed: Stuffed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.05)
    alone: list[int] = []
    limit = (Limit("bucket", 2, 60),)
    with connect(stuffed.server.url) as redis:
        limiter = Limiter(redis, lambda: alone.append(1))
        stuffed.fill()

        assert [limiter.wait(limit) for _ in range(3)] == [0, 0, 30]
        assert alone

        stuffed.free()
        time.sleep(0.1)
        assert [limiter.wait(limit) for _ in range(3)] == [0, 0, 30]  # Redis knows nothing of what was counted here
