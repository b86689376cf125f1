"""Who is blocked or trusted: by fingerprint, by mail domain, by network."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.domain.block import FLAGS, Block, Blocks, Effect, Kind, author, prefix
from moderation.domain.comment import Arrival, Author
from tests.builders import a_comment

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HOME = ip_address("198.51.100.7")


def blocks(*entries: tuple[str, str, str]) -> Blocks:
    """A site's entries, as (kind, value, effect)."""
    return Blocks(tuple(Block(Kind(kind), value, Effect(effect)) for kind, value, effect in entries))


@pytest.mark.parametrize(
    ("domain", "flags"),
    [
        ("spam.example", ("blocked_domain",)),
        ("a.b.spam.example", ("blocked_domain",)),
        ("nospam.example", ()),
        ("spam.example.ma", ()),
        ("xn--mgbh0fb.xn--mgbc0a9azcg", ("blocked_domain",)),
        ("good.spam.example", ("trusted_domain",)),
        ("", ()),
    ],
)
def test_a_domain_counts_with_what_is_under_it_and_the_narrower_one_first(domain: str, flags: tuple[str, ...]) -> None:
    listed = blocks(
        ("domain", "spam.example", "block"),
        ("domain", "good.spam.example", "trust"),
        ("domain", "xn--mgbh0fb.xn--mgbc0a9azcg", "block"),
    )

    assert listed.flags(domain, None, AT) == flags


@pytest.mark.parametrize(
    ("address", "flags"),
    [
        ("198.51.100.7", ("blocked_network",)),
        ("198.51.99.7", ("trusted_network",)),
        ("198.52.0.1", ()),
        ("2001:db8:1::1", ("blocked_network",)),
        ("2001:db8:2::1", ()),
    ],
)
def test_a_network_counts_and_the_narrower_one_first(address: str, flags: tuple[str, ...]) -> None:
    listed = blocks(
        ("network", "198.51.0.0/16", "trust"),
        ("network", "198.51.100.0/24", "block"),
        ("network", "2001:db8:1::/48", "block"),
    )

    assert listed.flags("", ip_address(address), AT) == flags


def test_what_is_over_counts_no_more() -> None:
    listed = Blocks((Block(Kind.DOMAIN, "spam.example", Effect.BLOCK, expires_at=AT),))

    assert listed.flags("spam.example", HOME, AT - timedelta(microseconds=1)) == ("blocked_domain",)
    assert listed.flags("spam.example", HOME, AT) == ()


@pytest.mark.parametrize(
    ("effect", "flags", "standing"),
    [
        ("block", (), "blocked_author"),
        ("block", ("trusted_domain",), "blocked_author"),
        ("trust", ("blocked_domain",), "trusted_author"),
        ("", ("trusted_domain", "blocked_network"), "blocked_network"),
        ("", ("trusted_network",), "trusted_network"),
        ("", ("something_of_another_release",), ""),
        ("", (), ""),
    ],
)
def test_a_fingerprint_says_more_than_a_flag_and_a_block_more_than_trust(
    effect: str, flags: tuple[str, ...], standing: str
) -> None:
    listed = blocks(*([("fingerprint", "f1", effect)] if effect else []))
    comment = a_comment(arrival=Arrival(flags=flags))

    assert listed.standing(comment) == standing
    assert listed.trusts(comment) == standing.startswith("trusted")


def test_nobody_is_not_an_author() -> None:
    listed = blocks(("fingerprint", "", "block"))

    assert listed.standing(a_comment(author=Author("x"))) == ""


def test_a_fingerprint_counts_for_what_was_sent_before_its_time_was_over() -> None:
    listed = Blocks((Block(Kind.FINGERPRINT, "f1", Effect.BLOCK, expires_at=AT),))
    comment = a_comment(submitted_at=AT - timedelta(seconds=1))

    assert listed.standing(comment) == "blocked_author"
    assert listed.standing(replace(comment, submitted_at=AT)) == ""


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("198.51.100.0/24", "198.51.100.0/24"),
        ("198.51.100.7/24", "198.51.100.0/24"),
        ("10.0.0.0/255.0.0.0", "10.0.0.0/8"),
        ("2001:DB8:0::/32", "2001:db8::/32"),
        ("::ffff:198.51.100.0/120", "198.51.100.0/24"),
    ],
)
def test_a_prefix_has_one_spelling(typed: str, stored: str) -> None:
    assert prefix(typed) == stored == prefix(stored)


@pytest.mark.parametrize(
    "typed",
    ["198.51.100.7", "198.51.100.0/25", "0.0.0.0/0", "10.0.0.0/7", "2001:db8::1", "2001:db8::/49", "::/0", "fe80::%eth0/32",
     "::ffff:198.51.100.7", "example.ma", "", "1234", "198.51.100.0/٢٤"],
)  # fmt: skip
def test_an_address_is_no_prefix_and_the_whole_world_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        prefix(typed)


@given(st.ip_addresses(), st.data())
def test_whoever_is_in_a_network_is_found_and_nobody_else(
    address: IPv4Address | IPv6Address, data: st.DataObject
) -> None:
    width = data.draw(st.integers(8, 24) if address.version == 4 else st.integers(16, 48))
    network = ip_network((address, width), strict=False)
    other = data.draw(st.ip_addresses(v=address.version))
    listed = blocks(("network", str(network), "block"))

    assert listed.flags("", address, AT) == ("blocked_network",)
    assert bool(listed.flags("", other, AT)) == (other in network)


@given(st.text(max_size=30))
def test_a_prefix_is_one_or_is_refused(typed: str) -> None:
    try:
        found = prefix(typed)
    except ValueError:
        return
    assert prefix(found) == found


@pytest.mark.parametrize("value", ["A" * 22, "1-01m85s3ttnwnrz7vcfqns6cn99"])
def test_an_author_is_a_fingerprint_or_a_comment(value: str) -> None:
    assert author(value) == value


@pytest.mark.parametrize(
    "value", ["", "A" * 21, "x@example.ma", "1-01m85s3ttnwnrz7vcfqns6cnuu", "0-01m85s3ttnwnrz7vcfqns6cn99"]
)
def test_nothing_else_is_an_author(value: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        author(value)


def test_every_flag_can_be_given() -> None:
    given_ = {
        flag
        for effect in ("block", "trust")
        for flag in blocks(("domain", "a.ma", effect), ("network", "198.51.100.0/24", effect)).flags("a.ma", HOME, AT)
    }

    assert given_ == set(FLAGS)
