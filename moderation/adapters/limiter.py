"""Rate limits: how often somebody may do something. Redis keeps the count for all processes; without it each counts alone.

The generic cell rate algorithm: a limit of six a minute lets six through at once, then one every ten seconds.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

import structlog
from redis import Redis
from redis.exceptions import RedisError

PREFIX = "moderation:limit:"
PAUSE = 5.0  # seconds without asking Redis after it failed
CROWD = 50_000  # buckets one process keeps before it throws away the idle ones
log = structlog.get_logger()

# KEYS: buckets. ARGV: for each, milliseconds between two permits, and permits at once.
# Answers the milliseconds to wait, 0 if all buckets had a permit; only then are they taken.
SCRIPT = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local due, wait = {}, 0
for i, key in ipairs(KEYS) do
  local period, burst = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  due[i] = math.max(tonumber(redis.call('GET', key) or 0), now)
  wait = math.max(wait, due[i] - now - period * (burst - 1))
end
if wait > 0 then return math.ceil(wait) end
for i, key in ipairs(KEYS) do
  due[i] = due[i] + ARGV[2 * i - 1]
  redis.call('SET', key, string.format('%.0f', due[i]), 'PX', math.ceil(due[i] - now))
end
return 0
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in so long.

    Attributes:
        bucket: Who is counted; holds keyed hashes and identifiers only.
        count: Permits.
        seconds: The time they are for.
    """

    bucket: str
    count: int
    seconds: int

    @property
    def period(self) -> float:
        """Milliseconds from one permit to the next."""
        return self.seconds * 1000 / self.count


class Limiter:
    """Counts in Redis where it can, in this process where it cannot."""

    def __init__(self, redis: Redis, alone: Callable[[], object] = lambda: None) -> None:
        """Take a client that gives up soon, and what to call when it did."""
        self._alone = alone
        self._script = redis.register_script(SCRIPT)
        self._due: dict[str, float] = {}
        self._lock = Lock()
        self._asking_again_at = 0.0  # 0: Redis has answered last time

    def wait(self, limits: Sequence[Limit]) -> int:
        """Take one permit of each limit: 0; or, if one has none left, take nothing and say how many seconds to wait."""
        if time.monotonic() < self._asking_again_at:
            return self._wait_here(limits)
        if self._asking_again_at:
            self._asking_again_at = time.monotonic() + PAUSE  # one asks; the others do not wait for what it hears
        arguments = [number for limit in limits for number in (limit.period, limit.count)]
        try:
            answer = self._script(keys=[PREFIX + limit.bucket for limit in limits], args=arguments)
        except RedisError as error:
            log.warning("limiter_alone", error=type(error).__name__)
            self._alone()
            self._asking_again_at = time.monotonic() + PAUSE
            return self._wait_here(limits)
        self._asking_again_at = 0.0
        return math.ceil(int(str(answer)) / 1000)

    def _wait_here(self, limits: Sequence[Limit]) -> int:
        now = time.monotonic() * 1000
        with self._lock:
            due = [max(self._due.get(limit.bucket, 0.0), now) for limit in limits]
            wait = max(start - now - limit.period * (limit.count - 1) for start, limit in zip(due, limits, strict=True))
            if wait > 0:
                return math.ceil(wait / 1000)
            if len(self._due) > CROWD:
                self._due = {bucket: start for bucket, start in self._due.items() if start > now}
            self._due.update({limit.bucket: start + limit.period for start, limit in zip(due, limits, strict=True)})
        return 0
