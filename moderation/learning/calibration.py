"""Calibration: that of all comments with 20 % about one in five is spam, after Platt (1999), kept close to no change."""

from typing import NamedTuple

import numpy as np

from moderation.learning.fitting import Loss, Vector, minimise

_TRUST = 20.0  # rows' worth of belief in the model's slope: a handful it is wrong about does not silence it
_STEADY = 4.0  # penalty on the shift
_MOST = 0.25  # what a row can tell of its log-odds, at most


class Calibration(NamedTuple):
    """A straight line from log-odds to honest ones."""

    slope: float = 1.0
    shift: float = 0.0


def calibrate(odds: Vector, labels: Vector, weights: Vector) -> Calibration:
    """What makes log-odds of rows that the model has not seen honest; no change if there are none of either label."""
    if not 0 < labels.sum() < len(labels):
        return Calibration()
    loss, no_change = Loss(labels, weights), np.array([1.0, 0.0])
    penalty = np.array([_TRUST * _MOST * max(float(np.mean(odds**2)), 1.0), _STEADY])

    def objective(point: Vector) -> tuple[float, Vector]:
        value, slope = loss(point[0] * odds + point[1])
        away = point - no_change
        return value + float(penalty @ away**2) / 2, np.array([slope @ odds, slope.sum()]) + penalty * away

    slope, shift = minimise(objective, no_change)
    return Calibration(max(float(slope), 0.0), float(shift))
