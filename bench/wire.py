"""One connection that speaks HTTP/1.1: kept alive, opened anew where the server closes it. As little work as can be: it is measured too."""

import json
import socket
from typing import NamedTuple, Self

CHUNK = 256 * 1024  # bytes taken at once
PATIENCE = 30.0  # seconds; who says nothing for so long is broken
END = b"\r\n\r\n"


class Answer(NamedTuple):
    """What came back; its head in small letters."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header; empty without it."""
        _, found, rest = self.head.partition(f"\r\n{name.lower()}: ".encode())
        return rest.partition(b"\r\n")[0].decode() if found else ""


class Line:
    """A connection to a port of this machine."""

    def __init__(self, port: int) -> None:
        """Nothing is opened yet."""
        self._port = port
        self._socket: socket.socket | None = None
        self._heard, self._end, self._needed = bytearray(), -1, -1

    def __enter__(self) -> Self:
        """For ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Hang up; ``send`` opens it again."""
        if self._socket:
            self._socket.close()
        self._socket = None

    def fileno(self) -> int:
        """For whoever waits for several of them; -1 while it is closed."""
        return self._socket.fileno() if self._socket else -1

    def send(self, request: bytes) -> bool:
        """Send a request; whether the connection was opened for it."""
        opened = self._socket is None
        self._heard, self._end, self._needed = bytearray(), -1, -1
        self._open().sendall(request)
        return opened

    def take(self) -> Answer | None:
        """Hear what has come; None if more is to come. Status 0: the server hung up in the middle.

        Raises:
            TimeoutError: Nothing came.
        """
        try:
            piece = self._open().recv(CHUNK)
        except ConnectionError:
            piece = b""
        self._heard += piece
        if self._end < 0:
            self._read_head()
        whole = self._end > 0 and (len(self._heard) >= self._needed if self._needed >= 0 else self._chunks_end())
        if piece and not whole:
            return None
        return self._answer(whole=whole or (self._end > 0 and self._needed < 0 and not piece), hung_up=not piece)

    def ask(self, request: bytes) -> Answer:
        """Send a request and wait for its answer."""
        self.send(request)
        while (answer := self.take()) is None:
            pass
        return answer

    def _open(self) -> socket.socket:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), PATIENCE)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def _read_head(self) -> None:
        self._end = self._heard.find(END)
        if self._end < 0:
            return
        self._head = bytes(self._heard[: self._end]).lower()
        _, found, length = self._head.partition(b"\r\ncontent-length: ")
        if found:
            self._needed = self._end + len(END) + int(length.partition(b"\r\n")[0])
        elif self._head[9:12] in {b"204", b"304"}:
            self._needed = self._end + len(END)

    def _chunks_end(self) -> bool:
        return b"\r\ntransfer-encoding: chunked" in self._head and self._heard.endswith(b"0\r\n\r\n")

    def _answer(self, *, whole: bool, hung_up: bool) -> Answer:
        if hung_up or (whole and b"\r\nconnection: close" in self._head):
            self.close()
        if not whole:
            return Answer(0, b"", b"")
        return Answer(int(self._head[9:12]), self._head, bytes(memoryview(self._heard)[self._end + len(END) :]))


def get(path: str, **headers: str) -> bytes:
    """The bytes of a GET; ``If_None_Match=…`` becomes ``If-None-Match``."""
    return _head("GET", path, headers) + b"\r\n"


def post(path: str, body: object, **headers: str) -> bytes:
    """The bytes of a POST of JSON."""
    data = json.dumps(body, ensure_ascii=False).encode()
    given = {**headers, "Content_Type": "application/json", "Content_Length": str(len(data))}
    return _head("POST", path, given) + b"\r\n" + data


def _head(method: str, path: str, headers: dict[str, str]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n").encode()
