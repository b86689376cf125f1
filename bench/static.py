"""A server that does nothing: the same bytes for each request, from one loop. ``python -m bench.static PORT BYTES``."""

import asyncio
import sys


class Static(asyncio.Protocol):
    """One connection."""

    answer = b""
    transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - for the types
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Requests without a body come in one piece here."""
        self.transport.write(self.answer * data.count(b"\r\n\r\n"))


async def main(port: int, size: int) -> None:
    """Serve until it is stopped."""
    Static.answer = f"HTTP/1.1 200 OK\r\ncontent-length: {size}\r\n\r\n".encode() + b"x" * size
    server = await asyncio.get_running_loop().create_server(Static, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
