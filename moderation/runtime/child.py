"""One part of the service, as a process of its own: made by a fork, so that it starts at once and shares its pages."""

import ctypes
import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import redis
import structlog

from moderation.runtime.trouble import Trouble

SIGNALS = frozenset(
    {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD, signal.SIGALRM}
)  # what a supervisor waits for
AWAY = 75  # exit code: Redis is away, try again for ever (EX_TEMPFAIL of sysexits.h)
PR_SET_PDEATHSIG = 1  # linux/prctl.h
PR_SET_NAME = 15
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Part:
    """Something that should always be running.

    Attributes:
        name: As in logs and, cut to 15 bytes, in ``ps``.
        run: Does the work until SIGTERM; may replace the process by another program.
        ground: The others stand on it (Redis): it is stopped when they have gone.
        renews: Takes SIGHUP as the wish to renew what it runs without a pause.
        yields: How far others go first where processors are short (``nice``).
    """

    name: str
    run: Callable[[], object]
    ground: bool = False
    renews: bool = False
    yields: int = 0


def fork(part: Part) -> int:
    """Start the part in a new process; its number. The caller has no threads and has blocked ``SIGNALS``."""
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    gc.freeze()  # else the first collection of each process would write into all that they share
    pid = os.fork()
    if pid == 0:
        _live(part, parent)
    return pid


def _live(part: Part, parent: int) -> NoReturn:
    code = 1
    try:
        _settle(part.name, parent)
        if part.yields:
            _give_way(part.yields)
        code = _exit_code(part)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code & 0xFF)  # nothing of the parent's may be tidied up here


def _settle(name: str, parent: int) -> None:
    os.setsid()  # Ctrl-C on the terminal is for the supervisor alone
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        libc.prctl(PR_SET_NAME, name.encode()[:15], 0, 0, 0)
    if os.getppid() != parent:  # died before we could ask to be told
        os._exit(0)
    for number in SIGNALS - {signal.SIGINT, signal.SIGHUP}:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # one that comes before the part is ready asks for nothing new
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def _give_way(levels: int) -> None:
    """Let others go first. Linux may weigh a session against others (``sched_autogroup_enabled``): ours is one of its own."""
    os.nice(levels)
    with suppress(OSError):  # another kernel
        Path("/proc/self/autogroup").write_text(str(levels))


def _exit_code(part: Part) -> int:
    try:
        part.run()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except (redis.ConnectionError, redis.TimeoutError):
        return AWAY
    except Trouble as trouble:
        log.error("part_in_trouble", name=part.name, trouble=str(trouble))  # noqa: TRY400 - the sentence says it all
        return 1
    except BaseException as crash:  # noqa: BLE001 - its values could be personal: only its kind and place are told
        place = traceback.extract_tb(crash.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        log.error("part_crashed", name=part.name, error=type(crash).__name__, where=where)  # noqa: TRY400 - likewise
        return 1
    return 0
