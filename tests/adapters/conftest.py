"""What is outside, misbehaving."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def silent(tmp_path: Path) -> Iterator[str]:
    """The address of a Redis that accepts and never answers."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"{tmp_path}/s")
        server.listen(64)
        yield f"unix://{tmp_path}/s"
