"""Background loops: none holds up another, each shows by its heartbeat that it is well."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from threading import Event, Thread

import pytest

from moderation.bootstrap import Context
from moderation.domain.errors import UnavailableError
from moderation.store import heartbeats
from tests.conftest import Clock
from workers import loops
from workers.loops import Loop, Pulse

PATIENCE = 20  # seconds


@pytest.fixture
def start(ctx: Context) -> Callable[..., Callable[[], None]]:
    """Starts loops, by name, with no rest; what it gives stops them."""

    def begin(**works: Callable[[Context], object]) -> Callable[[], None]:
        stopped = Event()
        named = {name: Loop(work, 0.01) for name, work in works.items()}
        thread = Thread(target=loops.run, args=(ctx, named, stopped))
        thread.start()

        def stop() -> None:
            stopped.set()
            thread.join(PATIENCE)

        return stop

    return begin


def test_a_loop_that_hangs_holds_up_no_other(start: Callable[..., Callable[[], None]]) -> None:
    release, came_round = Event(), Event()
    stop = start(hanging=lambda _ctx: release.wait(PATIENCE), running=lambda _ctx: came_round.set())

    assert came_round.wait(PATIENCE)

    release.set()
    stop()


@pytest.mark.parametrize("error", [UnavailableError("database"), ValueError("fatima@example.ma")])
def test_a_round_that_fails_is_not_the_last(
    start: Callable[..., Callable[[], None]], error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    rounds, third = [], Event()

    def fail(_ctx: Context) -> None:
        rounds.append(1)
        if len(rounds) == 3:
            third.set()
        raise error

    stop = start(failing=fail)
    assert third.wait(PATIENCE)
    stop()

    said = capsys.readouterr()
    assert "fatima" not in said.out + said.err
    assert ("loop_failed" in said.out + said.err) == isinstance(error, ValueError)


def test_heartbeats_are_written_at_once(ctx: Context, start: Callable[..., Callable[[], None]]) -> None:
    begun = Event()
    stop = start(running=lambda _ctx: begun.set())
    assert begun.wait(PATIENCE)
    stop()

    with ctx.database.read() as connection:
        assert heartbeats.last(connection) == {"running": ctx.clock()}


def test_a_loop_is_well_while_it_rests_and_as_old_as_its_round_while_it_works(clock: Clock) -> None:
    pulse = Pulse(clock, ["screening"])
    with pulse.round("screening"):
        pass
    clock.forward(hours=1)
    assert pulse.beats() == {"screening": clock()}

    with pulse.round("screening"):
        clock.forward(seconds=30)
        assert pulse.beats() == {"screening": clock() - timedelta(seconds=30)}


def test_rounds_that_fail_age_from_the_first_of_them(clock: Clock) -> None:
    pulse, began = Pulse(clock, ["screening"]), clock()
    for _ in range(3):
        with suppress(UnavailableError), pulse.round("screening"):
            clock.forward(seconds=10)
            raise UnavailableError
    assert pulse.beats() == {"screening": began}

    with pulse.round("screening"):
        pass
    assert pulse.beats() == {"screening": clock()}
