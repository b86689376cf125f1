"""Words and their places."""

import pytest
from hypothesis import given

from moderation.domain.text import fold, skeleton, words
from tests.domain.text.samples import ANY_TEXT


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", []),
        ("مرحبا، كيفاش داير؟", [("مرحبا", 0, 5), ("كيفاش", 7, 12), ("داير", 13, 17)]),
        ("مُحَـــمَّد!", [("محمد", 0, 11)]),
        ("vi\u200bagra\u200b x", [("viagra", 0, 7), ("x", 9, 10)]),
        ("می\u200cخواهم", [("ميخواهم", 0, 8)]),
        ("L'été", [("l", 0, 1), ("ete", 2, 5)]),
        ("Wach 7it 3lach?", [("wach", 0, 4), ("7it", 5, 8), ("3lach", 9, 14)]),
        ("snake_case ـــ 👍🏽", [("snake", 0, 5), ("case", 6, 10)]),
        ("قال ﷺ", [("قال", 0, 3), ("صلي الله عليه وسلم", 4, 5)]),
        ("p\u0430ypal Привет", [("paypal", 0, 6), ("привет", 7, 13)]),
        ("\ufe70", []),
    ],
)
def test_words_are_folded_and_know_where_they_stood(value: str, expected: list[tuple[str, int, int]]) -> None:
    assert [(word.text, word.start, word.end) for word in words(value)] == expected


@given(ANY_TEXT)
def test_words_stand_in_order_inside_the_original(value: str) -> None:
    places = [place for word in words(value) for place in (word.start, word.end)]

    assert places == sorted(places)
    assert all(0 <= place <= len(value) for place in places)
    assert all(word.start < word.end for word in words(value))


@given(ANY_TEXT)
def test_a_word_is_the_folded_form_or_the_skeleton_of_its_place(value: str) -> None:
    for word in words(value):
        place = value[word.start : word.end]

        assert word.text in {" ".join(fold(place).split()), skeleton(place)}
        assert word.text


@pytest.mark.parametrize(
    "name", ["\u0430dmin", "adm\u0456n", "\u0391dmin", "\u0410DMIN", "ａｄｍｉｎ", "adm\u0131n", "ad\u200bmin", "Ádmin"]
)
def test_a_faked_name_has_the_skeleton_of_the_real_one(name: str) -> None:
    assert skeleton(name) == skeleton("admin")
