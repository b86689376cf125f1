"""A load is bounded, in count and in time, whatever the server does."""

import socket
import sys
import time
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from threading import Event, Thread

import pytest

from bench.load import Load, put
from bench.system import end, launch, wait_ready
from bench.wire import get
from tests.journeys.service import free_port

pytestmark = pytest.mark.alone


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server that answers at once."""
    log, port = tmp_path_factory.mktemp("static") / "log.txt", free_port()
    process = launch((sys.executable, "-m", "bench.static", str(port), "100"), {"PATH": "/usr/bin"}, log)
    try:
        wait_ready(port, "/", log)
        yield port
    finally:
        end(process)


@pytest.mark.parametrize("connections", [1, 8, 32])
def test_it_ends_with_its_count(static: int, connections: int) -> None:
    outcome = put(static, repeat(get("/")), Load(connections, 60, 50))

    assert outcome.good == 50
    assert outcome.statuses == {200: 50}
    assert outcome.last
    assert len(outcome.last.body) == 100


def test_it_ends_with_its_time(static: int) -> None:
    outcome = put(static, repeat(get("/")), Load(2, 0.1, 10**9))

    assert outcome.good > 0
    assert outcome.seconds >= 0.1


def test_a_paced_load_waits_until_each_is_due(static: int) -> None:
    outcome = put(static, repeat(get("/")), Load(4, 60, 20, rate=100))

    assert outcome.good == 20
    assert outcome.seconds >= 0.19


def test_it_ends_when_there_is_nothing_more_to_ask(static: int) -> None:
    assert put(static, [get("/")] * 3, Load(8, 60, 100)).good == 3


def test_who_hangs_up_after_each_answer_is_called_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        done = Event()
        thread = Thread(target=_hang_up_each_time, args=(server, done))
        thread.start()
        outcome = put(server.getsockname()[1], repeat(get("/")), Load(2, 60, 10))
        done.set()
        thread.join()

    assert outcome.good == 10


def test_no_answer_and_refusals_are_told_and_do_not_count() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answers = [b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", b""]
        thread = Thread(target=_answer, args=(server, answers))
        thread.start()
        outcome = put(server.getsockname()[1], repeat(get("/")), Load(1, 60, 2))
        thread.join()

    assert outcome.statuses == {503: 1, 0: 1}
    assert outcome.figures("x") == {"x.rate": 0.0, "x.p50": 0.0, "x.p99": 0.0, "x.failed": 2.0}


def _hang_up_each_time(server: socket.socket, done: Event) -> None:
    server.settimeout(0.05)
    while not done.is_set():
        try:
            _serve_one(server, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        except TimeoutError:
            time.sleep(0)


def _answer(server: socket.socket, answers: list[bytes]) -> None:
    for answer in answers:
        _serve_one(server, answer)


def _serve_one(server: socket.socket, answer: bytes) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(answer)


def test_launched_servers_write_into_their_log(tmp_path: Path) -> None:
    process = launch((sys.executable, "-c", "print('here')"), {"PATH": "/usr/bin"}, tmp_path / "log.txt")
    process.wait()

    assert (tmp_path / "log.txt").read_text() == "here\n"
