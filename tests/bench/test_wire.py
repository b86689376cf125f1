"""A connection reads answers however they come: in pieces, in chunks, without a body, or not at all."""

import socket
from collections.abc import Callable, Iterator
from threading import Thread

import pytest

from bench.wire import Answer, Line, get, post

Play = Callable[[socket.socket], None]


@pytest.fixture
def asked() -> Iterator[Callable[[Play], Answer]]:
    """What a server's play is heard as."""
    with socket.create_server(("127.0.0.1", 0)) as server, Line(server.getsockname()[1]) as line:

        def ask(play: Play) -> Answer:
            def serve() -> None:
                connection, _ = server.accept()
                with connection:
                    connection.recv(4096)
                    play(connection)

            thread = Thread(target=serve)
            thread.start()
            answer = line.ask(get("/"))
            thread.join()
            return answer

        yield ask


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody"], (200, b"body")),
        ([b"HTTP/1.1 202 Accepted\r\nContent-Len", b"gth: 4\r\n\r\nbo", b"dy"], (202, b"body")),
        ([b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"], (304, b"")),
        ([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n0\r\n\r\n"], (200, b"1\r\nx\r\n0\r\n\r\n")),
        ([b"HTTP/1.0 200 OK\r\n\r\n", b"until the end"], (200, b"until the end")),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbody"], (0, b"")),
        ([b"HTTP/1.1 2"], (0, b"")),
        ([], (0, b"")),
    ],
)  # fmt: skip
def test_an_answer_is_whole_or_none(
    asked: Callable[[Play], Answer], pieces: list[bytes], expected: tuple[int, bytes]
) -> None:
    def play(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)

    answer = asked(play)

    assert (answer.status, answer.body) == expected


def test_headers_are_found_in_whatever_letters(asked: Callable[[Play], Answer]) -> None:
    answer = asked(lambda connection: connection.sendall(b'HTTP/1.1 200 OK\r\nETag: "a"\r\nContent-Length: 0\r\n\r\n'))

    assert answer.header("ETag") == '"a"'
    assert answer.header("Vary") == ""


def test_a_post_tells_its_length_in_bytes() -> None:
    head, _, body = post("/", {"name": "فاطمة"}, X_Any="1").partition(b"\r\n\r\n")

    assert f"Content-Length: {len(body)}".encode() in head
    assert b"X-Any: 1" in head
