"""Disguises, and what only looks like one."""

import pytest
from hypothesis import given

from moderation.domain.text import marks
from tests.domain.text.samples import ANY_TEXT, attacks


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("nice \u202egnp.exe", [("bidi", 5, 6)], id="override"),
        pytest.param("a\u2066\u2067b\u202c", [("bidi", 1, 3), ("bidi", 4, 5)], id="a run counts once"),
        pytest.param("vi\u200bagra", [("invisible", 2, 3)], id="zero-width space"),
        pytest.param("vi\u200d\u200cagra", [("invisible", 2, 4)], id="joiners in Latin"),
        pytest.param("im\u00adpossible", [("invisible", 2, 3)], id="soft hyphen"),
        pytest.param("ال\u200bله", [("invisible", 2, 3)], id="zero-width space in Arabic"),
        pytest.param("v\ufe0fi", [("invisible", 1, 2)], id="variation selector in a word"),
        pytest.param("hi\U000e0041\U000e0042", [("invisible", 2, 4)], id="tags"),
        pytest.param("😀\ufe0f\ufe0e\ufe0f", [("invisible", 1, 4)], id="a load of variation selectors"),
        pytest.param("p\u0430ypal", [("homoglyph", 0, 6)], id="Cyrillic a"),
        pytest.param("ok \u0391dmin", [("homoglyph", 3, 8)], id="Greek alpha"),
        pytest.param(
            "p\u200b\u0430y\u202epal", [("homoglyph", 0, 8), ("invisible", 1, 2), ("bidi", 4, 5)], id="all at once"
        ),
    ],
)
def test_disguises_are_found_where_they_stand(value: str, expected: list[tuple[str, int, int]]) -> None:
    assert [(mark.kind, mark.start, mark.end) for mark in marks(value)] == expected


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("x\u200ey\u200f z\u061c", id="directional marks"),
        pytest.param("می\u200cخواهم", id="Persian ZWNJ"),
        pytest.param("ه\u200d ١٤٤٥", id="Arabic ZWJ"),
        pytest.param("क्\u200dष", id="Indic ZWJ"),
        pytest.param("คน\u200bไทย", id="Thai word break"),
        pytest.param("👨\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3", id="emoji"),
        pytest.param("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", id="flag of England"),
        pytest.param("\ufeffBonjour\u200b", id="at the ends"),
        pytest.param("Merci شكرا thanks والوwow", id="Arabic and Latin"),
        pytest.param("Привет hello Αθήνα", id="words of their own script"),
        pytest.param("10 µm Δt kΩ αx", id="units and formulas"),
        pytest.param("SMSкa", id="a Russian ending"),
    ],
)
def test_ordinary_writing_is_no_disguise(value: str) -> None:
    assert marks(value) == ()


@pytest.mark.parametrize("value", attacks("bidi-embed/override"))
def test_bidi_attacks_are_marked(value: str) -> None:
    assert [mark.kind for mark in marks(value)] == ["bidi"]


@pytest.mark.parametrize("value", attacks("zero-width/invisible"))
def test_invisible_attacks_are_marked(value: str) -> None:
    assert [mark.kind for mark in marks(value)] == ["invisible"]


@pytest.mark.parametrize(
    "value", attacks("emoji-zwj") + attacks("persian-zwnj") + attacks("mixed-legit") + attacks("tifinagh")
)
def test_legitimate_samples_are_not_marked(value: str) -> None:
    assert marks(value) == ()


@given(ANY_TEXT)
def test_marks_stand_in_order_inside_the_original(value: str) -> None:
    found = marks(value)

    assert [mark.start for mark in found] == sorted(mark.start for mark in found)
    assert all(0 <= mark.start < mark.end <= len(value) for mark in found)
