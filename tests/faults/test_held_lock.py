"""Another program keeps the lock of the SQLite file: everybody is told in time, and nothing is lost."""

from contextlib import closing
from pathlib import Path

import pytest

from moderation.store.driver import sqlite3
from tests.faults.hurry import Told
from tests.faults.web import Web
from tests.journeys.service import wait_until

pytestmark = [pytest.mark.alone, pytest.mark.timeout(120)]


def test_everybody_is_told_in_time_and_everything_is_decided_later(tmp_path: Path) -> None:
    file = tmp_path / "data" / "moderation.sqlite"
    with Web(tmp_path, {"MODERATION_WEB_PROCESSES": "2"}) as web, closing(sqlite3.connect(file)) as other:
        told = Told(web)
        told.hand_in(4)
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        told.hand_in(20)
        told.hand_in(20)
        other.execute("ROLLBACK")
        assert (len(told.accepted), told.refused) == (4, 40)

        told.again()

        ids = {identifier for (identifier,) in other.execute("SELECT id FROM comments")}
        assert ids == told.accepted
        assert len(ids) == told.sent
        wait_until(lambda: other.execute("SELECT count(*) FROM comments WHERE status = 'received'").fetchone() == (0,))
        assert web.count("part_restarted") == 0
        assert web.count("database_opened") == 1
        assert web.stop() == 0
