"""The reconciler: what was not decided is decided, with or without Redis, whoever has died in the middle of it.

Its process is also where all other work without a hurry is done: ``LOOPS`` says which.
"""

import random
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from threading import Event

import structlog

from moderation.bootstrap import Context
from moderation.services import erase, ledger, looks, retention, review
from moderation.services.learn import School
from moderation.services.relay import ROUTES, Relay, Sender, deliver
from moderation.services.screen import drain
from moderation.store import access, blocks, claims, receipts, referrals, sizes
from moderation.store import looks as asked
from moderation.store.engine import Connection
from workers import backlog, loops
from workers.loops import Loop
from workers.pace import Pace

YOUNG = timedelta(seconds=1)  # a ring may still be on its way
OLD = timedelta(seconds=10)  # nobody seems to answer the bell
DRAIN = 5.0  # seconds of screening, or of sending, before looking again
FORGET = 30.0  # seconds of forgetting by age, mostly rest; the next round goes on
log = structlog.get_logger()


def reconcile(context: Context) -> None:
    """Ring for what waits; where nobody answers, do it here. Safe to run again, and beside any number of workers."""
    age = backlog.age(context)
    if age is None or age < YOUNG:
        return
    if not context.doorbell.ring_now() or age > OLD:
        end = time.monotonic() + DRAIN
        screened = drain(context.desk, lambda: time.monotonic() > end)
        log.info("reconciler_screened", comments=screened)


def sweep(context: Context) -> None:
    """Throw away receipts, sessions, blocks, claims, answered questions and unanswered second looks that have expired. Safe to run again."""
    at: datetime = context.clock()

    def work(connection: Connection) -> None:
        receipts.sweep(connection, at)
        access.sweep(connection, at)
        blocks.sweep(connection, at)
        claims.sweep(connection, at)
        asked.sweep(connection, at)
        referrals.sweep(connection, at - review.SETTLED)

    context.database.write(work)


def link(context: Context) -> None:
    """Give new lines of the audit their place in its chain. Safe to run again, and beside other reconcilers."""
    ledger.link_new(context.database, context.fingerprints.chain, context.clock())


def finish_erasures(context: Context) -> None:
    """Carry out erasures that somebody was interrupted in. Safe to run again, and beside other reconcilers."""
    erase.complete(context.database, context.clock())


def forget(context: Context) -> None:
    """Remove what every site has kept for as long as it has chosen. Safe to run again, and beside other reconcilers."""
    sites, chain, at = context.directory.every(), context.fingerprints.chain, context.clock()
    gone = retention.forget(context.database, sites, chain, at, Pace(FORGET))
    if gone:
        log.info("forgotten_by_age", rows=gone)


def sample(context: Context) -> None:
    """Draw comments for second looks. Safe to run again, and beside other reconcilers."""
    looks.draw(context.database, context.directory.every(), context.fingerprints.lot, context.clock())


def measure(context: Context) -> None:
    """Have PostgreSQL know tables that are new to it. Safe to run again, and beside other reconcilers."""
    if not context.database.is_sqlite:
        context.database.write(sizes.measure)


def learn(context: Context) -> None:
    """Fit models with what was taught. Safe to run again, and beside other reconcilers."""
    School(context.database, context.base()).learn(context.clock())


def send(channel: str, sender: Sender, context: Context) -> None:
    """Send what is due by one channel. Safe to run again, and beside other reconcilers."""
    end = time.monotonic() + DRAIN
    deliver(Relay(context.database, context.clock, random.random), channel, sender, lambda: time.monotonic() > end)


def send_by(channel: str, context: Context) -> None:
    """Send what is due by a channel of ``ROUTES``. Safe to run again, and beside other reconcilers."""
    send(channel, ROUTES[channel](context.panel), context)


LOOPS: Mapping[str, Loop] = {  # what is done again and again, and after how many seconds of rest
    "screening": Loop(reconcile, 1.0),
    "linking": Loop(link, 1.0),
    "erasing": Loop(finish_erasures, 1.0),
    "learning": Loop(learn, 1.0),
    "measuring": Loop(measure, 5.0),
    "sweeping": Loop(sweep, 60.0),
    "sampling": Loop(sample, 60.0),
    "forgetting": Loop(forget, 60.0),
    **{f"sending-{channel}": Loop(partial(send_by, channel), 1.0) for channel in ROUTES},
}


def run(context: Context, stopped: Event | None = None) -> None:
    """Keep all loops going; without ``stopped``, until the process is ended."""
    loops.run(context, LOOPS, stopped or Event())
