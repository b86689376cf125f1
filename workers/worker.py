"""An RQ worker that runs what is on our list, and nothing else, whatever stands in Redis."""

import logging
from collections.abc import Callable
from typing import Any

import structlog
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer

from moderation.adapters.broker import QUEUE, connect
from workers import jobs, parts

HEARTBEAT = 30  # seconds after which a silent worker is no longer counted
MAINTENANCE = 10  # seconds
log = structlog.get_logger()


class ForbiddenJobError(Exception):
    """The job names a function that is not on our list. It was not imported."""


class ListedJob(Job):
    """A job whose function is looked up in ``jobs.ALLOWED``. What else a job can carry (callbacks, webhooks) is dropped."""

    @property
    def func(self) -> Callable[[], None]:
        """The function, from the list.

        Raises:
            ForbiddenJobError: It is not there.
        """
        found = jobs.ALLOWED.get(str(self.func_name))
        if found is None or self.args or self.kwargs:
            log.error("job_refused")
            parts.context().meters.count("job_refused")
            raise ForbiddenJobError
        return found

    def restore(self, raw_data: Any) -> Any:
        """Read the job's hash, but none of the other functions and addresses it may name."""
        names = ("success_callback_name", "failure_callback_name", "stopped_callback_name", "webhooks")
        dropped = {name.encode() for name in names} | set(names)
        return super().restore({name: value for name, value in raw_data.items() if name not in dropped})


class ListedQueue(Queue):
    """A queue of such jobs."""

    job_class = ListedJob


def run(redis_url: str) -> None:
    """Work until told to stop. Listens to exactly one queue: with two, RQ can lose a job between them."""
    logging.getLogger("rq").setLevel(logging.WARNING)
    connection = connect(redis_url, seconds=5)
    worker = SimpleWorker(
        [ListedQueue(QUEUE, connection=connection, serializer=JSONSerializer)],
        connection=connection,
        job_class=ListedJob,
        queue_class=ListedQueue,
        serializer=JSONSerializer,
        worker_ttl=HEARTBEAT,
        maintenance_interval=MAINTENANCE,
        log_job_description=False,
    )
    worker.work(logging_level="WARNING")
