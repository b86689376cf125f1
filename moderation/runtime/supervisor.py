"""Keeps the parts of the service running and stops them in order. No threads, no busy waiting, no work in signal handlers."""

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType

from moderation.runtime.child import SIGNALS, Part
from moderation.runtime.post import Post
from moderation.runtime.trouble import Trouble

GRACE = 8.0  # seconds to stop in all: less than the ten that Docker grants
GROUND_TIME = 2.0  # seconds of these that are kept for the ground
STOPS = frozenset({signal.SIGTERM, signal.SIGINT})
STANDARD_INPUT = 0
Handler = Callable[[int, FrameType | None], object] | int | None


class Supervisor:
    """Runs parts, each in its own process, until it is told to stop."""

    def __init__(self, parts: Iterable[Part], grace: float = GRACE) -> None:
        """Take the parts in the order of their start, and the seconds they have in all to end by themselves."""
        self._posts = [Post(part) for part in parts]
        self._grace = grace
        on_terminal = os.isatty(STANDARD_INPUT)  # there, SIGHUP says that it has been closed
        self._stops = STOPS | {signal.SIGHUP} if on_terminal else STOPS

    def run(self) -> int:
        """Start all, restart what ends, until SIGTERM or SIGINT; then 0 if all ended by themselves, 1 if not.

        SIGHUP renews the parts that know how to, unless it comes from a terminal that is closed: then it is a SIGTERM.
        A part that was killed, that Redis has left alone, or that has lived for a second once, is restarted for ever.

        Raises:
            Trouble: A part could not be started, many times in a row. All others have been stopped.
        """
        with _signals_held():
            self._keep_running()
            clean = self._stop()
        for post in self._posts:
            if post.hopeless:
                raise Trouble(f"The part `{post.part.name}` ends as soon as it is started: mend what it says above.")
        return 0 if clean else 1

    def _keep_running(self) -> None:
        """Return when somebody has asked to stop, or when it is hopeless."""
        while not any(post.hopeless for post in self._posts):
            for post in self._posts:
                post.fill()
            number = _wait(min((post.due for post in self._posts if not post.pid), default=None))
            if number in self._stops:
                return
            self._reap()
            if number == signal.SIGHUP:
                for post in self._posts:
                    post.ask_to_renew()

    def _stop(self) -> bool:
        """Stop the ground last; whether nobody had to be killed."""
        ground = [post for post in self._posts if post.part.ground]
        others = [post for post in reversed(self._posts) if not post.part.ground]
        until = time.monotonic() + self._grace
        clean = self._end(others, until - (min(GROUND_TIME, self._grace / 2) if ground else 0))
        return self._end(ground, until) and clean

    def _end(self, posts: list[Post], until: float) -> bool:
        for post in posts:
            post.ask_to_end()
        while any(post.pid for post in posts) and time.monotonic() < until:
            _wait(until)
            self._reap()
        late = [post for post in posts if post.pid]
        for post in late:
            post.kill()
        return not late

    def _reap(self) -> None:
        """Notice who has ended. As process 1 of a container, that includes strangers left to us."""
        posts = {post.pid: post for post in self._posts if post.pid}
        while ended := _next_ended():
            if ended in posts:
                posts[ended].reap()
            else:
                os.waitpid(ended, 0)


def supervise(parts: Iterable[Part], grace: float = GRACE) -> int:
    """Run the parts until told to stop; the exit code."""
    return Supervisor(parts, grace).run()


def _wait(until: float | None) -> int:
    """Sleep until a signal comes, or until this time in monotonic seconds; the signal's number."""
    if until is not None:
        signal.setitimer(signal.ITIMER_REAL, max(until - time.monotonic(), 0.001))
    try:
        return signal.sigwait(SIGNALS)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _next_ended() -> int:
    """Process number of a child that has ended and waits to be reaped; 0 if there is none."""
    try:
        ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return 0
    return ended.si_pid if ended else 0


@contextmanager
def _signals_held() -> Iterator[None]:
    """Let signals wait until they are asked for. Those that come too late for that are dropped."""
    before: dict[signal.Signals, Handler] = {number: signal.signal(number, lambda *_: None) for number in SIGNALS}
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        for number, handler in before.items():
            signal.signal(number, handler)
