"""The disk is full, or read-only: everybody is told to come again, and all goes on by itself when there is room."""

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from moderation.store.driver import sqlite3
from tests.faults.disk import Disk, Limit, small_disk
from tests.faults.hurry import Told, is_come_again
from tests.faults.web import Web
from tests.journeys.service import wait_until
from tests.servers import PATIENCE, ROOT, RedisServer

pytestmark = [pytest.mark.alone, pytest.mark.timeout(180)]

MORTAL = ("setpriv", "--bounding-set", "-dac_override") if ROOT else ()  # root may otherwise write everything
NOISE = 400  # lines of log in a few seconds: more is somebody who tries again and again without a rest


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk | None]:
    """A disk for the data folder, if we may mount one."""
    with small_disk(tmp_path / "data") as mounted:
        yield mounted


def rows(file: Path, question: str) -> list[str]:
    """The first column of an answer, asked beside the service."""
    with closing(sqlite3.connect(file)) as connection:
        return [row[0] for row in connection.execute(question)]


def restarted(web: Web) -> set[str]:
    """The parts that ended and were started again."""
    events = [json.loads(line) for line in web.said().splitlines() if line.startswith("{")]
    return {event["name"] for event in events if event["event"] == "part_restarted"}


def test_a_full_disk_refuses_loses_nothing_and_recovers(tmp_path: Path, disk: Disk | None) -> None:
    file = tmp_path / "data" / "moderation.sqlite"
    with Web(tmp_path, {"MODERATION_WEB_PROCESSES": "2"}) as web:
        told, room = Told(web), disk or Limit(web.tree)
        told.hand_in(4)
        room.fill()
        before = len(web.said().splitlines())
        for _ in range(3):
            told.hand_in(10)
        assert told.refused >= 20  # a few may have found what another has just given back
        assert len(web.said().splitlines()) - before < NOISE
        assert rows(file, "PRAGMA integrity_check") == ["ok"]
        assert web.get("/v1/sites/news/form?thread=https://news.example/").status == 200
        room.free()
        wait_until(lambda: web.post(10_000).status == 202, web.said)

        told.again()

        ids = set(rows(file, "SELECT id FROM comments"))
        assert ids >= told.accepted
        assert len(ids) == told.sent + 1
        wait_until(lambda: not rows(file, "SELECT id FROM comments WHERE status = 'received'"), web.said)
        assert restarted(web) <= {"worker-1", "worker-2"}  # RQ's end where Redis fails them in the middle of a job
        assert web.count("part_crashed") == web.count("part_in_trouble") == 0
        assert rows(file, "PRAGMA integrity_check") == ["ok"]
        assert web.stop() == 0


class ReadOnly(Web):
    """A service that may not write its database when it starts."""

    def start(self) -> subprocess.Popen[bytes]:
        """Take the right away, then start."""
        allow(self.folder / "data", file=0o400, folder=0o500)
        return super().start()


def allow(data: Path, *, file: int, folder: int) -> None:
    """Set the rights of a database and of the folder it is in."""
    (data / "place" / "x.sqlite").chmod(file)
    (data / "place").chmod(folder)


def test_a_file_that_can_only_be_read_is_written_as_soon_as_it_can_be(
    tmp_path: Path, redis_server: RedisServer
) -> None:
    file = tmp_path / "data" / "place" / "x.sqlite"
    file.parent.mkdir(parents=True)
    settings = {
        "MODERATION_REDIS_URL": redis_server.url,
        "MODERATION_DATABASE_URL": f"sqlite:///{file}",
        "MODERATION_SQLITE_JOURNAL": "truncate",  # with a WAL, not even reading is possible then: nothing would start
    }
    with ReadOnly(tmp_path, settings, command=("web",), before=MORTAL) as web:
        web.command = ("worker",)
        worker = web.start()
        assert [is_come_again(web.post(1)) for _ in range(4)] == [True] * 4
        assert web.get("/v1/sites/news/form?thread=https://news.example/").status == 200
        allow(tmp_path / "data", file=0o600, folder=0o700)

        wait_until(lambda: web.post(1).status == 202, web.said)
        wait_until(lambda: not rows(file, "SELECT id FROM comments WHERE status = 'received'"), web.said)
        worker.send_signal(signal.SIGTERM)
        assert (worker.wait(PATIENCE), web.stop()) == (0, 0)
        assert web.count("part_restarted") == 0
        assert len(rows(file, "SELECT id FROM comments")) == 1
