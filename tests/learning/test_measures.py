"""Measures, against values worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.learning.measures import MEASURES, calibration_error, macro_f1, measure, recall_at_1pct_fpr, roc_auc

LABELS = np.array([1.0, 1.0, 0.0, 0.0])
SCORES = np.array([0.9, 0.4, 0.6, 0.1])


def test_measures_are_the_usual_ones() -> None:
    found = measure(LABELS, SCORES)

    assert found["precision"][0] == found["recall"][0] == found["f1"][0] == 0.5
    assert macro_f1(LABELS, SCORES) == pytest.approx(0.5)
    assert roc_auc(LABELS, SCORES) == pytest.approx(0.75)
    assert roc_auc(LABELS, np.full(4, 0.5)) == pytest.approx(0.5)
    assert recall_at_1pct_fpr(LABELS, SCORES) == pytest.approx(0.5)
    assert calibration_error(np.array([1.0, 0.0]), np.array([0.95, 0.05])) == pytest.approx(0.05)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=30))
def test_every_measure_is_a_share_or_nothing(rows: list[tuple[bool, float]]) -> None:
    labels, scores = (np.array(column, dtype=float) for column in zip(*rows, strict=True))

    for function in MEASURES.values():
        value = function(labels, scores)
        assert np.isnan(value) or 0 <= value <= 1


def test_an_interval_holds_its_value_and_is_the_same_again() -> None:
    draw = np.random.default_rng(1)
    labels = (draw.random(300) < 0.4).astype(float)
    scores = np.clip(labels * 0.3 + draw.random(300) * 0.7, 0, 1)

    found = measure(labels, scores)

    assert all(low <= value <= high for value, low, high in found.values())
    assert found == measure(labels, scores)
