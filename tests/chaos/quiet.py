"""Quiet: nobody is paused, nobody sends, everything is decided. Only then a checker can say anything."""

import json
import time
import zlib
from collections.abc import Iterator
from typing import NamedTuple, cast

import sqlalchemy as sa
from redis import Redis, RedisError

from moderation.adapters.broker import JOB, QUEUE
from tests.chaos import ledger
from tests.chaos.checker import Breach

GLANCE = 0.1  # seconds between two looks
ALARM = 60.0  # seconds without quiet: it will not come


class Quiet(NamedTuple):
    """How it came: seconds until nothing was undecided or leased; what was then left of either."""

    seconds: float
    undecided: int
    leased: int


def wait(engine: sa.Engine, since: float, alarm: float = ALARM) -> Quiet:
    """Wait until nothing is undecided and nobody holds a lease; ``since`` is in seconds since 1970."""
    until = time.time() + alarm
    while True:
        undecided, leased = _look(engine)
        if not (undecided or leased) or time.time() > until:
            return Quiet(max(time.time() - since, 0.0), undecided, leased)
        time.sleep(GLANCE)


def remains(url: str, patience: float = 5.0) -> Iterator[Breach]:
    """I9: the job queue is empty after a moment, and no job that is left anywhere carries any data."""
    with Redis.from_url(url, socket_timeout=5) as client:
        until = time.monotonic() + patience
        while client.llen(f"rq:queue:{QUEUE}") and time.monotonic() < until:
            time.sleep(GLANCE)
        if client.llen(f"rq:queue:{QUEUE}"):
            yield Breach("I9", "jobs are left in the queue", QUEUE)
        for key in client.scan_iter("rq:job:*", count=1000):
            if client.type(key) == b"hash" and _says_anything(client, key):
                yield Breach("I9", "a job carries data", key.decode())


def _look(engine: sa.Engine) -> tuple[int, int]:
    try:
        return ledger.waiting(engine)
    except sa.exc.OperationalError:  # it is just coming back
        return 1, 0


def _says_anything(client: Redis, key: bytes) -> bool:
    try:
        data, description = cast("list[bytes | None]", client.hmget(key, "data", "description"))
    except RedisError:
        return True
    plain = data is None or json.loads(zlib.decompress(data)) == [JOB, None, [], {}]
    return not plain or description not in {None, QUEUE.encode()}
