"""Fitting: the bottom of a valley is found, and the same one again."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moderation.learning.calibration import calibrate
from moderation.learning.fitting import Loss, Vector, minimise, probability

NUMBERS = st.lists(st.floats(-5, 5), min_size=3, max_size=3)


@given(NUMBERS, st.lists(st.floats(0.1, 50), min_size=3, max_size=3))
def test_the_smallest_value_of_a_valley_is_found(bottom: list[float], steep: list[float]) -> None:
    at, slopes = np.array(bottom), np.array(steep)

    def valley(point: Vector) -> tuple[float, Vector]:
        away = point - at
        return float(slopes @ away**2) / 2, slopes * away

    found = minimise(valley, np.zeros(3), rounds=500)

    assert valley(found)[0] <= 1e-3 * max(valley(np.zeros(3))[0], 1e-6) + 1e-9


@given(st.lists(st.floats(-30, 30), min_size=2, max_size=6), st.data())
def test_the_slope_of_the_loss_is_its_slope(odds: list[float], data: st.DataObject) -> None:
    labels = np.array([float(data.draw(st.booleans())) for _ in odds])
    loss, point, step = Loss(labels, np.ones(len(odds))), np.array(odds), 1e-5

    value, slope = loss(point)

    for place in range(len(odds)):
        moved = point.copy()
        moved[place] += step
        assert abs((loss(moved)[0] - value) / step - slope[place]) < 1e-3


def test_probabilities_never_overflow() -> None:
    assert probability(np.array([-1e6, 0.0, 1e6])).tolist() == [0.0, 0.5, 1.0]


def test_what_was_too_sure_becomes_honest() -> None:
    draw = np.random.default_rng(7)
    true = draw.normal(size=4000)
    labels = (draw.random(4000) < probability(true)).astype(float)

    found = calibrate(true * 3 + 1, labels, np.ones(4000))

    assert abs(found.slope - 1 / 3) < 0.05
    assert abs(found.shift + 1 / 3) < 0.1


def test_with_one_label_only_nothing_is_changed() -> None:
    assert calibrate(np.array([1.0, 2.0]), np.ones(2), np.ones(2)) == (1.0, 0.0)
