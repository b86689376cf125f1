"""The web is renewed, and replaced by another instance, while readers write all the time."""

import signal
import time
from pathlib import Path

import pytest

from moderation.runtime.renewable import RENEWAL_PATIENCE
from moderation.store.driver import sqlite3
from tests.faults.clients import clients
from tests.faults.web import Web
from tests.journeys.service import wait_until
from tests.servers import PATIENCE, RedisServer

pytestmark = [pytest.mark.alone, pytest.mark.timeout(240)]


def stored(web: Web) -> int:
    """How many comments there are."""
    with sqlite3.connect(web.folder / "data" / "moderation.sqlite") as connection:
        return int(connection.execute("SELECT count(*) FROM comments").fetchone()[0])


def web_processes(web: Web) -> set[int]:
    """Those that answer requests: the youngest generation."""
    main = int(Path(f"/proc/{web.process.pid}/task/{web.process.pid}/children").read_text().split()[0])
    return {int(child) for child in Path(f"/proc/{main}/task/{main}/children").read_text().split()}


def renewed(web: Web, before: set[int]) -> bool:
    """Whether as many others have taken the place of these."""
    now = web_processes(web)
    return not now & before and len(now) == len(before)


def test_processes_are_renewed_twice_and_no_client_sees_an_error(tmp_path: Path, redis_server: RedisServer) -> None:
    settings = {"MODERATION_REDIS_URL": redis_server.url, "MODERATION_WEB_PROCESSES": "2"}
    with Web(tmp_path, settings, command=("web",)) as web:
        generations = [web_processes(web)]
        with clients(web.port) as outcomes:
            for _ in range(2):
                time.sleep(1)
                web.process.send_signal(signal.SIGHUP)
                wait_until(lambda: renewed(web, generations[-1]), web.said, 2.5 * RENEWAL_PATIENCE)
                generations.append(web_processes(web))
            time.sleep(0.5)

        assert web.stop() == 0

    assert set(outcomes) <= {202, "stale"}
    assert stored(web) == outcomes[202] > 100
    assert web.count("part_killed") == 0


def test_another_instance_takes_over_the_address(tmp_path: Path, redis_server: RedisServer) -> None:
    """An update: the new one starts beside the old one, then the old one stops."""
    with Web(tmp_path, {"MODERATION_REDIS_URL": redis_server.url}, command=("web", "--beside")) as web:
        with clients(web.port) as outcomes:
            new = web.start()
            wait_until(lambda: web.count("part_started") == 2, web.said)
            time.sleep(2)
            web.process.send_signal(signal.SIGTERM)

            assert web.process.wait(PATIENCE) == 0
            time.sleep(0.5)
        web.process = new

        assert web.stop() == 0

    assert set(outcomes) <= {202, "stale"}
    assert stored(web) == outcomes[202] > 100
