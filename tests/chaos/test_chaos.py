"""The short form of the rig: real processes are killed and paused under load, and every promise is kept."""

import pytest

from tests.chaos import report
from tests.chaos.rig import perform
from tests.chaos.runs import CI, CI_POINTS, DATABASES, Run

pytestmark = [pytest.mark.alone, pytest.mark.timeout(400)]  # on a busy machine; a minute for all on a quiet one

SEED = 7076  # always the same here, so that a failure can be repeated; `./dev chaos` throws other dice
SHORT = [(run, database) for run in (CI, CI_POINTS) for database in DATABASES if database in run.databases]


@pytest.mark.parametrize(("run", "database"), SHORT, ids=[f"{run.name}-{database}" for run, database in SHORT])
def test_every_promise_is_kept_whatever_is_killed(run: Run, database: str) -> None:
    result = perform(run.order(database, SEED), report.say)

    assert result.breaches == [], report.table([result])
    assert result.sets["acknowledged"] > 0.9 * result.submissions
    assert [fault["outcome"] for fault in result.faults] == ["struck"] * len(result.faults)
