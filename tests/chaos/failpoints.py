"""Crash points: places in the service where a process can be made to die, wrapped from outside."""

import functools
import importlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

CODE = 137  # as after kill -9


class Point(NamedTuple):
    """A place: before or after a function of a module; a dotted attribute is one of a class."""

    module: str
    attribute: str
    when: str


POINTS = {
    "after-parse": Point("moderation.web.public.intake", "validate", "after"),
    "before-commit": Point("moderation.services.submit", "submit", "after"),  # inside the transaction
    "after-commit-before-doorbell": Point("moderation.adapters.broker", "Doorbell.ring", "before"),
    "after-doorbell-before-answer": Point("moderation.adapters.broker", "Doorbell.ring", "after"),
    "after-claim": Point("moderation.services.screen", "_screen", "before"),  # the claim is committed
    "mid-check": Point("moderation.services.screen", "examine", "before"),
    "before-verdict-commit": Point("moderation.store.verdicts", "record", "after"),  # inside the transaction
    "after-verdict-commit": Point("moderation.services.screen", "_screen", "after"),
    "after-mail-before-mark": Point("moderation.store.outbox", "delivered", "before"),
}


IN_COMMANDS = {
    "mid-rotation": Point("moderation.store.sealed", "replace", "after"),  # inside the transaction
    "mid-erasure": Point("moderation.store.authors", "make_nobodys", "after"),  # likewise
    "mid-migration": Point("alembic.operations.base", "Operations.create_table", "after"),  # likewise
}


def install(control: Path, failpoint: str) -> None:
    """Wrap all points: each dies once when a file of its name appears, or at its N-th time if ``NAME:N`` says so."""
    chosen, _, number = failpoint.partition(":")
    for name, point in (POINTS | IN_COMMANDS).items():
        bomb = _Bomb(control / f"point-{name}", int(number) if name == chosen else 0)
        owner, attribute = _place(point)
        function = getattr(owner, attribute)
        setattr(owner, attribute, _WRAPS[point.when](function, bomb.tick))


class _Bomb:
    """Counts the times that a point is reached."""

    def __init__(self, file: Path, number: int) -> None:
        self._file, self._left = str(file), number

    def tick(self) -> None:
        """Die, if it is time. The file is gone before we are: nobody else dies of it."""
        if os.path.exists(self._file) and self._mine():  # noqa: PTH110 - called for every comment: cheaper
            os._exit(CODE)
        self._left -= 1
        if self._left == 0:
            os._exit(CODE)

    def _mine(self) -> bool:
        try:
            os.unlink(self._file)  # noqa: PTH108 - likewise
        except FileNotFoundError:
            return False
        return True


def _place(point: Point) -> tuple[Any, str]:
    owner: Any = importlib.import_module(point.module)
    *above, attribute = point.attribute.split(".")
    for name in above:
        owner = getattr(owner, name)
    return owner, attribute


def _before(function: Callable[..., Any], tick: Callable[[], None]) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapped(*arguments: Any, **named: Any) -> Any:
        tick()
        return function(*arguments, **named)

    return wrapped


def _after(function: Callable[..., Any], tick: Callable[[], None]) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapped(*arguments: Any, **named: Any) -> Any:
        result = function(*arguments, **named)
        tick()
        return result

    return wrapped


_WRAPS = {"before": _before, "after": _after}
