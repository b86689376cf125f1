"""Marks in a text: where they begin and end, whatever the spans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.web.console.cards import parts


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ([], "abcdef"),
        ([(1, 3)], "a[bc]def"),
        ([(1, 3), (2, 5)], "a[bcde]f"),
        ([(1, 3), (3, 5)], "a[bcde]f"),
        ([(4, 6), (0, 1)], "[a]bcd[ef]"),
        ([(2, 99), (-5, 1), (3, 3), (5, 2)], "[a]b[cdef]"),
    ],
)
def test_overlapping_and_touching_spans_are_one_mark(spans: list[tuple[int, int]], shown: str) -> None:
    assert "".join(f"[{part.text}]" if part.marked else part.text for part in parts("abcdef", spans)) == shown


def test_offsets_are_code_points() -> None:
    assert [part.text for part in parts("🙂كَذَب!", [(1, 6)]) if part.marked] == ["كَذَب"]


def test_invisible_characters_are_named_where_a_check_means_them() -> None:
    joined = [(part.text, part.control) for part in parts("می\u200cخواهم\u200b", [(8, 9)])]

    assert joined == [("می\u200cخواهم", False), ("U+200B", True)]


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=6))
def test_nothing_of_a_text_is_lost(body: str, spans: list[tuple[int, int]]) -> None:
    said = "".join(
        chr(int(part.text.removeprefix("U+"), 16)) if part.control else part.text for part in parts(body, spans)
    )

    assert said == body
