"""Whatever readers, moderators, workers, operators and time do, in any order: what is stored is what should be."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from moderation.bootstrap import Context
from tests.conftest import Clock
from tests.services.machine.house import House
from tests.services.machine.play import Play

MEMORY = Path("/dev/shm")  # noqa: S108 - where there is one, a sync costs nothing
EVERY_DAY = {"sqlite": (40, 40), "postgresql": (6, 40)}  # examples, steps
EVERY_RELEASE = {"sqlite": (2000, 50), "postgresql": (150, 50)}


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder that costs no disk, where the machine has such a place."""
    folder = Path(tempfile.mkdtemp(prefix="moderation-", dir=MEMORY if MEMORY.is_dir() else None))
    yield folder
    shutil.rmtree(folder)


def test_whatever_happens_all_is_as_it_should_be(
    make_context: Callable[..., Context], database_url: str, clock: Clock, memory: Path, *, full: bool
) -> None:
    url = f"sqlite:///{memory}/moderation.sqlite" if database_url.startswith("sqlite") else database_url
    ctx = make_context(MODERATION_DATABASE_URL=url)
    examples, steps = (EVERY_RELEASE if full else EVERY_DAY)[ctx.database.engine.dialect.name]
    bounds = settings(
        settings.get_profile("house"),
        max_examples=examples,
        stateful_step_count=steps,
        suppress_health_check=list(HealthCheck),
    )

    play: Any = partial(Play, House(ctx, clock, memory))
    run_state_machine_as_test(play, settings=bounds)
