"""A text read once."""

import pytest
from hypothesis import given

from moderation.domain.text import fold, language, links, marks, read, words
from tests.domain.text.samples import ANY_TEXT, attacks

LIMIT = 10_000


@given(ANY_TEXT)
def test_reading_says_what_its_parts_say_of_any_text(value: str) -> None:
    reading = read(value)

    assert reading.original == value
    assert reading.folded == fold(value)
    assert (reading.words, reading.links, reading.marks) == (words(value), links(value), marks(value))
    assert reading.language == language(value)


@pytest.mark.parametrize(
    "piece",
    [
        "a\u200b",
        "a.",
        "م.",
        "http://",
        "www.",
        "a@",
        "ﷺ",
        "\u0301",
        "\u202e",
        "(",
        "http://a.com/)",
        "xn--",
        "ааb",
        "ههه",
    ],
)
def test_a_comment_of_full_length_is_read_whatever_it_repeats(piece: str) -> None:
    value = (piece * LIMIT)[:LIMIT]

    assert read(value).original == value


STRANGE = ("zalgo", "nfkc-expansion", "casefold", "variation-selectors", "control", "arabic", "darija-arabizi")


@pytest.mark.parametrize("value", [sample for kind in STRANGE for sample in attacks(kind)])
def test_attacks_are_read_like_any_text(value: str) -> None:
    assert read(value).original == value


def test_what_is_said_leaves_out_the_links() -> None:
    reading = read("before http://example.com/path between موقع.المغرب after")

    assert [word.text for word in reading.said] == ["before", "between", "after"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("اربح المال الآن!!!", "إربح  المـــال الاٰن 👍"),
        ("Gagnez de l'argent", "GAGNEZ, de l’argent..."),
        ("Cheap p\u0430ypal", "cheap paypal"),
        ("visit http://evil.com/?id=1 now", "Visit https://EVIL.com/other?id=2, now!"),
    ],
)
def test_the_same_message_in_another_dress_squeezes_to_the_same(first: str, second: str) -> None:
    assert read(first).squeezed == read(second).squeezed


@pytest.mark.parametrize(
    ("value", "squeezed"),
    [("زوروا: http://x.com/a و www.y.ma", "زوروا x.com و www.y.ma"), ("أنا هنا.", "انا هنا"), ("👍 !!!", ""), ("", "")],
)
def test_squeezing_keeps_words_and_hosts_in_order(value: str, squeezed: str) -> None:
    assert read(value).squeezed == squeezed


def test_another_message_squeezes_to_another() -> None:
    assert read("visit evil.com").squeezed != read("visit good.com").squeezed
