"""How long a worker works where others want the processors."""

from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from moderation.bootstrap import Context
from tests.conftest import Clock
from workers import shift
from workers.shift import LAG, Shift

Crowd = Callable[[float], None]


@pytest.fixture
def crowd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Crowd:
    """Has others take the processors for so many seconds since the process began: ``crowd(3)``."""
    told = tmp_path / "schedstat"
    monkeypatch.setattr(shift, "_SCHEDULER", told)
    monkeypatch.setattr(shift, "ENOUGH", 0.0)

    def tell(seconds: float) -> None:
        told.write_text(f"1000000 {int(seconds * 1e9)} 7\n")

    tell(0)
    return tell


def test_alone_it_goes_on(ctx: Context, post: Callable[..., TestResponse], crowd: Crowd) -> None:
    post()
    work = Shift(ctx)

    assert not work.is_over()
    assert not work.ended


def test_it_ends_in_a_rush_while_others_want_the_processors_but_not_before_what_has_waited_for_long(
    ctx: Context, post: Callable[..., TestResponse], crowd: Crowd, clock: Clock
) -> None:
    post()
    work = Shift(ctx)
    crowd(3600)

    assert work.is_over()
    assert work.ended

    clock.forward(seconds=LAG.total_seconds())
    post(body="ثان")
    assert not work.is_over()


def test_a_backlog_that_does_not_grow_is_no_rush(
    ctx: Context, post: Callable[..., TestResponse], crowd: Crowd, clock: Clock
) -> None:
    post()
    clock.forward(seconds=1)
    work = Shift(ctx)
    crowd(3600)

    assert not work.is_over()
    work.rest()  # does not


def test_nobody_rests_where_nothing_is_left_or_no_kernel_tells(
    ctx: Context, post: Callable[..., TestResponse], crowd: Crowd, tmp_path: Path
) -> None:
    work = Shift(ctx)
    crowd(3600)
    assert not work.is_over()

    post()
    (tmp_path / "schedstat").unlink()
    assert not work.is_over()


def test_a_rest_ends_with_the_rush(ctx: Context, post: Callable[..., TestResponse], crowd: Crowd, clock: Clock) -> None:
    post()
    work = Shift(ctx)
    crowd(3600)
    looks: list[float] = []

    def sleep(seconds: float) -> None:
        looks.append(seconds)
        clock.forward(seconds=seconds)

    work.rest(sleep)

    assert len(looks) == 5


def test_a_long_one_ends_whoever_wants_what(ctx: Context, crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shift, "LONGEST", 0.0)

    assert Shift(ctx).is_over()
