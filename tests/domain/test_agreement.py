"""Agreement beyond chance, and the middle of figures."""

from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.domain.agreement import agreements, interval, kappa, quantile

LABELS = st.sampled_from(["approved", "insult", "hate", "spam"])
PAIRS = st.lists(st.tuples(LABELS, LABELS), min_size=1)
SECONDS = st.lists(st.floats(0, 1e6), min_size=1)


def test_kappa_is_as_in_the_example_of_cohen() -> None:
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15

    assert kappa(pairs) == pytest.approx(0.4)


@pytest.mark.parametrize("pairs", [[], [("spam", "spam")] * 3])
def test_where_chance_alone_would_agree_there_is_no_kappa(pairs: list[tuple[str, str]]) -> None:
    assert kappa(pairs) is None


@given(PAIRS)
def test_kappa_is_one_at_most_and_the_same_both_ways(pairs: list[tuple[str, str]]) -> None:
    found = kappa(pairs)

    assert found is None or -1 <= found <= 1
    assert found == pytest.approx(kappa([(second, first) for first, second in pairs]))


@given(PAIRS)
def test_every_label_is_counted_once_in_a_pair(pairs: list[tuple[str, str]]) -> None:
    whole, *parts = agreements(pairs)

    assert (whole.label, whole.pairs) == ("", len(pairs))
    assert sum(part.agreed for part in parts) == whole.agreed
    assert all(part.agreed <= part.pairs <= whole.pairs for part in parts)


def test_without_pairs_nothing_is_said() -> None:
    assert agreements([]) == ()
    assert quantile([], 0.5) is None


@given(SECONDS)
def test_the_half_is_the_median_and_more_is_never_less(values: list[float]) -> None:
    half, most = quantile(values, 0.5), quantile(values, 0.95)

    assert half == pytest.approx(median(values))
    assert half is not None
    assert most is not None
    assert min(values) <= half <= most <= max(values)


def test_an_interval_is_as_in_the_table_of_newcombe() -> None:
    assert interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-4)
    assert interval(0, 0) == (0.0, 1.0)


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_share_and_more_examples_narrow_it(hits: int, more: int) -> None:
    number = hits + more
    low, high = interval(hits, number)
    closer = interval(hits * 4, number * 4)

    assert 0 <= low <= hits / number + 1e-9
    assert hits / number - 1e-9 <= high <= 1
    assert closer[1] - closer[0] < high - low
