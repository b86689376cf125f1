"""The reconciler: what was not decided is decided, with or without Redis, whoever has died in the middle of it."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

import structlog

from moderation.bootstrap import Context
from moderation.domain.errors import UnavailableError
from moderation.services import erase, ledger
from moderation.services.screen import drain
from moderation.store import access, receipts, waiting
from moderation.store.engine import Connection

PERIOD = 1.0  # seconds between two looks
YOUNG = timedelta(seconds=1)  # a ring may still be on its way
OLD = timedelta(seconds=10)  # nobody seems to answer the bell
SWEEP = 60.0  # seconds between two sweeps of what has expired
DRAIN = 5.0  # seconds of screening before looking again
_NEVER = Event()  # a part is stopped by ending its process
log = structlog.get_logger()


def run(context: Context, stopped: Callable[[float], bool] = _NEVER.wait) -> None:
    """Look after the queue until stopped; ``stopped`` waits that many seconds and says whether to end."""
    swept = float("-inf")
    while not stopped(PERIOD):
        try:
            reconcile(context)
            ledger.link_new(context.database, context.fingerprints.chain, context.clock())
            erase.complete(context.database, context.clock())
            if time.monotonic() - swept > SWEEP:
                sweep(context)
                swept = time.monotonic()
        except UnavailableError:  # already logged; the next look may find it back
            continue


def reconcile(context: Context) -> None:
    """Ring for what waits; where nobody answers, do it here. Safe to run again, and beside any number of workers."""
    at = context.clock()
    with context.database.read() as connection:
        oldest = waiting.oldest(connection, context.database.now(connection, otherwise=at))
    if oldest is None or at - oldest < YOUNG:
        return
    if not context.doorbell.ring_now() or at - oldest > OLD:
        end = time.monotonic() + DRAIN
        screened = drain(context.desk, lambda: time.monotonic() > end)
        log.info("reconciler_screened", comments=screened)


def sweep(context: Context) -> None:
    """Throw away receipts and sessions that have expired. Safe to run again."""
    at: datetime = context.clock()

    def work(connection: Connection) -> None:
        receipts.sweep(connection, at)
        access.sweep(connection, at)

    context.database.write(work)
