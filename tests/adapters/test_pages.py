"""URLs: one spelling for one page, and nothing that is no page."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.adapters import pages
from moderation.adapters.pages import UrlError
from tests import corpora

PIECES = ["http://", "HTTPS://", "//", "@", ":", "[", "]", "::1", ".", "..", "/", "\\", "?", "#", "%", "%2f", "%zz", "é", "م", "ß", "。", "xn--",
          "a", "B", "1", "80", "99999", "-", "_", " ", "\t", "\u200b", "\u202e", "\ufe0f", "\ud800", "news.example"]  # fmt: skip


def spelt(url: str) -> str | None:
    """The one spelling, or None where it is refused."""
    try:
        return pages.normalise(url)
    except UrlError:
        return None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("HTTP://News.Example", "http://news.example/"),
        ("https://news.example:443/a", "https://news.example/a"),
        ("https://news.example:80/a", "https://news.example:80/a"),
        ("https://news.example./a#comments", "https://news.example/a"),
        ("https://news.example/a?b=c&b=D", "https://news.example/a?b=c&b=D"),
        ("https://news.example/é%c3%a9", "https://news.example/%C3%A9%C3%A9"),
        ("https://news.example/100%", "https://news.example/100%25"),
        ("https://موقع.المغرب/", "https://xn--4gbrim.xn--mgbc0a9azcg/"),
        ("http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("http://127.0.0.1:8000/demo/ar", "http://127.0.0.1:8000/demo/ar"),
        ("http://my_host.example/", "http://my_host.example/"),
        ("http://[0:0:0:0:0:0:127.0.0.1]/", "http://[::7f00:1]/"),
    ],
)
def test_one_spelling_for_one_page(typed: str, kept: str) -> None:
    assert pages.normalise(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "news.example", "//news.example/", "ftp://news.example/", "javascript:alert(1)", "data:,x", "http://", "http:///a", "http://user@news.example/",
     "http://user:pw@news.example/", "http://news.example:65536/", "http://news.example:x/", "http://a b/", "http://a\tb/", "http://a/\n", "http://[::1",
     "http://a\\b/", "http://a..b/", "http://-/\u2028", "http://" + "a" * 64 + ".ma/", "http://xn--a\u0301.ma/", "http://xn--pokxncvks.ma/", "http://127.1/", "http://0x7f000001/",
     "http://２１３０７０６４３３/", "http://a.01/", "http://1.2.3.256/", "http://[::1%1]/", "http://[v1.a]/", "http://a../", "http://😀\ud800/"],
)  # fmt: skip
def test_what_is_no_page_is_refused(typed: str) -> None:
    assert spelt(typed) is None


@given(st.lists(st.sampled_from(PIECES) | st.characters(), max_size=12).map("".join))
def test_twice_is_once_and_every_page_has_a_plain_origin(typed: str) -> None:
    kept = spelt(typed)

    assert kept is None or pages.normalise(kept) == kept
    assert kept is None or kept.isascii()
    assert kept is None or (urlsplit(kept).scheme in {"http", "https"} and "@" not in pages.origin_of(kept))


@pytest.mark.parametrize("lines", [corpora.own("url"), corpora.beside("url_wpt")], ids=["own", "web-platform-tests"])
def test_no_url_of_the_suites_breaks_anything(lines: list[dict[str, str]]) -> None:
    """Each is normalised, or refused with UrlError."""
    if not lines:
        pytest.skip(corpora.ABSENT)

    kept = [spelt(line["input"]) for line in lines]

    assert [url for url in kept if url and pages.normalise(url) != url] == []


def test_where_browsers_see_a_web_page_so_do_we_or_we_refuse() -> None:
    """No URL has one host for a browser and another for us: that would be a way past the site's list of origins."""
    lines = corpora.beside("url_wpt") or pytest.skip(corpora.ABSENT)
    ours = [(line, url) for line in lines if (url := spelt(line["input"]))]

    assert len(ours) > 90
    assert [line["id"] for line, url in ours if not line.get("host") or urlsplit(url).netloc != line["host"]] == []
