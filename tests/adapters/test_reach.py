"""Where we may ask: what an operator may name, and where names may lead."""

from ipaddress import ip_network

import pytest

from moderation.adapters import reach
from moderation.adapters.pages import UrlError


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://rest.akismet.com", "https://rest.akismet.com"),
        ("https://Rest.Akismet.com:443/", "https://rest.akismet.com"),
        ("https://models.example/spam/", "https://models.example/spam"),
        ("http://127.0.0.1:9000/classify", "http://127.0.0.1:9000/classify"),
        ("http://localhost:9000", "http://localhost:9000"),
        ("http://[::1]:9000", "http://[::1]:9000"),
    ],
)
def test_https_may_be_asked_and_this_machine_by_http(given: str, kept: str) -> None:
    assert reach.normalise(given) == kept


@pytest.mark.parametrize(
    "given",
    ["http://rest.akismet.com", "http://10.0.0.1", "https://u:p@models.example", "https://models.example/?token=a",
     "ftp://models.example", "file:///etc/passwd", "models.example", "http://localhost.example"],
)  # fmt: skip
def test_nothing_else_may(given: str) -> None:
    with pytest.raises(UrlError):
        reach.normalise(given)


PRIVATE = [
    "127.0.0.1", "::1", "10.1.2.3", "172.30.80.2", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
    "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "224.0.0.1", "ff02::1", "255.255.255.255",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_may_not_lead_to_a_private_place(address: str) -> None:
    assert not reach.may("models.example", address, ())


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_a_name_may_lead_to_a_public_place(address: str) -> None:
    assert reach.may("models.example", address, ())


def test_a_private_place_may_be_asked_where_the_operator_says_so() -> None:
    networks = (ip_network("172.30.80.0/24"), ip_network("fd00::/8"))

    assert reach.may("classifier", "172.30.80.2", networks)
    assert reach.may("classifier", "fd00::1", networks)
    assert not reach.may("classifier", "172.30.81.2", networks)


def test_this_machine_may_be_asked_by_its_own_name_only() -> None:
    assert reach.may("localhost", "127.0.0.1", ())
    assert reach.may("::1", "::1", ())
    assert not reach.may("localhost.example", "127.0.0.1", ())
    assert not reach.may("localhost", "10.0.0.1", ())
