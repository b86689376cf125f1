"""Room: what was used last stays, and never more than there is place for."""

from hypothesis import given
from hypothesis import strategies as st

from moderation.web.public.room import Room


def length(_key: int, value: str) -> int:
    """Of the value alone."""
    return len(value)


def test_what_was_used_longest_ago_goes_first() -> None:
    room = Room(length, 6)
    room.put(1, "aaa")
    room.put(2, "bbb")

    assert room.find(1) == "aaa"
    room.put(3, "ccc")

    assert [room.find(key) for key in (1, 2, 3)] == ["aaa", None, "ccc"]


def test_what_is_put_in_anothers_place_takes_its_room() -> None:
    room = Room(length, 6)
    for value in ("aaa", "bb", "cccc"):
        room.put(1, value)
    room.put(2, "dd")

    assert [room.find(1), room.find(2)] == ["cccc", "dd"]


@given(st.lists(st.tuples(st.integers(0, 5), st.text(max_size=8))), st.integers(0, 12), st.integers(1, 4))
def test_there_is_never_more_than_there_is_place_for(puts: list[tuple[int, str]], size: int, most: int) -> None:
    room = Room(length, size, most)
    for key, value in puts:
        room.put(key, value)

    kept = [found for key in range(6) if (found := room.find(key)) is not None]
    assert sum(map(len, kept)) <= size
    assert len(kept) <= most
    if puts and len(puts[-1][1]) <= size:
        assert room.find(puts[-1][0]) == puts[-1][1]
