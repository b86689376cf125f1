"""Many things at once that mostly wait for others: bounded in number, and in time."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import TypeVar

Result = TypeVar("Result")


def together(calls: Sequence[Callable[[], Result]], threads: int, seconds: float) -> list[Result | None]:
    """What each call returns, in their order; None for one that raised, or that was not done in time.

    A call that hangs keeps its thread, but nobody waits for it, not even the end of the process.
    """
    results: list[Result | None] = [None] * len(calls)
    left, turns, over = iter(enumerate(calls)), Lock(), Event()

    def work() -> None:
        while not over.is_set():
            with turns:
                place, call = next(left, (0, None))
            if call is None:
                return
            with suppress(Exception):  # who calls has said all there is to say; its text may quote a comment
                results[place] = call()

    end = time.monotonic() + seconds
    crew = [Thread(target=work, daemon=True, name="crew") for _ in range(min(threads, len(calls)))]
    for one in crew:
        one.start()
    for one in crew:
        one.join(max(end - time.monotonic(), 0))
    over.set()
    return list(results)
