"""A conversation in the order in which it is read."""

from hypothesis import given
from hypothesis import strategies as st

from moderation.web.console import turns
from tests.builders import a_comment


def test_answers_stand_below_what_they_answer() -> None:
    first, second = a_comment(id="1-a"), a_comment(id="1-b")
    answer, deeper = a_comment(id="1-c", parent="1-a"), a_comment(id="1-d", parent="1-c")

    found = turns.of([first, second, answer, deeper])

    assert [(turn.comment.id, turn.depth) for turn in found] == [("1-a", 0), ("1-c", 1), ("1-d", 2), ("1-b", 0)]


def test_what_answers_something_that_is_not_here_stands_by_itself() -> None:
    assert [turn.depth for turn in turns.of([a_comment(id="1-b", parent="1-gone")])] == [0]


def test_a_long_chain_goes_in_no_further_than_can_be_read() -> None:
    chain = [a_comment(id=f"1-{n}", parent=f"1-{n - 1}" if n else None) for n in range(2000)]

    found = turns.of(chain)

    assert [turn.comment for turn in found] == chain
    assert max(turn.depth for turn in found) == turns.DEEPEST


@given(st.lists(st.integers(-1, 30), max_size=30))
def test_nobody_is_left_out_or_said_twice(parents: list[int]) -> None:
    said = [a_comment(id=f"1-{n}", parent=f"1-{up}" if -1 < up < n else None) for n, up in enumerate(parents)]

    found = [turn.comment.id for turn in turns.of(said)]

    assert sorted(found) == sorted(one.id for one in said)
