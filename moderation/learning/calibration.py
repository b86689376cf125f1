"""Calibration: that of all comments with 20 % about one in five is spam, after Platt (1999), kept close to no change."""

from typing import NamedTuple

import numpy as np

from moderation.learning.fitting import Loss, Vector, minimise

_TRUST = 4.0  # rows' worth of belief in what the model said


class Calibration(NamedTuple):
    """A straight line from log-odds to honest ones."""

    slope: float = 1.0
    shift: float = 0.0


def calibrate(odds: Vector, labels: Vector, weights: Vector) -> Calibration:
    """What makes log-odds of rows that the model has not seen honest; no change if there are none of either label."""
    if not 0 < labels.sum() < len(labels):
        return Calibration()
    loss, no_change = Loss(labels, weights), np.array([1.0, 0.0])

    def objective(point: Vector) -> tuple[float, Vector]:
        value, slope = loss(point[0] * odds + point[1])
        away = point - no_change
        return value + _TRUST / 2 * float(away @ away), np.array([slope @ odds, slope.sum()]) + _TRUST * away

    slope, shift = minimise(objective, no_change)
    return Calibration(max(float(slope), 0.0), float(shift))
