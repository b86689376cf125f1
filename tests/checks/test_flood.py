"""Many comments in a short time."""

import pytest

from moderation.checks import flood
from moderation.domain.evidence import Echo, Rules
from moderation.domain.signal import Reason
from tests.builders import evidence_of


@pytest.mark.parametrize(("count", "weight"), [(4, 0.6), (6, 1.8), (7, 2.4), (500, 2.4)])
def test_an_author_in_a_flood_weighs_more_up_to_a_limit(count: int, weight: float) -> None:
    signal = flood.by_author(evidence_of(recent_by_author=count), Rules())

    assert signal
    assert signal.weight == pytest.approx(weight)
    assert signal.reason == Reason("flood_author", {"count": count, "minutes": 10})


@pytest.mark.parametrize(("count", "weight"), [(9, 0.3), (14, 1.8), (500, 1.8)])
def test_a_network_in_a_flood_weighs_less_for_it_may_be_a_town(count: int, weight: float) -> None:
    signal = flood.by_network(evidence_of(recent_by_network=count), Rules())

    assert signal
    assert signal.weight == pytest.approx(weight)
    assert signal.reason == Reason("flood_network", {"count": count, "minutes": 10})


def test_a_lively_talk_is_no_flood() -> None:
    lively = evidence_of(recent_by_author=3, recent_by_network=8)

    assert flood.by_author(lively, Rules()) is None
    assert flood.by_network(lively, Rules()) is None


@pytest.mark.parametrize(("count", "weight"), [(4, 0.5), (7, 2.0), (50, 2.0)])
def test_one_text_from_many_at_once_asks_for_a_person(count: int, weight: float) -> None:
    signal = flood.by_text(evidence_of("كل شيء مجانا على http://casino.example", echo=Echo(lately=count)), Rules())

    assert signal
    assert signal.holds
    assert signal.weight == pytest.approx(weight)
    assert signal.reason == Reason("flood_text", {"count": count, "minutes": 10})


def test_a_text_that_leads_nowhere_may_come_more_often() -> None:
    usual, signal = (flood.by_text(evidence_of(echo=Echo(lately=count)), Rules()) for count in (10, 12))

    assert usual is None
    assert signal
    assert signal.weight == pytest.approx(0.4)
    assert signal.holds
