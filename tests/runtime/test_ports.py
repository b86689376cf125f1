"""The address to listen on is looked at before anything is started."""

import socket

import pytest

from moderation.runtime.ports import check_bind
from moderation.runtime.trouble import Trouble


def test_a_free_port_is_no_news() -> None:
    check_bind("127.0.0.1", 0)


def test_a_taken_port_is_said_with_the_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(Trouble, match=rf"Port {port} is taken: .* MODERATION_BIND=127\.0\.0\.1:{port + 1}"):
            check_bind("127.0.0.1", port)


def test_a_foreign_address_is_said_with_the_remedy() -> None:
    with pytest.raises(Trouble, match=r"cannot listen on 192\.0\.2\.1: set MODERATION_BIND"):
        check_bind("192.0.2.1", 8000)
