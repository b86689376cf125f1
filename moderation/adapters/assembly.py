"""Work on many things in their order, by several processes: for what takes much thought and no waiting."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, TypeVar

BEHIND = 15  # how much nicer than the process that all wait for: it brings what is to be done, and takes what was done
Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(work: Callable[[Item], Result], items: Iterable[Item], processes: int) -> Iterator[tuple[Item, Result]]:
    """Each item with its result. As many are looked at ahead as there are processes; with none, it is done here.

    The processes are forks of this one and end with it, however it ends. ``work`` must not fail.
    """
    if not processes:
        yield from ((item, work(item)) for item in items)
        return
    ends: list[Connection] = []
    for _ in range(processes):
        ours, theirs = multiprocessing.Pipe()
        multiprocessing.get_context("fork").Process(
            target=_live, args=(work, theirs, (*ends, ours)), daemon=True
        ).start()
        theirs.close()
        ends.append(ours)
    try:
        yield from _shared(deque(ends), iter(items))
    finally:
        for end in ends:
            end.close()


def _shared(idle: "deque[Connection]", items: Iterator[Item]) -> Iterator[tuple[Item, Any]]:
    """A process gets its next item before anybody looks at the one it has done: so it has no time to rest."""
    busy: deque[tuple[Connection, Item]] = deque()
    for item in items:
        end, done = (idle.popleft(), None) if idle else _next(busy)
        end.send(item)
        busy.append((end, item))
        if done:
            yield done
    while busy:
        _, done = _next(busy)
        yield done


def _next(busy: "deque[tuple[Connection, Item]]") -> tuple[Connection, tuple[Item, Any]]:
    end, item = busy.popleft()
    try:
        return end, (item, end.recv())
    except EOFError:
        raise OSError("A process that prepared comments has ended: is there enough memory?") from None


def _live(work: Callable[[Any], Any], end: Connection, others: tuple[Connection, ...]) -> None:
    os.nice(BEHIND)
    for other in others:  # else nobody would see that the process which feeds us is gone
        other.close()
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        while True:
            end.send(work(end.recv()))
