"""Granian, serving our application from a few processes."""

import multiprocessing
import signal
from ctypes import CDLL
from sys import platform

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from moderation.bootstrap import Context
from moderation.runtime.child import PR_SET_PDEATHSIG
from moderation.web.app import Surface, create_app

THREADS = 8  # in each process: they wait for the disk together (group commit)
BACKPRESSURE = 256  # requests a process takes in at once; the others wait in the kernel
PATIENCE = 5  # seconds a request has to end when we stop


def serve(context: Context, surface: Surface, address: tuple[str, int], processes: int) -> None:
    """Serve until SIGTERM; requests that are under way are answered first."""
    application = create_app(context, surface)

    def load(_target: str) -> Flask:
        if platform == "linux":  # a worker ends with its master, however that ends
            CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        return application

    multiprocessing.set_start_method("fork", force=True)  # the workers share what is loaded
    server = Server(
        "moderation.web.app",
        address=address[0],
        port=address[1],
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=THREADS,
        backpressure=BACKPRESSURE,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=PATIENCE,
        log_level=LogLevels.error,
        log_dictconfig={"loggers": {"_granian": {"handlers": [], "propagate": True}}},  # in our form, like all others
        log_access=False,  # it would hold addresses of readers
    )
    server.serve(target_loader=load)
