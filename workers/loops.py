"""Background loops: each in its own thread, so that a slow one holds up no other; and their heartbeats."""

import secrets
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

import structlog

from moderation.bootstrap import Context
from moderation.domain.errors import UnavailableError
from moderation.store import heartbeats

BEAT = 10.0  # seconds between two heartbeats: one small write for all loops of a process
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Loop:
    """Something that is done again and again.

    Attributes:
        work: One round; safe to run again, and beside other processes.
        period: Seconds of rest between two rounds.
    """

    work: Callable[[Context], object]
    period: float


class Pulse:
    """Until when each loop is known to be well: now if it rests, else when its round began; failed rounds do not count."""

    def __init__(self, clock: Callable[[], datetime], names: Iterable[str]) -> None:
        """Take the clock, and the names of loops that are about to begin."""
        self._clock = clock
        self._since: dict[str, datetime | None] = dict.fromkeys(names)

    @contextmanager
    def round(self, name: str) -> Iterator[None]:
        """The time of one round."""
        self._since[name] = self._since[name] or self._clock()
        yield
        self._since[name] = None

    def beats(self) -> dict[str, datetime]:
        """The heartbeat of each loop."""
        now = self._clock()
        return {name: since or now for name, since in self._since.items()}


def run(context: Context, loops: Mapping[str, Loop], stopped: Event) -> None:
    """Keep the loops going and write their heartbeats, until stopped."""
    pulse, instance = Pulse(context.clock, loops), secrets.token_hex(6)
    threads = [
        Thread(target=_keep_going, args=(context, (name, loop), pulse, stopped), name=name, daemon=True)
        for name, loop in loops.items()
    ]
    for thread in threads:
        thread.start()
    while True:
        with suppress(UnavailableError):  # already logged; no heartbeat is what it looks like from outside, too
            beat(context, instance, pulse.beats())
        if stopped.wait(BEAT):
            break
    for thread in threads:
        thread.join()


def beat(context: Context, instance: str, beats: Mapping[str, datetime]) -> None:
    """Write heartbeats. Safe to run again."""
    at = context.clock()
    context.database.write(lambda connection: heartbeats.write(connection, instance, beats, at))


def _keep_going(context: Context, named: tuple[str, Loop], pulse: Pulse, stopped: Event) -> None:
    name, loop = named
    while True:
        try:
            with pulse.round(name):
                loop.work(context)
        except UnavailableError:  # already logged; the next round may find it back
            pass
        except Exception as mistake:  # noqa: BLE001 - it stops no other loop; its heartbeat stops, and that is seen
            place = traceback.extract_tb(mistake.__traceback__)[-1]
            log.error(  # noqa: TRY400 - a traceback would show values
                "loop_failed",
                name=name,
                error=type(mistake).__name__,
                where=f"{Path(place.filename).name}:{place.lineno}",
            )
        if stopped.wait(loop.period):
            return
