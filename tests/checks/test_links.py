"""What the text links to."""

import pytest

from moderation.checks import links
from moderation.domain.evidence import Echo, Rules
from moderation.domain.signal import Reason
from tests.builders import evidence_of


def test_each_link_over_the_limit_doubles_the_odds() -> None:
    body = "شوف http://a.com و http://b.com و www.c.ma"

    signal = links.too_many_links(evidence_of(body), Rules(links=1))

    assert signal
    assert signal.weight == pytest.approx(1.4)
    assert signal.reason == Reason("too_many_links", {"count": 3, "limit": 1})
    assert [body[start:end] for start, end in signal.spans] == ["http://a.com", "http://b.com", "www.c.ma"]


def test_a_hundred_links_weigh_as_much_as_a_few() -> None:
    signal = links.too_many_links(evidence_of("http://a.com " * 100), Rules())

    assert signal
    assert signal.weight == pytest.approx(3.5)


def test_links_up_to_the_limit_are_fine() -> None:
    assert links.too_many_links(evidence_of("voir http://a.com et http://b.com"), Rules(links=2)) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://news.ma/a",
        "www.news.ma",
        "https://NEWS.ma:443/",
        "http://موقع.المغرب",
        "http://xn--4gbrim.xn--mgbc0a9azcg",
    ],
)
def test_the_pages_of_the_site_itself_are_not_counted(url: str) -> None:
    rules = Rules(links=0, hosts=frozenset({"news.ma", "موقع.المغرب"}))

    assert links.too_many_links(evidence_of(f"voir {url}"), rules) is None
    assert links.link_only(evidence_of(url), rules) is None


def test_a_host_that_only_ends_like_the_site_is_counted() -> None:
    assert links.too_many_links(evidence_of("voir http://fakenews.ma"), Rules(links=0, hosts=frozenset({"news.ma"})))


@pytest.mark.parametrize("body", ["http://spam.com/x", "👉 http://spam.com/x 👈!!!", "\u200fspam.com"])
def test_nothing_but_a_link_is_named(body: str) -> None:
    signal = links.link_only(evidence_of(body), Rules())

    assert signal
    assert (signal.weight, signal.reason) == (1.5, Reason("link_only", {"count": 1}))
    assert len(signal.spans) == 1


@pytest.mark.parametrize("body", ["شكرا http://a.com", "مقال جميل", "👍"])
def test_words_beside_a_link_or_no_link_at_all_is_a_comment(body: str) -> None:
    assert links.link_only(evidence_of(body), Rules()) is None


@pytest.mark.parametrize(("count", "weight"), [(6, 0.4), (10, 2.0), (50, 2.0)])
def test_one_owner_in_many_comments_is_named_with_its_links(count: int, weight: float) -> None:
    body = "voir http://a.com puis http://spam.com/1 et http://www.spam.com/2"
    echo = Echo(linked={"a.com": 5, "spam.com": count})

    signal = links.linked_often(evidence_of(body, echo=echo), Rules())

    assert signal
    assert signal.weight == pytest.approx(weight)
    assert not signal.holds
    assert signal.reason == Reason("linked_often", {"count": count, "host": "spam.com", "minutes": 60})
    assert [body[start:end] for start, end in signal.spans] == ["http://spam.com/1", "http://www.spam.com/2"]


def test_what_a_few_link_to_is_the_news_of_the_day() -> None:
    assert links.linked_often(evidence_of("http://a.com", echo=Echo(linked={"a.com": 5})), Rules()) is None


def test_the_site_itself_may_be_linked_as_often_as_one_likes() -> None:
    rules = Rules(hosts=frozenset({"a.com"}))

    assert links.linked_often(evidence_of("http://a.com", echo=Echo(linked={"a.com": 50})), rules) is None
