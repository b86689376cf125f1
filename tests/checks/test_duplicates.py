"""The same text again, or nearly: much if it leads somewhere, little if many people may honestly say it."""

import pytest

from moderation.checks import Check, duplicates
from moderation.domain.comment import Author
from moderation.domain.evidence import Echo, Rules
from moderation.domain.signal import Reason, Signal
from tests.builders import a_comment, evidence_of

OFFER = "اربحوا معنا كل يوم: http://casino.example/7"
SLOGAN = "الشعب يريد إسقاط الفساد والاستبداد"


@pytest.mark.parametrize(("count", "weight"), [(1, 0.8), (3, 2.4), (40, 2.4)])
def test_each_repetition_weighs_up_to_a_limit(count: int, weight: float) -> None:
    signal = duplicates.same_text(evidence_of(OFFER, same_text=count), Rules())

    assert signal
    assert signal.weight == pytest.approx(weight)
    assert signal.reason == Reason("same_text", {"count": count})


@pytest.mark.parametrize(("count", "weight"), [(1, 0.6), (3, 1.8), (40, 1.8)])
def test_each_text_that_is_nearly_the_same_weighs_less(count: int, weight: float) -> None:
    signal = duplicates.near_text(evidence_of(OFFER, echo=Echo(near=count)), Rules())

    assert signal
    assert signal.weight == pytest.approx(weight)
    assert signal.reason == Reason("near_text", {"count": count})


@pytest.mark.parametrize(
    "body", ["اتصلوا بنا 06 12 34 56 78", "écrivez à gains@casino.example", "voir www.casino.example", "suivez @casino"]
)
def test_whatever_leads_somewhere_weighs_in_full(body: str) -> None:
    signal = duplicates.same_text(evidence_of(body, same_text=9), Rules())

    assert signal
    assert signal.weight == pytest.approx(2.4)


def test_a_website_beside_the_name_leads_somewhere() -> None:
    comment = a_comment("Great post!", author=Author("Best Casino", "https://casino.example/"))

    signal = duplicates.same_text(evidence_of(same_text=9, comment=comment), Rules())

    assert signal
    assert signal.weight == pytest.approx(2.4)


def test_what_many_people_say_weighs_little_however_many_they_are() -> None:
    slogan = evidence_of(SLOGAN, same_text=500, echo=Echo(near=50))

    signals = [check(slogan, Rules()) for check in (duplicates.same_text, duplicates.near_text)]

    assert [signal and signal.weight for signal in signals] == [pytest.approx(0.4), pytest.approx(0.3)]


def test_a_link_to_the_site_itself_leads_nowhere() -> None:
    rules = Rules(hosts=frozenset({"news.example"}))

    signal = duplicates.same_text(evidence_of(f"{SLOGAN} https://news.example/a", same_text=500), rules)

    assert signal
    assert signal.weight == pytest.approx(0.4)


def test_a_text_that_was_refused_weighs_by_itself() -> None:
    signal = duplicates.same_text_refused(evidence_of(same_text=2, same_text_refused=1), Rules())

    assert signal == Signal("duplicates", 2.5, Reason("same_text_refused", {"count": 1}))


def test_a_text_like_one_that_was_refused_weighs_nearly_as_much() -> None:
    signal = duplicates.near_text_refused(evidence_of(echo=Echo(near=2, refused=2)), Rules())

    assert signal == Signal("duplicates", 2.0, Reason("near_text_refused", {"count": 2}))


@pytest.mark.parametrize(("count", "weight"), [(2, 0.8), (4, 2.4), (50, 2.4)])
def test_an_author_who_repeats_a_text_is_named_whatever_it_says(count: int, weight: float) -> None:
    signal = duplicates.repeated(evidence_of(SLOGAN, echo=Echo(by_author=count)), Rules())

    assert signal
    assert signal.weight == pytest.approx(weight)
    assert signal.reason == Reason("repeated", {"count": count})
    assert signal.advises


def test_sent_twice_may_be_a_mistake() -> None:
    assert duplicates.repeated(evidence_of(echo=Echo(by_author=1)), Rules()) is None


@pytest.mark.parametrize(
    "check",
    [
        duplicates.same_text,
        duplicates.same_text_refused,
        duplicates.near_text,
        duplicates.near_text_refused,
        duplicates.repeated,
    ],
)
def test_a_text_of_its_own_says_nothing(check: Check) -> None:
    assert check(evidence_of(), Rules()) is None
