"""Scripts and languages."""

import pytest
from hypothesis import given

from moderation.domain.text import fold, language, scripts
from moderation.domain.text.lexicon import DARIJA, ENGLISH, FRENCH
from tests.domain.text.samples import ANY_TEXT


def test_letters_are_counted_by_script() -> None:
    assert scripts("سلام Hi мир Ω 漢字 ⴰ 123 😀") == {"arabic": 4, "latin": 2, "cyrillic": 3, "greek": 1, "other": 3}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("مقال ممتاز، شكرا جزيلا", "ar"),
        ("هادشي بزاف على المغاربة", "ar"),
        ("شكرا https://www.youtube.com/watch?v=abcdefghijk", "ar"),
        ("ما فهمت والو f had l article", "ar"),
        ("واش كاين شي update؟", "ar"),
        ("Wach kayn chi 7aja jdida 3la had l2rticle?", "ar"),
        ("hadchi rah machi normal, c'est grave", "ar"),
        ("khoya 3lach", "ar"),
        ("sba7 lkhir", "ar"),
        ("Merci beaucoup pour cet article", "fr"),
        ("C'est à 7h30, le 3ème jour", "fr"),
        ("très bon", "fr"),
        ("Je suis d'accord, wach le gouvernement va payer les dépenses ?", "fr"),
        ("Great article, thank you", "en"),
        ("I bought an iphone7 with an mp3 player at 9pm", "en"),
        ("The 5th of the month", "en"),
        ("Check http://maroc.ma/les/des/une", "en"),
        ("Привет, как дела", "und"),
        ("Ali Mohamed", "und"),
        ("das Auto fährt heute sehr langsam durch München nach Hause zurück ohne Licht", "und"),
        ("12345 👍", "und"),
        ("http://example.com", "und"),
        ("", "und"),
    ],
)
def test_short_comments_get_the_language_a_reader_would_name(value: str, expected: str) -> None:
    assert language(value) == expected


def test_the_lists_are_folded_and_share_no_word() -> None:
    listed = [*FRENCH, *ENGLISH, *DARIJA]

    assert len(set(listed)) == len(listed)
    assert [fold(word) for word in listed] == listed


@given(ANY_TEXT)
def test_any_text_has_one_of_four_languages(value: str) -> None:
    assert language(value) in {"ar", "fr", "en", "und"}
