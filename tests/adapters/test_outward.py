"""Asking outside over real sockets: one whole answer within its time, or one word why not."""

import datetime as dt
import socket
import ssl
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from moderation.adapters.outward import LARGEST, Outward
from moderation.domain.message import RefusedError, SendingError
from tests.outsider import Outsider, rude

HEAD = b"HTTP/1.1 200 OK\r\n"


def ask(url: str, seconds: float = 10.0) -> bytes:
    return Outward().post(seconds, f"{url}/classify", b"{}", "application/json").body


def fault(url: str, seconds: float = 10.0) -> str:
    """Why there is no answer."""
    with pytest.raises(SendingError) as error:
        ask(url, seconds)
    assert error.value.__cause__ is None
    return error.value.code


def drip(connection: socket.socket) -> None:
    """A header without an end, a little at a time, for longer than anybody waits."""
    connection.sendall(HEAD)
    for _ in range(200):
        connection.sendall(b"X-Long: 1\r\n")
        time.sleep(0.05)


def drip_chunks(connection: socket.socket) -> None:
    """The same in a body."""
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    for _ in range(200):
        connection.sendall(b"1\r\na\r\n")
        time.sleep(0.05)


def continue_for_ever(connection: socket.socket) -> None:
    """One provisional answer after the other."""
    for _ in range(200):
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.05)


def test_an_answer_is_read_whole_with_its_headers(friend: Outsider) -> None:
    friend.tip = "discard"

    answer = Outward().post(10.0, f"{friend.url}/classify", '{"id":"س"}'.encode(), "application/json")

    assert answer.body == b'{"spam": 0.1, "offensive": null}'
    assert answer.headers["x-akismet-pro-tip"] == "discard"
    assert friend.calls == [("classify", {"id": "س"})]
    (sent,) = friend.raw
    assert sent.startswith(b"POST /classify HTTP/1.1\nHost: 127.0.0.1:")
    assert b"Cookie" not in sent
    assert b"Authorization" not in sent


@pytest.mark.parametrize("status", [400, 401, 404, 410])
def test_a_refusal_is_final(friend: Outsider, status: int) -> None:
    friend.status = status

    with pytest.raises(RefusedError, match=f"http_{status}"):
        ask(friend.url)


@pytest.mark.parametrize("status", [201, 204, 408, 429, 500, 503])
def test_what_may_heal_is_not(friend: Outsider, status: int) -> None:
    friend.status = status

    with pytest.raises(SendingError, match=f"http_{status}") as error:
        ask(friend.url)
    assert not error.value.permanent


def test_a_redirect_is_not_followed(friend: Outsider) -> None:
    def redirect(connection: socket.socket) -> None:
        connection.sendall(f"HTTP/1.1 307 Go\r\nLocation: {friend.url}/classify\r\nContent-Length: 0\r\n\r\n".encode())

    with rude(redirect) as url:
        assert fault(url) == "redirect"
    assert friend.calls == []


@pytest.mark.parametrize(
    ("behave", "code"),
    [
        (lambda connection: connection.sendall(b"220 smtp ready\r\n"), "garbage"),
        (lambda connection: connection.sendall(b"\x00\xff" * 40_000), "garbage"),
        (lambda connection: connection.sendall(HEAD + b"X: 1\r\n" * 200 + b"\r\n"), "garbage"),
        (lambda connection: connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "garbage"),
        (lambda connection: connection.sendall(HEAD + b"\r\n" + b"a" * (LARGEST + 1)), "too_large"),
        (lambda connection: connection.sendall(HEAD + b"Content-Length: 9999999999\r\n\r\n" + b"a" * 2**20), "too_large"),
        (lambda _: None, "unreachable"),
        (lambda connection: connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0"), "unreachable"),
    ],
    ids=["another protocol", "noise", "many headers", "bad chunks", "large", "endless", "nothing", "reset"],
)  # fmt: skip
def test_whatever_comes_ends_with_a_word_of_ours(behave: Callable[[socket.socket], object], code: str) -> None:
    with rude(behave) as url:
        assert fault(url) == code


@pytest.mark.parametrize("behave", [drip, drip_chunks, continue_for_ever])
def test_dripping_does_not_buy_time(behave: Callable[[socket.socket], None]) -> None:
    with rude(behave) as url:
        assert fault(url, seconds=0.3) == "timeout"


def test_who_hangs_is_given_up() -> None:
    over = Event()
    with rude(lambda _: over.wait(20)) as url:
        assert fault(url, seconds=0.2) == "timeout"
        over.set()


def test_who_never_takes_the_request_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(SendingError, match="timeout"):
            Outward().post(0.2, url, b"a" * 2**24, "text/plain")


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "https://127.0.0.1:1", "http://[::1]:1"])
def test_where_nobody_listens_nobody_answers(url: str) -> None:
    assert fault(url) == "unreachable"


def test_a_name_that_nobody_has_is_unreachable() -> None:
    assert fault("https://nobody.invalid") == "unreachable"


@pytest.mark.parametrize("host", ["10.0.0.1", "169.254.169.254", "[fd00::1]", "192.168.0.1"])
def test_a_private_place_is_not_even_connected_to(host: str) -> None:
    assert fault(f"https://{host}:1") == "private_address"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of this machine that nobody has signed, with its key."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - dt.timedelta(1)).not_valid_after(now + dt.timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "pair.pem").write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return tmp_path / "pair.pem"


def secured(certificate: Path) -> Callable[[socket.socket], None]:
    """An answer over TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def behave(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as line:
            line.recv(65_536)
            line.sendall(HEAD + b"Content-Length: 4\r\n\r\ntrue")

    return behave


def test_a_certificate_that_is_not_trusted_is_named(certificate: Path) -> None:
    with rude(secured(certificate), reads=False) as url:
        assert fault(url.replace("http://127.0.0.1", "https://localhost")) == "not_trusted"


def test_one_that_is_trusted_is_answered(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with rude(secured(certificate), reads=False) as url:
        assert ask(url.replace("http://127.0.0.1", "https://localhost")) == b"true"


def test_one_of_another_name_is_not(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with rude(secured(certificate), reads=False) as url:
        assert fault(url.replace("http", "https")) == "not_trusted"


def test_what_speaks_no_tls_is_unreachable_by_it() -> None:
    with rude(lambda connection: connection.sendall(b"HTTP/1.1 400 Bad\r\n\r\n")) as url:
        assert fault(url.replace("http", "https")) == "unreachable"
