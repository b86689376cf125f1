"""Starts the service with crash points, clocks, slow checks or a mutant built in; the service itself knows nothing of it.

Usage: ``python -m tests.chaos.launcher up`` and any other command of ``moderation``. The environment says what is wrong:

- ``CHAOS_CONTROL``: a folder. A file ``point-NAME`` in it makes the next process that reaches this point die there
  (and removes the file); a file ``clock-PART`` holds the seconds by which this part's clock is wrong.
- ``FAILPOINT=NAME:N``: die at the N-th time this point is reached: for commands.
- ``MUTANT=NAME``: one of ``mutants.MUTANTS``.
- ``OUTBOX=1``: each step of a comment is told to a receiver outside: the file ``told`` in the control folder.
- ``SLOW_CHECK=SECONDS``: each comment takes so long to check. ``POISON=1``: a check dies of a certain text.
"""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from moderation import bootstrap
from moderation.cli import main
from moderation.services import screen
from tests.chaos import failpoints, mutants, receiver
from tests.chaos.load import POISONED


def install() -> None:
    """Put in what the environment asks for."""
    control = Path(os.environ["CHAOS_CONTROL"])
    failpoints.install(control, os.environ.get("FAILPOINT", ""))
    _install_clocks(control)
    _install_checks(float(os.environ.get("SLOW_CHECK", "0")), poison="POISON" in os.environ)
    if "OUTBOX" in os.environ:
        receiver.install(control / "told")
    if "MUTANT" in os.environ:
        mutants.MUTANTS[os.environ["MUTANT"]]()


def _install_clocks(control: Path) -> None:
    build = bootstrap.build

    def build_with_clock(settings: bootstrap.Settings, redis_url: str) -> bootstrap.Context:
        return replace(build(settings, redis_url), clock=lambda: datetime.now(UTC) + _error(control))

    bootstrap.build = build_with_clock


def _error(control: Path) -> timedelta:
    """By how much the clock of this process is wrong."""
    try:
        name = Path("/proc/self/comm").read_text().strip()
        return timedelta(seconds=float((control / f"clock-{name}").read_text()))
    except (FileNotFoundError, ValueError):
        return timedelta(0)


def _install_checks(seconds: float, *, poison: bool) -> None:
    examine: Callable[..., Any] = vars(screen)["examine"]  # as the screen knows it

    def examine_badly(checks: Any, facts: Any, rules: Any) -> Any:
        time.sleep(seconds)
        if poison and POISONED in facts.comment.body:
            os.kill(os.getpid(), signal.SIGSEGV)
        return examine(checks, facts, rules)

    if seconds or poison:
        setattr(screen, "examine", examine_badly)  # noqa: B010 - mypy sees that it is nobody's to change


if __name__ == "__main__":
    install()
    main()
