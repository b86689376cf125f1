"""The comments that measurements hand in."""

from itertools import islice

from bench.corpus import LONGEST, SHORTEST, comments
from moderation.domain import text


def test_they_are_distinct_and_as_long_as_readers_write() -> None:
    bodies = [comment.body for comment in islice(comments("any", 50), 500)]

    assert len(set(bodies)) == 500
    assert all(SHORTEST <= len(body) <= LONGEST for body in bodies)


def test_they_are_in_three_languages() -> None:
    found = [text.language(comment.body) for comment in islice(comments("any", 50), 30)]

    assert {language: found.count(language) for language in found} == {"fr": 10, "en": 10, "ar": 10}


def test_the_same_seed_gives_the_same() -> None:
    first, again, other = (list(islice(comments(seed, 50), 20)) for seed in ("a", "a", "b"))

    assert first == again
    assert first != other
