"""The command line: what is asked for becomes a plan."""

import pytest

from bench.__main__ import parse, plan_of
from bench.plan import FULL, QUICK
from bench.session import LIMITS


def test_without_options_all_of_it_is_measured() -> None:
    assert plan_of(parse([])) == FULL


def test_sizes_can_be_chosen() -> None:
    plan = plan_of(parse(["--quick", "--growth", "7", "--pending", "3", "--runs", "2"]))

    assert (plan.growth, plan.pending, plan.runs, plan.requests) == (7, 3, 2, QUICK.requests)


def test_one_system_can_be_chosen() -> None:
    assert parse(["--only", LIMITS]).only == [LIMITS]


def test_what_there_is_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--only", "Disqus"])

    assert "PostgreSQL" in capsys.readouterr().err
