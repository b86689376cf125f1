"""Words on a list, and the list that comes with the house."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.checks.wordlist import listed_word
from moderation.domain.evidence import Rules
from moderation.domain.listed import entry
from moderation.domain.starter import PHRASES, STARTER, WORDS
from tests.builders import evidence_of


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("أحـمـق", "احمق"),
        ("DÉBILE", "debile"),
        (" 9A7BA ", "9a7ba"),
        ("ta  gueule", "ta gueule"),
        ("rendez-vous", "rendez vous"),
        ("l'idiot", "l idiot"),
        ("vi\u0430gra", "viagra"),
    ],
)
def test_an_entry_is_written_as_comments_are_compared(typed: str, stored: str) -> None:
    assert entry(typed) == stored


@pytest.mark.parametrize(
    "typed", ["", " ", "🙂", "un deux trois", "c++", "n***", "a, b", "a.b", "a@b", "a/b", "كلمة، أخرى"]
)
def test_what_is_never_compared_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not a word or two"):
        entry(typed)


@given(st.text(max_size=40))
def test_what_was_listed_is_found_in_what_was_typed(typed: str) -> None:
    try:
        stored = entry(typed)
    except ValueError:
        return
    signal = listed_word(evidence_of(typed), Rules(words=frozenset({stored})))

    assert signal
    assert signal.reason.params["word"] == stored


def test_the_starter_lists_are_small_and_in_every_language() -> None:
    assert set(WORDS) == set(PHRASES) == {"ar", "ar-MA", "ar-MA-Latn", "fr", "en"}
    assert all(10 <= len(words.split()) <= 40 for words in WORDS.values())
    assert len(STARTER) > 100


@pytest.mark.parametrize(
    "body",
    [
        "The pros and cons of the new law, and a retard of two hours for the train.",
        "Le retard du train est une honte, et le con de la chanson est un poète. Un chien, une chienne, des porcs.",
        "تقود السيدة الجمعية، وهي قواد الجيش، والخنازير في الغابة، وزملاء العمل، والحمار حيوان صبور، عكس الكلب.",
        "غادي نمشي لدار، سير الله يسهل عليك، 7mar dyal jarna, sir b7alk, l7o9o9 dyal nas.",
    ],
)
def test_what_is_said_in_good_faith_is_on_no_starter_list(body: str) -> None:
    assert listed_word(evidence_of(body), Rules(words=STARTER)) is None


@pytest.mark.parametrize(
    "body", ["Espèce de CONNARD !", "يا ولـد القَحبة", "nta wld l9a7ba", "you are a bitch", "ta gueule"]
)
def test_what_is_an_insult_is_held(body: str) -> None:
    signal = listed_word(evidence_of(body), Rules(words=STARTER))

    assert signal
    assert (signal.holds, signal.weight) == (True, 0.0)
