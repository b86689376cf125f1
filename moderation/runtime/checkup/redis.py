"""Redis: reached, new enough, keeps its jobs, and somebody works on them."""

from collections.abc import Iterator

from moderation.adapters.broker import Doorbell
from moderation.runtime import redis_child
from moderation.runtime.checkup.finding import Finding, Patient, act, look, well
from moderation.runtime.redis_check import check_external
from moderation.runtime.trouble import Trouble

PART = "Redis"


def examine(patient: Patient) -> Iterator[Finding]:
    """Look at the Redis of the settings, else at the one that `moderation up` starts."""
    url = patient.settings.redis_url.get_secret_value() or redis_child.running(patient.settings.data_dir)
    if url:
        yield from _running(url)
        return
    try:
        server = redis_child.plan(patient.settings.data_dir).server
    except Trouble as trouble:
        yield act(PART, str(trouble))
    except OSError as error:
        yield act(PART, f"there is no place for its data ({error.strerror}): see the folder above.")
    else:
        yield well(PART, f"`moderation up` will start {server}.")


def _running(url: str) -> Iterator[Finding]:
    try:
        warnings = check_external(url)
    except Trouble as trouble:
        yield act(PART, str(trouble))
        return
    yield from (act(PART, warning) for warning in warnings)
    workers = Doorbell(url).count_workers()
    if workers:
        yield well(PART, f"reachable; {workers} workers are at work.")
    else:
        yield look(
            PART, "reachable, but no worker has been heard of: the reconciler screens alone until one is started."
        )
