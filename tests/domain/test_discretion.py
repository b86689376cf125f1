"""What an outsider may see: everything but addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.domain import discretion

WORDS = st.text(st.sampled_from("aب@ ＠\n.،%40؟é"), max_size=60)


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("write to fatima@example.ma, please", "write to […] please"),
        ("راسلوني:\nفاطمة@موقع.المغرب  شكرا", "راسلوني:\n[…]  شكرا"),
        ("fatima＠example.ma", "[…]"),
        ("nothing  to\thide ", "nothing  to\thide "),
        ("", ""),
    ],
)
def test_a_word_with_an_at_sign_is_hidden_and_the_rest_is_as_it_was(typed: str, seen: str) -> None:
    assert discretion.text(typed) == seen


@given(WORDS)
def test_no_at_sign_is_left_in_any_spelling(typed: str) -> None:
    seen = discretion.text(typed)

    assert not any(sign in seen for sign in discretion.AT)
    assert discretion.text(seen) == seen


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("https://news.example/a", "https://news.example/a"),
        ("https://news.example/a?to=fatima%40example.ma#c", "https://news.example/a"),
        ("https://news.example/fatima@example.ma", ""),
        ("https://news.example/fatima%40example.ma", ""),
        ("", ""),
    ],
)
def test_a_web_address_goes_without_what_may_tell_of_somebody(url: str, seen: str) -> None:
    assert discretion.page(url) == seen
