"""Arabic in Latin letters: heard as the word it may stand for, and not as others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.domain.text import Listing, fold
from moderation.domain.text.arabizi import of_arabic, of_latin

HEARD = {
    "حمار": "7mar hmar 7maar", "كلبة": "kalba klba kelbah", "قحبة": "9a7ba qahba ka7ba", "خرا": "khra 5ra xra",
    "زامل": "zamel zaml", "كذاب": "kdab kedab kadab", "شفار": "cheffar shfar", "أحمق": "ahma9 a7maq", "منيوك": "mnyouk mniwk",
    "لعين": "l3in", "غبي": "ghabi 8bi", "طبون": "tabon 6eboun", "سافل": "safel", "عاهرة": "3ahira 3ahera",
}  # fmt: skip
PAIRS = [(arabic, spelled) for arabic, every in HEARD.items() for spelled in every.split()]


@pytest.mark.parametrize(("arabic", "spelled"), PAIRS)
def test_a_word_is_heard_in_each_of_its_spellings(arabic: str, spelled: str) -> None:
    listing = Listing(map(fold, HEARD))

    assert listing.find(fold(spelled)) == fold(arabic)


@pytest.mark.parametrize(
    "word",
    ["hammer", "homer", "7mer", "hmara", "club", "calibre", "kalb", "content", "sfl", "kalbi", "5 000", "été"],
)
def test_words_that_only_resemble_one_are_not(word: str) -> None:
    assert Listing(map(fold, HEARD)).find(fold(word)) == ""


@pytest.mark.parametrize("word", ["كس", "من", "يا", "و", "الله أكبر", "hmar", "", "حمار7"])
def test_what_is_short_or_in_another_script_is_not_listed(word: str) -> None:
    assert of_arabic(fold(word)) is None


@given(st.text())
def test_any_text_is_taken(value: str) -> None:
    for sound in (of_arabic(value), of_latin(value)):
        assert sound is None or len(sound.vowels) == len(sound.consonants) + 1


@given(st.text(alphabet="aeiouywkhgsct23456789bdfjlmnpqrtvxz", max_size=40))
def test_latin_letters_and_digits_are_always_heard_or_too_short(value: str) -> None:
    sound = of_latin(value)

    assert sound is None or sound.consonants
