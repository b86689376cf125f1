"""Whatever readers, moderators, workers, operators and time do, in any order: what is stored is what should be."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.engine import make_url

from moderation.bootstrap import Context
from moderation.store import authors, threads
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


@pytest.fixture
def play(make_context: Callable[..., Context], database_url: str, clock: Clock, memory: Path) -> Callable[..., None]:
    """Lets everybody play, so many times and so many steps: ``play(50, 40, derandomize=True)``."""
    url = f"sqlite:///{memory}/moderation.sqlite" if database_url.startswith("sqlite") else database_url
    house = House(make_context(MODERATION_DATABASE_URL=url), clock, memory)

    def run(examples: int, steps: int, **more: Any) -> None:
        bounds: dict[str, Any] = {"max_examples": examples, "stateful_step_count": steps}
        bounds["suppress_health_check"] = list(HealthCheck)
        machine: Any = partial(Play, house)  # a factory serves as well as a class
        run_state_machine_as_test(machine, settings=settings(**bounds, **more))

    return run


def test_whatever_happens_all_is_as_it_should_be(play: Callable[..., None], database_url: str, *, full: bool) -> None:
    play(*(EVERY_RELEASE if full else EVERY_DAY)[make_url(database_url).get_backend_name()])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("module", "name", "mistake"),
    [
        (threads, "republish", lambda *_: None),
        (authors, "forget_contact", lambda *_: None),
    ],
    ids=["counter", "address"],
)
def test_a_mistake_would_be_found(
    play: Callable[..., None], monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, mistake: Any
) -> None:
    monkeypatch.setattr(module, name, mistake)

    with pytest.raises(AssertionError):
        play(400, 40, derandomize=True, phases=[Phase.generate], database=None)
