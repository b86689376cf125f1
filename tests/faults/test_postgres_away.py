"""PostgreSQL is away, or hangs, under a real ``moderation up``: everybody is told in time, and it is used again once it is back."""

import itertools
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from tests.faults.hurry import Told
from tests.faults.web import Web
from tests.journeys.service import wait_until
from tests.servers import Postgres

pytestmark = [pytest.mark.alone, pytest.mark.postgres, pytest.mark.timeout(180)]

FORM = "/v1/sites/news/form?thread=https://news.example/"
THREAD = "/v1/sites/news/comments?thread=https://news.example/"
THOUSANDS = itertools.count(0, 1000)  # of comments: each test has its own
RECOVERY = 10.0  # seconds after which a database that is back is used
SLACK = 5.0  # the machine of the test may be busy


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A server that belongs to these tests alone, for it suffers."""
    with Postgres(tmp_path_factory.mktemp("suffering")) as running:
        yield running


@pytest.fixture(scope="module")
def web(server: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """A service on it."""
    url = server.create_database("suffering")
    settings = {"MODERATION_DATABASE_URL": url, "MODERATION_WEB_PROCESSES": "2"}
    with Web(tmp_path_factory.mktemp("up"), settings) as running:
        yield running


@pytest.fixture
def told(web: Web) -> Told:
    """Clients that have handed in comments while all was well, so that connections wait in the pools."""
    clients = Told(web, first=next(THOUSANDS))
    clients.hand_in(4)
    assert clients.refused == 0
    return clients


def stored(web: Web, question: str) -> set[str]:
    """The first column of an answer, asked beside the service."""
    url = make_url(web.environment["MODERATION_DATABASE_URL"]).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        return {row[0] for row in connection.execute(question.encode())}


def is_back(web: Web, told: Told) -> None:
    """What was refused is accepted under its keys, readers are answered, everything acknowledged is there and decided."""
    began = time.monotonic()
    told.again()
    assert time.monotonic() - began < RECOVERY + SLACK
    assert [web.get(path).status for path in (FORM, THREAD) * 10] == [200] * 20
    assert stored(web, "SELECT id FROM comments") >= told.accepted
    assert len(told.accepted) == told.sent
    wait_until(lambda: not stored(web, "SELECT id FROM comments WHERE status = 'received'"), web.said)
    assert web.count("part_crashed") == 0


def test_one_that_is_down_for_a_while(server: Postgres, web: Web, told: Told) -> None:
    server.kill()
    told.hand_in(10)
    time.sleep(3)
    told.hand_in(10)
    server.start()
    time.sleep(1)

    is_back(web, told)
    assert told.refused == 20


def test_one_that_hangs_in_the_middle_of_a_session(server: Postgres, web: Web, told: Told) -> None:
    hanging = [server.pid, *map(int, Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split())]
    for process in hanging:
        os.kill(process, signal.SIGSTOP)
    try:
        told.hand_in(10)
        told.hand_in(10)
    finally:
        for process in reversed(hanging):
            os.kill(process, signal.SIGCONT)

    is_back(web, told)
    assert told.refused == 20
