"""Words the site has listed."""

import pytest

from moderation.checks.wordlist import listed_word
from moderation.domain.evidence import Rules
from moderation.domain.signal import Reason
from moderation.domain.text import fold
from tests.builders import evidence_of


def listing(*entries: str) -> Rules:
    """Rules with these words, folded as the store keeps them."""
    return Rules(words=frozenset(map(fold, entries)))


@pytest.mark.parametrize(
    ("entry", "body", "place"),
    [
        ("حمار", "يا حِمَـــار!", "حِمَـــار"),
        ("أحمق", "انت احمق", "احمق"),
        ("حمار", "حماااااار", "حماااااار"),
        ("7mar", "Nta 7MAR", "7MAR"),
        ("débile", "C'est DEBILE.", "DEBILE"),
        ("viagra", "buy vi\u200bagra", "vi\u200bagra"),
        ("viagra", "buy vi\u0430gra", "vi\u0430gra"),
        ("اربح المال", "إربح  المال الآن", "إربح  المال"),
    ],
)
def test_a_listed_word_is_found_however_it_is_dressed(entry: str, body: str, place: str) -> None:
    signal = listed_word(evidence_of(body), listing(entry))

    assert signal
    assert [body[start:end] for start, end in signal.spans] == [place]


@pytest.mark.parametrize(
    ("body", "place"), [("Nta 7mar", "7mar"), ("wach nta HMAAAR", "HMAAAR"), ("had l5bar dyal 7mar bzaf", "7mar")]
)
def test_arabic_in_latin_letters_is_read_a_second_time(body: str, place: str) -> None:
    signal = listed_word(evidence_of(body), listing("حمار"))

    assert signal
    assert signal.reason.params["word"] == "حمار"
    assert [body[start:end] for start, end in signal.spans] == [place]


def test_what_is_no_arabic_is_not_read_as_such() -> None:
    assert listed_word(evidence_of("We met Mr. Hmar at the zoo, and he was very nice."), listing("حمار")) is None


@pytest.mark.parametrize(
    ("entry", "body"), [("con", "un contenu"), ("كلب", "كلبة"), ("كلب", "مكلبش"), ("good deal", "a good, big deal")]
)
def test_parts_of_words_and_phrases_are_not_found(entry: str, body: str) -> None:
    assert listed_word(evidence_of(body), listing(entry)) is None


def test_a_listed_word_holds_and_says_nothing_about_spam() -> None:
    signal = listed_word(evidence_of("حمار و أحمق وحمار حمار"), listing("حمار", "أحمق"))

    assert signal
    assert (signal.check, signal.weight, signal.holds) == ("wordlist", 0.0, True)
    assert signal.reason == Reason("listed_word", {"word": "حمار", "count": 3})


def test_a_word_inside_a_listed_phrase_counts_once() -> None:
    signal = listed_word(evidence_of("win money money"), listing("win money", "money"))

    assert signal
    assert signal.reason.params == {"word": "win money", "count": 2}
    assert signal.spans == ((0, 9), (10, 15))


@pytest.mark.parametrize("body", ["", "👍", "مقال جميل"])
def test_an_empty_list_finds_nothing(body: str) -> None:
    assert listed_word(evidence_of(body), Rules()) is None
