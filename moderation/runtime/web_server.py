"""Granian, serving our application from a few processes."""

import gc
import multiprocessing
import resource
import signal
from contextlib import suppress
from ctypes import CDLL
from sys import platform

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from moderation.bootstrap import Context
from moderation.runtime.child import PR_SET_PDEATHSIG
from moderation.runtime.renewable import RenewableServer
from moderation.runtime.stragglers import Stragglers
from moderation.store.engine import PROMISE
from moderation.web.app import Surface, create_app
from moderation.web.reception import Reception

M_ARENA_MAX = -8  # malloc.h of glibc
THREADS = 256  # in each process, made when they are needed: most of them may be reading slow bodies
CONNECTIONS = 1024  # of a process; the others wait in the kernel
FILES = 2 * CONNECTIONS  # each needs a descriptor, while we look at it two; many systems grant 1024 if nobody asks
HEAD = HTTP1Settings(
    header_read_timeout=15_000, max_buffer_size=64 * 1024
)  # milliseconds, also between two requests; bytes
PATIENCE = 5  # seconds a request has to end when we stop


def serve(context: Context, surface: Surface, address: tuple[str, int], processes: int) -> None:
    """Serve until SIGTERM; requests that are under way are answered first. SIGHUP renews the processes, one after the other."""
    context.database.patience = PROMISE
    reception = Reception(create_app(context, surface))

    def load(_target: str) -> Reception:
        if platform == "linux":  # a worker ends with its master, however that ends
            CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
            Stragglers(reception.readings, address[1]).watch()
        return reception

    _ask_for_files()
    with suppress(AttributeError):  # a C library without it has no such heaps
        CDLL(None).mallopt(M_ARENA_MAX, 2)  # hundreds of threads that only wait need none of their own
    multiprocessing.set_start_method("fork", force=True)  # the workers share what is loaded
    server = RenewableServer(
        "moderation.web.app",
        address=address[0],
        port=address[1],
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=HEAD,
        workers=processes,
        blocking_threads=THREADS,
        backpressure=CONNECTIONS,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=PATIENCE,
        log_level=LogLevels.error,
        log_dictconfig={"loggers": {"_granian": {"handlers": [], "propagate": True}}},  # in our form, like all others
        log_access=False,  # it would hold addresses of readers
    )
    gc.freeze()  # as in ``child.fork``: this is the parent of the web processes
    server.serve(target_loader=load)


def _ask_for_files() -> None:
    """Be allowed as many open files as we need, or as many as this machine lets us have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
