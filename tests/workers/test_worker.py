"""A worker runs what is on the list, whatever stands in Redis."""

import json
import pickle
import uuid
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer

from moderation.adapters.broker import BELL, JOB, QUEUE
from moderation.bootstrap import Context
from moderation.domain.site import Site
from moderation.store import comments
from moderation.web.app import create_app
from tests.journeys.service import wait_until
from tests.servers import RedisServer
from tests.submissions import a_submission
from workers import jobs, parts
from workers.worker import ListedJob, ListedQueue

pytestmark = pytest.mark.process


@pytest.fixture
def redis(redis_server: RedisServer) -> Redis:
    """A client of our Redis."""
    return Redis.from_url(redis_server.url)


@pytest.fixture
def with_redis(make_context: Callable[..., Context], redis_server: RedisServer) -> Context:
    """The parts, with Redis, for the jobs of this process."""
    context = make_context(redis_server.url)
    parts.use(context)
    return context


def work(redis: Redis) -> None:
    """Do all jobs there are, as a worker does."""
    queue = ListedQueue(QUEUE, connection=redis, serializer=JSONSerializer)
    worker = SimpleWorker(
        [queue], connection=redis, job_class=ListedJob, queue_class=ListedQueue, serializer=JSONSerializer
    )
    worker.work(burst=True, logging_level="CRITICAL")


def plant(redis: Redis, function: str, *args: object, **fields: str) -> str:
    """Write a job into Redis by hand, as somebody would who got in."""
    name = uuid.uuid4().hex
    data = zlib.compress(json.dumps([function, None, list(args), {}]).encode())
    job: Any = {
        "data": data,
        "status": "queued",
        "origin": QUEUE,
        "created_at": "2026-11-24T09:00:00.000000Z",
        **fields,
    }
    redis.hset(f"rq:job:{name}", mapping=job)
    redis.rpush(f"rq:queue:{QUEUE}", name)
    return name


def test_a_ring_has_a_comment_screened(with_redis: Context, site: Site, redis: Redis) -> None:
    identifier = (
        create_app(with_redis).test_client().post("/v1/sites/news/comments", json=a_submission()).get_json()["id"]
    )
    wait_until(lambda: redis.llen(f"rq:queue:{QUEUE}"))  # somebody else's thread rings

    work(redis)

    with with_redis.database.read() as connection:
        comment = comments.find(connection, identifier)
    assert comment
    assert comment.status == "pending"


def test_many_rings_are_one_job_until_somebody_answers(with_redis: Context, redis: Redis) -> None:
    queue = Queue(QUEUE, connection=redis, serializer=JSONSerializer)

    assert all(with_redis.doorbell.ring_now() for _ in range(20))
    assert len(queue) == 1

    with_redis.doorbell.answer()
    assert with_redis.doorbell.ring_now()
    assert len(queue) == 2


def test_a_job_carries_nothing(with_redis: Context, redis: Redis) -> None:
    with_redis.doorbell.ring_now()

    (job,) = Queue(QUEUE, connection=redis, serializer=JSONSerializer).jobs

    assert (job.func_name, job.args, job.kwargs, job.description) == (JOB, [], {}, QUEUE)
    assert list(jobs.ALLOWED) == [JOB]


@pytest.mark.parametrize("function", ["os.system", "subprocess.call", "workers.jobs.drain", "builtins.print"])
def test_what_is_not_on_the_list_is_not_run(with_redis: Context, redis: Redis, tmp_path: Path, function: str) -> None:
    plant(redis, function, f"touch {tmp_path / 'owned'}")

    work(redis)

    assert not (tmp_path / "owned").exists()


def test_a_listed_job_with_arguments_is_not_run(
    with_redis: Context, redis: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    name = plant(redis, JOB, "fatima@example.ma")

    work(redis)

    assert Job.fetch(name, connection=redis, serializer=JSONSerializer).is_failed
    captured = capsys.readouterr()
    assert "fatima" not in captured.out + captured.err


def test_callbacks_and_webhooks_of_a_planted_job_are_dropped(with_redis: Context, redis: Redis) -> None:
    name = plant(
        redis,
        JOB,
        success_callback_name="os.getpid",
        failure_callback_name="os.getpid",
        webhooks='[{"url": "http://127.0.0.1:1/"}]',
    )

    job = ListedJob.fetch(name, connection=redis, serializer=JSONSerializer)

    assert job.success_callback is None
    assert job.failure_callback is None
    assert job.webhooks == []


def test_a_pickle_is_not_opened(with_redis: Context, redis: Redis, tmp_path: Path) -> None:

    class Bomb:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return Path.touch, (tmp_path / "owned",)  # type: ignore[return-value]

    name = uuid.uuid4().hex
    redis.hset(f"rq:job:{name}", mapping={"data": pickle.dumps(Bomb()), "status": "queued", "origin": QUEUE})
    redis.rpush(f"rq:queue:{QUEUE}", name)

    work(redis)

    assert not (tmp_path / "owned").exists()


def test_the_bell_is_forgotten_by_itself(with_redis: Context, redis: Redis) -> None:
    with_redis.doorbell.ring_now()

    assert 0 < redis.pttl(BELL) <= 2000
