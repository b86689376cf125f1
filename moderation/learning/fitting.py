"""Fitting weights: logistic regression with its penalty towards a starting point, by L-BFGS (Nocedal, Wright 2006, 7.4 and 3.1).

Full batches and no chance: the same rows in any order give the same weights, up to rounding.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from moderation.learning.features import Features

Vector: TypeAlias = npt.NDArray[np.float64]
Objective: TypeAlias = Callable[[Vector], tuple[float, Vector]]

_MEMORY = 8  # pairs of steps and changes of slope
_ENOUGH = 1e-4  # of the first slope
_DECREASE = 1e-4  # Armijo's constant
_HALVINGS = 20


class Loss(NamedTuple):
    """How wrong log-odds are about labels: the log loss, each row with its weight."""

    labels: Vector
    weights: Vector

    def __call__(self, odds: Vector) -> tuple[float, Vector]:
        """The loss, and its slope for each row."""
        loss = self.weights @ (np.logaddexp(0.0, odds) - self.labels * odds)
        return float(loss), self.weights * (probability(odds) - self.labels)


def probability(odds: Vector) -> Vector:
    """The logistic function, without overflow."""
    return 0.5 * (1.0 + np.tanh(0.5 * odds))


def regress(features: Features, loss: Loss, given: Vector | float, loose: float, steady: float) -> tuple[Vector, float]:
    """Weights and bias of a logistic regression: what they add to ``given`` log-odds explains the labels.

    How far the weights may go is up to ``loose``, the inverse of their penalty; ``steady`` is that of the bias.
    """

    def objective(point: Vector) -> tuple[float, Vector]:
        weights, bias = point[:-1], point[-1]
        value, slope = loss(features.dot(weights) + bias + given)
        value += float(weights @ weights) / (2 * loose) + steady / 2 * bias**2
        return float(value), np.append(features.back(slope) + weights / loose, slope.sum() + steady * bias)

    point = minimise(objective, np.zeros(features.width + 1))
    return point[:-1], float(point[-1])


def minimise(objective: Objective, start: Vector, rounds: int = 100) -> Vector:
    """Where a convex function is smallest, near enough; from ``start``, in at most so many rounds."""
    point = start
    value, slope = objective(point)
    first = np.abs(slope).max(initial=0.0)
    steps: list[Vector] = []
    changes: list[Vector] = []
    for _ in range(rounds):
        if np.abs(slope).max(initial=0.0) <= _ENOUGH * first:
            break
        direction = -_curved(slope, steps, changes)
        size = 1.0 if steps else 1.0 / max(float(np.linalg.norm(slope)), 1.0)
        found = _search(objective, (point, value, slope), direction, size)
        if found is None:
            break
        new, value, new_slope = found
        steps, changes = [*steps, new - point][-_MEMORY:], [*changes, new_slope - slope][-_MEMORY:]
        point, slope = new, new_slope
    return point


def _curved(slope: Vector, steps: list[Vector], changes: list[Vector]) -> Vector:
    """The slope, corrected by what the last steps have shown of the curvature: the two loops of L-BFGS."""
    result, kept = slope.copy(), []
    for step, change in zip(reversed(steps), reversed(changes), strict=True):
        share = (step @ result) / (step @ change)
        result -= share * change
        kept.append(share)
    if steps:
        result *= (steps[-1] @ changes[-1]) / (changes[-1] @ changes[-1])
    for step, change, share in zip(steps, changes, reversed(kept), strict=True):
        result += (share - (change @ result) / (step @ change)) * step
    return result


def _search(
    objective: Objective, here: tuple[Vector, float, Vector], direction: Vector, size: float,
) -> tuple[Vector, float, Vector] | None:  # fmt: skip
    """The first point along a direction that is enough lower and curves upwards; None if there is none."""
    point, value, slope = here
    expected = slope @ direction
    for _ in range(_HALVINGS):
        new = point + size * direction
        new_value, new_slope = objective(new)
        if new_value <= value + _DECREASE * size * expected and (new_slope - slope) @ direction > 0:
            return new, new_value, new_slope
        size /= 2
    return None
