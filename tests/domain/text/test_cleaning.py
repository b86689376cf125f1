"""What the door asks of a text."""

import unicodedata

import pytest
from hypothesis import given

from moderation.domain.text import blank, clean, controls
from tests.domain.text.samples import ANY_TEXT, attacks

FAMILY = "👨\u200d👩\u200d👧"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("  شكرا لكم \n", "شكرا لكم"),
        ("\ufeff\u200bBonjour\u2060\u3164", "Bonjour"),
        ("e\u0301te\u0301", "été"),
        ("un\r\ndeux\rtrois\u2028quatre", "un\ndeux\ntrois\nquatre"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("١٤٤٥ ه\u200d", "١٤٤٥ ه\u200d"),
        ("مرحبا!\u200f", "مرحبا!\u200f"),
        ("❤\ufe0f ", "❤\ufe0f"),
        (FAMILY, FAMILY),
        (ENGLAND, ENGLAND),
        ("\u200f\u202e \u200d", ""),
        ("", ""),
    ],
)
def test_cleaning_tidies_the_ends_and_keeps_what_was_typed(typed: str, tidy: str) -> None:
    assert clean(typed) == tidy


@given(ANY_TEXT)
def test_cleaning_twice_is_cleaning_once(value: str) -> None:
    once = clean(value)

    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once


@given(ANY_TEXT)
def test_a_text_is_blank_if_cleaning_leaves_nothing(value: str) -> None:
    assert blank(value) == (clean(value) == "")


@pytest.mark.parametrize(
    "value",
    [
        "",
        " \t\n\u00a0\u2003",
        "\u200b\u2060\ufeff",
        "\u3164\uffa0\u115f\u1160",
        "\u2800",
        "\u202e\u2066",
        "\u0301\u0650",
        "\U000e0041\ufe0f",
    ],
)
def test_what_cannot_be_seen_is_blank(value: str) -> None:
    assert blank(value)


@pytest.mark.parametrize("value", attacks("blank-only"))
def test_blank_attacks_are_blank(value: str) -> None:
    assert blank(value)


@pytest.mark.parametrize("value", ["ا", "ـ", "?", "😀", FAMILY, "ⴰⵣⵓⵍ", "1", "\u200b.\u200b"])
def test_what_can_be_seen_is_not_blank(value: str) -> None:
    assert not blank(value)


@pytest.mark.parametrize(
    "value",
    [
        "a\x00b",
        "a\x0bb",
        "\x1b[31m",
        "a\x7f",
        "a\x85b",
        "\x9f",
        "\ud800",
        "\ufffe",
        "\ufdd0",
        "\U0001ffff",
        "\U0010fffe",
    ],
)
def test_controls_surrogates_and_noncharacters_are_noticed(value: str) -> None:
    assert controls(value)


@pytest.mark.parametrize(
    "value", ["", "tab\tline\r\nend", "شُكْرًا\u200f", "می\u200cخواهم", FAMILY, ENGLAND, "\u2028", "\u202e", "\ue000"]
)
def test_what_people_type_is_no_control_character(value: str) -> None:
    assert not controls(value)


@pytest.mark.parametrize("value", attacks("nonchar"))
def test_noncharacter_attacks_are_noticed(value: str) -> None:
    assert controls(value)
