"""Thresholds from a wanted precision: from which score on enough of what people have decided would have been right."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import accumulate

from moderation.domain.agreement import interval

FEWEST = 200  # decisions beyond a threshold without which nothing is proposed
STEPS = 1_000  # of the scale from 0 to 1; each half has its own threshold, so the two never cross
Scored = tuple[float, bool]  # the score, 0..1, and whether the machine alone would have been right


@dataclass(frozen=True, slots=True)
class Proposal:
    """A threshold.

    Attributes:
        value: The score, 0..1.
        number: How many decisions lie beyond it.
        right: In how many of them the machine alone would have been right.
    """

    value: float
    number: int
    right: int

    @property
    def interval(self) -> tuple[float, float]:
        """Between which shares the truth lies in 95 of 100 such samples."""
        return interval(self.right, self.number)


def above(decided: Iterable[Scored], wanted: float) -> Proposal | None:
    """The lowest threshold, at least a half, above which so much was right; None where too few decisions lie there."""
    scores, right = _in_order(decided)

    def beyond(value: float) -> tuple[int, int]:
        place = bisect_right(scores, value)
        return len(scores) - place, right[-1] - right[place]

    return _first(range(STEPS // 2, STEPS), beyond, wanted)


def below(decided: Iterable[Scored], wanted: float) -> Proposal | None:
    """The highest threshold, at most a half, below which so much was right; None where too few decisions lie there."""
    scores, right = _in_order(decided)

    def beyond(value: float) -> tuple[int, int]:
        place = bisect_left(scores, value)
        return place, right[place]

    return _first(range(STEPS // 2, 0, -1), beyond, wanted)


def _in_order(decided: Iterable[Scored]) -> tuple[list[float], list[int]]:
    """Scores, ascending, and how many of so many first ones were right."""
    ordered = sorted(decided)
    return [score for score, _ in ordered], [0, *accumulate(int(right) for _, right in ordered)]


def _first(steps: range, beyond: Callable[[float], tuple[int, int]], wanted: float) -> Proposal | None:
    for step in steps:
        number, right = beyond(step / STEPS)
        if number < FEWEST:
            return None  # further out there are fewer still
        if right >= wanted * number:
            return Proposal(step / STEPS, number, right)
    return None
