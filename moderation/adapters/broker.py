"""The doorbell: tells the workers, by way of Redis, that there may be something to do. It carries nothing, and may fail.

The work itself is in the database. Without Redis nothing is lost: the reconciler looks by itself.
"""

import threading
from collections.abc import Callable
from functools import cached_property

import structlog
from redis import Redis
from redis.backoff import NoBackoff
from redis.connection import DefaultParser
from redis.exceptions import ConnectionError as Disconnected
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue, Worker
from rq.serializers import JSONSerializer

QUEUE = "screening"
JOB = "workers.jobs.screen_waiting"
BELL = "moderation:bell"  # set while a ring has not been answered
BELL_MILLISECONDS = 2000  # after which a lost ring may be repeated
ENOUGH = 10  # rings in the queue: more would wake nobody
JOB_SECONDS = 60
CLOSING = 2.0  # seconds
KEEP_FAILED_SECONDS = 3600
log = structlog.get_logger()


class Answers(DefaultParser):  # type: ignore[misc, valid-type]  # one of two, chosen by the library
    """Reads what Redis says. One that cannot write (its disk or its memory is full, it has become a copy) is as good as away."""

    EXCEPTION_CLASSES = DefaultParser.EXCEPTION_CLASSES | dict.fromkeys(("MISCONF", "OOM", "READONLY"), Disconnected)


def connect(url: str, seconds: float = 0.4) -> Redis:
    """A client that gives up soon: nobody waits for Redis longer than this.

    A connection that was lost is opened again, once; a Redis that is silent is not asked twice.
    """
    again = Retry(NoBackoff(), 1, supported_errors=(Disconnected,))
    return Redis.from_url(
        url, socket_connect_timeout=seconds, socket_timeout=seconds, retry=again, health_check_interval=30, parser_class=Answers,
    )  # fmt: skip


class Doorbell:
    """One per process; safe to hold across a fork."""

    def __init__(self, url: str, failed: Callable[[], object] = lambda: None) -> None:
        """Take the address, and what to call when Redis was away; nothing is opened before the first ring."""
        self._url, self._failed = url, failed
        self._wanted = threading.Event()
        self._ringer = threading.Thread()  # in this process; one that a parent has started is not alive here
        self._closed = False
        self._lock = threading.Lock()
        self._is_away = False

    def ring(self) -> None:
        """Ask for the bell to be rung, and do not wait. Many wishes at once become one ring."""
        self._wanted.set()
        if not self._ringer.is_alive():
            self._start()

    def close(self) -> None:
        """Ring no more: when this returns, the thread that does has ended, unless Redis is silent."""
        self._closed = True
        self._wanted.set()
        if self._ringer.is_alive():
            self._ringer.join(CLOSING)

    def ring_now(self) -> bool:
        """Ring, unless a ring is still unanswered; False if Redis is away."""
        try:
            if self._client.set(BELL, 1, nx=True, px=BELL_MILLISECONDS) and len(self._queue) < ENOUGH:
                self._queue.enqueue(
                    JOB, description=QUEUE, job_timeout=JOB_SECONDS, result_ttl=0, failure_ttl=KEEP_FAILED_SECONDS
                )
        except RedisError as error:
            self._note(error)
            return False
        self._note(None)
        return True

    def answer(self) -> None:
        """A worker is on its way: from now on a new ring is needed. Safe to run again."""
        try:
            self._client.delete(BELL)
        except RedisError as error:
            self._note(error)

    def count_workers(self) -> int | None:
        """How many workers have been heard of lately; None if Redis is away."""
        try:
            keys = Worker.all_keys(connection=self._client, queue=self._queue)
            return int(self._client.exists(*keys)) if keys else 0
        except RedisError:
            return None

    @cached_property
    def _client(self) -> Redis:
        return connect(self._url)

    @cached_property
    def _queue(self) -> Queue:
        return Queue(QUEUE, connection=self._client, serializer=JSONSerializer)

    def _note(self, error: RedisError | None) -> None:
        """Tell of a failure; say once that Redis is away, and once that it is back."""
        if error:
            self._failed()
        if error and not self._is_away:
            log.warning("doorbell_failed", error=type(error).__name__)
        if self._is_away and not error:
            log.info("doorbell_back")
        self._is_away = error is not None

    def _start(self) -> None:
        with self._lock:
            if not self._ringer.is_alive():
                self._ringer = threading.Thread(target=self._keep_ringing, name="doorbell", daemon=True)
                self._ringer.start()

    def _keep_ringing(self) -> None:
        while self._wanted.wait() and not self._closed:
            self._wanted.clear()
            self.ring_now()
