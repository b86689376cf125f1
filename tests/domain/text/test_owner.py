"""Whom a link speaks for."""

import pytest
from hypothesis import given

from moderation.domain.text import links, owner
from tests.domain.text.samples import ANY_TEXT


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://spam.com/offer?id=7", "spam.com"),
        ("https://a.b.SPAM.com:8080", "spam.com"),
        ("www.spam.co.uk/x", "spam.co.uk"),
        ("http://news.press.ma/", "news.press.ma"),
        ("http://press.ma/", "press.ma"),
        ("http://xn--4gbrim.xn--mgbc0a9azcg/x", "موقع.المغرب"),
        ("http://1.2.3.4/x", "1.2.3.4"),
        ("http://localhost/x", "localhost"),
        ("https://t.me/casino/5?x=1", "t.me/casino"),
        ("https://t.me/Casino#top", "t.me/Casino"),
        ("t.me/casino", "t.me/casino"),
        ("http://one.blogspot.com/2026/x", "one.blogspot.com"),
        ("http://www.one.blogspot.com/", "one.blogspot.com"),
    ],
)
def test_it_is_what_has_to_be_paid_for_anew(url: str, name: str) -> None:
    (link,) = links(url)

    assert owner(link) == name


@pytest.mark.parametrize(
    "url", ["https://www.youtube.com/watch?v=1", "https://fr.wikipedia.org/wiki/Rabat", "http://x.com/a"]
)
def test_what_everybody_links_to_speaks_for_nobody(url: str) -> None:
    (link,) = links(url)

    assert owner(link) == ""


@given(ANY_TEXT)
def test_every_link_of_any_text_has_one_answer(value: str) -> None:
    assert all(isinstance(owner(link), str) for link in links(f"http://{value} www.{value}"))
