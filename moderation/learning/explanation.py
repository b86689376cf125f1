"""Explaining: what weighed, brought back to the words of the original text."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from moderation.learning import traits
from moderation.learning.features import Features
from moderation.learning.fitting import Vector
from moderation.learning.hashing import BUCKETS, sums
from moderation.learning.model import Base, Head

STRONGEST = 5


class Explanation(NamedTuple):
    """What weighed most in one text.

    Attributes:
        places: Weights by the code point at which pieces begin, float64[length of the text].
        traits: Names of traits with their weights, strongest first.
    """

    places: Vector
    traits: tuple[tuple[str, float], ...]


def explain(base: Base, head: Head, question: str, features: Features, lengths: list[int]) -> list[Explanation]:
    """For each text, where its weight for a question lies; ``lengths`` in code points of the originals."""
    line, own = base.lines[question], head.lines.get(question)
    weights = line.weights * own.scale + own.weights if own else line.weights
    given = (features.value * weights[features.column]).astype(np.float64)
    placed = features.start >= 0
    first = np.cumsum([0, *lengths])
    at = first[features.text[placed]] + features.start[placed]
    places = sums(at, given[placed], int(first[-1]) + 1)
    named = _traits(features, given, ~placed)
    return [
        Explanation(places[start:end], tuple(row))
        for start, end, row in zip(first[:-1], first[1:], named, strict=True)
    ]  # fmt: skip


def _traits(features: Features, given: Vector, chosen: npt.NDArray[np.bool_]) -> list[list[tuple[str, float]]]:
    rows: list[list[tuple[str, float]]] = [[] for _ in range(features.count)]
    numbers = features.column[chosen] - BUCKETS
    for text, number, weight in zip(features.text[chosen], numbers, given[chosen], strict=True):
        rows[text].append((traits.NAMES[number], float(weight)))
    return [sorted(row, key=lambda one: -abs(one[1]))[:STRONGEST] for row in rows]
