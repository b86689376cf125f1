"""Slow, huge and broken requests stop nobody: a real ``moderation web``, and sockets that behave badly."""

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from moderation.web.reception import PATIENCE
from tests.faults.web import PATH, Web, resident
from tests.servers import RedisServer

pytestmark = [pytest.mark.alone, pytest.mark.timeout(180)]

HEAD = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n".encode()
BODY = b"Content-Length: 100000\r\n\r\n"  # more than a fast machine sends of it in ten seconds, byte by byte
CHUNKS = b"Transfer-Encoding: chunked\r\n\r\n"
FIRST = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
FORM = "/v1/sites/news/form?thread=https://news.example/"
MEBIBYTE = 1024 * 1024


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """A public surface."""
    folder = tmp_path_factory.mktemp("slow")
    with RedisServer(folder / "redis") as redis:
        settings = {"MODERATION_REDIS_URL": redis.url, "MODERATION_WEB_PROCESSES": "2"}
        with Web(folder, settings, command=("web", "--surface", "public")) as running:
            yield running


def begin(web: Web, sent: bytes) -> socket.socket:
    """A connection on which this much of a request has been sent."""
    connection = socket.create_connection(("127.0.0.1", web.port), timeout=60)
    connection.sendall(sent)
    return connection


def rest(connection: socket.socket) -> bytes:
    """All that still comes, until the other side closes."""
    with connection:
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.fixture(scope="module")
def silent(web: Web) -> dict[str, socket.socket]:
    """Senders that fall silent, all at once, so that the tests need not wait for each of them."""
    begun = {
        "silent": HEAD + BODY,
        "hidden behind an answer": FIRST + HEAD + BODY,
        "waiting to be asked on": HEAD + b"Expect: 100-continue\r\n" + BODY,
        "without an end of its head": HEAD,
    }
    return {kind: begin(web, sent) for kind, sent in begun.items()}


@pytest.mark.usefixtures("silent")
def test_two_hundred_slow_senders_stop_nobody(web: Web) -> None:
    """Each sends a byte now and then. Others are answered meanwhile; the slow are told so, and their connections end."""
    for number in range(20):  # what every process needs for its first requests is not the slow ones' doing
        assert web.post(-1 - number).status == 202
        assert web.get(FORM).status == 200
    before = resident(web.tree())
    resting = begin(web, FIRST)

    deadline = time.monotonic() + PATIENCE - 2  # the first one's time runs while the others come
    slow = [begin(web, HEAD + (CHUNKS if number % 2 else BODY)) for number in range(200)]
    statuses: list[int] = []
    while time.monotonic() < deadline:
        for number, connection in enumerate(slow):
            connection.sendall(b"1\r\n{\r\n" if number % 2 else b"{")
        statuses += [web.post(len(statuses)).status, web.get(FORM).status]
    grown = resident(web.tree()) - before
    answers = [rest(connection) for connection in slow]
    resting.sendall(FIRST.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))

    assert rest(resting).count(b"HTTP/1.1 200") == 2  # it was only at rest
    assert set(statuses[::2]) == {202}
    assert set(statuses[1::2]) == {200}
    assert grown < 50 * MEBIBYTE
    assert {answer.split(b"\r\n")[0] for answer in answers} == {b"HTTP/1.1 408 Request Timeout"}


def test_more_slow_senders_than_there_are_threads_leave_room_for_readers(web: Web) -> None:
    slow = [begin(web, HEAD + BODY) for _ in range(600)]
    time.sleep(1)

    statuses = [web.get(FORM).status for _ in range(20)]
    answers = [rest(connection).split(b"\r\n")[0] for connection in slow]

    assert set(statuses) == {200}
    assert set(answers) == {b"HTTP/1.1 408 Request Timeout", b"HTTP/1.1 503 Service Unavailable"}


@pytest.mark.parametrize("kind", ["silent", "hidden behind an answer", "waiting to be asked on"])
def test_a_sender_that_falls_silent_is_cut_off(silent: dict[str, socket.socket], kind: str) -> None:
    answer = rest(silent[kind])

    assert re.findall(rb"HTTP/1\.1 (\d+)", answer)[-1] == b"408"
    assert b"#problem-slow" in answer


def test_a_head_that_does_not_end_is_cut_off(silent: dict[str, socket.socket]) -> None:
    assert rest(silent["without an end of its head"]) == b""


@pytest.mark.parametrize("announced", [b"Content-Length: 10000000\r\n\r\n", CHUNKS])
def test_a_huge_body_is_refused_and_not_taken_in(web: Web, announced: bytes) -> None:
    before = resident(web.tree())
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"

    with begin(web, HEAD + announced) as connection:
        connection.sendall(chunk * 3)
        answer = connection.recv(65536)

    assert answer.startswith(b"HTTP/1.1 413")
    assert resident(web.tree()) - before < 10 * MEBIBYTE


def test_it_stops_with_slow_senders_at_the_door(tmp_path: Path, redis_server: RedisServer) -> None:
    with Web(tmp_path, {"MODERATION_REDIS_URL": redis_server.url}, command=("web",)) as web:
        slow = [begin(web, HEAD + BODY) for _ in range(20)]

        assert web.stop() == 0
        for connection in slow:
            connection.close()
