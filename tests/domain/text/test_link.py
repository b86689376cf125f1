"""Links as people type them."""

import pytest
from hypothesis import given

from moderation.domain.text import host, links
from tests.domain.text.samples import ANY_TEXT


@pytest.mark.parametrize(
    ("value", "urls"),
    [
        ("voir http://example.com/a?b=c#d.", ["http://example.com/a?b=c#d"]),
        ("HTTPS://Example.COM", ["HTTPS://Example.COM"]),
        ("شوف https://hespress.com/أخبار-1، و https://x.com؟", ["https://hespress.com/أخبار-1", "https://x.com"]),
        ("«www.test.ma» et (www.a.fr)", ["www.test.ma", "www.a.fr"]),
        ("(https://fr.wikipedia.org/wiki/Fes_(ville)).", ["https://fr.wikipedia.org/wiki/Fes_(ville)"]),
        ("زوروا موقع.المغرب، الآن", ["موقع.المغرب"]),
        ("hespress.com, le360.ma! bit.ly/abc", ["hespress.com", "le360.ma", "bit.ly/abc"]),
        ("t.me/gains youtu.be/x", ["t.me/gains", "youtu.be/x"]),
        ("انظرexample.com", ["example.com"]),
        ("...example.com:8080/x...", ["example.com:8080/x"]),
        ("ＥＸＡＭＰＬＥ．ＣＯＭ example。com", ["ＥＸＡＭＰＬＥ．ＣＯＭ", "example。com"]),
        ("evil\u200b.com", ["evil\u200b.com"]),
        ("EXAMPLE.COM", ["EXAMPLE.COM"]),
    ],
)
def test_addresses_are_found_without_the_punctuation_of_the_sentence(value: str, urls: list[str]) -> None:
    found = links(value)

    assert [link.url for link in found] == urls
    assert [value[link.start : link.end] for link in found] == urls


@pytest.mark.parametrize(
    "value",
    [
        "fatima@example.com",
        "first.last@mail.example.ma",
        "mailto:a@b.com",
        "là.Ma mère",
        "fin.me voilà",
        "index.php 3.14 1.2.3.4 node.js",
        "salut...com",
        "www... http://... https://?",
        "كلام.جميل",
        "etc. etc.",
        "/path/only",
    ],
)
def test_what_is_no_web_address_is_no_link(value: str) -> None:
    assert links(value) == ()


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("http://paypal.com@Evil.com:80/x", "evil.com"),
        ("http://xn--4gbrim.xn--mgbc0a9azcg/", "موقع.المغرب"),
        ("https://موقع.المغرب/", "موقع.المغرب"),
        ("http://[::1]:80/", "[::1]"),
        ("www.Test.MA.", "www.test.ma"),
    ],
)
def test_the_host_of_a_link_is_where_it_leads(value: str, name: str) -> None:
    assert [link.host for link in links(value)] == [name]


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("xn--mgbc0a9azcg", "المغرب"),
        ("xn--lgbbat1ad8j", "الجزائر"),
        ("xn--mgberp4a5d4ar", "السعودية"),
        ("xn--bcher-kva.example", "bücher.example"),
        ("xn--é.com", "xn--é.com"),
        ("xn--999999999.com", "xn--999999999.com"),
        ("xn--" + "a" * 80, "xn--" + "a" * 80),
        ("ex\u00adample.com", "example.com"),
    ],
)
def test_hosts_are_compared_in_their_own_letters(written: str, compared: str) -> None:
    assert host(written) == compared


@given(ANY_TEXT)
def test_links_stand_in_order_and_never_overlap(value: str) -> None:
    places = [place for link in links(value) for place in (link.start, link.end)]

    assert places == sorted(places)
    assert all(0 <= place <= len(value) for place in places)
