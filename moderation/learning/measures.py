"""How good answers are: the usual measures, and how far chance alone could have moved them."""

from collections.abc import Callable, Mapping

import numpy as np

from moderation.learning.fitting import Vector

RESAMPLES = 1000  # of the bootstrap, Efron (1979)
_SEED = 20261124
_FALSE = 0.01  # share of ordinary comments that may be caught
_BINS = 10
HALF = 0.5  # probability from which an answer is yes


def precision(labels: Vector, scores: Vector) -> float:
    """Of what was called positive (over 0.5), how much is. NaN if nothing was."""
    called = scores > HALF
    return float(labels[called].mean()) if called.any() else float("nan")


def recall(labels: Vector, scores: Vector) -> float:
    """Of what is positive, how much was called so. NaN if nothing is."""
    positive = labels == 1
    return float((scores[positive] > HALF).mean()) if positive.any() else float("nan")


def f1(labels: Vector, scores: Vector) -> float:
    """Harmonic mean of precision and recall; 0 if nothing is right."""
    right = float(((scores > HALF) & (labels == 1)).sum())
    return 2 * right / max(float((scores > HALF).sum() + labels.sum()), 1.0)


def macro_f1(labels: Vector, scores: Vector) -> float:
    """The mean of F1 for the positive and for the negative label."""
    wrong_side = np.where(scores > HALF, 0.0, 1.0)
    return (f1(labels, scores) + f1(1 - labels, wrong_side)) / 2


def roc_auc(labels: Vector, scores: Vector) -> float:
    """How often a positive scores higher than a negative, ties half; after Mann and Whitney (1947). NaN with one label only."""
    positive = labels == 1
    count, others = int(positive.sum()), int((~positive).sum())
    if not count or not others:
        return float("nan")
    return (float(_ranks(scores)[positive].sum()) - count * (count + 1) / 2) / (count * others)


def recall_at_1pct_fpr(labels: Vector, scores: Vector) -> float:
    """How much of the positive is caught by the lowest threshold that catches at most 1 % of the negative."""
    negative = np.sort(scores[labels == 0])[::-1]
    if not len(negative) or not (labels == 1).any():
        return float("nan")
    return float((scores[labels == 1] > negative[int(len(negative) * _FALSE)]).mean())


def calibration_error(labels: Vector, scores: Vector) -> float:
    """How far probabilities are from shares, over ten bins of equal width: the expected calibration error."""
    bins = np.minimum((scores * _BINS).astype(int), _BINS - 1)
    gaps = np.bincount(bins, scores - labels, _BINS)
    return float(np.abs(gaps).sum() / max(len(labels), 1))


def _ranks(scores: Vector) -> Vector:
    """Places from 1, equal scores sharing theirs."""
    _, number, counts = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[number]


MEASURES: Mapping[str, Callable[[Vector, Vector], float]] = {
    "precision": precision,
    "recall": recall,
    "f1": f1,
    "macro_f1": macro_f1,
    "roc_auc": roc_auc,
    "recall_at_1pct_fpr": recall_at_1pct_fpr,
    "calibration_error": calibration_error,
}


def measure(labels: Vector, scores: Vector) -> dict[str, tuple[float, float, float]]:
    """Each measure with its interval of 95 %, from rows drawn again and again; the same rows give the same interval."""
    draw = np.random.default_rng(_SEED)
    samples = [draw.integers(0, len(labels), len(labels)) for _ in range(RESAMPLES if len(labels) else 0)]
    return {
        name: (function(labels, scores), *_interval(function, labels, scores, samples))
        for name, function in MEASURES.items()
    }


def _interval(
    function: Callable[[Vector, Vector], float], labels: Vector, scores: Vector, samples: list[np.ndarray[tuple[int], np.dtype[np.int64]]],
) -> tuple[float, float]:  # fmt: skip
    values = np.array([function(labels[sample], scores[sample]) for sample in samples])
    values = values[~np.isnan(values)]
    if not len(values):
        return float("nan"), float("nan")
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
