"""From texts to a sparse matrix."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.domain.text import read
from moderation.learning import traits
from moderation.learning.features import COLUMNS, take_apart, weigh
from moderation.learning.hashing import BUCKETS
from moderation.learning.packing import pack, unpack
from tests.learning.texts import RARITY, features_of

TEXT = st.text(st.characters(codec="utf-8"), max_size=80) | st.sampled_from(
    ["", " ", "a", "مرحبا 👍🏽 http://a.example/b", "MAJUSCULES !!! 50 %", "x" * 10_000, "a b " * 50]
)


def dense(texts: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The matrix as a table."""
    features = features_of(texts)
    table = np.zeros((features.count, COLUMNS))
    np.add.at(table, (features.text, features.column), features.value)
    return table


@given(st.lists(TEXT, max_size=5))
def test_every_entry_has_its_place(texts: list[str]) -> None:
    features = features_of(texts)

    assert features.count == len(texts)
    assert len(features.text) == len(features.column) == len(features.value) == len(features.start)
    assert np.all((features.column >= 0) & (features.column < COLUMNS))
    assert np.all(np.isfinite(features.value))
    lengths = np.array([len(text) for text in texts])
    placed = features.start >= 0
    assert np.all(features.start[placed] < np.maximum(lengths[features.text[placed]], 1))
    assert np.all(features.column[~placed] >= BUCKETS)


@given(st.lists(TEXT, min_size=1, max_size=4), TEXT)
def test_a_text_has_the_same_features_in_any_company(texts: list[str], other: str) -> None:
    alone, beside = dense(texts[:1]), dense([other, *texts])[1:2]

    assert np.allclose(alone, beside, atol=1e-6)


@given(TEXT)
def test_no_length_makes_a_text_weigh_more(text: str) -> None:
    """Squares of entries add up to one for each view at most, and a quarter for the traits."""
    features = features_of([text])

    assert float((features.value.astype(np.float64) ** 2).sum()) <= 2.25 + 1e-3


@given(st.lists(TEXT, max_size=4))
def test_what_was_packed_comes_back(texts: list[str]) -> None:
    parts = take_apart([read(text) for text in texts])
    weights = np.arange(COLUMNS, dtype=np.float32) % 7

    packed = pack(parts)
    before, after = (weigh(one, RARITY).dot(weights) for one in (parts, unpack(packed)))

    assert len(packed) == len(texts)
    assert np.allclose(before, after, atol=1e-3)


def test_spelling_matters_to_characters_and_not_to_words() -> None:
    plain, dressed = (take_apart([read(text)]) for text in ("مقال جميل", "مقــال جَميل"))

    assert sorted(plain.words.bucket) == sorted(dressed.words.bucket)
    assert sorted(plain.characters.bucket) != sorted(dressed.characters.bucket)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "length_0"), ("كلمة " * 100, "length_4"), ("www.a.com b.com", "links_2"), ("call +212 600-000-000", "phones_1"),
        ("write to a.b@c.example", "addresses_1"), ("FREE", "capitals_4"), ("؟؟؟", "questions_2"), ("💰💰", "emoji_1"),
        ("50 % $", "money_2"), ("@a #b", "handles_1"), ("a\nb", "lines_1"), ("برااافو", "runs_1"), ("pаypal", "disguises_1"),
        ("le chat est sur la table", "language_1"),
    ],
)  # fmt: skip
def test_traits_are_seen(text: str, name: str) -> None:
    (numbers,) = traits.traits([read(text)])

    assert name in {traits.NAMES[number] for number in numbers}
    assert len(numbers) == traits.COUNT
